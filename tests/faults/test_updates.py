"""Six processes read a number, add one and write it, for half a minute, on one database: nothing is lost."""

import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from models.api_key import KeyScope
from models.database import writing
from tests.api.test_writing import TREATY, walk
from tests.faults.updating import ID, directly, over_http, treaty
from tests.server import serving
from tests.writing import key, sent

pytestmark = pytest.mark.faults

PROCESSES, SECONDS = 6, 30


def number(url: str) -> int:
    """Give the number as it is at the end."""
    with writing(url) as connection:
        return int(connection.scalar(sa.select(treaty.c.title).where(treaty.c.id == ID)) or "")


@pytest.fixture
def counted(lean: str, tmp_path: Path) -> str:
    """A database with a record that says 0."""
    with serving(lean) as base:
        made = httpx.put(f"{base}/v1/treaties/{ID}", json=TREATY | {"title": "0"}, headers=sent(key(KeyScope.WRITE)))
        assert made.status_code == 201
    return lean


def test_transactions_lose_no_update(counted: str) -> None:
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        results = [*pool.map(directly, [counted] * PROCESSES, [SECONDS] * PROCESSES)]
    done = sum(results, Counter[str]())
    print(f"{dict(done)}; {[each['taken'] for each in results]}")  # noqa: T201
    assert done.keys() == {"taken"}
    assert number(counted) == done["taken"]
    assert all(results)


def test_clients_of_two_servers_lose_no_update(counted: str) -> None:
    with serving(counted) as one, serving(counted) as other:
        bases, keys = [str(one), str(other)] * (PROCESSES // 2), [key(KeyScope.WRITE) for _ in range(PROCESSES)]
        with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
            results = [*pool.map(over_http, bases, keys, [TREATY] * PROCESSES, [SECONDS] * PROCESSES)]
        with httpx.Client(base_url=one) as client:
            history = list(walk(client, f"/v1/treaties/{ID}/history?limit=200"))
    done = sum(results, Counter[str]())
    print(f"{dict(done)}; {[each['taken'] for each in results]}")  # noqa: T201
    assert done.keys() <= {"taken", "again", "busy"}
    assert number(counted) == done["taken"]
    assert len(history) == done["taken"] + 1
    assert all(results)
