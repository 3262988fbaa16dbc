"""On landscapes: every optimizer walks from the same point, on ground that can be drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import streamlit as st

from nnviz.core.bounds import LEARNING_RATE, RACE_STEPS
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.registry import Registry
from nnviz.core.text import plain_decimal
from nnviz.figures.landscape import surface
from nnviz.films.race import Runner, encode_race
from nnviz.terrain.descent import Path, descend
from nnviz.terrain.landscapes import LANDSCAPES, Landscape
from nnviz.ui.charts import palette, show
from nnviz.ui.controls import Controls
from nnviz.ui.fields import Field, choice, whole
from nnviz.ui.layout import notices
from nnviz.ui.mounts import race_player
from nnviz.ui.optimizers.landscape_findings import findings, shown, shown_point
from nnviz.ui.optimizers.rule import choose_rule, formula
from nnviz.ui.widgets import bound, put, reset, segments, try_this
from nnviz.ui.words import help_for, prose, words_here

VIEWS = Registry("view", {"map": "Map", "3d": "3-D"})
OWN = "own"
"""In the address: what the landscape suggests."""

Rates = dict[str, float]


def _parse_start(text: str) -> tuple[float, float] | None:
    if text == OWN:
        return None
    x, y = map(float, text.split(","))
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError(text)
    return x, y


def _parse_rates(text: str) -> Rates | None:
    """Who takes part, in the order of the registry, each with its learning rate."""
    if text == OWN:
        return None
    named = dict(part.split(":") for part in text.split(",") if part)
    rates = {name: float(rate) for name, rate in named.items()}
    for name, rate in rates.items():
        OPTIMIZERS[name]
        if rate not in LEARNING_RATE:
            raise ValueError(text)
    return {key: rates[key] for key in OPTIMIZERS if key in rates}


# Without a start or learning rates of the visitor's, a landscape has its own: None.
FIELDS = (
    choice("landscape", "ravine", LANDSCAPES),
    Field(
        "race_start",
        None,
        _parse_start,
        f"two numbers with a comma between them, such as -9,1.5, or “{OWN}” for the landscape's",
        write=lambda start: OWN if start is None else ",".join(map(plain_decimal, start)),
    ),
    whole("race_steps", 200, RACE_STEPS),
    Field(
        "race_rates",
        None,
        _parse_rates,
        f"optimizers with learning rates from {LEARNING_RATE}, such as "
        f"sgd:0.05,adam:0.1, or “{OWN}” for the landscape's",
        write=lambda rates: (
            OWN
            if rates is None
            else ",".join(f"{key}:{plain_decimal(rates[key])}" for key in rates)
        ),
    ),
    choice("taken_apart", "adam", OPTIMIZERS),
    choice("race_view", "map", VIEWS),
)
OWN_STATE = {"race_start": None, "race_rates": None, "race_steps": 200, "race_view": "map"}
TRY_THIS = {
    "A narrow ravine": {"landscape": "ravine", "taken_apart": "sgd"},
    "Stuck at a saddle": {
        "landscape": "saddle",
        "race_start": (-2.0, 1e-10),
        "taken_apart": "sgd",
    },
    "Momentum rolls over the ridge": {"landscape": "valleys", "taken_apart": "momentum"},
    "One η for all": {
        "landscape": "ravine",
        "race_rates": dict.fromkeys(OPTIMIZERS, 0.1),
        "taken_apart": "sgd",
    },
}


@st.cache_data(max_entries=200, show_spinner=False)
def _walk(landscape: str, start: tuple[float, float], key: str, rate: float, steps: int) -> Path:
    return descend(LANDSCAPES[landscape], start, key, rate, steps)


def landscape_race(controls: Controls) -> None:
    """The ground and the field, the race, what came of it, and the formulas."""
    _settle(controls)
    landscape = LANDSCAPES[controls["landscape"]]
    view = _controls(landscape, controls)
    notices(controls.complaints)
    if controls["race_rates"]:
        _race(landscape, view, controls)
    else:
        notices(["Nobody takes part: tick at least one optimizer."])
    try_this(controls, TRY_THIS, OWN_STATE)
    _formulas(landscape, controls, beside_map=view == "map" and bool(controls["race_rates"]))


def _race(landscape: Landscape, view: str, controls: Controls) -> None:
    """Everybody's walk, drawn on the map or in three dimensions, and what came of it."""
    start, steps = controls["race_start"], controls["race_steps"]
    runners = [
        (key, rate, _walk(controls["landscape"], start, key, rate, steps))
        for key, rate in controls["race_rates"].items()
    ]
    chosen = _chosen(controls)
    if view == "map":
        race_player(
            encode_race(landscape, runners, chosen),
            key=controls.key("race player"),
            on_start=lambda x, y: controls.update(race_start=(x, y)),
            on_chosen=lambda key: controls.update(taken_apart=key),
        )
    else:
        _in_three_dimensions(landscape, runners)
    prose(" ".join(findings(landscape, runners)))


def _settle(controls: Controls) -> None:
    """Fill in what the landscape decides; a start off the map is refused in words."""
    landscape = LANDSCAPES[controls["landscape"]]
    start = controls["race_start"]
    if start is not None and not landscape.contains(*start):
        (left, right), (bottom, top) = landscape.window
        controls.complain(
            f"The start {shown_point(start)} lies off the map of “{landscape.label}”, where w₁ "
            f"goes from {shown(left)} to {shown(right)} and w₂ from {shown(bottom)} to "
            f"{shown(top)}; using {shown_point(landscape.start)}."
        )
        controls["race_start"] = None
    controls.settle(race_start=landscape.start, race_rates=dict(landscape.rates))


