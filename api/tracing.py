"""The app with a trace of each request and of its SQL, for OpenTelemetry; `entente serve` runs it where one is wanted.

Nothing of this is loaded otherwise. The variables are those of OpenTelemetry itself: `OTEL_EXPORTER_OTLP_ENDPOINT`,
`OTEL_TRACES_EXPORTER`, `OTEL_SERVICE_NAME`, `OTEL_TRACES_SAMPLER`, and what else its library reads.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import sqlalchemy as sa
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagate import extract
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SpanExporter
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import models.driver
from api.audit import identity
from api.counting import COUNTS

ID = b"x-request-id"

EXPORTERS: dict[str, type[SpanExporter]] = {"otlp": OTLPSpanExporter, "console": ConsoleSpanExporter}


QUIET: Any = {"record_exception": False, "set_status_on_exception": False}
"""What a database says of an error may hold what a client has written."""


class Traced:
    """An app whose requests are traced: route, status and id, as the semantic conventions for HTTP name them."""

    def __init__(self, app: ASGIApp, provider: TracerProvider) -> None:
        self.app, self.provider, self.tracer = app, provider, provider.get_tracer("entente")
        models.driver.within, self.listeners = around(self.tracer), listeners(self.tracer)
        for event, function in self.listeners.items():
            sa.event.listen(sa.Engine, event, function)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request within a span; send what is left at the end."""
        if scope["type"] == "http":
            return await self.traced(scope, receive, send)
        await self.app(scope, receive, send)
        self.provider.shutdown()

    async def traced(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request within a span, which goes on that of the client where there is one."""
        id = identity(scope)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        # Whoever else needs an id finds this one: the log and the answer.
        scope["headers"] = [*(pair for pair in scope["headers"] if pair[0] != ID), (ID, id.encode())]
        route, method = COUNTS.named(scope["path"], scope["method"])
        known = {"http.request.method": method, "http.route": route, "entente.request_id": id}
        with self.tracer.start_as_current_span(
            f"{method} {route}", extract(headers), SpanKind.SERVER, known, **QUIET
        ) as span:

            async def sending(message: Message) -> None:
                if message["type"] == "http.response.start":
                    answered(span, message["status"])
                await send(message)

            await self.app(scope, receive, sending)


def answered(span: Span, status: int) -> None:
    """Note the status of an answer; only a fault of ours is one of the span."""
    span.set_attribute("http.response.status_code", status)
    if status >= 500:
        span.set_status(StatusCode.ERROR)


def around(tracer: Tracer) -> Callable[[str], AbstractContextManager[None]]:
    """Give what puts a span around a statement in the driver's own words."""

    @contextmanager
    def span(sql: str) -> Iterator[None]:
        with tracer.start_as_current_span(named(sql), None, SpanKind.CLIENT, {"db.query.text": sql}, **QUIET) as own:
            try:
                yield
            except Exception:
                own.set_status(StatusCode.ERROR)
                raise

    return span


def listeners(tracer: Tracer) -> dict[str, Callable[..., None]]:
    """Give what puts a span around a statement of SQLAlchemy: functions by the event that calls them.

    It notes no values: clients write them.
    """

    def begin(_connection: Any, _cursor: Any, sql: str, _values: Any, context: Any, _many: bool) -> None:
        context.span = tracer.start_span(named(sql), kind=SpanKind.CLIENT, attributes={"db.query.text": sql})

    def end(_connection: Any, _cursor: Any, _sql: str, _values: Any, context: Any, _many: bool) -> None:
        context.span.end()

    def fail(context: Any) -> None:
        if span := getattr(context.execution_context, "span", None):
            span.set_status(StatusCode.ERROR)
            span.end()

    return {"before_cursor_execute": begin, "after_cursor_execute": end, "handle_error": fail}


def named(sql: str) -> str:
    """Name a statement by what it does: `SELECT`."""
    return sql.split(None, 1)[0]


def provided() -> TracerProvider:
    """Make what sends spans, as the environment says."""
    os.environ.setdefault("OTEL_SERVICE_NAME", "entente")
    provider = TracerProvider()
    for name in os.environ.get("OTEL_TRACES_EXPORTER", "otlp").split(","):
        provider.add_span_processor(BatchSpanProcessor(EXPORTERS[name.strip()]()))
    return provider
