"""The page about two countries: what they share, what each said of the other, and the trade between them."""

from itertools import combinations
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.main import app
from api.routes.relations import SECTIONS, model
from models.database import writing
from tests.api.test_profile import trading
from tests.trade import data

SOURCE = "caci-analyst-2013-11-27"


def relations(client: TestClient, a: str = "RUS", b: str = "KAZ", **params: Any) -> dict[str, Any]:
    answer = client.get(f"/v1/relations/{a}/{b}", params=params)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def pairs(client: TestClient) -> list[tuple[str, str]]:
    """Give the pairs of the generated data that have something in common, and one that may not."""
    acts = client.get("/v1/participations?limit=200").json()["data"]
    spans = client.get("/v1/memberships?limit=200").json()["data"]
    ties = [(act["treaty"], act["party"]) for act in acts] + [(span["organization"], span["country"]) for span in spans]
    found = {
        pair
        for at in {at for at, _ in ties}
        for pair in combinations(sorted({party for other, party in ties if other == at and party.isupper()}), 2)
    }
    assert len(found) > 5
    return [*sorted(found)[:12], ("AAA", "AZA")]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("RUS/RUS", 422, "b: Name another country than RUS"),
        ("rus/KAZ", 422, "a: Did you mean RUS?"),
        ("RUS/kaz", 422, "b: Did you mean KAZ?"),
        ("RUS/eaeu", 422, "does not have the form"),
        ("RUS/XXX", 404, "no country with the id 'XXX'"),
        ("RUS/KAZ?valid_at=x", 422, "not a date"),
        ("RUS/KAZ?total=false", 422, "no such parameter"),
    ],
)
def test_what_does_not_fit_is_refused(path: str, status: int, words: str, seeded: TestClient) -> None:
    answer = seeded.get(f"/v1/relations/{path}")
    assert answer.status_code == status
    assert words in answer.json()["detail"]


def test_both_faults_are_told_at_once(seeded: TestClient) -> None:
    errors = seeded.get("/v1/relations/rus/kaz").json()["errors"]
    assert [(error["parameter"], error["nearest"]) for error in errors] == [("a", "RUS"), ("b", "KAZ")]


def test_a_section_is_the_beginning_of_its_list(crowded: TestClient) -> None:
    for a, b in pairs(crowded):
        body = relations(crowded, a, b)
        for name, section in SECTIONS.items():
            whole = crowded.get(f"{body[name]['link']}&limit={section.most}").json()
            assert (whole["page"]["total"], whole["data"]) == (body[name]["total"], body[name]["data"])


def test_organizations_are_those_of_both(crowded: TestClient) -> None:
    for a, b in pairs(crowded):
        for params in ({}, {"valid_at": "2013"}):
            spans = crowded.get("/v1/memberships", params={"country": f"{a},{b}", "limit": 200, **params}).json()[
                "data"
            ]
            both = {m["organization"] for m in spans if m["country"] == a} & {
                m["organization"] for m in spans if m["country"] == b
            }
            found = relations(crowded, a, b, **params)["organizations"]
            assert [one["organization"] for one in found] == sorted(both)
            for one in found:
                assert sorted(m["id"] for m in one["memberships"]) == sorted(
                    m["id"] for m in spans if m["organization"] == one["organization"]
                )


