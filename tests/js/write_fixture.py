"""Write fixture.json: the forward pass of the Python core, for the JavaScript one to agree with.

tests/run.sh runs it before the JavaScript tests, so that the numbers are never old.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch

from nnviz.activations import ACTIVATIONS
from nnviz.networks import MLP

SIZES = (4, 5, 3, 2)
ROWS = [[0.5, -1.25, 2.0, 0.0], [-3.0, 0.75, 0.25, 1.5]]
SCALE = 2.0  # large enough for every activation to bend


def main() -> None:
    """Parameters, inputs and every layer's values, for each activation."""
    params = [round(SCALE * value, 4) for value in MLP(SIZES).init(0).tolist()]
    theta = torch.tensor(params, dtype=torch.float64)
    x = torch.tensor(ROWS, dtype=torch.float64)
    layers = {}
    for key in ACTIVATIONS:
        values = MLP(SIZES, key).layers(theta, x)
        layers[key] = [[[round(v, 7) for v in row] for row in layer.a.tolist()] for layer in values]
    fixture = {"sizes": SIZES, "params": params, "x": ROWS, "layers": layers}
    Path(__file__).with_name("fixture.json").write_text(json.dumps(fixture) + "\n")


if __name__ == "__main__":
    main()
