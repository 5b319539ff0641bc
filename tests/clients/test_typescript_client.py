"""The TypeScript client compiles strictly, refuses what is misspelt, and runs; `make slow` runs this where npm is."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

from models.settings import ROOT

pytestmark = pytest.mark.slow
SOURCE = ROOT / "clients" / "typescript"
MARK = re.compile(r"^// @ts-expect-error.*$", re.M)


def run(command: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)  # noqa: S603


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the client, compiled."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    root = tmp_path_factory.mktemp("typescript")
    folder = root / "clients" / "typescript"
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("node_modules", "dist", "schema.ts"))
    (root / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "openapi.json", root / "tests")
    got = run([npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"], folder)
    if got.returncode and not os.environ.get("CI"):
        pytest.skip(f"npm could not fetch packages: {got.stderr[-300:]}")
    made = run([npm, "run", "build"], folder)
    assert (got.returncode, made.returncode) == (0, 0), got.stderr[-2000:] + made.stdout[-4000:] + made.stderr[-2000:]
    return folder


def node(folder: Path, script: str) -> str:
    """Run a script that may import the client, and give what it prints."""
    (folder / "dist" / "script.js").write_text(script)
    done = run(["node", "dist/script.js"], folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_is_misspelt_does_not_compile(built: Path) -> None:
    path = built / "misspelt.ts"
    marked = path.read_text()
    # Every mark stood for an error, or it would be one itself.
    assert len(MARK.findall(marked)) == 9
    path.write_text(MARK.sub("", marked))
    try:
        said = run([str(built / "node_modules" / ".bin" / "tsc"), "--noEmit"], built)
    finally:
        path.write_text(marked)
    assert said.returncode != 0
    lines = {int(number) for number in re.findall(r"^misspelt\.ts\((\d+),", said.stdout, re.M)}
    wrong = {number for number, line in enumerate(marked.splitlines(), 1) if line.startswith("export const")}
    assert lines == wrong, said.stdout
    assert not re.search(r"^(?!misspelt|\s)\S+\.ts\(", said.stdout, re.M)


def test_the_example_runs(built: Path, served: str) -> None:
    compiled = (built / "dist" / "example.js").read_text()
    title, *treaties = node(built, compiled.replace("http://127.0.0.1:8000", served)).splitlines()
    assert title == "Treaty for good-neighborliness and alliance in the 21 century 2013-11-11"
    asked = {"party": "RUS,KAZ", "signed__gte": "2013", "limit": "200"}
    page = httpx.get(f"{served}/v1/treaties", params=asked).json()
    assert page["page"]["next_cursor"] is None
    assert treaties == [f"{treaty['signed']} {treaty['id']}" for treaty in page["data"]]
    assert len(treaties) > 25


def test_errors_and_lists_are_as_documented(built: Path, served: str) -> None:
    said = node(
        built,
        f"""
        import {{ createClient, querySerializer }} from "./src/index.js";
        const entente = createClient({json.dumps(served)});
        const told = [querySerializer({{ title: ["a, b", "c"], q: "d, e", limit: 2, cursor: undefined }})];
        try {{
          for await (const _ of entente.pages("/v1/treaties", {{ query: {{ sgined: "2013" }} }}));
        }} catch (error) {{
          told.push(error.name, error.status, error.problem.errors[0].nearest);
        }}
        console.log(JSON.stringify(told));
        """,
    )
    assert json.loads(said) == ["title=a%5C%2C+b&title=c&q=d%2C+e&limit=2", "ProblemError", 422, "signed"]
