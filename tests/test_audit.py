"""The audit of libraries: a fault that is known fails it, to be offline does not."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from models.settings import ROOT
from tests.audit import PINS, audit

FOUND = {"id": "PYSEC-1", "fix_versions": ["2.0"]}


def tool(folder: Path, vulnerable: bool) -> Path:
    """Make a program that answers as pip-audit does; its exit code is 1 where it has found something."""
    report = {"dependencies": [{"name": "x", "version": "1.0", "vulns": [FOUND] if vulnerable else []}]}
    path = folder / "pip-audit"
    path.write_text(f"#!{sys.executable}\nimport sys\nprint({json.dumps(report)!r})\nsys.exit({int(vulnerable)})\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.parametrize(
    ("vulnerable", "code", "words"), [(True, 1, "x 1.0: PYSEC-1, mended in 2.0"), (False, 0, "no fault is known")]
)
def test_what_is_known_is_told(vulnerable: bool, code: int, words: str, tmp_path: Path) -> None:
    said, lines = audit(os.environ, tool(tmp_path, vulnerable), PINS[0])
    assert said == code
    assert words in lines[0]


def test_to_be_offline_is_said_and_no_failure() -> None:
    # A proxy that is not there: nothing leaves this machine.
    away = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy", "ALL_PROXY"), "http://127.0.0.1:9")
    environment = os.environ | away | {"NO_PROXY": "", "no_proxy": ""}
    code, lines = audit(environment, Path(sys.executable).parent / "pip-audit", PINS[0])
    assert code == 0
    assert lines[0].startswith(f"{PINS[0]}: not audited: ")


def test_every_pin_has_a_hash_and_the_audit_sees_all() -> None:
    pinned = {path.name for path in ROOT.glob("requirements*.txt")}
    # What a server without Redis installs is a part of what one with it does.
    assert pinned - set(PINS) == {"requirements.txt"}
    lines = [line.split(" ")[0] for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line]
    assert set(lines) <= {line.split(" ")[0] for line in (ROOT / PINS[0]).read_text().splitlines()}
