"""A walk by cursor visits every record exactly once, in order, whatever the sort and the limit."""

import base64
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.pagination import encode
from api.resource import Resource
from api.routes import RESOURCES
from api.routes.articles import articles
from api.routes.trade_metrics import trade_metrics

each = pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.path)
relaxed = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def walk(client: TestClient, path: str, **params: Any) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = []
    answer = client.get(path, params=params).json()
    total = answer["page"]["total"]
    while True:
        assert answer["page"]["total"] == total
        records += answer["data"]
        if not answer["page"]["has_more"]:
            assert answer["links"]["next"] is None
            assert answer["page"]["next_cursor"] is None
            return records
        assert len(answer["data"]) == params["limit"]
        answer = client.get(answer["links"]["next"]).json()


@each
@given(data=st.data())
@relaxed
def test_a_walk_visits_every_record_once(resource: Resource, crowded: TestClient, data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from([*resource.sort, "id"]), unique=True, max_size=3))
    sort = [data.draw(st.sampled_from(["", "-"])) + name for name in names]
    limit = data.draw(st.integers(3, 61))
    records = walk(crowded, f"/v1/{resource.path}", limit=limit, **({"sort": ",".join(sort)} if sort else {}))
    everything = crowded.get(f"/v1/{resource.path}", params={"limit": 200}).json()["data"]
    assert sorted(r["id"] for r in records) == sorted(r["id"] for r in everything)
    assert len({r["id"] for r in records}) == len(records)


@each
def test_absent_values_come_last_in_both_directions(resource: Resource, crowded: TestClient) -> None:
    for name in resource.sort:
        for sign in ("", "-"):
            page = crowded.get(f"/v1/{resource.path}", params={"sort": f"{sign}{name}", "limit": 200}).json()
            absent = [record[name] is None for record in page["data"]]
            assert absent == sorted(absent), f"{sign}{name}"


@pytest.mark.parametrize("sort", ["-signed", "signed,-in_force", "-in_force,-signed"])
@pytest.mark.parametrize("asked", [{"signed__gte": "1990"}, {"signed__lte": "2030"}, {"signed__not": "1900"}])
def test_a_walk_of_some_keeps_the_order_of_all(crowded: TestClient, sort: str, asked: dict[str, str]) -> None:
    everything = crowded.get("/v1/treaties", params={"sort": sort, "limit": 200}).json()["data"]
    expected = [record["id"] for record in everything if record["signed"] is not None or "signed__not" in asked]
    walked = [record["id"] for record in walk(crowded, "/v1/treaties", limit=7, sort=sort, **asked)]
    assert len(walked) > 7
    assert walked == [id for id in expected if id in set(walked)]
    assert len(walked) == len(set(walked)) > len(expected) // 2


@pytest.mark.xdist_group("both")
def test_both_databases_sort_alike(databases: Any, crowded: TestClient) -> None:
    for resource in RESOURCES:
        for name in resource.sort:
            page = crowded.get(f"/v1/{resource.path}", params={"sort": f"-{name}", "limit": 200}).json()
            order = tuple(record["id"] for record in page["data"])
            assert SEEN.setdefault((resource.path, name), order) == order


SEEN: dict[tuple[str, str], tuple[str, ...]] = {}


def test_a_cursor_belongs_to_its_query(crowded: TestClient) -> None:
    cursor = crowded.get("/v1/treaties?limit=3&sort=-signed").json()["page"]["next_cursor"]
    assert crowded.get("/v1/treaties", params={"limit": 5, "sort": "-signed", "cursor": cursor}).status_code == 200
    for other in ("/v1/treaties?sort=signed", "/v1/treaties?sort=-signed&kind=treaty", "/v1/forums"):
        answer = crowded.get(f"{other}{'&' if '?' in other else '?'}cursor={cursor}")
        assert answer.status_code == 422
        assert answer.json()["type"] == "/problems/cursor-mismatch"
        assert answer.json()["errors"][0]["code"] == "cursor_mismatch"


@given(cursor=st.one_of(st.text(max_size=40), st.binary(max_size=40).map(bytes.hex)))
@relaxed
def test_a_damaged_cursor_is_refused(cursor: str, crowded: TestClient) -> None:
    answer = crowded.get("/v1/trade-metrics", params={"cursor": cursor})
    assert answer.status_code in (404, 422) or b"%00" in answer.request.url.query
    assert answer.headers["content-type"] == "application/problem+json"


PLAIN = st.none() | st.booleans() | st.floats() | st.integers() | st.integers(2**31 - 2, 2**31 + 2) | st.text()


@given(value=st.recursive(PLAIN, st.lists, max_leaves=4))
@settings(relaxed, max_examples=60)
def test_a_forged_cursor_is_never_a_server_error(value: Any, crowded: TestClient) -> None:
    for resource, sort, values in (
        (trade_metrics, "value", [value, "r-01"]),
        (trade_metrics, "period", ["2013-01-01", value]),
        (articles, "ordinal", [value, "r-01"]),
        (articles, "-heading", [value, value]),
    ):
        query = resource.list_query.model_validate({"sort": [sort]})
        cursor = encode(resource.fingerprint(query), values)
        answer = crowded.get(f"/v1/{resource.path}", params={"cursor": cursor, "sort": sort})
        assert answer.status_code in (200, 404), answer.text


def test_a_cursor_with_half_a_character_is_refused(crowded: TestClient) -> None:
    query = trade_metrics.list_query.model_validate({"sort": ["reporter"]})
    text = json.dumps([trade_metrics.fingerprint(query), ["\ud800", "r-01"]])
    cursor = base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()
    assert crowded.get("/v1/trade-metrics", params={"cursor": cursor, "sort": "reporter"}).status_code == 404


def test_a_sort_field_named_again_decides_nothing(crowded: TestClient) -> None:
    once, twice = (
        crowded.get(f"/v1/treaties?limit=200&sort={s}").json() for s in ("title,-signed", "title,-signed,-title")
    )
    assert once["data"] == twice["data"]


def test_the_total_is_exact_or_absent(crowded: TestClient) -> None:
    counted = crowded.get("/v1/articles?completeness=gist&limit=2").json()
    assert counted["page"]["total"] == len(walk(crowded, "/v1/articles", completeness="gist", limit=7))
    assert crowded.get("/v1/articles?completeness=gist&total=false").json()["page"]["total"] is None


def test_the_next_page_is_in_the_link_header_too(crowded: TestClient) -> None:
    answer = crowded.get("/v1/articles?limit=2")
    assert answer.links["next"]["url"] == answer.json()["links"]["next"]
    assert "link" not in crowded.get("/v1/articles?limit=200").headers
