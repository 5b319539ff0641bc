"""Packages into an empty database: without a difference, whichever database, and answers are the same."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Field, SQLModel

from api.main import app
from api.routes import RESOURCES
from models import Source, metadata
from models.base import Slug, columns, stored, tables
from models.database import reading, writing
from seed.loader import load
from seed.package import DESCRIPTOR, Format
from tests.conftest import SEED, Databases, filled, use
from tests.packages import FORMATS, change, exported, faults, held, restored
from tests.seed.test_cli import run


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("kind", [pytest.param("seeded_url", marks=pytest.mark.slow), "crowded_url"])
def test_out_and_in_and_out_again_is_the_same(
    kind: str, format: Format, empty: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue(kind)
    first = exported(url, tmp_path / "first", format)
    restored(empty, tmp_path / "first")
    assert exported(empty, tmp_path / "second", format) == first
    # The crowd is in the tables of what is kept, too, as it is: made from nothing.
    assert held(empty, kept=kind == "seeded_url") == held(url, kept=kind == "seeded_url")
    if kind == "seeded_url":
        use(empty)
        assert "nothing to change" in run("load")


@pytest.mark.slow
def test_what_is_awkward_survives(empty: str, databases: Databases, tmp_path: Path) -> None:
    odd = 'a "b", c\nd\te;=1+1 \u2028 \U0001f600 Алматы \\N null'
    numbers = (0.1 + 0.2, 1e300, 5e-324, -0.0, 1.0, 2.0**60, None)

    def fill(connection: sa.Connection) -> None:
        load(connection, SEED)
        source, metric = columns(Source), metadata.tables["trade_metric"]
        connection.execute(sa.update(source).values(title=odd, publisher="NA", author="null", url="-"))
        ids = connection.scalars(sa.select(metric.c.id).order_by(metric.c.id)).all()
        for id, value in zip(ids, numbers, strict=False):
            connection.execute(sa.update(metric).where(metric.c.id == id).values(value=value, unit_mult=0))

    url = filled(databases, fill)
    for format in FORMATS:
        target = filled(databases, lambda _: None)
        first = exported(url, tmp_path / format, format)
        restored(target, tmp_path / format)
        assert exported(target, tmp_path / f"{format}-2", format) == first
        with reading(target) as connection:
            assert connection.scalar(sa.select(columns(Source).c.title).limit(1)) == odd


@pytest.mark.slow
@pytest.mark.xdist_group("both")
@pytest.mark.parametrize("format", FORMATS)
def test_a_package_of_either_database_fills_both(
    format: Format, databases: Databases, tmp_path_factory: pytest.TempPathFactory, postgresql: str
) -> None:
    folder = tmp_path_factory.mktemp("across")
    first = exported(filled(databases, lambda connection: load(connection, SEED)), folder / "first", format)
    for kind, server in (("sqlite", None), ("postgresql", postgresql)):
        others = Databases(f"across-{kind}", folder, server)
        url = filled(others, lambda _: None)
        restored(url, folder / "first")
        assert exported(url, folder / f"{kind}-again", format) == first


@pytest.fixture
def node() -> Iterator[sa.Table]:
    """A table that is new, and whose rows refer to each other."""

    @stored
    class Node(SQLModel, table=True):
        id: Slug = Field(primary_key=True)
        parent: Slug | None = Field(default=None, foreign_key="node.id", index=True)

    yield columns(Node)
    metadata.remove(columns(Node))
    del tables()["node"]


# It is made once on each database.
@pytest.mark.filterwarnings("ignore:This declarative base already contains a class")
def test_a_new_table_needs_nothing_but_its_model(
    node: sa.Table, databases: Databases, empty: str, tmp_path: Path
) -> None:
    rows: list[dict[str, Any]] = [{"id": "a", "parent": "c"}, {"id": "b", "parent": None}, {"id": "c", "parent": "b"}]

    def fill(connection: sa.Connection) -> None:
        node.create(connection)
        connection.execute(sa.insert(node), sorted(rows, key=lambda row: row["parent"] or ""))

    first = exported(filled(databases, fill), tmp_path / "first")
    assert first["node.csv"] == b"id,parent\na,c\nb,\nc,b\n"
    keys = {file["name"]: file["schema"].get("foreignKeys") for file in json.loads(first[DESCRIPTOR])["resources"]}
    assert keys["node"] == [{"fields": ["parent"], "reference": {"fields": ["id"]}}]
    with writing(empty) as connection:
        node.create(connection)
    change("node.csv", "c,b", "c,d")(tmp_path / "first")
    assert "node.csv: line 4: parent: no node of the package has the id 'd'" in faults(empty, tmp_path / "first")
    change("node.csv", "c,d", "c,b")(tmp_path / "first")
    restored(empty, tmp_path / "first")
    assert exported(empty, tmp_path / "second") == first


def requests() -> Iterator[str]:
    for resource in RESOURCES:
        path = f"/v1/{resource.path}"
        yield from (f"{path}?limit=200&include={','.join(resource.includes)}", f"{path}?limit=200&sort=-id")
        yield from (f"{path}/{resource.example}", f"{path}/stats?{resource.stats_tries[0]}")
    yield from ("/v1/meta", "/v1/timeline?limit=200", "/v1/graph", "/v1/countries/KAZ/profile")
    yield from ("/v1/relations/RUS/KAZ?include=citations", "/v1/trade-metrics/mirror?a=RUS&b=KAZ")


def test_the_copy_answers_as_the_original(seeded_url: str, package: Path, empty: str) -> None:
    """To the byte, revision and ETag too: the copy is the same data set at the same revision."""
    restored(empty, package)
    client = TestClient(app, raise_server_exceptions=False)
    for path in requests():
        answers = []
        for url in (seeded_url, empty):
            use(url)
            answer = client.get(path)
            answers.append((answer.status_code, answer.content, answer.headers.get("etag")))
        assert answers[0] == answers[1], path
        assert answers[0][0] in (200, 422), path


@pytest.mark.slow
def test_search_finds_the_same(seeded_url: str, package: Path, empty: str) -> None:
    """The order among texts of one length is that in which they came, so it may differ."""
    restored(empty, package)
    client = TestClient(app)
    found = []
    for url in (seeded_url, empty):
        use(url)
        found.append(client.get("/v1/search?q=customs%20union&limit=200").json())
    first, second = ({hit["path"]: hit for hit in body["data"]} for body in found)
    assert first == second
    assert first
