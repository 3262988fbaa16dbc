"""The controls that decide a run on pictures: blocks, dense layers, and the training."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.blocks import POOLINGS, Block, blocks_of, convolutional, shapes
from nnviz.core.bounds import BLOCKS, DENSE_LAYERS, FILTERS, KERNELS
from nnviz.core.data import INK
from nnviz.core.experiment import Experiment
from nnviz.core.networks import Network
from nnviz.study.images import DIGITS, FIRST
from nnviz.ui.actions import button
from nnviz.ui.controls import Controls
from nnviz.ui.experiment import hidden_field, hidden_layers
from nnviz.ui.fields import Field, choice
from nnviz.ui.layout import notices
from nnviz.ui.recipe import Recipe
from nnviz.ui.training import training_controls, training_fields, training_of, training_settings
from nnviz.ui.widgets import put, reset, select
from nnviz.ui.words import help_for, prose, set_here

SIZES = {kernel: f"{kernel} × {kernel}" for kernel in KERNELS}
"""What the sizes of filters are called."""

POOLED = {"none": "no pooling", "max": "max pooling, 2 × 2", "mean": "mean pooling, 2 × 2"}
"""What a block may do with its maps, by the key in `POOLINGS`."""

Blocks = tuple[Block, ...]


def _parse(text: str) -> Blocks:
    """Blocks from their text in the address; `ValueError` if they are none, or do not fit.

    >>> [str(block) for block in _parse("8.3,16.3.max")]
    ['8 of 3 × 3', '16 of 3 × 3, max pooling']
    """
    blocks = tuple(_block(*part.split(".")) for part in text.split(",")) if text else ()
    _network({"blocks": blocks, "hidden": (), "activation": "relu"})  # refuses what does not fit
    return blocks


def _block(filters: str, kernel: str = "", pooling: str = "none", *more: str) -> Block:
    if more:
        raise ValueError(f"{more!r} after a block's pooling")
    return Block(int(filters), int(kernel), pooling)


def _write(blocks: Blocks) -> str:
    """Blocks as the address has them.

    >>> _write((Block(8), Block(16, pooling="max")))
    '8.3,16.3.max'
    """
    return ",".join(_written(block) for block in blocks)


def _written(block: Block) -> str:
    pooled = "" if block.pooling == "none" else f".{block.pooling}"
    return f"{block.filters}.{block.kernel}{pooled}"


def _network(settings: Mapping[str, Any]) -> Network:
    """The network of these settings; `ValueError`, in a sentence, if its blocks do not fit."""
    blocks, hidden = settings["blocks"], settings["hidden"]
    return convolutional(DIGITS.picture, blocks, hidden, DIGITS.outputs, settings["activation"])


FIELDS = (
    Field(
        "blocks",
        blocks_of(FIRST.network)[0],
        _parse,
        f"{BLOCKS} blocks that fit {' × '.join(map(str, DIGITS.picture[1:]))} pixels, such as "
        "8.3,16.3.max: 8 filters of 3 × 3, then 16 of 3 × 3 with max pooling",
        write=_write,
    ),
    hidden_field((), DENSE_LAYERS),
    choice("activation", FIRST.network.activation, ACTIVATIONS),
    *training_fields(FIRST.training, FIRST.test_fraction, DIGITS),
)


def experiment_of(settings: Mapping[str, Any]) -> Experiment:
    """The run from the beginning that has these values of `FIELDS`; `ValueError` if none has."""
    return Experiment(
        _network(settings),
        training_of(settings),
        settings["test_fraction"],
        DIGITS,
        features=INK,
    )


def settings_of(experiment: Experiment) -> dict[str, Any]:
    """The values of `FIELDS` that an experiment has; of the schedules' numbers, those in use."""
    blocks, hidden = blocks_of(experiment.network)
    return {
        "blocks": blocks,
        "hidden": hidden,
        "activation": experiment.network.activation,
        **training_settings(experiment.training),
        "test_fraction": experiment.test_fraction,
    }


RECIPE = Recipe(DIGITS, FIELDS, experiment_of, settings_of)
"""How `FIELDS` describe a run."""


def network_controls(controls: Controls, *presses: tuple[str, Any]) -> Experiment:
    """Draw the controls of `FIELDS` where the caller stands; the experiment they describe.

    Args:
        controls: the page's.
        presses: what the button that puts all back to their defaults asks for, too.
    """
    set_here({"blocks": controls["blocks"]})
    with st.container(key=controls.key("block list")):
        _blocks(controls)
    hidden_layers(controls, DENSE_LAYERS)
    flat = not (controls["blocks"] or controls["hidden"])
    select("Activation function", "activation", ACTIVATIONS, controls, disabled=flat)
    _passed_on(experiment_of(_said(controls)).network)
    with_rows = training_controls(controls, DIGITS)
    with_rows(len(experiment_of(_said(controls)).split().train_y))
    reset(controls, *presses)
    return experiment_of(_said(controls))


