"""Documentation as people meet it: Swagger UI, ReDoc, a page for each kind of problem, and OpenAPI behind them."""

import json
import re
from html import escape
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles

from api.problems import KINDS, MEDIA_TYPE, Problem, ProblemDocument
from api.safety import PAGE_OF_REDOC, PAGE_POLICY, POLICY

ASSETS = Path(__file__).parent / "assets"
EXAMPLES = Path(__file__).parent / "examples.json"
"""Answers to real requests over the project's own data, by operation; `make openapi` writes them."""

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Entente</title><link rel="icon" href="/assets/swagger-ui/favicon-32x32.png">{head}</head>
<body>{body}</body></html>
"""
TOOL = '<link rel="stylesheet" href="/assets/tool.css">'
STYLE = '<link rel="stylesheet" href="/assets/pages.css">'
ELSEWHERE = '<p><a href="/docs">The API</a> · <a href="/explorer">The explorer</a></p>'

ABOUT = """Structured, **cited** regional-integration data: who signed what, when, where and with whom; what each
article says; what was said about it; and what trade did before and after. Every record names its source and the place
in it.

**Filters** are the same everywhere: `field=a,b` (any of these) and `field__gte`, `__lte`, `__gt`, `__lt`, `__not`,
`__contains`, `__isnull`; different parameters must all hold. `q=` searches the text of a record. `sort=-signed,title`
sorts, `include=` adds what belongs to a record, `valid_at=` asks about a day. A misspelt parameter is an error that
names the nearest valid one.

**Dates** are EDTF, as precise as the source: `2013-11-11`, `1992-05`, `2000`, `2012~` (approximate), `../2015-01` (no
later than). A filter matches when the date *could* satisfy it; sorting uses the earliest day it can mean.

**Statistics** (`/stats`) count under the same filters, by one or two fields or by year, and refuse to add what does not
add up. **Exports** (`/export`) hold every matching record, as CSV, NDJSON or Parquet. **Search** (`/v1/search`) looks
over several kinds of record at once. The [explorer](/explorer) shows it all, with each request behind it.

**Languages**: `lang=ru`, or `Accept-Language`, gives names of countries, organizations, forums and indicators and the
titles of treaties in Russian; what the data has of these only in English is in English, and named in `untranslated`.

