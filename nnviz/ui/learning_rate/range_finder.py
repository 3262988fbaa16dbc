"""The range test: one run whose learning rate grows, beside the sweep of whole runs."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nnviz.core.experiment import Experiment
from nnviz.core.losses import LOSSES
from nnviz.core.text import number
from nnviz.engine.survey import edge_words
from nnviz.figures import ruler as figures
from nnviz.study.ruler import BLOWN_UP, Suggestion, range_training, suggestion
from nnviz.study.sweep import Edge, Sweep
from nnviz.ui.charts import palette, show
from nnviz.ui.progress import trained
from nnviz.ui.words import prose, words_here

SAME_ORDER = 10**0.5
"""Two learning rates that differ by less than this factor are called alike."""


def range_test_view(experiment: Experiment, sweep: Sweep | None = None) -> None:
    """One run whose η grows from epoch to epoch, and what a finished sweep says to it."""
    test = replace(experiment, training=range_training(experiment.training))
    rates = test.training.learning_rates
    prose(
        f"A quick way to find a rate: **one** run of {len(rates)} [[epochs]] in which [[η]] grows "
        f"from {number(rates[0])} to {number(rates[-1])}, by the factor "
        f"{number(rates[1] / rates[0])} each epoch (Smith 2017, arXiv:1506.01186)."
    )
    recording = trained(test, name="Range test")
    if recording is None:
        return
    _, curves = recording.run()
    loss = curves.train_loss[1:]
    found = suggestion(rates[: len(loss)], loss)
    swept = sweep if sweep is not None and sweep.complete else None
    unit = LOSSES[test.training.loss].unit
    show(figures.range_test(rates[: len(loss)], loss, found, swept, unit, palette()), key="range")
    words_here("learning rate η", "training loss", "range test", "logarithmic")
    st.markdown(" ".join(range_sentences(found, float(loss.min()), swept)))


def range_sentences(found: Suggestion, lowest: float, sweep: Sweep | None) -> list[str]:
    """Where the test falls fastest and blows up, and whether the sweep agrees."""
    if found.steepest is None:
        return ["The loss never falls in this test, so it suggests no learning rate."]
    said = [f"**The test falls fastest at η = {number(found.steepest)}**"]
    if found.blow_up is not None:
        said[0] += (
            f" and blows up at {number(found.blow_up)}: from there its loss is for most of the "
            f"time no longer finite, or more than {BLOWN_UP} times its lowest."
        )
    else:
        said[0] += (
            f" and never blows up for long: when the large rates come, the loss is on its way to "
            f"{number(lowest)}, and hardly anything is left to learn."
        )
    if sweep is None:
        compare = "Train at all learning rates above to compare: the sweep appears here."
        return [*said, compare, _advice(found)]
    best = float(sweep.learning_rates[sweep.best])
    ratio = best / found.steepest
    if 1 / SAME_ORDER < ratio < SAME_ORDER:
        said.append(f"The sweep's best rate is {number(best)}: the same order of magnitude.")
    else:
        factor = f"{max(ratio, 1 / ratio):,.0f} times {'larger' if ratio > 1 else 'smaller'}"
        said.append(f"The sweep's best rate is {number(best)}, {factor}.")
    said += edge_words(sweep)
    said.append(
        "They need not agree: in the test each rate acts for one epoch only, on weights that the "
        "smaller rates have already trained; in the sweep each has a whole run of its own."
    )
    return [*said, _advice(found, sweep.edge), *_beside_best(found, sweep)]


def _beside_best(found: Suggestion, sweep: Sweep) -> list[str]:
    """That the advice is careful, where whole runs were found to end lower at a far larger rate."""
    advised = [rate for rate in found.advised(sweep.edge) if rate is not None]
    best, stable = sweep.best_rate, sweep.edge.stable
    if not advised or best is None or not SAME_ORDER * max(advised) < best <= (stable or 0.0):
        return []
    return [
        f"Here that is careful: of the whole runs above, the one at η = {number(best)} ends "
        "lowest, so a larger rate is worth a try once the training is calm."
    ]


def _advice(found: Suggestion, edge: Edge | None = None) -> str:
    """What is usually made of the test, as far as the sweep has found no reason against it."""
    names = "the rate of the fastest fall", "a tenth of the one that blows up"
    usual, left = found.advised(), found.advised(edge)
    ways = [
        f"{name}, **η = {number(rate)}**"
        for name, rate in zip(names, left, strict=True)
        if rate is not None
    ]
    beyond = [
        name
        for name, rate, still in zip(names, usual, left, strict=True)
        if rate is not None and still is None
    ]
    restless = "and make it smaller if the training is restless."
    if not beyond:
        return f"Practitioners begin with {', or with '.join(ways)}, {restless}"
    lies = "that lies" if len(beyond) == 1 else "both lie"
    instead = f"{', or with '.join(ways)}, {restless}" if ways else "the sweep's best rate."
    return (
        f"Practitioners begin with {' or '.join(beyond)}, but here {lies} beyond the edge that the "
        f"sweep has found: rather begin with {instead}"
    )
