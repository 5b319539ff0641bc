"""The graph: every tie once, every end of it a node once."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.main import app
from api.routes import graph as route
from api.routes.edges import EdgeKind
from api.routes.graph import Graph
from models import Country, Participation, Treaty
from models.database import writing
from tests.api.test_profile import insert
from tests.revisions import commit

PATH = "/v1/graph"


def graph(client: TestClient, **params: Any) -> dict[str, Any]:
    answer = client.get(PATH, params=params)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    ends = {edge[end] for edge in body["edges"] for end in ("source", "target")}
    assert [node["id"] for node in body["nodes"]] == sorted(ends)
    assert len({edge["id"] for edge in body["edges"]}) == len(body["edges"])
    return body


def edges(client: TestClient, **params: Any) -> list[dict[str, Any]]:
    return list(graph(client, **params)["edges"])


def listed(client: TestClient, path: str, **params: Any) -> list[dict[str, Any]]:
    return list(client.get(f"/v1/{path}", params={"limit": 200, **params}).json()["data"])


@pytest.mark.parametrize("query", ["country=kaz", "kind=friendship", "valid_at=today", "limit=5"])
def test_what_does_not_fit_is_refused(query: str, seeded: TestClient) -> None:
    answer = seeded.get(f"{PATH}?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_too_much_is_refused_and_never_cut(crowded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    number = len(edges(crowded))
    monkeypatch.setattr(route, "MOST", number - 1)
    # A new address: the answer to the other one is kept.
    answer = crowded.get(f"{PATH}?kind={','.join(EdgeKind)}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "too_many"
    assert f"{number:,} edges" in answer.json()["detail"]
    assert "organization" in answer.json()["detail"]
    monkeypatch.setattr(route, "MOST", number)
    assert crowded.get(f"{PATH}?kind={','.join(EdgeKind)}").status_code == 200


def test_every_tie_is_an_edge_once(crowded: TestClient) -> None:
    organizations = listed(crowded, "organizations")
    expected = {
        EdgeKind.MEMBERSHIP: {
            (f"country.{m['country']}", f"organization.{m['organization']}", m["id"], m["status"])
            for m in listed(crowded, "memberships")
        },
        EdgeKind.PARTICIPATION: {
            (
                f"{'country' if act['party'].isupper() else 'organization'}.{act['party']}",
                *(f"treaty.{act['treaty']}", act["id"], act["action"]),
            )
            for act in listed(crowded, "participations")
        },
        EdgeKind.FOUNDING_TREATY: {
            (f"organization.{o['id']}", f"treaty.{o['founding_treaty']}", o["id"], None)
            for o in organizations
            if o["founding_treaty"]
        },
        EdgeKind.PREDECESSOR: {
            (f"organization.{o['id']}", f"organization.{before}", o["id"], None)
            for o in organizations
            for before in o["predecessors"]
        },
        EdgeKind.TREATY_RELATION: {
            (f"treaty.{t['id']}", f"{other['kind']}.{other['related']}", other["id"], other["relation"])
            for t in listed(crowded, "treaties", include="relations")
            for other in t["relations"]
        },
    }
    for kind, ties in expected.items():
        found = edges(crowded, kind=kind)
        assert {(e["source"], e["target"], e["record"], e["detail"]) for e in found} == ties
        assert len(found) == len(ties) > 0
        assert {edge["kind"] for edge in found} == {kind}
    assert len(edges(crowded)) == sum(map(len, expected.values()))


def test_a_label_is_the_name_of_its_record(crowded: TestClient) -> None:
    names = {
        f"{noun}.{record['id']}": record[field]
        for noun, path, field in (
            ("country", "countries", "name"),
            ("organization", "organizations", "name"),
            ("treaty", "treaties", "title"),
        )
        for record in listed(crowded, path)
    }
    for node in graph(crowded)["nodes"]:
        assert node["label"] == names[node["id"]]
        assert node["id"] == f"{node['kind']}.{node['record']}"


@pytest.mark.parametrize("kind", ["country", "organization", "treaty"])
def test_a_filter_keeps_the_edges_at_a_node(kind: str, crowded: TestClient) -> None:
    everything = graph(crowded)
    some = [node["record"] for node in everything["nodes"] if node["kind"] == kind][:2]
    nodes = {f"{kind}.{id}" for id in some}
    wanted = [edge for edge in everything["edges"] if nodes & {edge["source"], edge["target"]}]
    assert edges(crowded, **{kind: ",".join(some)}) == wanted != []
    assert graph(crowded, **{kind: "ZZZ" if kind == "country" else "nothing"})["nodes"] == []


def test_filters_must_all_hold(seeded: TestClient) -> None:
    found = edges(seeded, country="KAZ", organization="eaeu")
    assert [(edge["source"], edge["target"]) for edge in found] == [("country.KAZ", "organization.eaeu")]


@pytest.mark.parametrize("day", ["2013-11-11", "2013", "2012", "2100"])
def test_valid_at_means_what_the_lists_mean(day: str, crowded: TestClient) -> None:
    valid = {path: {r["id"] for r in listed(crowded, path, valid_at=day)} for path in ("memberships", "organizations")}
    treaties = {record["id"] for record in listed(crowded, "treaties", valid_at=day)}
    relations = {r["id"]: r["treaty"] for t in listed(crowded, "treaties", include="relations") for r in t["relations"]}
    assert {e["record"] for e in edges(crowded, valid_at=day, kind="membership")} == valid["memberships"]
    for edge in edges(crowded, kind="founding_treaty,predecessor"):
        held = edge in edges(crowded, valid_at=day, kind="founding_treaty,predecessor")
        assert held == (edge["record"] in valid["organizations"])
    found = {edge["record"] for edge in edges(crowded, valid_at=day, kind="treaty_relation")}
    assert found == {id for id, treaty in relations.items() if treaty in treaties}
    assert {edge["target"].partition(".")[2] for edge in edges(crowded, valid_at=day, kind="participation")} <= treaties


def test_a_party_is_one_from_its_act_to_its_withdrawal(empty: str) -> None:
    acts: list[tuple[str, str, str | None]] = [
        ("KAZ", "accession", "1999"),
        ("UZB", "accession", "1999"),
        ("UZB", "withdrawal", "2005"),
    ]
    acts += [("TJK", "accession", "2010"), ("KAZ", "ratification", None)]
    with writing() as connection:
        insert(connection, Country, *({"id": id, "name": id, "kind": "country"} for id in ("KAZ", "TJK", "UZB")))
        insert(connection, Treaty, {"id": "t", "title": "T", "kind": "treaty", "in_force": "2000"})
        for party, action, date in acts:
            row = {"id": f"t.{party}.{action}", "treaty": "t", "party": party, "action": action, "date": date}
            insert(connection, Participation, row)
        commit(connection, "a test")
    client = TestClient(app)
    parties = {
        day: {edge["source"] for edge in edges(client, valid_at=day)}
        for day in ("1999", "2003", "2005", "2006", "2010")
    }
    kaz, tjk, uzb = "country.KAZ", "country.TJK", "country.UZB"
    assert parties == {"1999": set(), "2003": {kaz, uzb}, "2005": {kaz, uzb}, "2006": {kaz}, "2010": {kaz, tjk}}
    body = graph(client)
    assert (len(body["nodes"]), len(body["edges"])) == (4, 5)


def test_what_is_only_expected_says_so(seeded: TestClient) -> None:
    there = edges(seeded, organization="eaeu", valid_at="2020")
    assert {edge["kind"] for edge in there} >= {"membership", "founding_treaty", "treaty_relation"}
    assert "membership" not in {edge["kind"] for edge in edges(seeded, organization="eaeu", valid_at="2013-11-11")}
    assert not any(edge["expected"] for edge in edges(seeded, valid_at="2013-11-11"))


@pytest.mark.slow
def test_an_edge_leads_to_its_sources(seeded: TestClient) -> None:
    for edge in edges(seeded, include="citations"):
        asked = {"resource": edge["resource"], "record": edge["record"], "sort": "id"}
        assert edge["citations"] == seeded.get("/v1/citations", params=asked).json()["data"] != []


def test_it_keeps_its_published_shape(crowded: TestClient) -> None:
    Graph.model_validate(graph(crowded, include="citations"))


def test_it_costs_two_queries_and_one_for_citations(crowded: TestClient, statements: list[str]) -> None:
    for params, number in (({}, 2), ({"country": "ZZZ"}, 2), ({"include": "citations"}, 3)):
        statements.clear()
        graph(crowded, **params)
        assert len([sql for sql in statements if sql.startswith("SELECT") and "revision" not in sql]) == number


@pytest.mark.xdist_group("both")
def test_both_databases_answer_alike(databases: Any, crowded: TestClient) -> None:
    body = graph(crowded)
    assert SEEN.setdefault("graph", body) == body


SEEN: dict[str, dict[str, Any]] = {}
