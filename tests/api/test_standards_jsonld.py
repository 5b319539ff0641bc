"""Records as JSON-LD: what two processors that nobody here wrote read in them, without a network."""

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient
from pyld import jsonld  # type: ignore[import-untyped]
from rdflib import RDF, SDO, XSD, Dataset, Literal, URIRef

from api.resource import Resource
from api.routes import RESOURCES
from tests.standards import FEW, leaves, records, refuse, some_or_all

pytestmark = pytest.mark.alike

BASE = "https://entente.example"
SCHEMA = "https://schema.org/"
READ = {"base": BASE, "documentLoader": refuse}
NEWER = {"observationAbout", "observationPeriod", "measurementQualifier", "StatisticalVariable"}
"""Terms that schema.org took up after the list that rdflib has of it."""

UNTOLD = {"id", "resource", "record", "kind"}
"""Fields that the place of a record in the document says."""

each = pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.path)


def document(client: TestClient, path: str) -> dict[str, Any]:
    answer = client.get(f"{path}/jsonld")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/ld+json"
    found: dict[str, Any] = answer.json()
    return found


def properties(value: Any) -> int:
    """Count the properties in a document, each value of a list by itself, before or after it is expanded."""
    if isinstance(value, list):
        return sum(map(properties, value))
    if not isinstance(value, dict):
        return 0
    inner = {name: part for name, part in value.items() if not name.startswith("@")}
    reverse = value.get("@reverse", {})
    own = sum(len(part) if isinstance(part, list) else 1 for part in [*inner.values(), *reverse.values()])
    return own + sum(map(properties, [*inner.values(), *reverse.values()]))


def scalars(value: Any, name: str = "") -> list[Any]:
    """Give the values of a record that a document has to tell."""
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in scalars(inner, key)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in scalars(inner, name)]
    return [] if value is None or name in UNTOLD else [in_months(value)]


def in_months(value: Any) -> Any:
    """Say a quarter in EDTF, which has no such thing: from its first month to its last."""
    quarter = re.fullmatch(r"(\d{4})-Q([1-4])", str(value))
    if not quarter:
        return value
    year, last = quarter[1], 3 * int(quarter[2])
    return f"{year}-{last - 2:02}/{year}-{last:02}"


def check(resource: Resource, record: dict[str, Any], client: TestClient) -> None:
    path = f"/v1/{resource.path}/{record['id']}"
    found = document(client, path)
    expanded = jsonld.expand(found, READ)
    assert properties(expanded) == properties({k: v for k, v in found.items() if k != "@context"}), path
    assert unquote(found["@id"]) == path
    told = {*leaves(found)}
    addresses = {unquote(leaf).rpartition("/")[2] for leaf in told if isinstance(leaf, str)}
    missing = [value for value in scalars(record) if value not in told and value not in addresses]
    assert not missing, (path, missing)
    for word in {*found["@context"]} - {"schema", "xsd", "edtf", "acts"} - NEWER:
        assert word in SDO, word


@each
@some_or_all
def test_a_record_is_told_whole_and_expands(most: int | None, resource: Resource, seeded: TestClient) -> None:
    for record in records(seeded, resource, most):
        check(resource, record, seeded)


@each
@some_or_all
def test_odd_records_expand_too(most: int | None, resource: Resource, crowded: TestClient) -> None:
    for record in records(crowded, resource, most):
        check(resource, record, crowded)


@each
def test_what_explains_a_property_is_there(resource: Resource, seeded: TestClient) -> None:
    schemas = seeded.get("/openapi.json").json()["components"]["schemas"]
    found = document(seeded, f"/v1/{resource.path}/{resource.example}")
    for place in (leaf for leaf in leaves(found) if isinstance(leaf, str) and leaf.startswith("/openapi.json#")):
        *_, schema, _, field = place.split("/")
        assert schemas[schema]["properties"][field]["description"]


@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")
def test_another_reader_finds_the_facts(seeded: TestClient) -> None:
    graph = Dataset(default_union=True)
    text = json.dumps(document(seeded, "/v1/treaties/rus-kaz-alliance-2013"))
    graph.parse(data=text, format="json-ld", publicID=BASE)
    treaty = URIRef(f"{BASE}/v1/treaties/rus-kaz-alliance-2013")
    assert (treaty, RDF.type, SDO.Legislation) in graph
    assert (treaty, SDO.legislationDate, Literal("2013-11-11", datatype=XSD.date)) in graph
    assert (treaty, SDO.isBasedOn, URIRef(f"{BASE}/v1/treaties/rus-kaz-friendship-1992")) in graph
    assert len([*graph.objects(treaty, SDO.hasPart)]) == 4
    signatures = [act for act in graph.subjects(SDO.object, treaty) if (act, RDF.type, SDO.Action) in graph]
    agents = {str(agent) for act in signatures for agent in graph.objects(act, SDO.agent)}
    assert agents == {f"{BASE}/v1/countries/RUS", f"{BASE}/v1/countries/KAZ"}


def test_a_date_is_as_precise_as_it_is(seeded: TestClient) -> None:
    typed = {
        leaf["@value"]: leaf["@type"]
        for resource in RESOURCES
        for record in records(seeded, resource, FEW)
        for leaf in dates(document(seeded, f"/v1/{resource.path}/{record['id']}"))
    }
    lengths = {"xsd:gYear": 4, "xsd:gYearMonth": 7, "xsd:date": 10}
    for text, type_ in typed.items():
        assert len(text) == lengths.get(type_, len(text)), text
        if type_ != "edtf:EDTF":
            assert text.replace("-", "").isdigit(), text
    assert set(typed.values()) == {*lengths, "edtf:EDTF"}


def dates(value: Any) -> list[dict[str, str]]:
    if isinstance(value, list):
        return [date for inner in value for date in dates(inner)]
    if not isinstance(value, dict):
        return []
    own = [value] if str(value.get("@type", "")).startswith(("xsd:", "edtf:")) else []
    return own + [date for inner in value.values() for date in dates(inner)]


def test_a_bound_is_no_value(seeded: TestClient) -> None:
    hedged = seeded.get("/v1/trade-metrics", params={"qualifier": "more_than"}).json()["data"]
    assert hedged
    for record in hedged:
        found = document(seeded, f"/v1/trade-metrics/{record['id']}")
        assert found["minValue"] == pytest.approx(record["value"] * 10.0 ** record["unit_mult"])
        assert "value" not in found


def test_a_paraphrase_is_no_quotation(crowded: TestClient) -> None:
    for kind, type_ in (("quotation", "Quotation"), ("paraphrase", "Claim")):
        record = crowded.get("/v1/statements", params={"kind": kind, "limit": 1}).json()["data"][0]
        assert document(crowded, f"/v1/statements/{record['id']}")["@type"] == type_


def test_a_record_that_is_not_there_is_a_problem(seeded: TestClient) -> None:
    answer = seeded.get("/v1/treaties/nothing/jsonld")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_unchanged_answer_costs_nothing(seeded: TestClient) -> None:
    first = seeded.get("/v1/treaties/rus-kaz-alliance-2013/jsonld")
    again = seeded.get("/v1/treaties/rus-kaz-alliance-2013/jsonld", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
