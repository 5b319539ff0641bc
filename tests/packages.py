"""Packages in tests: made, loaded, compared and spoilt."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from models import metadata
from models.database import reading, writing
from seed.derived import KEPT, OPERATIONAL
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


def held(url: str, *, kept: bool = True) -> dict[str, Any]:
    """Give all rows, with or without what is kept beside them.

    There, not the numbers that rows happen to have, and sums to 12 digits: PostgreSQL adds rows in the order in which
    they lie.
    """
    with reading(url) as connection:
        return {
            table.name: sorted(
                repr([f"{value:.12g}" if table in KEPT and isinstance(value, float) else value for value in row])
                for row in connection.execute(
                    sa.select(*(c for c in table.columns if table not in KEPT or c.name != "number"))
                )
            )
            for table in metadata.sorted_tables
            if table not in OPERATIONAL and (kept or table not in KEPT)
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


Spoil = Callable[[Path], int]
"""Changes a package, and gives the line that is to be named."""


def change(name: str, old: str, new: str, *, mend: bool = True) -> Spoil:
    """Replace the first of some texts in a file."""

    def changed(folder: Path) -> int:
        before, found, after = (folder / name).read_text().partition(old)
        assert found
        (folder / name).write_text(before + new + after)
        if mend:
            mended(folder)
        return before.count("\n") + 1 + old.startswith("\n")

    return changed


def rewrite(name: str, made: Callable[[bytes], bytes]) -> Spoil:
    """Write a file anew; the line is its last one."""

    def rewritten(folder: Path) -> int:
        content = made((folder / name).read_bytes())
        (folder / name).write_bytes(content)
        return len(content.splitlines())

    return rewritten


def remove(name: str) -> Spoil:
    """Remove a file."""

    def removed(folder: Path) -> int:
        (folder / name).unlink()
        return 0

    return removed
