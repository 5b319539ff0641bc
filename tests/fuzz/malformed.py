"""JSON as nobody should send it: all of our own making."""

import json
from collections.abc import Iterator
from typing import Any

GOOD = r'{"title": "A \u00e9 \ud83d\ude00 \"q\" \\ \/ é 😀", "n": [-1.5e3, 0], "t": [true, null, {}], "x": {"y": []}}'

DEEP = 100_000

TAIL = '"kind": "treaty"}'

VALUES = {
    "not a number": "NaN",
    "infinity": "Infinity",
    "less than all": "-Infinity",
    "past all": "1e999",
    "below all": "-1e999",
    "nearly nothing": "1e-999",
    "a number of a thousand digits": "9" * 1_000,
    "a number of 400,000 digits": "9" * 400_000,
    "a fraction of 100,000 digits": "0." + "1" * 100_000,
    "a power of ten letters": "1e" + "9" * 10,
    "2^63": str(2**63),
    "2^64": str(2**64),
    "-2^63 - 1": str(-(2**63) - 1),
    "nothing below": "-0",
    "a number that begins with 0": "012",
    "a plus": "+1",
    "a dot before": ".5",
    "a dot after": "5.",
    "hexadecimal": "0x1F",
    "underscores": "1_000",
    "a minus": "-",
    "no digits after e": "1e",
    "other digits": "١٢٣",
    "undefined": "undefined",
    "True": "True",
    "nil": "nil",
    "a word": "treaty",
    "quotes of one stroke": "'treaty'",
    "typographic quotes": "“treaty”",
    "a backtick": "`treaty`",
    "a template": "{{7*7}}",
    "nothing": "",
    "a comma": ",",
    "two colons": ": 1",
    "a surrogate alone": r'"\ud800"',
    "the second surrogate alone": r'"\udc00"',
    "surrogates the wrong way round": r'"\udc00\ud800"',
    "half an escape of a surrogate": r'"\ud83d\u"',
    "an escape that is none": r'"\x41"',
    "an escape of a digit": r'"\1"',
    "an escape cut off": r'"\u12"',
    "an escape of no hexadecimal": r'"\uzzzz"',
    "a backslash at the end": '"\\"',
    "an escape of NUL": r'"\u0000"',
    "an escape of a control character": r'"a\u0001b\u001f\u007f"',
    "an escape of a byte order mark": r'"\ufeff"',
    "an escape of no character": r'"\uffff"',
    "letters that turn": r'"\u202etxt.exe\u202d"',
    "no end of a text": '"treaty',
    "a list that does not end": "[1, 2",
    "an object that does not end": '{"a": 1',
    "an end of another kind": "[1}",
    "two ends": "[1]]",
    "a list with a comma after": "[1,]",
    "a list with a comma before": "[,1]",
    "a list of commas": "[,,]",
    "an object with a comma after": '{"a": 1,}',
    "an object without a colon": '{"a" 1}',
    "an object without a value": '{"a":}',
    "a name without quotes": "{a: 1}",
    "a name that is a number": "{1: 1}",
    "the same name twice": '{"a": 1, "a": 2}',
    "a name of an object's making": '{"__proto__": {"x": 1}, "constructor": {}}',
    "a list": "[]",
    "a list of texts": '["treaty"]',
    "lists in a list": "[[[[[]]]]]",
    "an object": "{}",
    "an object of an operator": '{"$gt": ""}',
    "true": "true",
    "null": "null",
    "a number": "1",
    "a fraction": "1.5",
    "an empty text": '""',
    "a space": '" "',
    "a text of all kinds of space": '"\\t\\n \u00a0\u2003\u3000\u0085\u2028"',
    "deep lists": "[" * DEEP + "]" * DEEP,
    "deep lists that do not end": "[" * DEEP,
    "deep objects": '{"a":' * DEEP + "1" + "}" * DEEP,
    "as deep as may be": "[" * 200 + "]" * 200,
    "a long text": '"' + "x" * 600_000 + '"',
    "a long text of escapes": '"' + r"\u00e9" * 100_000 + '"',
    "a list of 100,000": "[" + "1," * 99_999 + "1]",
}
"""What stands where a value should."""

