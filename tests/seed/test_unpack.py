"""Packages that are wrong: named by file, line and field, and nothing is written."""

import re
import shutil
from pathlib import Path

import pytest

from seed.package import DESCRIPTOR, Format
from tests.packages import Spoil, change, exported, faults, held, mended, remove, restored, rewrite
from tests.seed.test_cli import run

pytestmark = pytest.mark.alike


@pytest.fixture
def copy(package: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(package, tmp_path / "copy"))


WRONG: dict[str, tuple[Spoil, str]] = {
    "a cut file": (
        rewrite("treaty.csv", lambda content: content[:-40]),
        r"treaty\.csv: line LINE: the file ends after \d+ bytes",
    ),
    "a changed byte": (
        change("treaty.csv", "reaty ", "roaty ", mend=False),
        r"treaty\.csv: a byte is not what it was",
    ),
    "a byte that is no text": (
        rewrite("treaty.csv", lambda content: content.replace(b"id", b"id\xff", 1)),
        r"treaty\.csv: line 1: cannot be read",
    ),
    "a wrong value": (change("treaty.csv", ",treaty,", ",treatise,"), r"treaty\.csv: line LINE: kind: .*'treatise'"),
    "an absent value": (change("trade_metric.csv", ",TOTAL,", ",,"), r"trade_metric\.csv: line LINE: product: "),
    "no number": (change("trade_metric.csv", ",200.0,", ",many,"), r"trade_metric\.csv: line LINE: value: .*'many'"),
    "a number written otherwise": (
        change("trade_metric.csv", ",200.0,", ",200.00,"),
        r"trade_metric\.csv: line LINE: an export writes it",
    ),
    "a header of others": (
        change("source.csv", "id,", "id ,"),
        r"source\.csv: line 1: .*the first line must be id,title",
    ),
    "a cell too many": (change("country.csv", "\nBLR,", "\nBLR,,"), r"country\.csv: line LINE: .*cells, not \d"),
    "a reference to nothing": (
        change("organization.csv", "eaeu-founding-treaty", "eaeu-treaty"),
        r"organization\.csv: line LINE: founding_treaty: no treaty of the package has the id 'eaeu-treaty'",
    ),
    "a party that is not there": (
        change("participation.csv", ",KAZ,", ",XYZ,"),
        r"participation\.csv: line LINE: party: no country of the package has the id 'XYZ'",
    ),
    "a row twice": (
        change("country.csv", "\nKAZ,", "\nBLR,"),
        r"country\.csv: line LINE: the database refuses the row",
    ),
    "a missing file": (remove("forum.csv"), r"forum\.csv: there is no such file"),
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


@pytest.mark.slow
def test_what_is_wrong_is_named_and_nothing_is_written(empty: str, package: Path, tmp_path: Path) -> None:
    for words, (spoil, pattern) in WRONG.items():
        folder = Path(shutil.copytree(package, tmp_path / words.replace(" ", "-")))
        line = spoil(folder)
        output = faults(empty, folder)
        assert re.search(pattern.replace("LINE", str(line)), output), (words, output)
    restored(empty, package)


@pytest.mark.slow
def test_lines_of_json_are_checked_as_well(empty: str, seeded_url: str, tmp_path: Path) -> None:
    exported(seeded_url, tmp_path / "package", Format.NDJSON)
    for old, new, pattern in (
        ('"unit_mult":0', '"unit_mult":"0"', r"trade_metric\.ndjson: line LINE: an export writes it"),
        ('"unit_mult":0', '"unit_mult":0.5', r"trade_metric\.ndjson: line LINE: unit_mult"),
        ('"unit_mult":0,', "", r"trade_metric\.ndjson: line LINE: unit_mult: Field required"),
        ('"unit_mult":0', '"unit_mult":0,"unit_mult":0', r"trade_metric\.ndjson: line LINE: an export writes it"),
        ('"unit_mult":0', '"unit_mult":0,"x":1', r"trade_metric\.ndjson: line LINE: x: Extra inputs"),
        ('"unit_mult":0', '"unit_mult":', r"trade_metric\.ndjson: line LINE: cannot be read"),
    ):
        folder = Path(shutil.copytree(tmp_path / "package", tmp_path / "spoilt", dirs_exist_ok=True))
        line = change("trade_metric.ndjson", old, new)(folder)
        assert re.search(pattern.replace("LINE", str(line)), faults(empty, folder))


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


def test_only_an_empty_database_takes_a_package(own: str, package: Path) -> None:
    before = held(own)
    assert "holds data already" in run("load", str(package), code=1)
    assert held(own) == before
