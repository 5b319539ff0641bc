"""A real browser on a real server with the project's own data, and what it must not do: see `Watched`."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from tests.browser.watching import Watched
from tests.server import Address, serving

CHROMIUM = Path("/usr/bin/chromium")
WIDTHS = (375, 1440)
"""A phone and a desk, in pixels."""
PATIENCE = 60_000
"""Milliseconds that a busy machine is given for one step."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where a database is that the server makes and fills itself."""
    return f"sqlite:///{tmp_path_factory.mktemp('browser') / 'entente.db'}"


@pytest.fixture(scope="session")
def base(database: str) -> Iterator[Address]:
    """Where a server with the project's own data listens."""
    with serving(database) as address:
        yield address


@pytest.fixture(scope="session")
def key(base: Address, database: str) -> str:
    """A key that may write."""
    command = [str(Path(sys.executable).parent / "entente"), "keys", "create", "browser", "--scope", "write"]
    made = subprocess.run(command, env={"DATABASE_URL": database}, capture_output=True, text=True, check=True)  # noqa: S603
    return made.stdout.split()[-1]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium without a window; where there is none, the tests are skipped and say so."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}: on Debian, apt install chromium")
    with sync_playwright() as playwright:
        # A container has no sandbox to give, and nothing here comes from elsewhere.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=WIDTHS)
def context(request: pytest.FixtureRequest, browser: Browser, base: Address) -> Iterator[BrowserContext]:
    """A browser as wide as a phone, then as a desk."""
    size = ViewportSize(width=request.param, height=900)
    context = browser.new_context(viewport=size, base_url=base, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, base: Address) -> Iterator[Page]:
    """A page that is watched; at the end of its test, nothing may have been amiss."""
    page = context.new_page()
    watched = Watched(page, base)
    yield page
    assert watched.amiss == []
