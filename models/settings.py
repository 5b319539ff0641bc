"""Every setting, read from the environment, documented here and nowhere else."""

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent.parent


class Settings(BaseSettings):
    """What can be set from outside; `entente settings` shows the values in force."""

    model_config = SettingsConfigDict(env_prefix="ENTENTE_", env_file=".env", extra="ignore", populate_by_name=True)

    database_url: str = Field(
        default=f"sqlite:///{ROOT / 'entente.db'}",
        validation_alias="DATABASE_URL",
        description="Database: `sqlite:///file` or `postgresql://user:password@host/name`.",
    )
    host: str = Field(default="127.0.0.1", description="Address that `entente serve` listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port that `entente serve` listens on.")
    workers: int = Field(default=1, ge=1, le=64, description="Processes that `entente serve` starts.")
    pool_size: int = Field(default=10, ge=1, le=200, description="Database connections that one process keeps at most.")
    exports: int = Field(
        default=2,
        ge=1,
        le=100,
        description="Exports that one process streams at once, fewer than connections; more wait.",
    )
    cache_size: int = Field(
        default=64, ge=0, le=65_536, description="Megabytes of ready answers that one process keeps; 0 keeps none."
    )
    upload_size: int = Field(default=512, ge=1, le=65_536, description="Megabytes that a file to import has at most.")
    data: Path = Field(default=ROOT / "seed" / "data", description="Folder of the curated data files.")
    cors_origins: str = Field(
        default="*", description="Origins that may read from a browser, separated by commas; `*` for any."
    )
    access_log: bool = Field(default=False, description="Whether every request is logged.")
    log_level: str = Field(
        default="info", pattern="^(critical|error|warning|info|debug)$", description="How much the server logs."
    )


@cache
def settings() -> Settings:
    """Read the environment once."""
    return Settings()


def variable(name: str) -> str:
    """Give the environment variable that sets a setting."""
    field = Settings.model_fields.get(name)
    return str(field.validation_alias) if field and field.validation_alias else f"ENTENTE_{name.upper()}"
