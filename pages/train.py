"""Train a network: the studio. Build it, train it, watch every weight move."""

import streamlit as st

from nnviz.core.bounds import EPOCH, SEED
from nnviz.core.data import STANDARD, load
from nnviz.core.device import default_device, device_name
from nnviz.core.experiment import Experiment
from nnviz.engine.orders import Order
from nnviz.ui.actions import button, fragment, pressed
from nnviz.ui.controls import Controls
from nnviz.ui.experiment import FIELDS, experiment_controls
from nnviz.ui.fields import whole
from nnviz.ui.layout import notices, question
from nnviz.ui.train.stage import stage
from nnviz.ui.widgets import try_this


def actions(order: Order) -> None:
    """Train, Pause or Resume, Step, and the two ways to begin anew.

    What can be asked of another run is never off: whoever presses it may just have typed a setting.
    """
    train, pause = ("order", Order.train), ("order", Order.pause)
    button("Train", train, icon=":material/play_arrow:", type="primary")
    if order.shown > 0 and not order.complete and not order.running:
        button("Resume", train, icon=":material/resume:")
    else:
        button("Pause", pause, icon=":material/pause:", disabled=not order.running)
    button("Step", ("order", Order.step), icon=":material/skip_next:")
    button(
        "Same start, again",
        ("order", Order.reset),
        icon=":material/restart_alt:",
        disabled=order.target == 0,
    )
    button(
        "New start",
        controls.by(lambda values: {"seed": (values["seed"] + 1) % (SEED.high + 1)}),
        icon=":material/casino:",
        help="The next seed: other initial weights, another split, other batches.",
    )


TRY_THIS = {
    "No hidden layer": {"hidden": ()},
    f"Three {load(STANDARD).nouns.rows} at a time": {"batch_size": 3},
    "Far too timid": {"learning_rate": 1e-5},
    "Blow up": {"optimizer": "sgd", "learning_rate": 10.0, "activation": "identity"},
}


def order_for(experiment: Experiment) -> Order:
    """What this visitor has asked for, and asks for now.

    Nothing yet, if the controls are new and no button is pressed.
    """
    order: Order | None = st.session_state.get("order")
    new = order is None or st.session_state["asked"] != experiment
    target = min(controls["trained"], experiment.training.epochs) if controls.from_url else 0
    if new or (controls.from_url and order.target != target):
        order = Order(
            experiment, target=target, changed=order is not None and not controls.from_url
        )
    st.session_state["asked"] = experiment
    st.session_state["order"] = order
    for act in pressed("order"):
        st.session_state["order"] = order = act(order)
    return order


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
    fragment(stage)(controls, order, tuple(controls.complaints))
    try_this(controls, TRY_THIS, controls.defaults)


question(
    "How does a network learn?",
    "It guesses, measures how wrong it was, and moves every weight a little downhill, "
    "again and again.",
)
controls = Controls("train", *FIELDS, whole("trained", 0, EPOCH))
studio()
