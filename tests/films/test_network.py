"""The block of the network player: what stands in it, held against the records it is made of."""

from __future__ import annotations

import numpy as np
from app_pages import decode
from sklearn.decomposition import PCA

from nnviz.core.measures import curves
from nnviz.core.replay import CHANGE, replay
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.films.network import Shelved, Workbench, encode_run
from nnviz.study.doctor.patient import Patient
from nnviz.study.doctor.rules import examine


def test_the_components_are_those_of_scikit_learn(network, penguins, penguin_split):
    run = train(network, penguin_split, Training(epochs=1))
    header, arrays = decode(encode_run(run, curves(run, penguin_split), penguins, penguin_split))
    expected = PCA(2).fit(penguin_split.train_x)
    assert np.allclose(np.abs(arrays["pca"]), np.abs(expected.components_), atol=1e-6)
    assert (
        np.take_along_axis(arrays["pca"], np.abs(arrays["pca"]).argmax(1)[:, None], 1) > 0
    ).all()
    assert np.allclose(header["pca_explained"], expected.explained_variance_ratio_, atol=1e-6)
    assert "tools" not in header


def test_a_workbench_travels_with_its_run(network, penguins, penguin_split):
    training = Training("sgd", learning_rate=1e-5, epochs=12)
    run, other = (
        train(network, penguin_split, settings) for settings in (training, Training(epochs=3))
    )
    record, others = curves(run, penguin_split), curves(other, penguin_split)
    again = replay(network, penguin_split, training, epoch=5)
    bench = Workbench(
        shelf=[
            Shelved("1", "1 · Adam", other, others),
            Shelved("2", "2 · SGD", run, record, parent="1", epoch=3),
        ],
        current="2",
        compared="1",
        findings=examine(Patient(run, record, penguins, penguin_split)),
        replay=again,
    )
    header, arrays = decode(encode_run(run, record, penguins, penguin_split, workbench=bench))
    assert header["tools"]
    assert header["shelf"][0] == {
        "id": "1",
        "label": "1 · Adam",
        "current": False,
        "parent": None,
        "epoch": None,
    }
    assert header["shelf"][1]["current"]
    assert header["findings"][0]["cure"] == bench.findings[0].cure.label
    assert arrays["other_params"].tobytes() == other.params.tobytes()
    assert arrays["shelf_loss_1"].tobytes() == record.train_loss.tobytes()
    assert arrays["replay_params"][-1].tobytes() == run.params[6].tobytes()
    assert sorted(arrays["replay_rows"]) == penguin_split.train_rows.tolist()
    change = arrays["replay_quantities"][header["replay"]["names"].index(CHANGE)]
    assert np.array_equal(change, arrays["replay_params"][1] - arrays["replay_params"][0])
