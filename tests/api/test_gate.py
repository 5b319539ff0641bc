"""Deadlines of queries, a database that is away, and more requests than there is room for."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from starlette.types import Message

import api.gate
import api.routes.meta
import models.engines
from api.loop import Loop
from api.main import app
from models.engines import engine, is_sqlite
from models.settings import settings
from tests.api.test_writing import TREATY, key
from tests.conftest import disconnect, use
from tests.faults.cluster import until
from tests.relay import relayed

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


def endless(connection: sa.Connection, _revision: int) -> Any:
    return connection.exec_driver_sql(ENDLESS).scalar()


def test_the_database_stops_what_takes_too_long(seeded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "query_timeout", 0.2)
    monkeypatch.setattr(api.routes.meta, "description", endless)
    began = monotonic()
    answer = seeded.get("/v1/meta")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "took too long" in answer.json()["detail"]
    # Once, not again and again.
    assert monotonic() - began < 2
    assert seeded.get("/v1/treaties").status_code == 200


async def asked(path: str) -> tuple[int, dict[bytes, bytes]]:
    """Ask the app itself, as many may at once."""
    scope = {
        **{"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""},
        **{"http_version": "1.1", "scheme": "http", "server": None, "client": None, "root_path": "", "headers": []},
    }
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError("nobody sends anything")

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]["status"], dict(sent[0]["headers"])


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run something in the loop that the server has."""
    with asyncio.Runner(loop_factory=Loop) as runner:
        return runner.run(work)


@pytest.mark.usefixtures("seeded")
def test_who_finds_no_room_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.gate, "LINE", 5)

    async def crowd() -> list[tuple[int, dict[bytes, bytes]]]:
        return await asyncio.gather(*(asked(f"/v1/treaties/none-{number}/articles/1") for number in range(60)))

    refused = [headers for status, headers in run(crowd()) if status == 503]
    assert 0 < len(refused) < 60 - 5
    assert all(headers[b"retry-after"] == b"1" for headers in refused)


@pytest.mark.usefixtures("seeded")
def test_who_waits_too_long_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch, seeded_url: str) -> None:
    monkeypatch.setattr(api.gate, "PATIENCE", 0.01)
    monkeypatch.setattr(settings(), "query_timeout", 0.5)
    monkeypatch.setattr(api.routes.meta, "description", endless)
    if is_sqlite(seeded_url):
        monkeypatch.setattr(api.gate, "TOGETHER", 1)

    async def crowd() -> list[tuple[int, dict[bytes, bytes]]]:
        return await asyncio.gather(*(asked("/v1/meta") for _ in range(30)))

    answers = run(crowd())
    assert {status for status, _ in answers} == {503}
    assert {headers[b"retry-after"] for _, headers in answers} == {b"1", b"10"}


def test_a_server_that_is_away_is_said_plainly_and_found_again(
    seeded: TestClient, seeded_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_sqlite(seeded_url):
        pytest.skip("SQLite has no server that could be away")
    monkeypatch.setattr(api.gate, "GRACE", 0.2)
    with relayed(seeded_url) as (url, relay):
        use(url)
        monkeypatch.setattr(settings(), "query_timeout", 0.2)
        try:
            assert seeded.get("/v1/treaties").status_code == 200
            # A connection that has rested is tried before it is used.
            for fault, rest, longest in ((relay.close, 60, 0.5), (relay.freeze, 60, 2.0), (relay.freeze, 0, 2.0)):
                monkeypatch.setattr(models.engines, "REST", rest)
                fault()
                began = monotonic()
                answer = seeded.get("/v1/treaties")
                assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
                assert monotonic() - began < longest
                assert seeded.get("/healthz").status_code == 200
                assert seeded.get("/readyz").status_code == 503
                relay.open()
                assert seeded.get("/v1/treaties").status_code == 200
            # A thread that nobody waits for any more gives its connection back a moment later.
            pool: Any = engine(url).pool
            until(lambda: pool.checkedout() == 0, 5, "the return of every connection")
        finally:
            disconnect(url)
            use(seeded_url)


@pytest.mark.parametrize("there", [None, Path.mkdir, lambda file: file.write_bytes(b"half a file" * 999)])
def test_a_file_that_is_away_is_said_plainly_and_not_made_anew(
    own: str, there: Callable[[Path], object] | None
) -> None:
    if not is_sqlite(own):
        pytest.skip("PostgreSQL is reached by its server")
    client = TestClient(app, raise_server_exceptions=False, headers=key("write"))
    file = Path(str(sa.make_url(own).database))
    disconnect(own)
    aside = file.rename(file.with_suffix(".aside"))
    if there:
        there(file)
    for path, method in (("/v1/treaties", "GET"), ("/v1/treaties/new", "PUT"), ("/v1/treaties/new", "GET")):
        answer = client.request(method, path, json=TREATY)
        assert (answer.status_code, answer.headers.get("retry-after")) == (503, "5"), answer.text
    assert file.exists() == bool(there)
    if there:
        file.rmdir() if file.is_dir() else file.unlink()
    aside.rename(file)
    assert client.put("/v1/treaties/new", json=TREATY).status_code == 201
    assert client.get("/v1/treaties/new").status_code == 200
