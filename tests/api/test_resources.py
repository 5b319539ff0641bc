"""What every resource promises; a new one is covered the day it is declared."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.query import MOST
from api.resource import Resource
from api.routes import RESOURCES
from api.routes.trade_metrics import trade_metrics
from models.base import columns

each = pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.path)


def url(resource: Resource) -> str:
    return f"/v1/{resource.path}"


@each
def test_a_page_keeps_its_published_shape(resource: Resource, crowded: TestClient) -> None:
    body = crowded.get(url(resource), params={"include": list(resource.all_includes), "limit": 50}).json()
    assert body["page"]["total"] >= 30
    assert set(body) == {"data", "page", "links", "meta"}
    for record in body["data"]:
        assert set(record) == set(resource.names) | set(resource.all_includes)
        resource.read.model_validate(record)


@each
def test_a_record_is_the_same_in_the_list_and_alone(resource: Resource, crowded: TestClient) -> None:
    record = crowded.get(url(resource), params={"limit": 1}).json()["data"][0]
    assert crowded.get(f"{url(resource)}/{record['id']}").json() == record


@each
def test_the_documented_examples_give_data(resource: Resource, seeded: TestClient) -> None:
    assert seeded.get(f"{url(resource)}/{resource.example}").status_code == 200
    for query in resource.tries:
        answer = seeded.get(f"{url(resource)}?{query}")
        assert answer.status_code == 200, answer.text
        assert answer.json()["data"], query


@each
def test_a_page_costs_one_query_and_one_for_each_include(
    resource: Resource, crowded: TestClient, statements: list[str]
) -> None:
    crowded.get(url(resource), params={"limit": MOST, "include": list(resource.all_includes)})
    queries = [sql for sql in statements if sql.startswith("SELECT") and "revision" not in sql]
    assert len(queries) == 1 + len(resource.all_includes)


@each
def test_every_filter_answers(resource: Resource, crowded: TestClient) -> None:
    values: dict[str, Any] = {"bool": "true", "int": "1", "float": "1"}
    for name in resource.parameters:
        sample = crowded.get(url(resource), params={"limit": 1}).json()["data"][0]
        bare, _, operator = name.partition("__")
        value = sample.get(bare) if not operator else None
        if value is None or isinstance(value, list | dict):
            value = "true" if operator in ("isnull", "all") else "2013" if "valid" in name else None
        if value is None:
            value = next((values[k] for k in values if k in repr(resource.parameters[name].type)), "2013")
        answer = crowded.get(url(resource), params={name: str(value).replace("\\", "\\\\").replace(",", "\\,")})
        if answer.status_code == 422:
            assert answer.json()["errors"][0]["code"] in ("unknown_value", "invalid_value"), (name, answer.text)
        else:
            assert answer.status_code == 200, (name, answer.text)


@each
def test_isnull_parts_the_records_in_two(resource: Resource, crowded: TestClient) -> None:
    everything = crowded.get(url(resource)).json()["page"]["total"]
    for name in (name for name in resource.parameters if name.endswith("__isnull")):
        parts = [crowded.get(url(resource), params={name: flag}).json()["page"]["total"] for flag in ("true", "false")]
        assert sum(parts) == everything, name


@each
def test_is_and_not_part_the_records_in_two(resource: Resource, crowded: TestClient) -> None:
    page = crowded.get(url(resource), params={"limit": MOST}).json()
    for name in (
        n for n in resource.filters if f"{n}__contains" in resource.parameters or f"{n}__gte" not in resource.parameters
    ):
        value = next((r[name] for r in page["data"] if r[name] is not None), None)
        if value is None:
            continue
        text = str(value).replace("\\", "\\\\").replace(",", "\\,")
        parts = [
            crowded.get(url(resource), params={key: text}).json()["page"]["total"] for key in (name, f"{name}__not")
        ]
        assert parts[0] >= 1
        assert sum(parts) == page["page"]["total"], (name, value)


@each
def test_every_filter_and_sort_that_tells_records_apart_has_an_index(resource: Resource) -> None:
    table = columns(resource.model)
    first = {index.columns[0].name for index in table.indexes} | {column.name for column in table.primary_key}
    # Of millions of observations, each of these values has many; an index would cost more than it finds.
    coarse = {"flow", "frequency", "unit", "qualifier", "status", "confidence"} if resource is trade_metrics else set()
    for name in {*resource.filters, *resource.sort} - coarse:
        stored = {c.name for c in table.columns if c.name in (name, f"{name}_folded", f"{name}_earliest")}
        kept = stored - {name} or stored
        assert kept <= first, name


@each
def test_an_unknown_id_is_a_problem(resource: Resource, seeded: TestClient) -> None:
    answer = seeded.get(f"{url(resource)}/nothing-of-this-name")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "nothing-of-this-name" in answer.json()["detail"]
