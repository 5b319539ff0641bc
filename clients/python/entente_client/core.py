"""What a client does, apart from sending and waiting: those it asks for, and the sync or async client does them.

A plan is a generator: it yields what is to be done, is sent what came of it, and returns what it was made for. An error
of the transport is thrown into it.
"""

from collections.abc import Generator
from itertools import count
from typing import Any, NamedTuple, TypeVar

import httpx
import msgspec

from entente_client.cache import Cache
from entente_client.calls import Call, Query, Write, pairs
from entente_client.errors import Unexpected, failed, shown
from entente_client.model import versioned
from entente_client.retries import Retries

T = TypeVar("T")


class Send(NamedTuple):
    """Send a request; with `stream`, a body is left unread where the answer is 200."""

    request: httpx.Request
    stream: bool = False


class Wait(NamedTuple):
    """Wait for some seconds."""

    seconds: float


Plan = Generator[Send | Wait, httpx.Response | None, T]

HOPS = 3
"""Most new addresses of one record that are followed."""


class Core:
    """Knows where the API is, how patient to be, and what was read before."""

    def __init__(self, base_url: str, key: str | None, retries: Retries, cache: Cache) -> None:
        self.base, self.retries, self.cache = base_url.rstrip("/"), retries, cache
        self.headers = {"X-API-Key": key} if key else {}

    def request(self, method: str, path: str, query: Query, **rest: Any) -> httpx.Request:
        """Make a request."""
        headers = {name: value for name, value in rest.pop("headers", {}).items() if value is not None}
        params = httpx.QueryParams(list(pairs(query)))
        url = f"{self.base}{path}"
        return httpx.Request(method, url, params=params or None, headers=HEADERS | self.headers | headers, **rest)

    def read(self, call: Call[T]) -> Plan[T]:
        """Read an answer, from memory where the API says that it still holds.

        Raises Problem, Unreachable, or Unexpected.
        """
        request = self.request("GET", call.path, call.query)
        url = str(request.url)
        if kept := self.cache.get(url):
            request.headers["If-None-Match"] = kept.etag
        response = yield from self._followed(request)
        if kept and response.status_code == httpx.codes.NOT_MODIFIED:
            return versioned(msgspec.json.decode(kept.body, type=call.gives), kept.etag)
        answer = decoded(response, call.gives)
        if etag := response.headers.get("ETag"):
            self.cache.keep(url, etag, response.content)
        return versioned(answer, etag)

    def stream(self, call: Call[Any]) -> Plan[httpx.Response]:
        """Begin to read a file."""
        response = yield from self._followed(self.request("GET", call.path, call.query), stream=True)
        if response.status_code != httpx.codes.OK:
            raise Unexpected(f"{call.path}: {response.status_code} in place of a file")
        return response

    def write(self, call: Write[T]) -> Plan[T]:
        """Send a change, and read what became of it; an answer without a body is None.

        Raises as `read`.
        """
        request = self.request(call.method, call.path, call.query, content=call.content, headers=call.headers)
        response = yield from self._answered(request)
        if response.status_code == httpx.codes.NO_CONTENT:
            return msgspec.convert(None, call.gives)
        return versioned(decoded(response, call.gives), response.headers.get("ETag"))

    def _followed(self, request: httpx.Request, stream: bool = False) -> Plan[httpx.Response]:
        """Send a request that reads, where a record has moved to its new address; a key goes to no other host."""
        for _ in range(HOPS):
            response = yield from self._answered(request, stream)
            after = response.next_request
            if after is None:
                return response
            if origin(after.url) != origin(request.url):
                raise Unexpected(f"{request.url} leads away, to {after.url}")
            request = after
        raise Unexpected(f"{request.url} leads on and on")

    def _answered(self, request: httpx.Request, stream: bool = False) -> Plan[httpx.Response]:
        """Send a request, again where that may help, until it is answered or refused."""
        began = self.retries.clock()
        for sent in count(1):
            failure: httpx.Response | Exception
            try:
                failure = response = yield from _sent(request, stream)
                if not response.is_error:
                    return response
            except httpx.RequestError as error:
                failure = error
            wait = self.retries.wait(request, failure, sent, began)
            if wait is None:
                raise failed(request, failure, sent)
            yield Wait(wait)
        raise AssertionError


HEADERS = {"Accept": "*/*", "Accept-Encoding": "gzip, deflate", "User-Agent": "entente-client"}


def _sent(request: httpx.Request, stream: bool) -> Plan[httpx.Response]:
    response = yield Send(request, stream)
    assert response is not None  # noqa: S101
    return response


def origin(url: httpx.URL) -> tuple[str, str, int | None]:
    """Give whom an address asks."""
    return url.scheme, url.host, url.port


def decoded(response: httpx.Response, gives: type[T]) -> T:
    """Read the answer that was asked for."""
    try:
        return msgspec.json.decode(response.content, type=gives)
    except msgspec.MsgspecError as error:
        words = f"{response.request.url}: {response.status_code} with a body that is not as documented"
        raise Unexpected(f"{words} ({error}): {shown(response)}") from error
