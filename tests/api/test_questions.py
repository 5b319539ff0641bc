"""The questions that the seed article answers, each in one request, with the paragraph."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

SOURCE = "caci-analyst-2013-11-27"


def ask(client: TestClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def places(record: dict[str, Any], field: str | None = None) -> set[str]:
    return {c["locator"] for c in record["citations"] if c["source"] == SOURCE and c["field"] == field}


def test_the_treaty_by_its_parties_and_date(seeded: TestClient) -> None:
    found = ask(
        seeded, "/v1/treaties?party=RUS,KAZ&party__all=true&signed=2013-11-11&kind=treaty&include=parties,citations"
    )
    (treaty,) = found["data"]
    assert treaty["id"] == "rus-kaz-alliance-2013"
    assert {(act["party"], act["action"], act["date"]) for act in treaty["parties"]} == {
        ("RUS", "signature", "2013-11-11"),
        ("KAZ", "signature", "2013-11-11"),
    }
    assert places(treaty) == {"para 1"}


def test_what_article_10_covers(seeded: TestClient) -> None:
    article = ask(seeded, "/v1/treaties/rus-kaz-alliance-2013/articles/10?include=citations")
    assert "Customs Union" in article["gist"]
    assert "Common Economic Space" in article["gist"]
    assert article["completeness"] == "excerpt"
    assert "without infringement upon political sovereignty" in article["text"]
    assert places(article) == {"para 3"}


def test_which_treaty_it_builds_on(seeded: TestClient) -> None:
    treaty = ask(seeded, "/v1/treaties/rus-kaz-alliance-2013?include=relations")
    based_on = [r for r in treaty["relations"] if r["relation"] == "based_on"]
    assert [r["related"] for r in based_on] == ["rus-kaz-friendship-1992"]
    assert [c["locator"] for c in based_on[0]["citations"]] == ["para 2"]
    earlier = ask(seeded, "/v1/treaties/rus-kaz-friendship-1992")
    assert earlier["signed"] == "1992-05"


def test_who_met_in_yekaterinburg_and_what_was_signed(seeded: TestClient) -> None:
    (forum,) = ask(seeded, "/v1/forums?city=Yekaterinburg&include=participants,outcomes,citations")["data"]
    assert {(p["party"], p["person"]) for p in forum["participants"]} == {
        ("RUS", "Vladimir Putin"),
        ("KAZ", "Nursultan Nazarbayev"),
    }
    assert {t["kind"] for t in forum["outcomes"]} == {"treaty", "roadmap", "memorandum", "contract"}
    assert places(forum) == {"para 1"}
    assert places(forum, "outcomes") == {"para 4"}


def test_the_trade_turnover_of_2012(seeded: TestClient) -> None:
    (metric,) = ask(seeded, "/v1/trade-metrics?indicator=trade-turnover&reporter=RUS&partner=KAZ&period=2012")["data"]
    assert (metric["value"], metric["unit"], metric["unit_mult"], metric["qualifier"]) == (
        23.8,
        "USD",
        9,
        "approximately",
    )
    assert (metric["source"], metric["locator"]) == (SOURCE, "para 4")


@pytest.mark.parametrize(
    ("indicator", "value", "qualifier"),
    [
        ("trade-turnover-growth", 4, "approximately"),
        ("cross-border-trade-share", 70, "more_than"),
        ("trading-regions", 80, "approximately"),
        ("interregional-agreements", 200, "approximately"),
        ("joint-ventures", 5000, "more_than"),
    ],
)
def test_the_other_numbers_keep_their_qualifier(
    indicator: str, value: float, qualifier: str, seeded: TestClient
) -> None:
    (metric,) = ask(seeded, f"/v1/trade-metrics?indicator={indicator}")["data"]
    assert (metric["value"], metric["qualifier"], metric["locator"]) == (value, qualifier, "para 4")


def test_what_nazarbayev_criticised_in_minsk_and_against_whom(seeded: TestClient) -> None:
    found = ask(
        seeded, "/v1/statements?speaker=Nursultan Nazarbayev&forum=minsk-2013-10&stance=criticises&include=citations"
    )["data"]
    assert {s["topic"] for s in found} == {"non-tariff barriers", "impartiality of the Eurasian Economic Commission"}
    assert all({"kind": "country", "id": "RUS"} in s["against"] for s in found)
    assert all(places(s) == {"para 6"} for s in found)


def test_which_statements_contradict_each_other(seeded: TestClient) -> None:
    found = ask(seeded, "/v1/statements?contradicts__isnull=false&include=relations,citations")["data"]
    pairs = {frozenset((r["statement"], r["related_statement"])) for s in found for r in s["relations"]}
    assert pairs == {
        frozenset(pair)
        for pair in (
            ("nazarbayev-2013-eurasec-dissolution", "putin-2013-eurasec-usefulness"),
            ("kazakhstani-authorities-2013-exports-to-russia", "russian-statistics-agency-2013-exports-to-russia"),
            ("russia-2013-political-integration", "kazakhstan-2013-political-integration"),
            ("russia-2013-political-integration", "belarus-2013-political-integration"),
        )
    }
    assert all(places(s) for s in found)


def test_which_organizations_with_which_founding_dates(seeded: TestClient) -> None:
    found = ask(seeded, f"/v1/organizations?source={SOURCE}&include=citations")["data"]
    assert {o["id"]: o["founded"] for o in found} == {
        "customs-union": "2010-07",
        "common-economic-space": "2012-01",
        "eurasec": "2000",
        "eec": None,
        "eaeu": "../2015-01",
        "rus-kaz-regional-cooperation-forum": None,
    }
    planned = next(o for o in found if o["id"] == "eaeu")
    assert planned["status"] == "planned"
    assert places(planned, "founded") == {"para 5"}


def test_which_countries_are_named_as_possible_members(seeded: TestClient) -> None:
    found = ask(seeded, "/v1/memberships?organization=eaeu&status=candidate&include=citations")["data"]
    assert {m["country_name"] for m in found} == {"Kyrgyzstan", "Tajikistan", "Türkiye"}
    assert all(places(m) == {"para 7"} for m in found)


def test_what_was_valid_on_a_day(seeded: TestClient) -> None:
    def members(day: str) -> set[str]:
        found = ask(seeded, f"/v1/memberships?organization=customs-union&valid_at={day}")["data"]
        return {m["country"] for m in found}

    assert members("2010-06-30") == set()
    assert members("2010-07") == members("2013-11-11") == {"BLR", "KAZ", "RUS"}
    there = {o["id"] for o in ask(seeded, "/v1/organizations?valid_at=2011")["data"]}
    assert {"customs-union", "eurasec"} <= there
    assert "common-economic-space" not in there
    # What is only planned is valid on no day, however its expected date is written.
    assert "eaeu" not in {o["id"] for o in ask(seeded, "/v1/organizations?valid_at=2014")["data"]}
    assert ask(seeded, "/v1/memberships?valid_at=1999")["data"] == []


def test_every_record_is_cited(seeded: TestClient) -> None:
    for path in ("treaties", "articles", "forums", "statements", "organizations", "memberships", "participations"):
        for record in ask(seeded, f"/v1/{path}?include=citations&limit=200")["data"]:
            assert places(record) | {c["locator"] for c in record["citations"]}, record["id"]
    for path in ("countries", "indicators"):
        assert all(record["citations"] for record in ask(seeded, f"/v1/{path}?include=citations")["data"])
