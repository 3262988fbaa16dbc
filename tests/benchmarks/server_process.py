"""The server's own processes, seen from outside: their memory and their time (Linux)."""

from __future__ import annotations

from urllib.parse import urlsplit

import psutil


def server_pid(address: str) -> int:
    """The process that `app_server` has started for `address`."""
    wanted = f"--server.port={urlsplit(address).port}"
    for process in psutil.process_iter(["cmdline"]):
        if wanted in (process.info["cmdline"] or ()):
            return process.pid
    raise LookupError(f"no process serves {address!r}")


def resident_bytes(pid: int) -> int:
    """Memory that the process holds, and those that it has started."""
    process = psutil.Process(pid)
    return sum(p.memory_info().rss for p in (process, *process.children(recursive=True)))


def cpu_seconds(pid: int) -> float:
    """Processor time of the process itself so far, in user and kernel mode."""
    return sum(psutil.Process(pid).cpu_times()[:2])
