"""Records of each kind with something odd in them, and what is read of those that were taken."""

import copy
import json
import random
from functools import cache
from typing import Any

from tests.fuzz.operations import Operation, operations, texts
from tests.fuzz.twins import Answer, Input, Twins

Place = tuple[str, ...]

PLAIN = "plain words"


def puts() -> list[Operation]:
    """Give the operations that write a record."""
    return [operation for operation in operations() if operation.method == "PUT"]


@cache
def places(path: str) -> list[tuple[Place, Any]]:
    """Give the places of the texts in a record, but its id, each with its schema."""
    body = next(operation.body for operation in puts() if operation.path == path)
    return [(place, schema) for place, schema in texts(body) if place != ("id",)]


def record_of(twins: Twins, operation: Operation) -> dict[str, Any]:
    """Give the fullest of some records that are there, as it is written."""
    path = operation.path.removesuffix("/{id}")
    found, _ = twins.ask(Input("a list", "GET", f"{path}?limit=40"))
    bodies = []
    for one in found.json()["data"]:
        entry = twins.ask(Input("a history", "GET", f"{path}/{one['id']}/history"))[0].json()["data"][0]
        bodies.append({**entry["record"], "id": one["id"]})
    return max(bodies, key=lambda body: len(list(filter(None, body.values()))))


def put(operation: Operation, record: Any, words: str, **query: str) -> Input:
    """Give the request that writes a record under its id; a record may be bytes already."""
    body = (
        record if isinstance(record, bytes) else json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
    )
    id = "x" if isinstance(record, bytes) else record["id"]
    return Input(words, "PUT", operation.target(query.items(), id=id), body=body, keyed=True)


def changed(record: dict[str, Any], place: Place, text: str) -> dict[str, Any] | None:
    """Give a record with a text at a place; nothing where it has no such part to put it in."""
    made = copy.deepcopy(record)
    at: Any = made
    for name, after in zip(place, (*place[1:], None), strict=True):
        if after is None:
            at[0 if name == "*" else name] = text
        elif name == "*":
            at = at[0]
        elif after == "*" and place[-1] == "*":
            at[name] = [text]
            return made
        elif not at.get(name):
            return None
        else:
            at = at[name]
    return made


def text_at(record: Any, place: Place) -> set[str]:
    """Give the texts that a record has at a place."""
    for number, name in enumerate(place):
        if name == "*":
            return set().union(*(text_at(item, place[number + 1 :]) for item in record))
        record = record[name]
    return {record}


def reads_back(twins: Twins, sent: Input, answers: list[Answer], wanted: dict[Place, str]) -> None:
    """Hold what was taken to what is read: the same text byte by byte, but for white space around it."""
    if answers[0].status not in (200, 201):
        return
    first, other = (answer.json() for answer in answers)
    path = sent.target.partition("?")[0]
    parts = ",".join(name for name in ("citations", "relations", "participants", "outcomes") if name in first)
    read = twins.ask(Input("read back", "GET", f"{path}?include={parts}" if parts else path), alike=True)
    if not first == other == read[0].json():
        twins.faults.append(f"{sent.words}: {path}: what was written is not what is read")
    for place, text in wanted.items():
        if text.strip() not in text_at(read[0].json(), place):
            twins.faults.append(f"{sent.words}: {path}: {'/'.join(place)} reads otherwise than {text[:100]!r}")


def free(twins: Twins, operation: Operation, record: dict[str, Any]) -> list[Place]:
    """Give the places that take any words, by trying."""
    found = []
    for place, schema in places(operation.path):
        made = changed(record, place, PLAIN) if "maxLength" not in schema or schema["maxLength"] > len(PLAIN) else None
        if made and twins.ask(put(operation, made, f"plain {'/'.join(place)}"))[0].status in (200, 201):
            found.append(place)
    return found


def write_naughty(twins: Twins, operation: Operation, strings: list[str], begin: int, share: int) -> int:
    """Write strings into all places that take any at once, and some of them into each place alone."""
    record, number = record_of(twins, operation), 0
    anywhere = free(twins, operation, record)
    tries: list[dict[Place, str]] = [dict.fromkeys(anywhere, text) for text in strings[begin::share]]
    for step, (place, _) in enumerate(places(operation.path)):
        tries += [{place: text} for text in strings[(begin + step) % 40 :: 40]]
    for wanted in tries:
        made: dict[str, Any] | None = record
        for place, text in wanted.items():
            made = changed(made, place, text) if made else None
        if made:
            sent = put(operation, made, f"naughty {' '.join('/'.join(place) for place in wanted)}")
            reads_back(twins, sent, twins.ask(sent), wanted)
            number += 1
    return number


def marks(length: int, alphabet: str) -> str:
    """Give letters in no order, which nothing makes shorter."""
    chance = random.Random(1992)  # noqa: S311
    return "".join(chance.choices(alphabet, k=length))


COMBINING = "".join(map(chr, range(0x300, 0x370)))
HANGUL = "".join(map(chr, range(0xAC00, 0xD7A4)))
FACES = "".join(map(chr, range(0x1F300, 0x1F5FF)))
LONG = {
    "a long word": "x" * 3_000,
    "500 syllables": marks(500, HANGUL),
    "250 faces": marks(250, FACES),
    "a letter under 490 marks": "a" + marks(490, COMBINING),
    "a letter under 30,000 marks": "a" + marks(30_000, COMBINING),
    "30,000 syllables": marks(30_000, HANGUL),
    "a word of 200,000 syllables": marks(200_000, HANGUL),
    "200,000 faces": marks(200_000, FACES),
    "150,000 words": " ".join(f"{n:x}" for n in range(150_000)),
    "30,000 letters that are eighteen each": "\ufdfa" * 30_000,
    "words of one letter": "a " * 400_000 + "b",
    "lines": "a\n" * 100_000 + "b",
}
"""Texts that an index, a full text or a page of a database may not hold."""
