"""nnviz: build a small neural network, train it on real penguins, and see every number move.

>>> import nnviz
>>> split = nnviz.split(nnviz.load("penguins"))
>>> run = nnviz.train(nnviz.MLP((4, 10, 10, 3)), split, nnviz.Training(epochs=20))
>>> bool(nnviz.curves(run, split).test_accuracy[-1] > 0.9)
True

The names below are the only ones that others rely on; everything else may move. They are loaded
when they are first asked for, so that a page can be painted before torch is there.

The map of the package; each room imports only from those above it:

- `core`: what a network is and how it learns.
- `study`, `terrain`: questions asked of runs; gradient descent on one weight and on two.
- `films`, `figures`: records → the players' bytes, and Plotly figures.
- `engine`: the store of runs, and what a visitor has asked for.
- `ui`: what the pages share, and a folder for each of them. `frontend`: the films in the browser.
"""

from importlib import import_module

HOMES = {
    "load": "nnviz.core.data",
    "split": "nnviz.core.data",
    "MLP": "nnviz.core.networks",
    "Training": "nnviz.core.training",
    "Trainer": "nnviz.core.trainer",
    "train": "nnviz.core.trainer",
    "curves": "nnviz.core.measures",
    "sweep": "nnviz.study.sweep",
    "descend": "nnviz.terrain.descent",
    "OneWeight": "nnviz.terrain.one_weight",
    "LANDSCAPES": "nnviz.terrain.landscapes",
}

__all__ = list(HOMES)


def __getattr__(name: str) -> object:
    if name not in HOMES:
        raise AttributeError(f"nnviz has no {name!r}; it has {', '.join(HOMES)}")
    return getattr(import_module(HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(HOMES)
