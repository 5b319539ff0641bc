"""A zip that somebody else made stays in its folder, and within bounds."""

import stat
import zipfile
from pathlib import Path

import pytest

from seed.importers.reading import WrongFile
from seed.unzip import unpack
from tests.importing import zipped

GOOD = zipped([("a.xml", b"<a/>" * 100), ("b/c.xml", b"<c/>")])
MOST = 1_000_000


def link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("a.xml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def unpacked(content: bytes, folder: Path) -> None:
    (folder / "x.zip").write_bytes(content)
    (folder / "in").mkdir()
    unpack(folder / "x.zip", folder / "in", MOST)


def test_files_come_out(tmp_path: Path) -> None:
    unpacked(GOOD, tmp_path)
    assert (tmp_path / "in" / "b" / "c.xml").read_bytes() == b"<c/>"
    assert sorted(path.name for path in tmp_path.rglob("*.xml")) == ["a.xml", "c.xml"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no zip", "is not a zip"),
        (b"PK\x05\x06", "is not a zip"),
        (zipped([("../a.xml", b"<a/>")]), "outside of its folder: '../a.xml'"),
        (zipped([("/a.xml", b"<a/>")]), "outside of its folder"),
        (zipped([("b/../../a.xml", b"<a/>")]), "outside of its folder"),
        (zipped([("c:\\a.xml", b"<a/>")]), "outside of its folder"),
        (zipped([("..\\a.xml", b"<a/>")]), "outside of its folder"),
        (zipped([(link(), b"/etc/passwd")]), "something that is no file"),
        (zipped([("a" * 201, b"")]), "at too great a length"),
        (zipped([("a.xml", b"0" * (MOST + 1))]), "too many bytes"),
        (zipped((f"{number}.xml", b"0" * 101) for number in range(9_999)), "too many bytes"),
        (zipped((f"{number}.xml", b"") for number in range(10_001)), "more than 10,000 files"),
        # What it says of itself is not believed.
        (zipped((f"{number}.xml", b"") for number in range(70_000)), "more than 10,000 files"),
        (GOOD[:40] + GOOD[60:], "cannot be unpacked"),
        (GOOD.replace(b"a.xml", b"x.xml", 1), "cannot be unpacked"),
        (GOOD.replace(b"\x00\x00\x08\x00", b"\x01\x00\x08\x00"), "cannot be unpacked"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_zip_is_refused(content: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(WrongFile, match=words):
        unpacked(content, tmp_path)
    assert not [path for path in tmp_path.iterdir() if path.name not in ("x.zip", "in")]


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    content = zipped([("a.xml", b"<a/>"), ("b.xml", b"<b/>")]).replace(b"b.xml", b"a.xml")
    with pytest.raises(WrongFile, match="cannot be unpacked"):
        unpacked(content, tmp_path)
