"""The timeline: every dated event once, in order, with the record that it comes from."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.routes.events import EVENTS, EventKind
from api.routes.timeline import EventPage
from models.dates import Days, days
from tests.crowd import DATES

PATH = "/v1/timeline"


def page(client: TestClient, **params: Any) -> dict[str, Any]:
    answer = client.get(PATH, params=params)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def walk(client: TestClient, **params: Any) -> list[dict[str, Any]]:
    body = page(client, **{"limit": 200, **params})
    events = body["data"]
    while body["links"]["next"]:
        body = client.get(body["links"]["next"]).json()
        events += body["data"]
    assert len(events) == body["page"]["total"]
    return list(events)


def records(client: TestClient, path: str) -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in client.get(f"/v1/{path}?limit=200").json()["data"]}


@pytest.mark.parametrize(
    "query", ["country=kaz", "kind=treaty", "date=tomorrow", "sort=title", "contry=KAZ", "limit=0"]
)
def test_what_does_not_fit_is_refused(query: str, seeded: TestClient) -> None:
    answer = seeded.get(f"{PATH}?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_a_cursor_belongs_to_its_query(crowded: TestClient) -> None:
    cursor = page(crowded, limit=3)["page"]["next_cursor"]
    assert len(page(crowded, limit=5, cursor=cursor)["data"]) == 5
    for params in ({"sort": "-date"}, {"kind": "forum"}):
        answer = crowded.get(PATH, params={"cursor": cursor, **params})
        assert answer.json()["type"] == "/problems/cursor-mismatch"
    assert crowded.get(PATH, params={"cursor": "nothing"}).status_code == 404


@pytest.mark.parametrize("sort", ["date", "-date"])
def test_a_walk_neither_repeats_nor_skips(sort: str, crowded: TestClient) -> None:
    everything = walk(crowded, sort=sort)
    events = walk(crowded, sort=sort, limit=7)
    assert len(events) > 200
    assert events == everything
    assert len({event["id"] for event in events}) == len(events)
    first_days = [days(event["date"]).earliest for event in events]
    assert first_days == sorted(first_days, reverse=sort == "-date")


def test_every_date_of_every_record_is_an_event_once(crowded: TestClient) -> None:
    expected = {
        f"{events.of.name}.{id}.{events.date}"
        for events in EVENTS
        for id, record in records(crowded, events.of.path).items()
        if record[events.date] is not None
    }
    treaties = records(crowded, "treaties")
    told = {
        f"participation.{id}.date"
        for id, act in records(crowded, "participations").items()
        for action, field in (("signature", "signed"), ("entry_into_force", "in_force"))
        if act["action"] == action and act["date"] is not None and act["date"] == treaties[act["treaty"]][field]
    }
    assert {event["id"] for event in walk(crowded)} == expected - told


def test_an_act_is_told_by_its_treaty_or_by_itself(seeded: TestClient) -> None:
    events = page(seeded, date="2013-11-11", kind="treaty_signed,signature", country="KAZ")["data"]
    assert {event["kind"] for event in events} == {"treaty_signed"}
    (treaty,) = [event for event in events if event["record"] == "rus-kaz-alliance-2013"]
    assert treaty == {
        "id": "treaty.rus-kaz-alliance-2013.signed",
        "date": "2013-11-11",
        "kind": "treaty_signed",
        "title": "Treaty for good-neighborliness and alliance in the 21 century",
        "detail": "treaty",
        "expected": False,
        "resource": "treaty",
        "record": "rus-kaz-alliance-2013",
        "countries": ["KAZ", "RUS"],
        "organizations": ["common-economic-space", "customs-union"],
    }


def test_what_is_only_expected_says_so(crowded: TestClient) -> None:
    status = {id: record["status"] for id, record in records(crowded, "treaties").items()}
    for event in walk(crowded, kind="treaty_signed,treaty_in_force,treaty_terminated"):
        assert event["expected"] == (status[event["record"]] == "negotiating")


def test_only_what_is_planned_or_negotiated_is_expected(crowded: TestClient) -> None:
    expected = {event["id"] for event in walk(crowded) if event["expected"]}
    assert {id.split(".")[0] for id in expected} >= {"treaty", "organization"}
    assert not {id for id in expected if id.startswith(("forum.", "statement."))}


@pytest.mark.parametrize(("parameter", "field"), [("country", "countries"), ("organization", "organizations")])
def test_ties_are_what_the_filter_finds(parameter: str, field: str, crowded: TestClient) -> None:
    everything = walk(crowded)
    ids = sorted({id for event in everything for id in event[field]})[:3]
    assert len(ids) == 3
    wanted = [event for event in everything if set(ids) & set(event[field])]
    assert walk(crowded, **{parameter: ",".join(ids)}) == wanted
    assert walk(crowded, **{parameter: "AAB" if parameter == "country" else "nothing"}) == []


@pytest.mark.parametrize("kind", EventKind)
def test_a_kind_is_found_by_its_name(kind: EventKind, crowded: TestClient) -> None:
    assert {event["kind"] for event in walk(crowded, kind=kind)} <= {kind}


def test_all_kinds_together_are_the_whole(crowded: TestClient) -> None:
    totals = [page(crowded, kind=kind, limit=1)["page"]["total"] for kind in EventKind]
    assert sum(totals) == page(crowded, limit=1)["page"]["total"]


COULD: dict[str, Callable[[Days, Days], bool]] = {
    "": lambda has, want: has.earliest <= want.latest and has.latest >= want.earliest,
    "__gte": lambda has, want: has.latest >= want.earliest,
    "__lte": lambda has, want: has.earliest <= want.latest,
    "__gt": lambda has, want: has.latest > want.latest,
    "__lt": lambda has, want: has.earliest < want.earliest,
}


@pytest.mark.parametrize("asked", DATES)
def test_a_date_filter_matches_what_could_satisfy_it(asked: str, crowded: TestClient) -> None:
    everything = walk(crowded)
    for suffix, could in COULD.items():
        expected = [event["id"] for event in everything if could(days(event["date"]), days(asked))]
        assert [event["id"] for event in walk(crowded, **{f"date{suffix}": asked})] == expected


def test_an_event_leads_to_its_sources(seeded: TestClient) -> None:
    events = walk(seeded, include="citations", source="caci-analyst-2013-11-27")
    assert len(events) == page(seeded, source="caci-analyst-2013-11-27")["page"]["total"] > 40
    for event in events:
        cited = seeded.get(
            "/v1/citations", params={"resource": event["resource"], "record": event["record"], "sort": "id"}
        )
        assert event["citations"] == cited.json()["data"] != []
    assert page(seeded, source="country-codes")["data"] == []


def test_a_page_keeps_its_published_shape(crowded: TestClient) -> None:
    EventPage.model_validate(page(crowded, limit=200, include="citations"))


def test_a_page_costs_three_queries_and_one_for_citations(crowded: TestClient, statements: list[str]) -> None:
    for params, number in (({}, 3), ({"total": False}, 2), ({"include": "citations"}, 4), ({"country": "ZZZ"}, 3)):
        statements.clear()
        page(crowded, limit=200, **params)
        assert len([sql for sql in statements if sql.startswith("SELECT") and "revision" not in sql]) == number, params


@pytest.mark.xdist_group("both")
def test_both_databases_answer_alike(databases: Any, crowded: TestClient) -> None:
    for sort in ("date", "-date"):
        events = walk(crowded, sort=sort)
        assert SEEN.setdefault(sort, events) == events


SEEN: dict[str, list[dict[str, Any]]] = {}
