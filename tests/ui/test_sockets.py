"""Connections of the server do not hold small packets back."""

from __future__ import annotations

import os
import socket

from nnviz.ui.sockets import send_at_once


def holds_back(connection: socket.socket) -> bool:
    return not connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_those_there_are_and_those_to_come_send_at_once():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with socket.create_connection(server.getsockname()), server.accept()[0] as there:
            assert holds_back(there)
            send_at_once()
            assert not holds_back(there)
        with socket.create_connection(server.getsockname()), server.accept()[0] as later:
            assert not holds_back(later)


def test_nothing_else_is_touched_or_left_open(tmp_path):
    with (tmp_path / "file").open("w") as file, socket.socket(socket.AF_UNIX) as local:
        before = os.listdir("/dev/fd")
        send_at_once()
        assert os.listdir("/dev/fd") == before
        assert file.write("still open")
        assert local.fileno() > 0
