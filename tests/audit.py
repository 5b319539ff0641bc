"""Looks whether faults are known of the pinned libraries: `make audit`.

Who is offline cannot know; that is said and is no failure. A fault that is known is.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from models.settings import ROOT

PINS = ("requirements-redis.txt", "requirements-dev.txt")
"""All that is installed: on a server, and to develop."""

LONGEST = 300
"""Seconds that it may take; who answers so slowly is as good as away."""


def faults(report: Any) -> Iterator[str]:
    """Give the faults of a report of pip-audit, a line each."""
    for library in report["dependencies"]:
        for fault in library.get("vulns", ()):
            mended = ", ".join(fault["fix_versions"]) or "no version yet"
            yield f"{library['name']} {library['version']}: {fault['id']}, mended in {mended}"


def audit(environment: Mapping[str, str], tool: Path, pins: str) -> tuple[int, list[str]]:
    """Look at one file of pins; give the exit code, and what to say."""
    options = ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json", "--requirement"]
    command = [str(tool), *options, str(ROOT / pins)]
    try:
        done = subprocess.run(  # noqa: S603
            command, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False
        )
        report = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return 0, [f"{pins}: not audited: no answer within {LONGEST} seconds"]
    except json.JSONDecodeError:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        return 0, [f"{pins}: not audited: {reason[:200]}"]
    found = list(faults(report))
    return bool(found), found or [f"{pins}: {len(report['dependencies'])} libraries, no fault is known"]


if __name__ == "__main__":
    results = [audit(os.environ, Path(sys.executable).parent / "pip-audit", pins) for pins in PINS]
    print("\n".join(line for _, lines in results for line in lines))  # noqa: T201
    sys.exit(max(code for code, _ in results))
