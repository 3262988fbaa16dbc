"""One neuron, held against torch: its sum, its activation, its slope; and what it refuses."""

from __future__ import annotations

import pytest
import torch
from instances import TORCH_ACTIVATIONS

from nnviz.core.activations import ACTIVATIONS
from nnviz.terrain.one_neuron import SCENES, OneNeuron


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_it_is_torch_s_linear_layer_with_an_activation(activation):
    neuron = OneNeuron((1.5, -1.0, 0.3), (0.8, 0.5, -2.0), -0.2, activation)
    layer = torch.nn.Linear(3, 1, dtype=torch.float64)
    layer.load_state_dict(
        {
            "weight": torch.tensor([neuron.w], dtype=torch.float64),
            "bias": torch.tensor([neuron.bias], dtype=torch.float64),
        }
    )
    z = layer(torch.tensor(neuron.x, dtype=torch.float64)).detach().requires_grad_()
    a = TORCH_ACTIVATIONS[activation]()(z)
    a.backward()
    assert neuron.z == pytest.approx(z.item(), abs=1e-12)
    assert neuron.a == pytest.approx(a.item(), abs=1e-12)
    assert neuron.slope == pytest.approx(z.grad.item(), abs=1e-12)
    assert neuron.fires == (z.item() > 0)


def test_the_scenes_are_as_their_words_say():
    both = SCENES["both"].neuron
    for x, fires in {(0.0, 0.0): False, (1.0, 0.0): False, (1.0, 1.0): True}.items():
        assert OneNeuron(x, both.w, both.bias).fires == fires
    assert OneNeuron((1.0, 0.0), both.w, -0.5).fires
    assert not SCENES["veto"].neuron.fires
    assert OneNeuron((1.0, 1.0, 0.0), SCENES["veto"].neuron.w, -0.5).fires
    flat = SCENES["flat"].neuron
    assert flat.slope < 0.001
    assert OneNeuron(flat.x, flat.w, flat.bias, "relu").slope == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": ()}, "0 inputs and 2 weights; choose 1 to 4 of both"),
        ({"x": (1.0, 2.0, 3.0)}, "3 inputs and 2 weights"),
        ({"w": (1.0, 4.0)}, "an input or a weight of 4.0 is not from -3 to 3"),
        ({"bias": float("nan")}, "a bias of nan is not from -5 to 5"),
        ({"activation": "step"}, "unknown activation 'step'"),
    ],
)
def test_what_is_no_neuron_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        OneNeuron(**{"x": (1.0, 2.0), "w": (1.0, 1.0), "bias": 0.0} | change)
