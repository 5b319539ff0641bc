"""Files that are made while they are sent, and what happens when nobody waits for them any more."""

import asyncio
from collections.abc import Callable, Generator
from contextlib import suppress
from enum import StrEnum
from threading import Lock

import sqlalchemy as sa
from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi.responses import Response
from starlette.types import Receive, Scope, Send
from starlette_compress import add_compress_type

from models.database import reading
from models.driver import interrupt
from models.settings import settings


class Format(StrEnum):
    """How a file is written."""

    CSV = "csv"
    NDJSON = "ndjson"


for type_ in ("text/csv", "application/x-ndjson"):
    add_compress_type(type_)

MEDIA_TYPES = {Format.CSV: "text/csv; charset=utf-8; header=present", Format.NDJSON: "application/x-ndjson"}

Make = Callable[[sa.Connection], Generator[bytes, None, None]]
"""Makes the parts of a file from one snapshot of the data."""


class Parts:
    """The parts of a file, made on a connection of their own."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.lock = Lock()
        self.connection: sa.Connection | None = None
        self.each = self._parts()

    def _parts(self) -> Generator[bytes, None, None]:
        with reading() as connection:
            self._hold(connection)
            try:
                yield from self.make(connection)
            finally:
                # Before it goes back to the pool: whoever has it next must not be stopped.
                self._hold(None)

    def _hold(self, connection: sa.Connection | None) -> None:
        with self.lock:
            self.connection = connection

    def stop(self) -> None:
        """Stop the query that is running, if one is."""
        with self.lock:
            if self.connection is not None:
                interrupt(self.connection)


class File(Response):
    """A file that is made while it is sent; when the client goes away, the query is stopped."""

    def __init__(self, make: Make, media_type: str, headers: dict[str, str]) -> None:
        super().__init__(headers=headers, media_type=media_type)
        del self.headers["content-length"]
        self.make = make

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, part by part."""
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        if scope.get("head"):
            await send(start)
            return await send({"type": "http.response.body", "body": b""})
        async with exports():
            parts, gone = Parts(self.make), asyncio.ensure_future(_gone(receive))
            try:
                # The first part is made before anything is sent: what fails until then is told as any fault.
                part = await _next(parts, gone)
                await send(start)
                while part is not None:
                    await send({"type": "http.response.body", "body": part, "more_body": True})
                    part = await _next(parts, gone)
                if not gone.done():
                    await send({"type": "http.response.body", "body": b""})
            finally:
                gone.cancel()
                await to_thread.run_sync(parts.each.close)


async def _next(parts: Parts, gone: "asyncio.Future[None]") -> bytes | None:
    """Make the next part of a file, none at its end; where nobody waits for it any more, stop."""
    step = asyncio.ensure_future(to_thread.run_sync(next, parts.each, None))
    await asyncio.wait([gone, step], return_when=asyncio.FIRST_COMPLETED)  # type: ignore[type-var]
    if not step.done():
        await to_thread.run_sync(parts.stop)
        with suppress(sa.exc.SQLAlchemyError):
            await step
    return None if gone.done() else step.result()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


_EXPORTS: RunVar[CapacityLimiter] = RunVar("exports")


def exports() -> CapacityLimiter:
    """Give what lets so many exports run at once, so that they cannot take all connections."""
    try:
        return _EXPORTS.get()
    except LookupError:
        _EXPORTS.set(CapacityLimiter(max(1, min(settings().exports, settings().pool_size - 1))))
        return _EXPORTS.get()
