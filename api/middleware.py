"""What happens to every request before and after its route, as plain ASGI."""

import logging
from typing import Any

from fastapi import Request
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import Problem, response

log = logging.getLogger("entente")

LONGEST_QUERY = 250_000
"""Bytes of a query that are read: enough for the longest list that the documentation allows."""


class Edge:
    """Refuses what no route should see, and turns what no route has caught into a problem document.

    An exception that escapes to the server closes the connection without saying so; the next request on it fails.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it is malformed."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        if "\x00" in scope["path"] or b"%00" in scope["query_string"] or b"\x00" in scope["query_string"]:
            detail = "There is a NUL byte in the path or the query. Remove it."
            return await self._refuse(Problem("malformed-request", detail), scope, receive, send)
        if len(scope["query_string"]) > LONGEST_QUERY:
            detail = f"The query has more than {LONGEST_QUERY} bytes. Ask for less at once."
            return await self._refuse(Problem("uri-too-long", detail), scope, receive, send)
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as error:
            if started:
                raise
            await self._refuse(as_problem(error), scope, receive, send)

    async def _refuse(self, problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
        await response(problem, Request(scope).url.path)(scope, receive, send)


def as_problem(error: Exception) -> Problem:
    """Give the problem of an exception that nobody expected; it is logged, and never shown."""
    if isinstance(error, OperationalError | PoolTimeout) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    ):
        log.warning("database unavailable: %s", error)
        return Problem("unavailable", "The database does not answer at the moment.", Retry_After="5")
    log.error("unexpected %s", type(error).__name__, exc_info=error)
    return Problem("internal-error", "Something went wrong here. It has been logged.")


class Head:
    """Answers HEAD as GET without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask the route for GET, and keep its body back."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            return await self.app(scope, receive, send)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.body":
                if message.get("more_body"):
                    return
                message = {"type": "http.response.body", "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, sending)


class CodedETag:
    """Gives each content coding of an answer an ETag of its own, as a strong one must have (RFC 9110, 8.8.3.3)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the coding to the ETag of a compressed answer, and tell caches that there are several."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers: Any = MutableHeaders(raw=message["headers"])
                coding, etag = headers.get("content-encoding"), headers.get("etag")
                if etag and "accept-encoding" not in headers.get("vary", "").lower():
                    headers.add_vary_header("Accept-Encoding")
                if etag and coding:
                    headers["etag"] = f'{etag[:-1]}-{coding}"'
            await send(message)

        await self.app(scope, receive, sending)
