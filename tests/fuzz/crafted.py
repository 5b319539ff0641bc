"""Requests that were made up to break a server: each threat against every operation that it can concern."""

import base64
import json
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from tests.fuzz.operations import Operation, operations
from tests.fuzz.twins import Input, Twins

# fmt: off
INTEGERS: tuple[str, ...] = ("-1", "0", "1_0", "%201", "1%20", "%2B1", "1.0", "1e1", "%D9%A3", "0x1F", "", "1,2",
    str(2**31), str(2**63))
INTEGERS += (str(2**64), "-" + str(2**63), "9" * 4_000, "9" * 5_000, "NaN", "null", "1%00", "1%0a")
NUMBERS = (*INTEGERS, "Infinity", "-inf", "1e999", "-1e999", "1e-999", "1e9999", "1e99999", ".5", "5.",
    "1.7976931348623159e308")
FLAGS = ("1", "yes", "TRUE", "", "true%20", "true&{name}=false", "null", "%00")
DATES: tuple[str, ...] = ("0000", "0001-01-01", "9999-12-31", "10000", "-0001", "Y17E7", "2013-02-30", "2013-13",
    "2013-11-11T25:00", "../..")
DATES += ("9999-12-31/..", "../0001-01-01", "%D9%A2%D9%A0%D9%A1%D9%A3", "2013-11-11%00", "today", "", "201X-XX",
    "XXXX", "2013-Q5")
TYPES = {"integer": INTEGERS, "number": NUMBERS, "boolean": FLAGS}

QUERIES = (
    *("%00", "%00=1", "=", "=&=", "&&&&", "?", "%", "%zz", "%u0041", "%c0%80=1", "%c0%af", "%e0%80%80",
        "%f8%88%80%80%80"),
    *("%ed%a0%80=1", "%ff", "\xff\xfe", "+", ";", "a;b", "#", "limit", "limit[]=1", "limit[$gt]=1", "__proto__[x]=1"),
    *("limit=1&limit=2", "cursor=", "cursor=%00", "cursor=AAAA&cursor=AAAA", "cursor=" + "A" * 20_001, "sort=id,id,id"),
    *("sort=" + "id," * 99 + "id", "sort=id;DROP", "include=citations,citations", "include=" + "a," * 1_000,
        "fields=id,id"),
    *("total=true&total=false", "x=" + "y" * 60_000, "x=1&" * 3_000, "%2500", "%250a", "a%0d%0aX-Injected:%201=1",
        "q=" + "%22" * 99),
    *("q=%22%20OR%20%2A", "q=NEAR(a%20b)", "q=title%3A*", "q=a%20AND", "q=%28", "q=%2A", "q=%F0%9F%98%80",
        "q=" + "a%20" * 90),
    *("q=" + "%EF%B7%BA" * 190, "group_by=id&group_by=id", "format=xml", "format=csv%00", "format=..%2f",
        "in_units=maybe"),
)
"""Queries by themselves; what a path does not know of them is refused."""

PARTS = (
    *("%00", "a%00b", "%", "%zz", "%c0%af", "%ed%a0%80", "%ff", "%F0%9F%98%80", "%0d%0aX-Injected:%201", "%0a", "%09",
        "%20", "+"),
    *("..%2f..%2fetc%2fpasswd", "%2e%2e", "%2e", "..", "a%2Fb", "a%5Cb", "%252e", ";a=b", "*", "~", "null", "{id}",
        "%7Bid%7D"),
    *(str(2**31), str(2**63), str(2**64), "-1", "0", "1_0", "1.0", "NaN", "a" * 300, "a" * 5_000, "%41" * 2_000,
        "stats", "export"),
    *("history", "RUS", "rus", "'%20OR%20'1'='1", "%22", "<script>", "a,b", "a?b", "a%3Fb", "a%23b", "a/", "/a", "//",
        "a//b", "./a"),
)
"""Parts of paths, as they stand in an address."""

