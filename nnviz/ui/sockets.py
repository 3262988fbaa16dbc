"""Every answer of the server leaves at once.

TCP holds a small packet back until the one before is acknowledged (Nagle 1984, RFC 896), which the
other side may put off for 40 ms. asyncio switches that off, but only for sockets whose protocol is
named, and Streamlit's is not: each of its answers came 40 ms late.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISSOCK

OPEN_FILES = Path("/dev/fd")


def send_at_once() -> None:
    """Let no connection of this process wait with small packets, nor those to come.

    A connection takes the option over from the socket that has accepted it (Linux, macOS). Where a
    process cannot list its open files, nothing changes.
    """
    for connection in _sockets():
        if connection.family in (socket.AF_INET, socket.AF_INET6):
            with suppress(OSError):  # no TCP, or closed meanwhile
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _sockets() -> Iterator[socket.socket]:
    """A second handle of each open socket, closed when the next one is asked for."""
    if not OPEN_FILES.is_dir():
        return
    for number in os.listdir(OPEN_FILES):
        with suppress(OSError):  # closed meanwhile
            if S_ISSOCK(os.fstat(int(number)).st_mode):
                with socket.socket(fileno=os.dup(int(number))) as connection:
                    yield connection
