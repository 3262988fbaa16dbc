"""Answers: a network and a model of another library, asked the same way."""

import numpy as np
import torch
from sklearn.tree import DecisionTreeClassifier

from nnviz.core.answers import answers, model_of


def test_a_network_and_a_tree_answer_behind_one_face(penguins, penguin_split, network):
    rows = penguin_split.standardise(penguins.x)
    grid = np.zeros((25, 4), np.float32)
    params = network.init(0)
    told = answers(model_of(network, params, penguin_split), rows, grid)
    expected = torch.softmax(network.logits(params, torch.from_numpy(rows)), dim=-1)
    assert np.allclose(told.rows, expected, atol=1e-6)
    assert told.grid.shape == (25, 3)

    tree = DecisionTreeClassifier(random_state=0).fit(penguin_split.train_x, penguin_split.train_y)
    other = answers(tree.predict_proba, rows, grid)
    assert other.rows.dtype == np.float32
    right = other.rows.argmax(axis=1)[penguin_split.train_rows] == penguin_split.train_y
    assert right.all()


def test_a_regression_answers_with_values(instance):
    divided = instance.split
    told = answers(
        model_of(instance.network, instance.network.init(1), divided),
        divided.train_x,
        divided.test_x,
    )
    assert told.rows.shape == (len(divided.train_y), divided.outputs)
    if divided.task == "classification":
        assert np.allclose(told.grid.sum(axis=1), 1, atol=1e-5)
