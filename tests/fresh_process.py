"""Programs that were taken away, run where there is no nnviz: one fresh process for all of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

RUNNER = """
import contextlib, io, runpy, sys, warnings
import numpy as np

for path in sys.argv[1:]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        names = runpy.run_path(path)
    with open(path + ".said", "w", encoding="utf-8") as file:
        file.write(said.getvalue())
    found = {name: np.asarray(names[name], dtype=float) for name in names.get("SHOWN", ())}
    np.savez(path + ".npz", **found)
assert "nnviz" not in sys.modules
"""


def run_in_a_fresh_process(
    folder: Path, programs: dict[str, bytes], shown: str = "", **environment: str
) -> dict[str, tuple[str, dict[str, np.ndarray]]]:
    """Run programs one after the other; what each printed, and what is `shown` of it afterwards.

    Args:
        folder: where they are to lie.
        programs: by name.
        shown: lines at the end of each, which set SHOWN to the names of numbers to hand back.
        environment: variables beside those of this process.
    """
    paths = {name: folder / f"program-{place}.py" for place, name in enumerate(programs)}
    for name, path in paths.items():
        path.write_bytes(programs[name] + shown.encode())
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, *(path.name for path in paths.values())],
        cwd=folder,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return {
        name: (
            path.with_name(path.name + ".said").read_text(encoding="utf-8"),
            dict(np.load(path.with_name(path.name + ".npz"))),
        )
        for name, path in paths.items()
    }
