"""The server's own process, seen from outside: its memory and its processor time (Linux)."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit


def server_pid(address: str) -> int:
    """The process that `app_server` has started for `address`."""
    wanted = f"--server.port={urlsplit(address).port}".encode()
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if wanted in command.read_bytes().split(b"\0"):
                return int(command.parent.name)
        except OSError:  # it has ended meanwhile
            continue
    raise LookupError(f"no process serves {address!r}")


def resident_bytes(pid: int) -> int:
    """Memory that the process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(pid: int) -> float:
    """Processor time of the process so far, in user and kernel mode."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
