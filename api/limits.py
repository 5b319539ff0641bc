"""Rate limits: how many requests a client may send, told in each answer and enforced."""

import logging
from ipaddress import IPv6Address, ip_address
from math import ceil, floor
from time import monotonic
from typing import NamedTuple

import sqlalchemy as sa
from cachetools import LRUCache, TTLCache
from limits import RateLimitItem, parse
from limits.errors import StorageError
from starlette.types import Message, Scope, Send

from api.caching import header
from api.gate import gate
from api.keys import HEADER, holder, note
from api.problems import Problem
from api.windows import Counted, in_memory, in_redis
from models.api_key import hashed
from models.settings import Settings

log = logging.getLogger("entente.limits")

FREE = ("/healthz", "/readyz", "/metrics")
"""Paths without a limit, beside those of static files: what watches a service must not be turned away."""

KNOWN = 10.0
"""Seconds for which a key counts as valid, or not, for its limit; whether it may write is asked each time."""

PAUSE = 10.0
"""Seconds for which the store is left alone when it has not answered."""


class Policy(NamedTuple):
    """One limit, as it is counted and as it is told."""

    name: str
    item: RateLimitItem
    told: tuple[bytes, bytes]


def policy(name: str, text: str) -> Policy:
    """Read a limit; it is told as draft-ietf-httpapi-ratelimit-headers has it."""
    item = parse(text)
    told = f'"{name}";q={item.amount};w={item.get_expiry()}'
    return Policy(name, item, (b"ratelimit-policy", told.encode()))


class Standing(NamedTuple):
    """Where a client stands: whether the request may pass, how many more may, and seconds until there is room again."""

    policy: Policy
    passes: bool
    remaining: int
    seconds: int

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Tell it to the client."""
        standing = f'"{self.policy.name}";r={self.remaining};t={self.seconds}'.encode()
        return [self.policy.told, (b"ratelimit", standing)]

    def telling(self, send: Send) -> Send:
        """Send an answer with these headers."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *self.headers()]}
            await send(message)

        return sending

    def problem(self) -> Problem:
        """Give the problem of a request too many."""
        item, whose = self.policy.item, "with this key" if self.policy.name == "key" else "from this address"
        detail = (
            f"More than {item.amount} requests in {item.get_expiry()} seconds {whose}. Wait {self.seconds} seconds."
        )
        return Problem("rate-limited", detail, Retry_After=str(self.seconds))


def standing(policy: Policy, passes: bool, counted: Counted) -> Standing:
    """Say where a client stands, from the counts of the last window and this one and the seconds until each is over."""
    limit, length = policy.item.amount, policy.item.get_expiry()
    last, last_left, now, now_left = counted
    left = max(0.0, now_left - length)
    if passes:
        return Standing(policy, True, max(0, limit - now - floor(last * last_left / length)), ceil(left))
    # The last window weighs less with each second; where this one is full, its end is what helps.
    wait = left if now >= limit or not last else last_left - (limit - now) * length / last
    return Standing(policy, False, 0, max(1, floor(wait) + 1))


class Limits:
    """The limits of the settings."""

    def __init__(self, given: Settings) -> None:
        limits = {"address": given.rate_limit, "key": given.rate_limit_key}
        self.policies = {name: policy(name, text) for name, text in limits.items() if text}
        shared = given.rate_limit_store != "memory://"
        self.count = in_redis(given.rate_limit_store) if shared else in_memory()
        self.away_until = 0.0
        self.known: TTLCache[str, str] = TTLCache(10_000, KNOWN)
        self.addresses: LRUCache[str, str] = LRUCache(10_000)

    async def standing(self, scope: Scope) -> Standing | None:
        """Count a request; nothing where no limit concerns it."""
        path: str = scope["path"]
        if path in FREE or path.startswith("/assets/"):
            return None
        sent = header(scope, HEADER)
        key = await self.valid(sent) if sent else ""
        if key:
            note(scope, key)
        policy = self.policies.get("key" if key else "address")
        if policy is None or monotonic() < self.away_until:
            return None
        try:
            passes, counted = await self.count(policy.item, f"key:{key}" if key else self.address(scope))
        except (TimeoutError, StorageError, OSError) as error:
            self.away_until = monotonic() + PAUSE
            log.warning("rate limits are off: the store does not answer (%s)", type(error).__name__)
            return None
        return standing(policy, passes, counted)

    async def valid(self, key: str) -> str:
        """Give the id of a key, `` where it is not valid: anybody could invent one to get around the limit."""
        digest = hashed(key)
        if digest not in self.known:
            try:
                found = await gate().aside(holder, key)
            except sa.exc.SQLAlchemyError:
                return ""
            self.known[digest] = found.key if found else ""
        return self.known.get(digest, "")

    def address(self, scope: Scope) -> str:
        """Give the address that a request counts for."""
        host = scope["client"][0] if scope.get("client") else ""
        if (found := self.addresses.get(host)) is None:
            found = self.addresses[host] = network(host)
        return found


def network(host: str) -> str:
    """Give whom an address stands for: of IPv6 the first 64 bits, since one client has the rest to choose from."""
    try:
        found = ip_address(host.partition("%")[0])
    except ValueError:
        # A socket file, or what a proxy made up: one client, whatever it says.
        return "unknown"
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return str(found)
