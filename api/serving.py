"""From a request to an answer: a kept one before any routing, else one that is made and then kept."""

import asyncio
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa
from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from api.caching import Answer, dataset, etag_of, header, kept, target_of
from api.resource import Query
from api.route import Directory
from models.database import is_sqlite, reading
from models.settings import settings

EXPOSED = ("ETag", "Link", "Retry-After", "Content-Disposition")
"""Headers that a browser may show to a page of another origin."""

Make = Callable[[sa.Connection, int], Any]
"""Makes the body of an answer from one snapshot of the data and its revision."""


def respond(request: Request, query: Query, make: Make) -> Answer:
    """Answer from one snapshot of the data: a kept answer, a 304 where the client has it already, or a new one."""
    address, known = query.canonical(request.scope["path"]), header(request.scope, b"if-none-match")
    # The connection is opened and given back in here, never held while the client reads: a pool cannot be starved.
    with reading() as connection:
        data = dataset(connection)
        etag = etag_of(address, data)
        answer = kept().answer(address, data.stamp)
        if answer is None:
            answer = Answer(etag, data.stamp)
            if known.strip() != "*" and answer.unchanged(known):
                return answer
            answer = _made(make(connection, data.revision), etag, data.stamp)
    kept().keep(target_of(request.scope), address, answer)
    return answer


def _made(body: Any, etag: str, stamp: str) -> Answer:
    following = body["links"]["next"] if isinstance(body, dict) and "links" in body else None
    link = f'<{following}>; rel="next"' if following else ""
    return Answer(etag, stamp, msgspec.json.encode(body), link=link)


class Front:
    """Sends answers: those that are kept before anything else looks at the request, new ones when the app is done.

    It asks for the revision of the data each time, so a kept answer is never older than the last committed change,
    whichever process made it.
    """

    def __init__(self, app: ASGIApp, directory: Directory, headers: dict[str, str]) -> None:
        self.app, self.directory = app, directory
        self.headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a kept answer, or let the app make one."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return await self.app(scope, receive, send)
        answer = await kept_answer(scope) or await self.directory.answer(scope)
        if answer is None:
            await self.app(scope, receive, send)
        else:
            await answer({**scope, "added": self.headers}, receive, send)


async def kept_answer(scope: Scope) -> Answer | None:
    """Give the kept answer to a request, if the data is still the same."""
    answer = kept().at(target_of(scope))
    if answer is None:
        return None
    try:
        return answer if answer.stamp == await current()() else None
    except sa.exc.SQLAlchemyError:
        # The app meets the same fault, and knows how to explain it.
        return None


class Current:
    """Tells the stamp of the newest revision, as of after it was asked for.

    On SQLite that takes microseconds and is done in place. Elsewhere one question serves all who were there before it
    was sent: an answer to an earlier one could miss a change that a client has already been told of.
    """

    def __init__(self, url: str) -> None:
        self.url, self.here = url, is_sqlite(url)
        self.asked: asyncio.Task[str] | None = None
        self.next: asyncio.Task[str] | None = None

    async def __call__(self) -> str:
        """Give the stamp, or raise what the database raises."""
        if self.here:
            return self._read()
        if self.next is None:
            self.next = asyncio.create_task(self._ask(self.asked))
        return await asyncio.shield(self.next)

    async def _ask(self, before: "asyncio.Task[str] | None") -> str:
        if before is not None:
            await asyncio.wait([before])
        self.asked, self.next = self.next, None
        try:
            return await run_in_threadpool(self._read)
        finally:
            self.asked = None if self.next is None else self.asked

    def _read(self) -> str:
        with reading(self.url) as connection:
            return dataset(connection).stamp


@cache
def _current(url: str) -> Current:
    return Current(url)


def current() -> Current:
    """Give what tells the newest revision of the database in use."""
    return _current(settings().database_url)
