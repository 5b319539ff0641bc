"""Answers as ready bytes, kept while the data stays the same.

An answer depends on the dataset revision, this code, and the address in its canonical form; its strong ETag is made of
the same (RFC 9110, sections 8.8.3 and 13). Kept answers are bounded in memory, and each is compressed once a coding.
"""

import gzip
import re
from collections.abc import Callable
from functools import cache, lru_cache
from hashlib import blake2b
from threading import Lock
from typing import NamedTuple
from weakref import WeakValueDictionary

import brotli  # type: ignore[import-untyped]
import sqlalchemy as sa
import zstandard
from cachetools import LRUCache
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette_compress._utils import parse_accept_encoding

from api.languages import Language, preferred
from api.pagination import digest
from models.driver import fetch
from models.settings import ROOT, settings

CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "zstd": lambda body: zstandard.ZstdCompressor(level=4).compress(body),
    "br": lambda body: brotli.compress(body, quality=4),
    "gzip": lambda body: gzip.compress(body, 4, mtime=0),
}
"""Content codings, the preferred one first."""

CODING = re.compile(rf'-(?:{"|".join(CODINGS)})"')
"""How the ETag of a coded answer ends (RFC 9110, 8.8.3.3: each coding has its own)."""

LONGEST = 1_000
"""Bytes of an address, or of a header, that an answer is kept for."""

SMALLEST = 500
"""Bytes below which an answer is not compressed."""

MARK = 8
"""Digits of the mark of a revision in an ETag."""

Headers = list[tuple[bytes, bytes]]
JSON = "application/json"


class Dataset(NamedTuple):
    """A revision of the data, and what tells it from one with the same number in another database."""

    revision: int
    stamp: str


LATEST = "SELECT number, CAST(committed_at AS TEXT) FROM revision ORDER BY number DESC LIMIT 1"
"""The newest revision, on both databases; asked for with every request."""


def dataset(connection: sa.Connection) -> Dataset:
    """Give the revision that a connection sees, 0 before the first load."""
    rows = fetch(connection, LATEST, ())
    return Dataset(*rows[0]) if rows else Dataset(0, "")


@cache
def code_version() -> str:
    """Give a fingerprint of what makes answers: the code, and the address that it writes into them."""
    files = sorted(path for folder in ("api", "models") for path in (ROOT / folder).rglob("*.py"))
    parts = (settings().public_url.encode(), *(path.read_bytes() for path in files))
    return blake2b(b"".join(parts), digest_size=4).hexdigest()


def etag_of(address: str, data: Dataset) -> str:
    """Give the strong ETag of an address at a revision, before any coding.

    It begins with the revision, and with what tells that from one of the same number: see `api/preconditions.py`.
    """
    return f'"{data.revision}-{mark_of(data.stamp)}{digest(address, code_version())}"'


def of_stream(scope: Scope, address: str, data: Dataset) -> tuple[dict[str, str], bool]:
    """Give the headers of an answer that is written as it is sent, and whether the client has it already.

    Its ETag is weak (RFC 9110, 8.8.1): the same records may come in another order.
    """
    etag = etag_of(address, data)
    known = etag in CODING.sub('"', header(scope, b"if-none-match"))
    return {"ETag": f"W/{etag}", "Cache-Control": "public, no-cache"}, known


@lru_cache(maxsize=100)
def mark_of(stamp: str) -> str:
    """Give a short mark of a stamp."""
    return digest(stamp)[:MARK]


