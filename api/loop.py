"""The event loop of the server: uvloop, which takes new connections a handful at a time.

On its own it takes one, and then does everything else that is ready: of 64 clients who come at once, the last would
wait for 32 answers to each of the others.
"""

import asyncio
import socket
from collections.abc import Callable
from typing import Any

try:
    from uvloop import Loop as Base
except ImportError:  # Windows has none.
    from asyncio import SelectorEventLoop as Base  # type: ignore[assignment]

HANDFUL = 16
"""Connections taken at once; where several processes listen, the others take theirs meanwhile."""

PAUSE = 1.0
"""Seconds to wait where the system has no room for another connection, as when too many files are open."""


class Loop(Base):  # type: ignore[misc, unused-ignore]
    """An event loop whose servers listen as `Listener` does."""

    async def create_server(self, protocol_factory: Any, *args: Any, **kwargs: Any) -> Any:
        """Listen on a socket, or on a host and a port; the arguments are those of asyncio."""
        server = await super().create_server(protocol_factory, *args, **{**kwargs, "start_serving": False})
        return Listener(self, protocol_factory, server, kwargs.get("backlog", 100))


class Listener:
    """Takes connections from the sockets of a server that has not begun to."""

    def __init__(self, loop: Loop, make: Callable[[], asyncio.Protocol], server: Any, backlog: int) -> None:
        self.loop, self.make, self.server = loop, make, server
        self.sockets = [socket.fromfd(found.fileno(), found.family, found.type) for found in server.sockets]
        self.greeted: set[asyncio.Task[Any]] = set()
        for listening in self.sockets:
            listening.setblocking(False)
            listening.listen(backlog)
            self.watch(listening)

    def watch(self, listening: socket.socket) -> None:
        """Be told of who comes, unless the socket is closed by now."""
        if listening.fileno() >= 0:
            self.loop.add_reader(listening, self.take, listening)

    def take(self, listening: socket.socket) -> None:
        """Take those who wait."""
        try:
            for _ in range(HANDFUL):
                task = self.loop.create_task(self.loop.connect_accepted_socket(self.make, listening.accept()[0]))
                self.greeted.add(task)
                task.add_done_callback(self.greeted.discard)
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            # Nobody is left, or went away.
            return
        except OSError:
            self.loop.remove_reader(listening)
            self.loop.call_later(PAUSE, self.watch, listening)

    def close(self) -> None:
        """Take no more; who has been taken is served on."""
        for listening in self.sockets:
            self.loop.remove_reader(listening)
            listening.close()
        self.server.close()

    async def wait_closed(self) -> None:
        """Return at once: the server itself waits for its connections."""
