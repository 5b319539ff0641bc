"""Questions whose answers are in the sources, each in one request: first those of the seed article, by paragraph."""

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


def said(record: dict[str, Any], field: str) -> set[str]:
    """Give what the article says a field is, where that is not what the record says."""
    return {c["value"] for c in record["citations"] if c["source"] == SOURCE and c["field"] == field and c["value"]}


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
    earlier = ask(seeded, "/v1/treaties/rus-kaz-friendship-1992?include=citations")
    assert earlier["signed"] == "1992-05-25"
    assert said(earlier, "signed") == {"1992-05"}


def test_who_met_in_yekaterinburg_and_what_was_signed(seeded: TestClient) -> None:
    (forum,) = ask(seeded, f"/v1/forums?city=Yekaterinburg&source={SOURCE}&include=participants,outcomes,citations")[
        "data"
    ]
    assert {(p["party"], p["person"]) for p in forum["participants"]} == {
        ("RUS", "Vladimir Putin"),
        ("KAZ", "Nursultan Nazarbayev"),
    }
    assert {t["kind"] for t in forum["outcomes"]} == {"treaty", "roadmap", "memorandum", "contract"}
    assert places(forum) == {"para 1"}
    assert places(forum, "outcomes") == {"para 4"}


def test_the_trade_turnover_of_2012(seeded: TestClient) -> None:
    asked = "/v1/trade-metrics?indicator=trade-turnover&reporter=RUS&partner=KAZ&period=2012"
    metric, other = ask(seeded, asked)["data"]
    assert (other["value"], other["source"]) == (24, "daiji-139768")
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
    (metric,) = ask(seeded, f"/v1/trade-metrics?indicator={indicator}&source={SOURCE}")["data"]
    assert (metric["value"], metric["qualifier"], metric["locator"]) == (value, qualifier, "para 4")


def test_what_nazarbayev_criticised_in_minsk_and_against_whom(seeded: TestClient) -> None:
    found = ask(
        seeded, "/v1/statements?speaker=Nursultan Nazarbayev&forum=minsk-2013-10&stance=criticises&include=citations"
    )["data"]
    assert {s["topic"] for s in found} == {"non-tariff barriers", "impartiality of the Eurasian Economic Commission"}
    assert all({"kind": "country", "id": "RUS"} in s["against"] for s in found)
    assert all(places(s) == {"para 6"} for s in found)


def test_which_statements_contradict_each_other(seeded: TestClient) -> None:
    asked = f"/v1/statements?contradicts__isnull=false&source={SOURCE}&include=relations,citations"
    found = ask(seeded, asked)["data"]
    pairs = {frozenset((r["statement"], r["related_statement"])) for s in found for r in s["relations"]}
    assert pairs - {frozenset(("putin-2013-10-24-eurasec", "putin-2013-eurasec-usefulness"))} == {
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
        "common-economic-space": "2012-01-01",
        "eurasec": "2000-10-10",
        "eec": "2012-02-02",
        "eaeu": "2015-01-01",
        "rus-kaz-regional-cooperation-forum": None,
    }
    told = {o["id"]: said(o, "founded") for o in found}
    assert (told["common-economic-space"], told["eurasec"], told["eaeu"]) == ({"2012-01"}, {"2000"}, {"../2015-01"})
    union = next(o for o in found if o["id"] == "eaeu")
    assert places(union, "founded") == {"para 5"}
    (expected,) = (c for c in union["citations"] if c["source"] == SOURCE and c["field"] == "founded")
    assert expected["confidence"] == "announced"


def test_which_countries_are_named_as_possible_members(seeded: TestClient) -> None:
    found = ask(seeded, "/v1/memberships?organization=eaeu&status=candidate&include=citations")["data"]
    assert {m["country_name"] for m in found} == {"Kyrgyzstan", "Tajikistan", "Türkiye"}
    assert all(places(m) == {"para 7"} for m in found)


def test_what_was_valid_on_a_day(seeded: TestClient) -> None:
    def members(day: str) -> set[str]:
        found = ask(seeded, f"/v1/memberships?organization=customs-union&source={SOURCE}&valid_at={day}")["data"]
        return {m["country"] for m in found}

    assert members("2010-06-30") == set()
    assert members("2010-07") == members("2013-11-11") == {"BLR", "KAZ", "RUS"}
    there = {o["id"] for o in ask(seeded, "/v1/organizations?valid_at=2011")["data"]}
    assert {"customs-union", "eurasec"} <= there
    assert "common-economic-space" not in there
    assert "eaeu" not in {o["id"] for o in ask(seeded, "/v1/organizations?valid_at=2014")["data"]}
    assert ask(seeded, f"/v1/memberships?source={SOURCE}&valid_at=1999")["data"] == []


