"""How a data request reaches its function: found by its path in one step, its parameters read once, done in place."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, get_origin
from urllib.parse import parse_qsl

import sqlalchemy as sa
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import ValidationError
from starlette.types import Scope

from api.caching import Answer
from api.faults import STOPPED, as_problem
from api.gate import gate
from api.languages import Language, preferred
from api.problems import Problem, ProblemError, invalid
from api.query import Query
from models.driver import code_of
from models.engines import is_sqlite
from models.pace import PACE
from models.settings import settings

Handle = Callable[[Request], Coroutine[Any, Any, Response]]


class DataRoute(APIRoute):
    """A route whose function takes a request, its one query model, and the parts of its path.

    FastAPI documents it as any other. At run time the general machinery for parameters would cost as much as the
    query of the database, and so would a thread: on SQLite the function runs in place for as long as it is short,
    and starts again in a thread where it turns out not to be.
    """

    def get_route_handler(self) -> Handle:
        """Give what answers a request."""
        endpoint, query = self.endpoint, self.dependant.query_params[0].field_info.annotation

        async def handle(request: Request) -> Response:
            work = partial(endpoint, request=request, query=parse(query, request.scope), **request.path_params)
            if is_sqlite(settings().database_url):
                turns = gate().turns
                if not turns.free():
                    await turns.wait()
                try:
                    with PACE:
                        return work()  # type: ignore[no-any-return]
                except sa.exc.OperationalError as error:
                    if code_of(error) not in STOPPED:
                        raise
            return await gate().in_thread(work)

        return handle


def parse(model: Any, scope: Scope) -> Query:
    """Read the query of a request; every fault in it is told at once."""
    pairs = _pairs(scope["query_string"].decode("latin-1"))
    found: dict[str, Any] = dict(pairs)
    if len(found) < len(pairs):
        found = _gathered(model, pairs)
    if "lang" in model.model_fields and "lang" not in found and (language := preferred(scope)) != Language.EN:
        found["lang"] = language
    try:
        query: Query = model.model_validate(found)
    except ValidationError as error:
        raise RequestValidationError([{**fault, "loc": ("query", *fault["loc"])} for fault in error.errors()]) from None
    return query


def _gathered(model: Any, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Give the values of parameters of which some are repeated, as a list may be."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    fields = model.model_fields
    repeated = [
        n for n, v in found.items() if len(v) > 1 and n in fields and get_origin(fields[n].annotation) is not list
    ]
    if repeated:
        detail = "Takes one value; name it once."
        raise invalid([ProblemError(parameter=name, code="repeated", detail=detail) for name in sorted(repeated)])
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def _pairs(text: str) -> list[tuple[str, str]]:
    if "%" in text or "+" in text:
        return parse_qsl(text, keep_blank_values=True)
    # The same for what is not coded, as most queries are not, at a fraction of the cost.
    return [(name, value) for name, _, value in (part.partition("=") for part in text.split("&") if part)]


class Directory:
    """Finds data routes by their path: those of an app, in two dictionaries."""

    def __init__(self, app: FastAPI) -> None:
        self.whole: dict[str, Handle] = {}
        self.begun: dict[str, tuple[str, Handle]] = {}
        for context in iter_route_contexts(app.routes):
            if isinstance(context.original_route, DataRoute):
                self._add(str(context.path), context.original_route.get_route_handler())

    def _add(self, path: str, handle: Handle) -> None:
        start, _, last = path.rpartition("/")
        if "{" not in path:
            self.whole[path] = handle
        elif "{" not in start and ":" not in last:
            self.begun[start] = (last.strip("{}"), handle)

    async def answer(self, scope: Scope) -> Answer | None:
        """Answer a request, or None where the app has to look at it: for another kind of path, and for its own faults.

        Raises Problem for a fault that is ours: to meet it again would take as long again.
        """
        path: str = scope["path"]
        if b"%00" in scope["query_string"] or "\x00" in path:
            return None
        parts: dict[str, str] = {}
        handle = self.whole.get(path)
        if handle is None:
            start, _, last = path.rpartition("/")
            if start not in self.begun:
                return None
            name, handle = self.begun[start]
            parts = {name: last}
        try:
            scope["path_params"] = parts
            answer = await handle(Request(scope))
        except (Problem, RequestValidationError):
            # The app meets the same fault again, and knows how to explain it.
            return None
        except Exception as error:
            raise as_problem(error) from error
        return answer if isinstance(answer, Answer) else None
