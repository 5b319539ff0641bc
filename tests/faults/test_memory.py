"""Memory that does not grow: neither by what is sent to a server, nor by how long it has served."""

import asyncio
import os
import random
import re
import select
import socket
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from statistics import mean

import httpx
import msgspec
import pytest

from models.api_key import KeyScope
from models.database import writing
from seed.keys import create
from tests.api.test_writing import TREATY
from tests.faults.cluster import until
from tests.faults.traffic import Ask, Traffic, capacity, late, request, run, told
from tests.server import Address, serving

pytestmark = pytest.mark.faults

SECONDS = float(os.environ.get("FAULTS_SOAK_SECONDS", "600"))
"""How long the soak takes; before it, as long as a fifth of that to warm up."""

SHARE = 0.7
"""How much the soak asks of what the server can do."""

MB = 10**6


def memory(base: Address, name: str = "VmRSS") -> float:
    """Give a figure of /proc/<pid>/status of the server itself, in MB."""
    text = Path(f"/proc/{base.process.pid}/status").read_text()
    return int(re.findall(rf"{name}:\s+(\d+) kB", text)[0]) / 1000


@pytest.fixture
def key(own: str) -> str:
    """A key for everything."""
    with writing() as connection:
        return create(connection, "a test", [KeyScope.WRITE, KeyScope.IMPORT])


def answered(base: str, head: str, parts: Iterator[bytes], most: int) -> int:
    """Send a head, and then parts of a megabyte until there is an answer or nothing is left; give its status."""
    host, port = base.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as client:
        client.sendall(head.encode())
        for _, part in zip(range(most), parts, strict=False):
            if select.select([client], [], [], 0)[0]:
                break
            client.sendall(part)
        return int(client.recv(2**16).split()[1])


def test_what_is_sent_is_not_held(own: str, key: str) -> None:
    megabyte, chunk = repeat(b"x" * MB), repeat(b"%x\r\n%b\r\n" % (MB, b"x" * MB))
    put = f"PUT /v1/treaties/large HTTP/1.1\r\nHost: test\r\nX-API-Key: {key}\r\n"
    post = put.replace("PUT /v1/treaties/large", "POST /v1/imports?format=countries") + "Content-Type: text/csv\r\n"
    chunked = "Transfer-Encoding: chunked\r\n\r\n"
    sent = {
        "a record of 300 MB": (f"{put}Content-Length: {300 * MB}\r\n\r\n", megabyte, 300, 413),
        "the same in chunks": (put + chunked, chunk, 300, 413),
        "a file of 300 MB": (f"{post}Content-Length: {300 * MB}\r\n\r\n", megabyte, 300, 413),
        "its chunks": (post + chunked, chunk, 300, 413),
        "a header of 100 MB": ("GET /healthz HTTP/1.1\r\nHost: test\r\nX-Long: ", megabyte, 100, 431),
        "a field of 20 MB": (f'{put}Content-Length: {20 * MB}\r\n\r\n{{"title": "', megabyte, 20, 413),
        "a cell of 20 MB": (f"{post}Content-Length: {20 * MB + 3}\r\n\r\nid\n", megabyte, 20, 202),
    }
    with serving(own, ENTENTE_UPLOAD_SIZE="100") as base:
        with httpx.Client(base_url=base, headers={"X-API-Key": key}, timeout=20) as client:
            # What is made once, with the first record and the first file.
            client.put("/v1/treaties/small", json=TREATY)
            job = client.post("/v1/imports?format=countries", content=b"id\n", headers={"Content-Type": "text/csv"})
            until(lambda: client.get(job.headers["location"]).json()["status"] != "running", 60, "the end of an import")
        for name, (head, parts, most, status) in sent.items():
            before = memory(base)
            Path(f"/proc/{base.process.pid}/clear_refs").write_text("5")
            found = answered(base, head, parts, most)
            grown = memory(base, "VmHWM") - before
            print(f"\n{name}: {found}, {grown:.1f} MB more at most")  # noqa: T201
            assert found == status, name
            assert grown < 10, name


KINDS = {
    "item": (30, 200, "/v1/treaties/{id}?include=parties"),
    "list": (20, 200, "/v1/trade-metrics?limit={limit}&value__gte={least}"),
    "search": (15, 200, "/v1/search?q={words}"),
    "stats": (10, 200, "/v1/trade-metrics/stats?group_by=period&measure=count&value__gte={least}"),
    "same": (12, 304, "/v1/treaties/{id}"),
    "wrong": (10, 422, "/v1/treaties?wrong={least}"),
    "export": (2, 200, "/v1/treaties/export"),
    "write": (1, 200, "/v1/treaties/soak-{limit}"),
}
"""Kinds of requests: parts in a hundred, status, and address."""

WORDS = ("customs", "energy", "union", "tariff", "border", "trade", "council", "rail")


def mixed(base: str, key: str) -> Iterator[Ask]:
    """Give questions, exports, writes and mistakes, the same in each run."""
    ids = [record["id"] for record in httpx.get(f"{base}/v1/treaties?limit=200").json()["data"]]
    chance = random.Random(600)  # noqa: S311
    sent = {"X_API_Key": key, "Content_Type": "application/json"}
    while True:
        (kind,) = chance.choices([*KINDS], [parts for parts, _, _ in KINDS.values()])
        _, status, place = KINDS[kind]
        values = {"id": chance.choice(ids), "limit": chance.randrange(1, 100), "least": round(chance.random(), 3)}
        path = place.format(**values, words="+".join(chance.sample(WORDS, 2)))
        if kind == "write":
            body = msgspec.json.encode(TREATY | {"title": f"A treaty {values['least']}"})
            yield Ask(kind, request(path, "PUT", body, **sent), (200, 201))
        else:
            yield Ask(kind, request(path, **({"If_None_Match": "*"} if kind == "same" else {})), (status,))


def test_memory_is_flat_for_as_long_as_it_serves(own: str, key: str) -> None:
    async def soak(base: Address, asks: Iterator[Ask]) -> tuple[Traffic, list[float]]:
        rate, found = SHARE * await capacity(base, asks, 10), list[float]()
        async with Traffic(base, asks, rate) as traffic:
            await asyncio.sleep(SECONDS / 5)
            for _ in range(int(SECONDS)):
                await asyncio.sleep(1)
                found.append(memory(base))
        return traffic, found

    # So little that it is full before the first look.
    with serving(own, ENTENTE_CACHE_SIZE="8", ENTENTE_LOG_LEVEL="warning") as base:
        traffic, found = run(soak(base, mixed(base, key)))
    quarters = [mean(found[len(found) * at // 4 : len(found) * (at + 1) // 4]) for at in range(4)]
    told_quarters = ", ".join(f"{quarter:.1f}" for quarter in quarters)
    print(f"\n{SECONDS:.0f} s at {traffic.rate:.0f} a second: {told_quarters} MB in its quarters")  # noqa: T201
    print(f"p99 {1000 * late(traffic.done):.0f} ms\n{told(traffic.done)}")  # noqa: T201
    assert not [done for done in traffic.done if not done.right]
    assert quarters[-1] < quarters[0] * 1.05
