"""Takes the body of a request into a file, however large it is, without holding it in memory."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from api.problems import Problem
from models.settings import settings
from seed.unzip import ZIP

MEDIA_TYPES = ("application/octet-stream", "text/csv", "application/xml", ZIP)
"""What a file to import may be called. What it is, its format says; only a zip is unpacked."""

STALL = 30.0
"""Seconds that a client may send nothing: it may be gone without a word, and others wait for its upload to end."""

SLOWEST = 10_000
"""Bytes in a second that an upload must come at, once it has had as long as it may stall."""

PART = 2**20
"""Bytes that are held at once."""


class Upload(NamedTuple):
    """A file that came whole, its size, and its SHA-256."""

    file: Path
    bytes: int
    digest: str

    def forget(self) -> None:
        """Remove it."""
        shutil.rmtree(self.file.parent, ignore_errors=True)


def media_type(request: Request) -> str:
    """Give the media type of a body, of those that are taken."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in MEDIA_TYPES:
        detail = f"{given or 'A body without a Content-Type'} is not taken here. Send {' or '.join(MEDIA_TYPES)}."
        raise Problem("unsupported-media-type", detail, Accept=", ".join(MEDIA_TYPES))
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem("unsupported-media-type", f"Send the file without Content-Encoding, or as {ZIP}.")
    return given


def check_size(size: int) -> None:
    """Refuse a body that is too large, as soon as that is known."""
    most = settings().upload_size
    if size > most * 10**6:
        raise Problem("content-too-large", f"A file to import may have {most} megabytes. Send it in parts.")


async def take(request: Request, name: str) -> Upload:
    """Take the body of a request into a file of its own with this name."""
    check_size(int(request.headers.get("content-length", "0")))
    folder = Path(tempfile.mkdtemp(prefix="entente-upload-"))
    upload, digest = Upload(folder / name, 0, ""), sha256()
    try:
        with upload.file.open("wb") as file:

            def write(part: bytes) -> None:
                digest.update(part)
                file.write(part)

            size = await _drain(request, write)
    except BaseException:
        upload.forget()
        raise
    return upload._replace(bytes=size, digest=digest.hexdigest())


async def _drain(request: Request, write: Callable[[bytes], None]) -> int:
    size, part, stream = 0, bytearray(), request.stream()
    begun = asyncio.get_running_loop().time()
    try:
        while True:
            # One byte now and then is no upload.
            now = asyncio.get_running_loop().time()
            async with asyncio.timeout_at(min(now, begun + size / SLOWEST) + STALL):
                chunk = await anext(stream, b"")
            size += len(chunk)
            part += chunk
            check_size(size)
            if len(part) >= PART or not chunk:
                await run_in_threadpool(write, bytes(part))
                part.clear()
            if not chunk:
                return size
    except TimeoutError:
        raise Problem(
            "request-timeout", f"Nothing came for {STALL:.0f} seconds, or too little.", Connection="close"
        ) from None
    except ClientDisconnect:
        raise Problem("malformed-request", "The upload broke off.") from None
