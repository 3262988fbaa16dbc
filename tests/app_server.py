"""The real app in a process of its own, for the browser tests and the benchmarks."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import which
from time import monotonic
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium_path() -> str:
    """The browser that run.sh found, else Debian's; without one, the tests fail and do not skip."""
    found = os.environ.get("NNVIZ_CHROMIUM") or which("chromium-headless-shell")
    return found or "/usr/bin/chromium"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_app(log: Path, **process) -> tuple[str, subprocess.Popen]:
    """Start `streamlit run app.py`: its address, and its process, once it answers."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = ["--server.headless=true", f"--server.port={port}", "--server.address=127.0.0.1"]
    options += ["--server.fileWatcherType=none"]
    with log.open("w") as out:
        server = subprocess.Popen(
            [*command, *options], cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, **process
        )
    try:
        wait_for_health(address, server)
    except BaseException:
        end(server)
        raise
    return address, server


def end(server: subprocess.Popen) -> None:
    server.terminate()
    server.wait()


@contextmanager
def app_server(log: Path) -> Iterator[str]:
    """The address of the app, which ends with the block."""
    address, server = start_app(log)
    try:
        yield address
    finally:
        end(server)


@contextmanager
def shared_app(folder: Path) -> Iterator[str]:
    """The address of the one app of all processes that name this folder, while they are inside.

    The first to come starts it, waits at the end until all others have left, and ends it.
    """
    folder.mkdir(exist_ok=True)
    known = folder / "address.txt"
    with (folder / "house").open("w") as house, ExitStack() as leaving:
        with one_at_a_time(folder):
            fcntl.flock(house, fcntl.LOCK_SH)
            if not known.exists():
                known.write_text(leaving.enter_context(app_server(folder / "log.txt")))
                leaving.callback(known.unlink)
                leaving.callback(fcntl.flock, house, fcntl.LOCK_EX)
            address = known.read_text()
        yield address


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Nobody else who asks for this folder is in the block at the same time."""
    with (folder / "door").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield


def wait_for_health(address: str, server: subprocess.Popen, seconds: float = 300) -> None:
    end = monotonic() + seconds
    while monotonic() < end:
        assert server.poll() is None, "the server ended before it answered; see its log"
        try:
            with urlopen(f"{address}/_stcore/health", timeout=1) as answer:
                if answer.read() == b"ok":
                    return
        except (URLError, ConnectionError, TimeoutError):
            continue
    raise TimeoutError(f"{address} did not answer within {seconds} s")
