"""Errors: RFC 9457 problem documents, one shape for all, every kind explained on a page served here."""

import difflib
import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import quote

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"
PLAIN = "/:@!$&'()*+,;=~"
"""Marks that stand in a path as they are (RFC 3986)."""

FAULTS, WORD = 20, 64
"""Most faults that are explained, and most letters of a word that are compared: to explain must not cost more."""


class Kind(NamedTuple):
    """One kind of problem: its status, its title, and what to do about it."""

    status: int
    title: str
    remedy: str


KINDS = {
    "moved": Kind(308, "Moved", "Use the address in `Location`: the record has another id now."),
    "malformed-request": Kind(
        400, "Malformed request", "Send UTF-8 text without NUL bytes in path and query, and JSON as RFC 8259 has it."
    ),
    "unauthorized": Kind(
        401,
        "No valid key",
        "Send a key as the header `X-API-Key`; `entente keys create` makes one. Reading needs none.",
    ),
    "forbidden": Kind(403, "Not with this key", "Use a key with the scope that the detail names."),
    "not-found": Kind(
        404, "Not found", "Check the id or the path; `/v1/meta` lists the resources, `/docs` every path."
    ),
    "method-not-allowed": Kind(405, "Method not allowed", "Use one of the methods that the `Allow` header names."),
    "not-acceptable": Kind(406, "Not in this form", "Accept one of the media types that the detail names, or `*/*`."),
    "request-timeout": Kind(
        408, "Request too slow", "Send it again, without pauses; the detail says how long one waits."
    ),
    "conflict": Kind(409, "Conflict", "The detail names what stands in the way; change that first."),
    "gone": Kind(410, "Gone", "The record was deleted; the detail says when and why, and `/history` what it was."),
    "precondition-failed": Kind(
        412, "Precondition failed", "Read the record again, and repeat the change on what you find, with its `ETag`."
    ),
    "content-too-large": Kind(413, "Content too large", "Send less at once; the detail says how much is taken."),
    "uri-too-long": Kind(414, "Address too long", "Ask for less at once: shorter lists, in several requests."),
    "unsupported-media-type": Kind(415, "Unsupported media type", "Send the media type that the detail names."),
    "misdirected-request": Kind(421, "Not this host", "Send the request to a name that this service answers to."),
    "invalid-parameter": Kind(
        422,
        "Invalid parameter",
        "Each entry of `errors` names a parameter, what is wrong with it, and the nearest valid name or value.",
    ),
    "invalid-record": Kind(
        422, "Invalid record", "Each entry of `errors` points to a part of the record, and says what is wrong with it."
    ),
    "invalid-cursor": Kind(
        404,
        "No page under this cursor",
        "A cursor is a part of the address of a page: send a `next_cursor` as it was received, or leave it out.",
    ),
    "cursor-mismatch": Kind(
        422,
        "Cursor of another query",
        "A cursor belongs to the filters and the sort it came with: repeat them, or leave `cursor` out to start over.",
    ),
    "idempotency-mismatch": Kind(
        422, "Idempotency key of another request", "Give each new request an `Idempotency-Key` of its own."
    ),
    "rate-limited": Kind(
        429,
        "Too many requests",
        "Wait for the seconds that `Retry-After` names. `RateLimit` in each answer tells how many requests are left; "
        "exports and long pages need fewer of them.",
    ),
    "headers-too-large": Kind(431, "Headers too large", "Send fewer headers, or shorter ones."),
    "http-error": Kind(400, "Request refused", "The detail says why."),
    "internal-error": Kind(500, "Internal error", "The fault is ours and has been logged; try again later."),
    "unavailable": Kind(503, "Service unavailable", "Try again after the seconds that `Retry-After` names."),
}


class ProblemError(BaseModel):
    """One fault of a request."""

    parameter: str | None = Field(default=None, description="The parameter at fault.")
    pointer: str | None = Field(default=None, description="JSON Pointer (RFC 6901) to the part of the body at fault.")
    code: str = Field(description="What kind of fault it is.")
    detail: str = Field(description="What is wrong, and what would be right.")
    nearest: str | None = Field(default=None, description="The nearest valid name or value.")


