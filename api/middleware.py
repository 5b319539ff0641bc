"""What happens to every request before and after its route, as plain ASGI."""

import re

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.faults import as_problem
from api.problems import Problem, response

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

        await self.app({**scope, "method": "GET", "head": True}, receive, sending)


class CodedETag:
    """Gives each content coding of an answer an ETag of its own, as a strong one must have (RFC 9110, 8.8.3.3)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the coding to the ETag of an answer, and take it off those that a client sends back."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        sent = Headers(scope=scope).get("if-none-match", "")
        bare = [(n, CODING.sub('"', v.decode("latin-1")).encode("latin-1")) for n, v in scope["headers"] if n == KNOWN]
        rest = [(name, value) for name, value in scope["headers"] if name != KNOWN]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _code(MutableHeaders(raw=message["headers"]), message["status"], sent)
            await send(message)

        await self.app({**scope, "headers": rest + bare}, receive, sending)


KNOWN = b"if-none-match"
CODING = re.compile(r'-(?:gzip|br|zstd)"')


def _code(headers: MutableHeaders, status: int, sent: str) -> None:
    etag = headers.get("etag")
    if not etag:
        return
    if "accept-encoding" not in headers.get("vary", "").lower():
        headers.add_vary_header("Accept-Encoding")
    coding = headers.get("content-encoding")
    if status == 304 and (found := re.search(re.escape(etag[:-1]) + CODING.pattern, sent)):
        headers["etag"] = found[0]
    elif coding and not etag.endswith(f'-{coding}"'):
        headers["etag"] = f'{etag[:-1]}-{coding}"'
