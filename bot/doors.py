"""The doors that chat platforms come in by, wired as the settings say; `bot/app.py` opens them while it serves.

An adapter is imported only when its platform is set up, so that a start without it costs nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.desk import Desk
from bot.settings import Settings, SettingsError
from bot.world import World
from dialogs.messages import Sender
from storage.store import Store

if TYPE_CHECKING:
    from adapters.server import Application
    from adapters.slack.listening import Listening
    from adapters.slack.oauth import Installing
    from adapters.slack.tokens import Api, Source, Tokens

log: structlog.stdlib.BoundLogger = structlog.get_logger("idesluss")
Clock = Callable[[], datetime]
SLACK = "slack"
ASK_AGAIN = 300.0
"""Seconds until a platform is asked again for people it could not tell of."""


@dataclass(frozen=True, slots=True)
class Door:
    """One platform's way in: its sender, what it adds to the HTTP server, and what runs for as long as it is open."""

    platform: str
    sender: Sender
    serve_on: Callable[[Application], None]
    run: Callable[[asyncio.Event], Awaitable[None]]


@asynccontextmanager
async def open_doors(
    settings: Settings, store: Store, world: World, desk: Desk, clock: Clock
) -> AsyncIterator[list[Door]]:
    """The doors of every platform that is set up.

    Raises:
        SettingsError: when settings do not fit together, or stored tokens cannot be read.
    """
    if settings.slack == "off":
        yield []
        return
    from adapters.slack.app import build, serve_on
    from adapters.slack.send import SlackSender
    from adapters.slack.socket import listen
    from adapters.slack.tokens import Api, Tokens, open_session

    async with open_session() as session:
        api = Api(session, settings.slack_api_url)
        source, installing = await _tokens(settings, store, world, desk, api, clock)
        tokens = Tokens(api, source)
        listening = build(desk, tokens, api, clock)

        async def run(stop: asyncio.Event) -> None:
            async with _introducing(listening, stop):
                if settings.slack == "socket":
                    await listen(listening, api, settings.slack_app_token.get_secret_value(), stop)
                else:
                    await stop.wait()

        def serve(app: Application) -> None:
            if settings.slack == "http":
                secret = settings.slack_signing_secret.get_secret_value()
                serve_on(app, listening, secret, clock, installing(tokens) if installing else None)

        try:
            yield [Door(SLACK, SlackSender(tokens, clock), serve, run)]
        finally:
            await listening.finish()


@asynccontextmanager
async def _introducing(listening: Listening, stop: asyncio.Event) -> AsyncIterator[None]:
    """People are introduced meanwhile; the end waits for nobody's name."""
    introducing = asyncio.ensure_future(_introduce(listening, stop))
    try:
        yield
    finally:
        introducing.cancel()
        await asyncio.gather(introducing, return_exceptions=True)


async def _introduce(listening: Listening, stop: asyncio.Event) -> None:
    """Once, and again after a while where Slack could not tell of everybody."""
    while not stop.is_set() and not await listening.introduce():
        with suppress(TimeoutError):
            async with asyncio.timeout(ASK_AGAIN):
                await stop.wait()


async def _tokens(
    settings: Settings, store: Store, world: World, desk: Desk, api: Api, clock: Clock
) -> tuple[Source, Callable[[Tokens], Installing] | None]:
    """Where tokens come from: the one of the settings, or those of every workspace that has installed the app."""
    from adapters.slack.access import SCOPES
    from adapters.slack.oauth import App, Installing
    from adapters.slack.tokens import ManyTokens, OneToken

    if not settings.has_many_workspaces:
        return OneToken(settings.slack_bot_token.get_secret_value(), api, clock), None
    from bot.installations import Seal, SealedInstallations

    installations = SealedInstallations(store, Seal(settings.idesluss_secret_key.get_secret_value()), clock)
    try:
        await installations.rotate()
    except SettingsError as error:  # those workspaces are as without the app, which can be installed there again
        log.error("tokens-shut", advice=str(error))
    app = App(settings.slack_client_id, settings.slack_client_secret.get_secret_value(), tuple(SCOPES))
    language = world.preset.language

    def installing(tokens: Tokens) -> Installing:
        return Installing(
            app,
            api,
            installations,
            allowed=lambda workspace: bool(world.body_at(SLACK, workspace)),
            words=partial(world.texts.say, language),
            language=language,
            installed=lambda new: tokens.renew(new.workspace),
        )

    return ManyTokens(installations, clock), installing
