"""The importers on the files that people have; a test is skipped where they are absent."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import Any
from xml.dom import minidom

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from models import Article, Country, Participation, Product, TradeMetric, Treaty
from models.engines import driver_url
from models.settings import ROOT
from tests.conftest import SHARED
from tests.seed.test_cli import run
from tests.seed.test_importing import imported, rows, said
from tests.seed.test_loader import everything

DATA = SHARED / "data"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="the files lie in ../shared/data, which is absent here"),
]


@pytest.fixture
def coded(empty: str, tmp_path: Path) -> str:
    """A database with all countries."""
    report = imported("countries", DATA / "country-codes.csv", folder=tmp_path)
    assert report["lines"] == {"accepted": 249, "refused": 0}
    return empty


def printed(path: Path) -> dict[str, str]:
    """Read the numbered articles of a ToTA file, in another way than the importer: text by printed number."""
    found: dict[str, str] = {}
    for article in minidom.parse(str(path)).getElementsByTagName("article"):  # noqa: S318
        number = article.getAttribute("number")
        assert number not in found or not number
        found[number or f"unnumbered {len(found)}"] = "".join(
            node.data for node in article.childNodes if isinstance(node, minidom.Text)
        )
    return found


def test_treaties_with_every_article_under_its_number(coded: str, tmp_path: Path) -> None:
    report = imported("tota", DATA / "tota", folder=tmp_path)
    assert report["lines"] == {"accepted": 61, "refused": 0}
    stored: dict[str, dict[str, str]] = {}
    for row in rows(coded, Article):
        stored.setdefault(row["treaty"], {})[row["number"]] = row["text"]
    for path in sorted((DATA / "tota").glob("*.xml")):
        texts = stored.pop(f"tota-{path.stem.removeprefix('pta_')}")
        expected = printed(path)
        assert len(texts) == len(expected)
        for number, text in expected.items():
            if not number.startswith("unnumbered"):
                assert texts[number.removeprefix("ARTICLE ")] == text, (path.name, number)
        assert sorted(texts.values()) == sorted(expected.values())
    assert not stored
    assert "nothing to change" in run("import", "tota", str(DATA / "tota"))
    assert "code 'RKS'" in said(report, "refused")


@pytest.mark.parametrize(
    ("format", "file", "lines"), [("desta", "desta.csv", 1217), ("huggo", "huggo-parties.csv", 5644)]
)
def test_every_line_is_accounted_for(format: str, file: str, lines: int, coded: str, tmp_path: Path) -> None:
    report = imported(format, DATA / file, folder=tmp_path)
    assert sum(report["lines"].values()) == lines == len((DATA / file).read_bytes().splitlines()) - 1
    assert report["accepted"]["treaty"] == len(rows(coded, Treaty))
    assert report["accepted"]["participation"] == len(rows(coded, Participation))
    assert "nothing to change" in run("import", format, str(DATA / file))


def test_reference_tables(coded: str, tmp_path: Path) -> None:
    report = imported("hs", DATA / "harmonized-system.csv", folder=tmp_path)
    assert report["lines"] == {"accepted": 6940, "refused": 0}
    assert len(rows(coded, Product)) == 6940
    assert len(rows(coded, Country)) == 249


def test_a_killed_import_leaves_the_database_as_it_was(coded: str, tmp_path: Path) -> None:
    before = everything(coded)
    command = [
        sys.executable,
        "-c",
        "from seed.cli import run; run()",
        "import",
        "desta",
        str(DATA / "desta.csv"),
    ]
    importing = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": coded})  # noqa: S603
    assert began_to_store(coded, importing)
    importing.send_signal(signal.SIGKILL)
    assert importing.wait(timeout=10) == -signal.SIGKILL
    assert everything(coded) == before
    report = imported("desta", DATA / "desta.csv", folder=tmp_path)
    assert report["accepted"]["treaty"] == 988


def began_to_store(url: str, importing: "subprocess.Popen[Any]") -> bool:
    """Wait until an import holds the lock of those who write; false where it ends before."""
    other = sa.create_engine(driver_url(url), poolclass=sa.NullPool)
    locks = (
        "SELECT count(*) FROM pg_locks JOIN pg_class ON oid = relation"
        " WHERE relname = 'participation' AND mode = 'RowExclusiveLock'"
    )
    end = monotonic() + 60
    while importing.poll() is None and monotonic() < end:
        with other.connect() as connection:
            try:
                if url.startswith("postgresql"):
                    if connection.exec_driver_sql(locks).scalar():
                        return True
                    continue
                connection.exec_driver_sql("PRAGMA busy_timeout = 0")
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                connection.exec_driver_sql("ROLLBACK")
            except OperationalError:
                return True
    return False


def test_every_line_of_316_317_is_stored_or_refused(coded: str, tmp_path: Path) -> None:
    layout = (
        *("--column", "reporter=exp", "--column", "partner=imp", "--column", "period=time", "--column", "value=export"),
        *("--set", "indicator=goods-exports", "--set", "flow=export", "--set", "unit=USD", "--set", "source=penppml"),
        *("--source-title", "Bilateral exports", "--indicator-name", "Exports of goods"),
        *("--definition", "Goods sold to a partner.", "--measure", "flow"),
    )
    where = str(DATA / "bilateral-exports-1964-2016.csv")
    run("import", "trade-csv", where, *layout, "--report", str(path := tmp_path / "report.json"))
    report = json.loads(path.read_text())
    assert report["lines"] == {"accepted": 295_129, "refused": 21_188}
    assert len({place for entry in report["refused"] for place in entry["places"]}) == 21_188
    assert "ROM is read as ROU" in said(report, "repaired")
    (row,) = rows(coded, TradeMetric, id="ROU.RUS.goods-exports.export.TOTAL.annual.2012.penppml")
    with (DATA / "bilateral-exports-1964-2016.csv").open() as file:
        (line,) = (line for at, line in enumerate(file, start=1) if f"row {at}" == row["locator"])
    assert line == f"ROM,RUS,2012,{row['value']}\n"
    assert "nothing to change" in run("import", "trade-csv", where, *layout)


def test_aggregates_of_the_world_bank_are_groups(coded: str, tmp_path: Path) -> None:
    report = imported("world-bank", DATA / "world-bank", folder=tmp_path)
    assert report["lines"] == {"accepted": 58_143, "refused": 0}
    kinds = {row["id"]: row["kind"] for row in rows(coded, Country)}
    assert (kinds["WLD"], kinds["EMU"], kinds["XKX"], kinds["KAZ"]) == ("group", "group", "territory", "country")
    assert "nothing to change" in run("import", "world-bank", str(DATA / "world-bank"))
