"""The log: who did what, in lines that nobody can break or fill with what they like."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.audit import Audit
from models.api_key import KeyScope
from models.settings import settings
from tests.api.test_problems import is_problem
from tests.server import serving
from tests.writing import audited, client, guarded, key, logged, sent

pytestmark = pytest.mark.alike

FIELDS = ["time", "level", "logger", "event", "request_id", "method", "route", "status", "duration_ms"]
FORGED = "x\nFORGED\r\nFORGED\x85FORGED\u2028FORGED"
CODED = "x%0aFORGED%0d%0aFORGED%c2%85FORGED%e2%80%a8FORGED"


@pytest.fixture
def form(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A form of the log, as the setting has it."""
    monkeypatch.setenv("ENTENTE_LOG_FORMAT", request.param)
    settings.cache_clear()
    yield request.param
    monkeypatch.undo()
    settings.cache_clear()


json_only = pytest.mark.parametrize("form", ["json"], indirect=True)
both = pytest.mark.parametrize("form", ["json", "text"], indirect=True)


@pytest.fixture
def asks(form: str, empty: str) -> TestClient:
    """A client of an app that can write."""
    settings.cache_clear()
    return client()


@json_only
def test_a_line_for_each_request_that_writes(asks: TestClient) -> None:
    mine = key(KeyScope.WRITE)
    with logged() as lines:
        answer = asks.put("/v1/write/secret-path?q=secret-query", headers=sent(mine))
    line = audited(lines)[0]
    assert len(audited(lines)) == 1
    assert list(line) == [*FIELDS[:5], "key", *FIELDS[5:]]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", line["time"])
    assert (line["key"], line["method"], line["status"]) == (mine.split("_")[1], "PUT", 200)
    assert line["route"] == "/v1/{scope}/{id}"
    assert line["duration_ms"] > 0
    assert line["request_id"] == answer.headers["x-request-id"]
    assert not [secret for secret in ("secret", mine, mine.split("_")[2]) if secret in str(line)]


@json_only
def test_each_refused_key_and_no_reader(asks: TestClient) -> None:
    mine = key(KeyScope.IMPORT)
    with logged() as lines:
        for headers in ({}, sent("nonsense"), sent(mine)):
            asks.put("/v1/write/x", headers=headers)
        for path in ("/v1/treaties", "/healthz", "/v1/treaties?x=1", "/docs"):
            asks.get(path, headers=sent(mine))
    assert [(line["status"], "key" in line) for line in audited(lines)] == [(401, False), (401, False), (403, True)]


@json_only
@pytest.mark.parametrize(
    ("given", "taken"),
    [("a-B.c_9", True), ("x" * 64, True), ("x" * 65, False), ("", False), ("a b", False), ("é", False), ("a;b", False)],
)
def test_a_request_has_an_id_of_a_sane_form(given: str, taken: bool, asks: TestClient) -> None:
    for method, path in (("GET", "/v1/nothing"), ("PUT", "/v1/write/x"), ("GET", "/v1/treaties?x=1")):
        answer = asks.request(method, path, headers={b"X-Request-Id": given.encode("latin-1")})
        id = answer.headers["x-request-id"]
        assert (id == given) == taken
        assert taken or re.fullmatch("[0-9a-f]{32}", id)
    assert "x-request-id" not in asks.get("/healthz").headers


@json_only
def test_an_unexpected_fault_is_found_by_the_id(asks: TestClient) -> None:
    with logged() as lines:
        answer = asks.post("/v1/fail/oh-no", headers={"X-Request-Id": "mine"})
    assert is_problem(answer, 500)
    found = [json.loads(line) for line in lines]
    fault = next(line for line in found if line["level"] == "error")
    assert (fault["request_id"], fault["event"]) == ("mine", "unexpected RuntimeError")
    assert "RuntimeError: oh-no" in fault["exception"]
    assert "tests/writing.py" in fault["exception"]
    assert next(line for line in found if line["event"] == "request")["request_id"] == "mine"


@both
def test_nothing_from_outside_breaks_a_line(asks: TestClient, form: str) -> None:
    hostile = FORGED.encode()
    with logged() as lines:
        for name in (b"X-Request-Id", b"X-API-Key", b"User-Agent", b"X-Forwarded-For"):
            asks.put(f"/v1/write/{CODED}?q={CODED}", headers={name: hostile}, content=hostile)
        asks.post(f"/v1/fail/{CODED}", content=hostile)
        asks.request("FORGED", f"/v1/{CODED}")
    ours = [line for line in lines if "httpx" not in line]
    assert len(ours) == 7
    for part in "".join(f"{line}\n" for line in ours).splitlines():
        assert not part.startswith("FORGED")
        if form == "text":
            assert re.match(r"(\d{4}-\d\d-\d\dT\S+Z (info|error) entente|    \| )", part)
        else:
            assert json.loads(part)
    assert sum("FORGED" in line for line in ours) == 1
    failed = next(line for line in ours if "FORGED" in line)
    assert r"x\nFORGED" in (failed if form == "text" else json.loads(failed)["exception"])


def test_with_access_log_all_requests_are_logged(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTENTE_ACCESS_LOG", "true")
    monkeypatch.setenv("ENTENTE_LOG_FORMAT", "json")
    settings.cache_clear()
    monkeypatch.setattr(guarded(), "audit", Audit(guarded()))
    asks = client()
    with logged() as lines:
        answers = [asks.get(path) for path in ("/v1/treaties", "/v1/treaties/x%0ay", "/assets/pages.css", "/none/x")]
    routes = [line.get("route") for line in audited(lines)]
    assert routes == ["/v1/treaties", "/v1/treaties/{id}", "/assets/{path}", None]
    assert [line["request_id"] for line in audited(lines)] == [a.headers["x-request-id"] for a in answers]
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.slow
def test_every_process_logs_in_one_form(seeded_url: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with serving(seeded_url, log, ENTENTE_ACCESS_LOG="true", ENTENTE_WORKERS="2") as base:
        for _ in range(2):
            assert httpx.get(f"{base}/v1/meta").headers["x-request-id"]
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    plain = [line for line in log.read_text().splitlines() if not line.startswith("{")]
    assert {"uvicorn.error", "entente.audit"} <= {line["logger"] for line in lines}
    assert sum(line.get("route") == "/v1/meta" for line in lines) == 2
    assert [line for line in plain if not line.startswith("Swagger UI: ")] == []
