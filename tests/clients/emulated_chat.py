"""The emulated Slack that a transcript is played in: what its people do, and our bot, let in by its own pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, MutableMapping, Sequence
from contextlib import asynccontextmanager
from functools import partial

from yarl import URL

from adapters.slack.access import SCOPES
from adapters.slack.manifest import EVENTS_PATH, INSTALL_PATH
from adapters.slack.oauth import App, Installing
from adapters.slack.tokens import Api, ManyTokens, Tokens, open_session
from bot.app import Bot, utc_now
from bot.installations import Seal, SealedInstallations, new_key
from dialogs.messages import Sender
from tests.clients.blocks import Json, blocks_of
from tests.clients.person import Answer, Person
from tests.clients.rig import BOT_USER, CLIENT_ID, CLIENT_SECRET, REDIRECT, SIGNING_SECRET, TEAM, Emulator
from tests.doubles import slack_hands
from tests.transcripts.slack_chat import SHOWS, Clock, Way, open_door
from tests.transcripts.slack_seat import Chat, Dialog, Done, Filled


@asynccontextmanager
async def open_chat(
    bot: Bot, emulator: Emulator, clock: Clock, senders: MutableMapping[str, Sender]
) -> AsyncIterator[Chat]:
    """Let the bot into the emulated workspace. Its days are those of `clock`, but Slack signs by the real one."""
    async with open_session() as session:
        api, kept = Api(session, emulator.api), SealedInstallations(bot.store, Seal(new_key()), clock)
        tokens = Tokens(api, ManyTokens(kept, clock))
        way = Way(api, tokens, SIGNING_SECRET, utc_now, _installing(bot, api, kept))
        slack = Emulated(emulator)
        async with open_door(bot, slack, way, clock, senders) as chat:
            await _install(emulator, chat.address)
            found = await kept.find("slack", TEAM)
            assert found
            slack.token = found.token
            await chat.listening.introduce()
            await emulator.listen(f"{chat.address}{EVENTS_PATH}")
            yield chat


def _installing(bot: Bot, api: Api, kept: SealedInstallations) -> Installing:
    """The pages that add the app to a workspace."""
    # the emulator sends nobody back without an address; it knows the path of ours, and not yet the port
    app = App(CLIENT_ID, CLIENT_SECRET, tuple(SCOPES), REDIRECT)
    allowed, words = partial(bot.world.body_at, "slack"), partial(bot.world.texts.say, bot.world.preset.language)
    return Installing(app, api, kept, allowed=lambda workspace: bool(allowed(workspace)), words=words)


async def _install(emulator: Emulator, door: str) -> None:
    """An administrator adds the app, page by page."""
    async with emulator.session.get(f"{door}{INSTALL_PATH}", allow_redirects=False) as asked:
        there, state = asked.headers["Location"], asked.cookies
    back = URL(await emulator.allow(next(iter(emulator.people)), there))
    cookies = {name: morsel.value for name, morsel in state.items()}
    async with emulator.session.get(URL(door).join(back.relative()), cookies=cookies) as ended:
        assert ended.status == 200, await ended.text()


class Emulated:
    """The emulated workspace, as the people of a transcript use it (`slack_seat.Slack`).

    What it does not do is done here: answers to commands stay, what is typed in a dialog stays when it comes back, and
    a dialog covers all else, so that it is put away before anything else is done. `token` is the bot's own.
    """

    team = TEAM
    token = ""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator, self._looked = emulator, 0
        self._typed: dict[str, dict[str, str | tuple[str, ...]]] = {}

    def user(self, who: str) -> str:
        """Somebody's user id."""
        return str(self._emulator.people[who])

    async def join(self, who: str, name: str) -> None:
        """Somebody new has an account."""
        await self._emulator.join(who, name)

    async def say(self, who: str, text: str, thread: str) -> str:
        """Write to the bot. The emulator signs the event and sends it."""
        await self.close(who)
        return await Person(self._emulator, who).says(text, thread=thread)

    async def command(self, who: str, channel: str, text: str) -> list[Json]:
        """Use the command."""
        await self.close(who)
        body = _taken(await Person(self._emulator, who).commands(text, channel=channel)).body
        if body:
            where, slack = self._emulator.channels[channel], self._emulator.client()
            await slack.chat_postEphemeral(channel=where, user=self.user(who), text=body["text"], blocks=body["blocks"])
        return blocks_of(body)

    async def seen(self, who: str, channel: str) -> list[tuple[str, list[Json]]]:
        """What stands there for them."""
        return [(str(one["ts"]), blocks_of(one)) for one in await self._seen(who, channel)]

    async def _seen(self, who: str, channel: str) -> list[Json]:
        place = self._emulator.channels[channel] if channel else await self._emulator.direct(who)
        found = await self._emulator.part("messages", "ephemeral")
        alone = [one for one in found["ephemeral"] if one["target_user"] == self.user(who)]
        there = [one for one in [*found["messages"], *alone] if one["channel_id"] == place]
        return sorted(there, key=lambda one: str(one["ts"]), reverse=True)

    async def press(self, who: str, channel: str, ts: str, label: str, ticks: Sequence[str] = ()) -> None:
        """Press it, with everything that is ticked in one delivery."""
        await self.close(who)
        message = next(one for one in await self._seen(who, channel) if one["ts"] == ts)
        _taken(await Person(self._emulator, who).presses(message, label, ticks=tuple(ticks)))

    async def dialog(self, who: str) -> Dialog | None:
        """What is open, with what has been typed in it before and is still asked for."""
        view = await self._emulator.modal(who)
        if view is None:
            return None
        there = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
        kept = {name: said for name, said in self._typed.get(view["id"], {}).items() if name in there}
        self._typed[view["id"]] = kept
        return Dialog(view["id"], view, slack_hands.fill(view["blocks"], kept))

    async def submit(self, who: str, dialog: Dialog, filled: Filled) -> Json:
        """Send it."""
        typed = self._typed[dialog.id]
        typed |= filled
        return _taken(await Person(self._emulator, who).sends(dialog.body, typed)).body

    async def close(self, who: str) -> None:
        """Put away every dialog that is open."""
        while view := await self._emulator.modal(who):
            await self._emulator.ask("close", view=view["id"])

    async def done(self) -> list[Done]:
        """What is new among the calls that were made with the bot's token."""
        found = await self._emulator.part("calls", "channels", since=self._looked)
        self._looked += len(found["calls"])
        places = {one["channel_id"]: one for one in found["channels"]}
        ours = [call for call in found["calls"] if call["token"] == self.token and call["ok"]]
        return [self._done(call, places) for call in ours if call["method"] in SHOWS]

    def _done(self, call: Json, places: Mapping[str, Json]) -> Done:
        body, people = call["body"], {user: who for who, user in self._emulator.people.items()}
        place = places.get(call["channel"] or body.get("channel", ""), {})
        alone = place.get("is_im", False)
        told = place["members"] if alone else (body.get("user", ""),)
        who = next((people[user] for user in told if user in people and user != BOT_USER), "")
        channel = "" if alone else place.get("name", "")
        return Done(call["method"], channel, who, call["ts"], blocks_of(body), "metadata" in body)


def _taken(answer: Answer) -> Answer:
    assert answer.status == 200, answer
    return answer
