"""Who did what: a line of the log for each request that writes or is refused, and for all with `access_log`.

A line names the route by its template and nothing that a client has written, apart from a request id of a sane form.
"""

import logging
import re
from functools import lru_cache
from time import perf_counter
from typing import Any
from uuid import uuid4

import structlog
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount, compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.caching import header
from api.counting import OTHER
from models.settings import settings
from seed.logs import REQUEST_ID

log: Any = structlog.wrap_logger(
    logging.getLogger("entente.audit"),
    processors=[structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    wrapper_class=structlog.stdlib.BoundLogger,
)

SAFE = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing (RFC 9110, 9.2.1)."""

METHODS = (*SAFE, "POST", "PUT", "PATCH", "DELETE")
"""Methods that a line names; another is `other`, since a client may make up any."""

REFUSED = (401, 403, 429)
"""Statuses of who had no key, not the right one, or sent too much: always logged."""

FAR = 300
"""Letters of a path by which its template is known: more would only fill what is kept."""

SANE = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Templates:
    """Finds the template of a route by the path of a request."""

    def __init__(self, app: FastAPI) -> None:
        routes = ((str(found.path), found.original_route) for found in iter_route_contexts(app.routes))
        self.routes = [
            (compile_path(path)[0], frozenset(getattr(route, "methods", None) or ()), path) for path, route in routes
        ]
        mounts = (route.path for route in app.routes if isinstance(route, Mount))
        self.routes += [(re.compile(f"{path}/"), frozenset(SAFE), f"{path}/{{path}}") for path in mounts]
        # Most paths are found in a step or two; to look through all routes takes as long as a short query.
        paths = [template for _, _, template in self.routes]
        self.plain = {path for path in paths if "{" not in path}
        self.begun = {start: path for path in paths if "{" not in (start := path.rpartition("/")[0]) and "{" in path}
        self.far = lru_cache(1_000)(self.of)

    def named(self, path: str, method: str) -> tuple[str, str]:
        """Give the template and the method as they are counted: few, whatever a client asks for."""
        method = method if method in METHODS else OTHER
        if path in self.plain:
            return path, method
        return self.begun.get(path[: path.rfind("/")]) or self.far(path[:FAR], method) or OTHER, method

    def of(self, path: str, method: str) -> str | None:
        """Give it; of several, one that knows the method; nothing for a path that is not served."""
        found = [(methods, template) for pattern, methods, template in self.routes if pattern.match(path)]
        return next((template for methods, template in found if method in methods), found[0][1] if found else None)


class Audit:
    """Follows requests to their end."""

    def __init__(self, app: FastAPI) -> None:
        self.templates, self.all = Templates(app), settings().access_log

    def watches(self, scope: Scope) -> bool:
        """Tell whether a request is logged, however it ends."""
        return self.all or scope["method"] not in SAFE

    async def watch(self, answer: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request be answered, give its id with the answer where that is of use, and log what is to be logged."""
        if "watched" in scope:
            return await answer(scope, receive, send)
        scope["watched"] = True
        begun, status, always, id = perf_counter(), 500, self.watches(scope), identity(scope)
        # Middleware hands on copies of the scope, but not of this.
        notes: dict[str, str] = scope.setdefault("notes", {})

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if always or status >= 400:
                    message = {**message, "headers": [*message["headers"], (b"x-request-id", id.encode())]}
            await send(message)

        before = REQUEST_ID.set(id)
        try:
            await answer(scope, receive, sending)
        finally:
            REQUEST_ID.reset(before)
            if always or status in REFUSED:
                spent = round((perf_counter() - begun) * 1000, 3)
                log.info("request", request_id=id, **notes, **self.what(scope), status=status, duration_ms=spent)

    def what(self, scope: Scope) -> dict[str, str | None]:
        """Say what was asked for, in words of ours."""
        method = scope["method"]
        return {
            "method": method if method in METHODS else OTHER,
            "route": self.templates.of(scope["path"], method),
        }


def identity(scope: Scope) -> str:
    """Give the id of a request: the client's own, if it is of a sane form."""
    given = header(scope, b"x-request-id")
    return given if SANE.fullmatch(given) else uuid4().hex
