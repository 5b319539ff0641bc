"""Unpacks a zip that somebody else made: into one folder, bounded in files and in bytes."""

import lzma
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from seed.importers.reading import WrongFile

ZIP = "application/zip"

MOST_FILES = 10_000
DIRECTORY = 4 * 2**20
"""Bytes that the list of files may have: it is read into memory as a whole."""

TIMES = 8
"""How many times the size of the largest upload all files together may have."""

PART = 2**20
NAME = 200
"""Letters of the name of a file."""


def unpack(path: Path, folder: Path, most: int) -> None:
    """Unpack a zip into a folder: at most so many bytes, counted as they come, whatever the zip says.

    Raises WrongFile where it is damaged, too large, or names a place outside of the folder.
    """
    try:
        with path.open("rb") as raw:
            _check_directory(raw)
            with zipfile.ZipFile(raw) as archive:
                _unpack(archive, folder, most)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise WrongFile(f"cannot be unpacked: {error}") from None
    except (OSError, ValueError, zlib.error, lzma.LZMAError) as error:
        raise WrongFile(f"cannot be unpacked: {type(error).__name__}") from None


def _check_directory(raw: BinaryIO) -> None:
    """Refuse a list of files that is too long before it is read."""
    size = raw.seek(0, 2)
    raw.seek(max(0, size - 22 - 65_535 - 20))
    tail = raw.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise WrongFile("is not a zip")
    files, length = struct.unpack_from("<HI", tail, at + 10)
    # The larger form of a zip is for more than 65,534 files, or 4 GiB.
    if files > MOST_FILES or length > DIRECTORY or tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        raise WrongFile(f"holds more than {MOST_FILES:,} files; send them in several")


def _unpack(archive: zipfile.ZipFile, folder: Path, most: int) -> None:
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        target = folder.joinpath(*_parts(entry))
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as source, target.open("xb") as file:
            while part := source.read(PART):
                most -= file.write(part)
                if most < 0:
                    raise WrongFile("holds too many bytes; send the files in several")


def _parts(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    """Give the place of a file inside of the folder."""
    name, kind = entry.filename, stat.S_IFMT(entry.external_attr >> 16)
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or "\\" in name or ":" in name or not parts:
        raise WrongFile(f"names a file outside of its folder: {name[:NAME]!r}")
    if kind not in (0, stat.S_IFREG):
        raise WrongFile(f"holds something that is no file: {name[:NAME]!r}")
    if len(name) > NAME:
        raise WrongFile(f"names a file at too great a length: {name[:NAME]!r}…")
    return parts
