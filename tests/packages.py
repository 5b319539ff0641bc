"""Packages in tests: made, loaded, compared and spoilt."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from models import metadata
from models.database import reading, writing
from seed.derived import KEPT
from seed.export import export
from seed.package import DESCRIPTOR, Format
from seed.restore import restore
from tests.conftest import use
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
