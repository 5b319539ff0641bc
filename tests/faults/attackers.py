"""Tools that look for holes in a service: what they are told, and what they said."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import httpx
import pytest

WORDS = ("ARM", "kazakhstan", "2015", "01", "1")
"""Values of parameters that the first record has none for: the first that the pattern allows."""

MODULES = "crlf,exec,file,sql,xss,redirect,blindsql"
"""What wapiti tries; the others need the Internet, or concern pages."""


class Resource(NamedTuple):
    """Where its records are, one of them, and a valid value of each parameter of its query."""

    path: str
    id: str
    given: dict[str, str]

    def targets(self) -> dict[str, str]:
        """Give an address for each parameter, which ends with its value."""
        few = {name: f"{self.path}?" + ("limit=2&" if name != "limit" else "") for name in self.given}
        asked = {name: few[name] + urlencode({name: value}) for name, value in self.given.items()}
        return {"{id}": f"{self.path}/{quote(self.id)}"} | asked

    def together(self) -> list[str]:
        """Give addresses with all parameters; a cursor goes on with one list only."""
        most = {name: value for name, value in self.given.items() if name != "cursor"}
        return [f"{self.path}?{urlencode(most)}", self.targets()["cursor"]]


def resource(base: str, path: str) -> Resource:
    """Take a resource from the document of a server."""
    document = httpx.get(f"{base}/openapi.json").json()
    page = httpx.get(f"{base}{path}?limit=2").json()
    first = page["data"][0] | {"cursor": page["page"]["next_cursor"]}
    asked = [each for each in document["paths"][path]["get"]["parameters"] if each["in"] == "query"]
    return Resource(path, first["id"], {each["name"]: _valid(document, each, first) for each in asked})


def _valid(document: Any, parameter: Any, first: dict[str, Any]) -> str:
    schema = parameter["schema"].get("items", parameter["schema"])
    schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if "enum" in schema:
        return str(schema["enum"][0])
    if schema["type"] != "string":
        return "true" if schema["type"] == "boolean" else "2"
    own = first.get(parameter["name"].partition("__")[0])
    words = (own, *WORDS) if isinstance(own, str) else WORDS
    return next(word for word in words if re.search(schema.get("pattern", ""), word))


def run(name: str, folder: Path, *arguments: str, seconds: float = 500, proxy: str = "") -> str:
    """Run a tool that keeps its files in a folder, and give what it said; without the tool, skip."""
    if (tool := shutil.which(name)) is None:
        pytest.skip(f"{name} is not installed")
    ended = subprocess.run(  # noqa: S603
        [tool, *arguments],
        cwd=folder,
        env=os.environ | {"HOME": str(folder), "HTTPS_PROXY": proxy, "https_proxy": proxy},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=seconds,
    )
    return ended.stdout.decode(errors="replace")


def sqlmap(folder: Path, urls: list[str]) -> dict[str, str]:
    """Try to inject SQL where each address ends; give `found`, `dismissed`, `clean` or `untested` for each.

    What is dismissed looked like a hole by how alike two pages were, and sqlmap's own check says that it is none.
    """
    (listed := folder / "urls.txt").write_text("".join(f"{url}*\n" for url in urls))
    answers = "already been detected=N"
    options = (
        "--batch",
        "--disable-coloring",
        "--flush-session",
        "--skip-waf",
        "--ignore-proxy",
        "--level=1",
        "--risk=1",
    )
    said = run("sqlmap", folder, f"-m{listed}", *options, f"--answers={answers}", f"--output-dir={folder / 'out'}")
    (folder / "sqlmap.txt").write_text(said)
    parts = re.split(r"URL:\nGET (\S+)\*\n", said)
    told = dict(zip(parts[1::2], map(_outcome, parts[2::2]), strict=True))
    return {url: told.get(url, "untested") for url in urls}


def _outcome(said: str) -> str:
    if re.search(r"is vulnerable|might be (injectable|vulnerable)", said):
        return "found"
    if "false positive or unexploitable" in said:
        return "dismissed"
    return "clean" if "does not seem to be injectable" in said else "untested"


class Scan(NamedTuple):
    """What wapiti found, how much it asked, and the path and name of each parameter that it changed."""

    found: dict[str, list[str]]
    requests: int
    changed: set[tuple[str, str]]


def wapiti(folder: Path, base: str, starts: list[str]) -> Scan:
    """Attack every parameter of some addresses."""
    report = folder / "report.json"
    options = ("--scope=folder", "-d1", "-m", MODULES, "--flush-session", "--no-bugreport", "-v2", "-fjson")
    kept = (f"--store-session={folder}", f"--store-config={folder}", f"-o{report}")
    begin = [option for start in starts for option in ("-s", base + start)]
    # It would fetch a list of products from the Internet: that is refused at once.
    said = run("wapiti", folder, f"-u{base}/", *begin, *options, *kept, proxy="http://127.0.0.1:9")
    (folder / "wapiti.txt").write_text(said)
    told = json.loads(report.read_text())
    found = {name: each for part in ("vulnerabilities", "anomalies") for name, each in told[part].items() if each}
    asked = re.findall(r"^\[¨\] GET (\S+)", said, re.MULTILINE)
    plain = {(urlsplit(start).path, *pair) for start in starts for pair in parse_qsl(urlsplit(start).query)}
    sent = {(urlsplit(url).path, *pair) for url in asked for pair in parse_qsl(urlsplit(url).query)}
    changed = {(path, name) for path, name, _ in sent - plain}
    return Scan({name: [each["info"] for each in many] for name, many in found.items()}, len(asked), changed)