HEADERS = (
    *(("Host", v) for v in ("evil.example", "a:99999", "[::1", "", "a" * 5_000, "\xe9", "a b", "a@b", "a/b", "a,b",
        "\t", "a:b:c")),
    *(("Range", v) for v in ("bytes=0-0", "bytes=-1", "bytes=9-1", "bytes=" + "0-1," * 900, "lines=1-", "x",
        f"bytes={2**64}-")),
    *(("If-None-Match", v) for v in ("*", '"', 'W/"', '"a"' * 900, "a", '"\xff"', '""', f'"{2**70}-0"',
        '"1-00000000ff-gzip"', ",")),
    *(("If-Match", v) for v in ("*", '"', '"a', f'"{"9" * 9}-{"0" * 8}ff"', f'"{2**70}-{"0" * 8}ff"', "\xff", ",,,",
        '"1-000000000"')),
    *(("If-Modified-Since", v) for v in ("0", "Thu, 99 Foo 0000 99:99:99 GMT", "Thu, 01 Jan 1970 00:00:00 GMT",
        "\xff")),
    *((name, "x") for name in ("If-Unmodified-Since", "If-Range", "Forwarded", "Via", "Max-Forwards", "Expect",
        "Upgrade", "TE")),
    *(("Accept", v) for v in ("", "x", "text/html", "*/*;q=2", "a/b;" * 900, "\xff", "application/json;q=0",
        "application/xml", "/")),
    *(("Accept-Encoding", v) for v in ("", "gzip;q=x", "*;q=0", "identity;q=0", "br;q=9", "," * 9_000, "zstd, \xff",
        "gzip;q=-1", ";")),
    *(("Accept-Language", v) for v in ("", "xx-" * 900, "*;q=x", "\xff", "../..")),
    *(("Accept-Charset", v) for v in ("utf-7", "\xff")),
    *(("Content-Type", v) for v in ("", "x", "application/json;charset=utf-16", "application/json;" + "a=b;" * 900,
        "\xff", "text/plain")),
    *(("Content-Type", v) for v in ("multipart/form-data", "application/x-www-form-urlencoded",
        "application/csp+json", "+json", ";")),
    *(("Content-Encoding", v) for v in ("gzip", "br", "x", "gzip, gzip", "\xff")),
    *(("X-Forwarded-For", v) for v in ("", "x", "127.0.0.1", "1.2.3.4, " * 900, "::1", "1.2.3.4:99999", "\xff",
        "999.9.9.9", "' OR 1", ",")),
    *(("X-Forwarded-Proto", v) for v in ("javascript", "https, http", "\xff")),
    *((name, "/admin") for name in ("X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix", "X-Forwarded-Host")),
    *(("X-Request-Id", v) for v in ("", "a" * 9_000, "\xff", "{}", "${jndi:ldap://a}", "%0a", "a b", "\x80\x81", "'",
        "\t")),
    *(("X-API-Key", v) for v in ("", "\xe9\xff", "ent_", "ent_a_b", "a" * 9_000, "ent_" + "a" * 8 + "_" + "\xff" * 64,
        "_", "' OR 1", "null")),
    *(("Authorization", v) for v in ("Basic x", "Bearer \xff", "", "Digest")),
    *(("Idempotency-Key", v) for v in ("", '"', "\xff", "a" * 256, '"a" "b"', "a b")),
    *(("X-HTTP-Method-Override", v) for v in ("DELETE", "x")),
    *(("Origin", v) for v in ("null", "http://evil.example", "\xff", "x" * 9_000)),
    *(("Cookie", v) for v in ("a=b; " * 900, "\xff", "=", ";")),
    *(("Connection", v) for v in ("keep-alive", "x", "close, keep-alive", "Host")),
)
"""Headers, each by itself; on another operation each time, so that every one meets many."""

SHARE = 12
"""Headers, and queries by themselves, for each operation."""

