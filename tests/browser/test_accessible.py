"""Every view of the explorer is accessible, as far as axe-core can tell, and none scrolls sideways."""

from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.browser.watching import inaccessible, settled, too_wide

pytestmark = pytest.mark.browser

VIEWS = (
    "",
    "search?q=customs%20union",
    "timeline?date__gte=2013&date__lte=2014",
    "members",
    "members?organization=eaeu&valid_at=2015-06",
    "members?country=KAZ",
    "network",
    "trade",
    "trade?indicator=trade-turnover&reporter=RUS&partner=KAZ",
    "trade?indicator=goods-trade&reporter=KAZ&partner=RUS&period__gte=2010",
    "treaties",
    "treaties/rus-kaz-alliance-2013",
    "treaties/rus-kaz-alliance-2013/articles/10",
    "organizations",
    "organizations/eaeu",
    "countries",
    "countries/KAZ",
    "forums",
    "forums/rkf-10",
    "statements",
    "statements/nazarbayev-2013-10-non-tariff-barriers",
    "conflicts",
    "conflicts/membership.eaeu.KGZ",
    "sources",
    "sources/caci-analyst-2013-11-27",
    "memberships/eaeu.TUR.candidate",
    "indicators/trade-turnover",
    "trade-metrics?source=caci-analyst-2013-11-27",
    "trade-metrics/RUS.KAZ.trade-turnover.total.TOTAL.annual.2012.caci-analyst-2013-11-27",
    "nowhere",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view_is_accessible(page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    found = {}
    for number, view in enumerate(VIEWS):
        # Another query is another page: nothing of the view before is left to be looked at.
        page.goto(f"/explorer?{number}#/{view}")
        settled(page)
        found[view] = [*inaccessible(page), *["scrolls sideways"] * too_wide(page)]
    assert {view: faults for view, faults in found.items() if faults} == {}