def _chosen(controls: Controls) -> int:
    """Which of the runners is taken apart: the first one, if the one asked for does not run."""
    keys = list(controls["race_rates"])
    return keys.index(controls["taken_apart"]) if controls["taken_apart"] in keys else 0


def _controls(landscape: Landscape, controls: Controls) -> str:
    """The landscape, the steps, the start, the view; then who takes part. The view's key."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="landscape-row"):
        with st.container(width=240):
            st.selectbox(
                "Landscape",
                list(LANDSCAPES),
                index=list(LANDSCAPES).index(controls["landscape"]),
                format_func=lambda key: LANDSCAPES[key].label,
                key=controls.key("landscape"),
                on_change=controls.update,
                kwargs={"race_start": None, "race_rates": None},
                help=help_for("landscape"),
            )
        view = segments("View", "race_view", VIEWS, controls)
    # The sidebar is never empty: a view without one would leave its grey column behind, as
    # Streamlit does not take a sidebar away again that another view has opened.
    with st.sidebar:
        for column, axis, name in zip(st.columns(2), (0, 1), ("Start w₁", "Start w₂"), strict=True):
            with column:
                _start_box(name, axis, landscape, controls)
        st.number_input("Steps", *RACE_STEPS, **bound(controls, "race_steps", "step"))
        (left, right), (low, high) = landscape.window
        st.markdown(
            f"w₁ from {left:g} to {right:g}, w₂ from {low:g} to {high:g}, {RACE_STEPS} steps: "
            "a number beyond is not taken."
        )
        prose(
            "Who takes part, and the [[learning rate η]] of each (how far a step goes, "
            f"{LEARNING_RATE}):"
        )
        for key in OPTIMIZERS:
            with st.container(gap=None):
                _racer(key, landscape, controls)
        reset(controls, but=("view",))
    st.markdown(landscape.lesson)
    return view


def _start_box(name: str, axis: int, landscape: Landscape, controls: Controls) -> None:
    low, high = landscape.window[axis]
    box = controls.key(f"race start {axis}")
    put(box, float(controls["race_start"][axis]))

    def set_start() -> None:
        start = list(controls["race_start"])
        start[axis] = st.session_state[box]
        controls["race_start"] = tuple(start)

    value = st.session_state[box]
    step = (high - low) / 100
    st.number_input(
        name, low, high, value=value, step=step, format="%g", key=box, on_change=set_start
    )


def _racer(key: str, landscape: Landscape, controls: Controls) -> None:
    """Whether an optimizer takes part, and its learning rate."""
    rates: Rates = controls["race_rates"]
    ticked, box = controls.key(f"race in {key}"), controls.key(f"race rate {key}")
    put(ticked, key in rates)
    put(box, rates.get(key, landscape.rates[key]))

    def enter() -> None:
        # As they are now: two boxes may have been changed before the page was drawn again.
        taking_part = controls["race_rates"] | {key: st.session_state[box]}
        if not st.session_state[ticked]:
            del taking_part[key]
        controls["race_rates"] = {
            name: taking_part[name] for name in OPTIMIZERS if name in taking_part
        }

    label = OPTIMIZERS[key].label
    st.checkbox(label, value=key in rates, key=ticked, on_change=enter)
    st.number_input(
        f"Learning rate η of {label}",
        *LEARNING_RATE,
        value=st.session_state[box],
        step=max(LEARNING_RATE.low, 10.0 ** np.floor(np.log10(landscape.rates[key] / 2))),
        format="%g",
        disabled=key not in rates,
        key=box,
        on_change=enter,
        label_visibility="collapsed",
    )


def _in_three_dimensions(landscape: Landscape, runners: Sequence[Runner]) -> None:
    names = list(OPTIMIZERS)
    walks = [(OPTIMIZERS[key].label, names.index(key), path) for key, _, path in runners]
    figure = surface(landscape, landscape.relief(97, 73), walks, palette())
    # page.css gives it a height: a fixed one is too low for a wide screen, where there is room, or
    # so high that a phone cuts off the landscape's sides.
    with st.container(key="landscape-3d"):
        show(figure, key="race in 3-D", height="stretch")
    words_here("loss", "weight w", "landscape", "optimizer")
    st.markdown("Drag to turn the landscape, scroll to come nearer. Lines end at the map's edge.")


def _formulas(landscape: Landscape, controls: Controls, beside_map: bool) -> None:
    """The landscape's loss, and the rule of the optimizer that is taken apart.

    Beside the map, the player has the choice of whose rule it is.
    """
    st.subheader("The formula", anchor=False)
    st.latex(landscape.formula)
    edge = (
        f" Its largest [[curvature]] is {landscape.curvature:g}, so plain gradient descent is "
        f"stable below η = 2/{landscape.curvature:g} = {2 / landscape.curvature:g}."
        if landscape.curvature
        else ""
    )
    prose(f"The [[loss]] of this [[landscape]]: {landscape.source}.{edge}")
    keys = list(controls["race_rates"] or OPTIMIZERS)
    chosen = keys[_chosen(controls)] if beside_map else choose_rule(controls, keys)
    formula(
        chosen,
        " torch.optim makes every step shown here; the numbers between gradient and step are its "
        "own memory.",
    )
