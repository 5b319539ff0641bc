"""The names of a host that the service answers to: who reaches it by another was led here by somebody else."""

from starlette.types import Scope

from api.caching import header
from api.limits import FREE
from api.problems import Problem


def names(text: str) -> frozenset[str]:
    """Read the setting of names; empty for any."""
    return frozenset(name.strip().lower() for name in text.split(",") if name.strip())


def misdirected(scope: Scope, hosts: frozenset[str]) -> Problem | None:
    """Give the problem of a request that was sent to another host, if it was.

    What watches a service asks it by an address, and gets no link from it.
    """
    if scope["path"] in FREE or name_of(sent := header(scope, b"host")) in hosts:
        return None
    return Problem("misdirected-request", f"This service does not answer to the name {sent[:100]!r}.")


def name_of(host: str) -> str:
    """Give the name in a `Host` header, without port and final dot."""
    name, _, port = host.rpartition(":")
    return (name if port.isdecimal() else host).removesuffix(".").lower()
