"""`SECURITY.md` tells the truth: it has all of the OWASP API Security Top 10, and each test that it names is there."""

import ast
import re
from functools import cache

import pytest

from models.settings import ROOT

TEXT = (ROOT / "SECURITY.md").read_text()
NAMED = sorted(set(re.findall(r"`(tests/\S+?\.py)::(\w+)`", TEXT)))
ROWS = [[cell.strip() for cell in row.split("|")] for row in re.findall(r"^\|(.* \|.*)\|$", TEXT, re.M)][1:]


@cache
def functions(path: str) -> set[str]:
    return {node.name for node in ast.parse((ROOT / path).read_text()).body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_test_that_is_named_is_there(path: str, name: str) -> None:
    assert name.startswith("test_")
    assert name in functions(path)


def test_each_line_names_its_test_or_says_that_there_is_none() -> None:
    assert len(ROWS) > 30
    for row in ROWS:
        assert len(row) == 3, row
        assert row[2] == "not yet tested" or re.fullmatch(r"`tests/\S+\.py::test_\w+`", row[2]), row


def test_none_of_the_ten_is_left_out() -> None:
    assert re.findall(r"^\| API(\d+) ", TEXT, re.M) == [str(number) for number in range(1, 11)]
