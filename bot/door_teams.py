"""Teams' door, wired as the settings say: signed in as a registered bot, or open to a client on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from adapters.server import Application
from adapters.teams.addresses import is_loopback, is_teams
from adapters.teams.app import build, serve_on
from adapters.teams.connector import Connector, open_session
from adapters.teams.pace import Pace
from adapters.teams.sdk import Login, OpenLogin, SignIn, SignInError, open_login
from adapters.teams.send import TeamsSender
from adapters.teams.tokens import Tokens
from bot.desk import Desk
from bot.door import Clock, Door, introducing
from bot.references import KeptReferences
from bot.settings import Settings, SettingsError
from dialogs.messages import TryLater
from storage.store import Store

log: structlog.stdlib.BoundLogger = structlog.get_logger("idesluss")
TEAMS = "teams"


@asynccontextmanager
async def open_teams(settings: Settings, store: Store, desk: Desk, clock: Clock) -> AsyncIterator[Door]:
    """Teams' door.

    Raises:
        SettingsError: when the certificate cannot be used.
    """
    login = sign_in(settings)
    is_trial = settings.teams == "development"
    is_allowed = is_loopback if is_trial else is_teams
    async with open_session() as session:
        tokens, references = Tokens(login, clock), KeptReferences(store, clock)
        in_place = settings.teams_presses == "in-place"
        connector = Connector(session, tokens, Pace(clock), settings.teams_app_id, is_allowed, in_place=in_place)
        listening = build(desk, connector, references, clock)

        async def run(stop: asyncio.Event) -> None:
            async with introducing(listening, stop):
                await _warmed(login, tokens)
                await stop.wait()

        def serve(app: Application) -> None:
            serve_on(app, listening, login, is_allowed, only_near=is_trial)

        try:
            yield Door(TEAMS, TeamsSender(connector, references), serve, run)
        finally:
            await listening.finish()


def sign_in(settings: Settings) -> Login | OpenLogin:
    """How the bot signs in, and who may come in.

    Raises:
        SettingsError: when the certificate cannot be used.
    """
    if settings.teams == "development":
        return OpenLogin()
    kind = SignIn(
        app_id=settings.teams_app_id,
        tenant=settings.teams_app_tenant,
        kind=settings.teams_app_type,
        secret=settings.teams_app_password.get_secret_value(),
        certificate=_certificate(settings.teams_app_certificate),
    )
    try:
        return open_login(kind)
    except SignInError as error:
        raise SettingsError(str(error)) from None


def _certificate(path: str) -> str:
    if not path:
        return ""
    whole = Path(path).absolute()
    try:
        return whole.read_text("ascii")
    except UnicodeDecodeError:
        raise SettingsError(f"TEAMS_APP_CERTIFICATE: {whole} is not a PEM file, which is text.") from None
    except OSError as error:
        raise SettingsError(f"TEAMS_APP_CERTIFICATE: {whole}: {error.strerror}.") from None


async def _warmed(login: Login | OpenLogin, tokens: Tokens) -> None:
    """The first message need not wait for keys or a token; if there are none the operator reads why at once."""
    for warm in (login.warm, tokens.warm):
        try:
            await warm()
        except TryLater as error:
            log.error("teams-sign-in", reason=str(error))
