"""`entente import trade-csv`: any CSV of observations, what is said about every line, and nothing twice."""

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from api.main import app
from models import Indicator, Revision, Source, TradeMetric
from models.base import columns
from models.database import reading, writing
from tests.seed.test_cli import run
from tests.seed.test_importing import rows, said
from tests.seed.test_loader import everything
from tests.trade import data, trade

pytestmark = pytest.mark.alike

LAYOUT = (
    *("--column", "reporter=from", "--column", "partner=to", "--column", "period=year", "--column", "value=usd"),
    *("--set", "indicator=goods", "--set", "flow=export", "--set", "source=one"),
)
GOOD = "from,to,year,usd\nAAA,BBB,2010,1.5\nAAA,BBB,2011,0\nBBB,AAA,2010,70\n"


@pytest.fixture
def known(empty: str) -> str:
    """A database that knows countries, sources and indicators, and has no observation."""
    trade(empty)
    return empty


def brought(path: Path, text: str | bytes, *options: str, code: int = 0) -> dict[str, Any]:
    """Import a text and give the report."""
    (path / "trade.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    report = path / "report.json"
    run("import", "trade-csv", str(path / "trade.csv"), *(options or LAYOUT), "--report", str(report), code=code)
    return dict(json.loads(report.read_text()))


def values(url: str) -> dict[str, float]:
    return {row["id"]: row["value"] for row in rows(url, TradeMetric)}


def test_rows_are_whole(known: str, tmp_path: Path) -> None:
    report = brought(tmp_path, GOOD, *LAYOUT, "--set", "unit_mult=6")
    assert report["lines"] == {"accepted": 3, "refused": 0}
    assert report["accepted"] == {"trade_metric": 3}
    first, *_ = rows(known, TradeMetric)
    assert first["id"] == "AAA.BBB.goods.export.TOTAL.annual.2010.one"
    assert (first["value"], first["value_in_units"], first["unit"]) == (1.5, 1_500_000, "USD")
    assert (str(first["period_earliest"]), str(first["period_latest"])) == ("2010-01-01", "2010-12-31")
    assert (first["locator"], first["confidence"], first["frequency"]) == ("row 2", "dataset", "annual")
    # Zero is a value.
    assert values(known)["AAA.BBB.goods.export.TOTAL.annual.2011.one"] == 0


def test_importing_again_changes_nothing(known: str, tmp_path: Path) -> None:
    brought(tmp_path, GOOD)
    before = everything(known)
    assert "nothing to change" in run("import", "trade-csv", str(tmp_path / "trade.csv"), *LAYOUT)
    assert everything(known) == before


def test_only_what_differs_is_written(known: str, tmp_path: Path) -> None:
    brought(tmp_path, GOOD)
    (tmp_path / "trade.csv").write_text(GOOD.replace("BBB,AAA,2010,70", "BBB,AAA,2010,71") + "CCC,AAA,2010,5\n")
    assert ": 1 rows new, 1 rows changed" in run("import", "trade-csv", str(tmp_path / "trade.csv"), *LAYOUT)
    assert values(known)["BBB.AAA.goods.export.TOTAL.annual.2010.one"] == 71
    sums = data(TestClient(app), "/v1/trade-metrics/stats?group_by=reporter&measure=sum&indicator=goods")
    assert {group["reporter"]: group["sum"] for group in sums} == {"AAA": 1.5, "BBB": 71, "CCC": 5}
    assert "would be new" in run("import", "trade-csv", "--dry-run", str(file(tmp_path, "CCC,BBB,2010,5\n")), *LAYOUT)
    assert len(values(known)) == 4


def file(folder: Path, lines: str) -> Path:
    (path := folder / "more.csv").write_text(GOOD.partition("\n")[0] + "\n" + lines)
    return path


def test_every_fault_is_said_with_its_line(known: str, tmp_path: Path) -> None:
    lines = (
        *("QQQ,BBB,2010,1", "AAA,BBB,2010-99-99,1", "AAA,BBB,2012,many", "AAA,BBB,2013,", ",BBB,2013,1"),
        *(
            "AAA,BBB,2014,1,5",
            "",
            'AAA,BBB,"2015",1_000',
            "AAA,BBB,2016,NaN",
            'AAA,CSK,2016,"1,5"',
            "AAA,BBB,2017,1e999",
        ),
    )
    report = brought(tmp_path, "from,to,year,usd\n" + "\n".join(lines) + "\nAAA,BBB,2020,1\n")
    assert report["lines"] == {"accepted": 1, "refused": 10}
    words = said(report, "refused")
    for part in (
        "reporter: no country has the code 'QQQ'; import `countries` first, or say `--country QQQ=…` @ [2]",
        "'2010-99-99' is not a day of the calendar",
        "(found 'many') @ [4]",
        "value: there is none; what is missing is not stored, and is not zero @ [5, 10]",
        "reporter: no country has the code '' ",
        "has 5 cells, and there are 4 columns; is a delimiter or a quote missing? @ [7]",
        "value: '1_000' is not a number @ [9]",
        "CSK is Czechoslovakia, dissolved in 1992",
        "'1,5' can be read in two ways",
        "finite number (found '1e999') @ [12]",
    ):
        assert part.strip() in words, part
    assert rows(known, TradeMetric)[0]["locator"] == "row 13"


def test_what_is_repaired_is_said(known: str, tmp_path: Path) -> None:
    text = (
        "from;to;year;usd\naaa;BBB;2010;1,234,567.5\nAAA;MNT;2010;1 000\nAAA;CCC;2010Q3;2\nAAA;CCC;2010M07;3\n"
        '"AAA";"BBB";"2011";" 4 "\n'
    )
    report = brought(tmp_path, "\ufeff" + text, *LAYOUT, "--country", "MNT=CCC")
    assert report["lines"] == {"accepted": 5, "refused": 0}
    words = said(report, "repaired")
    for part in (
        "reporter: 'aaa' is read as AAA @ [2]",
        "value: what separates thousands is left out @ [2, 3]",
        "partner: MNT stands for CCC, as `--country` says @ [3]",
        "period: '2010Q3' is read as 2010-Q3 @ [4]",
        "period: '2010M07' is read as 2010-07 @ [5]",
    ):
        assert part in words, part
    found = {row["period"]: row for row in rows(known, TradeMetric)}
    assert (found["2010-Q3"]["frequency"], found["2010-07"]["frequency"]) == ("quarterly", "monthly")
    assert found["2011"]["value"] == 4
    assert {row["value"] for row in rows(known, TradeMetric)} == {1234567.5, 1000, 2, 3, 4}


def test_former_codes_of_the_same_country(known: str, tmp_path: Path) -> None:
    with writing(known) as connection:
        country = {"id": "ROU", "name": "Romania", "name_folded": "romania", "kind": "country"}
        connection.execute(sa.insert(sa.table("country", *map(sa.column, country))).values(country))
    report = brought(tmp_path, "from,to,year,usd\nROM,AAA,1990,1\nSUN,AAA,1990,2\nZAR,AAA,1990,3\n")
    assert "ROM is read as ROU: Romania had this code until 2002 @ [2]" in said(report, "repaired")
    assert "SUN is the USSR, dissolved in 1991" in said(report, "refused")
    assert "no country has the code 'COD'" in said(report, "refused")
    assert [row["reporter"] for row in rows(known, TradeMetric)] == ["ROU"]


def test_lines_about_one_observation(known: str, tmp_path: Path) -> None:
    text = GOOD + "AAA,BBB,2010,1.5\nCCC,AAA,2010,1\nCCC,AAA,2010,2\n"
    report = brought(tmp_path, text)
    assert report["lines"] == {"accepted": 4, "refused": 2}
    assert "says again what an earlier line says; the earlier one is stored @ ['row 5']" in said(report, "repaired")
    assert "another line gives another value" in said(report, "refused")
    assert "['row 6', 'row 7']" in said(report, "refused")
    assert report["accepted"] == {"trade_metric": 3}
    assert len(values(known)) == 3


def test_what_the_data_files_hold_stays(known: str, tmp_path: Path) -> None:
    brought(tmp_path, GOOD)
    with writing(known) as connection:
        held = {"resource": "trade_metric", "record": "BBB.AAA.goods.export.TOTAL.annual.2010.one"}
        connection.execute(sa.insert(sa.table("curated", *map(sa.column, held))).values(held))
    report = brought(tmp_path, GOOD.replace(",70", ",71").replace(",1.5", ",2.5"))
    assert "the data files hold this observation with other values" in said(report, "refused")
    assert report["lines"] == {"accepted": 2, "refused": 1}
    assert sorted(values(known).values()) == [0, 2.5, 70]


def test_a_new_source_and_a_new_indicator(known: str, tmp_path: Path) -> None:
    layout = [option.replace("=one", "=atlas").replace("=goods", "=lines") for option in LAYOUT]
    path = file(tmp_path, "AAA,BBB,2010,1\n")
    output = run("import", "trade-csv", str(path), *layout, code=1)
    assert "unit: say `--column unit=…` or `--set unit=…`" in output
    assert "source: no 'atlas' is stored; --source-title would make one" in output
    assert "--indicator-name, --definition, --measure (flow or stock or share or ratio)" in output
    assert "columns found: from, to, year, usd" in output
    more = (
        "--source-title",
        "Atlas",
        "--licence",
        "MIT",
        "--indicator-name",
        "Lines",
        "--definition",
        "Lines counted.",
    )
    output = run("import", "trade-csv", str(path), *layout, "--set", "unit=count", *more, "--measure", "many", code=2)
    assert "--measure: Input should be 'flow', 'stock', 'share' or 'ratio'" in output
    assert not rows(known, Source, id="atlas")
    run("import", "trade-csv", str(path), *layout, "--set", "unit=count", *more, "--measure", "stock")
    assert rows(known, Source, id="atlas")[0]["licence"] == "MIT"
    assert rows(known, Indicator, id="lines")[0]["unit"] == "count"
    assert rows(known, TradeMetric)[0]["unit"] == "count"


def test_all_that_is_missing_is_said_at_once(known: str, tmp_path: Path) -> None:
    path = str(file(tmp_path, "AAA,BBB,2010,1\n"))
    output = run("import", "trade-csv", path, "--column", "partner=land", "--set", "colour=red", code=1)
    for part in (
        *("--column partner=land: there is no such column", "colour: there is no such field; there are indicator"),
        *("value: say `--column value=…`\n", "reporter: say `--column"),
    ):
        assert part in output
    assert "--codes: Input should be 'iso3', 'iso2' or 'm49'" in run(
        "import", "trade-csv", path, "--codes", "x", code=2
    )
    assert "write it as name=value" in run("import", "trade-csv", path, "--column", "reporter", code=2)
    assert "flow: Input should be 'export'" in run("import", "trade-csv", path, *LAYOUT, "--set", "flow=out", code=1)
    assert "countries says itself what its columns are" in run("import", "countries", path, *LAYOUT, code=2)


def test_encodings_and_delimiters(known: str, tmp_path: Path) -> None:
    brought(tmp_path, GOOD.replace(",", "\t").encode("utf-16"))
    assert len(values(known)) == 3
    (tmp_path / "trade.csv").write_bytes("from,to,année,usd\n".encode("cp1252") + b"AAA,BBB,2010,1\n")
    assert "`--encoding`" in run("import", "trade-csv", str(tmp_path / "trade.csv"), *LAYOUT, code=1)
    layout = [option.replace("year", "année") for option in LAYOUT]
    brought(tmp_path, (tmp_path / "trade.csv").read_bytes(), *layout, "--encoding", "cp1252")
    (tmp_path / "trade.csv").write_text(GOOD + '"AAA,BBB\n')
    before = everything(known)
    assert "cannot be read after line" in run("import", "trade-csv", str(tmp_path / "trade.csv"), *LAYOUT, code=1)
    assert everything(known) == before


def test_other_codes_and_files_of_a_folder(known: str, tmp_path: Path) -> None:
    with writing(known) as connection:
        connection.exec_driver_sql("UPDATE country SET m49 = '004' WHERE id = 'AAA'")
        connection.exec_driver_sql("UPDATE country SET m49 = '012' WHERE id = 'BBB'")
    (folder := tmp_path / "years").mkdir()
    for year in (2010, 2011):
        (folder / f"{year}.csv").write_text(
            f'from,to,year,usd\n"4",012,{year},1\n"9",012,{year},"\n 2"\n4,4,{year},3\n'
        )
    report = tmp_path / "report.json"
    run("import", "trade-csv", str(folder), *LAYOUT, "--codes", "m49", "--report", str(report))
    assert [row["locator"] for row in rows(known, TradeMetric)] == [
        *("2010.csv, row 5", "2011.csv, row 5", "2010.csv, row 2", "2011.csv, row 2"),
    ]
    assert "['2010.csv: line 3', '2011.csv: line 3']" in said(json.loads(report.read_text()), "refused")


def test_a_revision_tells_where_it_came_from(known: str, tmp_path: Path) -> None:
    brought(tmp_path, GOOD)
    with reading(known) as connection:
        newest = sa.select(columns(Revision).c.reason).order_by(columns(Revision).c.number.desc()).limit(1)
        assert connection.scalar(newest) == "import of trade-csv: trade.csv"
