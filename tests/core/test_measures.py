import numpy as np
import pytest
import torch
from instances import instances, logits
from sklearn.metrics import accuracy_score, log_loss, mean_squared_error, r2_score

from nnviz.core.measures import curves, gradients
from nnviz.core.networks import MLP
from nnviz.core.trainer import train
from nnviz.core.training import Training


@pytest.fixture(scope="module")
def run(network, penguin_split):
    return train(network, penguin_split, Training(epochs=12))


def test_curves_equal_scikit_learn_s_scores(run, penguin_split):
    record = curves(run, penguin_split)
    for side in ("train", "test"):
        x, y = getattr(penguin_split, f"{side}_x"), getattr(penguin_split, f"{side}_y")
        for epoch in (0, 5, 12):
            params = torch.from_numpy(run.params[epoch].copy())
            p = torch.softmax(run.network.logits(params, torch.from_numpy(x)), -1).double().numpy()
            p /= p.sum(axis=1, keepdims=True)
            assert getattr(record, f"{side}_loss")[epoch] == pytest.approx(log_loss(y, p), rel=1e-5)
            accuracy = accuracy_score(y, p.argmax(axis=1))
            assert getattr(record, f"{side}_accuracy")[epoch] == pytest.approx(accuracy)


def test_a_regression_s_curves_equal_scikit_learn_s_scores():
    mass = instances()["body mass"]
    run = train(mass.network, mass.split, mass.training(epochs=12))
    record = curves(run, mass.split)
    assert set(record) == {"train_loss", "test_loss", "train_r2", "test_r2"}
    for side in ("train", "test"):
        x, y = getattr(mass.split, f"{side}_x"), getattr(mass.split, f"{side}_y")
        for epoch in (0, 5, 12):
            params = torch.from_numpy(run.params[epoch].copy())
            answers = mass.network.logits(params, torch.from_numpy(x))[:, 0].double().numpy()
            loss = mean_squared_error(y, answers)
            assert record[f"{side}_loss"][epoch] == pytest.approx(loss, rel=1e-5)
            assert record[f"{side}_r2"][epoch] == pytest.approx(r2_score(y, answers), abs=1e-5)
    assert record.test_r2[-1] > 0.7
    assert record.train_loss[-1] < 0.3  # of the variance, which is what knowing nothing costs


def test_a_gradient_at_e_is_of_the_mean_training_loss_at_e(run, penguin_split):
    x, y = torch.from_numpy(penguin_split.train_x), torch.from_numpy(penguin_split.train_y)
    params = torch.from_numpy(run.params.copy()).requires_grad_()
    outputs = (logits(run.network, row, x) for row in params)
    total = sum(torch.nn.functional.cross_entropy(z, y) for z in outputs)
    total.backward()
    assert torch.allclose(gradients(run, penguin_split), params.grad, atol=1e-6)


def test_curves_of_a_part_then_the_rest_are_the_curves_of_the_whole(run, penguin_split):
    from dataclasses import replace

    parts = [replace(run, params=run.params[s]) for s in (slice(0, 5), slice(5, None))]
    joined = curves(parts[0], penguin_split).then(curves(parts[1], penguin_split))
    whole = curves(run, penguin_split)
    assert np.allclose(joined.test_loss, whole.test_loss, rtol=1e-5)
    assert np.array_equal(joined.train_accuracy, whole.train_accuracy)


def test_a_network_without_a_finite_loss_has_no_accuracy(penguin_split):
    network = MLP((4, 3))
    broken = train(network, penguin_split, Training(epochs=1))
    broken.params[1] = np.nan
    record = curves(broken, penguin_split)
    assert np.isnan(record.train_loss[1])
    assert np.isnan(record.train_accuracy[1])
    assert record.train_accuracy[0] > 0
