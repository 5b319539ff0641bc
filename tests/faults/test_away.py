"""A database that is away, as whoever asks a real server sees it: told soon, and over soon."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from models.api_key import KeyScope
from models.database import writing
from models.engines import is_sqlite
from seed.keys import create
from seed.loader import load
from tests.api.test_writing import TREATY
from tests.conftest import Databases, copied, disconnect, filled
from tests.faults.alone import alone, missing
from tests.faults.away import black_hole, frozen, locked, moved, refused, unreadable
from tests.relay import relayed
from tests.server import serving

pytestmark = pytest.mark.faults

LONGEST = 8
"""Seconds in which everybody is told, also many at once."""

BACK = 2
"""Seconds after which all is well again, at most."""

READS = (
    "/v1/treaties?title=none-{}",
    "/v1/treaties/none-{}/articles/1",
    "/v1/treaties/export?title=none-{}",
    "/readyz",
)
AT_ONCE = 16
"""Requests at once: more than there are connections, so that some need a new one."""


class Server:
    """A server and who asks it."""

    def __init__(self, base: str, key: str) -> None:
        self.client = httpx.Client(base_url=base, headers={"X-API-Key": key}, timeout=60)
        self.number = 0

    def ask(self, path: str) -> tuple[httpx.Response, float]:
        """Ask; give the answer, and the seconds that it took."""
        began = time.monotonic()
        answer = self.client.put(path, json=TREATY) if path.startswith("/v1/treaties/new-") else self.client.get(path)
        return answer, time.monotonic() - began

    def all_at_once(self) -> tuple[list[tuple[httpx.Response, float]], list[tuple[httpx.Response, float]], float]:
        """Read, write, and ask meanwhile whether the process lives; give reads, writes, and how long that took."""
        self.number += 100
        reads = [READS[n % len(READS)].format(self.number + n) for n in range(AT_ONCE)]
        writes = [f"/v1/treaties/new-{self.number + n}" for n in range(2)]
        with ThreadPoolExecutor(AT_ONCE + 2) as threads:
            asked = [[threads.submit(self.ask, path) for path in paths] for paths in (reads, writes)]
            alive = 0.0
            while not all(one.done() for some in asked for one in some):
                answer, took = self.ask("/healthz")
                assert answer.status_code == 200
                alive = max(alive, took)
                time.sleep(0.05)
            read, wrote = ([one.result() for one in some] for some in asked)
        return read, wrote, alive

    def good(self) -> float:
        """Wait until it reads and writes again; give the seconds."""
        began = time.monotonic()
        self.number += 1
        while True:
            answers = [self.ask(f"/v1/treaties{kind}{self.number}")[0] for kind in ("?title=", "/new-")]
            if all(answer.status_code in (200, 201) for answer in answers):
                return time.monotonic() - began
            assert time.monotonic() - began < 30
            time.sleep(0.05)


def says_so(answers: list[tuple[httpx.Response, float]]) -> None:
    """Hold answers to say that the database is away."""
    for answer, _ in answers:
        assert answer.status_code == 503, (answer.request.url, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["retry-after"]) > 0


@contextmanager
def asked(url: str, key: str) -> Iterator[Server]:
    """A server on a database, which stays the same process."""
    with serving(url) as base:
        server = Server(base, key)
        with server.client:
            server.good()
            yield server
            assert base.process.poll() is None


@pytest.fixture
def key(own: str) -> str:
    """A key of a database of its own."""
    return made(own)


def made(url: str) -> str:
    """Make a key of a database."""
    with writing(url) as connection:
        key = create(connection, "a test", [KeyScope.WRITE])
    disconnect(url)
    return key


def slowest(answers: list[tuple[httpx.Response, float]]) -> float:
    """Give the seconds of the slowest answer."""
    return max(took for _, took in answers)


def outlasted(url: str, key: str, fault: Callable[[], AbstractContextManager[None]], longest: float) -> None:
    """Have a database go away and come back, and hold a server on it to say so in time, and to be well soon after."""
    figures: list[tuple[float, ...]] = []
    with asked(url, key) as server:
        # At once, after a rest (a connection is tried before it is used), and when there is no connection left.
        for rest in (0, 1.5):
            server.all_at_once()
            time.sleep(rest)
            with fault():
                for _ in range(2):
                    one = server.ask(f"/v1/treaties?title=one-{len(figures)}")
                    reads, writes, alive = server.all_at_once()
                    says_so([one, *reads, *writes])
                    figures.append((one[1], slowest(reads), slowest(writes), alive))
            back = server.good()
            print(f"one, reads, writes, /healthz {figures[-2:]}; back after {back:.2f} s")  # noqa: T201
            assert back < BACK
    *asked_, alive = map(max, zip(*figures, strict=True))
    assert max(asked_) < longest
    assert alive < 0.5


@pytest.mark.parametrize(("fault", "longest"), [(refused, 0.1), (black_hole, LONGEST), (frozen, LONGEST)])
def test_a_server_that_is_away(
    own: str, key: str, fault: Callable[[Any], AbstractContextManager[None]], longest: float
) -> None:
    if is_sqlite(own):
        pytest.skip("SQLite has no server that could be away")
    with relayed(own) as (url, relay):
        outlasted(url, key, partial(fault, relay), longest)


def test_a_server_that_is_stopped(tmp_path: Path) -> None:
    """All of its processes, with the connections that they have."""
    if lacking := missing():
        pytest.skip(f"no server can be started here: {lacking} missing")
    with tempfile.TemporaryDirectory(prefix="entente-away-", ignore_cleanup_errors=True) as name:
        os.chmod(name, 0o755)  # noqa: S103
        with alone(Path(name)) as server:
            databases = Databases("postgresql", tmp_path, f"{server.url}?connect_timeout=3")
            url = filled(databases, lambda connection: load(connection, copied(tmp_path)))
            outlasted(url, made(url), server.stopped, LONGEST)


@pytest.mark.parametrize("fault", [moved, unreadable, locked])
def test_a_file_that_is_away(own: str, key: str, fault: Callable[[Path], AbstractContextManager[None]]) -> None:
    if not is_sqlite(own):
        pytest.skip("PostgreSQL is reached by its server")
    file = Path(str(sa.make_url(own).database))
    with serving(own) as base:
        server = Server(base, key)
        with fault(file):
            reads, writes, alive = server.all_at_once()
            # Who has the file open still reads from it, and rightly: the data are the same.
            says_so([read for read in reads if read[0].status_code not in (200, 404)])
            says_so(writes)
        back = server.good()
        assert base.process.poll() is None
        server.client.close()
    print(f"{fault.__name__}: reads {slowest(reads):.2f}, writes {slowest(writes):.2f} s; back after {back:.2f} s")  # noqa: T201
    assert slowest(writes) < LONGEST
    assert alive < 0.5
    assert back < BACK
