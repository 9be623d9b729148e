"""Settings from the environment (or a `.env` file), checked at start with errors that say what to write."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsError(Exception):
    """A setting that cannot be used; each line names it and what is allowed."""


class Settings(BaseSettings):
    """Every setting, with its environment variable's name in capitals."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", populate_by_name=True)

    database_url: str = Field("sqlite:///var/idesluss.db", description="where facts stay")
    idesluss_preset: str = Field("skaraborg", description="a packaged preset by name, or the path of a TOML file")
    host: str = Field("127.0.0.1", description="address to serve the page on")
    port: int = Field(8080, ge=0, le=65535, description="port to serve the page on; 0 takes a free one")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="how much is logged")
    log_format: Literal["auto", "json", "text"] = Field("auto", description="json when nobody watches the terminal")

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the page."""
        return self.host in LOOPBACK


def read_settings(**overrides: object) -> Settings:
    """The settings, with those given on the command line on top.

    Raises:
        SettingsError: naming each setting that is wrong.
    """
    given = {key: value for key, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("\n".join(f"{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())) from None