def _said(controls: Controls) -> dict[str, Any]:
    return {field.name: controls[field.name] for field in FIELDS}


def _blocks(controls: Controls) -> None:
    """A row of boxes per block, and buttons that add and remove the last one."""
    blocks: Blocks = controls["blocks"]
    title, plus, minus = st.columns([4, 1, 1], vertical_alignment="center")
    with title:
        prose("[[Blocks]]" if blocks else "No [[block]]")
    with plus:
        button(
            "Add a block",
            controls.by(partial(_one_more, controls)),
            icon=":material/add:",
            help=help_for("block"),
            disabled=len(blocks) == BLOCKS.high,
        )
    with minus:
        button(
            "Remove a block",
            controls.by(lambda values: {"blocks": values["blocks"][:-1]}),
            icon=":material/remove:",
            help=help_for("block"),
            disabled=not blocks,
        )
    for index, block in enumerate(blocks):
        _boxes(controls, index, block)
    notices(filter(None, [_refused(controls)]))


def _one_more(controls: Controls, values: Mapping[str, Any]) -> dict[str, Any]:
    """One block more, like the last one but without pooling, if it fits."""
    blocks = values["blocks"]
    filters = blocks[-1].filters if blocks else Block().filters
    return {"blocks": _if_it_fits(controls, (*blocks, Block(filters))[: int(BLOCKS.high)])}


def _boxes(controls: Controls, index: int, block: Block) -> None:
    """How many filters a block has, how large they are, and what is done with its maps."""

    def change(name: str) -> None:
        value = st.session_state[_key(controls, index, name)]
        # It reads the blocks anew: of two quick changes, both callbacks may run before the next
        # page, and one of them may have taken this block away.
        blocks = list(controls["blocks"])
        if index < len(blocks):
            said = {**vars(blocks[index]), name: value}
            blocks[index] = Block(**said)
            controls["blocks"] = _if_it_fits(controls, tuple(blocks))

    for name, value in vars(block).items():
        put(_key(controls, index, name), value)
    filters, kernel = st.columns(2)
    number = index + 1
    filters.number_input(
        f"Filters {number}",
        *FILTERS,
        value=block.filters,
        key=_key(controls, index, "filters"),
        on_change=change,
        args=("filters",),
    )
    kernel.selectbox(
        f"Size {number}",
        KERNELS,
        index=KERNELS.index(block.kernel),
        format_func=SIZES.__getitem__,
        key=_key(controls, index, "kernel"),
        on_change=change,
        args=("kernel",),
    )
    st.selectbox(
        f"Pooling {number}",
        list(POOLINGS),
        index=list(POOLINGS).index(block.pooling),
        format_func=POOLED.__getitem__,
        key=_key(controls, index, "pooling"),
        on_change=change,
        args=("pooling",),
        label_visibility="collapsed",
    )


def _key(controls: Controls, index: int, name: str) -> str:
    return controls.key(f"block {index} {name}")


def _if_it_fits(controls: Controls, blocks: Blocks) -> Blocks:
    """These blocks, or those that there are, and why, if these do not fit the pictures."""
    before, refusal = controls["blocks"], ""
    try:
        _network({**_said(controls), "blocks": blocks})
    except ValueError as error:
        blocks, refusal = before, f"{str(error)[0].upper()}{str(error)[1:]}. It stays as it was."
    st.session_state[controls.key("refused")] = refusal, {**_said(controls), "blocks": blocks}
    return blocks


def _refused(controls: Controls) -> str:
    """Why the last change was refused, as long as no control has been changed since."""
    refusal, said = st.session_state.get(controls.key("refused"), ("", {}))
    return refusal if said == _said(controls) else ""


def _passed_on(network: Network) -> None:
    """What travels from layer to layer, with the parameters that each learns, and all of them."""
    first, *passed = shapes(network)
    lines = [first]
    for shape, place in zip(passed, network.places, strict=True):
        learned = place.end - place.start
        count = f" · {learned:,} parameters" if learned else " · nothing to learn"
        lines.append(f"→ {shape}{count}")
    with st.container(key="passed-on"):
        prose("  \n".join(f":small[{line}]" for line in lines))
        prose(f"**{network.parameter_count:,}** [[parameters]] in all")
