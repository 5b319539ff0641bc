"""Writes the whole dataset to a folder, in one snapshot and in flat memory; a folder that looks whole is whole."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from seed.bar import Told, nobody
from seed.files import DataError
from seed.package import DESCRIPTOR, NAME, Format, descriptor, facts, heading, published, resource, written

BATCH = 2_000


def export(connection: sa.Connection, folder: Path, format: Format, told: Told = nobody, *, force: bool = False) -> int:
    """Write every table of facts to a folder, with the `datapackage.json` that describes them; give the rows written.

    Raises DataError where the folder is not empty, unless told to replace an earlier package in it; what no export
    wrote is never touched.
    """
    folder = folder.resolve()
    wanted = {DESCRIPTOR, *(f"{table.name}.{format}" for table in facts())}
    before = _replaced(folder, wanted, force=force)
    with _beside(folder) as making:
        total, done, resources = sum(_count(connection, table) for table in facts()), 0, []
        told(done, total)
        for table in facts():
            path = making / f"{table.name}.{format}"
            with path.open("wb") as file:
                digest = hashlib.sha256()
                for lines, count in _lines(connection, table, format):
                    file.write(lines)
                    digest.update(lines)
                    told(done := done + count, total)
                resources.append(resource(table, format, file.tell(), digest.hexdigest()))
        (making / DESCRIPTOR).write_bytes(descriptor(connection, resources))
        _place(making, folder, before)
    return done


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def _lines(connection: sa.Connection, table: sa.Table, format: Format) -> Iterator[tuple[bytes, int]]:
    yield heading(format, table), 0
    ordered = sa.select(*published(table)).order_by(*table.primary_key)
    found = connection.execute(ordered, execution_options={"yield_per": BATCH})
    for rows in found.partitions():
        try:
            yield written(format, table, rows), len(rows)
        except ValueError as error:
            raise DataError([f"{table.name}: {error}"]) from None


def _replaced(folder: Path, wanted: set[str], *, force: bool) -> list[str]:
    """Give the files of an earlier package that a new one takes the place of."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return []
    if not folder.is_dir():
        raise DataError([f"{folder}: is a file; name a folder"])
    if not force:
        raise DataError([f"{folder}: is not empty; name another folder, or replace the package in it with --force"])
    before = _earlier(folder)
    if strangers := sorted(name for name in wanted - set(before) if (folder / name).exists()):
        raise DataError(
            [f"{folder / name}: no export wrote it; move it away, or name another folder" for name in strangers]
        )
    return before


def _earlier(folder: Path) -> list[str]:
    """Give the files of the package in a folder, none where there is no package of ours."""
    try:
        package = json.loads((folder / DESCRIPTOR).read_bytes())
        paths = [Path(entry["path"]) for entry in package["resources"]] if package["name"] == NAME else None
    except (OSError, ValueError, TypeError, KeyError):
        paths = None
    if paths is None:
        return []
    return [DESCRIPTOR, *(str(path) for path in paths if path.name == str(path))]


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Make a folder beside another one, on the same disk; what is left in it at the end goes."""
    making = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        making.mkdir(parents=True)
        yield making
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _place(making: Path, folder: Path, before: list[str]) -> None:
    if not folder.exists():
        making.rename(folder)
        return
    # What describes the package goes first and comes last: in between, the folder is none.
    for name in before:
        (folder / name).unlink(missing_ok=True)
    for path in sorted(making.iterdir(), key=lambda path: path.name == DESCRIPTOR):
        path.rename(folder / path.name)
