"""Packages: out of a database and into an empty one without a difference, whichever database, and never half."""

import csv
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Field, SQLModel

from api.main import app
from api.routes import RESOURCES
from models import Country, Source, metadata
from models.base import Slug, columns, stored, tables
from models.database import reading, writing
from seed.derived import KEPT
from seed.export import export
from seed.files import DataError
from seed.loader import load
from seed.package import DESCRIPTOR, Format, facts
from seed.restore import restore
from tests.conftest import SEED, Databases, filled, use
from tests.seed.test_cli import run

FORMATS = tuple(Format)


def exported(url: str, folder: Path, format: Format = Format.CSV) -> dict[str, bytes]:
    with reading(url) as connection:
        export(connection, folder, format)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def restored(url: str, folder: Path) -> None:
    with writing(url) as connection:
        restore(connection, folder)


def held(url: str) -> dict[str, Any]:
    """Give all rows, but for the numbers that rows of what is kept beside them happen to have."""
    with reading(url) as connection:
        return {
            table.name: sorted(
                repr(row)
                for row in connection.execute(
                    sa.select(*(c for c in table.columns if table not in KEPT or c.name != "number"))
                )
            )
            for table in metadata.sorted_tables
        }


@pytest.fixture(scope="session")
def package(seeded_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of the project's own data, to be copied."""
    folder = tmp_path_factory.mktemp("package") / "seed"
    exported(seeded_url, folder)
    return folder


@pytest.fixture
def copy(package: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(package, tmp_path / "copy"))


def mended(folder: Path) -> None:
    """Write sizes and hashes anew, as one does who changes a package by hand."""
    described = json.loads((folder / DESCRIPTOR).read_text())
    for file in described["resources"]:
        content = (folder / file["path"]).read_bytes()
        file |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    (folder / DESCRIPTOR).write_text(json.dumps(described))


def faults(url: str, folder: Path) -> str:
    """Load what cannot be loaded; give the words, after a look that nothing was written."""
    use(url)
    output = run("load", str(folder), code=1)
    assert "nothing was written" in output
    assert not any(held(url).values())
    return output


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("kind", ["seeded_url", "crowded_url"])
def test_out_and_in_and_out_again_is_the_same(
    kind: str, format: Format, empty: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue(kind)
    first = exported(url, tmp_path / "first", format)
    restored(empty, tmp_path / "first")
    assert exported(empty, tmp_path / "second", format) == first
    assert held(empty) == held(url)
    use(empty)
    if kind == "seeded_url":
        assert "nothing to change" in run("load")


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


@pytest.mark.xdist_group("both")
@pytest.mark.parametrize("format", FORMATS)
def test_a_package_of_either_database_fills_both(
    format: Format, databases: Databases, tmp_path_factory: pytest.TempPathFactory, postgresql: str
) -> None:
    folder = tmp_path_factory.mktemp("across")
    first = exported(filled(databases, lambda connection: load(connection, SEED)), folder / "first", format)
    for kind, server in (("sqlite", None), ("postgresql", postgresql)):
        others = Databases(f"across-{kind}", folder, server)
        # Names that no other test takes.
        others.made = 9_000 + 100 * FORMATS.index(format) + (50 if databases.kind == "sqlite" else 0)
        url = filled(others, lambda _: None)
        restored(url, folder / "first")
        assert exported(url, folder / f"{kind}-again", format) == first


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


PATTERNS = {
    "name": r"[-a-z0-9._]+",
    "path": r"[a-z_]+\.(csv|ndjson)",
    "mediatype": r".+/.+",
    "hash": r"sha256:[0-9a-f]{64}",
}
OF_A_FIELD = {"name", "type", "description", "constraints"}
RULES = {"required", "enum", "minLength", "maxLength", "minimum", "maximum", "pattern"}
PLAIN: dict[str, Callable[[str], object]] = {"integer": int, "number": float, "string": str, "datetime": str}


@pytest.mark.parametrize("format", FORMATS)
def test_the_descriptor_keeps_the_standard(format: Format, seeded_url: str, tmp_path: Path) -> None:
    files = exported(seeded_url, tmp_path / "package", format)
    package = json.loads(files[DESCRIPTOR])
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert re.fullmatch(PATTERNS["name"], package["name"])
    assert all(licence.keys() & {"name", "path"} for licence in package["licenses"])
    assert all(re.match("https?://", source.get("path", "http://")) for source in package["sources"])
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert files.keys() == {DESCRIPTOR, *(resource["path"] for resource in resources.values())}
    for resource in resources.values():
        content = files[resource["path"]]
        assert (resource["type"], resource["encoding"], resource["format"]) == ("table", "utf-8", str(format))
        assert all(re.fullmatch(pattern, resource[name]) for name, pattern in PATTERNS.items())
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert set(resource["schema"]["primaryKey"]) <= fields.keys()
        for key in resource["schema"].get("foreignKeys", ()):
            other = resources[key["reference"].get("resource", resource["name"])]
            assert set(key["fields"]) <= fields.keys()
            assert set(key["reference"]["fields"]) <= {field["name"] for field in other["schema"]["fields"]}
        for field in fields.values():
            assert field.keys() <= OF_A_FIELD
            assert field.get("constraints", {}).keys() <= RULES


def test_the_rows_keep_the_schema_that_is_beside_them(package: Path) -> None:
    for resource in json.loads((package / DESCRIPTOR).read_text())["resources"]:
        with (package / resource["path"]).open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        for field in resource["schema"]["fields"]:
            rules = field.get("constraints", {})
            for line in lines:
                cell = line[field["name"]]
                assert cell or not rules.get("required")
                if cell:
                    PLAIN[field["type"]](cell)
                    assert cell in rules.get("enum", [cell])
                    assert re.fullmatch(rules.get("pattern", r"(?s:.*)"), cell)


def test_every_table_is_a_file_or_is_made_from_others(package: Path) -> None:
    assert {path.stem for path in package.glob("*.csv")} == {table.name for table in facts()}
    assert {*facts(), *KEPT} == set(metadata.tables.values())
    assert {table.name for table in metadata.sorted_tables} == tables().keys()


def change(name: str, old: str, new: str, *, mend: bool = True) -> Callable[[Path], None]:
    def changed(folder: Path) -> None:
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1))
        if mend:
            mended(folder)

    return changed


