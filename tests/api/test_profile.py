"""The country page: the beginning of each list with the way to the rest, and the latest trade."""

from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import SQLModel

from api.main import app
from api.routes.profile import SECTIONS, model
from models import Country, Indicator, Source, TradeMetric
from models.base import columns, derive
from models.database import writing
from models.trade_metric import TradeMetricFields, trade_metric_id
from tests.revisions import commit


def profile(client: TestClient, id: str = "KAZ", **params: Any) -> dict[str, Any]:
    answer = client.get(f"/v1/countries/{id}/profile", params=params)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def busiest(client: TestClient) -> str:
    """Give the country of the generated data with the most treaties."""
    ids: list[str] = [country["id"] for country in client.get("/v1/countries?limit=200").json()["data"]]
    return max(ids, key=lambda id: client.get(f"/v1/treaties?party={id}").json()["page"]["total"])


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("XXX/profile", 404, "no country with the id 'XXX'"),
        ("kaz/profile", 422, "Did you mean KAZ?"),
        ("KAZA/profile", 422, "does not have the form"),
        ("KAZ/profile?valid_at=now", 422, "not a date"),
        ("KAZ/profile?include=parties", 422, "citations"),
        ("KAZ/profile?limit=3", 422, "no such parameter"),
        ("KAZ/profile?valid_at=2012&valid_at=2013", 422, "name it once"),
    ],
)
def test_what_does_not_fit_is_refused(path: str, status: int, words: str, seeded: TestClient) -> None:
    answer = seeded.get(f"/v1/countries/{path}")
    assert answer.status_code == status
    assert words in answer.json()["detail"]
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_is_the_beginning_of_its_list(name: str, crowded: TestClient) -> None:
    for id in (busiest(crowded), "BAA"):
        section = profile(crowded, id)[name]
        whole = crowded.get(f"{section['link']}&limit={SECTIONS[name].most}").json()
        assert whole["page"]["total"] == section["total"]
        assert whole["data"] == section["data"]


def test_treaties_are_counted_by_kind_and_status(crowded: TestClient) -> None:
    body = profile(crowded, busiest(crowded))
    treaties = crowded.get(f"{body['treaties']['link']}&limit=200").json()["data"]
    counts = {(count["kind"], count["status"]): count["total"] for count in body["treaty_counts"]}
    assert sum(counts.values()) == body["treaties"]["total"] == len(treaties) > 1
    for (kind, status), total in counts.items():
        assert total == len([t for t in treaties if (t["kind"], t["status"]) == (kind, status)])


def test_memberships_as_at_a_day(seeded: TestClient) -> None:
    everything, then = profile(seeded)["memberships"], profile(seeded, valid_at="2013-11-11")["memberships"]
    assert {m["organization"] for m in everything["data"]} > {m["organization"] for m in then["data"]}
    names = {(m["organization_name"], m["status"]) for m in then["data"]}
    assert {("Customs Union", "member"), ("Common Economic Space", "member")} <= names
    assert "Eurasian Economic Union" not in {name for name, _ in names}
    assert then["link"] == "/v1/memberships?country=KAZ&valid_at=2013-11-11"
    uncertain = profile(seeded, valid_at="2013%")["memberships"]
    assert uncertain["data"] == seeded.get(uncertain["link"]).json()["data"]


def test_everything_leads_to_its_sources(seeded: TestClient) -> None:
    body = profile(seeded, include="citations")
    records = [("country", body["country"])]
    records += [(section.of.name, record) for name, section in SECTIONS.items() for record in body[name]["data"]]
    assert len(records) > 10
    for resource, record in records:
        asked = {"resource": resource, "record": record["id"], "sort": "id"}
        assert record["citations"] == seeded.get("/v1/citations", params=asked).json()["data"] != []
    assert all(metric["source"] and metric["locator"] for series in body["trade"] for metric in series["data"])
    assert "citations" not in profile(seeded)["country"]


def insert(connection: sa.Connection, model: type[SQLModel], *rows: dict[str, Any]) -> None:
    for row in rows:
        connection.execute(sa.insert(columns(model)).values(derive(model, row)))


def observe(connection: sa.Connection, **fields: Any) -> None:
    usual = {"indicator": "goods", "reporter": "AAA", "flow": "export", "frequency": "annual", "period": "2012"}
    row = TradeMetricFields.model_validate({**usual, "unit": "USD", "source": "one", "locator": "t 1", **fields})
    insert(connection, TradeMetric, {"id": trade_metric_id(row), **row.model_dump(mode="json")})


