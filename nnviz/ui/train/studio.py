"""The studio: the buttons and the film of the run that a visitor has asked for.

It is a part of the page that runs alone while a run is trained, and when a button of its own is
pressed: the sidebar, which is most of the page, need not be drawn again for that.
"""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import replace

import streamlit as st

from nnviz.core.bounds import SEED
from nnviz.core.device import default_device, device_name
from nnviz.core.experiment import Experiment
from nnviz.core.glossary import is_term
from nnviz.core.measures import Curves
from nnviz.core.record import Run
from nnviz.engine.jobs import JobError
from nnviz.engine.orders import Order, pull, status, wait_a_moment
from nnviz.engine.requests import answer
from nnviz.engine.shelf import Shelf
from nnviz.films.network import Beside, Workbench, encode_run
from nnviz.ui.actions import button, note, pressed
from nnviz.ui.layout import notices
from nnviz.ui.mounts import again, network_player
from nnviz.ui.server import engine
from nnviz.ui.take import asked, take_with_you
from nnviz.ui.train import runs
from nnviz.ui.train.bench import Bench
from nnviz.ui.train.opened import film_of_file, in_place_of
from nnviz.ui.words import help_for, prose


def studio(bench: Bench, settings: Experiment) -> None:
    """Deal with what has been pressed, look how far the run is, and draw both.

    A run from a file is drawn instead, as long as nothing else is asked for.

    Args:
        bench: the page's.
        settings: what its controls say, as of a run from the beginning.
    """
    controls = bench.controls
    controls.go_on("order", "gap", "film")
    experiment = runs.as_branch(bench, settings)
    runs.take_beside(bench)
    order = _order_for(bench, experiment)
    if saved := in_place_of(order, controls):
        controls.write_url(aside=False)
        notices(controls.complaints)
        film_of_file(saved)
        return
    order, shelf = _with_requests(bench, order)
    if order.experiment != experiment:
        runs.show(bench, order)
    # A failure is told when the order is pulled, and a refusal when the page runs again.
    with suppress(JobError, ValueError), engine().crowd.aside():
        wait_a_moment(order, engine())
    _draw(bench, order, shelf)


def _draw(bench: Bench, order: Order, shelf: Shelf) -> None:
    """How far the order is: the address, the buttons and the film."""
    controls, pulled, failures = bench.controls, None, []
    try:
        pulled = pull(order, engine(), engine().crowd.wait(_expected(order)))
    except JobError as failure:
        failures = [str(failure)]
    except ValueError:
        pulled = None  # it has just turned out that there is no such branch: the next run says so
    now = pulled[0] if pulled else order
    if pulled and not now.opening:
        shelf = runs.put_beside(bench, shelf.with_order(now), now)
    controls["trained"] = None if now.as_opened else now.target
    controls["beside"] = runs.beside_text(bench, shelf, now)
    controls.write_url(aside=False)
    notices([*controls.complaints, *failures])
    with st.container(horizontal=True, vertical_alignment="center", key="run-buttons"):
        _buttons(bench, now)
        st.text(device_name(default_device()), width="content")
    if now.opening and pulled:
        bench.order = now
        _wait_for_film(now)
    elif pulled:
        _film(bench, pulled, shelf)
    elif not failures:
        st.markdown("The run that this one leaves is trained again …")
        again("studio")


def _wait_for_film(order: Order) -> None:
    """How far the run is that the page opens with; its film comes whole."""
    many = f"{order.shown} / {order.epochs} epochs"
    st.progress(order.shown / order.epochs, text=f"The network is being trained: {many} …")
    again("studio", _expected(order))


def _expected(order: Order) -> float:
    """About in how many seconds more of what was ordered will be there."""
    return engine().seconds_until_more(order.experiment) if order.running else math.inf


