"""Bad input never breaks it: no 5xx, no broken connection, a problem for each error, the same on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz import crafted, malformed, naughty, uploads, written
from tests.fuzz.twins import Input, Twins

pytestmark = pytest.mark.fuzz

SHARE = 12
"""Each kind of record is written with one in so many of the strings; together they are written with all."""


def told(number: int, twins: Twins) -> None:
    """Say how many inputs there were, and how they were answered."""
    print(f"{number} inputs: {dict(sorted(twins.statuses.items()))}")  # noqa: T201


def test_naughty_addresses(twins: Twins, tmp_path: Path) -> None:
    number = twins.run(naughty.asked(naughty.strings(tmp_path)), alike=True)
    told(number, twins)
    assert number >= 5_000


def test_crafted_requests(twins: Twins) -> None:
    number = twins.run(crafted.requests()) + twins.run(crafted.cursors(twins))
    told(number, twins)
    assert number >= 5_000


def test_malformed_json(twins: Twins) -> None:
    def sent() -> Iterator[Input]:
        for operation in written.puts():
            record = written.record_of(twins, operation)
            for words, body in malformed.documents(record):
                yield written.put(operation, body, words)._replace(target=operation.target(id=record["id"]))

    number = twins.run(sent())
    told(number, twins)
    assert number >= 3_000


def test_naughty_records(twins: Twins, tmp_path: Path) -> None:
    """What is taken reads back as it was written."""
    strings, number = naughty.strings(tmp_path), 0
    for begin, operation in enumerate(written.puts()):
        number += written.write_naughty(twins, operation, strings, begin % SHARE, SHARE)
    told(number, twins)
    twins.check()
    assert number >= 1_000


def test_long_texts(twins: Twins) -> None:
    """What no index, no full text and no page of a database holds is refused, or taken by both."""
    number = 0
    for operation in written.puts():
        record = written.record_of(twins, operation)
        for place, schema in written.places(operation.path):
            for words, text in written.LONG.items():
                made = written.changed(record, place, text) if len(text) <= 2 * schema.get("maxLength", 10**6) else None
                if made:
                    sent = written.put(operation, made, f"{words} at {'/'.join(place)}")
                    written.reads_back(twins, sent, twins.ask(sent), {place: text})
                    number += 1
    told(number, twins)
    twins.check()
    assert number >= 300


def test_files_to_import(twins: Twins) -> None:
    """Each is refused, or its job ends with words; the same on both."""
    number = 0
    for sent in uploads.uploads():
        uploads.follow(twins, sent)
        number += 1
    told(number, twins)
    twins.check()
    assert number >= 90
