"""A primary that crashes, or hands over, while clients read and write at a steady rate."""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from models.api_key import KeyScope
from models.database import writing
from models.settings import settings
from seed.cli import migrate
from seed.keys import create
from seed.loader import load
from tests.api.test_writing import TREATY
from tests.conftest import copied, disconnect, use
from tests.faults.cluster import Cluster, cluster, missing
from tests.server import serving

RATE = 40
"""Requests a second; every other one writes."""

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def whole() -> Iterator[Cluster]:
    """A cluster, where its programs are there."""
    if lacking := missing():
        pytest.skip(f"no cluster can be made here: {lacking} missing")
    with tempfile.TemporaryDirectory(prefix="entente-cluster-", ignore_cleanup_errors=True) as name:
        os.chmod(name, 0o755)  # noqa: S103
        with cluster(Path(name)) as made:
            yield made


class Done(NamedTuple):
    """One request: what it was, its status (0 for none), and how long it took in seconds."""

    method: str
    id: str
    status: int
    took: float


class Traffic:
    """Requests at a steady rate, whether or not earlier ones are answered."""

    def __init__(self, base: str, key: str) -> None:
        self.client = httpx.Client(base_url=base, headers={"X-API-Key": key}, timeout=30, limits=httpx.Limits())
        self.done: list[Done] = []
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def one(self, number: int) -> None:
        """Send one request."""
        method, id, began = ("PUT" if number % 2 else "GET"), f"fault-{number}", time.monotonic()
        try:
            if method == "PUT":
                status = self.client.put(f"/v1/treaties/{id}", json=TREATY).status_code
            else:
                status = self.client.get("/v1/treaties", params={"limit": number % 200 + 1}).status_code
        except httpx.HTTPError:
            status = 0
        self.done.append(Done(method, id, status, time.monotonic() - began))

    def run(self) -> None:
        """Send requests until the end."""
        began, number = time.monotonic(), 0
        with ThreadPoolExecutor(400) as threads:
            while not self.ended.wait(max(0, began + number / RATE - time.monotonic())):
                threads.submit(self.one, number)
                number += 1

    def __enter__(self) -> "Traffic":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()
        self.client.close()


@pytest.fixture
def served(whole: Cluster, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A server on the cluster, and a key."""
    url = whole.url(whole.write)
    use(url)
    migrate()
    with writing() as connection:
        load(connection, copied(tmp_path))
        key = create(connection, "a test", [KeyScope.WRITE])
    replicas = whole.url(whole.read)
    with serving(url, tmp_path / "log", DATABASE_READ_URL=replicas, ENTENTE_POOL_SIZE="20") as base:
        yield str(base), key
    disconnect(url)
    settings.cache_clear()


def test_a_crashed_primary_is_invisible(whole: Cluster, served: tuple[str, str]) -> None:
    base, key = served
    with Traffic(base, key) as traffic:
        for fault in (*[whole.crash] * 3, whole.switch, *[whole.crash] * 2, whole.switch):
            time.sleep(3)
            fault()
            time.sleep(6)
            whole.whole()
        time.sleep(3)
    failed = [done for done in traffic.done if done.status not in (200, 201)]
    reads = [done.took for done in traffic.done if done.method == "GET"]
    writes = [done.took for done in traffic.done if done.method == "PUT"]
    print(f"{len(traffic.done)} requests; slowest reads {sorted(reads)[-5:]}, writes {sorted(writes)[-5:]}")  # noqa: T201
    assert not failed
    assert max(reads) < 1
    acknowledged = {done.id for done in traffic.done if done.method == "PUT"}
    with httpx.Client(base_url=base) as client:
        lost = [id for id in acknowledged if client.get(f"/v1/treaties/{id}").status_code != 200]
    assert len(acknowledged) > 500
    assert not lost
