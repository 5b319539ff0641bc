"""Both Python clients behind one face, so that each test is of both; and transports that fail as they are told to."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from entente_client import AsyncClient, Client, Retries

Step = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]
"""What comes of one request."""


@dataclass
class Script(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Gives what was recorded, in order, the last of it for ever; notes what was sent and how long was waited."""

    steps: list[Step]
    sent: list[httpx.Request] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    now: float = 0.0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        if isinstance(step, Exception):
            raise step
        return step if isinstance(step, httpx.Response) else step(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)

    def clock(self) -> float:
        return self.now

    def retries(self, **other: Any) -> Retries:
        """Retries whose every wait is as long as it can be."""
        return Retries(random=lambda: 1.0, clock=self.clock, **other)


class Broken(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that is cut after some parts."""

    def __init__(self, *parts: bytes, error: Exception | None = None) -> None:
        self.parts, self.error = parts, error

    def __iter__(self) -> Iterator[bytes]:
        yield from self.parts
        if self.error:
            raise self.error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self:
            yield part


RESET = httpx.ReadError("Connection reset by peer")


class Face:
    """A client of either kind, as one that waits."""

    def __init__(self, kind: str, runner: asyncio.Runner) -> None:
        self.kind, self.runner = kind, runner

    def client(self, base: str = "http://api.example", **options: Any) -> Any:
        """Make a client."""
        return (Client if self.kind == "sync" else AsyncClient)(base, **options)

    def scripted(self, *steps: Step, **options: Any) -> tuple[Any, Script]:
        """Make a client of recorded answers, which does not really wait."""
        script = Script(list(steps))
        sleep = script.sleep if self.kind == "sync" else script.asleep
        retries = script.retries(**options.pop("retries", {}))
        return self.client(transport=script, sleep=sleep, retries=retries, **options), script

    def do(self, made: Any) -> Any:
        """Wait for what a method gives."""
        return self.runner.run(_awaited(made)) if inspect.isawaitable(made) else made

    def all(self, lazy: Any) -> list[Any]:
        """Read what can be iterated over to its end."""
        return list(lazy) if self.kind == "sync" else self.runner.run(_collected(lazy))

    def first(self, lazy: Any) -> Any:
        """Read the first of what can be iterated over, and no more."""
        return next(iter(lazy)) if self.kind == "sync" else self.runner.run(_first(lazy))

    def close(self, client: Any) -> None:
        """Close a client."""
        self.do(client.close() if self.kind == "sync" else client.aclose())


async def _awaited(made: Any) -> Any:
    return await made


async def _collected(lazy: Any) -> list[Any]:
    return [one async for one in lazy]


async def _first(lazy: Any) -> Any:
    iterator = lazy.__aiter__()
    try:
        return await anext(iterator)
    finally:
        await iterator.aclose()
