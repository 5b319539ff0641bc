"""The strings of `blns` (MIT), the big list of naughty strings, in every text of a request.

There are a thousand texts in the addresses of all operations: each gets some of the strings, and each kind of text, as
its schema tells them apart, gets all of them somewhere.
"""

import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.fuzz.operations import operations
from tests.fuzz.twins import Input

PACKAGE, LIST = "blns@2.0.4", "package/resources/blns.json"
"""The package, and the file in it that is the list."""

EACH = 2
"""Strings for each text; all of them for the first of its kind."""


def strings(folder: Path) -> list[str]:
    """Fetch the list into a folder; where there is no npm, the test is skipped."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    subprocess.run([npm, "pack", "--silent", PACKAGE], cwd=folder, check=True, capture_output=True, timeout=120)  # noqa: S603
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        found = archive.extractfile(LIST)
        assert found
        return [text for text in json.load(found) if text]


def asked(strings: list[str]) -> Iterator[Input]:
    """Give requests with them in every text of a path or a query."""
    known: set[str] = set()
    begins = count(step=EACH)
    for operation in operations():
        for parameter in operation.parameters:
            if parameter.type != "string":
                continue
            begin = next(begins)
            some = [strings[(begin + i) % len(strings)] for i in range(EACH)] if parameter.form in known else strings
            known.add(parameter.form)
            for text in some:
                yield Input(
                    f"naughty {parameter.name}",
                    operation.method,
                    operation.given(parameter, text),
                    body=b"{}" if operation.method in ("PUT", "POST") else None,
                    keyed=True,
                )
