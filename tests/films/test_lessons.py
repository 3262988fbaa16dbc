"""The film of the lessons as bytes: it brings the record's own numbers."""

from __future__ import annotations

import numpy as np
import torch
from app_pages import decode

from nnviz.core.experiment import DEFAULT
from nnviz.core.losses import losses_of
from nnviz.core.measures import curves
from nnviz.core.trainer import train
from nnviz.films.lessons import encode_lessons
from nnviz.study.wrong_start import GOAL, SURE_OF, experiments, lesson, witness


def test_each_lesson_arrives_as_the_record_has_it():
    split, taught, runs = DEFAULT.split(), {}, {}
    for loss, experiment in experiments("unsure", "adam").items():
        run = runs[loss] = train(experiment.network, split, experiment.training)
        taught[loss] = lesson(run, curves(run, split), split)
    truth = int(split.train_y[witness(split)])
    header, arrays = decode(encode_lessons(DEFAULT.dataset, taught, "someone", truth))
    assert [line["key"] for line in header["losses"]] == losses_of("classification")
    assert (header["name"], header["goal"]) == ("someone", GOAL)
    assert header["classes"][header["truth"]] != SURE_OF
    x, y = torch.from_numpy(split.train_x), torch.from_numpy(split.train_y)
    for index, (loss, run) in enumerate(runs.items()):
        p = run.network.logits(torch.from_numpy(run.params), x).softmax(dim=-1)  # [E+1, N, K]
        assert np.allclose(arrays["shares"][index], p[:, witness(split)], atol=1e-6)
        assert np.allclose(arrays["right"][index], (p.argmax(-1) == y).float().mean(-1), atol=1e-6)
        assert np.allclose(
            arrays["chances"][index], p[:, torch.arange(len(y)), y].mean(dim=-1), atol=1e-6
        )
        assert header["losses"][index]["right_after"] == taught[loss].right_after
