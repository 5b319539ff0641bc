"""Imports only go down, and files stay of a size that one person can hold in the head."""

import ast
from pathlib import Path

import pytest

from models.settings import ROOT

MAY_IMPORT = {"models": frozenset[str](), "seed": {"models"}, "api": {"models", "seed"}}
API = (
    *("problems", "operators", "lists", "cells", "statement", "forms", "fulltext", "query", "pagination", "record"),
    *(
        "resource",
        "caching",
        "keys",
        "safety",
        "route",
        "serving",
        "router",
        "measures",
        "grouping",
        "stats",
        "files",
        "export",
        "series",
    ),
    *("uploads", "jobs", "intake", "routes", "documentation", "explorer", "middleware", "main"),
)
FILES = sorted(path for folder in MAY_IMPORT for path in (ROOT / folder).rglob("*.py"))


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_only_go_down(path: Path) -> None:
    own, *rest = path.relative_to(ROOT).with_suffix("").parts
    ours = {name for name in imported(path) if name.split(".")[0] in MAY_IMPORT}
    assert {name.split(".")[0] for name in ours} <= MAY_IMPORT[own] | {own}
    if own == "api" and rest[0] in API:
        above = API[API.index(rest[0]) + 1 :]
        assert not {name for name in ours if name.startswith("api.") and name.split(".")[1] in above}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_can_be_held_in_the_head(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 250
    assert path.stem not in ("utils", "helpers")


@pytest.mark.parametrize("noun", ["treaties", "articles", "forums", "statements", "trade_metrics"])
def test_a_core_resource_is_a_declaration(noun: str) -> None:
    path = ROOT / "api" / "routes" / f"{noun}.py"
    assert len(path.read_text().splitlines()) <= 40
    assert not [
        node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]
