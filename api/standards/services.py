"""The services that this program is, for catalogues that list them."""

from typing import NamedTuple


class Service(NamedTuple):
    """A service: where it begins, the standard that it follows, the path that describes it, and what it serves."""

    path: str
    title: str
    standard: str
    described: str
    serves: tuple[str, ...] = ()


SERVICES = (
    Service("/", "Entente REST API", "https://spec.openapis.org/oas/v3.1.0", "/openapi.json"),
    Service(
        "/sdmx/v2",
        "SDMX REST service of the trade metrics",
        "https://github.com/sdmx-twg/sdmx-rest",
        "/openapi.json",
        ("trade-metrics",),
    ),
    Service(
        "/sdmx/v1",
        "The same for clients of SDMX REST 1",
        "https://github.com/sdmx-twg/sdmx-rest",
        "/openapi.json",
        ("trade-metrics",),
    ),
)
"""Those that serve nothing in particular serve everything."""
