"""Keys over HTTP: who may write, and who is told what when they may not."""

import hmac
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from api.keys import Caller, used
from api.problems import Problem
from models import ApiKey
from models.api_key import KeyScope
from models.base import columns
from models.database import reading, writing
from seed.keys import revoke
from tests.api.test_problems import is_problem
from tests.writing import client, guarded, key, sent

WRITE, IMPORT = KeyScope.WRITE, KeyScope.IMPORT
KEYS = columns(ApiKey)


@pytest.fixture
def asks(empty: str) -> TestClient:
    return client()


def id_of(key: str) -> str:
    return key.split("_")[1]


def ended(key: str) -> None:
    with writing() as connection:
        assert revoke(connection, id_of(key))


def test_a_key_opens_what_it_is_for(asks: TestClient) -> None:
    mine = key(WRITE, name="the editors")
    answer = asks.put("/v1/write/x", headers=sent(mine))
    assert answer.json() == {"actor": f"key:{id_of(mine)}", "name": "the editors", "id": "x"}
    body = is_problem(asks.put("/v1/import/x", headers=sent(mine)), 403)
    assert "scope `import`" in body["detail"]
    assert asks.put("/v1/import/x", headers=sent(key(WRITE, IMPORT))).status_code == 200


def test_all_that_is_no_valid_key_is_refused_alike(asks: TestClient) -> None:
    mine, gone = key(WRITE), key(WRITE)
    ended(gone)
    last = "0" if mine[-1] != "0" else "1"
    bad = [
        *("nonsense", "ent_", f"{mine} ", f"{mine}0", mine.upper(), mine[:-1], f"{mine}\t"),
        *(mine[:-1] + last, mine.replace(id_of(mine), "00000000"), gone, f"ent_{id_of(gone)}_{mine[13:]}", "é"),
        f"{mine}, {mine}",
    ]
    told = set()
    for wrong in bad:
        answer = asks.put("/v1/write/x", headers={b"X-API-Key": wrong.encode("latin-1")})
        if wrong.strip() == mine:
            # White space around a header is no part of it, where the server takes it off.
            continue
        told.add(str(is_problem(answer, 401)))
        assert answer.headers["www-authenticate"] == 'ApiKey realm="entente"'
    assert len(told) == 1
    without = is_problem(asks.put("/v1/write/x"), 401)
    assert "X-API-Key" in without["detail"]
    assert str(without) not in told


def test_hashes_are_compared_in_constant_time_whether_there_is_such_a_key(
    asks: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[Any, Any]] = []
    plain = hmac.compare_digest

    def compare(one: Any, other: Any) -> bool:
        compared.append((one, other))
        return plain(one, other)

    monkeypatch.setattr("api.keys.hmac.compare_digest", compare)
    mine = key(WRITE)
    for sent_ in (mine, f"ent_{id_of(mine)}_{'0' * 64}", f"ent_00000000_{'0' * 64}"):
        asks.put("/v1/write/x", headers=sent(sent_))
    assert [{len(one), len(other)} for one, other in compared] == [{64}] * 3
    assert [one == other for one, other in compared] == [True, False, False]


def test_the_last_use_is_that_of_what_was_written(asks: TestClient) -> None:
    mine = key(WRITE)

    def last() -> Any:
        with reading() as connection:
            return connection.scalar(sa.select(KEYS.c.last_used_at).where(KEYS.c.id == id_of(mine)))

    asks.put("/v1/import/x", headers=sent(mine))
    assert last() is None
    asks.put("/v1/write/x", headers=sent(mine))
    first = last()
    asks.put("/v1/write/x", headers=sent(mine))
    assert first < last()


def test_a_key_that_is_revoked_while_its_holder_waits_writes_nothing(empty: str) -> None:
    mine = key(WRITE)
    ended(mine)
    who = Caller(id_of(mine), "a test", frozenset({WRITE}))
    with pytest.raises(Problem, match="not valid"), writing() as connection:
        used(connection, who)


def test_a_revoked_key_stops_at_once_in_every_process(empty: str) -> None:
    mine, asks = key(WRITE), client()
    assert asks.put("/v1/write/x", headers=sent(mine)).status_code == 200
    # Another process revokes it.
    command = [str(Path(sys.executable).parent / "entente"), "keys", "revoke", id_of(mine)]
    subprocess.run(command, check=True, env=os.environ | {"DATABASE_URL": empty}, capture_output=True)  # noqa: S603
    assert asks.put("/v1/write/x", headers=sent(mine)).status_code == 401


def test_a_reader_needs_no_key_and_a_wrong_one_does_no_harm(seeded: TestClient) -> None:
    for headers in ({}, sent("nonsense")):
        assert seeded.get("/v1/meta", headers=headers).status_code == 200


def test_many_at_once_with_one_key(asks: TestClient) -> None:
    mine = key(WRITE)
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda n: asks.put(f"/v1/write/{n}", headers=sent(mine)).status_code, range(40))
    assert set(found) == {200}


def test_the_document_says_what_needs_a_key() -> None:
    document = guarded().openapi()
    assert document["components"]["securitySchemes"]["ApiKey"]["name"] == "X-API-Key"
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            # What a key has imported is told to its holder alone.
            free = method == "get" and not path.startswith("/v1/imports")
            assert operation["security"] == ([] if free else [{"ApiKey": []}])
