"""One row at a time against one matrix, measured on the machine that runs this app."""

from __future__ import annotations

from uuid import uuid4

import numpy as np
import streamlit as st
import torch

from nnviz.core.device import default_device, device_name
from nnviz.core.networks import Network
from nnviz.core.text import counted
from nnviz.figures.batches import per_row
from nnviz.study.timing import Times, measure
from nnviz.ui.actions import button, pressed
from nnviz.ui.charts import palette, show
from nnviz.ui.progress import answered
from nnviz.ui.words import words_here


def one_matrix(network: Network, rows: int) -> None:
    """What was measured for this network, and a button to measure anew; `rows` is quoted."""
    key = "rows timed"
    button("Measure again on this machine", (key, None), name="measure", icon=":material/timer:")
    for _ in pressed(key):
        st.session_state[key] = network, uuid4()
    of, press = st.session_state.get(key, (None, None))
    # Without a press all visitors share one measurement.
    name = ("times", network, press if of == network else None)
    times = answered(name, measure, network, _gpu(), words="Measuring …")
    if times is None:
        return
    show(per_row(times, palette()), key="time per row")
    words_here("row", "batch", "matrix", "logarithmic")
    for sentence in sentences(times, rows):
        st.markdown(sentence)
    with st.container(horizontal=True):
        st.text(f"Measured on: {device_name(torch.device('cpu'))}")
        if times.gpu is not None:
            st.text(device_name(_gpu()))


def _gpu() -> torch.device | None:
    device = default_device()
    return None if device.type == "cpu" else device


def sentences(times: Times, rows: int) -> list[str]:
    """One matrix against single rows at about `rows` rows, and where a GPU begins to pay."""
    timed = np.flatnonzero(np.isfinite(times.loop))
    index = int(timed[np.argmin(np.abs(times.rows[timed] - rows))])
    matrix, loop = times.matrix[index], times.loop[index]
    said = [
        f"**A forward pass of {times.rows[index]} rows takes {_time(matrix)} if they are one "
        f"matrix. One row after the other, the same {times.rows[index]} rows take {_time(loop)}: "
        f"{loop / matrix:,.0f} times that.** The arithmetic is the same; what falls away is "
        "starting every product anew, and the processor multiplies several numbers at once only "
        "where several lie in a row."
    ]
    last = int(times.rows[-1])
    if times.gpu is None:
        said.append(
            "GPU: not measured here, this machine has none. Where there is one, starting its work "
            "takes longer, and each row less."
        )
    elif times.crossing is None:
        said.append(
            f"The GPU does not pay for this network: at {last} rows it takes "
            f"{_time(times.gpu[-1])}, the CPU {_time(times.matrix[-1])}."
        )
    else:
        said.append(
            f"From {counted(times.crossing, 'row')} on the GPU is faster: at {last} rows it takes "
            f"{_time(times.gpu[-1])}, the CPU {_time(times.matrix[-1])}. With fewer rows, starting "
            "its work takes longer than the work."
        )
    return said


def _time(seconds: float) -> str:
    """Seconds in milliseconds, or in microseconds below a tenth of one."""
    return f"{1e3 * seconds:.3g} ms" if seconds >= 1e-4 else f"{1e6 * seconds:.3g} µs"