class Answer(Response):
    """A body as ready bytes, with everything about it that does not depend on the request.

    `Front` sends it, as it sends those that are kept.
    """

    def __init__(
        self, etag: str, stamp: str, body: bytes = b"", media_type: str = JSON, more: Headers | None = None
    ) -> None:
        self.etag, self.stamp, self.status_code, self.background = etag, stamp, 200, None
        self.content_type = (b"content-type", media_type.encode())
        self.fixed: Headers = [(b"cache-control", b"public, no-cache"), (b"vary", b"Accept-Encoding"), *(more or [])]
        self.bodies = {"": body}
        self.headers_of = {"": self._parts("")}
        self.known: dict[str, Headers] = {}

    def coded(self, accepted: str) -> str:
        """Give the coding to use for what a request accepts, `` for none; the body is then ready in it."""
        body = self.bodies[""]
        if not accepted or len(body) < SMALLEST:
            return ""
        understood = parse_accept_encoding(accepted)
        coding = next((name for name in CODINGS if name in understood), "")
        if coding not in self.bodies:
            self.bodies[coding] = CODINGS[coding](body)
            self.headers_of[coding] = self._parts(coding)
        return coding

    def _parts(self, coding: str) -> Headers:
        etag = f'{self.etag[:-1]}-{coding}"' if coding else self.etag
        own = [(b"etag", etag.encode()), (b"content-length", str(len(self.bodies[coding])).encode())]
        return [*self.fixed, self.content_type, *own, *([(b"content-encoding", coding.encode())] if coding else [])]

    def unchanged(self, known: str) -> Headers | None:
        """Give the headers of a 304, where a request's `If-None-Match` names this answer in any coding."""
        headers = self.known.get(known)
        if headers is None and (known.strip() == "*" or self.etag in CODING.sub('"', known)):
            coded = re.search(re.escape(self.etag[:-1]) + CODING.pattern, known)
            headers = [*self.fixed, (b"etag", (coded[0] if coded else self.etag).encode())]
            if len(self.known) < len(CODINGS) + 1 and len(known) < LONGEST:
                self.known[known] = headers
        return headers

    def parts(self, scope: Scope) -> tuple[int, Headers, bytes]:
        """Give status, headers and body for a request: in the coding that fits it, or a 304."""
        known = header(scope, b"if-none-match")
        unchanged = self.unchanged(known) if known else None
        if unchanged is not None:
            return 304, unchanged, b""
        coding = self.coded(header(scope, b"accept-encoding"))
        return 200, self.headers_of[coding], self.bodies[coding]

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Send the answer."""
        status, headers, body = self.parts(scope)
        await send({"type": "http.response.start", "status": status, "headers": [*headers, *scope.get("added", ())]})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


class Kept:
    """Answers by address, as it was written and in its canonical form."""

    def __init__(self, size: int) -> None:
        self.hits, self.misses = 0, 0
        self._lock = Lock()
        self._written: LRUCache[bytes, Answer] = LRUCache(size, lambda answer: 4_000 + 2 * len(answer.bodies[""]))
        self._canonical: WeakValueDictionary[str, Answer] = WeakValueDictionary()

    @property
    def size(self) -> float:
        """Bytes that they take."""
        return self._written.currsize

    def answer(self, address: str, stamp: str) -> Answer | None:
        """Give the kept answer of a canonical address, if it is of this revision."""
        answer = self._canonical.get(address)
        return answer if answer is not None and answer.stamp == stamp else None

    def at(self, target: bytes) -> Answer | None:
        """Give the kept answer of an address as it was written."""
        with self._lock:
            return self._written.get(target)

    def keep(self, target: bytes, address: str, answer: Answer) -> None:
        """Keep an answer for as long as there is room."""
        if 4 * len(answer.bodies[""]) < self._written.maxsize and len(target) < LONGEST:
            with self._lock:
                self._written[target] = self._canonical[address] = answer


@cache
def kept() -> Kept:
    """Give what this process keeps."""
    return Kept(settings().cache_size * 1_000_000)


def target_of(scope: Scope) -> bytes:
    """Give the address of a request as it was written, and the language that it prefers."""
    language = preferred(scope)
    wish = b"" if language == Language.EN else b"#" + language.encode()
    return bytes(scope["raw_path"]) + b"?" + bytes(scope["query_string"]) + wish


def header(scope: Scope, wanted: bytes) -> str:
    """Give a header of a request, all its lines together."""
    found = [value for name, value in scope["headers"] if name == wanted]
    return b", ".join(found).decode("latin-1") if found else ""
