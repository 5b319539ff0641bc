"""Writes to a PostgreSQL server that goes away in the middle: none is lost, and none is made twice."""

import time
from collections.abc import Iterator
from threading import Event, Thread

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

import api.gate
import api.writing
from api.main import app
from api.persisting import LAST
from models.engines import CONNECT, is_sqlite
from models.settings import settings
from tests.api.test_writing import TREATY, key
from tests.conftest import disconnect, use
from tests.relay import Relay, relayed


@pytest.fixture
def away(own: str) -> Iterator[tuple[TestClient, Relay]]:
    """A client that may write, and the way to its server."""
    if is_sqlite(own):
        pytest.skip("SQLite has no server that could be away")
    with relayed(own) as (url, relay):
        use(url)
        try:
            client = TestClient(app, raise_server_exceptions=False, headers=key("write"))
            assert client.put("/v1/treaties/first", json=TREATY).status_code == 201
            yield client, relay
        finally:
            disconnect(url)
            use(own)


def revisions(client: TestClient) -> int:
    return int(client.get("/v1/meta").json()["revision"])


def test_a_write_waits_for_its_server(away: tuple[TestClient, Relay], monkeypatch: pytest.MonkeyPatch) -> None:
    client, relay = away
    tried, answers, sleep = Event(), list[Response](), time.sleep

    def sleeping(seconds: float) -> None:
        tried.set()
        sleep(seconds)

    monkeypatch.setattr(time, "sleep", sleeping)
    # The key is looked up before: without a database nobody is known.
    relay.lose(b"INSERT INTO revision")
    relay.then = relay.close
    thread = Thread(target=lambda: answers.append(client.put("/v1/treaties/new", json=TREATY)))
    thread.start()
    assert tried.wait(10)
    relay.open()
    thread.join()
    assert answers[0].status_code == 201


@pytest.mark.parametrize("condition", [{}, {"If-None-Match": "*"}])
def test_a_lost_answer_to_a_commit_is_no_second_write(
    away: tuple[TestClient, Relay], condition: dict[str, str]
) -> None:
    client, relay = away
    before = revisions(client)
    relay.lose(b"INSERT INTO revision")
    answer = client.put("/v1/treaties/new", json=TREATY, headers=condition)
    assert (answer.status_code, answer.json()["title"], relay.lost) == (201, TREATY["title"], 1)
    relay.lose(b"INSERT INTO revision")
    changed = client.put("/v1/treaties/new", json=TREATY | {"title": "B"}, headers={"If-Match": answer.headers["etag"]})
    assert (changed.status_code, changed.json()["title"], relay.lost) == (200, "B", 2)
    relay.lose(b"INSERT INTO revision")
    assert (client.delete("/v1/treaties/new").status_code, relay.lost) == (204, 3)
    assert revisions(client) == before + 3


def test_a_write_gives_up_when_its_time_is_over(
    away: tuple[TestClient, Relay], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, relay = away
    monkeypatch.setattr(api.writing, "BUDGET", LAST + 0.2)
    relay.lose(b"INSERT INTO revision")
    relay.then = relay.close
    answer = client.put("/v1/treaties/new", json=TREATY)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_all_that_a_request_waits_for_is_on_one_clock(
    away: tuple[TestClient, Relay], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, relay = away
    monkeypatch.setattr(settings(), "query_timeout", 0.2)
    monkeypatch.setattr(api.gate, "GRACE", 0.3)
    disconnect(settings().database_url)
    relay.freeze()
    for ask in (client.get, client.delete):
        began = time.monotonic()
        # The key is looked up twice, each time on a new connection, for which a driver waits this long.
        answer = ask("/v1/treaties/first")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert time.monotonic() - began < CONNECT / 2
    relay.open()
    assert client.get("/v1/treaties/first").status_code == 200
