"""Figures are drawn from records that somebody else has computed."""

from __future__ import annotations

import subprocess
import sys

IMPORT_ALL = """
import importlib, pkgutil, sys
import nnviz.figures
for module in pkgutil.walk_packages(nnviz.figures.__path__, "nnviz.figures."):
    importlib.import_module(module.name)
    print(module.name)
assert "plotly" in sys.modules
assert not {"torch", "streamlit"} & set(sys.modules)
"""


def test_neither_torch_nor_streamlit_is_loaded_to_draw():
    done = subprocess.run([sys.executable, "-c", IMPORT_ALL], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "nnviz.figures.laps" in done.stdout.split()
