"""What a page must not do: log an error, throw one, break its policy, or ask another host."""

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

from models.settings import ROOT

AXE = (ROOT / "tests" / "browser" / "axe" / "axe.min.js").read_text()
VIOLATIONS = """axe.run(document).then(({ violations }) =>
  violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 200))].join("\\n")))"""
REPORTS = "addEventListener('securitypolicyviolation', (e) => console.error(`${e.violatedDirective}: ${e.blockedURI}`))"
HERE = ("data", "blob")
"""Schemes of what a page makes itself."""


class Watched:
    """What is amiss on a page, in the order of its happening."""

    def __init__(self, page: Page, base: str) -> None:
        self.base, self.amiss = base, list[str]()
        page.add_init_script(REPORTS)
        page.on("console", self._logged)
        page.on("pageerror", lambda error: self.amiss.append(str(error)))
        page.on("request", self._asked)

    def _logged(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.amiss.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(self.base) and urlsplit(request.url).scheme not in HERE:
            self.amiss.append(request.url)


def settled(page: Page) -> None:
    """Wait until a view has its answers."""
    page.wait_for_selector("article[aria-busy=false] h1:not(:text('Loading'))")


def inaccessible(page: Page) -> list[str]:
    """Give what axe-core says against a page: the rules that it breaks, and where."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(VIOLATIONS)
    return found


def too_wide(page: Page) -> bool:
    """Tell whether a page scrolls sideways."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return wide