def _order_for(bench: Bench, experiment: Experiment) -> Order:
    """What this visitor has asked for, and asks for now.

    A page that is opened asks by itself; controls that are changed ask for nothing.
    """
    controls, order = bench.controls, bench.order
    opens = order is None or controls.from_url
    new = order is None or order.experiment != experiment
    target = _target(bench, experiment) if opens else 0
    if new or (opens and order.target != target):
        order = Order(experiment, target=target, changed=not opens)
        if opens and controls["trained"] is None:
            order = order.open()
    bench.order = order
    for act in pressed("order"):
        bench.order = order = act(order)
    return order


def _target(bench: Bench, experiment: Experiment) -> int:
    """The epoch to train to that the address names; the last one, if it names none."""
    epochs, named = experiment.training.epochs, bench.controls["trained"]
    return epochs if named is None else min(named, epochs)


def _with_requests(bench: Bench, order: Order) -> tuple[Order, Shelf]:
    """What the film has asked for, of the run that there is now; a refusal is a sentence."""
    controls, shelf = bench.controls, bench.shelf
    for _ in pressed("gap"):
        bench.order = order = order.resend()
    for request in pressed("film"):
        controls.complaints.clear()
        try:
            shelf, order = answer(shelf, order, request, engine())
        except (JobError, ValueError, KeyError, TypeError, OverflowError) as refusal:
            controls.complain(f"That could not be done: {refusal}.")
            shelf = replace(shelf, refused=shelf.refused + 1)
        bench.shelf, bench.order = shelf, order
    return order, shelf


def _buttons(bench: Bench, order: Order) -> None:
    """Train, Pause or Resume, one epoch or batch, and the two ways to begin anew.

    What can be asked of another run is never off: whoever presses it may just have typed a setting.
    """
    train, pause = ("order", Order.train), ("order", Order.pause)
    button("Train", train, icon=":material/play_arrow:", type="primary")
    if order.shown > 0 and not order.complete and not order.running:
        button("Resume", train, icon=":material/resume:")
    else:
        button("Pause", pause, icon=":material/pause:", disabled=not order.running)
    button("One epoch", ("order", Order.step), icon=":material/skip_next:")
    button("One batch", ("order", Order.batch), icon=":material/arrow_forward:")
    button(
        "Same start, again",
        ("order", Order.reset),
        icon=":material/restart_alt:",
        disabled=order.target == 0,
    )
    button(
        "New start",
        bench.controls.by(lambda values: {"seed": (values["seed"] + 1) % (SEED.high + 1)}),
        icon=":material/casino:",
        help="The next seed: other initial weights, another split, other batches.",
    )


def _film(bench: Bench, pulled: tuple[Order, Run, Curves], shelf: Shelf) -> None:
    """The film so far, and the wish for more while there is some to come."""
    order, run, curves = pulled
    given = shelf.given(order, engine())
    notices(given.failures)
    _where_it_stands(status(order, run, curves), given.workbench)
    block = encode_run(
        run,
        curves,
        order.experiment.dataset,
        order.experiment.split(),
        order.screening(run),
        Beside(given.tale, workbench=given.workbench),
    )
    bench.order, bench.shelf = order.after_sending(run), shelf
    network_player(
        block,
        key="studio",
        on_take=lambda: asked("studio", order.experiment),
        on_gap=lambda: note("gap", None),
        on_request=lambda: note("film", st.session_state["studio"].request),
    )
    waits = take_with_you(order.experiment, run, "studio", training=order.running)
    if order.running or given.waits or waits or runs.awaits_beside(bench, shelf, order):
        again("studio", _expected(order))


def _where_it_stands(standing: str, workbench: Workbench) -> None:
    """Which of several runs this is, where it stands, and a way to what the doctor found in it."""
    shown = [kept.label for kept in workbench.shelf if kept.id == workbench.current]
    name = f"Run {shown[0]}. " if shown and len(workbench.shelf) > 1 else ""
    found = [one.title.lower() for one in workbench.findings if not one.remark]
    with st.container(key="where-it-stands", horizontal=True, gap="small"):
        prose(f"{name}{standing}", width="content")
        if found:
            label = f"The doctor found: {', '.join(found)}"
            said = "\n\n".join(help_for(title) for title in found if is_term(title))
            button(label, ("order", Order.consult), type="tertiary", help=said or None)
