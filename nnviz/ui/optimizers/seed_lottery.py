"""The seed lottery: the same training from 64 different random starts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from nnviz.core.data import MEASURED, STANDARDISED
from nnviz.core.experiment import Experiment
from nnviz.core.glossary import marked
from nnviz.core.measures import Curves
from nnviz.core.text import counted, number
from nnviz.core.training import Training
from nnviz.engine.recording import Recording
from nnviz.figures.lottery import fan
from nnviz.films.network import encode_run
from nnviz.study.doctor.finding import TERMS, Finding
from nnviz.study.doctor.rules import WELL, explained
from nnviz.study.outliers import GAP, LOSS_RATIO, outliers
from nnviz.ui.actions import button, fragment, pressed
from nnviz.ui.charts import palette, show
from nnviz.ui.controls import Controls
from nnviz.ui.fields import Field, flag
from nnviz.ui.mounts import again, network_player
from nnviz.ui.optimizers.rule import rule
from nnviz.ui.progress import asked_for
from nnviz.ui.server import engine
from nnviz.ui.tables import numbers
from nnviz.ui.take import Source, asked, take_with_you
from nnviz.ui.widgets import try_this
from nnviz.ui.words import help_for, prose, words_here

SEEDS = 64
REDRAWINGS = 5
"""A chart that is redrawn at each tick would spend its time being drawn, and not be seen."""


def _parse(text: str) -> int | None:
    return int(text) if text else None


FIELDS = (
    flag("drawn", True),
    flag("scales", False),
    Field(
        "lottery_seed",
        None,
        _parse,
        "a whole number",
        write=lambda seed: "" if seed is None else str(seed),
    ),
)

SMALL_STEPS = {"hidden": (10,), "optimizer": "adam", "learning_rate": 0.001}
TRY_THIS = {
    "Too large an η": {"optimizer": "adam", "learning_rate": 0.3},
    "Dying ReLUs": {"optimizer": "sgd", "learning_rate": 3.0, "activation": "relu"},
    "A tiny network": {"hidden": (3,), "optimizer": "adam", "learning_rate": 0.01},
    "Raw against standardised features": SMALL_STEPS | {"features": "raw", "scales": True},
}
START = {"lottery_seed": None, "features": STANDARDISED, "scales": False}
DRAW = ("drawn", True)
PLAYER = "lottery player"
STOPPED = "lottery stopped"
"""Where the session keeps which lottery this visitor has stopped, and at which epoch."""


def view(controls: Controls, experiment: Experiment) -> None:
    """The draw, the fan of its curves, and one of its runs in the player."""
    seed = experiment.training.seed
    prose(
        f"A [[seed]] draws the initial [[weights]] and the order of the [[batches]]. Here {SEEDS} "
        f"networks train at once, with the seeds {seed} to {seed + SEEDS - 1}, all on the same "
        "training rows: whatever differs is luck. A seed that ends far from the [[median]] of all "
        "is an [[outlier]]."
    )
    drawn, _ = asked_for(controls, "drawn", experiment)
    for _ in pressed("lottery"):
        _stop(controls, experiment)
        drawn = False
    complete = drawn and _diagnoses(experiment) is not None
    drawing = drawn and not complete
    if drawing:
        button("Stop", ("lottery", None), icon=":material/stop:")
    else:
        with st.container(horizontal=True, vertical_alignment="center"):
            button(
                f"Train {SEEDS} seeds",
                DRAW,
                icon=":material/play_arrow:",
                type="primary",
                disabled=complete,
            )
            if complete:
                st.markdown(
                    "They are trained, and would come out the same: change a setting, such as the "
                    "seed, to train others."
                )
    if complete:
        _result(controls, experiment)
    else:
        fragment(_growing)(experiment, drawing)
    try_this(controls, TRY_THIS, START, DRAW)
    rule(experiment.training.optimizer)


def _stop(controls: Controls, experiment: Experiment) -> None:
    """Ask for no more; what has been seen to grow stays until a setting is changed."""
    controls["drawn"] = False
    epoch = engine().recording(experiment, *_trainings(experiment)).epoch
    st.session_state[STOPPED] = (experiment, epoch)


def _trainings(experiment: Experiment) -> tuple[Training, ...]:
    first = experiment.training.seed
    return tuple(replace(experiment.training, seed=first + index) for index in range(SEEDS))


def _growing(experiment: Experiment, drawing: bool) -> None:
    """While the seeds train: a slice, how far it is, and the curves so far."""
    trainings = _trainings(experiment)
    ask = engine().ask if drawing else engine().recording
    shared = ask(experiment, *trainings)
    if drawing and _diagnoses(experiment) is not None:
        st.rerun()  # the result stands outside, where a click on a curve is heard
    stopped, reached = st.session_state.get(STOPPED, (None, 0))
    epoch = min(shared.epoch, reached if stopped == experiment else 0)
    if drawing:
        again("lottery")
        epoch = shared.epoch
    if epoch == 0 and not drawing:
        st.markdown(f"Press **Train {SEEDS} seeds**: their curves grow together.")
        return
    last = experiment.training.epochs
    st.progress(epoch / last, text=f"{epoch} / {counted(last, 'epoch')} of {SEEDS} networks")
    if epoch == 0:
        return
    pace = max(1, last // REDRAWINGS)
    rows, curves = shared.record(epoch // pace * pace)
    seeds = [training.seed for training in trainings]
    show(fan(rows, curves.train_loss, seeds, {}, None, palette(), last), key="lottery grows")


def _result(controls: Controls, experiment: Experiment) -> None:
    shared = engine().recording(experiment, *_trainings(experiment))
    epochs, curves = shared.record()
    seeds = [training.seed for training in _trainings(experiment)]
    diagnoses = dict(zip(seeds, _diagnoses(experiment), strict=True))
    out = [seed for seed, is_out in zip(seeds, outliers(curves), strict=True) if is_out]
    worst = dict(zip(seeds, np.nan_to_num(curves.train_loss[-1], nan=np.inf), strict=True))
    out.sort(key=worst.get, reverse=True)
    order = out + [seed for seed in seeds if seed not in out]
    if controls["lottery_seed"] not in diagnoses:
        controls["lottery_seed"] = None
    controls.settle(lottery_seed=order[0])
    chosen = controls["lottery_seed"]

    def pick() -> None:
        points = st.session_state["lottery"].selection.points
        if points:
            controls["lottery_seed"] = int(np.ravel(points[0]["customdata"])[0])

    st.markdown(_spread(curves, len(out), experiment.dataset.nouns.rows))
    if st.toggle("Raw and standardised features beside each other", **controls.bind("scales")):
        fragment(_scales)(experiment)
    remarks = {seed: _remark(diagnoses[seed]) for seed in out}
    last = max(experiment.training.epochs, 1)
    figure = fan(epochs, curves.train_loss, seeds, remarks, chosen, palette(), last)
    show(figure, key="lottery", on_select=pick, selection_mode="points")
    words_here("seed", "epoch", "training loss", "median", "outlier", "logarithmic")
    st.selectbox(
        "Seed (or click on a curve)",
        order,
        index=order.index(chosen),
        format_func=lambda seed: f"seed {seed} · {_name(diagnoses[seed], seed in out)}",
        key=controls.key("lottery_seed"),
        help=help_for("seed"),
    )
    prose(
        f"**Seed {chosen}: {_name(diagnoses[chosen], chosen in out)}.** "
        f"{marked(diagnoses[chosen].sentence, TERMS)}"
    )
    fragment(_player)(shared, seeds.index(chosen), experiment)


def _diagnoses(experiment: Experiment) -> list[Finding] | None:
    """What each seed's record shows, [64]; None until all are trained and looked at."""
    shared = engine().ask(experiment, *_trainings(experiment))
    if not shared.finished:
        return None
    records = [shared.run(index) for index in range(SEEDS)]
    name = ("explained", experiment, SEEDS)
    return engine().answer(name, explained, records, experiment.dataset, experiment.split())


