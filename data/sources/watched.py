"""Ends connections at a deadline, even one that drips a byte now and then for ever."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Any


class Watch:
    """Knows the sockets of one reading and shuts them when its time is over.

    A read timeout alone never ends a server that sends one byte within each.
    """

    def __init__(self) -> None:
        self.expired = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def start(self, seconds: float) -> None:
        """Shuts everything so many seconds from now."""
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self._timer.start()

    def close(self) -> None:
        """Stops watching."""
        if self._timer is not None:
            self._timer.cancel()

    def over(self, pool: Any) -> Any:
        """A connection pool of urllib3 whose new connections are watched."""
        plain = pool.ConnectionCls
        if getattr(plain, "watch", None) is self:
            return pool
        add = self._add

        def connected(connection: Any) -> None:
            plain.connect(connection)
            add(connection.sock)  # with TLS this is another object than the one made first

        def made(connection: Any) -> socket.socket:
            new: socket.socket = plain._new_conn(connection)
            add(new)
            return new

        watched = {"watch": self, "connect": connected, "_new_conn": made}
        pool.ConnectionCls = type("Watched", (plain,), watched)
        return pool

    def _add(self, new: socket.socket) -> None:
        with self._lock:
            self._sockets.append(new)
            if self.expired:
                _shut(new)

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
            for open_socket in self._sockets:
                _shut(open_socket)


def _shut(open_socket: socket.socket) -> None:
    with suppress(OSError):  # closed already
        # That of the plain socket: the one of TLS would take its state away from a reader.
        socket.socket.shutdown(open_socket, socket.SHUT_RDWR)
