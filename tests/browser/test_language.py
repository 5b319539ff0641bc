"""Names in Russian: by a link to share, in words for a screen reader to say, and openly where there are none."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.watching import settled
from tests.server import Address

pytestmark = pytest.mark.browser

TREATY = "Treaty for good-neighborliness and alliance in the 21 century"
RUSSIAN = "Договор между Российской Федерацией и Республикой Казахстан о добрососедстве и союзничестве в XXI веке"


def test_a_page_speaks_russian_and_english_again(page: Page) -> None:
    page.goto("/explorer#/treaties/rus-kaz-alliance-2013")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(TREATY)
    languages = page.get_by_role("navigation", name="Language of names")
    languages.get_by_role("link", name="Русский").click()
    expect(heading).to_have_text(RUSSIAN)
    expect(heading).to_have_attribute("lang", "ru")
    expect(page.get_by_role("table", name="Who did what, and when")).to_contain_text("Казахстан")
    # The request that is shown for copying says the language too.
    expect(page.locator(".requests")).to_contain_text("lang=ru")
    expect(languages.get_by_role("link", name="Русский")).to_have_attribute("aria-current", "true")
    languages.get_by_role("link", name="English").click()
    expect(heading).to_have_text(TREATY)
    expect(page.locator(".requests")).not_to_contain_text("lang=")


def test_names_that_are_not_translated_are_said_to_be(page: Page) -> None:
    page.goto("/explorer?lang=ru#/countries/KAZ")
    settled(page)
    expect(page.get_by_text("Names in English here have no translation in the data.")).to_be_visible()


def test_a_page_in_english_is_so_in_every_browser(browser: Browser, base: Address) -> None:
    with browser.new_context(locale="ru-RU", base_url=base) as context:
        page = context.new_page()
        page.goto("/explorer#/treaties/rus-kaz-alliance-2013")
        expect(page.get_by_role("heading", level=1)).to_have_text(TREATY, timeout=30_000)


def test_a_language_that_is_not_spoken_is_explained(browser: Browser, base: Address) -> None:
    with browser.new_context(base_url=base) as context:
        page = context.new_page()
        page.goto("/explorer?lang=fr#/treaties/rus-kaz-alliance-2013")
        expect(page.get_by_role("alert").first).to_contain_text("lang", timeout=30_000)
