"""Clients that read and write at a steady rate, whatever happens, and what became of each of their requests."""

import ssl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import NamedTuple

import httpx

from models.api_key import KeyScope
from models.database import writing
from models.settings import settings
from seed.cli import migrate
from seed.keys import create
from seed.loader import load
from tests.api.test_writing import TREATY
from tests.conftest import copied, disconnect, use
from tests.faults.cluster import Cluster
from tests.server import serving

RATE = 40
"""Requests a second; every other one writes."""


ENCRYPTION = ssl.create_default_context()
"""Not used, but made anew by every client that is given none, which takes long."""


class Done(NamedTuple):
    """One request: what it was, its status (0 for none), how long it took and when it ended, in seconds."""

    method: str
    id: str
    status: int
    took: float
    ended: float
    again: str
    """When to come again, as the answer says; `` where it does not."""


class Traffic:
    """Requests at a steady rate, whether or not earlier ones are answered.

    A write that is turned away is sent again when the answer says so, as a client would; each try is a request.
    """

    def __init__(self, base: str, key: str, name: str = "fault") -> None:
        self.base, self.key, self.name = base, key, name
        # One for each thread: to find a free connection among a thousand takes a client longer than to ask.
        self.own, self.clients = threading.local(), list[httpx.Client]()
        self.done: list[Done] = []
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def begin(self) -> None:
        """Make the client of a thread."""
        self.own.client = httpx.Client(
            base_url=self.base, headers={"X-API-Key": self.key}, timeout=30, verify=ENCRYPTION
        )
        self.clients.append(self.own.client)

    def one(self, number: int) -> None:
        """Send one request, and a write again while the server asks for it."""
        method, id = ("PUT" if number % 2 else "GET"), f"{self.name}-{number}"
        while (done := self.send(method, id, number)).again and method == "PUT" and not self.ended.is_set():
            self.ended.wait(float(done.again))

    def send(self, method: str, id: str, number: int) -> Done:
        """Send a request once."""
        began, status, again = time.monotonic(), 0, ""
        try:
            if method == "PUT":
                answer = self.own.client.put(f"/v1/treaties/{id}", json=TREATY)
            else:
                answer = self.own.client.get("/v1/treaties", params={"limit": number % 200 + 1})
            status, again = answer.status_code, answer.headers.get("retry-after", "")
        except httpx.HTTPError:
            pass
        now = time.monotonic()
        self.done.append(Done(method, id, status, now - began, now, again))
        return self.done[-1]

    def run(self) -> None:
        """Send requests until the end."""
        began, number = time.monotonic(), 0
        # Clients that wait for a primary must not keep others from coming.
        with ThreadPoolExecutor(1_500, initializer=self.begin) as threads:
            while not self.ended.wait(max(0, began + number / RATE - time.monotonic())):
                threads.submit(self.one, number)
                number += 1

    def of(self, method: str) -> list[Done]:
        """Give the requests of a kind."""
        return [done for done in self.done if done.method == method]

    def acknowledged(self) -> list[Done]:
        """Give the writes that were made, in the order of their answers."""
        return sorted((done for done in self.of("PUT") if done.status in (200, 201)), key=lambda done: done.ended)

    def gap(self) -> float:
        """Give the longest time, in seconds, between two writes that were made."""
        made = self.acknowledged()
        return max((after.ended - before.ended for before, after in pairwise(made)), default=inf)

    def __enter__(self) -> "Traffic":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()
        for client in self.clients:
            client.close()


def lost(base: str, traffic: Traffic) -> list[str]:
    """Give the ids of writes that were acknowledged and are not there."""
    with httpx.Client(base_url=base, timeout=30) as client:
        ids = sorted({done.id for done in traffic.acknowledged()})
        return [id for id in ids if client.get(f"/v1/treaties/{id}").status_code != 200]


@contextmanager
def served(cluster: Cluster, folder: Path) -> Iterator[tuple[str, str]]:
    """Run a server on a cluster, its reads on the replicas; give its address and a key that writes."""
    url = cluster.url(cluster.write)
    use(url)
    migrate()
    with writing() as connection:
        load(connection, copied(folder))
        key = create(connection, "a test", [KeyScope.WRITE])
    replicas = cluster.url(cluster.read)
    with serving(url, folder / "log", DATABASE_READ_URL=replicas, ENTENTE_POOL_SIZE="20") as base:
        yield str(base), key
    disconnect(url)
    settings.cache_clear()
