"""The explorer as it is served: all of it from here, and a client of the public API like any other.

What it does in a browser is in tests/browser.
"""

import re
from posixpath import dirname, join, normpath

import pytest
from fastapi.testclient import TestClient

from models.settings import ROOT

pytestmark = pytest.mark.alike

HOME = "/assets/explorer/main.js"
OURS = ROOT / "api" / "assets" / "explorer"
VENDORED = OURS / "vendor"
VIEWS = sorted(path.stem for path in (OURS / "views").glob("*.js"))
IMPORT = re.compile(r'(?:from|import\()\s*"(\.[^"]+)"')
PATH = re.compile(r'["`](/v1/[a-z-]+(?:/(?:mirror|stats))?)["`]')


def modules(client: TestClient) -> dict[str, str]:
    """Fetch every module that the explorer loads, as a browser would, with their text."""
    found: dict[str, str] = {}
    wanted = [HOME, *(f"/assets/explorer/views/{view}.js" for view in VIEWS)]
    while wanted:
        path = wanted.pop()
        if path in found:
            continue
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["content-type"].startswith("text/javascript"), path
        found[path] = "" if "/vendor/echarts" in path else answer.text
        wanted += [normpath(join(dirname(path), other)) for other in IMPORT.findall(found[path])]
    return found


def test_it_has_the_policy_of_every_page(seeded: TestClient) -> None:
    page, docs = seeded.get("/explorer"), seeded.get("/docs")
    assert page.status_code == 200
    assert page.headers["content-security-policy"] == docs.headers["content-security-policy"]
    for script in re.findall(r"<script[^>]*>(.*?)</script>", page.text):
        assert script == ""
    for asset in re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.text):
        assert seeded.get(asset).status_code == 200, asset


def test_every_module_is_served_here(seeded: TestClient) -> None:
    files = {f"/assets/explorer/{file.relative_to(OURS).as_posix()}" for file in OURS.rglob("*.js")}
    assert set(modules(seeded)) == files


def test_our_modules_name_no_other_host(seeded: TestClient) -> None:
    for path, text in modules(seeded).items():
        assert "/vendor/" in path or "://" not in text, path


def test_it_asks_only_what_is_documented(seeded: TestClient) -> None:
    paths = {path for text in modules(seeded).values() for path in PATH.findall(text)}
    assert len(paths) > 10
    assert paths <= set(seeded.get("/openapi.json").json()["paths"])


def test_each_library_has_its_licence() -> None:
    told = (VENDORED / "README.md").read_text()
    for folder in (path for path in VENDORED.iterdir() if path.is_dir()):
        assert (folder / "LICENSE").exists()
        assert re.search(rf"^\| `{folder.name}/` \| npm `[a-z]+` \d+\.\d+\.\d+ \|", told, re.M)


def test_pages_lead_to_it(seeded: TestClient) -> None:
    assert 'href="/explorer"' in seeded.get("/problems").text
    assert "/explorer" in seeded.get("/openapi.json").json()["info"]["description"]
