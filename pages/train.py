"""Train a network: the studio. Build it, train it, watch every weight move."""

import streamlit as st

from nnviz.core.device import default_device, device_name
from nnviz.core.experiment import Experiment
from nnviz.engine.compute import turn
from nnviz.engine.orders import Order
from nnviz.ui.controls import Controls, whole
from nnviz.ui.experiment import FIELDS, MAX_EPOCHS, MAX_SEED, experiment_controls
from nnviz.ui.layout import notices, question
from nnviz.ui.train.stage import act_on, stage

TICK_SECONDS = 0.1


def actions(order: Order) -> None:
    """Train, Pause or Resume, Step, and the two ways to begin anew."""

    def button(label: str, icon: str, action, *, disabled: bool, kind: str = "secondary") -> None:
        st.button(
            label, icon=icon, on_click=act_on, args=(controls, action), disabled=disabled, type=kind
        )

    paused = order.shown > 0 and not order.complete and not order.running
    button("Train", ":material/play_arrow:", Order.train, disabled=order.running, kind="primary")
    if paused:
        button("Resume", ":material/resume:", Order.train, disabled=False)
    else:
        button("Pause", ":material/pause:", Order.pause, disabled=not order.running)
    button("Step", ":material/skip_next:", Order.step, disabled=order.running or order.complete)
    button("Same start, again", ":material/restart_alt:", Order.reset, disabled=order.target == 0)
    st.button(
        "New start",
        icon=":material/casino:",
        on_click=lambda: controls.update(seed=(controls["seed"] + 1) % (MAX_SEED + 1)),
        help="The next seed: other initial weights, another split, other batches.",
    )


TRY_THIS = {
    "No hidden layer": {"hidden": ()},
    "Three penguins at a time": {"batch_size": 3},
    "Far too timid": {"learning_rate": 1e-5},
    "Blow up": {"optimizer": "sgd", "learning_rate": 10.0, "activation": "identity"},
}


def order_for(experiment: Experiment) -> Order:
    """What this visitor has asked for: nothing yet, if the controls are new."""
    order: Order | None = st.session_state.get("order")
    if order is None or st.session_state["asked"] != experiment:
        target = min(controls["trained"], experiment.training.epochs) if controls.from_url else 0
        order = Order(experiment, target=target, changed=order is not None)
    st.session_state["asked"] = experiment
    st.session_state["order"] = order
    return order


@turn()
def studio() -> None:
    """Controls, actions and the film."""
    with st.sidebar:
        order = order_for(experiment_controls(controls))
    controls["trained"] = order.target
    controls.write_url()
    notices(controls.complaints)
    with st.container(horizontal=True, vertical_alignment="center"):
        actions(order)
        st.text(device_name(default_device()), width="content")
    every = TICK_SECONDS if order.running else None
    st.fragment(stage, run_every=every)(controls, order, tuple(controls.complaints))
    st.subheader("Try this", anchor=False)
    with st.container(horizontal=True):
        for name, state in TRY_THIS.items():
            st.button(name, on_click=controls.update, kwargs=controls.defaults | state)


question(
    "How does a network learn?",
    "It guesses, measures how wrong it was, and moves every weight a little downhill, "
    "again and again.",
)
controls = Controls("train", *FIELDS, whole("trained", 0, 0, MAX_EPOCHS))
studio()
