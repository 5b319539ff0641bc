"""Exports: every matching record, harmless in a spreadsheet, stopped when nobody waits for it."""

import asyncio
import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from starlette.types import Message
from zstandard import ZstdDecompressor

from api.files import Spool
from api.gate import gate
from api.main import app
from api.resource import Resource
from api.routes import RESOURCES
from models import Treaty
from models.database import reading, writing
from models.engines import engine
from models.settings import settings
from tests.trade import insert

each = pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.path)


def lines(client: TestClient, path: str) -> list[Any]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    if "ndjson" in answer.headers["content-type"]:
        return [json.loads(line) for line in answer.text.splitlines()]
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def listed(client: TestClient, resource: Resource, **query: str) -> dict[str, Any]:
    include = {"include": "citations"} if resource.cited else {}
    answer = client.get(f"/v1/{resource.path}", params={"limit": "200", **include, **query})
    return {record["id"]: record for record in answer.json()["data"]}


@each
def test_lines_of_json_are_the_records_of_the_list(resource: Resource, crowded: TestClient) -> None:
    found = lines(crowded, f"/v1/{resource.path}/export?format=ndjson")
    assert {record["id"]: record for record in found} == listed(crowded, resource)
    assert len(found) >= 30


@each
def test_csv_has_the_same_values(resource: Resource, crowded: TestClient) -> None:
    records = listed(crowded, resource)
    for row in lines(crowded, f"/v1/{resource.path}/export"):
        for name, value in records[row["id"]].items():
            cell = row[name]
            if isinstance(value, list):
                assert json.loads(cell) == value
            elif isinstance(value, float | int):
                assert float(cell) == value
            else:
                assert cell == ("" if value is None else f"'{value}" if value[0] in "=+-@\t\r" else value)


@each
def test_filters_and_fields_hold(resource: Resource, seeded: TestClient) -> None:
    query = next((query for query in resource.tries if "include" not in query), "total=true").replace(
        "sort=", "fields="
    )
    query = "&".join(part for part in query.split("&") if not part.startswith(("fields", "total")))
    found = lines(seeded, f"/v1/{resource.path}/export?fields=id&{query}")
    expected = seeded.get(f"/v1/{resource.path}?limit=200&{query}").json()["data"]
    assert sorted(row["id"] for row in found) == sorted(record["id"] for record in expected)
    assert all(list(row) == ["id"] for row in found)


def test_fields_come_in_the_order_they_are_asked_for(seeded: TestClient) -> None:
    text = seeded.get("/v1/treaties/export?fields=signed,id,signed&kind=contract").text
    assert text == "signed,id\r\n2013-11-11,rus-kaz-gas-contract-2013\r\n"
    answer = seeded.get("/v1/treaties/export?fields=signd")
    assert (answer.status_code, answer.json()["errors"][0]["nearest"]) == (422, "signed")


def test_nothing_is_found_is_a_file_too(seeded: TestClient) -> None:
    assert seeded.get("/v1/treaties/export?kind=protocol&signed__gt=2030&fields=id,title").text == "id,title\r\n"
    assert seeded.get("/v1/treaties/export?kind=protocol&signed__gt=2030&format=ndjson").text == ""


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", 'a "b", c', "a\nb", '=a,"b"', "plain"])
def test_what_a_spreadsheet_would_run_is_made_harmless(title: str, empty: str) -> None:
    with writing(empty) as connection:
        insert(connection, Treaty, {"id": "t", "title": title, "kind": "treaty"})
    client = TestClient(app)
    [row] = lines(client, "/v1/treaties/export")
    assert row["title"] == (f"'{title}" if title[0] in "=+-@" else title)
    [record] = lines(client, "/v1/treaties/export?format=ndjson")
    assert record["title"] == title


def test_numbers_keep_all_their_digits(empty: str) -> None:
    from tests.trade import data, trade

    values = [0.1, 1 / 3, 123456789.12345678, 1e22, 5000.0, -2.5]
    client = trade(empty, *({"period": str(2000 + n), "value": value} for n, value in enumerate(values)))
    for query in ("", "&format=ndjson"):
        found = lines(client, f"/v1/trade-metrics/export?fields=period,value{query}")
        assert [float(row["value"]) for row in sorted(found, key=lambda row: str(row["period"]))] == values
    assert [row["value"] for row in data(client, "/v1/trade-metrics?sort=period")] == values


def test_a_file_has_a_name_and_is_not_sent_twice(seeded: TestClient) -> None:
    answer = seeded.get("/v1/treaties/export?format=ndjson")
    assert answer.headers["content-disposition"] == 'attachment; filename="treaties-r1.ndjson"'
    assert answer.headers["etag"].startswith('W/"')
    again = seeded.get("/v1/treaties/export?format=ndjson", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = seeded.head("/v1/treaties/export")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_file_is_compressed_as_it_goes(coding: str, crowded: TestClient) -> None:
    plain = crowded.get("/v1/trade-metrics/export", headers={"Accept-Encoding": "identity"})
    coded = crowded.get("/v1/trade-metrics/export", headers={"Accept-Encoding": coding})
    assert coded.headers["content-encoding"] == coding
    text = ZstdDecompressor().stream_reader(coded.content).read() if coding == "zstd" else coded.content
    assert text == plain.content


EXPORT = {
    **{"type": "http", "method": "GET", "path": "/v1/trade-metrics/export", "raw_path": b"", "query_string": b""},
    **{"http_version": "1.1", "scheme": "http", "server": None, "client": None, "root_path": "", "headers": []},
}


def busy(url: str) -> int:
    """Count the connections that are used at the moment."""
    return engine(url).pool.checkedout()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.usefixtures("crowded")
def test_a_client_that_goes_away_stops_the_query(crowded_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # It is stopped at the first part.
    monkeypatch.setattr(Spool, "write", endless(Spool.write))
    before, sent, started = busy(crowded_url), list[Message](), asyncio.Event()

    async def receive() -> Message:
        await started.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)
        started.set()

    asyncio.run(app(dict(EXPORT), receive, send))
    assert sent[0]["status"] == 200
    assert all(message.get("more_body", True) for message in sent)
    assert busy(crowded_url) == before


def endless(write: Callable[[Spool], None]) -> Callable[[Spool], None]:
    """Give what writes a file again and again."""

    def writing(spool: Spool) -> None:
        while not spool.stopped:
            write(spool)

    return writing


@pytest.mark.usefixtures("crowded")
def test_a_client_that_does_not_read_holds_no_connection(crowded_url: str) -> None:
    before, size = busy(crowded_url), 0

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError("nobody sends anything")

    async def send(message: Message) -> None:
        nonlocal size
        size += len(message.get("body", b""))
        async with asyncio.timeout(20):
            while busy(crowded_url) > before:
                await asyncio.sleep(0.001)

    asyncio.run(app(dict(EXPORT), receive, send))
    assert size > 10_000


def test_the_number_of_exports_at_once_is_limited() -> None:
    async def limit() -> float:
        return gate().exports.total_tokens

    assert asyncio.run(limit()) == settings().exports


def test_an_export_reads_one_snapshot(crowded: TestClient, crowded_url: str) -> None:
    with reading(crowded_url) as connection:
        count = connection.scalar(sa.text("SELECT count(*) FROM trade_metric"))
    assert len(lines(crowded, "/v1/trade-metrics/export?fields=id")) == count
