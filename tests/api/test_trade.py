"""Questions about series: the latest of each, numbers in their unit, periods of any length, and the mirror."""

from fastapi.testclient import TestClient

from tests.trade import approx, data, refused, trade

METRICS = "/v1/trade-metrics"
MIRROR = f"{METRICS}/mirror?a=AAA&b=BBB"


def periods(client: TestClient, query: str) -> list[str]:
    return [row["period"] for row in data(client, f"{METRICS}?{query}&sort=period")]


def test_the_latest_of_each_series(empty: str) -> None:
    quarterly = {"frequency": "quarterly", "partner": None, "flow": None}
    client = trade(
        empty,
        *({"period": str(year)} for year in (2010, 2011, 2012)),
        *({"period": str(year), "source": "two"} for year in (2010, 2011)),
        *(quarterly | {"period": period} for period in ("2012-Q1", "2012-Q3")),
    )
    found = data(client, f"{METRICS}?latest=true&sort=period,id")
    assert [(row["period"], row["source"]) for row in found] == [("2011", "two"), ("2012", "one"), ("2012-Q3", "one")]
    assert len(data(client, f"{METRICS}?latest=false")) == 7
    # Which is the latest is a matter of the data, not of the question.
    assert periods(client, "latest=true&period=2011&source=one") == []


def test_ranges_of_periods_reach_across_frequencies(empty: str) -> None:
    given = [
        ("annual", "2011"),
        ("annual", "2012"),
        ("quarterly", "2012-Q2"),
        ("monthly", "2012-07"),
        ("monthly", "2013-01"),
    ]
    client = trade(empty, *({"frequency": frequency, "period": period} for frequency, period in given))
    assert periods(client, "period__gte=2012&period__lte=2012") == ["2012", "2012-Q2", "2012-07"]
    assert periods(client, "period__gte=2012-Q3") == ["2012", "2012-07", "2013-01"]
    assert periods(client, "period=2012-05") == ["2012", "2012-Q2"]
    assert periods(client, "period__lt=2012&frequency=annual") == ["2011"]


def test_values_in_units_or_as_stored(empty: str) -> None:
    client = trade(empty, {"value": 23.8, "unit_mult": 9}, {"value": 5000.0, "period": "2013"})
    stored, scaled = data(client, f"{METRICS}?sort=period"), data(client, f"{METRICS}?sort=period&in_units=true")
    assert [(row["value"], row["unit_mult"]) for row in stored] == [(23.8, 9), (5000, 0)]
    assert [(row["value"], row["unit_mult"]) for row in scaled] == [(23_800_000_000, 0), (5000, 0)]
    # What is compared is what is shown.
    assert periods(client, "value__gt=100") == ["2013"]
    assert periods(client, "value__gt=10000&in_units=true") == ["2012"]
    assert [row["period"] for row in data(client, f"{METRICS}?sort=-value")] == ["2013", "2012"]
    first = client.get(f"{METRICS}?sort=-value&in_units=true&limit=1").json()
    assert first["data"][0]["period"] == "2012"
    assert client.get(first["links"]["next"]).json()["data"][0]["period"] == "2013"
    one = f"{METRICS}/{stored[0]['id']}"
    assert client.get(f"{one}?in_units=true").json()["value"] == 23_800_000_000
    assert client.get(one).json()["value"] == 23.8
    assert "23800000000" in client.get(f"{METRICS}/export?in_units=true").text


def test_the_mirror_shows_both_sides_and_their_ratio(empty: str) -> None:
    back = {"reporter": "BBB", "partner": "AAA"}
    client = trade(
        empty,
        {"value": 2.0, "unit_mult": 3},
        back | {"flow": "import", "value": 2500.0, "source": "two"},
        back | {"flow": "export", "value": 7.0, "period": "2013"},
        {"flow": "import", "period": "2014", "value": 1.0},
        {"flow": "import", "period": "2014", "value": 1.5, "source": "two"},
        {"partner": "CCC"},
        {"flow": "total"},
    )
    first, second, third = data(client, MIRROR)
    assert (first["exporter"], first["importer"], first["period"]) == ("AAA", "BBB", "2012")
    assert first["ratio"] == approx(0.8)
    assert ([row["source"] for row in first["exported"]], [row["source"] for row in first["imported"]]) == (
        ["one"],
        ["two"],
    )
    assert (second["exporter"], second["ratio"], second["imported"]) == ("BBB", None, [])
    assert ([row["value"] for row in third["imported"]], third["ratio"]) == ([1.0, 1.5], None)
    swapped = client.get(MIRROR.replace("a=AAA&b=BBB", "a=BBB&b=AAA")).json()
    assert swapped["data"] == [first, second, third]
    assert data(client, f"{MIRROR}&period=2013") == [second]
    assert data(client, f"{MIRROR}&in_units=true")[0]["exported"][0]["value"] == 2000


def test_pages_of_the_mirror_neither_repeat_nor_skip(empty: str) -> None:
    client = trade(
        empty, *({"period": str(year), "product": code} for year in range(2000, 2009) for code in ("27", "84"))
    )
    whole = data(client, f"{MIRROR}&limit=200")
    walked, url = [], f"{MIRROR}&limit=4"
    while url:
        body = client.get(url).json()
        assert body["page"]["total"] == len(whole) == 18
        walked += body["data"]
        url = body["links"]["next"]
    assert walked == whole


def test_a_mirror_needs_two_countries(seeded: TestClient) -> None:
    refused(seeded, f"{METRICS}/mirror", "a: ", "b: ")
    refused(seeded, f"{METRICS}/mirror?a=RUS&b=RUS", "two different")
    refused(seeded, f"{METRICS}/mirror?a=RUS&b=kaz", "KAZ")
    refused(seeded, f"{METRICS}/mirror?a=RUS&b=KAZ&indicatr=x", "indicator")
    assert data(seeded, f"{METRICS}/mirror?a=RUS&b=KAZ&indicator=joint-ventures") == []


def test_the_mirror_costs_two_queries(empty: str, statements: list[str]) -> None:
    client = trade(empty, {}, {"period": "2013"})
    statements.clear()
    data(client, MIRROR)
    assert len([sql for sql in statements if sql.startswith("SELECT") and "revision" not in sql]) == 2
