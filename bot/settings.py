"""Settings from the environment (or a `.env` file), checked at start with errors that say what to write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SlackDoor = Literal["off", "http", "socket"]
"""How Slack reaches the bot: not at all, by calling its address, or over a connection that the bot opens."""


class SettingsError(Exception):
    """A setting that cannot be used; each line names it and what is allowed."""


def _pasted(secret: SecretStr) -> SecretStr:
    """Without what comes along when something is copied from a page."""
    return SecretStr(secret.get_secret_value().strip())


def _begins(beginning: str, what: str) -> AfterValidator:
    """Refuses what was copied from another box of the page; the message never shows what was written."""

    def check(secret: SecretStr) -> SecretStr:
        if secret.get_secret_value() and not secret.get_secret_value().startswith(beginning):
            raise PydanticCustomError("allowed", f"should begin with {beginning}: {what}")
        return secret

    return AfterValidator(check)


def _address(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise PydanticCustomError("allowed", "should be an address, such as https://slack.com/api/")
    return url if url.endswith("/") else f"{url}/"


Secret = Annotated[SecretStr, AfterValidator(_pasted)]
BotToken = Annotated[Secret, _begins("xoxb-", "the Bot User OAuth Token under Install App")]
AppToken = Annotated[Secret, _begins("xapp-", "the App-Level Token under Basic Information")]
NONE = SecretStr("")


class Settings(BaseSettings):
    """Every setting, with its environment variable's name in capitals."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", populate_by_name=True)

    database_url: str = Field("sqlite:///var/idesluss.db", description="where facts stay")
    idesluss_preset: str = Field("skaraborg", description="a packaged preset by name, or the path of a TOML file")
    host: str = Field("127.0.0.1", description="address to serve the page on")
    port: int = Field(8080, ge=0, le=65535, description="port to serve the page on; 0 takes a free one")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="how much is logged")
    log_format: Literal["auto", "json", "text"] = Field("auto", description="json when nobody watches the terminal")
    slack_bot_token: BotToken = Field(NONE, description="whom the bot is in one workspace")
    slack_app_token: AppToken = Field(NONE, description="opens connections to Slack: Socket Mode")
    slack_signing_secret: Secret = Field(NONE, description="shows that a request comes from Slack")
    slack_client_id: str = Field("", description="who the app is when it is added to several workspaces")
    slack_client_secret: Secret = Field(NONE, description="proves it")
    slack_api_url: Annotated[str, AfterValidator(_address)] = Field(
        "https://slack.com/api/", description="where the Web API is"
    )
    idesluss_secret_key: Secret = Field(NONE, description="encrypts stored tokens; several, with commas, newest first")

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the page."""
        return self.host in LOOPBACK

    @property
    def slack(self) -> SlackDoor:
        """How Slack reaches the bot, as the settings that are there decide.

        Raises:
            SettingsError: when they do not fit together; one line for each thing to write or leave out.
        """
        if faults := tuple(_faults(_given(self))):
            raise SettingsError("\n".join(faults))
        if "SLACK_APP_TOKEN" in _given(self):
            return "socket"
        return "http" if "SLACK_SIGNING_SECRET" in _given(self) else "off"

    @property
    def has_many_workspaces(self) -> bool:
        """Whether the app is added to workspaces by OAuth, and their tokens are stored, encrypted."""
        return self.slack == "http" and bool(self.slack_client_id)

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The keys that stored tokens are encrypted with: the first for new ones, all of them for reading."""
        keys = (key.strip() for key in self.idesluss_secret_key.get_secret_value().split(","))
        return tuple(key for key in keys if key)


def read_settings(**overrides: object) -> Settings:
    """The settings, with those given on the command line on top.

    Raises:
        SettingsError: naming each setting that is wrong, or missing beside another.
    """
    given = {key: value for key, value in overrides.items() if value is not None}
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("\n".join(f"{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())) from None
    if faults := tuple(_faults(_given(settings))):
        raise SettingsError("\n".join(faults))
    return settings


_CLIENT = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")


def _given(settings: Settings) -> frozenset[str]:
    """Which of the settings that go together hold something."""
    values = {
        "SLACK_BOT_TOKEN": settings.slack_bot_token.get_secret_value(),
        "SLACK_APP_TOKEN": settings.slack_app_token.get_secret_value(),
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret.get_secret_value(),
        "SLACK_CLIENT_ID": settings.slack_client_id,
        "SLACK_CLIENT_SECRET": settings.slack_client_secret.get_secret_value(),
        "IDESLUSS_SECRET_KEY": settings.secret_keys,
    }
    return frozenset(name for name, value in values.items() if value)


def _faults(given: frozenset[str]) -> Iterator[str]:
    """What is missing or too much among Slack's settings; nothing when there are none of them."""
    many = not given.isdisjoint(_CLIENT)
    if "SLACK_APP_TOKEN" in given:
        if "SLACK_BOT_TOKEN" not in given:
            yield "SLACK_BOT_TOKEN is missing: Socket Mode (SLACK_APP_TOKEN) needs both tokens."
        if many:
            yield f"{' and '.join(_CLIENT)}: leave them out. Socket Mode (SLACK_APP_TOKEN) is for one workspace."
    elif "SLACK_BOT_TOKEN" in given and many:
        yield f"SLACK_BOT_TOKEN is for one workspace, {' and '.join(_CLIENT)} for several: leave out one or the other."
    elif many:
        yield from (f"{name} is missing: {_NEEDED[name]}" for name in _NEEDED if name not in given)
    elif "SLACK_BOT_TOKEN" in given and "SLACK_SIGNING_SECRET" not in given:
        yield "SLACK_SIGNING_SECRET is missing beside SLACK_BOT_TOKEN. Or, for Socket Mode, SLACK_APP_TOKEN."
    elif "SLACK_SIGNING_SECRET" in given and "SLACK_BOT_TOKEN" not in given:
        yield "SLACK_BOT_TOKEN is missing beside SLACK_SIGNING_SECRET. Or, for several workspaces, SLACK_CLIENT_ID."


_NEEDED = {
    "SLACK_SIGNING_SECRET": "it shows what comes from Slack.",
    "SLACK_CLIENT_ID": "it goes with SLACK_CLIENT_SECRET, and both are for several workspaces.",
    "SLACK_CLIENT_SECRET": "it goes with SLACK_CLIENT_ID, and both are for several workspaces.",
    "IDESLUSS_SECRET_KEY": "the workspaces' tokens are stored encrypted. Write what idesluss secret-key prints.",
}
"""What adding the app to several workspaces needs, and why."""
