"""Files in Parquet: the records of the list with their types, whole or not readable."""

import io
import json
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from fastapi.testclient import TestClient
from pyarrow.parquet import ParquetFile, read_table  # type: ignore[import-untyped]

from api import parquet
from api.routes import RESOURCES

MEDIA_TYPE = "application/vnd.apache.parquet"


def table(client: TestClient, path: str) -> pa.Table:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == MEDIA_TYPE
    return read_table(io.BytesIO(answer.content))


def ordered(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(records, key=lambda record: record["id"])


EACH = pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.path)


@EACH
def test_it_holds_what_ndjson_holds(resource: Any, seeded: TestClient) -> None:
    holds_the_same(resource, seeded)


@EACH
def test_it_holds_odd_values_too(resource: Any, crowded: TestClient) -> None:
    holds_the_same(resource, crowded)


def holds_the_same(resource: Any, client: TestClient) -> None:
    found = table(client, f"/v1/{resource.path}/export?format=parquet").to_pylist()
    lines = client.get(f"/v1/{resource.path}/export?format=ndjson").text.splitlines()
    assert ordered(found) == ordered([json.loads(line) for line in lines])


def test_values_have_types(seeded: TestClient) -> None:
    schema = table(seeded, "/v1/trade-metrics/export?format=parquet").schema
    assert (schema.field("value").type, schema.field("unit_mult").type) == (pa.float64(), pa.int64())
    treaties = table(seeded, "/v1/treaties/export?format=parquet").schema
    assert treaties.field("subjects").type == pa.list_(pa.string())
    assert treaties.field("citations").type.value_type.field("locator").type == pa.string()


def test_filters_fields_and_languages_hold(seeded: TestClient) -> None:
    asked = "/v1/organizations/export?format=parquet&id=eaeu,caco&fields=id,name&lang=ru"
    assert ordered(table(seeded, asked).to_pylist()) == [
        {
            "id": "caco",
            "name": "Central Asian Cooperation Organization (earlier Central Asian Economic Community)",
            "untranslated": ["name"],
        },
        {"id": "eaeu", "name": "Евразийский экономический союз", "untranslated": []},
    ]


def test_nothing_found_is_a_file_without_records(seeded: TestClient) -> None:
    found = table(seeded, "/v1/treaties/export?format=parquet&id=none")
    assert (found.num_rows, "title" in found.column_names) == (0, True)


def test_it_says_where_it_is_from(seeded: TestClient) -> None:
    answer = seeded.get("/v1/treaties/export?id=x&format=parquet")
    told = read_table(io.BytesIO(answer.content)).schema.metadata
    assert told[b"entente:request"] == b"/v1/treaties/export?format=parquet&id=x"
    assert told[b"entente:revision"].decode() == str(seeded.get("/v1/meta").json()["revision"])
    assert answer.headers["content-disposition"].endswith('.parquet"')
    known = seeded.get("/v1/treaties/export?id=x&format=parquet", headers={"If-None-Match": answer.headers["etag"]})
    assert known.status_code == 304


def test_it_is_written_in_groups(crowded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.export.GROUP", 7)
    content = crowded.get("/v1/memberships/export?format=parquet").content
    file = ParquetFile(io.BytesIO(content))
    total = crowded.get("/v1/memberships?limit=1").json()["page"]["total"]
    assert file.metadata.num_rows == total
    assert file.metadata.num_row_groups == -(-total // 7) > 1
    with pytest.raises(pa.ArrowInvalid):
        read_table(io.BytesIO(content[:-20]))


def test_without_the_extra_it_is_refused_and_the_others_named(
    seeded: TestClient, public: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "find_spec", lambda _: None)
    answer = seeded.get("/v1/treaties/export?format=parquet")
    assert answer.status_code == 422
    assert "Ask for `csv` or `ndjson`" in answer.json()["detail"]
    assert seeded.get("/v1/treaties/export").status_code == 200
    assert "arquet" not in seeded.get("/v1/dcat").text
