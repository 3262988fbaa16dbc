"""A Dask cluster on this machine: the same bytes as here, also when a worker is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from app_server import free_port

from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.engine.engine import Engine
from nnviz.engine.executor import executor
from nnviz.engine.jobs import Jobs
from tests.engine.test_workers import until

ROOT = Path(__file__).parents[2]
TRAINING = Training(epochs=30)
SPILLING = {"DASK_DISTRIBUTED__WORKER__MEMORY__TARGET": "0.000001"}
"""A worker whose settings send all results to its disk."""


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """A scheduler and two workers, each a process of its own."""
    address = f"tcp://127.0.0.1:{(port := free_port())}"
    local = ["--no-dashboard", "--host", "127.0.0.1"]
    alone = ["--nthreads", "1", "--no-nanny", "--memory-limit", "2GiB", "--death-timeout", "600"]
    folder = tmp_path_factory.mktemp("dask")
    alone += ["--local-directory", str(folder)]
    worker = ["worker", address, *local, *alone]
    commands = [["scheduler", *local, "--port", str(port)], worker, worker]
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    environment = {**os.environ, **SPILLING, "PYTHONPATH": path}
    with (folder / "log").open("w") as log:
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "dask", *command], env=environment, stdout=log, stderr=log
            )
            for command in commands
        ]
    yield address
    for process in processes:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def cluster(address):
    cluster = executor(address)
    cluster.client().wait_for_workers(2)
    yield cluster
    cluster.shutdown()


def test_a_run_has_the_same_bytes_as_here(cluster, network, penguin_split):
    runs = [cluster.submit(train, network, penguin_split, TRAINING) for _ in range(2)]
    alone = train(network, penguin_split, TRAINING).params.tobytes()
    assert [run.result().params.tobytes() for run in runs] == [alone, alone]


def test_an_error_of_a_call_is_its_own(cluster, network, penguin_split):
    with pytest.raises(ValueError, match="batch size 1000"):
        cluster.submit(train, network, penguin_split, Training(batch_size=1000)).result()


def test_a_result_is_not_written_to_disk_and_goes_with_its_call(cluster):
    def kept(dask_worker) -> tuple[int, int]:
        data = dask_worker.data
        return len(data.fast), len(data.slow)

    client = cluster.client()
    future = client.submit(bytes, 10**6)
    future.result()
    assert sorted(client.run(kept).values()) == [(0, 0), (1, 0)]
    del future
    cluster.submit(bytes, 10**6).result()
    until(lambda: set(client.run(kept).values()) == {(0, 0)})


def busy(cluster) -> str | None:
    """A worker that is computing, if there is one."""
    calls = cluster.client().processing()
    return next((worker for worker in calls if calls[worker]), None)


def test_many_visitors_train_on_it_and_a_worker_is_lost_in_the_middle(cluster):
    """Whoever asks, and whatever comes back meanwhile: nobody waits for the other for ever."""
    engine = Engine(Jobs(cluster))
    trainings = [replace(TRAINING, epochs=300, seed=seed) for seed in range(6)]
    experiments = [replace(DEFAULT, training=training) for training in trainings]

    def visit(experiment: Experiment) -> bytes:
        until(lambda: engine.ask(experiment).finished)
        return engine.recording(experiment).run()[0].params.tobytes()

    with ThreadPoolExecutor(len(experiments)) as visitors:
        visits = [visitors.submit(visit, one) for one in experiments]
        until(lambda: all(engine.recording(one).epoch > 0 for one in experiments))
        until(lambda: cluster.capacity == 2)
        worker = until(lambda: busy(cluster))
        os.kill(cluster.client().run(os.getpid, workers=[worker])[worker], signal.SIGKILL)
        seen = [visit.result() for visit in visits]
    alone = [train(one.network, one.split(), one.training).params for one in experiments]
    assert seen == [params.tobytes() for params in alone]


def test_without_a_scheduler_there_is_a_sentence(monkeypatch):
    monkeypatch.setattr("nnviz.engine.cluster.CONNECT_SECONDS", 0.2)
    for wrong in (f"tcp://127.0.0.1:{free_port()}", "nonsense://x"):
        nowhere = executor(wrong)
        for _ in range(2):  # the second one is told what is known
            with pytest.raises(ConnectionError, match=f"no Dask scheduler answers at '{wrong}'"):
                nowhere.submit(int).result()
        nowhere.shutdown()


def test_without_the_extra_there_is_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "nnviz.engine.cluster", raising=False)
    with pytest.raises(RuntimeError, match=r"pip install 'nnviz\[cluster\]'"):
        executor("tcp://127.0.0.1:1")
