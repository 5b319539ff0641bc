"""Traces: a span of each request, with its SQL below it; sent by OpenTelemetry's protocol where a variable says so."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

import models.driver
from api.main import app
from api.tracing import Traced
from tests.server import serving

TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[TestClient, InMemorySpanExporter]]:
    """A client of the app with traces, and where they go."""
    monkeypatch.setattr(models.driver, "within", models.driver.within)
    kept, provider = InMemorySpanExporter(), TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(kept))
    traced = Traced(app, provider)
    yield TestClient(traced, raise_server_exceptions=False), kept
    for name, function in traced.listeners.items():
        sa.event.remove(sa.Engine, name, function)
    provider.shutdown()


@pytest.mark.usefixtures("seeded")
def test_a_request_has_its_statements_below_it(spans: tuple[TestClient, InMemorySpanExporter]) -> None:
    client, kept = spans
    asked = (
        ("/v1/treaties?limit=3&q=free&total=true", "GET /v1/treaties", 200),
        ("/readyz", "GET /readyz", 200),
        ("/v1/treaties/none", "GET /v1/treaties/{id}", 404),
        ("/nothing", "GET other", 404),
    )
    for path, name, status in asked:
        kept.clear()
        answer = client.get(path, headers={"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"})
        assert answer.status_code == status
        *below, span = kept.get_finished_spans()
        said = dict(span.attributes or {})
        assert (span.name, said["http.response.status_code"], said["http.route"]) == (name, status, name[4:])
        assert f"{span.context.trace_id:032x}" == TRACE
        if status >= 400:
            assert answer.headers["x-request-id"] == said["entente.request_id"]
        assert all(found.parent.span_id == span.context.span_id for found in below)  # type: ignore[union-attr]
        assert any("SELECT" in str((found.attributes or {})["db.query.text"]) for found in below) == (
            name != "GET other"
        )
        # What a client has written is in no trace.
        assert "free" not in str([(found.name, dict(found.attributes or {})) for found in kept.get_finished_spans()])


@pytest.mark.slow
def test_a_server_sends_them_where_it_is_told(own: str) -> None:
    names: list[str] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = ExportTraceServiceRequest.FromString(self.rfile.read(int(self.headers["content-length"])))
            names.extend(s.name for r in sent.resource_spans for scope in r.scope_spans for s in scope.spans)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Receiver) as receiver:
        threading.Thread(target=receiver.serve_forever).start()
        try:
            with serving(own, OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{receiver.server_port}") as base:
                assert httpx.get(f"{base}/v1/forums").status_code == 200
        finally:
            receiver.shutdown()
    # It had a moment only: what was left was sent at the end.
    assert {"GET /v1/forums", "SELECT"} <= set(names)
