"""`import nnviz`: the names that others rely on, and the README's example of them."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import nnviz

README = Path(__file__).parent.parent / "README.md"
NAMES = {
    "load", "split", "MLP", "Training", "Trainer", "train", "curves", "sweep", "descend",
    "OneWeight", "LANDSCAPES",
}  # fmt: skip


def test_the_public_names_are_these_and_all_are_there():
    assert set(nnviz.__all__) == NAMES
    assert set(dir(nnviz)) == NAMES
    assert all(getattr(nnviz, name) is not None for name in NAMES)
    with pytest.raises(AttributeError, match="nnviz has no 'Sweep'; it has load, split"):
        nnviz.Sweep  # noqa: B018


def test_importing_nnviz_loads_nothing_heavy():
    heavy = {"torch", "pandas", "plotly", "streamlit"}
    program = f"import sys, nnviz; print(sorted({heavy} & set(sys.modules)))"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"


def test_the_readme_s_example_runs_and_prints_what_it_says():
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text(), flags=re.DOTALL)
    assert len(example.strip().splitlines()) <= 14
    told = subprocess.run(
        [sys.executable, "-c", example], capture_output=True, text=True, check=True
    )
    promised = re.findall(r"# prints (.*)", example)
    assert promised
    assert told.stdout.splitlines() == promised


def test_shapes_are_those_of_the_design():
    split = nnviz.split(nnviz.load("penguins"), test_fraction=0.3, seed=0)
    network, training = nnviz.MLP((4, 10, 10, 3)), nnviz.Training(epochs=5)
    trainer = nnviz.Trainer(network, split, training)
    trainer.advance(epochs=2)
    trainer.advance(seconds=60)
    run = nnviz.train(network, split, training)
    assert trainer.run().params.tobytes() == run.params.tobytes()
    assert run.params.shape == (6, 193)
    for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy"):
        assert getattr(nnviz.curves(run, split), name).shape == (6,)
    swept = nnviz.sweep(network, split, training, [0.001, 0.01], seeds=(0, 1, 2))
    assert swept.curves.train_loss.shape == (6, 2, 3)
    walk = nnviz.descend(nnviz.OneWeight(x=2.0, y=6.0), 5.0, "sgd", 0.1, steps=2)
    assert np.round(walk.w, 9).tolist() == [[5.0], [4.2], [3.72]]
    assert nnviz.descend(nnviz.LANDSCAPES["bowl"], (3.0, -4.0), "sgd", 0.1, 7).w.shape == (8, 2)
