"""The explorer: a page for people, made in the browser of nothing but answers of the public API."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.documentation import page

HEAD = (
    '<meta name="description" content="Treaties, forums, statements and trade of regional integration, with sources.">'
    '<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="/assets/explorer/explorer.css">'
)
BODY = (
    '<div id="explorer"></div><noscript><p>The explorer needs JavaScript. Everything it shows is in '
    '<a href="/docs">the API</a> too.</p></noscript><script type="module" src="/assets/explorer/main.js"></script>'
)

explorer = APIRouter(include_in_schema=False)


@explorer.get("/explorer")
async def show_explorer() -> HTMLResponse:
    """The explorer, from assets served here, under the same policy as every page."""
    return page("Explorer", BODY, HEAD)
