"""Settings from the environment (or a `.env` file), checked at start with errors that say what to write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SlackDoor = Literal["off", "http", "socket"]
"""How Slack reaches the bot: not at all, by calling its address, or over a connection that the bot opens."""


TeamsDoor = Literal["off", "on", "development"]
"""Whether Teams is served: not at all, for a registered bot, or for a client on this machine that signs nothing."""


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


_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _guid(where: str) -> AfterValidator:
    """An id as Entra writes it, in small letters; nothing stays nothing. `where` is which one of which page.

    What was written is shown only where it cannot be a secret that belongs in another line.
    """

    def check(written: str) -> str:
        plain = written.strip().lower()
        if not plain or _GUID.fullmatch(plain):
            return plain
        shown = f"{plain} is not one: " if re.fullmatch(r"[0-9a-f{}-]+", plain) else ""
        raise PydanticCustomError(
            "allowed", "should be an id such as 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed. {it}", {"it": f"{shown}{where}"}
        )

    return AfterValidator(check)


def _value(secret: SecretStr) -> SecretStr:
    """Refuses the id that stands beside a secret in Entra."""
    if _GUID.fullmatch(secret.get_secret_value().lower()):
        raise PydanticCustomError("allowed", "this is an id, perhaps the Secret ID. Write the secret's Value instead.")
    return secret


Secret = Annotated[SecretStr, AfterValidator(_pasted)]
AppId = Annotated[str, _guid("It is called Application (client) ID under Overview on the app's page in Entra.")]
Tenant = Annotated[str, _guid("It is called Directory (tenant) ID under Overview on the app's page in Entra.")]
ClientSecret = Annotated[Secret, AfterValidator(_value)]
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
    teams_app_id: AppId = Field("", description="which app the bot is in Entra")
    teams_app_tenant: Tenant = Field("", description="the tenant that the app is registered in")
    teams_app_type: Literal["SingleTenant", "UserAssignedMSI"] = Field(
        "SingleTenant", description="how the bot signs in: with a secret or certificate, or as a managed identity"
    )
    teams_app_password: ClientSecret = Field(NONE, description="the app's client secret")
    teams_app_certificate: str = Field("", description="the path of a PEM file with a certificate and its private key")
    teams_slash_commands: bool = Field(False, description="the tenant has slash commands for bots")
    teams_presses: Literal["in-place", "messages"] = Field(
        "in-place", description="how presses on cards come; messages where phones do not take the other"
    )
    teams_development: bool = Field(False, description="serve a Teams client on this machine without any sign-in")
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
    def teams(self) -> TeamsDoor:
        """Whether Teams is served, as the settings that are there decide.

        Raises:
            SettingsError: when they do not fit together; one line for each thing to write or leave out.
        """
        if faults := tuple(_teams_faults(self)):
            raise SettingsError("\n".join(faults))
        if self.teams_development:
            return "development"
        return "on" if self.teams_app_id else "off"

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
        raise SettingsError("\n".join(map(_wrong, error.errors()))) from None
    if faults := (*_faults(_given(settings)), *_teams_faults(settings)):
        raise SettingsError("\n".join(faults))
    return settings


def _wrong(error: ErrorDetails) -> str:
    """A setting that cannot be read, with what to write."""
    said, name = error["msg"], str(error["loc"][0]).upper()
    if error["type"].startswith("bool_"):
        said = "write true or false"
    elif error["type"] == "literal_error":
        said = f"write {error['ctx']['expected']}".replace("'", "")
    return f"{name}: {said}"


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


def _teams_faults(settings: Settings) -> Iterator[str]:
    """What is missing or too much among Teams' settings; nothing when there are none of them."""
    proofs = {
        "TEAMS_APP_PASSWORD": settings.teams_app_password.get_secret_value(),
        "TEAMS_APP_CERTIFICATE": settings.teams_app_certificate,
    }
    given = [name for name, value in proofs.items() if value]
    if settings.teams_development:
        yield from _development_faults(settings, given)
    elif settings.teams_app_id:
        if not settings.teams_app_tenant:
            yield "TEAMS_APP_TENANT is missing: it is the tenant that the app TEAMS_APP_ID is registered in."
        yield from _proof_faults(settings.teams_app_type, given)
    elif given or settings.teams_app_tenant:
        yield f"TEAMS_APP_ID is missing beside {', '.join([*given, 'TEAMS_APP_TENANT'][:1])}."


def _proof_faults(kind: str, given: Sequence[str]) -> Iterator[str]:
    """What is wrong with how the bot proves who it is."""
    if kind == "UserAssignedMSI":
        if given:
            yield f"{' and '.join(given)}: leave out. A managed identity (TEAMS_APP_TYPE) needs no secret."
    elif len(given) > 1:
        yield f"{' and '.join(given)}: leave one of them out. The app signs in with one or the other."
    elif not given:
        yield "TEAMS_APP_PASSWORD is missing beside TEAMS_APP_ID. Or, for a certificate, TEAMS_APP_CERTIFICATE."


def _development_faults(settings: Settings, given: Sequence[str]) -> Iterator[str]:
    """Without any sign-in whoever reaches the bot may be anyone, so only this machine may."""
    if settings.teams_app_type == "UserAssignedMSI":
        given = [*given, "TEAMS_APP_TYPE"]
    if given:
        yield f"{' and '.join(given)}: leave out, or TEAMS_DEVELOPMENT. Nobody signs in while that is on."
    if not settings.is_loopback:
        yield f"TEAMS_DEVELOPMENT is for this machine alone, and HOST is {settings.host}. Leave one of them out."