def rewrite(name: str, made: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def rewritten(folder: Path) -> None:
        (folder / name).write_bytes(made((folder / name).read_bytes()))

    return rewritten


WRONG: dict[str, tuple[Callable[[Path], None], str]] = {
    "a cut file": (
        rewrite("treaty.csv", lambda content: content[:-40]),
        r"treaty\.csv: line 7: .*the file ends after \d+ bytes",
    ),
    "a changed byte": (
        change("treaty.csv", "Founding", "Bounding", mend=False),
        r"treaty\.csv: a byte is not what it was",
    ),
    "a byte that is no text": (
        rewrite("treaty.csv", lambda content: content.replace(b"id", b"id\xff", 1)),
        r"treaty\.csv: line 1: cannot be read",
    ),
    "a wrong value": (change("treaty.csv", ",negotiating,", ",unsure,"), r"treaty\.csv: line 2: status: .*'unsure'"),
    "an absent value": (change("trade_metric.csv", ",TOTAL,", ",,"), r"trade_metric\.csv: line 2: product: "),
    "no number": (change("trade_metric.csv", ",200.0,", ",many,"), r"trade_metric\.csv: line 2: value: .*'many'"),
    "a number written otherwise": (
        change("trade_metric.csv", ",200.0,", ",200.00,"),
        r"trade_metric\.csv: line 2: an export writes it",
    ),
    "a space at the end": (
        change("source.csv", "id,", "id ,"),
        r"source\.csv: line 1: .*the first line must be id,title",
    ),
    "a cell too many": (change("country.csv", "BLR,", "BLR,,"), r"country\.csv: line \d: .*cells, not 7"),
    "a reference to nothing": (
        change("organization.csv", "eaeu-founding-treaty", "eaeu-treaty"),
        r"organization\.csv: line \d: founding_treaty: no treaty of the package has the id 'eaeu-treaty'",
    ),
    "a party that is not there": (
        change("participation.csv", ",KAZ,", ",XYZ,"),
        r"participation\.csv: line \d: party: no country of the package has the id 'XYZ'",
    ),
    "a row twice": (change("country.csv", "KAZ,", "BLR,"), r"country\.csv: line \d: the database refuses the row"),
    "a missing file": (lambda folder: (folder / "forum.csv").unlink(), r"forum\.csv: there is no such file"),
    "an unknown table": (
        change(DESCRIPTOR, '"name": "forum"', '"name": "fora"', mend=False),
        r"(?s)no table 'fora' here.*lacks the table 'forum'",
    ),
    "an unknown column": (
        change(DESCRIPTOR, '"name": "headquarters"', '"name": "seat"', mend=False),
        r"columns of 'organization' are not those here \(headquarters string, seat string\)",
    ),
    "a file elsewhere": (
        change(DESCRIPTOR, '"path": "forum.csv"', '"path": "../forum.csv"', mend=False),
        r"path of 'forum' is '\.\./forum\.csv'",
    ),
    "no hash": (change(DESCRIPTOR, '"hash": "sha256:', '"hash": "', mend=False), r"resources\.0\.hash"),
    "no descriptor": (rewrite(DESCRIPTOR, lambda _: b"{"), r"datapackage\.json: .*JSON"),
    "a package of others": (change(DESCRIPTOR, '"name": "entente"', '"name": "x"', mend=False), r"the package is 'x'"),
}


def test_what_is_wrong_is_named_and_nothing_is_written(empty: str, package: Path, tmp_path: Path) -> None:
    for words, (spoil, pattern) in WRONG.items():
        folder = Path(shutil.copytree(package, tmp_path / words.replace(" ", "-")))
        spoil(folder)
        output = faults(empty, folder)
        assert re.search(pattern, output), (words, output)
    restored(empty, package)


def test_lines_of_json_are_checked_as_well(empty: str, seeded_url: str, tmp_path: Path) -> None:
    exported(seeded_url, tmp_path / "package", Format.NDJSON)
    for old, new, pattern in (
        ('"unit_mult":0', '"unit_mult":"0"', r"trade_metric\.ndjson: line 1: an export writes it"),
        ('"unit_mult":0', '"unit_mult":0.5', r"trade_metric\.ndjson: line 1: unit_mult"),
        ('"unit_mult":0,', "", r"trade_metric\.ndjson: line 1: unit_mult: Field required"),
        ('"unit_mult":0', '"unit_mult":0,"unit_mult":0', r"trade_metric\.ndjson: line 1: an export writes it"),
        ('"unit_mult":0', '"unit_mult":0,"x":1', r"trade_metric\.ndjson: line 1: x: Extra inputs"),
        ('"unit_mult":0', '"unit_mult":', r"trade_metric\.ndjson: line 1: cannot be read"),
    ):
        folder = Path(shutil.copytree(tmp_path / "package", tmp_path / "spoilt", dirs_exist_ok=True))
        change("trade_metric.ndjson", old, new)(folder)
        assert re.search(pattern, faults(empty, folder))


def test_many_faults_end_the_reading(empty: str, copy: Path) -> None:
    path = copy / "citation.csv"
    header, *lines = path.read_text().splitlines(keepends=True)
    path.write_text(
        header
        + "".join(
            re.sub(",(treaty|organization|statement),", ",\\1s,", line.replace(",sourced,", ",sure,")) for line in lines
        )
    )
    mended(copy)
    assert re.search(r"no more is read after 10\d faults", faults(empty, copy))


def test_only_an_empty_database_takes_a_package(empty: str, copy: Path) -> None:
    run("load")
    before = held(empty)
    assert "holds data already" in run("load", str(copy), code=1)
    assert held(empty) == before


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


def test_a_folder_that_is_not_empty_is_left_alone(seeded_url: str, tmp_path: Path) -> None:
    use(seeded_url)
    folder = tmp_path / "mine"
    folder.mkdir()
    run("export", str(folder))
    (folder / "notes.txt").write_text("mine")
    assert "is not empty" in run("export", str(folder), code=1)
    run("export", str(folder), "--format", "ndjson", "--force")
    assert {path.suffix for path in folder.iterdir()} == {".ndjson", ".json", ".txt"}
    (folder / "forum.csv").write_text("mine too")
    assert "forum.csv: no export wrote it" in run("export", str(folder), "--force", code=1)
    assert (folder / "forum.csv").read_text() == "mine too"
    assert "is a file" in run("export", str(folder / "notes.txt"), code=1)
    assert {path.name for path in tmp_path.iterdir()} == {"mine"}


def test_an_export_that_fails_leaves_nothing(
    empty: str, seeded_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("seed.export.descriptor", fail)
    with pytest.raises(RuntimeError, match="the disk is full"):
        exported(seeded_url, tmp_path / "package")
    assert not list(tmp_path.iterdir())
    monkeypatch.undo()
    with writing(empty) as connection:
        connection.execute(
            sa.insert(columns(Country)).values(id="AAA", name="A", name_folded="a", capital="", kind="group")
        )
    with pytest.raises(DataError, match=r"country: .*'AAA'.* has an empty text, which CSV cannot tell"):
        exported(empty, tmp_path / "package")
    assert not list(tmp_path.iterdir())
