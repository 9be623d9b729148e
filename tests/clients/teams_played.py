"""The playground that a transcript is played in: what its people do there, and our bot behind its own door."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, MutableMapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.app import Bot
from dialogs.messages import Sender
from tests.clients.playground import BOT, BOT_NAME, TENANT, Playground, playground, told, user_of
from tests.clients.teams_wire import Exchange, Json
from tests.doubles import teams_hands
from tests.doubles.teams_hands import Value
from tests.transcripts.teams_chat import Clock, Way, open_door
from tests.transcripts.teams_seat import Dialog, Done, TeamsChat


@asynccontextmanager
async def open_chat(
    bot: Bot, channels: Mapping[str, str], folder: Path, clock: Clock, senders: MutableMapping[str, Sender]
) -> AsyncIterator[TeamsChat]:
    """Let the bot into the playground. What is said of that is not played.

    `channels` are ids by name: the playground's own channel first, then the team's.
    """
    people = {who.handle: who.name for who in bot.world.preset.people if who.body == bot.desk.body_at("teams", TENANT)}
    teams = Played(channels)
    async with (
        open_door(bot, teams, Way(app_id=""), clock, senders) as chat,
        playground(chat.address, folder, people, next(iter(channels))) as there,
    ):
        await teams.enter(there)
        assert await chat.listening.introduce()
        await bot.dispatcher.drain(clock())
        chat.seen()
        yield chat


class Played:
    """The playground, as the people of a transcript use it (`teams_seat.Teams`).

    Its page has nobody but one before it, and shows no dialogs; so everybody acts beside it, and what they have before
    them is worked out from the bot's answers.
    """

    tenant = TENANT

    def __init__(self, channels: Mapping[str, str]) -> None:
        self._channels, self._names = channels, {ident: name for name, ident in channels.items()}
        self._chats: dict[str, str] = {}
        self._users: dict[str, str] = {}
        self._open: dict[str, Dialog] = {}
        self._pressed_on: dict[str, tuple[str, str]] = {}
        self._answers: list[Done] = []
        self._looked = 0

    async def enter(self, there: Playground) -> None:
        """Everybody has a conversation with the bot, and it is in every channel."""
        self._there = there
        self._chats = {who: await there.chat(who) for who in there.people}
        self._users = {user_of(who): who for who in there.people}
        for name, channel in self._channels.items():
            named = {"channel": {"id": channel, "name": name}}
            await there.tell(there.me, channel, type="installationUpdate", action="add", channelData=named)

    def user(self, who: str) -> str:
        """Somebody's id in the tenant."""
        return user_of(who)

    async def join(self, who: str, name: str) -> None:
        """The playground has six people and no more."""
        raise NotImplementedError

    async def say(self, who: str, text: str) -> None:
        """Write to the bot."""
        _taken(await self._there.says(who, text))

    async def command(self, who: str, channel: str, text: str) -> None:
        """Use the command."""
        alone = {"id": BOT, "name": BOT_NAME, "isTargeted": True}
        where = self._channels[channel]
        _taken(await self._there.tell(who, where, type="message", text=text, textFormat="plain", recipient=alone))

    async def seen(self, who: str, channel: str) -> list[tuple[str, Json | None]]:
        """What stands there for them, with the cards that have taken others' place for them alone."""
        there = self._there.shown(self._place(who, channel))
        own = self._own(who)
        mine = [one for one in there if one.body.get("recipient", {}).get("id", user_of(who)) == user_of(who)]
        return [(one.id, own.get(one.id) or one.card or None) for one in reversed(mine)]

    async def press(self, who: str, channel: str, message: str, label: str, ticks: Sequence[str] = ()) -> None:
        """Press it: a dialog is asked for by hand, since the playground's page does not know how."""
        there = self._there.shown(self._place(who, channel))
        shown = next(one for one in there if one.id == message)
        target = teams_hands.find(self._own(who).get(message) or shown.card, label)
        ticked = teams_hands.tick(teams_hands.inputs(target.scope), ticks, {})
        data = teams_hands.sent(target, ticked)
        if target.opens:
            self._pressed_on[who] = (shown.conversation, message)
            await self._invoke(who, "task/fetch", data)
        else:
            answer = await self._there.presses(who, shown, {**target.action, "data": data})
            is_card = isinstance(answer["value"], dict)
            card, text = (answer["value"], "") if is_card else (None, str(answer["value"]))
            self._answers.append(Done("card" if is_card else "told", channel, who, message, card, text))

    async def dialog(self, who: str) -> Dialog | None:
        """What is open."""
        return self._open.get(who)

    async def submit(self, who: str, label: str, filled: Mapping[str, Value]) -> None:
        """Send it."""
        dialog = self._open[who]
        target = teams_hands.find(dialog.card, label)
        typed = teams_hands.fill(teams_hands.inputs(target.scope), filled) if filled else {}
        self._open[who] = Dialog(dialog.title, dialog.card, {**dialog.typed, **typed})
        await self._invoke(who, "task/submit", teams_hands.sent(target, {**dialog.typed, **typed}))

    async def close(self, who: str) -> None:
        """Put it away."""
        self._open.pop(who, None)

    async def done(self) -> list[Done]:
        """What is new among the answers and the calls."""
        answers, self._answers = self._answers, []
        new = self._there.wire.exchanges[self._looked :]
        self._looked += len(new)
        return [*answers, *(done for one in new if (done := self._called(one)))]

    def _called(self, one: Exchange) -> Done | None:
        shown = told(one)
        if shown is None:
            return None
        chats = {ident: who for who, ident in self._chats.items()}
        alone = self._users.get(shown.body.get("recipient", {}).get("id", ""), "")
        channel = self._names.get(shown.conversation.partition(";")[0], "")
        how, who = "change" if one.method == "PUT" else "post", chats.get(shown.conversation, alone)
        return Done(how, channel, who, shown.id, shown.card or None, shown.body.get("text", ""))

    def _place(self, who: str, channel: str) -> str:
        return self._channels[channel] if channel else self._chats[who]

    def _own(self, who: str) -> dict[str, Json]:
        """The cards that answers have put in the place of messages' own, for one person, until a message changes."""
        own: dict[str, Json] = {}
        for one in self._there.wire.exchanges:
            changed = told(one) if one.method == "PUT" else None
            if changed:
                own.pop(changed.id, None)
            elif one.body.get("from", {}).get("id") == user_of(who) and isinstance(one.answer.get("value"), dict):
                own[one.body["replyToId"]] = one.answer["value"]
        return own

    async def _invoke(self, who: str, name: str, data: Json) -> None:
        """Ask for a dialog, or send one; what the answer makes of it."""
        conversation, message = self._pressed_on[who]
        value = {"data": data, "context": {"theme": "default"}}
        sent = {"type": "invoke", "name": name, "value": value, "replyToId": message}
        task = _taken(await self._there.tell(who, conversation, **sent)).answer.get("task")
        channel = self._names.get(conversation.partition(";")[0], "")
        before = self._open.pop(who, None)
        match task:
            case {"type": "continue", "value": value}:
                card = value["card"]["content"]
                self._open[who] = Dialog(value["title"], card, {})
                self._answers.append(Done("dialog", channel, who, message, card))
            case {"type": "message", "value": text}:
                self._answers.append(Done("box", channel, who, message, None, str(text)))
            case _:
                assert before
                self._answers.append(Done("closed", channel, who, message))


def _taken(exchange: Exchange) -> Exchange:
    assert exchange.status == 200, exchange
    return exchange
