"""A walk through the explorer as people take it: by words, by links, by keyboard and by an address that was shared."""

import csv
import re
import shlex
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.watching import settled
from tests.server import Address

pytestmark = pytest.mark.browser

TREATY = "Treaty for good-neighborliness and alliance in the 21 century"
SOURCE = "Russia and Kazakhstan Clinch “Alliance for the 21 Century”"


def opened(page: Page, address: str) -> None:
    page.goto(f"/explorer#/{address}")
    settled(page)


def test_a_search_leads_to_a_treaty_and_its_citation_to_the_source(page: Page) -> None:
    opened(page, "")
    page.get_by_label("Words").fill("good-neighborliness alliance")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=TREATY).first.click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(TREATY)
    expect(heading).to_be_focused()
    expect(page).to_have_title(f"{TREATY} · Entente")
    expect(page.get_by_role("table", name="Who did what, and when")).to_contain_text("signature")
    expect(page.get_by_role("link", name="Article 10")).to_be_visible()
    page.locator("article > .sources a", has_text=SOURCE).first.click()
    expect(heading).to_have_text(SOURCE)
    expect(page.get_by_role("heading", name="What rests on it")).to_be_visible()
    # The document itself is elsewhere: the page leads there, and does not ask for it.
    assert page.get_by_role("link", name="cacianalyst.org").get_attribute("rel") == "noreferrer noopener"


def test_a_keyboard_skips_to_the_content_and_moves_the_slider(page: Page) -> None:
    opened(page, "members?organization=eaeu&valid_at=2014-12")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    expect(page.locator(".panel")).to_have_count(0)
    page.keyboard.press("Tab")
    slider = page.get_by_role("slider")
    expect(slider).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "January 2015")
    expect(page.locator(".panel")).to_contain_text("Armenia")
    expect(page.get_by_role("status")).to_have_text("4 memberships could hold in January 2015.")
    assert "valid_at=2015-01" in page.url


def test_an_address_that_is_shared_shows_the_same(page: Page, context: BrowserContext) -> None:
    opened(page, "members?organization=eaeu&valid_at=2014-12")
    page.get_by_label("Or a day").fill("2015-08-12")
    page.get_by_role("button", name="Go").click()
    expect(page.locator(".panel")).to_contain_text("Kyrgyzstan")
    other = context.new_page()
    other.goto(page.url)
    expect(other.locator(".panel")).to_contain_text("Kyrgyzstan")
    expect(other.get_by_label("Organization")).to_have_value("eaeu")


def test_trade_keeps_qualifiers_and_shows_who_disagrees(page: Page, tmp_path: Path) -> None:
    opened(page, "trade?indicator=trade-turnover&reporter=RUS&partner=KAZ&period__gte=2012&period__lte=2012")
    rows = page.get_by_role("table", name="2 observations").get_by_role("row")
    for row, value, source in ((1, "23.8", SOURCE), (2, "24", "")):
        expect(rows.nth(row)).to_contain_text(f"approximately {value} billion USD", use_inner_text=False)
        expect(rows.nth(row)).to_contain_text(source)
    expect(page.locator(".chart canvas")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    download.value.save_as(file := tmp_path / "trade.csv")
    with file.open(encoding="utf-8-sig", newline="") as text:
        assert sorted(float(row["value"]) for row in csv.DictReader(text)) == [23.8, 24]


def test_both_sides_of_trade_stand_beside_each_other(page: Page) -> None:
    opened(page, "trade?indicator=goods-trade&reporter=KAZ&partner=RUS&period__gte=2010")
    expect(page.get_by_role("table", name="Flows, as both sides report them")).to_contain_text("Exporter says")


def test_the_network_is_a_list_too(page: Page) -> None:
    opened(page, "network?organization=eaeu&valid_at=2015-06")
    expect(page.locator(".chart canvas")).to_be_visible()
    ties = page.locator(".records > li")
    expect(ties.filter(has_text="Armenia")).to_contain_text("Eurasian Economic Union")
    ties.get_by_role("link", name="Armenia").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Armenia")


def test_the_timeline_is_narrowed_and_paged(page: Page) -> None:
    opened(page, "timeline")
    page.get_by_label("From").fill("2013-11")
    page.get_by_label("Country").select_option("KAZ")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".count")).to_contain_text("events")
    # What may have happened before comes first: its earliest day is not known.
    expect(page.locator(".timeline > li").first).to_contain_text("Kazakhstan")
    assert "date__gte=2013-11&" in page.url
    first = page.locator(".timeline > li h2").first.inner_text()
    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".timeline > li h2").first).not_to_have_text(first)
    expect(page.get_by_role("link", name="First page")).to_be_visible()


def test_the_request_behind_a_view_can_be_sent_by_anybody(page: Page, base: Address) -> None:
    opened(page, "articles/rus-kaz-alliance-2013.art-10")
    url = f"{base}/v1/articles/rus-kaz-alliance-2013.art-10?include=citations"
    for form in ("curl", "Python", "JavaScript"):
        page.get_by_role("button", name=f"Copy as {form}").click()
        expect(page.get_by_role("status")).to_have_text(f"Copied as {form}.")
        text: str = page.evaluate("navigator.clipboard.readText()")
        assert page.locator("pre").inner_text() == text
        if form == "curl":
            assert shlex.split(text) == ["curl", url]
        elif form == "Python":
            ran = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)  # noqa: S603
            assert "'number': '10'" in ran.stdout
        else:
            assert page.evaluate(re.sub(r"console\.log\((.*)\);", r"return \1", f"async () => {{{text}}}"))


def test_a_parameter_that_is_wrong_is_explained(context: BrowserContext, base: Address) -> None:
    page = context.new_page()
    opened(page, "treaties?signed=soon")
    told = httpx.get(f"{base}/v1/treaties?signed=soon").json()["detail"]
    expect(page.get_by_role("alert")).to_contain_text(told)


def test_a_busy_api_is_asked_again(context: BrowserContext) -> None:
    page, asked = context.new_page(), list[str]()

    def be_busy(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.fulfill(status=503, headers={"Retry-After": "0"})
        else:
            route.continue_()

    page.route("**/v1/treaties/*", be_busy)
    opened(page, "treaties/rus-kaz-alliance-2013")
    expect(page.get_by_role("heading", level=1)).to_have_text(TREATY)
    assert len(asked) == 2
