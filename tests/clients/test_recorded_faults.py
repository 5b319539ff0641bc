"""What the Python clients make of faults, recorded as they come over the wire; nobody really waits."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from entente_client import Problem, Unexpected, Unreachable
from entente_client.models import TreatyRecord
from tests.clients.wires import RESET, Broken, Face

pytestmark = pytest.mark.alike

META = {
    "api_version": "v1",
    "revision": 7,
    "committed_at": "2026-11-24T09:00:00Z",
    "reason": "load",
    "counts": {"treaties": 2},
    "licences": {},
}
BUSY = {"type": "/problems/unavailable", "title": "Service unavailable", "status": 503}
BUSY |= {"detail": "Too many at once.", "instance": "/v1/meta", "errors": []}


def fine(body: Any = META, **headers: str) -> httpx.Response:
    return httpx.Response(200, json=body, headers=headers)


def busy(status: int = 503, **headers: str) -> httpx.Response:
    kept = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, json=BUSY | {"status": status}, headers=kept)


def test_a_busy_server_is_asked_again(face: Face) -> None:
    client, script = face.scripted(busy(Retry_After="7"), busy(429), busy(502), busy(504), fine())
    assert face.do(client.meta()).revision == 7
    # What it asked for, and half a second, doubled each time.
    assert script.waited == [7.5, 1.0, 2.0, 4.0]


def test_a_date_says_how_long_by_the_clock_of_the_server(face: Face) -> None:
    theirs = datetime(2026, 11, 28, tzinfo=UTC)
    until = format_datetime(theirs + timedelta(seconds=30), usegmt=True)
    client, script = face.scripted(busy(429, Retry_After=until, Date=format_datetime(theirs, usegmt=True)), fine())
    face.do(client.meta())
    assert script.waited == [30.5]


def test_without_a_clock_of_theirs_ours_counts(face: Face) -> None:
    past, soon = (format_datetime(datetime.now(UTC) + timedelta(seconds=s), usegmt=True) for s in (-99, 20))
    client, script = face.scripted(busy(Retry_After=past), busy(Retry_After=soon), fine())
    face.do(client.meta())
    assert script.waited[0] == 0.5
    assert 1 + 15 < script.waited[1] <= 1 + 20


@pytest.mark.parametrize("value", ["soon", "-5", "", "1e3", "NaN", "Thu, 99 Foo 0000 99:99:99 GMT"])
def test_nonsense_asks_for_nothing(value: str, face: Face) -> None:
    client, script = face.scripted(busy(Retry_After=value), fine())
    face.do(client.meta())
    assert script.waited == [0.5]


@pytest.mark.parametrize("value", ["61", "9" * 5_000])
def test_it_does_not_wait_beyond_its_budget(value: str, face: Face) -> None:
    client, script = face.scripted(busy(Retry_After=value))
    with pytest.raises(Problem, match="Too many at once"):
        face.do(client.meta())
    assert (len(script.sent), script.waited) == (1, [])


def test_patience_ends(face: Face) -> None:
    client, script = face.scripted(busy(), retries={"attempts": 4})
    with pytest.raises(Problem) as caught:
        face.do(client.meta())
    assert (caught.value.status, caught.value.kind, caught.value.sent) == (503, "unavailable", 4)
    assert len(script.sent) == 4
    client, script = face.scripted(busy(), retries={"attempts": 99, "budget": 10.0})
    with pytest.raises(Problem):
        face.do(client.meta())
    assert sum(script.waited) <= 10


@pytest.mark.parametrize("error", [RESET, httpx.ConnectError("refused"), httpx.ReadTimeout("slow")])
def test_a_connection_that_breaks_is_made_again(error: Exception, face: Face) -> None:
    client, script = face.scripted(error, httpx.Response(200, stream=Broken(b'{"api', error=RESET)), fine())
    assert face.do(client.meta()).revision == 7
    assert len(script.waited) == 2
    client, script = face.scripted(error)
    with pytest.raises(Unreachable, match="attempts: 5") as caught:
        face.do(client.meta())
    assert caught.value.__cause__ is error


def test_a_request_that_cannot_be_sent_is_not_repeated(face: Face) -> None:
    client, script = face.scripted(httpx.UnsupportedProtocol("no scheme"))
    with pytest.raises(Unreachable):
        face.do(client.meta())
    assert len(script.sent) == 1


def test_an_answer_that_still_holds_is_not_sent_again(face: Face) -> None:
    client, script = face.scripted(fine(ETag='"7-a"'), httpx.Response(304, headers={"ETag": '"7-a"'}))
    first, second = face.do(client.meta()), face.do(client.meta())
    assert first == second
    assert second.etag == '"7-a"'
    assert [request.headers.get("If-None-Match") for request in script.sent] == [None, '"7-a"']
    client, _ = face.scripted(httpx.Response(304))
    with pytest.raises(Unexpected):
        face.do(client.meta())


@pytest.mark.parametrize(
    "body", [b"", b"null", b"<html>", json.dumps(META).encode()[:-9], b'{"revision": "7"}', b"\xff", b"[" * 5_000]
)
def test_what_is_not_the_api_is_said_to_be_so(body: bytes, face: Face) -> None:
    client, script = face.scripted(httpx.Response(200, content=body, headers={"ETag": '"x"'}), fine())
    with pytest.raises(Unexpected, match="not as documented"):
        face.do(client.meta())
    # Nor is it kept.
    assert face.do(client.meta()).revision == 7
    assert "If-None-Match" not in script.sent[-1].headers


def test_a_refusal_names_every_fault(face: Face) -> None:
    errors: list[dict[str, str]] = [
        {"parameter": "sgined", "code": "unknown_parameter", "detail": "Did you mean signed?", "nearest": "signed"},
        {"parameter": "limit", "code": "less_than_equal", "detail": "At most 200."},
    ]
    body = BUSY | {"type": "/problems/invalid-parameter", "status": 422, "errors": errors}
    client, script = face.scripted(httpx.Response(422, json=body))
    with pytest.raises(Problem, match="422") as caught:
        face.all(client.treaties.list(limit=201))
    found = [(fault.parameter, fault.nearest) for fault in caught.value.errors]
    assert found == [
        ("sgined", "signed"),
        ("limit", None),
    ]
    assert len(script.sent) == 1


@pytest.mark.parametrize("status", [400, 502])
def test_others_may_refuse_in_their_own_words(status: int, face: Face) -> None:
    client, _ = face.scripted(httpx.Response(status, text="<h1>Bad</h1>" * 99))
    with pytest.raises(Problem) as caught:
        face.do(client.meta())
    assert (caught.value.type, caught.value.status, caught.value.errors) == ("about:blank", status, ())
    assert caught.value.detail.startswith("<h1>Bad")
    assert caught.value.instance == "/v1/meta"


def test_a_write_is_repeated_only_where_that_does_no_harm(face: Face) -> None:
    record = TreatyRecord(title="T", kind="treaty", citations=[])
    client, script = face.scripted(RESET, busy(412), key="secret")
    with pytest.raises(Problem) as caught:
        face.do(client.treaties.put("t", record, if_match='"1"'))
    # The first may have arrived: then the second meets its work.
    assert (caught.value.status, caught.value.sent) == (412, 2)
    assert {request.headers["If-Match"] for request in script.sent} == {'"1"'}
    assert json.loads(script.sent[-1].content) == {"title": "T", "kind": "treaty", "citations": []}
    client, script = face.scripted(RESET, busy(503, Retry_After="1"), busy(409))
    with pytest.raises(Problem):
        face.do(client.imports.create(b"a,b", "text/csv", format="countries"))
    assert len({request.headers["Idempotency-Key"] for request in script.sent}) == 1
    assert len(script.sent) == 3
