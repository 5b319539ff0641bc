"""From a request to an answer: a kept one before any routing, else one that is made and then kept."""

import asyncio
from collections.abc import Callable, Sequence
from functools import cache
from time import monotonic
from typing import Any

import msgspec
import sqlalchemy as sa
from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.caching import JSON, LATEST, Answer, Dataset, Headers, dataset, etag_of, header, kept, target_of
from api.faults import Busy, as_problem
from api.gate import gate
from api.languages import UNTRANSLATED, Language, language_of
from api.problems import Problem, response
from api.query import Query
from api.route import Directory
from api.safety import OF_DATA
from models.database import LEAST, answering, reading
from models.pace import glance
from models.settings import settings

EXPOSED = (
    *("ETag", "Link", "Location", "Retry-After", "Content-Disposition"),
    *("RateLimit", "RateLimit-Policy", "X-Request-Id"),
)
"""Headers that a browser may show to a page of another origin."""

Make = Callable[[sa.Connection, int], Any]
"""Makes the body of an answer from one snapshot of the data and its revision."""


def respond(request: Request, query: Query, make: Make, media_type: str = JSON, links: Headers | None = None) -> Answer:
    """Answer from one snapshot of the data: a kept answer, a 304 where the client has it already, or a new one.

    What `make` gives as bytes goes out as it is, anything else as JSON. `links` are headers of the answer.
    """
    address, known = query.canonical(request.scope["path"]), header(request.scope, b"if-none-match")
    # The connection is opened and given back in here, never held while the client reads: a pool cannot be starved.
    with answering() as connection:
        data = dataset(connection)
        etag = etag_of(address, data)
        answer = kept().answer(address, data.stamp)
        if answer is None:
            unchanged = Answer(etag, data.stamp, more=varying(query)) if known and known.strip() != "*" else None
            if unchanged and unchanged.unchanged(known):
                return unchanged
            body = make(connection, data.revision)
            ready = body if isinstance(body, bytes) else msgspec.json.encode(body)
            more = [*following(body), *varying(query), *spoken_in(query, UNSAID in ready), *(links or [])]
            answer = Answer(etag, data.stamp, ready, media_type, more)
    kept().keep(target_of(request.scope), address, answer)
    return answer


UNSAID = f'"{UNTRANSLATED}":["'.encode()
"""What an answer has in it if some of it is not in the language that was asked for."""


def varying(query: Query) -> Headers:
    """Give the header by which a cache tells answers to the same address apart, where they differ by language."""
    return [(b"vary", b"Accept-Language")] if "lang" in type(query).model_fields else []


def spoken_in(query: Query, in_part: bool) -> Headers:
    """Give the header that names the language of an answer; English too, where it stands in for another in part."""
    if "lang" not in type(query).model_fields:
        return []
    language = language_of(query)
    both = in_part and language != Language.EN
    return [(b"content-language", f"{language}, {Language.EN}".encode() if both else language.encode())]


def following(body: Any) -> Headers:
    """Give the header that names the next page, where an answer has one."""
    page = body["links"]["next"] if isinstance(body, dict) and "links" in body else None
    return [(b"link", f'<{page}>; rel="next"'.encode())] if page else []


class Front:
    """Answers requests for data: with a kept answer before anything else looks at them, else with a new one.

    It asks for the revision of the data each time, so a kept answer is never older than the last committed change,
    whichever process made it.
    """

    def __init__(self, directory: Directory, origins: Sequence[str]) -> None:
        self.directory, self.origins = directory, origins
        self.everyone = "*" in origins
        self.exposed = (b"access-control-expose-headers", ", ".join(EXPOSED).encode())
        self.added: Headers = [(b"access-control-allow-origin", b"*"), self.exposed, *OF_DATA]

    async def answered(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Answer a request for data, and tell whether it was one.

        Raises Problem where it is one, and cannot be answered.
        """
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return False
        answer = kept().at(target_of(scope))
        if settings().database_read_url and scope["path"].startswith(("/v1/", "/sdmx/")):
            stamp = (await newest()).stamp
        else:
            stamp = "" if answer is None else stamp_here() or (await newest()).stamp
        if answer is None or answer.stamp != stamp:
            answer = await self.directory.answer(scope)
            if answer is None:
                return False
            kept().misses += 1
        else:
            kept().hits += 1
        scope["added"] = self.added if self.everyone else self.allowed(scope)
        await answer(scope, receive, send)
        return True

    def refusing(self, problem: Problem) -> ASGIApp:
        """Give what answers with a problem, which a page of another origin may read."""

        async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
            answer = response(problem, scope["path"])
            answer.raw_headers += self.added if self.everyone else self.allowed(scope)
            await answer(scope, receive, send)

        return refuse

    def allowed(self, scope: Scope) -> Headers:
        """Give the headers by which a browser lets a page of another origin read, and those of every answer."""
        origin = header(scope, b"origin")
        always = [(b"vary", b"Origin"), *OF_DATA]
        if origin not in self.origins:
            return always
        return [(b"access-control-allow-origin", origin.encode()), self.exposed, *always]


def stamp_here() -> str:
    """Give the stamp of the newest revision, where that takes microseconds: on SQLite; else nothing."""
    row = glance(settings().database_url, LATEST)
    return row[1] if row else ""


async def newest() -> Dataset:
    """Give the newest revision, as of after it was asked for; while the primary is away, that of its replicas.

    Raises Problem where no database answers.
    """
    primary, replicas = _shared(settings().database_url), settings().database_read_url
    try:
        if not replicas:
            return await primary()
        if found := await primary.soon():
            LEAST.set(found.revision)
            return found
        return await _shared(replicas)()
    except (sa.exc.SQLAlchemyError, Busy) as error:
        raise as_problem(error) from error


def _read(url: str) -> Dataset:
    with reading(url, within=settings().query_timeout) as connection:
        return dataset(connection)


SOON, AWAY = 0.4, 2.0
"""Seconds that a primary has to say its revision where replicas could, and for which it is not asked if it did not."""


class Shared:
    """One question at a time for many who ask.

    It serves all who were there before it was sent: an answer to an earlier one could miss a change that a client has
    already been told of.
    """

    def __init__(self, url: str) -> None:
        self.url, self.away_until = url, 0.0
        self.asked: asyncio.Task[Dataset] | None = None
        self.next: asyncio.Task[Dataset] | None = None

    async def soon(self) -> Dataset | None:
        """Wait for the answer, but not long; nothing where it does not come."""
        if monotonic() < self.away_until:
            return None
        try:
            async with asyncio.timeout(SOON):
                return await self()
        except (TimeoutError, sa.exc.SQLAlchemyError):
            self.away_until = monotonic() + AWAY
            return None

    async def __call__(self) -> Dataset:
        """Wait for the answer to a question that is sent from now on."""
        if self.next is None:
            self.next = asyncio.create_task(self._ask(self.asked))
            # Who asked may have stopped waiting: a fault is nothing to complain about then.
            self.next.add_done_callback(lambda asked: asked.cancelled() or asked.exception())
        return await asyncio.shield(self.next)

    async def _ask(self, before: "asyncio.Task[Dataset] | None") -> Dataset:
        if before is not None:
            await asyncio.wait([before])
        self.asked, self.next = self.next, None
        try:
            return await gate().aside(_read, self.url)
        finally:
            self.asked = None


_shared = cache(Shared)
