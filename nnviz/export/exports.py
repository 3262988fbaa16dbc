"""The files that one can take away of a run: one entry each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

from nnviz.core.registry import Registry
from nnviz.export.history import record, tidy_csv
from nnviz.export.moment import Moment
from nnviz.export.offline_page import offline_page
from nnviz.export.weights import onnx, safetensors, unanswering

INSTALL = "pip install 'nnviz[export]'"
"""What brings the packages that not every server needs."""


def _nothing(moment: Moment) -> str:
    return ""


@dataclass(frozen=True)
class Export:
    """A kind of file.

    Attributes:
        label: what it is called.
        use: what to do with it, in one sentence.
        ending: of its name.
        media: its media type.
        make: its bytes, of a moment of a run: a pure function.
        refuses: why there is none of this moment, in a sentence; empty if there is one.
        needs: the packages beside the app's own.
    """

    label: str
    use: str
    ending: str
    media: str
    make: Callable[[Moment], bytes]
    refuses: Callable[[Moment], str] = _nothing
    needs: tuple[str, ...] = ()

    def obstacle(self, moment: Moment) -> str:
        """Why it cannot be made here of this moment, in a sentence; empty if it can."""
        missing = [name for name in self.needs if find_spec(name) is None]
        if missing:
            return f"This server lacks {' and '.join(missing)}: {INSTALL} brings it."
        return self.refuses(moment)


EXPORTS: Registry[Export] = Registry(
    "export",
    {
        "curves": Export(
            "Curves (CSV)",
            "Every loss and accuracy after every epoch, one per line, for a spreadsheet or pandas.",
            "csv",
            "text/csv",
            tidy_csv,
        ),
        "record": Export(
            "The whole run (NPZ)",
            "All weights of all epochs: for numpy, or to be played again on Train a network.",
            "npz",
            "application/octet-stream",
            record,
        ),
        "weights": Export(
            "Weights (safetensors)",
            "For torch: an nn.Sequential of layers named hidden_1, … output loads them.",
            "safetensors",
            "application/octet-stream",
            safetensors,
            needs=("safetensors",),
        ),
        "onnx": Export(
            "Network (ONNX)",
            "Runs wherever ONNX does: measurements in their own units in, the answer out.",
            "onnx",
            "application/octet-stream",
            onnx,
            unanswering,
            ("onnx", "onnxscript"),
        ),
        "page": Export(
            "Film (one HTML file)",
            "Plays the whole run in any browser by double click, with no server and no network.",
            "html",
            "text/html",
            offline_page,
        ),
    },
)
