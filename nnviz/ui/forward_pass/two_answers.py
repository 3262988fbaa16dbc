"""A made-up output for the bird of the example, next to what a trained network says of it."""

from __future__ import annotations

import pandas as pd

from nnviz.core.data import Dataset
from nnviz.core.record import Run
from nnviz.core.text import number
from nnviz.films.forward import WEIGHTS
from nnviz.study.forward import ForwardPass, row_of_example
from nnviz.ui.tables import numbers
from nnviz.ui.words import prose

MADE_UP = (0.2, 0.7, 0.1)
"""An output that no network gave, to show how one is read."""


def two_answers(dataset: Dataset, run: Run, passed: ForwardPass, held_out: bool) -> None:
    """Who says what of the example's bird, and which of it is made up.

    Args:
        dataset: of the bird, its first example.
        run: whose network says it.
        passed: the bird alone, with the settings of `WEIGHTS`.
        held_out: whether the bird is a test row.
    """
    row = row_of_example(dataset)
    truth, facts = dataset.classes[dataset.y[row]], dataset.row_facts[row]
    measured = ", ".join(
        f"{feature.name} {number(value)} {feature.unit}"
        for feature, value in zip(dataset.features, dataset.x[row], strict=True)
    )
    hidden = ",".join(map(str, run.network.sizes[1:-1]))
    studio = f"train?hidden={hidden}&activation={run.network.activation}&trained={run.trained}"
    numbers(table_of_answers(dataset, passed))
    made_up = dataset.classes[MADE_UP.index(max(MADE_UP))]
    trained = dataset.classes[int(passed.probabilities[-1, 0].argmax())]
    learned = (
        "The network has never learned from this bird."
        if held_out
        else "This bird was one of those that the network learned from."
    )
    prose(
        f"**The first line is made up**, to show how an [[output]] is read: the largest, "
        f"{max(MADE_UP)}, stands for {made_up}. The two lines below it are computed here: the "
        f"network above with its first, random [[weights]], and the same one after {run.trained} "
        f"[[epochs]], which says **{trained}**. The bird is real: {measured}; "
        f"{truth}, {facts}. {learned} [See this network learn]({studio})"
    )


def table_of_answers(dataset: Dataset, passed: ForwardPass) -> pd.DataFrame:
    """One line each for what is made up and for the settings of the weights."""
    said = {"made up": MADE_UP}
    for name, chances in zip(WEIGHTS, passed.probabilities[:, 0].tolist(), strict=True):
        said[f"this network, {name}"] = chances
    return pd.DataFrame(
        [
            {
                "who says it": who,
                **{kind: share(chance) for kind, chance in zip(dataset.classes, said, strict=True)},
                "so it is": dataset.classes[list(said).index(max(said))],
            }
            for who, said in said.items()
        ]
    )


def share(chance: float) -> str:
    """A probability with three decimals at most, never all nor nothing unless it is."""
    if 0 < chance < 0.0005:
        return "< 0.001"
    return r"\> 0.999" if 0.9995 < chance < 1 else f"{chance:.3f}"
