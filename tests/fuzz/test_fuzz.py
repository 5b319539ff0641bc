"""What tools that nobody here wrote find: a property fuzzer on every operation, and two linters of the document."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.main import app
from models.api_key import KeyScope
from models.database import writing
from seed.keys import create
from tests.conftest import Databases
from tests.server import serving

pytestmark = pytest.mark.fuzz
LINTERS = {
    "redocly": ["@redocly/cli@2.77.0", "lint"],
    "spectral": ["@stoplight/spectral-cli@6.16.0", "lint", "--ruleset", "spectral.yaml"],
}


# What no schema can say: that two countries differ, that groups are sorted by what they have, that values add up, which
# codes a code list has.
RELATED = "^(get_.*_stats|get_relations|list_mirror_trade|get_sdmx_data)$"
# What a write refers to must be there, and one field of a record must fit another.
WRITES = "^(put_|delete_|post_|create_import).*$"
RUNS = {
    "alone": [f"--exclude-operation-id-regex={RELATED}|{WRITES}"],
    "related": [f"--include-operation-id-regex={RELATED}", "--exclude-checks=positive_data_acceptance"],
    "writes": [f"--include-operation-id-regex={WRITES}", "--exclude-checks=positive_data_acceptance"],
}


@pytest.mark.parametrize("operations", RUNS)
def test_schemathesis_finds_nothing(operations: str, databases: Databases, tmp_path: Path) -> None:
    with serving(url := databases.make()) as base:
        with writing(url) as connection:
            key = create(connection, "the fuzzer", KeyScope)
        command = [
            str(Path(sys.executable).parent / "schemathesis"),
            f"--config-file={Path(__file__).with_name('schemathesis.toml')}",
            "run",
            f"{base}/openapi.json",
            *RUNS[operations],
            f"--header=X-API-Key: {key}",
        ]
        options = ["--checks=all", "--max-examples=15", "--request-timeout=10", "--generation-deterministic"]
        run = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, text=True, timeout=1500)  # noqa: S603
    assert run.returncode == 0, run.stdout[-5000:]
    assert " passed" in run.stdout


@pytest.mark.parametrize("name", LINTERS)
def test_a_linter_reports_no_error(name: str, tmp_path: Path) -> None:
    npx = shutil.which("npx")
    if npx is None:
        pytest.skip("npx is not installed")
    (tmp_path / "openapi.json").write_text(json.dumps(app.openapi()))
    (tmp_path / "spectral.yaml").write_text('extends: ["spectral:oas"]\n')
    package, *arguments = LINTERS[name]
    command = [npx, "--yes", package, *arguments, "openapi.json"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600)  # noqa: S603
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr[-2000:]