def trading(connection: sa.Connection) -> None:
    """Fill a database with the trade of one country: thirteen partners, and everything that could be mistaken."""
    partners = [f"B{chr(65 + i)}A" for i in range(13)]
    countries = [{"id": id, "name": id, "kind": "country"} for id in ("AAA", "ZZA", *partners)]
    insert(connection, Country, *countries, {"id": "WLD", "name": "World", "kind": "group"})
    insert(connection, Source, *({"id": id, "title": id, "kind": "dataset"} for id in ("one", "two")))
    indicators = ({"id": id, "name": id, "definition": id, "unit": "USD", "measure": "flow"} for id in ("goods", "sum"))
    insert(connection, Indicator, *indicators)
    for number, partner in enumerate(partners):
        observe(connection, partner=partner, value=100 + number)
        observe(connection, partner=partner, value=9_999, period="2011")
        observe(connection, partner=partner, value=9_999, product="01")
    observe(connection, partner="BAA", value=0.5, unit_mult=3, source="two", qualifier="approximately")
    observe(connection, partner="ZZA", value=None)
    observe(connection, partner="WLD", value=5_000)
    observe(connection, partner="BAA", value=7, period="2012-06", frequency="monthly")
    observe(connection, partner="BBA", value=8, unit="EUR", source="two")
    observe(connection, indicator="sum", partner=None, flow=None, value=4, period="2003/2012", frequency="other")
    observe(connection, reporter="BAA", partner="AAA", flow="import", value=80)
    observe(connection, reporter="BBA", partner="AAA", flow="import", value=90)
    commit(connection, "a test")


def test_the_latest_trade_of_each_series(empty: str) -> None:
    with writing() as connection:
        trading(connection)
    client = TestClient(app)
    trade = profile(client, "AAA")["trade"]
    series = {tuple(one[name] for name in ("indicator", "flow", "frequency", "unit")): one for one in trade}
    assert list(series) == [
        ("goods", "export", "annual", "EUR"),
        ("goods", "export", "annual", "USD"),
        ("goods", "export", "monthly", "USD"),
        ("sum", None, "other", "USD"),
    ]
    dollars = series["goods", "export", "annual", "USD"]
    # The largest partner by the larger of its two numbers, both of them; nine more; then the world.
    assert [(m["partner"], m["value"], m["source"]) for m in dollars["data"]] == [
        ("BAA", 100, "one"),
        ("BAA", 0.5, "two"),
        *((f"B{chr(65 + i)}A", 100 + i, "one") for i in range(12, 3, -1)),
        ("WLD", 5_000, "one"),
    ]
    assert (dollars["period"], dollars["total"]) == ("2012", 16)
    for one in trade:
        found = client.get(f"{one['link']}&limit=200").json()
        assert found["page"]["total"] == one["total"]
        assert {m["id"] for m in one["data"]} <= {m["id"] for m in found["data"]}
    (alone,) = series["sum", None, "other", "USD"]["data"]
    assert (alone["partner"], alone["value"], alone["period"]) == (None, 4, "2003/2012")


def test_it_keeps_its_published_shape(crowded: TestClient, seeded: TestClient) -> None:
    model.model_validate(profile(seeded, include="citations"))


def test_the_generated_data_keep_it_too(crowded: TestClient) -> None:
    for country in crowded.get("/v1/countries?limit=200").json()["data"]:
        model.model_validate(profile(crowded, country["id"], include="citations"))


def test_it_costs_a_query_for_each_part(crowded: TestClient, statements: list[str]) -> None:
    for id in (busiest(crowded), "BAA"):
        for params, parts in (({}, 10), ({"include": "citations"}, 11)):
            statements.clear()
            body = profile(crowded, id, **params)
            # A list that turns out empty is counted again.
            empty = len([name for name in SECTIONS if not body[name]["total"]])
            queries = [sql for sql in statements if sql.startswith("SELECT") and "revision" not in sql]
            assert parts <= len(queries) <= parts + empty


@pytest.mark.xdist_group("both")
def test_both_databases_answer_alike(databases: Any, crowded: TestClient) -> None:
    for id in ("AAA", "BAA", busiest(crowded)):
        body = profile(crowded, id)
        assert SEEN.setdefault(id, body) == body


SEEN: dict[str, dict[str, Any]] = {}
