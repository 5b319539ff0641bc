"""The client for programs that wait: it sends, waits and reads, as `core` says."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import httpx

from entente_client.cache import Cache
from entente_client.calls import Call, Write
from entente_client.core import Core, Plan, Wait
from entente_client.files import beside, watched
from entente_client.pages import Page, frame
from entente_client.retries import Retries

T = TypeVar("T")


class Shell:
    """Carries plans out. `key` is for writing; `transport` and `sleep` may be others in tests."""

    def __init__(
        self,
        base_url: str = "http://127.0.0.1:8000",
        *,
        key: str | None = None,
        timeout: float = 30.0,
        retries: Retries | None = None,
        cache: Cache | None = None,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.core = Core(base_url, key, retries or Retries(), Cache() if cache is None else cache)
        self.http, self.sleep = httpx.Client(timeout=timeout, transport=transport), sleep

    def carry_out(self, plan: Plan[T]) -> T:
        """Do what a plan asks for, and give what it returns."""
        try:
            action = next(plan)
            while True:
                try:
                    came = self._do(action)
                except httpx.RequestError as error:
                    action = plan.throw(error)
                else:
                    action = plan.send(came)
        except StopIteration as end:
            given: T = end.value
            return given

    def _do(self, action: Any) -> httpx.Response | None:
        if isinstance(action, Wait):
            self.sleep(action.seconds)
            return None
        response = self.http.send(action.request, stream=action.stream)
        if response.status_code != httpx.codes.OK:
            response.read()
        return response

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def read(self, call: Call[T]) -> T:
        """Read an answer."""
        return self.carry_out(self.core.read(call))

    def write(self, call: Write[T]) -> T:
        """Send a change, and read what became of it."""
        return self.carry_out(self.core.write(call))


class Pages(Generic[T]):
    """The records of a list: iterate over them, and the pages are read one by one as they are needed."""

    def __init__(self, client: Shell, call: Call[Page[T]]) -> None:
        self.client, self.call = client, call

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.data

    def pages(self) -> Iterator[Page[T]]:
        """Iterate over the pages."""
        call: Call[Page[T]] | None = self.call.without_total()
        while call:
            yield (page := self.client.read(call))
            call = call.after(page)

    def page(self) -> Page[T]:
        """Read the first page, which counts all records in `page.total`."""
        return self.client.read(self.call)

    def to_pandas(self) -> Any:
        """Read all records into a `pandas.DataFrame`."""
        return frame(self)


class Export:
    """A file: iterate over its parts, or save it. It is asked for when it is read."""

    def __init__(self, client: Shell, call: Call[Any]) -> None:
        self.client, self.call = client, call

    def __iter__(self) -> Iterator[bytes]:
        """Read the file, part by part; raises Cut where it ends too soon."""
        with closing(self.client.carry_out(self.client.core.stream(self.call))) as response, watched(response) as file:
            yield from map(file.seen, response.iter_bytes())

    def save(self, to: str | PathLike[str]) -> Path:
        """Save the file, and give its path; what was cut is not left under this name."""
        with beside(whole := Path(to)) as part, part.open("wb") as written:
            for piece in self:
                written.write(piece)
        return whole


class Resource:
    """What is asked of one resource."""

    def __init__(self, client: Shell) -> None:
        self._client = client
