"""Kept answers: no query but for the revision, never older than the data, bounded in memory."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

import api.router
import api.serving
from api.caching import Answer, Dataset, Kept
from api.main import app
from models.database import writing
from models.engines import is_sqlite
from models.pace import PACE
from models.settings import settings
from seed.loader import load
from tests.conftest import Databases, copied
from tests.revisions import commit
from tests.server import serving

PATH = "/v1/treaties?kind=treaty,contract&include=parties"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of the database."""
    import api.statement
    import models.driver

    sent: list[str] = []
    plain = models.driver.fetch

    def fetch(connection: sa.Connection, sql: str, values: Any) -> list[tuple[Any, ...]]:
        sent.append(sql)
        return plain(connection, sql, values)

    monkeypatch.setattr(api.statement, "fetch", fetch)
    keeping = Kept(1_000_000)
    monkeypatch.setattr(api.serving, "kept", lambda: keeping)
    return sent


def test_a_repeated_question_costs_only_a_look_at_the_revision(seeded: TestClient, asked: list[str]) -> None:
    first = seeded.get(PATH)
    assert len(asked) > 1
    asked.clear()
    for headers in ({}, {"Accept-Encoding": "br"}, {"If-None-Match": first.headers["etag"]}):
        again = seeded.get(PATH, headers=headers)
        assert again.status_code == (304 if "If-None-Match" in headers else 200)
        assert again.content in (first.content, b"")
    assert len(asked) <= 3
    assert all("revision" in sql for sql in asked)


def test_other_words_for_the_same_question_share_its_answer(seeded: TestClient, asked: list[str]) -> None:
    first = seeded.get(PATH)
    asked.clear()
    again = seeded.get("/v1/treaties?include=parties&kind=treaty&kind=contract&limit=25")
    assert again.content == first.content
    assert all("revision" in sql for sql in asked)


def test_each_coding_is_made_once(seeded: TestClient, asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    import api.caching

    made: list[str] = []
    plain = dict(api.caching.CODINGS)

    def noting(name: str) -> Callable[[bytes], bytes]:
        def code(body: bytes) -> bytes:
            made.append(name)
            return plain[name](body)

        return code

    monkeypatch.setattr(api.caching, "CODINGS", {name: noting(name) for name in plain})
    for name in (*plain, *plain):
        assert seeded.get("/v1/statements", headers={"Accept-Encoding": name}).headers["content-encoding"] == name
    assert sorted(made) == sorted(plain)


def test_an_answer_is_never_older_than_the_data(empty: str) -> None:
    client = TestClient(app)
    for number in range(1, 6):
        with writing() as connection:
            commit(connection, "a test")
        for _ in range(3):
            answer = client.get("/v1/treaties")
            assert answer.json()["meta"]["revision"] == number
            assert answer.headers["etag"].startswith(f'"{number}-')


@pytest.mark.slow
def test_nor_is_it_where_another_process_writes(databases: Databases) -> None:
    url = databases.make()
    with serving(url, ENTENTE_WORKERS="2") as base:
        import httpx

        with httpx.Client() as client:
            for number in range(2, 22):
                with writing(url) as connection:
                    commit(connection, "a test")
                found = [client.get(f"{base}/v1/treaties").json()["meta"]["revision"] for _ in range(5)]
                assert found == [number] * 5


def test_many_who_ask_at_once_share_one_question(
    seeded: TestClient, seeded_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    shared = api.serving.Shared(seeded_url)
    plain = api.serving._read

    def read(url: str) -> Dataset:
        asked.append(url)
        return plain(url)

    async def run() -> list[Dataset]:
        return await asyncio.gather(*(shared() for _ in range(50)))

    monkeypatch.setattr(api.serving, "_read", read)
    assert len(set(asyncio.run(run()))) == 1
    assert len(asked) == 1
    assert asyncio.run(shared()) == plain(seeded_url)


def test_what_is_kept_is_bounded() -> None:
    kept = Kept(100_000)
    for number in range(100):
        kept.keep(str(number).encode(), str(number), Answer('"1-x"', "now", b"x" * 5_000))
    found = [number for number in range(100) if kept.at(str(number).encode())]
    assert found == list(range(100 - len(found), 100))
    assert 0 < len(found) * 12_000 <= 100_000
    kept.keep(b"big", "big", Answer('"1-x"', "now", b"x" * 90_000))
    assert kept.at(b"big") is None
    assert Kept(0).at(b"1") is None


def test_nothing_need_be_kept(seeded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = Kept(0)
    monkeypatch.setattr(api.serving, "kept", lambda: nothing)
    assert seeded.get(PATH).content == seeded.get(PATH).content
    assert nothing.at(PATH.encode()) is None


def test_a_long_read_gives_way_and_is_done_elsewhere(seeded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    long = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT count(*) FROM n"
    paces: list[bool] = []

    def page(*given: Any) -> dict[str, Any]:
        paces.append(PACE.short)
        return {"counted": given[3].exec_driver_sql(long).scalar()}

    monkeypatch.setattr(api.router, "page", page)
    answer = seeded.get("/v1/treaties?limit=23")
    assert answer.json() == {"counted": 300000}
    assert paces == ([True, False] if is_sqlite(settings().database_url) else [False])


def test_a_kept_answer_does_not_hide_that_the_database_is_away(seeded: TestClient, seeded_url: str) -> None:
    from tests.conftest import use

    assert seeded.get(PATH).status_code == 200
    use("postgresql://nobody@127.0.0.1:1/none")
    assert seeded.get(PATH).status_code == 503
    use(seeded_url)


def test_pages_of_other_origins_may_be_named(monkeypatch: pytest.MonkeyPatch, seeded: TestClient) -> None:
    from api.main import create_app

    monkeypatch.setenv("ENTENTE_CORS_ORIGINS", "https://front.example, https://other.example")
    settings.cache_clear()
    client = TestClient(create_app())
    for path in ("/v1/treaties", "/v1/treaties?limit=0", "/docs"):
        named = client.get(path, headers={"Origin": "https://front.example"}).headers
        assert named["access-control-allow-origin"] == "https://front.example"
        assert "Origin" in named["vary"]
        assert "access-control-allow-origin" not in client.get(path, headers={"Origin": "https://evil.example"}).headers
    settings.cache_clear()


def test_loading_the_same_data_keeps_the_answers(lean: str, asked: list[str], tmp_path: Path) -> None:
    client = TestClient(app)
    first = client.get(PATH)
    with writing() as connection:
        assert load(connection, copied(tmp_path)).revision is None
    asked.clear()
    assert client.get(PATH).content == first.content
    assert all("revision" in sql for sql in asked)
