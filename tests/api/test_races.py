"""Many who write one record at once, each on what they have read: one of them wins, and the others are told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from fastapi.testclient import TestClient

from api.main import app
from models.api_key import KeyScope
from tests.api.test_writing import TREATY
from tests.writing import key, sent

WRITERS, ROUNDS = 6, 3
ADDRESS = "/v1/treaties/raced"


def statuses(method: str, keys: list[str], headers: dict[str, str]) -> list[int]:
    """Have the holders of some keys ask at once, each in an event loop of its own, as in as many processes."""
    together = Barrier(len(keys))

    def ask(number: int) -> int:
        client = TestClient(app, raise_server_exceptions=False, headers=headers | sent(keys[number]))
        # None writes what is there already: that would be no change.
        body = TREATY | {"title": f"{headers} by {number}"} if method == "PUT" else None
        together.wait()
        return client.request(method, ADDRESS, json=body).status_code

    with ThreadPoolExecutor(len(keys)) as pool:
        return sorted(pool.map(ask, range(len(keys))))


def test_of_many_writers_one_wins(lean: str) -> None:
    client, keys = TestClient(app), [key(KeyScope.WRITE) for _ in range(WRITERS)]
    for _ in range(ROUNDS):
        assert statuses("PUT", keys, {"If-None-Match": "*"}) == [201] + [412] * (WRITERS - 1)
        for method, won, lost in (("PUT", 200, {412}), ("DELETE", 204, {410, 412})):
            seen = client.get(ADDRESS).headers["etag"]
            told = statuses(method, keys, {"If-Match": seen})
            assert told.count(won) == 1, (method, told)
            assert set(told) - {won} <= lost, (method, told)
    actions = [entry["action"] for entry in client.get(f"{ADDRESS}/history?limit=200").json()["data"]]
    assert actions == ["deleted", "changed", "created"] * ROUNDS
