"""The closed-form backward pass, held against autograd and against finite differences."""

import math

import numpy as np
import pytest
import torch
from instances import TORCH_LOSSES, in_our_order, instances, textbook

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.layers.convolution import Convolution
from nnviz.core.layers.dense import Dense
from nnviz.core.layers.pooling import MaxPooling, MeanPooling
from nnviz.core.losses import LOSSES, losses_of
from nnviz.core.networks import MLP, Network
from nnviz.core.passes import beside_ones
from nnviz.core.tasks import TASKS

SHAPES = {
    "no hidden layer": (4, 3),
    "one": (4, 5, 3),
    "two": (4, 7, 6, 3),
    "six": (4, *6 * (3,), 3),
}
NETWORKS = {
    **{name: MLP(sizes) for name, sizes in SHAPES.items()},
    "one convolution": Network((Convolution(1, 4, 4, 3, 2), Dense(8, 3))),
    "two convolutions": Network(
        (Convolution(2, 5, 4, 2, 3), Convolution(3, 4, 3, 2, 2), Dense(12, 3))
    ),
    "a convolution at the end": Network((Dense(4, 12), Convolution(1, 3, 4, 3, 2))),
    "strides and paddings": Network(
        (
            Convolution(1, 7, 5, 3, 2, stride=2, padding=1),
            Convolution(2, 4, 3, 5, 3, stride=3, padding=2),
            Dense(6, 3),
        )
    ),
    "a block that pools": Network((Convolution(1, 7, 6, 2, 3), MaxPooling(3, 6, 5), Dense(18, 3))),
    "means of odd maps": Network(
        (MeanPooling(1, 5, 7), Convolution(1, 2, 3, 1, 2), MeanPooling(2, 2, 3, 2), Dense(2, 3))
    ),
    "pooling twice": Network((MaxPooling(2, 6, 9, 3), MaxPooling(2, 2, 3), Dense(2, 4))),
    "pooling at the end": Network((Dense(5, 24), MaxPooling(2, 3, 4))),
}
EVERY_LOSS = [pytest.param(task, loss, id=loss) for task in TASKS for loss in losses_of(task)]


def rows_for(network: Network, task: str) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Twenty random rows: x [20, D], what torch's losses take, and the targets [20, K]."""
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(20, network.inputs, generator=generator, dtype=torch.float64)
    y = torch.randint(0, network.outputs, (20,), generator=generator)
    if task == "binary":
        y = torch.randint(0, 2, (20,), generator=generator)
    elif network.outputs == 1:
        y = torch.randn(20, generator=generator, dtype=torch.float64).float()
    targets = TASKS[task].targets(y.numpy(), network.outputs)
    return x, y, torch.from_numpy(targets).double()


def to_one_output(network: Network, task: str) -> Network:
    """The network, with a single output where the task is a regression."""
    if task == "classification":
        return network
    return Network((*network.layers, Dense(network.outputs, 1)), network.activation)


@pytest.mark.parametrize("made_of", NETWORKS)
@pytest.mark.parametrize(("task", "loss"), EVERY_LOSS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_equal_autograd_s(activation, task, loss, made_of):
    network = to_one_output(Network(NETWORKS[made_of].layers, activation), task)
    x, y, targets = rows_for(network, task)
    params = network.init(0).double()
    modules = textbook(network, params)
    value = TORCH_LOSSES[loss](modules(x), y)
    value.backward()
    expected = in_our_order(network, modules)
    found = network.gradients(params, x, targets, loss)
    assert torch.allclose(found, expected, rtol=1e-9, atol=1e-12)
    assert torch.allclose(LOSSES[loss].value(network.logits(params, x), targets), value)


@pytest.mark.parametrize("made_of", ["two", "strides and paddings", "a block that pools"])
@pytest.mark.parametrize(("task", "loss"), EVERY_LOSS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_equal_finite_differences(activation, task, loss, made_of):
    network = to_one_output(Network(NETWORKS[made_of].layers, activation), task)
    x, _, targets = rows_for(network, task)
    params = network.init(0).double()
    step = 1e-6
    shifted = params + step * torch.stack([s * torch.eye(len(params)) for s in (1, -1)])  # [2,P,P]
    value = LOSSES[loss].value(network.logits(shifted, x), targets)  # [2, P]
    expected = (value[0] - value[1]) / (2 * step)
    assert torch.allclose(network.gradients(params, x, targets, loss), expected, atol=1e-8)


def test_a_leading_axis_computes_many_networks_at_once(instance):
    network, divided = instance.network, instance.split
    x, targets = torch.from_numpy(divided.train_x), torch.from_numpy(divided.train_targets)
    params = torch.stack([network.init(seed) for seed in range(5)])
    together = network.gradients(params, x, targets, instance.loss)
    apart = [network.gradients(row, x, targets, instance.loss) for row in params]
    assert torch.allclose(together, torch.stack(apart), atol=1e-6)


@pytest.mark.parametrize("name", instances())
def test_a_real_network_answers_as_torch_s(name):
    network, divided = instances()[name].network, instances()[name].split
    params = network.init(3)
    x = torch.from_numpy(divided.test_x)
    assert torch.allclose(network.logits(params, x), textbook(network, params)(x), atol=1e-5)


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ((), "a network without layers; it needs at least one"),
        ((Dense(4, 5), Dense(6, 3)), "puts out 5 numbers, but .* reads 6"),
    ],
)
def test_layers_that_do_not_fit_are_refused(layers, message):
    with pytest.raises(ValueError, match=message):
        Network(layers)


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ((1, 4, 4, 5, 2), "a filter of 5 × 5 is larger than a picture of 4 × 4"),
        ((1, 4, 4, 3, 0), "every number must be 1 or more"),
        ((1, 4, 4, 3, 2, 0), "every number must be 1 or more"),
        ((1, 4, 4, 3, 2, 1, -1), "a padding of -1; it must be 0 or more"),
        ((1, 2, 2, 5, 2, 1, 1), "a filter of 5 × 5 is larger than a picture of 2 × 2 with 1 arou"),
    ],
)
def test_impossible_convolutions_are_refused(shape, message):
    with pytest.raises(ValueError, match=message):
        Convolution(*shape)


