"""The files that one can take away of a run: one entry each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

from nnviz.core.registry import Registry
from nnviz.export.history import record, tidy_csv
from nnviz.export.keras_program import keras_script
from nnviz.export.keras_program import refuses as keras_refuses
from nnviz.export.moment import Moment
from nnviz.export.notebook import notebook
from nnviz.export.offline_page import offline_page
from nnviz.export.sklearn_program import refuses as sklearn_refuses
from nnviz.export.sklearn_program import sklearn_script
from nnviz.export.torch_program import refuses as torch_refuses
from nnviz.export.torch_program import torch_script
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
        whole: whether it is the same file at every epoch of the run.
        tells: whether it tells the moment's tale.
        slow: whether it takes seconds to make: only for whoever asks for it.
    """

    label: str
    use: str
    ending: str
    media: str
    make: Callable[[Moment], bytes]
    refuses: Callable[[Moment], str] = _nothing
    needs: tuple[str, ...] = ()
    whole: bool = False
    tells: bool = False
    slow: bool = False

    def obstacle(self, moment: Moment) -> str:
        """Why it cannot be made here of this moment, in a sentence; empty if it can."""
        missing = [name for name in self.needs if find_spec(name) is None]
        if missing:
            return f"This server lacks {' and '.join(missing)}: {INSTALL} brings it."
        return self.refuses(moment)


EXPORTS: Registry[Export] = Registry(
    "export",
    {
        "page": Export(
            "Offline page (HTML)",
            "Plays the whole run in any browser by double click, with no server and no network.",
            "html",
            "text/html",
            offline_page,
            tells=True,
        ),
        "torch": Export(
            "PyTorch program (.py)",
            "Needs torch and numpy alone: trains this network again, to the same losses.",
            "torch.py",
            "text/x-python",
            torch_script,
            torch_refuses,
        ),
        "notebook": Export(
            "PyTorch notebook (.ipynb)",
            "The same program in cells with its curves, for Jupyter, Colab or VS Code.",
            "ipynb",
            "application/x-ipynb+json",
            notebook,
            torch_refuses,
            ("nbformat",),
        ),
        "keras": Export(
            "Keras program (.py)",
            "The same network for TensorFlow, JAX or PyTorch, with its settings and weights.",
            "keras.py",
            "text/x-python",
            keras_script,
            keras_refuses,
        ),
        "sklearn": Export(
            "scikit-learn program (.py)",
            "The same network and weights; scikit-learn shuffles its own way, so losses differ.",
            "sklearn.py",
            "text/x-python",
            sklearn_script,
            sklearn_refuses,
        ),
        "weights": Export(
            "Weights (safetensors)",
            "For torch and safetensors; the lines that load them are in its metadata, as how.",
            "safetensors",
            "application/octet-stream",
            safetensors,
            needs=("safetensors",),
        ),
        "onnx": Export(
            "Network (ONNX)",
            "Runs wherever ONNX does: float32 measurements in their own units in, the answer out.",
            "onnx",
            "application/octet-stream",
            onnx,
            unanswering,
            ("onnx", "onnxscript"),
            slow=True,
        ),
        "curves": Export(
            "Curves (CSV)",
            "Every loss and accuracy after every epoch, one per line, for a spreadsheet or pandas.",
            "csv",
            "text/csv",
            tidy_csv,
            whole=True,
        ),
        "record": Export(
            "The whole run (NPZ)",
            "All weights of all epochs: for numpy, or to be played again on Train a network.",
            "npz",
            "application/octet-stream",
            record,
            whole=True,
        ),
    },
)
