"""Files to import as nobody should send them: each format gets each of them, and each job ends with words."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from seed.options import WORDS
from tests.fuzz.twins import Answer, Input, Line, Twins
from tests.importing import zipped

PATIENCE = 60
"""Seconds that a job may take."""

SHARE = 2
"""Each format gets one in so many of the files."""

LAYOUT = [("set", "source=caci-analyst-2013-11-27"), ("set", "indicator=trade-turnover"), ("set", "unit=USD")]
LAYOUT += [("column", f"{name}={name}") for name in ("reporter", "partner", "period", "value")]
GIVEN: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "trade-csv": ("a.csv", LAYOUT),
    "world-bank": ("NY.GDP.MKTP.CD.json", []),
}
"""What a format needs to be told: the name of its file, and options."""

LINE = b"reporter,partner,period,value\nRUS,KAZ,"
NUMBERS = (b"1e999", b"NaN", b"0x1F", b"9" * 5_000)
LAUGHS = b"<!DOCTYPE a [<!ENTITY b0 'b'>%s]><treaty>&b19;</treaty>" % b"".join(
    b"<!ENTITY b%d '%s'>" % (number, b"&b%d;" % (number - 1) * 4) for number in range(1, 20)
)
FILES = {
    "nothing": b"",
    "an empty line": b"\n",
    "all bytes": bytes(range(256)) * 9,
    "NULs": b"\0" * 10_000,
    "half a letter": LINE + b"2013,\xc3",
    "another encoding": LINE.decode().encode("utf-16") + b"2013,1\n",
    "a quote that does not end": b'reporter,partner,period,value\n"RUS,KAZ,2013,1\n' + b"a,b\n" * 10_000,
    "a line of a million letters": LINE + b"9" * 1_000_000 + b",1\n",
    "a thousand columns": b",".join(b"c%d" % number for number in range(1_000)) + b"\n" + b"1," * 999 + b"1\n",
    "the same column twice": b"reporter,reporter,partner,period,value,value\nRUS,RUS,KAZ,2013,1,2\n",
    "numbers that are none": b"reporter,partner,period,value\n" + b"".join(b"RUS,KAZ,2013,%s\n" % n for n in NUMBERS),
    "dates that are none": LINE + b"2013-02-30,1\nRUS,KAZ,99999,1\nRUS,KAZ,-1,1\n",
    "a formula": LINE + b"2013,\"=cmd|' /C calc'!A0\"\n",
    "SQL": LINE + b"2013,1); DROP TABLE trade_metric; --\n",
    "XML of a billion laughs": LAUGHS,
    "XML that reads a file": b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><treaty>&b;</treaty>",
    "XML that does not end": b"<treaty><body><article>",
    "deep XML": b"<a>" * 50_000,
    "deep JSON": b"[" * 100_000,
    "JSON of another kind": b'[{"page": "x", "pages": null}, {"countryiso3code": 1, "value": []}]',
    "a zip by another name": zipped([("a.csv", LINE)]),
}  # fmt: skip
"""Contents, each sent as a file by itself."""

ZIPS = {
    "no zip": b"PK\x03\x04" + b"\0" * 26,
    "a zip of nothing": zipped([]),
    "a zip cut off": zipped([("a.csv", LINE * 99)])[:-30],
    "a zip that climbs": zipped([("../../a.csv", LINE)]),
    "a zip of zips": zipped([("a.zip", zipped([("a.csv", LINE)]))]),
    "a zip of odd names": zipped([("\u202ea.csv", LINE), ("con.xml", b"<a/>"), ("a\nb.xml", b"<a/>")]),
}


def uploads() -> Iterator[Input]:
    """Give for each format its share of the files; together they get all."""
    for kind, files in (("application/octet-stream", FILES), ("application/zip", ZIPS)):
        for begin, format in enumerate(WORDS):
            name, options = GIVEN.get(format, ("a.dat", []))
            query = urlencode([("format", format), ("filename", name), *options])
            for words, body in list(files.items())[begin % SHARE :: SHARE]:
                headers = (("Content-Type", kind),)
                yield Input(f"{words} as {format}", "POST", f"/v1/imports?{query}", headers, body, keyed=True)


def follow(twins: Twins, one: Input) -> None:
    """Send a file to both, and compare how their jobs ended."""
    answers = [_until(line, one, lambda answer: answer.status != 409) for line in twins.lines]
    twins.judge(one, answers)
    if {answer.status for answer in answers} == {202}:
        first, other = (_ended(*each) for each in zip(twins.lines, answers, strict=True))
        if first != other:
            twins.faults.append(f"{one.words}: jobs differ: {str(first)[:300]} and {str(other)[:300]}")
        if first["status"] == "running" or "unexpectedly" in str(first["error"]):
            twins.faults.append(f"{one.words}: {first['status']}: {first['error']}")


def _ended(line: Line, answer: Answer) -> dict[str, Any]:
    """Wait for the end of a job, and give what it says but for what is its own."""
    asked = Input("a job", "GET", f"/v1/imports/{answer.json()['id']}", keyed=True)
    job = _until(line, asked, lambda answer: answer.json()["status"] != "running").json()
    return {name: job[name] for name in ("status", "error", "report", "outcome")}


def _until(line: Line, one: Input, good: Callable[[Answer], bool]) -> Answer:
    """Ask again and again, for as long as a job may take: a key has one at a time."""
    end = time.monotonic() + PATIENCE
    while not good(answer := line.ask(one)) and time.monotonic() < end:
        time.sleep(0.1)
    return answer
