"""Train a network: the studio. Build it, train it, watch every weight move."""

from collections.abc import Callable

import streamlit as st

from nnviz.data import load
from nnviz.device import default_device, device_name
from nnviz.measures import Curves
from nnviz.player.network import encode_run, network_player
from nnviz.training import Run
from nnviz.ui.compute import Experiment
from nnviz.ui.controls import Controls, whole
from nnviz.ui.experiment import FIELDS, MAX_EPOCHS, experiment_controls
from nnviz.ui.layout import notices, percent, question
from nnviz.ui.studio import Order, pull

TICK_SECONDS = 0.1


def act_on(action: Callable[[Order], Order]) -> None:
    """Change what this visitor has asked for."""
    order = action(st.session_state["order"])
    st.session_state["order"] = order
    controls["trained"] = order.target


def actions(order: Order) -> None:
    """Train, Pause or Resume, Step, Reset."""

    def button(label: str, icon: str, action, *, disabled: bool, kind: str = "secondary") -> None:
        st.button(label, icon=icon, on_click=act_on, args=(action,), disabled=disabled, type=kind)

    paused = order.shown > 0 and not order.complete and not order.running
    button("Train", ":material/play_arrow:", Order.train, disabled=order.running, kind="primary")
    if paused:
        button("Resume", ":material/resume:", Order.train, disabled=False)
    else:
        button("Pause", ":material/pause:", Order.pause, disabled=not order.running)
    button("Step", ":material/skip_next:", Order.step, disabled=order.running or order.complete)
    button("Reset", ":material/restart_alt:", Order.reset, disabled=order.target == 0)


def status(order: Order, run: Run, curves: Curves) -> str:
    """Where this run stands, in a sentence of our own."""
    if run.diverged_at is not None:
        return (
            f":material/warning: **Diverged at epoch {run.diverged_at}**: the loss is no longer "
            "finite. A learning rate ten times smaller usually helps."
        )
    if order.running:
        return f"Training towards epoch {order.target} …"
    accuracy = f"test accuracy {percent(curves.test_accuracy[-1])}"
    kept = f" Its history is long: one epoch in {run.stride} is kept." if run.stride > 1 else ""
    if order.complete:
        many = "epoch" if run.trained == 1 else "epochs"
        return f"Trained for {run.trained} {many}: {accuracy}.{kept}"
    if order.shown:
        return f"Paused after epoch {order.shown}: {accuracy}.{kept}"
    if order.changed:
        return "You changed a control: this is a new, untrained network. Press **Train**."
    return "An untrained network: its weights are random. Press **Train**."


question(
    "How does a network learn?",
    "It guesses, measures how wrong it was, and moves every weight a little downhill, "
    "again and again.",
)
controls = Controls("train", *FIELDS, whole("trained", 0, 0, MAX_EPOCHS))
with st.sidebar:
    experiment: Experiment = experiment_controls(controls)

order: Order | None = st.session_state.get("order")
if order is None or order.experiment != experiment:
    target = min(controls["trained"], experiment.training.epochs) if controls.from_url else 0
    order = Order(experiment, target=target, changed=order is not None)
    st.session_state["order"] = order
controls["trained"] = order.target
controls.write_url()
notices(controls.complaints)

with st.container(horizontal=True, vertical_alignment="center"):
    actions(order)
    st.text(device_name(default_device()), width="content")


@st.fragment(run_every=TICK_SECONDS if order.running else None)
def stage() -> None:
    """The film so far; while training, each tick adds a slice."""
    before: Order = st.session_state["order"]
    now, run, curves = pull(before)
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width=260):
            st.progress(now.shown / now.epochs, text=f"{now.shown} / {now.epochs} epochs")
        st.markdown(status(now, run, curves))
    block = encode_run(
        run,
        curves,
        load(now.experiment.dataset),
        now.experiment.split(),
        training=now.running,
        play=now.play,
        cue=now.cue,
        take=now.take,
        first=now.first_row(run),
    )
    st.session_state["order"] = now.after_sending(run)
    network_player(block, key="studio", on_gap=lambda: act_on(Order.resend))
    if before.running != now.running:
        st.rerun()  # the buttons say something else now


stage()
