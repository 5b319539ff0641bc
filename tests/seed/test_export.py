"""Exports: what is written keeps the standard, and a folder is whole or as it was."""

import csv
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from models import Country, metadata
from models.base import columns, tables
from models.database import writing
from seed.derived import KEPT, OPERATIONAL
from seed.files import DataError
from seed.package import DESCRIPTOR, Format, facts
from tests.conftest import use
from tests.packages import FORMATS, exported
from tests.seed.test_cli import run

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
    assert {*facts(), *KEPT, *OPERATIONAL} == set(metadata.tables.values())
    assert {table.name for table in metadata.sorted_tables} == tables().keys()


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
