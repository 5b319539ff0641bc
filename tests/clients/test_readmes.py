"""The examples of the clients' READMEs run."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import entente_client
from models.settings import ROOT
from tests.clients.conftest import Writable

pytestmark = pytest.mark.alike

CLIENTS = ROOT / "clients"
README = (CLIENTS / "python" / "README.md").read_text()
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.S)
ADDRESS = "http://127.0.0.1:8000"


@pytest.mark.parametrize("example", [e for e in EXAMPLES if "to_pandas" not in e and "KEY" not in e])
def test_an_example_that_reads(
    example: str, served: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ADDRESS in example
    exec(example.replace(ADDRESS, served), {"__name__": "example"})  # noqa: S102
    assert capsys.readouterr().out


def test_an_example_with_pandas(served: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pandas")
    (example,) = (example for example in EXAMPLES if "to_pandas" in example)
    exec(example.replace(ADDRESS, served), {})  # noqa: S102
    assert "approximately" in capsys.readouterr().out


def test_the_example_that_writes(writable: Writable, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = (example for example in EXAMPLES if "KEY" in example)
    exec(example.replace(ADDRESS, writable.base).replace("KEY", writable.key), {})  # noqa: S102
    assert "'deleted', 'example-2020'" in capsys.readouterr().out


def test_the_typescript_example_is_the_one_that_is_run() -> None:
    (shown,) = re.findall(r"```ts\n(.*?)```", (CLIENTS / "typescript" / "README.md").read_text(), re.S)
    run = (CLIENTS / "typescript" / "example.ts").read_text()
    assert shown == run.replace("./src/index.js", "entente-client")


def test_every_part_of_the_client_is_named() -> None:
    unnamed = {name for name in entente_client.__all__ if not re.search(rf"\b{name}\b", README)}
    # What is only given, not made.
    assert unnamed == {"Fault", "Page"}


def test_what_is_installed_is_the_client_alone(tmp_path: Path) -> None:
    source = shutil.copytree(CLIENTS / "python", tmp_path / "python", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "hatchling", "build", "--target=wheel", f"--directory={tmp_path}"]
    subprocess.run(command, cwd=source, check=True, capture_output=True, timeout=60)  # noqa: S603
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "entente_client/py.typed" in names
    assert {name.partition("/")[0] for name in names} == {"entente_client", "entente_client-0.1.0.dist-info"}