@pytest.mark.parametrize("pooling", [MaxPooling, MeanPooling])
def test_impossible_pooling_is_refused(pooling):
    with pytest.raises(ValueError, match="pooling over 3 × 3 is larger than a picture of 2 × 4"):
        pooling(1, 2, 4, 3)
    with pytest.raises(ValueError, match="every number must be 1 or more"):
        pooling(1, 2, 4, 0)


@pytest.mark.parametrize("made_of", NETWORKS)
@pytest.mark.parametrize("axes", [(3,), (2, 3)])
def test_leading_axes_compute_many_networks_of_every_kind(made_of, axes):
    network = NETWORKS[made_of]
    x, _, targets = rows_for(network, "classification")
    many = math.prod(axes)
    params = torch.stack([network.init(seed).double() for seed in range(many)])
    apart = [network.gradients(row, x, targets, "cross_entropy") for row in params]
    together = network.gradients(params.view(*axes, -1), x, targets, "cross_entropy")
    assert torch.allclose(together, torch.stack(apart).view(*axes, -1), rtol=1e-9, atol=1e-12)


def test_rows_are_the_layer_a_weight_leaves(network):
    assert [tuple(W.shape) for W, _ in network.views(network.init(0))] == [
        (4, 10),
        (10, 10),
        (10, 3),
    ]
    assert network.parameter_count == 193


@pytest.mark.parametrize("name", instances())
def test_weights_and_biases_are_views_of_one_matrix_in_the_parameters(name):
    network = instances()[name].network
    params = torch.stack([network.init(seed) for seed in range(3)])
    for layer, Wb, (W, b) in zip(
        network.layers, network.joints(params), network.views(params), strict=True
    ):
        rows, columns = layer.matrix
        assert (W.shape, b.shape) == ((3, rows, columns), (3, 1, columns))
        assert torch.equal(Wb, torch.cat([W, b], dim=-2))
        b.fill_(7.0)
        assert (Wb[:, -1] == 7.0).all()
    assert (params == 7.0).sum() == 3 * sum(layer.matrix[1] for layer in network.layers)


def test_a_tape_reads_and_writes_what_it_was_made_for(instance):
    """Other rows and other parameters in the same tensors give other numbers in the same room."""
    network, divided = instance.network, instance.split
    params, x = network.init(0), torch.from_numpy(divided.train_x[:20].copy())
    x1, gradient = beside_ones(x), torch.empty_like(params)
    tape = network.tape(params, x1, gradient)
    for seed in (1, 2):
        params.copy_(network.init(seed))
        x1[:, :-1] = x = x.flip(0) * 1.5
        z = tape.forward()[-1].z
        assert torch.equal(z, network.logits(params, x))
        targets = torch.zeros_like(z)
        tape.delta.copy_(LOSSES[instance.loss].delta(z, targets) / len(x))
        tape.backward(tape.forward())
        expected = network.gradients(params, x, targets, instance.loss)
        assert torch.allclose(gradient, expected, rtol=1e-5, atol=1e-7)


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
