"""The real app in a process of its own, for the browser tests and the benchmarks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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
    """The browser that run.sh found; without one, the tests fail rather than skip."""
    return os.environ.get("NNVIZ_CHROMIUM", "/usr/bin/chromium")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def app_server(log: Path) -> Iterator[str]:
    """Start `streamlit run app.py`; yields its address once it answers, and ends it."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = ["--server.headless=true", f"--server.port={port}", "--server.address=127.0.0.1"]
    options += ["--server.fileWatcherType=none"]
    with log.open("w") as out:
        server = subprocess.Popen(
            [*command, *options], cwd=ROOT, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        wait_for_health(address, server)
        yield address
    finally:
        server.terminate()
        server.wait()


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
