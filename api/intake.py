"""What a request for an import asks for, checked before a byte of its file is read."""

import json
import re
from typing import Annotated, Any, Literal, NamedTuple

from fastapi import Request
from pydantic import AfterValidator, Field

from api.operators import Flag
from api.problems import Problem, ProblemError, invalid
from api.query import Query
from seed.importers import FORMATS, world_bank
from seed.importing import reason_for
from seed.options import DRY_RUN, WORDS, Options, Said, unfit
from seed.unzip import ZIP

NAME = 200
"""Bytes that the name of a file may have."""

FILENAME = r"^[^/\\\x00-\x1f\x7f]+$"
LIST = "; ".join(f"`{name}`: {words}" for name, words in WORDS.items())
FORMAT = f"Format of the file. {LIST}. Nothing is fetched: send the file itself."
TOKEN = re.compile(r'"([!#-\[\]-~][ !#-\[\]-~]{0,254})"|([!#-\[\]-~]{1,255})')
"""An idempotency key: a string of structured fields (RFC 8941), or bare as many clients send it."""


def _plain(name: str) -> str:
    if name in (".", "..") or len(name.encode("utf-8", "replace")) > NAME:
        raise ValueError(f"a plain name of at most {NAME} bytes")
    return name


class UploadQuery(Query):
    """Parameters of an import of any format."""

    format: Annotated[Literal[tuple(WORDS)], Field(description=FORMAT)]  # type: ignore[valid-type]
    filename: Annotated[
        str,
        Field(
            max_length=NAME,
            pattern=FILENAME,
            description="Its name, without a folder, for the report; `world-bank` reads the indicator from it.",
        ),
        AfterValidator(_plain),
    ] = None  # type: ignore[assignment]
    dry_run: Annotated[Flag, Field(description=DRY_RUN)] = False
    reason: Annotated[Said, Field(description="Why: the reason of the revision.")] = None  # type: ignore[assignment]


class ImportQuery(Options, UploadQuery):
    """Parameters of an import: those of the command."""


class Asked(NamedTuple):
    """What is asked for, as the row of a job has it."""

    format: str
    filename: str
    options: str
    reason: str
    idempotency_key: str | None


def asked(request: Request, query: ImportQuery) -> Asked:
    """Read what a request asks for.

    Raises Problem: `invalid-parameter` for what does not fit together, `malformed-request` for a bad idempotency key.
    """
    found = list(unfit(query.format, query))
    zipped = request.headers.get("content-type", "").startswith(ZIP)
    if query.format == "world-bank" and not zipped and not world_bank.is_name(query.filename or ""):
        found.append(("filename", "says which indicator it is, as `ny.gdp.mktp.cd.csv`"))
    if found:
        raise invalid([ProblemError(parameter=name, code="unfit", detail=f"{words}.") for name, words in found])
    suffix = ".zip" if zipped else FORMATS[query.format].suffixes[0] if query.format in FORMATS else ".csv"
    name = query.filename or f"{query.format}{suffix}"
    options: dict[str, Any] = query.model_dump(include={*Options.model_fields, "dry_run"}, exclude_unset=True)
    reason = query.reason or reason_for(query.format, name)
    return Asked(query.format, name, json.dumps(options, sort_keys=True), reason, _idempotency_key(request))


def _idempotency_key(request: Request) -> str | None:
    given = request.headers.get("idempotency-key")
    if given is None:
        return None
    if not (found := TOKEN.fullmatch(given.strip())):
        raise Problem("malformed-request", "The Idempotency-Key is no string of 1 to 255 printable letters of ASCII.")
    return found[1] or found[2]
