"""The app: routes, errors, and what every request passes through."""

import gc
import os
from asyncio import CancelledError
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from ctypes import CDLL
from importlib.metadata import version
from time import monotonic

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import Receive, Scope, Send
from starlette_compress import CompressMiddleware

from api.audit import Audit
from api.counting import COUNTS, shared
from api.documentation import document
from api.explorer import explorer
from api.export import export_router
from api.gate import SINCE
from api.hosts import misdirected, names
from api.jobs import stop
from api.limits import Limits
from api.metrics import seen
from api.middleware import CodedETag, Edge, Head
from api.problems import Problem, on_http_exception, on_invalid_request, on_problem
from api.route import Directory
from api.router import router
from api.routes import RESOURCES, changes, feed
from api.routes.beside import BESIDE
from api.routes.changes import history_router
from api.safety import telling
from api.serving import EXPOSED, Front
from api.stats import stats_router
from api.stopping import ending, heed
from api.writing import write_router
from models.settings import settings

M_ARENA_MAX = -8
"""What glibc's `malloc.h` calls the number of its arenas."""


class Entente(FastAPI):
    """The app, with limits and data before everything else that a request passes through."""

    front: Front
    limits: Limits | None
    audit: Audit
    hosts: frozenset[str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return await super().__call__(scope, receive, send)
        SINCE.set(monotonic())
        try:
            if self.audit.watches(scope):
                return await self.audit.watch(self.counted, scope, receive, send)
            await self.counted(scope, receive, send)
        except CancelledError:
            # The server stops. What has begun to be sent cannot be taken back: it ends where it is.
            with suppress(RuntimeError):
                await self.front.refusing(ending("The process stopped before the request was answered."))(
                    scope, receive, send
                )
            raise

    async def counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, if its sender has not sent too many."""
        standing = await self.limits.standing(scope) if self.limits is not None else None
        if standing is not None:
            send = standing.telling(send)
            if not standing.passes:
                return await self.audit.watch(self.front.refusing(standing.problem()), scope, receive, send)
        if self.hosts and (problem := misdirected(scope, self.hosts)):
            return await self.audit.watch(self.front.refusing(problem), scope, receive, send)
        try:
            if await self.front.answered(scope, receive, send):
                return
        except Problem as problem:
            return await self.audit.watch(self.front.refusing(problem), scope, receive, send)
        await self.audit.watch(super().__call__, scope, receive, telling(send))


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    """Stop step by step when the server is told to, and end what it has begun."""
    heed()
    async with shared(seen):
        yield
    await run_in_threadpool(stop)


def create_app() -> Entente:
    """Build the app from the settings."""
    app = Entente(
        title="Entente",
        summary="Regional-integration data, each fact with its source.",
        version=version("entente"),
        openapi_tags=[{"name": r.path, "description": r.words} for r in RESOURCES]
        + [{"name": "search", "description": "Full text over several kinds of record at once."}]
        + [{"name": "overview", "description": "Many records in one answer: timeline, network, country, pair."}]
        + [{"name": "sdmx", "description": "Trade metrics for clients of SDMX: data and structure."}]
        + [{"name": "changes", "description": "What changed, and when: for those who keep a copy."}]
        + [{"name": "imports", "description": "Whole files from holders of a key, and what became of them."}]
        + [{"name": "meta", "description": "What this service holds, and whether it is well."}],
        license_info={"name": "MIT (code)", "identifier": "MIT"},
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    # Paths that say more come before those that take any id.
    for routes in (*BESIDE, feed.routes, changes.routes):
        app.include_router(routes)
    for resource in RESOURCES:
        for part in (stats_router, export_router, history_router, router, write_router):
            app.include_router(part(resource))
    app.include_router(explorer)
    document(app)
    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(HTTPException, on_http_exception)
    app.add_exception_handler(RequestValidationError, on_invalid_request)
    origins = [origin.strip() for origin in settings().cors_origins.split(",")]
    # The last one added is the first that a request meets.
    app.add_middleware(Edge)
    app.add_middleware(CompressMiddleware)
    app.add_middleware(CodedETag)
    app.add_middleware(Head)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=EXPOSED,
        max_age=86400,
    )
    app.front, app.audit = Front(Directory(app), origins), Audit(app)
    COUNTS.named = app.audit.templates.named
    app.hosts = names(settings().hosts)
    app.limits = Limits(settings()) if settings().rate_limit or settings().rate_limit_key else None
    return app


app = create_app()

# What the app is made of stays: to look through all of it for garbage would stop every request for a while.
gc.collect()
gc.freeze()
# An answer makes many objects and leaves none behind.
gc.set_threshold(10_000)

# Else each thread takes memory from an arena of its own, and much of what is freed there stays there: a fifth more, and
# growing for as long as the process serves. Only glibc is so, and who runs it may have set a number.
if "MALLOC_ARENA_MAX" not in os.environ:
    with suppress(OSError, AttributeError):
        CDLL(None).mallopt(M_ARENA_MAX, 2)
