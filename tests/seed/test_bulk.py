"""Observations in bulk: whole or absent whatever happens, read meanwhile, and no slower for being safe."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from api.main import app
from models import TradeByPartner, TradeByPeriod, TradeMetric
from models.base import columns
from models.database import reading, writing
from models.engines import is_sqlite
from models.revision import RevisionKind, Why
from models.settings import ROOT
from seed import merge_observations
from seed.bulk import Batch, Observations, import_observations
from seed.merge_observations import Vanished
from seed.observations import Checker
from seed.report import Report
from tests.conftest import USED
from tests.seed.test_cli import run
from tests.seed.test_loader import everything
from tests.seed.test_trade_csv import LAYOUT
from tests.trade import data, trade

FIELDS = ("reporter", "partner", "period", "value")
CONSTANTS = {"indicator": "goods", "flow": "export", "unit": "USD", "source": "one"}
LANDS = ("AAA", "BBB", "CCC")

TEST = Why(RevisionKind.IMPORT, "a test")


def lines(count: int, shift: int = 0) -> Sequence[tuple[str, ...]]:
    """Make lines of distinct observations, not in the order of their ids."""
    days = [f"{2000 + at // 336}-{1 + at // 28 % 12:02}-{1 + at % 28:02}" for at in range(-(-count // 6))]
    pairs = [(a, b) for a in LANDS for b in LANDS if a != b]
    return [(*pair, day, str(at + shift)) for at, day in enumerate(days) for pair in pairs][:count]


def stored(url: str, found: Sequence[tuple[str, ...]], between: Any = lambda: None) -> Report:
    check, report = Checker(FIELDS, CONSTANTS, {}), Report()

    def batches() -> Iterator[Batch]:
        for start in range(0, len(found), 500):
            yield check.check(range(start + 2, len(found) + 2)[:500], found[start : start + 500])
        between()

    import_observations(url, Observations(check.names, check.constants, batches(), []), report, why=TEST)
    return report


@pytest.fixture
def known(empty: str) -> str:
    trade(empty)
    return empty


def count(url: str) -> tuple[int, int, int]:
    """Count observations, and those that the sums by period and by partner are of."""
    with reading(url) as connection:
        observations = connection.scalar(sa.select(sa.func.count()).select_from(columns(TradeMetric))) or 0
        sums = (
            connection.scalar(sa.select(sa.func.coalesce(sa.func.sum(columns(table).c.records), 0))) or 0
            for table in (TradeByPeriod, TradeByPartner)
        )
        return (observations, *map(int, sums))  # type: ignore[return-value]


def test_the_order_of_lines_does_not_matter(known: str) -> None:
    found = lines(2_000)
    stored(known, found)
    before = everything(known)
    assert count(known) == (2_000, 2_000, 2_000)
    shuffled = random.Random(1).sample(list(enumerate(found, start=2)), len(found))  # noqa: S311
    check, report = Checker(FIELDS, CONSTANTS, {}), Report()
    batch = check.check([at for at, _ in shuffled], [line for _, line in shuffled])
    observations = Observations(check.names, check.constants, [batch], [])
    assert import_observations(known, observations, report, why=TEST).revision is None
    assert everything(known) == before


def test_others_read_and_write_while_a_file_is_read(known: str) -> None:
    client, seen = TestClient(app), []

    def meanwhile() -> None:
        seen.append(data(client, "/v1/trade-metrics?limit=1"))
        with writing(known) as connection:
            connection.exec_driver_sql("UPDATE source SET publisher = 'Somebody' WHERE id = 'two'")

    stored(known, lines(600), meanwhile)
    assert seen == [[]]
    assert len(data(client, "/v1/trade-metrics?limit=1")) == 1


def test_readers_see_old_or_new(known: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(known, lines(600))
    seen = []
    finish = merge_observations.Merging.finish

    def look(self: Any, why: Why) -> int:
        revision = finish(self, why)
        # All is written, and not committed.
        seen.append(count(known))
        return revision

    monkeypatch.setattr(merge_observations.Merging, "finish", look)
    stored(known, lines(900, shift=1))
    assert seen == [(600, 600, 600)]
    assert count(known) == (900, 900, 900)


def test_what_goes_meanwhile_is_missed(known: str) -> None:
    def lose() -> None:
        with writing(known) as connection:
            connection.exec_driver_sql("DELETE FROM country WHERE id = 'CCC'")

    before = count(known)
    with pytest.raises(Vanished, match="there is no country 'CCC' any more"):
        stored(known, lines(60), lose)
    assert count(known) == before


def test_a_role_that_may_less_stores_the_same(known: str) -> None:
    if is_sqlite(known):
        pytest.skip("SQLite has no roles")
    with writing(known) as connection:
        if connection.exec_driver_sql("SELECT 1 FROM pg_roles WHERE rolname = 'clerk'").first() is None:
            connection.exec_driver_sql("CREATE ROLE clerk")
        for what in ("TABLES", "SEQUENCES"):
            connection.exec_driver_sql(f"GRANT ALL ON ALL {what} IN SCHEMA public TO clerk")
    USED.add(clerk := f"{known}&options=-crole%3Dclerk")
    stored(clerk, lines(600))
    assert count(known) == (600, 600, 600)


def killed(url: str, path: Path, seconds: float) -> bool:
    """Import a file in another process, and kill it after some time; tells whether it still ran."""
    command = [str(Path(sys.executable).parent / "entente"), "import", "trade-csv", str(path), *LAYOUT]
    variables = os.environ | {"DATABASE_URL": url}
    process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


@pytest.mark.slow
def test_a_kill_leaves_nothing_half(known: str, tmp_path: Path) -> None:
    text = "from,to,year,usd\n" + "".join(f"{','.join(line)}\n" for line in lines(20_000))
    (path := tmp_path / "trade.csv").write_text(text)
    run("import", "trade-csv", str(path), *LAYOUT)
    assert (old := count(known)) == (20_000, 20_000, 20_000)
    path.write_text(text.replace("\nAAA,BBB,2", "\nBBB,CCC,3"))
    left = {count(known) for _ in range(2) if killed(known, path, random.uniform(0.8, 1.8))}  # noqa: S311
    run("import", "trade-csv", str(path), *LAYOUT)
    assert left <= {old, new := count(known)}
    assert new[0] == new[1] == new[2] > old[0]
