"""Hundreds of slow clients at once, on purpose: each is let go in time, and nobody else waits for them."""

import asyncio
import itertools
import resource
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from models.api_key import KeyScope
from models.database import reading, writing
from models.engines import is_sqlite
from seed.keys import create
from tests.faults.traffic import Ask, Traffic, late, request, run, told
from tests.server import Address, serving

pytestmark = pytest.mark.faults

FILES = 1024
"""Files that the server may have open, connections among them: what most systems allow a process by default."""

BEGUN = 5
"""Seconds after which what slow clients ask for is done, so far as it does not wait for them."""

DRIP = 2.0
"""Seconds between two bytes of a slow client."""


class Attack(NamedTuple):
    """So many clients that begin in one of these ways, send a drop now and then, and must be gone within seconds."""

    clients: int
    begins: tuple[bytes, ...]
    drop: bytes
    within: float


def attacks(key: str) -> dict[str, Attack]:
    """Give the ways to be slow."""
    record = "PUT /v1/treaties/slow HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n"
    file = "POST /v1/imports?format=countries&filename=a.csv HTTP/1.1\r\nHost: test\r\nContent-Type: text/csv\r\n"
    heads = [start + who for start in (record, file) for who in ("", f"X-API-Key: {key}\r\n")]
    sized = [f"{head}Content-Length: 900000\r\n\r\n".encode() for head in heads]
    chunked = [f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() for head in heads]
    export = request("/v1/trade-metrics/export?format=ndjson")
    return {
        "heads": Attack(500, (b"", b"GET /v1/treaties HTTP/1.1\r\nHost: te"), b"x", 15),
        "sized bodies": Attack(250, tuple(sized), b" ", 60),
        "chunked bodies": Attack(250, tuple(chunked), b"1\r\n \r\n", 60),
        "exports": Attack(60, (export,), b"", 60),
    }


LISTEN = "0A"
"""The state of a socket that waits for others."""


def held(port: int) -> set[int]:
    """Give the ports of the clients whose connections a server has, of those in /proc/net/tcp.

    What a process has closed, and the system still tries to deliver, has no inode.
    """
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ends = [(int(line[1][-4:], 16), int(line[2][-4:], 16)) for line in lines if line[3] != LISTEN and line[9] != "0"]
    return {client for server, client in ends if server == port}


async def joined(port: int) -> socket.socket:
    """Connect as somebody who takes no more than a few bytes at once."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.setblocking(False)
    await asyncio.get_running_loop().sock_connect(client, ("127.0.0.1", port))
    return client


async def suffered(port: int, attack: Attack) -> list[float]:
    """Be slow clients until the server has let all go, or it is too late; give the seconds that each was there."""
    loop, gone = asyncio.get_running_loop(), dict[int, float]()
    clients = {client.getsockname()[1]: client for client in [await joined(port) for _ in range(attack.clients)]}
    begun = loop.time()
    for client, begin in zip(clients.values(), itertools.cycle(attack.begins), strict=False):
        client.send(begin)
    dripped = begun
    while len(gone) < attack.clients and loop.time() < begun + attack.within + 5:
        await asyncio.sleep(0.2)
        there, now = held(port), loop.time()
        gone |= {name: now - begun for name in clients if name not in gone and name not in there}
        if now > dripped + DRIP:
            dripped = now
            for name in clients.keys() & there:
                _drip(clients[name], attack.drop)
    for client in clients.values():
        client.close()
    return [gone.get(name, float("inf")) for name in clients]


def _drip(client: socket.socket, drop: bytes) -> None:
    try:
        client.send(drop)
    except OSError:
        # The server has closed, or takes nothing at the moment.
        return


def everyone_else() -> Iterator[Ask]:
    """Give what other people ask: kept answers, new ones, and an export."""
    for number in itertools.count():
        yield Ask("kept", request("/v1/treaties"))
        yield Ask("new", request(f"/v1/trade-metrics?limit=20&value__gte={number}"))
        yield Ask("health", request("/healthz"))


def in_transaction(url: str) -> int:
    """Count the connections of PostgreSQL that have been in a transaction for longer than others' requests take."""
    busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    busy += " AND clock_timestamp() - xact_start > interval '1 second'"
    with reading(url) as connection:
        return int(connection.scalar(sa.text(f"{busy} AND pid <> pg_backend_pid()")) or 0)


def test_slow_clients_are_let_go_and_hold_up_nobody(own: str) -> None:
    with writing() as connection:
        key = create(connection, "a test", [KeyScope.WRITE, KeyScope.IMPORT])

    async def suffer(base: Address, attack: Attack) -> tuple[Traffic, list[float], list[int]]:
        port = int(base.rpartition(":")[2])
        async with Traffic(base, everyone_else(), 30) as traffic:
            slow = asyncio.create_task(suffered(port, attack))
            busy = []
            while not slow.done():
                await asyncio.sleep(1)
                busy += [] if is_sqlite(own) else [in_transaction(own)]
        return traffic, await slow, busy

    with serving(own) as base:
        resource.prlimit(base.process.pid, resource.RLIMIT_NOFILE, (FILES, FILES))
        for name, attack in attacks(key).items():
            traffic, there, busy = run(suffer(base, attack))
            print(f"\n{name}: {attack.clients} let go after {min(there):.1f} to {max(there):.1f} s")  # noqa: T201
            print(f" others' p99 {1000 * late(traffic.done):.0f} ms\n{told(traffic.done)}")  # noqa: T201
            assert max(there) < attack.within
            assert len(traffic.done) > 10 * max(there)
            assert not [done for done in traffic.done if not done.right]
            assert late(traffic.done) < 0.3
            # Right after they have come, a connection reads who they are, or what they asked for; then none does.
            assert not any(busy[BEGUN:])
