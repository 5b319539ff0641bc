"""Every setting, read from the environment, documented here and nowhere else."""

from functools import cache
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from limits import parse_many
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent.parent

SECRETS = "/run/secrets"
"""Folder that Docker and others mount secrets in."""


class Settings(BaseSettings):
    """What can be set from outside; `entente settings` shows the values in force."""

    model_config = SettingsConfigDict(env_prefix="ENTENTE_", env_file=".env", extra="ignore", populate_by_name=True)

    database_url: str = Field(
        default=f"sqlite:///{ROOT / 'entente.db'}",
        validation_alias="DATABASE_URL",
        description="Database: `sqlite:///file` or `postgresql://user:password@host/name`.",
    )
    database_read_url: str = Field(
        default="",
        validation_alias="DATABASE_READ_URL",
        description="Where the API may read beside the database itself: replicas of it, `postgresql://user@a,b/name`. "
        "Nobody reads there what is older than the newest revision; while the primary is away, reads go on.",
    )
    secrets: Path = Field(
        default=Path(SECRETS),
        description="Folder of files that hold settings, each named as its variable in small letters: `database_url`. "
        "What the environment says goes first.",
    )
    host: str = Field(default="127.0.0.1", description="Address that `entente serve` listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port that `entente serve` listens on.")
    workers: int = Field(default=1, ge=1, le=64, description="Processes that `entente serve` starts.")
    drain: float = Field(
        default=0,
        ge=0,
        le=3600,
        description="Seconds that `entente serve` goes on after SIGTERM while `/readyz` is 503: as long as a proxy "
        "takes to see it, and to send requests elsewhere.",
    )
    stop: int = Field(
        default=20, ge=1, le=3600, description="Seconds that requests have to end after that, before they are cut off."
    )
    pool_size: int = Field(default=10, ge=1, le=200, description="Database connections that one process keeps at most.")
    query_timeout: float = Field(
        default=5, ge=0.1, le=3600, description="Seconds after which the database stops a query of the API."
    )
    exports: int = Field(
        default=2,
        ge=1,
        le=100,
        description="Exports that one process reads from the database at once, fewer than connections; more wait.",
    )
    export_timeout: float = Field(
        default=600, ge=0.1, le=86_400, description="Seconds after which the database stops an export."
    )
    cache_size: int = Field(
        default=64, ge=0, le=65_536, description="Megabytes of ready answers that one process keeps; 0 keeps none."
    )
    upload_size: int = Field(default=512, ge=1, le=65_536, description="Megabytes that a file to import has at most.")
    data: Path = Field(default=ROOT / "seed" / "data", description="Folder of the curated data files.")
    cors_origins: str = Field(
        default="*", description="Origins that may read from a browser, separated by commas; `*` for any."
    )
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^/?#\s]+(/[^/?#\s]+)*)?$",
        description="Address that people reach this service at, `https://data.example.org`: for citations and other "
        "documents that leave it. Empty: they name paths alone.",
    )
    hosts: str = Field(
        default="",
        description="Names of this service in `Host`, separated by commas, without ports; a request for another one is "
        "refused. Empty: any. What watches the service at `/healthz` and `/readyz` may use its address.",
    )
    rate_limit: str = Field(
        default="3000/minute",
        description="Requests that one client address may send, as `3000/minute` or `50/second`; empty for no limit. "
        "People and dashboards stay far below the default, a program that runs in circles does not.",
    )
    rate_limit_key: str = Field(
        default="12000/minute", description="Requests that may be sent with one valid key; empty for no limit."
    )
    rate_limit_store: str = Field(
        default="memory://",
        pattern=r"^(memory://|rediss?://.+)$",
        description="Where requests are counted: `memory://`, each process by itself, or `redis://host:port` for all "
        "processes together. While Redis does not answer, requests are not limited.",
    )
    metrics_folder: str = Field(
        default="",
        description="Folder where processes that share a port leave what they count for `/metrics`; by default one "
        "that `entente serve` makes for as long as it runs.",
    )
    trusted_proxies: str = Field(
        default="",
        description="Addresses or networks of the proxies in front, separated by commas: the address of a client is "
        "the last one in `X-Forwarded-For` that none of them has. Empty: the header is not believed.",
    )
    access_log: bool = Field(default=False, description="Whether every request is logged, not only those that write.")
    log_format: Literal["json", "text", ""] = Field(
        default="", description="How lines of the log are written; by default `text` on a terminal, else `json`."
    )
    log_level: str = Field(
        default="info", pattern="^(critical|error|warning|info|debug)$", description="How much the server logs."
    )

    @field_validator("secrets")
    @classmethod
    def there(cls, folder: Path) -> Path:
        """Refuse a folder that is named and not there: what is in it would be missed without a word."""
        if str(folder) != SECRETS and not folder.is_dir():
            raise ValueError("there is no such folder")
        return folder

    @field_validator("rate_limit", "rate_limit_key")
    @classmethod
    def one_limit(cls, text: str) -> str:
        """Refuse what is not one limit."""
        if text and (len(found := parse_many(text)) != 1 or not found[0].amount):
            raise ValueError("give one limit, of one request at least")
        return text

    @field_validator("rate_limit_store")
    @classmethod
    def reachable(cls, url: str) -> str:
        """Refuse a store that has no address, or needs a library that is not installed."""
        _ = urlsplit(url).port
        if url.startswith("redis") and find_spec("redis") is None:
            raise ValueError("this needs the library redis: pip install 'redis>=5.2'")
        return url

    @field_validator("trusted_proxies")
    @classmethod
    def networks(cls, text: str) -> str:
        """Refuse what is neither an address nor a network: it would trust nobody, and not say so."""
        for part in text.split(",") if text else ():
            ip_network(part.strip())
        return text


@cache
def settings() -> Settings:
    """Read the environment, and what it leaves out from the files of the secrets, once."""
    found = Settings()
    return Settings(_secrets_dir=found.secrets) if found.secrets.is_dir() else found


def variable(name: str) -> str:
    """Give the environment variable that sets a setting."""
    field = Settings.model_fields.get(name)
    return str(field.validation_alias) if field and field.validation_alias else f"ENTENTE_{name.upper()}"
