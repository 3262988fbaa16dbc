"""The losses of the article's bird, and of answers so sure that float32 calls them certain."""

from __future__ import annotations

import pytest
import torch

from nnviz.core.losses import LOSSES, losses_of

ARTICLE = torch.tensor([[0.3, 0.1, 0.6]], dtype=torch.float64).log()  # logits of its prediction
CHINSTRAP = torch.tensor([[0.0, 0.0, 1.0]], dtype=torch.float64)


@pytest.mark.parametrize(
    ("loss", "value", "delta"),
    [
        ("cross_entropy", 0.510826, (0.3, 0.1, -0.4)),
        ("mean_squared_error", 0.26 / 3, (0.088, 0.016, -0.104)),
        ("mean_absolute_error", 0.8 / 3, (0.12, 0.04, -0.16)),
    ],
)
def test_the_article_s_bird(loss, value, delta):
    assert float(LOSSES[loss].value(ARTICLE, CHINSTRAP)) == pytest.approx(value, abs=1e-6)
    assert LOSSES[loss].delta(ARTICLE, CHINSTRAP)[0].tolist() == pytest.approx(delta, abs=1e-6)


@pytest.mark.parametrize("loss", losses_of("classification"))
@pytest.mark.parametrize("label", [0, 1])
def test_a_certain_answer_has_a_finite_slope(loss, label):
    z = torch.tensor([[200.0, -200.0, -200.0]])  # its softmax is rounded to 1, 0, 0
    y = torch.eye(3)[[label]]
    delta = LOSSES[loss].delta(z, y)[0].tolist()
    pushes = loss == "cross_entropy" and label == 1  # no other does where all is wrong
    assert delta == ([1.0, -1.0, 0.0] if pushes else [0.0, 0.0, 0.0])
