"""Load held: mixed questions at a steady rate over more observations than there are, and nobody waits long."""

import asyncio
import os
import random
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from models.database import reading
from models.settings import ROOT
from tests.bench.paths import ours
from tests.bench.store import databases
from tests.bench.workloads import questions
from tests.conftest import KINDS, disconnect
from tests.faults.traffic import Ask, Traffic, late, request, run, told
from tests.server import serving

pytestmark = pytest.mark.faults

OBSERVATIONS = int(os.environ.get("FAULTS_OBSERVATIONS", "10_000_000"))
FOLDER = Path(os.environ.get("FAULTS_DATA", ROOT / ".bench")).absolute()
"""Where the databases are kept: it takes some minutes to make one."""

RATE, SECONDS = 300, 60
SHARES = {"item": 30, "list": 20, "pair": 20, "sums": 10, "top": 10, "search": 10}
"""Parts in a hundred of each kind of question."""


def mixed(url: str) -> Iterator[Ask]:
    """Give questions of all kinds, the same in each run."""
    with reading(url) as connection:
        found = questions(connection)
    disconnect(url)
    asks = {kind: cycle([Ask(kind, request(ours(ask))) for ask in found[kind]]) for kind in SHARES}
    chance = random.Random(300)  # noqa: S311
    while True:
        yield next(asks[chance.choices([*SHARES], [*SHARES.values()])[0]])


@pytest.fixture(params=KINDS)
def large_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of many observations."""
    with databases(request.param, FOLDER) as make:
        yield make(OBSERVATIONS)


def test_load_is_held(large_url: str) -> None:
    async def load(base: str, asks: Iterator[Ask]) -> Traffic:
        async with Traffic(base, asks, RATE, 32) as traffic:
            await asyncio.sleep(SECONDS)
        return traffic

    asks = mixed(large_url)
    next(asks)
    with serving(large_url, ENTENTE_WORKERS="2") as base:
        done = run(load(base, asks)).done
    print(f"\n{OBSERVATIONS:,} observations, p99 {1000 * late(done):.1f} ms\n{told(done)}")  # noqa: T201
    assert len(done) >= RATE * SECONDS * 0.99
    assert not [one for one in done if not one.right]
    assert late(done) < 0.1
