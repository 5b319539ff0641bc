"""How every line of the log is written, whoever writes it: as JSON, or as text for people; always one line.

What came from outside may stand in a message or an error, so no line break of it ends a line here.
"""

import json
import logging
import sys
import traceback
from contextvars import ContextVar
from typing import Any, TextIO

import structlog
from structlog.types import EventDict, Processor

from models.settings import settings

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is being answered, if any."""

FIRST = ("time", "level", "logger", "event")
"""What each line begins with."""

CHAIN = 10
"""Most exceptions that are told of those that caused each other."""


class Stderr(logging.StreamHandler[TextIO]):
    """Writes to the standard error output of the moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """Where to write."""
        return sys.stderr


def formatter() -> structlog.stdlib.ProcessorFormatter:
    """Give what writes lines in the form of the settings."""
    form = settings().log_format or ("text" if sys.stderr.isatty() else "json")
    own: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        named,
        explained,
    ]
    last: Processor = text if form == "text" else structlog.processors.JSONRenderer()
    meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(processors=[*own, meta, ordered, last])


def configuration() -> dict[str, Any]:
    """Give the configuration of logging, which each process of the server makes its own."""
    level = settings().log_level.upper()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "seed.logs.formatter"}},
        "handlers": {"stderr": {"class": "seed.logs.Stderr", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        # The audit is no matter of how much the server logs.
        "loggers": {"entente.audit": {"level": "INFO"}},
    }


def named(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Add the id of the request that a line was written for."""
    if id := REQUEST_ID.get():
        line.setdefault("request_id", id)
    return line


def explained(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Replace an exception by what it says and where it came from, without the values of any variable."""
    given = line.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        line["exception"] = "\n".join(traces(error))
    return line


def traces(error: BaseException | None) -> list[str]:
    """Write where an exception came from and what it says, after what caused it; only our own lines break."""
    found: list[str] = []
    while error is not None and len(found) < CHAIN:
        words = printable(f"{type(error).__qualname__}: {error}")
        found.insert(0, "".join(traceback.format_tb(error.__traceback__)) + words)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def ordered(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Put first what all lines have, and leave out what is absent."""
    found = {name: line.pop(name) for name in FIRST if name in line}
    return {name: value for name, value in (found | dict(line)).items() if value is not None}


def text(_logger: Any, _method: str, line: EventDict) -> str:
    """Write a line for people; a traceback goes below it, indented."""
    trace = line.pop("exception", "")
    first = " ".join(printable(str(line.pop(name))) for name in FIRST if name in line)
    rest = "".join(f" {name}={quoted(value)}" for name, value in line.items())
    return first + rest + "".join(f"\n    | {part}" for part in trace.split("\n") if trace)


def quoted(value: Any) -> str:
    """Write a value so that nothing in it looks like another one."""
    plain = str(value)
    return plain if plain and all(c.isalnum() or c in "._-:/{}" for c in plain) else json.dumps(plain)


def printable(words: str) -> str:
    """Escape line breaks, and whatever else does not print."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)
