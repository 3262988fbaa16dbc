"""The film of a plane: points of two classes, a line to draw by hand, and what training draws."""

from __future__ import annotations

import numpy as np

from nnviz.core.look import MARKERS, PALETTE
from nnviz.core.measures import Curves
from nnviz.core.record import Run
from nnviz.films.block import encode
from nnviz.films.told import activation_of, loss_of, parts_of, task_of
from nnviz.terrain.plane import Plane


def encode_line(plane: Plane, run: Run, curves: Curves) -> bytes:
    """A plane with the record of its experiment, one step of gradient descent after another."""
    points, split = plane.points(), plane.experiment.split()
    header = {
        "label": plane.label,
        "parts": parts_of(run.network, run.training.frozen),
        "task": task_of(points, split),
        "activation": activation_of(run.network.activation),
        "loss": loss_of(run.training.loss),
        "features": [vars(feature) for feature in points.features],
        "classes": points.classes,
        "nouns": vars(points.nouns),
        "mean": split.mean.tolist(),
        "std": split.std.tolist(),
        "learning_rate": run.training.learning_rate,
        "palette": PALETTE,
        "markers": MARKERS,
    }
    arrays = {
        "x": split.train_x,
        "y": split.train_y.astype(np.float32),
        "params": run.params,
        "loss": curves.train_loss,
        "score": curves.train_score,
    }
    return encode(header, arrays)