def _name(found: Finding, outlier: bool) -> str:
    """What a seed is called; an outlier whose record explains nothing is none the less one."""
    name = found.title.lower()
    if not outlier:
        return name
    return "outlier, cause not found" if found.rule == WELL else f"outlier, {name}"


def _remark(found: Finding) -> str:
    return f"{_name(found, outlier=True).capitalize()}. {found.sentence}"


def _spread(curves: Curves, count: int, rows: str) -> str:
    """Where the seeds ended, and how many of them far from the rest."""
    loss, score = curves.train_loss[-1], curves.score
    diverged = int((~np.isfinite(loss)).sum())
    if diverged == len(loss):
        return f"**All {len(loss)} seeds diverged.** That is no bad luck, but a bad setting."
    ends = np.where(np.isfinite(loss), loss, np.inf)
    middle = np.quantile(ends, 0.5, method="inverted_cdf")
    low, half, high = _ends(curves)
    of_these = " of those that did not diverge" if diverged else ""
    some = {0: "No seed is an outlier", 1: f"**1 of {len(loss)} seeds** is an outlier"}.get(
        count, f"**{count} of {len(loss)} seeds** are outliers"
    )
    return (
        f"Same network, same settings, same {rows}: the test {score.label} is **{low}** for the "
        f"unluckiest seed{of_these}, {half} for the median (the middle one) and **{high}** for the "
        f"luckiest; the training loss ends between {number(ends.min())} and "
        f"{'divergence' if diverged else number(ends.max())}, with a median of "
        f"{number(middle) if np.isfinite(middle) else 'divergence'}. "
        f"{some}: a final training loss above {LOSS_RATIO:g} × the median, or a test {score.label} "
        f"more than {score.write(GAP)} below the median. Point at a dashed curve, or tap "
        "it, to read what its record shows."
    )


