"""Counts and sums: they agree with the lists, and nothing is added that does not add up."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.grouping import groups
from api.operators import TEXT, typed
from api.resource import Resource
from api.routes import RESOURCES
from tests.trade import data, refused, trade

each = pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.path)
STATS = "/v1/trade-metrics/stats"


@each
def test_the_documented_examples_give_data(resource: Resource, seeded: TestClient) -> None:
    assert resource.stats_tries
    for query in resource.stats_tries:
        assert data(seeded, f"/v1/{resource.path}/stats?{query}"), query


@each
def test_counts_are_those_of_the_list(resource: Resource, crowded: TestClient) -> None:
    total = crowded.get(f"/v1/{resource.path}?limit=1").json()["page"]["total"]
    for name, group in groups(resource).items():
        found = data(crowded, f"/v1/{resource.path}/stats?group_by={name}&limit=1000")
        assert sum(row["count"] for row in found) >= total
        assert len({row[name] for row in found}) == len(found)
        if group.link is None:
            assert sum(row["count"] for row in found) == total, name
    assert data(crowded, f"/v1/{resource.path}/stats") == [{"count": total}]


@each
def test_a_group_holds_what_the_filter_finds(resource: Resource, crowded: TestClient) -> None:
    for name, related in resource.all_related.items():
        for row in data(crowded, f"/v1/{resource.path}/stats?group_by={name}&sort=-count&limit=5"):
            value = row[name]
            asked = (
                {f"{name}__isnull": "true"}
                if value is None
                else {name: value.replace("\\", "\\\\").replace(",", "\\,")}
            )
            found = crowded.get(f"/v1/{resource.path}", params={"limit": 1, **asked}).json()["page"]["total"]
            # Texts that differ in case or accents alone are one to the filter and several to the reader.
            folded = typed(related.column.class_, related.column.key).kind is TEXT
            assert row["count"] <= found if folded else row["count"] == found


def test_the_filters_of_the_list_hold(seeded: TestClient) -> None:
    later = data(seeded, "/v1/treaties/stats?group_by=kind&signed__gte=2023-06&signed__lte=2023-12")
    assert later == [{"kind": "agreement", "count": 2}]
    valid = seeded.get("/v1/memberships?valid_at=2013&country=KAZ").json()["page"]["total"]
    assert data(seeded, "/v1/memberships/stats?valid_at=2013&country=KAZ") == [{"count": valid}]
    found = data(seeded, "/v1/treaties/stats?group_by=party,signed_year&q=neighborliness alliance")
    assert found == [
        {"party": party, "party_name": name, "signed_year": 2013, "count": 1}
        for party, name in (("KAZ", "Kazakhstan"), ("RUS", "Russia"))
    ]


def test_a_filter_may_be_called_measure(seeded: TestClient) -> None:
    [group] = data(seeded, "/v1/indicators/stats?group_by=measure&measure=share")
    assert group["measure"] == "share"


def test_a_year_is_told_only_where_it_is_known(seeded: TestClient) -> None:
    years = {row["signed_year"]: row["count"] for row in data(seeded, "/v1/treaties/stats?group_by=signed_year")}
    assert sum(years.values()) == 169
    assert (years[1991], years[2012]) == (2, 1)
    article = "/v1/treaties/stats?group_by=signed_year&source=caci-analyst-2013-11-27"
    assert {row["signed_year"]: row["count"] for row in data(seeded, article)} == {1992: 1, 2013: 4, 2014: 1}


@pytest.mark.parametrize("sort", ["count", "-count", "title", "-kind,title"])
def test_pages_of_groups_neither_repeat_nor_skip(sort: str, crowded: TestClient) -> None:
    path = f"/v1/treaties/stats?group_by=kind,title&sort={sort}"
    whole = data(crowded, f"{path}&limit=1000")
    walked, url = [], f"{path}&limit=7"
    while url:
        body = crowded.get(url).json()
        assert body["page"]["total"] == len(whole)
        walked += body["data"]
        url = body["links"]["next"]
    assert walked == whole
    assert len(whole) > 20


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/v1/treaties/stats?group_by=titel", "title"),
        ("/v1/treaties/stats?group_by=kind,status,scope", "at most 2"),
        ("/v1/treaties/stats?group_by=kind&sort=status", "status"),
        ("/v1/treaties/stats?measure=sum", "no such parameter"),
        (f"{STATS}?measure=median", "Valid: count, sum, avg, min, max"),
        ("/v1/treaties/stats?knd=treaty", "kind"),
    ],
)
def test_what_cannot_be_asked_is_refused(path: str, words: str, seeded: TestClient) -> None:
    refused(seeded, path, words)


def test_sums_are_in_units_and_say_how_sure_they_are(empty: str) -> None:
    rows: list[dict[str, Any]] = [
        {"period": "2012", "value": 1.5, "unit_mult": 3},
        {"period": "2012", "partner": "CCC", "value": 500.0, "qualifier": "approximately"},
        {"period": "2013", "value": None, "status": "missing"},
        {"period": "2013", "partner": "CCC", "value": 0.07, "unit_mult": 9},
    ]
    client = trade(empty, *rows)
    asked = "measure=count,sum,avg,min,max&indicator=goods"
    first, second = data(client, f"{STATS}?group_by=period&{asked}")
    assert first == {"period": "2012", "count": 2, "sum": 2000.0, "avg": 1000.0, "min": 500.0, "max": 1500.0} | {
        **{"unit": "USD", "missing": 0, "hedged": 1}
    }
    assert (second["sum"], second["avg"], second["count"], second["missing"]) == (70_000_000, 70_000_000, 2, 1)
    top = data(client, f"{STATS}?group_by=partner&measure=sum&reporter=AAA&sort=-sum&limit=1")
    assert (top[0]["partner"], top[0]["partner_name"], top[0]["sum"]) == ("CCC", "Land CCC", 70_000_500)
    # By both at once no kept sum can tell; the observations do.
    assert data(client, f"{STATS}?group_by=partner,period_year&measure=sum")[0]["sum"] == 1500.0
    assert data(client, f"{STATS}?measure=sum&period=2012&partner=CCC")[0]["sum"] == 500.0
    assert data(client, f"{STATS}?measure=sum&reporter=BBB") == [{"sum": None, "unit": None, "missing": 0, "hedged": 0}]


@pytest.mark.parametrize(
    ("other", "word"),
    [
        ({"unit": "EUR", "partner": "CCC"}, "different units"),
        ({"indicator": "debt"}, "different indicators"),
        ({"source": "two"}, "different sources"),
        ({"frequency": "quarterly", "period": "2012-Q1"}, "different frequencies"),
        ({"product": "27"}, "part of"),
        ({"flow": "total"}, "part of"),
        ({"flow": "re_export"}, "part of"),
        ({"partner": "WLD"}, "groups of countries"),
        ({"partner": None}, "of all partners and of each"),
        ({"reporter": "WLD"}, "groups of countries"),
    ],
)
def test_what_does_not_add_up_is_refused_with_the_reason(other: dict[str, Any], word: str, empty: str) -> None:
    client = trade(empty, {}, other)
    for group in ("", "group_by=flow&") if "flow" not in other else ("",):
        refused(client, f"{STATS}?{group}measure=sum", word, "`sum`")
    # The same without the kept sums: they know nothing of a filter by value.
    refused(client, f"{STATS}?measure=sum&value__gte=0", word)
    assert data(client, f"{STATS}?measure=count") == [{"count": 2}]


def test_several_groups_and_overlapping_periods_are_not_added(empty: str) -> None:
    other: dict[str, Any] = {"frequency": "other", "reporter": "BBB", "partner": "CCC"}
    client = trade(
        empty,
        *({"partner": group} for group in ("WLD", "EUU")),
        *(other | {"period": period} for period in ("2005/2009", "2006/2007")),
    )
    refused(client, f"{STATS}?measure=sum&reporter=AAA", "several groups")
    refused(client, f"{STATS}?measure=sum&reporter=AAA&value__gte=0", "several groups")
    assert [row["sum"] for row in data(client, f"{STATS}?measure=sum&reporter=AAA&group_by=partner")] == [1, 1]
    refused(client, f"{STATS}?measure=sum&reporter=BBB", "overlap")
    assert len(data(client, f"{STATS}?measure=sum&reporter=BBB&group_by=period")) == 2


def test_what_is_fixed_cannot_be_at_fault(empty: str) -> None:
    client = trade(empty, {}, {"period": "2013"})
    assert data(client, f"{STATS}?measure=max&indicator=goods&unit=USD")[0]["max"] == 1
    assert len(data(client, f"{STATS}?measure=min,max&group_by=indicator,unit")) == 1


def test_shares_are_never_added_and_stocks_not_over_time(empty: str) -> None:
    share: dict[str, Any] = {"indicator": "part", "unit": "percent", "value": 40.0}
    stock: dict[str, Any] = {"indicator": "debt", "value": 5.0}
    client = trade(empty, {}, share, share | {"partner": "CCC"}, stock, stock | {"period": "2013"})
    refused(client, f"{STATS}?measure=sum&indicator=part", "shares")
    assert data(client, f"{STATS}?measure=avg&indicator=part")[0]["avg"] == 40
    refused(client, f"{STATS}?measure=sum&indicator=debt", "stock", "period")
    assert [row["sum"] for row in data(client, f"{STATS}?measure=sum&indicator=debt&group_by=period")] == [5, 5]
    # A fault in any group is told, whatever the page shows first.
    refused(
        client, f"{STATS}?measure=sum&group_by=indicator&sort=indicator&limit=1&indicator=goods,part", "indicator=part"
    )


def test_statistics_cost_one_query(seeded: TestClient, statements: list[str]) -> None:
    data(seeded, "/v1/treaties/stats?group_by=party,kind&sort=-count")
    assert len([sql for sql in statements if "revision" not in sql]) == 1
