"""Routes of holders of a key: who asks is known before anything else of a request is looked at."""

from collections.abc import Callable
from functools import partial
from inspect import iscoroutinefunction
from typing import Any, ClassVar

from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

from api.bodies import read
from api.gate import GRACE, gate, remaining, uncounted
from api.keys import caller
from api.route import Handle, parse
from models.api_key import KeyScope
from models.settings import settings

Work = Callable[[], Response]
"""A function with all its arguments."""


class KeyedRoute(APIRoute):
    """A route whose function takes a request, its one query model, its body as bytes if it has one, and its path.

    First the key, then the parameters, then the body, then the work: FastAPI documents it as any other, and by itself
    would read the body of anybody first. A function that is no coroutine is run by `carry`.
    """

    wanted: ClassVar[KeyScope]

    async def carry(self, _request: Request, work: Work) -> Response:
        """Run the function in a thread."""
        return await gate().watched(remaining(settings().query_timeout + GRACE), work)

    def get_route_handler(self) -> Handle:
        """Give what answers a request."""
        endpoint, query = self.endpoint, self.dependant.query_params[0].field_info.annotation

        async def handle(request: Request) -> Response:
            request.state.caller = await gate().aside(caller, request.scope, self.wanted)
            arguments: dict[str, Any] = {"request": request, "query": parse(query, request.scope)}
            if self.body_field:
                with uncounted():
                    arguments["body"] = await read(request)
            work = partial(endpoint, **arguments, **request.path_params)
            if iscoroutinefunction(endpoint):
                return await work()  # type: ignore[no-any-return]
            return await self.carry(request, work)

        return handle