def _ends(curves: Curves) -> list[str]:
    """The score on the test rows of the unluckiest seed, the median and the luckiest."""
    scores, kinds = curves.test_score[-1], (np.nanmin, np.nanmedian, np.nanmax)
    if np.isnan(scores).all():
        return ["diverged"] * len(kinds)
    return [curves.score.write(kind(scores)) for kind in kinds]


def _scales(experiment: Experiment) -> None:
    """How the same seeds end with the features in either scale, once both lotteries are drawn."""
    both = {scale.label: replace(experiment, features=key) for key, scale in MEASURED.items()}
    drawn = {name: engine().ask(one, *_trainings(one)) for name, one in both.items()}
    if not all(shared.finished for shared in drawn.values()):
        done = sum(shared.epoch for shared in drawn.values())
        of = len(both) * experiment.training.epochs
        st.progress(done / of, text=f"{len(both)} × {SEEDS} networks train …")
        again("scales")
        return
    ends = {name: shared.record()[1] for name, shared in drawn.items()}
    score = next(iter(ends.values())).score.label
    words_here("features", "standardised", "median", f"test {score}")
    heads = [f"test {score} with features", "unluckiest", "median", "luckiest"]
    rows = [[name, *_ends(curves)] for name, curves in ends.items()]
    numbers(pd.DataFrame(rows, columns=heads))


def _player(shared: Recording, index: int, experiment: Experiment) -> None:
    run, curves = shared.run(index)
    block = encode_run(run, curves, experiment.dataset, experiment.split())
    shown = replace(experiment, training=run.training)
    source = Source(stack=f"{SEEDS} seeds of {experiment.identity}, drawn")
    network_player(block, key=PLAYER, on_take=lambda: asked(PLAYER, shown, source))
    if take_with_you(shown, run, PLAYER, source=source):
        again("player")
