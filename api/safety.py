"""What every answer tells a browser."""

from starlette.types import Message, Send

from api.caching import Headers

POLICY = "Content-Security-Policy"
NOTHING = (POLICY.lower().encode(), b"default-src 'none'; frame-ancestors 'none'")
"""For data: opened in a browser, or put into a page, it loads and runs nothing."""

SAFE: Headers = [
    # A type is what it is said to be: text that a client wrote is never taken for a page.
    (b"x-content-type-options", b"nosniff"),
    # A query may say what somebody is looking for; a link that is followed from an answer does not pass it on.
    (b"referrer-policy", b"no-referrer"),
]
"""Headers of every answer. Those about cookies, plug-ins and old browsers have nothing to protect here."""

OF_DATA: Headers = [*SAFE, NOTHING]


PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""For pages whose scripts, styles and pictures are files served here."""

PAGE_OF_REDOC = PAGE_POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'") + "; worker-src blob:"
"""ReDoc makes its styles in the browser, and searches in a worker that it makes of its own text."""


def telling(send: Send) -> Send:
    """Send an answer with these headers; a page has a policy of its own."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = any(name == NOTHING[0] for name, _ in message["headers"])
            message = {**message, "headers": [*message["headers"], *(SAFE if own else OF_DATA)]}
        await send(message)

    return sending
