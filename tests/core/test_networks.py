"""The closed-form backward pass, held against autograd and against finite differences."""

import numpy as np
import pytest
import torch

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.losses import LOSSES
from nnviz.core.networks import MLP, Network

SHAPES = {
    "no hidden layer": (4, 3),
    "one": (4, 5, 3),
    "two": (4, 7, 6, 3),
    "six": (4, *6 * (3,), 3),
}
TORCH_LOSSES = {
    "cross_entropy": torch.nn.CrossEntropyLoss(),
    "mean_squared_error": lambda z, y: torch.nn.functional.mse_loss(
        torch.softmax(z, -1), torch.nn.functional.one_hot(y, z.shape[-1]).to(z.dtype)
    ),
}


@pytest.fixture
def rows():
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(20, 4, generator=generator, dtype=torch.float64)
    return x, torch.randint(0, 3, (20,), generator=generator)


def textbook_network(network: Network, params: torch.Tensor) -> torch.nn.Sequential:
    """The same network as torch writes it: `nn.Linear` holds the transpose of W."""
    activation = {
        "sigmoid": torch.nn.Sigmoid,
        "tanh": torch.nn.Tanh,
        "relu": torch.nn.ReLU,
        "leaky_relu": torch.nn.LeakyReLU,
        "elu": torch.nn.ELU,
        "gelu": torch.nn.GELU,
        "silu": torch.nn.SiLU,
        "identity": torch.nn.Identity,
    }[network.activation]
    modules = []
    for W, b in network.views(params):
        linear = torch.nn.Linear(*W.shape, dtype=params.dtype)
        linear.load_state_dict({"weight": W.T, "bias": b[0]})
        modules += [linear, activation()]
    return torch.nn.Sequential(*modules[:-1])


@pytest.mark.parametrize("sizes", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_equal_autograd_s(rows, activation, loss, sizes):
    x, y = rows
    network = MLP(sizes, activation)
    params = network.init(0).double()
    textbook = textbook_network(network, params)
    value = TORCH_LOSSES[loss](textbook(x), y)
    value.backward()
    expected = torch.cat([p.grad.t().flatten() for p in textbook.parameters()])
    assert torch.allclose(network.gradients(params, x, y, loss), expected, rtol=1e-9, atol=1e-12)
    one_hot = torch.nn.functional.one_hot(y, 3).double()
    assert torch.allclose(LOSSES[loss].value(network.logits(params, x), one_hot), value)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_equal_finite_differences(rows, activation, loss):
    x, y = rows
    network = MLP((4, 5, 4, 3), activation)
    params = network.init(0).double()
    one_hot = torch.nn.functional.one_hot(y, 3).double()
    step = 1e-6
    shifted = params + step * torch.stack([s * torch.eye(len(params)) for s in (1, -1)])  # [2,P,P]
    value = LOSSES[loss].value(network.logits(shifted, x), one_hot)  # [2, P]
    expected = (value[0] - value[1]) / (2 * step)
    assert torch.allclose(network.gradients(params, x, y, loss), expected, atol=1e-8)


def test_a_leading_axis_computes_many_networks_at_once(rows, network):
    x, y = rows
    params = torch.stack([network.init(seed) for seed in range(5)]).double()
    together = network.gradients(params, x, y, "cross_entropy")
    apart = [network.gradients(row, x, y, "cross_entropy") for row in params]
    assert torch.allclose(together, torch.stack(apart))


def test_rows_are_the_layer_a_weight_leaves(network):
    assert [tuple(W.shape) for W, _ in network.views(network.init(0))] == [
        (4, 10),
        (10, 10),
        (10, 3),
    ]
    assert network.parameter_count == 193


def test_initial_weights_are_as_torch_s_linear_draws_them():
    wide = MLP((64, 64, 3))
    (W, b), _ = wide.views(wide.init(0))
    theirs = torch.nn.Linear(64, 64)
    for values in (W, b, theirs.weight, theirs.bias):
        assert values.abs().max() <= 1 / 8
    for values in (W, b):
        assert values.std().item() == pytest.approx(1 / 8 / 3**0.5, rel=0.15)


def test_initial_weights_leave_the_global_generator_alone(network):
    before = torch.get_rng_state()
    network.init(7)
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize(
    ("sizes", "activation", "message"),
    [
        ((4, 0, 3), "relu", "a hidden layer of 0 neurons; choose from 1 to 64"),
        ((4, 9999, 3), "relu", "a hidden layer of 9999 neurons; choose from 1 to 64"),
        ((4, *7 * (3,), 3), "relu", "7 hidden layers; choose from 0 to 6"),
        ((4, 3), "<b>x</b>", "unknown activation '<b>x</b>'; choose from 'sigmoid', 'tanh'"),
    ],
)
def test_impossible_networks_are_refused(sizes, activation, message):
    with pytest.raises(ValueError, match=message):
        MLP(sizes, activation)


def test_golden_losses():
    """−ln 0.6 = 0.511 nats, an even guess over three classes costs ln 3 = 1.0986."""
    loss = LOSSES["cross_entropy"].value
    label = torch.tensor([[0.0, 0.0, 1.0]])
    assert loss(torch.tensor([[0.3, 0.1, 0.6]]).log(), label).item() == pytest.approx(
        0.511, abs=5e-4
    )
    assert loss(torch.zeros(1, 3), label).item() == pytest.approx(np.log(3))