**Pages** follow `page.next_cursor`; they never repeat or skip a record, and `page.total` is exact. **ETags** are
strong: send `If-None-Match`, and an unchanged answer costs a 304. **Errors** are `application/problem+json` (RFC 9457).
"""

routes = APIRouter(include_in_schema=False)


@routes.get("/")
async def lead_home() -> RedirectResponse:
    """Lead a person to the documentation."""
    return RedirectResponse("/docs", status_code=307)


@routes.get("/docs")
async def show_swagger() -> HTMLResponse:
    """Swagger UI, from assets served here."""
    head = '<link rel="stylesheet" href="/assets/swagger-ui/swagger-ui.css">'
    scripts = (
        '<script src="/assets/swagger-ui/swagger-ui-bundle.js"></script><script src="/assets/swagger.js"></script>'
    )
    return page("API", f'<div id="swagger-ui"></div>{scripts}', head + TOOL)


@routes.get("/redoc")
async def show_redoc() -> HTMLResponse:
    """ReDoc, from assets served here."""
    script = '<script src="/assets/redoc/redoc.standalone.js"></script>'
    return page("Reference", f'<redoc spec-url="/openapi.json"></redoc>{script}', TOOL, PAGE_OF_REDOC)


@routes.get("/problems")
async def list_problems() -> HTMLResponse:
    """Every kind of problem that an answer can name."""
    rows = (f'<li><a href="/problems/{kind}">{what.title}</a> ({what.status})</li>' for kind, what in KINDS.items())
    return page("Problems", f"<h1>Problems</h1><ul>{''.join(rows)}</ul>{ELSEWHERE}", STYLE)


@routes.get("/problems/{kind}")
async def explain_problem(kind: str) -> HTMLResponse:
    """The page that the `type` of a problem document points to."""
    what = KINDS.get(kind)
    if what is None:
        raise Problem("not-found", "There is no problem of this kind; `/problems` lists them.")
    remedy = escape(what.remedy).replace("`", "")
    body = (
        f"<h1>{what.title}</h1><p>Status {what.status}.</p><p>{remedy}</p><p><a href='/problems'>All problems</a></p>"
    )
    return page(what.title, body, STYLE)


def page(title: str, body: str, head: str, policy: str = PAGE_POLICY) -> HTMLResponse:
    """Give a page that loads only what is served here."""
    return HTMLResponse(PAGE.format(title=title, head=head, body=body), headers={POLICY: policy})


def document(app: FastAPI) -> None:
    """Serve the pages and the OpenAPI document of an app."""
    app.include_router(routes)
    app.mount("/assets", StaticFiles(directory=ASSETS))
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]


def _openapi(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        app.openapi_schema = polish(
            get_openapi(
                title=app.title,
                version=app.version,
                summary=app.summary,
                description=ABOUT,
                routes=app.routes,
                tags=app.openapi_tags,
                license_info=app.license_info,
                servers=[{"url": "/", "description": "This server"}],
            )
        )
    return app.openapi_schema


PLAIN = re.compile(r"/v1/[a-z-]+(/\{id\})?")

HEADERS = {
    "ETag": {"description": "Strong validator of this answer.", "schema": {"type": "string"}},
    "Content-Language": {
        "description": "Language of names and titles; `ru, en` where some are in English for want of Russian ones.",
        "schema": {"type": "string"},
    },
    "Link": {"description": 'The next page, as `rel="next"`.', "schema": {"type": "string"}},
}

READING = ("get", "head", "options")
KEY = {
    "type": "apiKey",
    "in": "header",
    "name": "X-API-Key",
    "description": "Who writes needs a key with the scope `write` or `import`; `entente keys create` makes one.",
}


def polish(schema: dict[str, Any]) -> dict[str, Any]:
    """Say what the framework leaves out or gets wrong: examples are real, errors are problems, reading needs no key."""
    schemas = schema["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs") | {"Problem": problem}
    schema["components"]["securitySchemes"] = {"ApiKey": KEY}
    examples = json.loads(EXAMPLES.read_text())
    # The list and the record come first, as readers look for them; routes are in the order that they are found in.
    schema["paths"] = dict(sorted(schema["paths"].items(), key=lambda item: not PLAIN.fullmatch(item[0])))
    for operations in schema["paths"].values():
        for method, operation in operations.items():
            operation.setdefault("security", [] if method in READING else [{"ApiKey": []}])
            _polish(operation, examples, writes=method not in READING)
    return schema


OWN = {
    "422": "A parameter or a part of the body does not fit; see `errors`.",
    "default": "Any other error.",
}
KEYED = {
    "401": "The key is missing, or not valid.",
    "403": "The key has not the scope that this needs.",
}
OF_WRITES = {"409": "Something stands in the way; the detail names it."}
"""Answers that are problems, by status."""


def _polish(operation: dict[str, Any], examples: dict[str, Any], *, writes: bool) -> None:
    for parameter in operation.get("parameters", []):
        # Swagger UI fills in the parameter's own example, not its schema's.
        if shown := parameter["schema"].pop("examples", None):
            parameter["example"] = shown[0]
        parameter["schema"].pop("title", None)
    name, answers = operation["operationId"], operation["responses"]
    for status, words in (("200", "The answer."), ("204", "It is done.")):
        if status in answers:
            answers[status]["description"] = words
    if not operation["security"] and name not in ("get_health", "get_readiness"):
        told = ["ETag"] + ["Link"] * name.startswith(("list_", "search"))
        told += ["Content-Language"] * any(parameter["name"] == "lang" for parameter in operation.get("parameters", ()))
        answers["200"]["headers"] = {header: HEADERS[header] for header in told}
        answers["304"] = {"description": "Unchanged since the answer with the `ETag` in `If-None-Match`."}
    if name in examples:
        shows = operation["requestBody"] if writes else answers["200"]
        shows["content"]["application/json"]["example"] = examples[name]
    _add_problems(answers, examples, (KEYED if operation["security"] else {}) | (OF_WRITES if writes else {}) | OWN)


def _add_problems(answers: dict[str, Any], examples: dict[str, Any], words: dict[str, str]) -> None:
    content = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for status, description in words.items():
        own = answers.get(status, {}).get("description", description) if status != "422" else description
        answers[status] = {"description": own, "content": {MEDIA_TYPE: {**content, "example": examples[status]}}}
    for status, answer in answers.items():
        if status > "400":
            answer.setdefault("content", {MEDIA_TYPE: content})
