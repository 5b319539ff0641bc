"""The files of an import: one, those of a folder, or one that is fetched from an address."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx

MOST = 4 * 2**30
"""Bytes that are fetched at most."""

TIMEOUT = httpx.Timeout(60, connect=10)


class NotFetched(Exception):
    """A file or an address that cannot be read; the words say why."""


@contextmanager
def files(where: str, suffixes: tuple[str, ...]) -> Iterator[list[Path]]:
    """Give the files that are meant: of a folder, those with one of some suffixes, by name.

    Raises NotFetched where there are none.
    """
    if where.startswith(("http://", "https://")):
        with tempfile.TemporaryDirectory(prefix="entente-") as folder:
            yield [_fetch(where, Path(folder))]
        return
    path = Path(where)
    found = sorted(p for p in path.rglob("*") if p.suffix.lower() in suffixes) if path.is_dir() else [path]
    if not path.exists() or not found:
        what = f"holds no file with the suffix {' or '.join(suffixes)}" if path.is_dir() else "is not there"
        raise NotFetched(f"{where}: {what}; name a file, a folder or an address that begins with https://")
    yield found


def _fetch(url: str, folder: Path) -> Path:
    path = folder / (Path(urlsplit(url).path).name or "file")
    try:
        with httpx.stream("GET", url, timeout=TIMEOUT, follow_redirects=True) as answer, path.open("wb") as file:
            answer.raise_for_status()
            for part in answer.iter_bytes():
                if file.write(part) and file.tell() > MOST:
                    raise NotFetched(f"{url}: more than {MOST:,} bytes; fetch it yourself and name the file")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotFetched(f"{url}: {error or type(error).__name__}") from None
    return path
