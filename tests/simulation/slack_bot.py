"""Runs of the bot behind Slack's door."""

from __future__ import annotations

from aiohttp import web

from adapters.slack.app import build, serve_on
from adapters.slack.send import SlackSender
from adapters.slack.tokens import Api, OneToken, Tokens, open_session
from tests.doubles.slack_people import App
from tests.simulation.chat_bot import Around, begun

TOKEN = "xoxb-skovde"


async def live(around: Around) -> None:
    """One run, for as long as it is let."""
    async with begun(around) as run, open_session() as session:
        api, now = Api(session, around.chat), run.clock.now
        tokens = Tokens(api, OneToken(TOKEN, api, now))
        run.senders["slack"] = SlackSender(tokens, now, run.asking.rest)
        listening = build(run.bot.desk, tokens, api, now)
        app = web.Application()
        serve_on(app, listening, App().signing_secret, now)
        await run.open(app, around.door)
        await listening.introduce()
        while True:
            await run.deliver(listening._running)