class ProblemDocument(BaseModel):
    """A problem document (RFC 9457)."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(description="Address of the page that explains this kind of problem.")
    title: str = Field(description="The kind of problem in words.")
    status: int = Field(description="HTTP status.")
    detail: str = Field(description="What happened here, and what to do.")
    instance: str = Field(description="Path of the request.")
    errors: list[ProblemError] = Field(
        description="Every fault of the request at once; past twenty, `detail` says how many more."
    )


class Problem(Exception):
    """Raised anywhere below a route to answer with a problem document."""

    def __init__(
        self,
        kind: str,
        detail: str,
        errors: Iterable[ProblemError] = (),
        moved: tuple[str, str] | None = None,
        **headers: str,
    ) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.errors, self.headers, self.moved = kind, detail, list(errors), headers, moved


def response(problem: Problem, path: str, status: int | None = None) -> Response:
    """Give the answer of a problem."""
    kind = KINDS[problem.kind]
    document = ProblemDocument(
        type=f"/problems/{problem.kind}",
        title=kind.title,
        status=status or kind.status,
        detail=problem.detail,
        instance=quote(path, safe=PLAIN),
        errors=problem.errors,
    )
    headers = {"Cache-Control": "no-store"} | {name.replace("_", "-"): value for name, value in problem.headers.items()}
    return Response(to_json(document, exclude_none=True), document.status, headers, MEDIA_TYPE)


ELSEWHERE = {
    **dict.fromkeys(("page", "offset", "after", "skip", "start_after"), "cursor"),
    **dict.fromkeys(("per_page", "page_size", "size", "count", "top"), "limit"),
    **dict.fromkeys(("order", "order_by", "sort_by", "ordering"), "sort"),
    **dict.fromkeys(("expand", "embed", "with"), "include"),
    **dict.fromkeys(("query", "search", "text"), "q"),
}
"""What other APIs call the parameters that every list here takes."""


def nearest(word: str, valid: Iterable[str]) -> str | None:
    """Give the valid word that is closest to a misspelt one."""
    return next(iter(difflib.get_close_matches(word[:WORD], list(valid), n=1, cutoff=0.0)), None)


ID = 3
"""Place of an id in a path such as `/v1/treaties/{id}/history`."""


def on_problem(request: Request, error: Exception) -> Response:
    """Answer a problem that our own code raised."""
    assert isinstance(error, Problem)  # noqa: S101
    if error.moved:
        # The same question about the record that took its place.
        old, new = error.moved
        parts = request.scope["path"].split("/")
        parts[ID] = new if parts[ID] == old else parts[ID]
        query = request.scope["query_string"].decode("latin-1")
        error.headers["Location"] = quote("/".join(parts), safe="/") + (f"?{query}" if query else "")
    return response(error, request.url.path)


def on_http_exception(request: Request, error: Exception) -> Response:
    """Answer what the framework refuses: unknown paths and wrong methods, above all."""
    assert isinstance(error, HTTPException)  # noqa: S101
    headers = dict(error.headers or {})
    if error.status_code == 404:
        paths = [path.replace("{id}", "…") for path in request.app.openapi()["paths"]]
        closest = nearest(request.url.path, paths)
        return response(
            Problem("not-found", f"Nothing is served here. The nearest path is {closest}."), request.url.path
        )
    if error.status_code == 405:
        allow = _allowed(request, headers.get("Allow", "GET")).replace("GET", "GET, HEAD")
        detail = f"{request.method} is not served here; use {allow.replace(', ', ' or ')}."
        return response(Problem("method-not-allowed", detail, Allow=allow), request.url.path)
    return response(Problem("http-error", str(error.detail), (), None, **headers), request.url.path, error.status_code)


def _allowed(request: Request, usual: str) -> str:
    """Give all methods of a path: a route knows only its own."""
    paths, asked = request.app.openapi()["paths"], request.url.path
    like = [o for path, o in paths.items() if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), asked)]
    found = [paths[asked]] if asked in paths else like
    return ", ".join(method.upper() for operations in found for method in operations) or usual


def on_invalid_request(request: Request, error: Exception) -> Response:
    """Answer parameters that do not fit, every fault at once."""
    assert isinstance(error, RequestValidationError)  # noqa: S101
    query = request.scope["route"].dependant.query_params
    names = list(query[0].field_info.annotation.model_fields) if query else []
    found = error.errors()
    return response(invalid([fault(entry, names) for entry in found[:FAULTS]], len(found)), request.url.path)


def invalid(errors: list[ProblemError], found: int = 0) -> Problem:
    """Give the problem of some faulty parameters; where more were found than are explained, it says how many."""
    words = [f"{entry.parameter}: {entry.detail}" for entry in errors]
    if found > len(errors):
        words.append(f"And {found - len(errors)} more faults, not listed; mend these first.")
    return Problem("invalid-parameter", " ".join(words), errors)


ENUMS = ("enum", "literal_error")


def unknown_value(entry: Any) -> tuple[str, str | None]:
    """Say of a finding which values there are, and which is the nearest."""
    valid = re.findall(r"'([^']*)'", entry["ctx"]["expected"])
    near, found = nearest(str(entry["input"]), valid), str(entry["input"])[:WORD]
    return f"{found!r} is not one of its values. Did you mean {near}? Valid: {', '.join(valid)}.", near


def fault(entry: dict[str, Any], names: list[str]) -> ProblemError:
    """Put one finding of the validator into words that say what would be right."""
    parameter = str(entry["loc"][1] if len(entry["loc"]) > 1 else entry["loc"][0])
    if entry["type"] == "extra_forbidden":
        usual = ELSEWHERE.get(parameter)
        near = usual if usual in names else nearest(parameter, names)
        detail = f"There is no such parameter here. Did you mean {near}?" if near else "This path takes no parameters."
        return ProblemError(parameter=parameter[:WORD], code="unknown_parameter", detail=detail, nearest=near)
    if entry["type"] in ENUMS:
        detail, near = unknown_value(entry)
        return ProblemError(parameter=parameter, code="unknown_value", detail=detail, nearest=near)
    if entry["type"] == "string_pattern_mismatch" and re.fullmatch(entry["ctx"]["pattern"], entry["input"].upper()):
        near = entry["input"].upper()
        return ProblemError(parameter=parameter, code="invalid_value", detail=f"Did you mean {near}?", nearest=near)
    detail = str(entry["msg"]).removeprefix("Value error, ")
    if entry["type"] == "string_pattern_mismatch":
        detail = f"{entry['input'][:WORD]!r} does not have the form of its values, {entry['ctx']['pattern']}"
    return ProblemError(parameter=parameter, code="invalid_value", detail=f"{detail[:1].upper()}{detail[1:]}.")
