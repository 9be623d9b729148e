"""Slack's door, wired as the settings say: over HTTP or Socket Mode, in one workspace or in many."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

import structlog

from adapters.server import Application
from adapters.slack.access import SCOPES
from adapters.slack.app import build, serve_on
from adapters.slack.oauth import App, Installing
from adapters.slack.send import SlackSender
from adapters.slack.socket import listen
from adapters.slack.tokens import Api, ManyTokens, OneToken, Source, Tokens, open_session
from bot.desk import Desk
from bot.door import Clock, Door, introducing
from bot.installations import Seal, SealedInstallations
from bot.settings import Settings, SettingsError
from bot.world import World
from storage.store import Store

log: structlog.stdlib.BoundLogger = structlog.get_logger("idesluss")
SLACK = "slack"


@asynccontextmanager
async def open_slack(settings: Settings, store: Store, world: World, desk: Desk, clock: Clock) -> AsyncIterator[Door]:
    """Slack's door.

    Raises:
        SettingsError: when settings do not fit together, or stored tokens cannot be read.
    """
    async with open_session() as session:
        api = Api(session, settings.slack_api_url)
        source, installing = await _tokens(settings, store, world, desk, api, clock)
        tokens = Tokens(api, source)
        listening = build(desk, tokens, api, clock)

        async def run(stop: asyncio.Event) -> None:
            async with introducing(listening, stop):
                if settings.slack == "socket":
                    await listen(listening, api, settings.slack_app_token.get_secret_value(), stop)
                else:
                    await stop.wait()

        def serve(app: Application) -> None:
            if settings.slack == "http":
                secret = settings.slack_signing_secret.get_secret_value()
                serve_on(app, listening, secret, clock, installing(tokens) if installing else None)

        try:
            yield Door(SLACK, SlackSender(tokens, clock), serve, run)
        finally:
            await listening.finish()


async def _tokens(
    settings: Settings, store: Store, world: World, desk: Desk, api: Api, clock: Clock
) -> tuple[Source, Callable[[Tokens], Installing] | None]:
    """Where tokens come from: the one of the settings, or those of every workspace that has installed the app."""
    if not settings.has_many_workspaces:
        return OneToken(settings.slack_bot_token.get_secret_value(), api, clock), None
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
