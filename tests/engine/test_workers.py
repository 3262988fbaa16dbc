"""Worker processes: the same bytes as here, whoever dies meanwhile, and nobody is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import pytest

from nnviz.core.networks import MLP
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.engine.workers import MOST_DEATHS, Workers, worker_count

ROOT = Path(__file__).parents[2]
TRAINING = Training(epochs=30)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    pool = Workers(2)
    yield pool
    pool.shutdown()


def until(condition: Callable[[], Any]) -> Any:
    """What `condition()` says, once it holds."""
    while not (found := condition()):
        time.sleep(0.01)
    return found


def lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def tell_and_wait(place: Path) -> None:
    """Say which process this is, and never return."""
    place.write_text(f"{os.getpid()}\n")
    threading.Event().wait()


def train_the_second_time(place: Path, *run) -> bytes:
    """Say which process this is, in a line more, and train; the first one never returns."""
    with place.open("a") as notes:
        notes.write(f"{os.getpid()}\n")
    params = train(*run).params.tobytes()
    if len(told(place)) == 1:
        threading.Event().wait()
    return params


def told(place: Path) -> list[int]:
    """The processes that have said so."""
    return [int(pid) for pid in place.read_text().split("\n")[:-1]] if place.exists() else []


def test_a_run_has_the_same_bytes_as_here(workers, network, penguin_split):
    run = workers.submit(train, network, penguin_split, TRAINING).result()
    assert run.params.tobytes() == train(network, penguin_split, TRAINING).params.tobytes()
    assert workers.submit(os.getpid).result() != os.getpid()


def test_there_is_one_worker_for_each_core_but_one(monkeypatch):
    for cores, count in ((1, 1), (2, 1), (8, 7)):
        monkeypatch.setattr("nnviz.engine.workers.cpu_count", lambda cores=cores: cores)
        assert worker_count() == count


def test_a_worker_that_is_killed_in_the_middle_is_replaced(
    workers, tmp_path, network, penguin_split
):
    run, place = (network, penguin_split, TRAINING), tmp_path / "told"
    future = workers.submit(train_the_second_time, place, *run)
    others = [MLP((4, width, 3)) for width in range(2, 6)]
    waiting = [workers.submit(train, other, penguin_split, TRAINING) for other in others]
    until(lambda: told(place))
    os.kill(told(place)[0], signal.SIGKILL)
    assert future.result() == train(*run).params.tobytes()
    assert len(set(told(place))) == 2
    for other, done in zip(others, waiting, strict=True):
        alone = train(other, penguin_split, TRAINING).params
        assert done.result().params.tobytes() == alone.tobytes()


def test_a_worker_that_dies_while_idle_is_replaced(workers):
    pid = workers.submit(os.getpid).result()
    os.kill(pid, signal.SIGKILL)
    until(lambda: not lives(pid))
    assert workers.submit(abs, -3).result() == 3


def test_a_call_that_kills_its_workers_fails_alone(workers, network, penguin_split):
    deadly = workers.submit(os._exit, 1)
    run = workers.submit(train, network, penguin_split, TRAINING)
    with pytest.raises(RuntimeError, match=f"_exit was tried {MOST_DEATHS} times"):
        deadly.result()
    assert run.result().params.tobytes() == train(network, penguin_split, TRAINING).params.tobytes()


def test_an_error_of_a_call_is_its_own(workers, network, penguin_split):
    with pytest.raises(ValueError, match="batch size 1000"):
        workers.submit(train, network, penguin_split, Training(batch_size=1000)).result()


def test_ctrl_c_does_not_reach_a_worker(workers):
    pids = {workers.submit(os.getpid).result() for _ in range(2)}
    for pid in pids:
        os.kill(pid, signal.SIGINT)
    assert workers.submit(abs, -3).result() == 3
    assert all(lives(pid) for pid in pids)


def test_a_shutdown_leaves_no_process_and_nobody_waiting(tmp_path):
    workers = Workers(1)
    place = tmp_path / "told"
    running, waiting = workers.submit(tell_and_wait, place), workers.submit(int)
    until(lambda: told(place))
    workers.shutdown()
    assert not lives(told(place)[0])
    with pytest.raises(CancelledError, match="shut"):
        running.result()
    with pytest.raises(CancelledError):
        waiting.result()
    with pytest.raises(RuntimeError, match="after shutdown"):
        workers.submit(int)
    workers.shutdown()


SERVER = """
import sys, types
from pathlib import Path
from typing import Any

app = types.ModuleType("__main__")  # as Streamlit does
app.__file__, place = sys.argv[1], Path(sys.argv[2])
sys.modules["__main__"] = app

from nnviz.engine.workers import Workers
from tests.engine.test_workers import tell_and_wait, told, until

workers = Workers(1)
print(workers.submit(abs, -3).result(), flush=True)
workers.submit(tell_and_wait, place)
if sys.argv[3] == "stay":
    workers.submit(int).result()
until(lambda: told(place))
"""


@pytest.fixture
def server(tmp_path):
    """Start a server with one worker, which never ends what it does; `__main__` is an app."""
    app = tmp_path / "app.py"
    app.write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    started = []

    def start(then: str) -> tuple[subprocess.Popen, int]:
        command = [sys.executable, "-W", "error", "-c", SERVER, app, tmp_path / "told", then]
        path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        server = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, **pipes)
        started.append(server)
        assert server.stdout.readline() == b"3\n"
        until(lambda: told(tmp_path / "told"))
        return server, told(tmp_path / "told")[0]

    yield start
    assert not (tmp_path / "ran").exists(), "a worker has run the app's script"
    for server in started:
        server.kill()
        server.communicate()


def test_a_worker_outlives_no_server_that_is_killed(server):
    process, worker = server("stay")
    process.kill()
    process.wait()
    until(lambda: not lives(worker))


def test_a_worker_ends_with_a_server_that_is_done(server):
    process, worker = server("end")
    assert process.wait() == 0
    assert not lives(worker)
    assert process.stderr.read() == b""
