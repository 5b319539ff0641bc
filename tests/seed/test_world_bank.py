"""`entente import world-bank`: files as people have them, and the API by recorded answers."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx_retries import Retry

from models import Country, Indicator, Source, TradeMetric
from seed.fetching import NotFetched
from seed.importers import world_bank_api
from seed.importers.layout import Catalogue, Layout
from seed.importers.reading import Reference, WrongFile
from tests.seed.test_cli import run
from tests.seed.test_importing import rows, said
from tests.seed.test_loader import everything
from tests.trade import trade

pytestmark = pytest.mark.alike

GDP = """Country Name,Country Code,Year,Value
Arab World,ARB,2010,25760683041.0857
Land AAA,AAA,2010,0
Land AAA,AAA,2011,
Kosovo,XKX,2010,5.5
Nowhere,QQQ,2010,1
World,WLD,2010,7
"""


@pytest.fixture
def known(empty: str) -> str:
    """A database that knows countries, and the world as a group."""
    trade(empty)
    return empty


def brought(folder: Path, where: Path | str, *options: str, code: int = 0) -> dict[str, Any]:
    report = folder / "report.json"
    run("import", "world-bank", str(where), *options, "--report", str(report), code=code)
    return dict(json.loads(report.read_text()))


def test_a_file_named_after_its_indicator(known: str, tmp_path: Path) -> None:
    (path := tmp_path / "ny.gdp.mktp.cd.csv").write_text(GDP)
    report = brought(tmp_path, path)
    assert report["lines"] == {"accepted": 4, "refused": 2}
    assert report["accepted"] == {"source": 1, "indicator": 1, "country": 2, "citation": 3, "trade_metric": 4}
    found = {row["reporter"]: row for row in rows(known, TradeMetric)}
    assert found["ARB"]["id"] == "ARB._.ny-gdp-mktp-cd._.TOTAL.annual.2010.world-bank-wdi"
    assert (found["ARB"]["value"], found["ARB"]["unit"]) == (25760683041.0857, "USD")
    assert (found["AAA"]["value"], found["AAA"]["locator"]) == (0, "row 3")
    kinds = {row["id"]: (row["kind"], row["name"]) for row in rows(known, Country)}
    assert (kinds["ARB"], kinds["XKX"]) == (("group", "Arab World"), ("territory", "Kosovo"))
    # What is there already stays as it is.
    assert kinds["WLD"] == ("group", "Group WLD")
    assert "stored as a group @ ['code ARB']" in said(report, "repaired")
    assert "value: there is none" in said(report, "refused")
    assert "no country has the code 'QQQ'" in said(report, "refused")
    assert rows(known, Source, id="world-bank-wdi")[0]["licence"] == "CC-BY-4.0"
    assert rows(known, Indicator, id="ny-gdp-mktp-cd")[0]["measure"] == "flow"


def test_a_folder_twice(known: str, tmp_path: Path) -> None:
    (folder := tmp_path / "wb").mkdir()
    (folder / "ny.gdp.mktp.cd.csv").write_text(GDP)
    (folder / "tx.val.mrch.cd.wt.csv").write_text(GDP)
    report = brought(tmp_path, folder)
    assert report["lines"] == {"accepted": 8, "refused": 4}
    assert "tx.val.mrch.cd.wt.csv: line 6" in said(report, "refused")
    assert {row["flow"] for row in rows(known, TradeMetric, indicator="tx-val-mrch-cd-wt")} == {"export"}
    before = everything(known)
    assert "nothing to change" in run("import", "world-bank", str(folder))
    assert "nothing to change" in run("import", "world-bank", str(folder / "ny.gdp.mktp.cd.csv"))
    assert everything(known) == before


def test_an_indicator_that_is_not_known(known: str, tmp_path: Path) -> None:
    (path := tmp_path / "sp.pop.totl.csv").write_text(GDP)
    output = run("import", "world-bank", str(path), code=1)
    assert "`--indicator-name=…`, `--definition=…`, `--set unit=…`, `--measure=…`" in output
    words = ("--indicator-name", "Population", "--definition", "People who live there.", "--measure", "stock")
    brought(tmp_path, path, *words, "--set", "unit=count")
    assert rows(known, Indicator, id="sp-pop-totl")[0]["name"] == "Population"
    path.write_text("a,b\n1,2\n")
    output = run("import", "world-bank", str(path), *words, "--set", "unit=count", code=1)
    assert "has no column Country Code, Country Name, Value, Year; found a, b" in output
    path.rename(wrong := tmp_path / "gdp.csv")
    assert "is not named after an indicator" in run("import", "world-bank", str(wrong), code=1)


COUNTRIES = [
    {"id": "AAA", "iso2Code": "AA", "name": "Land AAA", "region": {"id": "X", "value": "Europe"}},
    {
        "id": "AFE",
        "iso2Code": "ZH",
        "name": "Africa Eastern and Southern",
        "region": {"id": "NA", "value": "Aggregates"},
    },
]
ABOUT = {"id": "NE.EXP.GNFS.CD", "name": "Exports of goods and services (current US$)", "sourceNote": "All exports."}


def entry(code: str, iso2: str, name: str, date: str, value: float | None) -> dict[str, Any]:
    return {"countryiso3code": code, "country": {"id": iso2, "value": name}, "date": date, "value": value}


ENTRIES = [
    entry("AAA", "AA", "Land AAA", "2012", 12.5),
    entry("AAA", "AA", "Land AAA", "2011Q3", None),
    # Some groups come without their code of three letters.
    entry("", "ZH", "Africa Eastern and Southern", "2012", 90),
]


def paged(entries: list[Any], request: httpx.Request, size: int) -> list[Any]:
    number = int(request.url.params["page"])
    about = {"page": number, "pages": -(-len(entries) // size), "per_page": size, "total": len(entries)}
    return [about, entries[(number - 1) * size : number * size]]


class World:
    """Answers as the API did when it was asked, two entries a page; `spoilt` answers first, where it has an answer."""

    def __init__(self, spoilt: Callable[[httpx.Request], httpx.Response | None] = lambda _: None) -> None:
        self.spoilt, self.asked = spoilt, list[str]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        if spoilt := self.spoilt(request):
            return spoilt
        entries = {"country": COUNTRIES, "NE.EXP.GNFS.CD": ENTRIES if "/country/all/" in str(request.url) else [ABOUT]}
        found = paged(entries[request.url.path.rpartition("/")[2]], request, 2)
        return httpx.Response(200, json=found, headers={"Cache-Control": "max-age=3600"})


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Callable[[World], world_bank_api.Reading]]:
    clients: list[httpx.Client] = []

    def read(world: World) -> world_bank_api.Reading:
        retry = Retry(total=2, backoff_factor=0)
        clients.append(world_bank_api.client(httpx.MockTransport(world), retry, tmp_path / "http.db"))
        known = Catalogue(Reference({"AAA": "AAA"}))
        return world_bank_api.Reading(clients[-1], "NE.EXP.GNFS.CD", Layout(), known)

    yield read
    for client in clients:
        client.close()


def test_the_api_page_by_page(api: Callable[[World], world_bank_api.Reading]) -> None:
    reading = api(world := World())
    first, second = reading.batches()
    (row,) = (dict(zip(reading.plan.names, row, strict=True)) for row in first.rows)
    assert (row["id"], row["value"]) == ("AAA._.ne-exp-gnfs-cd._.TOTAL.annual.2012.world-bank-wdi", 12.5)
    assert (row["locator"], row["unit"]) == ("page 1, entry 1", "USD")
    assert ("page 1, entry 2", "value: there is none; what is missing is not stored, and is not zero") in first.outcomes
    (row,) = (dict(zip(reading.plan.names, row, strict=True)) for row in second.rows)
    assert (row["reporter"], row["locator"]) == ("AFE", "page 2, entry 1")
    kinds = {row["id"]: row["kind"] for table, row in reading.plan.records if table is Country}
    assert kinds == {"AFE": "group"}
    # What may be kept is not asked again.
    asked = list(world.asked)
    assert len(list(api(world).batches())) == 2
    assert world.asked == asked


def test_a_busy_api_is_asked_again(api: Callable[[World], world_bank_api.Reading]) -> None:
    answers = iter([httpx.Response(503), httpx.Response(429, headers={"Retry-After": "0"})])
    reading = api(World(lambda _: next(answers, None)))
    assert sum(len(batch.rows) for batch in reading.batches()) == 2


@pytest.mark.parametrize(
    ("part", "answer", "words"),
    [
        ("page=2", httpx.Response(503), "page 2: .*503"),
        ("/country/all/", httpx.Response(200, text="<html>"), "page 1"),
        ("/country/all/", httpx.Response(200, json=[{"message": [{"value": "It was deleted."}]}]), "It was deleted."),
        ("page=2", httpx.Response(200, json=[{"total": 4, "pages": 2}, []]), "changed while it was read"),
        ("page=2", httpx.Response(200, json=[{"total": 3, "pages": 2}, None]), "2 entries came of 3"),
    ],
)
def test_what_is_not_whole_is_not_taken(
    part: str, answer: httpx.Response, words: str, api: Callable[[World], world_bank_api.Reading]
) -> None:
    reading = api(World(lambda request: answer if part in str(request.url) else None))
    with pytest.raises(NotFetched, match=words):
        list(reading.batches())


def test_an_indicator_of_the_api_that_the_user_must_describe(api: Callable[[World], world_bank_api.Reading]) -> None:
    about = [{"total": 1, "pages": 1}, [ABOUT | {"name": "Exports in things"}]]
    with pytest.raises(WrongFile, match=r"what NE\.EXP\.GNFS\.CD measures is not known; say `--set unit=…`"):
        api(World(lambda request: httpx.Response(200, json=about) if "v2/indicator" in str(request.url) else None))


@pytest.mark.parametrize(
    "where", ["NE.EXP.GNFS.CD", "https://api.worldbank.org/v2/country/all/indicator/ne.exp.gnfs.cd"]
)
def test_the_command_asks_the_api(where: str, known: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = world_bank_api.client
    transport = httpx.MockTransport(World())
    monkeypatch.setattr(world_bank_api, "client", lambda: plain(transport, Retry(total=0), tmp_path / "http.db"))
    report = brought(tmp_path, where)
    assert report["lines"] == {"accepted": 2, "refused": 1}
    assert "page 1, entry 2" in said(report, "refused")
    assert rows(known, Indicator, id="ne-exp-gnfs-cd")[0]["definition"] == "All exports."
    assert "nothing to change" in run("import", "world-bank", where)