BETWEEN = {
    "a comment": "/* a */",
    "a comment of one line": "// a\n",
    "a comment of a shell": "# a\n",
    "a form feed": "\f",
    "a vertical tab": "\v",
    "NUL": "\0",
    "a control character": "\x01",
    "DEL": "\x7f",
    "an escape of a terminal": "\x1b[31m",
    "a space that does not break": "\u00a0",
    "a space of another script": "\u3000",
    "the end of a line": "\u2028",
    "a byte order mark": "\ufeff",
    "no space": "",
    "a thousand spaces": " " * 1_000,
    "ends of lines of all kinds": "\r\n\n\r\t",
}
"""What stands between two parts of a document, within a text, before the document, and after it."""

WHOLE = {
    "nothing": "",
    "spaces": " \n ",
    "a text": '"treaty"',
    "a number": "1",
    "true": "true",
    "null": "null",
    "NaN": "NaN",
    "a list of records": f'[{{"title": "A", {TAIL}]',
    "two documents": f"{{{TAIL} {{{TAIL}",
    "two documents in lines": f"{{{TAIL}\n{{{TAIL}",
    "a document and a letter": f"{{{TAIL}x",
    "a form": "title=A&kind=treaty",
    "a part of a form": '--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nA\r\n--x--',
    "XML": "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
    "YAML": "title: A\nkind: treaty\n",
    "a pickle": "\x80\x04\x95.",
    "a call": 'f({"title": "A"})',
    "a guard": ")]}',\n{}",
    "a thousand names": json.dumps({f"n{number}": number for number in range(1_000)}),
    "30,000 names": json.dumps({f"n{number}": number for number in range(30_000)}),
    "a name of 500,000 letters": json.dumps({"n" * 500_000: 1}),
    "an empty name": json.dumps({"": 1}),
    "names of marks": json.dumps({"/~0~1": 1, "../..": 2, "\u202e": 3, "'\";--": 4, "%00": 5, "\0": 6}),
    "too much": "[" + "0," * 600_000 + "0]",
}

CODES = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig", "latin-1", "utf-7")
"""Encodings that JSON is not sent in."""

BYTES = {
    "half a letter": b'{"title": "\xc3"}',
    "the end of a letter": b'{"title": "\xa9"}',
    "a letter longer than it is": b'{"title": "\xc0\xaf"}',
    "NUL longer than it is": b'{"title": "\xc0\x80"}',
    "NUL in three bytes": b'{"title": "\xe0\x80\x80"}',
    "a surrogate in UTF-8": b'{"title": "\xed\xa0\x80"}',
    "a pair of surrogates in UTF-8": b'{"title": "\xed\xa0\xbd\xed\xb8\x80"}',
    "past the last letter": b'{"title": "\xf4\x90\x80\x80"}',
    "five bytes of a letter": b'{"title": "\xf8\x88\x80\x80\x80"}',
    "bytes that are none of UTF-8": b'{"title": "\xfe\xff"}',
    "such bytes in a name": b'{"\xff": 1}',
    "such bytes between": b'{\xff"title": "A"}',
    "a zip": b"PK\x03\x04" + b"\0" * 26,
    "what is compressed": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
    "all bytes": bytes(range(256)),
    "a thousand NULs": b"\0" * 1_000,
}


def documents(record: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Give documents, each with words; some of them are the record with one thing wrong in it."""
    good = json.dumps(record, ensure_ascii=False)
    yield from ((f"cut at {end}", GOOD[:end].encode("utf-8", "surrogatepass")) for end in range(len(GOOD)))
    yield from (("as a whole " + words, text.encode()) for words, text in WHOLE.items())
    yield from BYTES.items()
    yield from ((f"in {code}", good.encode(code, "replace")) for code in CODES)
    fields = list(record)
    for number, (words, text) in enumerate(VALUES.items()):
        yield f"{words} as a title", f'{{"title": {text}, {TAIL}'.encode()
        field = fields[number % len(fields)]
        others = json.dumps({name: value for name, value in record.items() if name != field})
        yield f"{words} as {field}", f'{{"{field}": {text}, {others[1:]}'.encode()
    for words, text in BETWEEN.items():
        for place in (0, good.index(":"), good.index(" "), good.index('"') + 2, len(good) - 1, len(good)):
            yield f"{words} at {place}", (good[:place] + text + good[place:]).encode()
