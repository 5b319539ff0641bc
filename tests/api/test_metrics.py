"""What `/metrics` tells after known requests, by one process and by several."""

import os
import signal
import socket
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.counting import COUNTS
from api.main import app
from models.engines import is_sqlite
from tests.conftest import use
from tests.faults.cluster import until
from tests.relay import relayed
from tests.server import serving
from tests.wire import GOOD, asked, joined, listening

Samples = dict[tuple[str, ...], float]


def told(base: str) -> Samples:
    """Read the metrics: names with their labels, and values."""
    answer = httpx.get(f"{base}/metrics", timeout=20)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    found = text_string_to_metric_families(answer.text)
    labels = ("route", "method", "status", "kind", "le")
    samples = [sample for family in found for sample in family.samples]
    return {(s.name, *(s.labels[name] for name in labels if name in s.labels)): s.value for s in samples}


def workers(parent: int) -> list[int]:
    """Give the processes that a server has started to answer."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def requests(samples: Samples) -> Samples:
    return {key[1:]: value for key, value in samples.items() if key[0] == "entente_requests_total"}


def test_numbers_are_those_of_known_requests(seeded: Any, seeded_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(COUNTS, "cells", {})
    with listening(app) as address:
        base = "http://{}:{}".format(*address)
        before = told(base)
        with httpx.Client(base_url=base, timeout=30) as client:
            for path in ("/v1/sections?limit=1", "/v1/treaties?limit=7", "/v1/treaties?limit=7", "/v1/treaties/none"):
                client.get(path)
            client.head("/v1/treaties?limit=7")
            client.put("/v1/treaties/x", json={})
            client.request("MADEUP", "/v1/treaties")
            client.get("/v1/treaties?limit=x")
            for number in range(20):
                client.get(f"/{number}/never")
        # Two on one connection, the second before the first is answered.
        asked(address, b"GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n" + GOOD.replace(b"healthz", b"readyz"))
        asked(address, b"NOT HTTP\r\n\r\n")
        with joined(address) as client_:
            client_.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client_.sendall(b"GET /v1/trade-metrics/export?format=ndjson HTTP/1.1\r\nHost: test\r\n\r\n")
            client_.recv(9)
        until(lambda: ("/v1/trade-metrics/export", "GET", "cut") in requests(told(base)), 10, "the end of a client")
        after = told(base)
    counted = requests(after)
    counted.pop(("/metrics", "GET", "200"))
    assert counted == {
        ("/v1/treaties", "GET", "200"): 2,
        ("/v1/treaties", "HEAD", "200"): 1,
        ("/v1/treaties", "GET", "422"): 1,
        ("/v1/treaties/{id}", "GET", "404"): 1,
        ("/v1/treaties/{id}", "PUT", "401"): 1,
        ("/healthz", "GET", "200"): 1,
        ("/readyz", "GET", "200"): 1,
        ("/v1/trade-metrics/export", "GET", "cut"): 1,
        ("other", "GET", "404"): 21,
        ("other", "other", "400"): 2,
    }
    assert after["entente_request_seconds_count", "/v1/treaties"] == 4
    assert after["entente_request_seconds_bucket", "/v1/treaties", "+Inf"] == 4
    assert 0 < after["entente_request_seconds_sum", "/v1/treaties"] < 10
    assert after["entente_cache_hits_total",] - before["entente_cache_hits_total",] == 2
    assert after["entente_cache_misses_total",] - before["entente_cache_misses_total",] == 1
    assert after["entente_cache_bytes",] > 4000
    assert (after["entente_revision",], after["entente_database_up",], after["entente_processes",]) == (1, 1, 1)
    assert after["entente_places", "read"] == 8
    assert after["entente_places_used", "read"] == after["entente_places_waiting", "read"] == 0
    assert after["entente_process_resident_bytes",] > 10_000_000


def test_a_database_that_is_away_is_told(seeded: Any, seeded_url: str) -> None:
    if is_sqlite(seeded_url):
        pytest.skip("SQLite has no server that could be away")
    with relayed(seeded_url) as (url, relay):
        use(url)
        relay.close()
        with listening(app) as address:
            found = told("http://{}:{}".format(*address))
        use(seeded_url)
    assert found["entente_database_up",] == 0
    assert ("entente_revision",) not in found


@pytest.mark.slow
def test_several_processes_add_up(own: str) -> None:
    with serving(own, ENTENTE_WORKERS="2") as base:
        until(lambda: told(base)["entente_processes",] == 2, 20, "a second process")

        def answered() -> float:
            return requests(told(base)).get(("/v1/treaties", "GET", "200"), 0)

        for _ in range(40):
            httpx.get(f"{base}/v1/treaties")
        until(lambda: answered() == 40, 5, "all that was counted")
        # What one has counted that is gone is not forgotten; its successor is none more.
        first = workers(base.process.pid)
        time.sleep(1.5)
        os.kill(first[0], signal.SIGKILL)
        until(lambda: len({*workers(base.process.pid), *first}) == 3, 30, "another process")
        until(lambda: told(base)["entente_processes",] == 2, 30, "what it counts")
        for _ in range(10):
            httpx.get(f"{base}/v1/treaties")
        until(lambda: answered() == 50, 5, "all that was counted")
