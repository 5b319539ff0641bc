"""The client for programs that do other things meanwhile: it sends, waits and reads, as `core` says."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import anyio
import httpx

from entente_client.cache import Cache
from entente_client.calls import Call, Write
from entente_client.core import Core, Plan, Wait
from entente_client.files import beside, watched
from entente_client.pages import Page, frame
from entente_client.retries import Retries

T = TypeVar("T")


class AsyncShell:
    """Carries plans out. `key` is for writing; `transport` and `sleep` may be others in tests."""

    def __init__(
        self,
        base_url: str = "http://127.0.0.1:8000",
        *,
        key: str | None = None,
        timeout: float = 30.0,
        retries: Retries | None = None,
        cache: Cache | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
    ) -> None:
        self.core = Core(base_url, key, retries or Retries(), Cache() if cache is None else cache)
        self.http, self.sleep = httpx.AsyncClient(timeout=timeout, transport=transport), sleep

    async def carry_out(self, plan: Plan[T]) -> T:
        """Do what a plan asks for, and give what it returns."""
        try:
            action = next(plan)
            while True:
                try:
                    came = await self._do(action)
                except httpx.RequestError as error:
                    action = plan.throw(error)
                else:
                    action = plan.send(came)
        except StopIteration as end:
            given: T = end.value
            return given

    async def _do(self, action: Any) -> httpx.Response | None:
        if isinstance(action, Wait):
            await self.sleep(action.seconds)
            return None
        response = await self.http.send(action.request, stream=action.stream)
        if response.status_code != httpx.codes.OK:
            await response.aread()
        return response

    async def aclose(self) -> None:
        """Close the connections."""
        await self.http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.aclose()

    async def read(self, call: Call[T]) -> T:
        """Read an answer."""
        return await self.carry_out(self.core.read(call))

    async def write(self, call: Write[T]) -> T:
        """Send a change, and read what became of it."""
        return await self.carry_out(self.core.write(call))


class AsyncPages(Generic[T]):
    """The records of a list: iterate over them, and the pages are read one by one as they are needed."""

    def __init__(self, client: AsyncShell, call: Call[Page[T]]) -> None:
        self.client, self.call = client, call

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for record in page.data:
                yield record

    async def pages(self) -> AsyncIterator[Page[T]]:
        """Iterate over the pages."""
        call: Call[Page[T]] | None = self.call.without_total()
        while call:
            yield (page := await self.client.read(call))
            call = call.after(page)

    async def page(self) -> Page[T]:
        """Read the first page, which counts all records in `page.total`."""
        return await self.client.read(self.call)

    async def to_pandas(self) -> Any:
        """Read all records into a `pandas.DataFrame`."""
        return frame([record async for record in self])


class AsyncExport:
    """A file: iterate over its parts, or save it. It is asked for when it is read."""

    def __init__(self, client: AsyncShell, call: Call[Any]) -> None:
        self.client, self.call = client, call

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Read the file, part by part; raises Cut where it ends too soon."""
        response = await self.client.carry_out(self.client.core.stream(self.call))
        async with aclosing(response):
            with watched(response) as file:
                async for part in response.aiter_bytes():
                    yield file.seen(part)

    async def save(self, to: str | PathLike[str]) -> Path:
        """Save the file, and give its path; what was cut is not left under this name."""
        with beside(whole := Path(to)) as part:
            async with await anyio.open_file(part, "wb") as written:
                async for piece in self:
                    await written.write(piece)
        return whole


class AsyncResource:
    """What is asked of one resource."""

    def __init__(self, client: AsyncShell) -> None:
        self._client = client