def test_every_record_is_cited(seeded: TestClient) -> None:
    for path in ("treaties", "articles", "forums", "statements", "organizations", "memberships", "participations"):
        for record in ask(seeded, f"/v1/{path}?include=citations&limit=200")["data"]:
            assert places(record) | {c["locator"] for c in record["citations"]}, record["id"]
    for path in ("countries", "indicators"):
        assert all(record["citations"] for record in ask(seeded, f"/v1/{path}?include=citations")["data"])


def ids(client: TestClient, path: str, name: str = "id") -> set[str]:
    return {record[name] for record in ask(client, f"{path}&limit=200")["data"]}


@pytest.mark.parametrize(
    ("path", "name", "answer"),
    [
        # Who was in the Eurasian Economic Union before and after Kyrgyzstan joined.
        ("memberships?organization=eaeu&status=member&valid_at=2015-06-01", "country", "ARM BLR KAZ RUS"),
        ("memberships?organization=eaeu&status=member&valid_at=2015-09-01", "country", "ARM BLR KAZ KGZ RUS"),
        ("memberships?organization=eaeu&status=observer&valid_at=2021-01-01", "country", "CUB MDA UZB"),
        ("memberships?organization=union-state&valid_at=2010", "country", "BLR RUS"),
        ("memberships?organization=ots&status=member&valid_at=2015", "country", "AZE KAZ KGZ TUR"),
        ("memberships?organization=sco&status=member&start__gte=2016", "country", "BLR IND IRN PAK"),
        # What entered into force, and what was in force on a day.
        ("treaties?in_force=2015-01-01&party=BLR", "id", "eaeu-founding-treaty eurasec-termination-2014"),
        ("treaties?party=KAZ,RUS&party__all=true&scope=bilateral&q=free trade&valid_at=2000", "id", "fta-kaz-rus-1992"),
        ("treaties?party=KAZ,RUS&party__all=true&scope=bilateral&q=free trade&valid_at=2015", "id", ""),
        ("treaties?party=SRB&valid_at=2022", "id", "eaeu-serbia-fta-2019"),
        ("participations?treaty=cis-fta-2011&action=signature&date__gte=2013", "party", "UZB"),
        ("participations?treaty=cst-1992&action=withdrawal", "party", "AZE GEO UZB"),
        # Where the presidents met, and what was signed there.
        ("forums?series=rus-kaz-regional-cooperation-forum&start__gte=2018&start__lte=2023", "city",
         "Petropavlovsk Omsk Kokshetau Orenburg Kostanay"),
        ("forums?outcome=eaeu-founding-treaty", "city", "Astana"),
        # Who spoke against the Union, or for it, and where.
        ("statements?about=union-state&stance=opposes", "speaker", "Kassym-Jomart Tokayev,Ruslan Zheldibay"),
        ("statements?forum=csto-2025-11-27", "id", "putin-2025-11-27"),
        ("organizations?member=UZB&valid_at=2013&kind=alliance", "id", "csto"),
        ("organizations?dissolved=2015-01-01", "id", "common-economic-space customs-union eurasec eurasec-court"),
    ],
)  # fmt: skip
def test_a_question_on_the_region_has_its_answer(path: str, name: str, answer: str, seeded: TestClient) -> None:
    assert ids(seeded, f"/v1/{path}", name) == set(answer.split("," if "," in answer else None))


def test_how_the_status_of_a_treaty_follows_its_dates(seeded: TestClient) -> None:
    for status, valid in (("in_force", True), ("terminated", False), ("superseded", False)):
        assert (ids(seeded, f"/v1/treaties?status={status}&valid_at=2026-11-01") != set()) == valid
    there = ids(seeded, "/v1/treaties?valid_at=2026-11-01")
    assert there == ids(seeded, "/v1/treaties?status=in_force")


def test_what_article_108_of_the_union_treaty_is_about(seeded: TestClient) -> None:
    article = ask(seeded, "/v1/treaties/eaeu-founding-treaty/articles/108?include=citations")
    assert "Accession" in article["heading"]
    assert [(c["source"], c["locator"]) for c in article["citations"]] == [("tota", "art 108")]


def test_what_armenia_bought_from_russia_in_2014(seeded: TestClient) -> None:
    asked = "/v1/trade-metrics?indicator=goods-trade&flow=import&reporter=ARM&partner=RUS&period=2014&frequency=annual"
    found = {m["source"]: m["value"] for m in ask(seeded, f"{asked}&in_units=true")["data"]}
    assert found == {"armstat-tvyal": 1_122_875_969.5, "cow-trade-4": 1_094_000_000}