METHODS = ("HEAD", "OPTIONS", "PATCH", "TRACE", "POST", "PUT", "DELETE", "PROPFIND", "PURGE", "LINK", "REPORT",
    "M-SEARCH", "QUERY")
# fmt: on


def requests() -> Iterator[Input]:
    """Give all that is known beforehand."""
    for operation in operations():
        yield from _values(operation)
        yield from _parts(operation)
    yield from _apart()
    for address in {operation.address() for operation in operations()}:
        for method in METHODS:
            yield Input("a method", method, address, body=b"{}" if method in ("POST", "PUT", "PATCH") else None)


def _of(operation: Operation, words: str, target: str, *headers: tuple[str, str]) -> Input:
    keyed = not any(name == "X-API-Key" for name, _ in headers)
    body = b"{}" if operation.method in ("PUT", "POST") else None
    return Input(words, operation.method, target, headers, body, keyed)


def _values(operation: Operation) -> Iterator[Input]:
    """Give values that the type of a parameter does not allow, or hardly; a few for each of those that are many."""
    for number, parameter in enumerate(operation.parameters):
        dated = "-Q[1-4]" in parameter.form
        values = DATES if dated else TYPES.get(parameter.type, ())
        few = 2 if dated or parameter.type == "boolean" else len(values) if parameter.name in ("limit", "since") else 4
        for value in islice(cycle(values), 2 * number, 2 * number + few) if values else ():
            query = f"{parameter.name}={value}".replace("{name}", parameter.name)
            yield _of(operation, "a value", f"{operation.address()}?{query}")


def _parts(operation: Operation) -> Iterator[Input]:
    if "{" in operation.path:
        first, _, rest = operation.path.partition("{")
        rest = rest.partition("}")[2]
        for part in PARTS if operation.method == "GET" else PARTS[::4]:
            yield _of(operation, "a part of a path", f"{first}{part}{rest.replace('{', '').replace('}', '')}")


def _apart() -> Iterator[Input]:
    """Give queries and headers in turns: each operation has some of them, each of them has many operations."""
    queries, headers = cycle(QUERIES), cycle(HEADERS)
    for operation in operations():
        for query in islice(queries, SHARE):
            yield _of(operation, "a query", f"{operation.address()}?{query}")
        for header in islice(headers, SHARE):
            yield _of(operation, f"{header[0]}: {header[1][:40]!r}", operation.target(), header)


def cursors(twins: Twins) -> Iterator[Input]:
    """Give cursors that were cut, changed, made up, or taken from another list."""
    lists = [o for o in operations() if o.method == "GET" and any(p.name == "cursor" for p in o.parameters)]
    other = "AAAA"
    for operation in lists:
        first, _ = twins.ask(_of(operation, "a page", operation.target([("limit", "1")])))
        cursor = (first.json().get("page") or {}).get("next_cursor") or other
        for bad in (other, *_changed(cursor)):
            yield _of(operation, "a cursor", operation.target([("limit", "1"), ("cursor", bad)]))
        other = cursor


ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    2**31,
    2**63,
    2**70,
    1e308,
    "",
    "\0",
    "\ud800",
    "x" * 9_000,
    [],
    {},
    [[]],
    "9999-99-99",
)
"""Where a cursor has the value of a row."""


def _changed(cursor: str) -> Iterator[str]:
    yield from (cursor[:end] for end in (1, len(cursor) // 2, len(cursor) - 1) if end)
    for place in (0, len(cursor) // 2, len(cursor) - 1):
        yield cursor[:place] + chr(ord("A") + (ord(cursor[place]) + 1) % 26) + cursor[place + 1 :]
    yield from (cursor + "A", cursor * 2, cursor + "=", "-" * 400)
    try:
        query, places = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        made = [[query, [odd] * len(places)] for odd in ODD]
    except ValueError:
        made = []
    for text in [json.dumps(one) for one in (*made, None, 1, [], [1], ["", []])] + ["NaN", "[" * 9_000, '["a",[NaN]]']:
        yield base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
