"""A client of the Entente API: cited regional-integration data, typed."""

from entente_client.async_client import AsyncClient
from entente_client.cache import Cache
from entente_client.client import Client
from entente_client.errors import Cut, EntenteError, Problem, Unexpected, Unreachable
from entente_client.models import Fault
from entente_client.pages import Page
from entente_client.retries import Retries

__all__ = [
    "AsyncClient",
    "Cache",
    "Client",
    "Cut",
    "EntenteError",
    "Fault",
    "Page",
    "Problem",
    "Retries",
    "Unexpected",
    "Unreachable",
]
