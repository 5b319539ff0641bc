"""The OpenAPI document is a product: reviewed, complete, and good for generating clients."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.documentation import EXAMPLES
from api.main import app
from api.routes import RESOURCES
from api.routes.changes import PATHS
from api.sdmx.media import DATA, STRUCTURE
from api.standards.forms import FORMS
from tests.snapshot import SNAPSHOT, document, examples

DOCUMENT = app.openapi()
OPERATIONS = [(path, o) for path, methods in DOCUMENT["paths"].items() for o in methods.values()]
KEYED = [operation for _, operation in OPERATIONS if operation["security"]]
OPERATIONS = [(path, operation) for path, operation in OPERATIONS if not operation["security"]]
each = pytest.mark.parametrize(("path", "operation"), OPERATIONS, ids=[path for path, _ in OPERATIONS])


def test_it_is_the_reviewed_one() -> None:
    assert json.loads(SNAPSHOT.read_text()) == json.loads(document()), "read the difference, then: make openapi"


def test_the_answers_it_shows_are_real(seeded: TestClient) -> None:
    assert json.loads(EXAMPLES.read_text()) == examples(seeded), "read the difference, then: make openapi"


def test_every_resource_is_in_it() -> None:
    for resource in RESOURCES:
        assert {f"/v1/{resource.path}", f"/v1/{resource.path}/{{id}}"} <= set(DOCUMENT["paths"])
    assert DOCUMENT["openapi"].startswith("3.1")


KINDS = {
    "export": ["text/csv", "application/x-ndjson", "application/vnd.apache.parquet"],
    "{key}": [form.full for form in DATA],
    "{version}": [form.full for form in STRUCTURE],
    "feed": ["application/atom+xml"],
    "dcat": ["application/ld+json"],
    "api-catalog": ["application/linkset+json"],
    "llms.txt": ["text/plain"],
    **{form.name: [form.media_type] for form in FORMS},
}
"""Media types of what is not plain JSON, by the end of its path."""


@each
def test_an_operation_says_what_it_does(path: str, operation: dict[str, Any]) -> None:
    assert operation["operationId"].startswith(("list_", "get_", "export_", "search"))
    assert operation["summary"]
    assert operation["description"]
    assert operation["tags"]
    assert operation["security"] == []
    assert set(operation["responses"]) - {"304"} == {"200", "422", "default"}
    assert ("304" in operation["responses"]) == (path not in ("/healthz", "/readyz"))
    for status in ("422", "default"):
        assert list(operation["responses"][status]["content"]) == ["application/problem+json"]
    given = KINDS.get(path.rpartition("/")[2], ["application/json"])
    assert list(operation["responses"]["200"]["content"]) == given


def test_operations_that_need_a_key_say_so() -> None:
    written = {f"{verb}_{name}" for verb in ("put", "delete") for name in PATHS}
    imports = {"create_import", "list_imports", "get_import"}
    assert {operation["operationId"] for operation in KEYED} == imports | written
    assert DOCUMENT["components"]["securitySchemes"]["ApiKey"].items() > {"in": "header", "name": "X-API-Key"}.items()
    for operation in KEYED:
        assert operation["security"] == [{"ApiKey": []}]
        assert {"401", "403", "422", "default"} < set(operation["responses"])
        for status, answer in operation["responses"].items():
            kind = "application/json" if status.startswith("2") else "application/problem+json"
            assert list(answer.get("content", {})) == ([] if status == "204" else [kind])
            assert answer["description"]
        for parameter in operation.get("parameters", []):
            assert parameter["description"], parameter["name"]
            assert "anyOf" not in parameter["schema"], parameter["name"]


def test_an_upload_is_a_file() -> None:
    operation = DOCUMENT["paths"]["/v1/imports"]["post"]
    assert {"202", "408", "409", "413", "415"} < set(operation["responses"])
    for content in operation["requestBody"]["content"].values():
        assert content["schema"] == {"type": "string", "format": "binary"}
    assert {"format", "filename", "dry_run", "column", "Idempotency-Key"} < {p["name"] for p in operation["parameters"]}


NEEDED = {"/v1/search": ("q",), "/v1/trade-metrics/mirror": ("a", "b")}
"""Parameters of a query that has no answer without them."""


@each
def test_a_parameter_says_what_it_takes(path: str, operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", []):
        assert parameter["description"], parameter["name"]
        schema = parameter["schema"]
        assert "anyOf" not in schema, parameter["name"]
        needed = parameter["in"] == "path" or parameter["name"] in NEEDED.get(path, ())
        assert ("example" in parameter or "examples" in schema or "examples" in parameter) == needed
        assert parameter["required"] is needed


def test_operation_ids_are_unique() -> None:
    ids = [operation["operationId"] for operation in [*KEYED, *(operation for _, operation in OPERATIONS)]]
    assert len(set(ids)) == len(ids)


def test_fields_are_required_and_described() -> None:
    for resource in RESOURCES:
        schema = DOCUMENT["components"]["schemas"][resource.read.__name__]
        assert set(schema["required"]) == set(resource.names)
        for name, field in schema["properties"].items():
            assert field.get("description"), f"{resource.name}.{name}"


def test_nothing_is_left_of_the_framework_s_own_errors() -> None:
    assert "HTTPValidationError" not in json.dumps(DOCUMENT)