def test_what_the_article_says_of_the_two(seeded: TestClient) -> None:
    body = relations(seeded, valid_at="2013-11-11")
    assert (body["a"]["name"], body["b"]["name"]) == ("Russia", "Kazakhstan")
    treaties = data(seeded, f"{body['treaties']['link']}&limit=200")
    assert "rus-kaz-alliance-2013" in {treaty["id"] for treaty in treaties}
    forums = data(seeded, f"{body['forums']['link']}&limit=200")
    assert {"rkf-10", "minsk-2013-10"} <= {forum["id"] for forum in forums}
    union = next(one for one in body["organizations"] if one["organization"] == "customs-union")
    assert {("KAZ", "member", "2010-07"), ("RUS", "member", "2010-07"), ("RUS", "member", "2010-01-01")} <= {
        (m["country"], m["status"], m["start"]) for m in union["memberships"]
    }
    assert "nazarbayev-2013-10-non-tariff-barriers" in {s["id"] for s in body["b_against_a"]["data"]}
    assert body["a_against_b"]["total"] == 0
    series = ("joint-ventures", "KAZ", "other")
    ventures = next(one for one in body["trade"] if (one["indicator"], one["reporter"], one["frequency"]) == series)
    (metric,) = ventures["data"]
    assert (metric["value"], metric["unit_mult"], metric["qualifier"]) == (5000, 0, "more_than")
    assert (metric["period"], metric["source"], metric["locator"]) == ("2013-11", SOURCE, "para 4")


def test_the_order_of_the_two_only_turns_the_page_round(seeded: TestClient) -> None:
    one, other = relations(seeded), relations(seeded, "KAZ", "RUS")
    assert (one["a"], one["b"]) == (other["b"], other["a"])
    assert one["treaties"]["data"] == other["treaties"]["data"]
    assert one["a_about_b"]["data"] == other["b_about_a"]["data"]
    assert one["b_against_a"]["data"] == other["a_against_b"]["data"]
    assert (one["organizations"], one["trade"]) == (other["organizations"], other["trade"])


def test_trade_is_told_as_each_reports_it(empty: str) -> None:
    with writing() as connection:
        trading(connection)
    client = TestClient(app)
    trade = relations(client, "AAA", "BAA")["trade"]
    found = [(one["reporter"], one["flow"], one["frequency"], one["unit"], one["period"]) for one in trade]
    assert found == [
        ("AAA", "export", "annual", "USD", "2012"),
        ("AAA", "export", "monthly", "USD", "2012-06"),
        ("BAA", "import", "annual", "USD", "2012"),
    ]
    # Two sources of one fact stand side by side.
    assert [(m["value"], m["unit_mult"], m["source"]) for m in trade[0]["data"]] == [(100, 0, "one"), (0.5, 3, "two")]
    for one in trade:
        whole = client.get(f"{one['link']}&limit=200").json()
        assert {m["id"] for m in one["data"]} <= {m["id"] for m in whole["data"]}
        assert one["total"] == len(one["data"]) == whole["page"]["total"]


def test_everything_leads_to_its_sources(seeded: TestClient) -> None:
    body = relations(seeded, include="citations")
    records = [("country", body["a"]), ("country", body["b"])]
    records += [("membership", span) for one in body["organizations"] for span in one["memberships"]]
    records += [(section.of.name, record) for name, section in SECTIONS.items() for record in body[name]["data"]]
    for resource, record in records:
        asked = {"resource": resource, "record": record["id"], "sort": "id"}
        assert record["citations"] == seeded.get("/v1/citations", params=asked).json()["data"] != []


def test_it_keeps_its_published_shape(crowded: TestClient) -> None:
    for a, b in pairs(crowded):
        model.model_validate(relations(crowded, a, b, include="citations"))


def test_it_costs_a_query_for_each_part(crowded: TestClient, statements: list[str]) -> None:
    for a, b in pairs(crowded)[-3:]:
        for params, parts in (({}, 10), ({"include": "citations"}, 11)):
            statements.clear()
            body = relations(crowded, a, b, **params)
            # A list that turns out empty is counted again.
            empty = len([name for name in SECTIONS if not body[name]["total"]])
            queries = [sql for sql in statements if sql.startswith("SELECT") and "revision" not in sql]
            assert parts <= len(queries) <= parts + empty


@pytest.mark.xdist_group("both")
def test_both_databases_answer_alike(databases: Any, crowded: TestClient) -> None:
    for pair in pairs(crowded):
        body = relations(crowded, *pair)
        assert SEEN.setdefault(pair, body) == body


SEEN: dict[tuple[str, str], dict[str, Any]] = {}
