"""What can go wrong.

EntenteError
├── Problem      the API refused a request, or failed; what it said is in the fields
├── Unreachable  nothing answered, however often it was asked
├── Unexpected   an answer came that is not one of this API
└── Cut          a file ended before its end
"""

import httpx
import msgspec

from entente_client.models import Fault, ProblemDocument

SHOWN = 200
"""Most bytes of a strange answer that are shown."""


class EntenteError(Exception):
    """Anything that goes wrong here."""


class Problem(EntenteError):
    """A problem document (RFC 9457): `type` is the page that explains it, `errors` has each fault of the request.

    `sent` tells how often the request was sent: after more than once, a 412 or 410 may be due to a write of one's own,
    whose answer was lost.
    """

    def __init__(self, document: ProblemDocument, sent: int = 1) -> None:
        super().__init__(f"{document.status} {document.title}: {document.detail}")
        self.document, self.sent = document, sent
        self.type, self.title, self.status = document.type, document.title, document.status
        self.detail, self.instance = document.detail, document.instance
        self.errors: tuple[Fault, ...] = tuple(document.errors)

    @property
    def kind(self) -> str:
        """The last part of `type`, such as `cursor-mismatch`."""
        return self.type.rpartition("/")[2]


class Unreachable(EntenteError):
    """Nothing answered; `__cause__` is the error of the last attempt."""


class Unexpected(EntenteError):
    """An answer is not what the API says it is: another service stands at its address, or another version of it."""


class Cut(EntenteError):
    """A file ended before its end: what came of it is a part."""


def failed(request: httpx.Request, failure: httpx.Response | Exception, sent: int) -> EntenteError:
    """Give the error of a request that is not sent again."""
    if isinstance(failure, httpx.Response):
        return problem(failure, sent)
    error = Unreachable(f"{request.method} {request.url}: {failure!r}; attempts: {sent}")
    error.__cause__ = failure
    return error


def problem(response: httpx.Response, sent: int) -> Problem:
    """Read a refusal; what stands between here and the API may answer in words of its own."""
    try:
        return Problem(msgspec.json.decode(response.content, type=ProblemDocument), sent)
    except msgspec.MsgspecError:
        return Problem(_foreign(response), sent)


def _foreign(response: httpx.Response) -> ProblemDocument:
    return ProblemDocument(
        type="about:blank",
        title=response.reason_phrase,
        status=response.status_code,
        detail=shown(response),
        instance=response.request.url.path,
        errors=[],
    )


def shown(response: httpx.Response) -> str:
    """Give the beginning of a body."""
    return response.content[:SHOWN].decode(errors="replace")
