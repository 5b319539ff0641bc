"""A limit: the least that a server in Python does. It sends bytes captured from the API, out of a dictionary."""

import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

Message = dict[str, Any]

answers: dict[bytes, tuple[Message, Message]] = {}
for address, (status, headers, body) in json.loads(Path(os.environ["BENCH_ANSWERS"]).read_text()).items():
    pairs = [(name.encode(), value.encode()) for name, value in headers]
    start = {"type": "http.response.start", "status": status, "headers": pairs}
    answers[address.encode()] = (start, {"type": "http.response.body", "body": body.encode()})

EMPTY = {"type": "http.response.body", "body": b""}
UNKNOWN = ({"type": "http.response.start", "status": 404, "headers": []}, EMPTY)
UNSENT = (b"content-length", b"content-type")


def unchanged(start: Message) -> Message:
    """Give the start of the 304 to an answer."""
    return start | {"status": 304, "headers": [pair for pair in start["headers"] if pair[0] not in UNSENT]}


not_modified = {address: unchanged(start) for address, (start, _) in answers.items()}


async def app(scope: Message, _receive: object, send: Callable[[Message], Awaitable[None]]) -> None:
    """Answer from the dictionary; 304 to whoever has an ETag."""
    if scope["type"] != "http":
        return
    query = scope["query_string"]
    address = scope["raw_path"] + b"?" + query if query else scope["raw_path"]
    if any(name == b"if-none-match" for name, _ in scope["headers"]):
        await send(not_modified[address])
        await send(EMPTY)
        return
    start, body = answers.get(address, UNKNOWN)
    await send(start)
    await send(body)
