"""The film of a forward pass, and what is to be said below it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from nnviz.core.experiment import Experiment
from nnviz.films.forward import encode_forward
from nnviz.study.forward import (
    companions,
    forward_pass,
    least_sure,
    row_of_example,
    small_example,
)
from nnviz.ui.forward_pass.two_answers import two_answers
from nnviz.ui.mounts import forward_player
from nnviz.ui.progress import trained
from nnviz.ui.words import prose


def film(experiment: Experiment, row: int, count: int) -> int | None:
    """Lead `count` rows, `row` the first, through the network of an experiment.

    The film is there at once, with the weights before training; those after it are added when they
    are known.

    Returns:
        The row that the trained network is least sure of; None while it is being trained.
    """
    network, dataset, split = experiment.network, experiment.dataset, experiment.split()
    place = st.container(key="forward-place")
    recording = trained(experiment, name="Training")
    run = recording.run()[0] if recording else None
    first = network.init(experiment.training.seed).numpy()
    params = np.stack([first, run.params[-1]] if run else [first])
    rows = companions(dataset, row, count)
    passed = forward_pass(network, params, dataset, split, rows)
    with place:
        example = small_example(network.activation)
        forward_player(encode_forward(dataset, rows, network, passed, example), key="forward")
    row_noun, rows_noun = dataset.nouns.row, dataset.nouns.rows
    each = f", {passed.multiplications // count} for each {row_noun}" if count > 1 else ""
    answers = "answers" if count > 1 else "answer"
    prose(
        f"**{passed.multiplications} multiplications** lead to the {answers}{each}. More "
        f"{rows_noun} are more rows of x, and the [[weights]] stay the same. No row needs "
        "the result of another, so a computer can work out many numbers at once: a [[batch]] takes "
        "little longer than one row ([how much, on this machine](batches)). That is why networks "
        "run on chips that are good at multiplying [[matrices]], such as those of graphics cards."
    )
    if run is None:
        return None
    st.subheader("Three answers for one bird", anchor=False)
    example_row = row_of_example(dataset)
    alone = forward_pass(network, params, dataset, split, [example_row])
    two_answers(dataset, run, alone, held_out=example_row in split.test_rows)
    return least_sure(network, run.params[-1], dataset, split)
