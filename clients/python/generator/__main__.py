"""Write the modules of the client, or tell with `--check` which of them are stale."""

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from generator.document import Schema
from generator.models import models
from generator.operations import ASYNC, SYNC, clients
from generator.parameters import parameters

HERE = Path(__file__).parent.parent
DOCUMENT = HERE.parent.parent / "tests" / "openapi.json"

MODULES: dict[str, Callable[[Schema], str]] = {
    "models.py": models,
    "parameters.py": parameters,
    "client.py": partial(clients, flavour=SYNC),
    "async_client.py": partial(clients, flavour=ASYNC),
}


STEPS = (["check", "--quiet", "--fix-only", "--select=I"], ["format"])


def formatted(text: str, path: Path) -> str:
    """Lay a module out as all code here is."""
    for step in STEPS:
        command = [sys.executable, "-m", "ruff", *step, "--no-cache", f"--stdin-filename={path}", "-"]
        text = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout  # noqa: S603
    return text


def modules() -> dict[Path, str]:
    """Give each module as it is to be."""
    document = json.loads(DOCUMENT.read_text())
    paths = {name: HERE / "entente_client" / name for name in MODULES}
    return {paths[name]: formatted(write(document), paths[name]) for name, write in MODULES.items()}


def stale() -> list[str]:
    """Name the modules that are not as the document has it."""
    return [path.name for path, text in modules().items() if not path.exists() or path.read_text() != text]


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(f"stale: {', '.join(found)}; run: make clients" if (found := stale()) else 0)
    for path, text in modules().items():
        path.write_text(text)
