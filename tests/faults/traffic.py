"""Requests at a steady rate, whether or not those before them are answered: so people come.

How long an answer takes is counted from the moment when its request was due: a server that stops for a second is late
for all who come meanwhile.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Coroutine, Iterator, Sequence
from typing import Any, NamedTuple, Self, TypeVar

import httptools

from api.loop import Loop

PATIENCE = 30.0
"""Seconds after the end that the last answers may take; what comes later was lost."""

Result = TypeVar("Result")


class Ask(NamedTuple):
    """A request as it is sent, what kind it is, and the statuses that are right."""

    kind: str
    request: bytes
    right: tuple[int, ...] = (200,)


class Done(NamedTuple):
    """A request: its kind, its status (0 for none), whether that is right, and how late it came, in seconds."""

    kind: str
    status: int
    right: bool
    took: float


def request(path: str, method: str = "GET", body: bytes = b"", /, **headers: str) -> bytes:
    """Write a request."""
    given = {"Host": "test", **headers, **({"Content-Length": str(len(body))} if body else {})}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in given.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


def run(main: Coroutine[Any, Any, Result]) -> Result:
    """Run on an event loop that takes as little as possible of what the server needs too."""
    with asyncio.Runner(loop_factory=Loop) as runner:
        return runner.run(main)


class Line(asyncio.Protocol):
    """A connection that carries one request at a time."""

    def __init__(self) -> None:
        self.answer: asyncio.Future[int] | None = None
        self.parser = httptools.HttpResponseParser(self)

    def connection_made(self, transport: Any) -> None:
        """Begin."""
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Read on."""
        self.parser.feed_data(data)

    def on_message_complete(self) -> None:
        """Give the status to whoever waits for it."""
        if self.answer and not self.answer.done():
            self.answer.set_result(self.parser.get_status_code())

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Give no status to whoever waits for one."""
        if self.answer and not self.answer.done():
            self.answer.set_result(0)

    async def ask(self, sent: bytes) -> int:
        """Send a request, and wait for the end of its answer."""
        self.answer = asyncio.get_running_loop().create_future()
        self.transport.write(sent)
        return await self.answer


class Traffic:
    """Requests to a server at a rate, for as long as it is entered, over connections that are used in turn.

    Where none is free, one more is opened: nobody waits for another.
    """

    def __init__(self, base: str, asks: Iterator[Ask], rate: float, connections: int = 16) -> None:
        self.asks, self.rate, self.connections = asks, rate, connections
        self.host, self.port = base.removeprefix("http://").split(":")
        self.free, self.open = deque[Line](), set[asyncio.Task[None]]()
        self.done: list[Done] = []

    async def join(self) -> Line:
        """Connect."""
        _, line = await asyncio.get_running_loop().create_connection(Line, self.host, int(self.port))
        return line

    async def one(self, ask: Ask, due: float) -> None:
        """Send a request, and note how it was answered."""
        status, loop = 0, asyncio.get_running_loop()
        try:
            line = self.free.popleft() if self.free else await self.join()
            status = await line.ask(ask.request)
            if status and not line.transport.is_closing():
                self.free.append(line)
        finally:
            self.done.append(Done(ask.kind, status, status in ask.right, loop.time() - due))

    async def run(self) -> None:
        """Send requests until the end."""
        loop, number = asyncio.get_running_loop(), 0
        begun = loop.time()
        while True:
            due = begun + number / self.rate
            await asyncio.sleep(max(0, due - loop.time()))
            task = loop.create_task(self.one(next(self.asks), due))
            self.open.add(task)
            task.add_done_callback(self.open.discard)
            number += 1

    async def __aenter__(self) -> Self:
        self.free += await asyncio.gather(*[self.join() for _ in range(self.connections)])
        self.running = asyncio.create_task(self.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self.running.cancel()
        await asyncio.wait({self.running, *self.open}, timeout=PATIENCE)
        for late in self.open:
            late.cancel()
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        for line in self.free:
            line.transport.close()
        await asyncio.sleep(0.1)


async def capacity(base: str, asks: Iterator[Ask], seconds: float, connections: int = 16) -> float:
    """Give how many requests a second a server answers, where each client asks again as soon as it is answered."""
    traffic, loop = Traffic(base, asks, 1), asyncio.get_running_loop()
    end = loop.time() + seconds

    async def insist() -> None:
        while (due := loop.time()) < end:
            await traffic.one(next(asks), due)

    await asyncio.gather(*[insist() for _ in range(connections)])
    await traffic.close()
    return len(traffic.done) / seconds


def late(done: Sequence[Done], share: float = 0.99) -> float:
    """Give how late all but the latest requests were answered."""
    return sorted(one.took for one in done)[int(len(done) * share)]


def told(done: Sequence[Done]) -> str:
    """Say how requests were answered, kind by kind."""
    parts = []
    for kind in sorted({one.kind for one in done}):
        mine = [one for one in done if one.kind == kind]
        statuses = Counter(one.status for one in mine)
        p50, p99, most = (1000 * late(mine, share) for share in (0.5, 0.99, 1 - 1 / len(mine) / 2))
        parts.append(f"  {kind:8} {dict(statuses)}, p50 {p50:.1f}, p99 {p99:.1f}, slowest {most:.1f} ms")
    return "\n".join(parts)
