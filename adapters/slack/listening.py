"""Everything that Slack tells, on one way through Bolt: who it is from, what was said, one turn, the answer back.

One listener for each kind of payload; what is meant is decided by `inbound.py` and the turn. Nothing is acknowledged
before the turn has been committed, and nothing slow is waited for after that.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from aiohttp import ClientError
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from adapters.desk import Desk, Words
from adapters.faults import fault
from adapters.reading import object_at, objects_at, text_at
from adapters.slack import answering, forms
from adapters.slack.answering import Answers
from adapters.slack.bolted import bolted
from adapters.slack.inbound import PLATFORM, Heard, Way, mentioned, named, outsider, plain, read, team_of, unaddressed
from adapters.slack.people import People
from adapters.slack.render import escaped
from adapters.slack.tokens import NOT_INSTALLED, Api, Tokens, asked, bot_is_gone, happened_at
from dialogs.cards import Buttons, form_of, sentence
from dialogs.commands import read_command
from dialogs.messages import Inbound, Now, TryLater
from dialogs.texts import LANGUAGES
from dialogs.words import Verb
from ideas.people import Identity, Place

OPEN_BY = 0.8
"""Seconds until a view is opened without its contents: a trigger is good for three."""
HOMES = 5_000
"""Home tabs that are kept up to date, those opened last."""
SETTLED = frozenset({Verb.ANSWER, Verb.PICK_IDEA})
"""Presses after which a question shows its answer instead of its buttons."""
ABOUT_SOMEBODY = frozenset({Verb.ASSIGN, Verb.HAND_OVER})
"""Commands that name a colleague. A mention says for sure who it is, so it is left as it is."""
MOST_NAMES = 20
"""People mentioned in one text whose names are looked up."""
ANYTHING = re.compile(".*", re.DOTALL)

log = logging.getLogger(__name__)
T = TypeVar("T")
Next = Callable[[], Awaitable[BoltResponse]]
Opening = asyncio.Task[str]
"""A view that is opened meanwhile: its id, or nothing when it was not needed or not shown."""


class Listening:
    """Bolt's application with our listeners on it."""

    def __init__(self, desk: Desk, tokens: Tokens, api: Api, people: People, open_by: float = OPEN_BY) -> None:
        self._desk, self._tokens, self._people, self._open_by = desk, tokens, people, open_by
        self._session = api.session
        self._answers = Answers(tokens)
        self._running: set[asyncio.Task[Any]] = set()
        self._homes: OrderedDict[tuple[str, str], None] = OrderedDict()
        self.bolt = bolted(tokens, api, escaped(desk.words_at(PLATFORM, "")(NOT_INSTALLED)), self._gate())
        for listen in (self.bolt.event, self.bolt.command, self.bolt.action, self.bolt.view, self.bolt.shortcut):
            listen(ANYTHING)(self._listener())

    def _listener(self) -> Callable[..., Coroutine[Any, Any, BoltResponse]]:
        async def listener(body: dict[str, Any]) -> BoltResponse:
            try:
                return await self._hear(body)
            except Exception as error:  # noqa: BLE001 - our fault: Slack comes again, the operator sees the place
                log.error("something from Slack was not taken: %s", fault(error))
                return BoltResponse(status=503)

        return listener

    def _gate(self) -> Callable[..., Coroutine[Any, Any, BoltResponse]]:
        async def gate(body: dict[str, Any], next: Next) -> BoltResponse:  # noqa: A002 - Bolt gives it by this name
            """Before anything is looked up: who is not from here is told so, and leaves no trace."""
            ours = self._desk.body_at(PLATFORM, team_of(body))
            heard = None if ours and not outsider(body) else read(body)
            if heard is None:
                return await next()
            return self._turned_away(heard, body, self._desk.words_at(PLATFORM, team_of(body)))

        return gate

    async def finish(self) -> None:
        """Wait for the answers that are on their way."""
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)
        await self._people.finish()

    async def introduce(self) -> bool:
        """Find the people whom the preset appoints, so that they are told things before they have said anything.

        What its channels are called is asked too. Whether all could be told: where Slack or the database was not there,
        it is worth asking again.
        """
        told = True
        for team, body, emails in self._desk.appointed(PLATFORM):
            for email in emails:
                told &= await self._looked_up(self._introduced(team, body, email))
        for place in self._desk.channels_at(PLATFORM):
            told &= await self._looked_up(self._named(place))
        return told

    async def _looked_up(self, one: Coroutine[Any, Any, None]) -> bool:
        try:
            await one
        except Exception as error:  # noqa: BLE001 - they are met when they write, and others must not wait
            log.warning("somebody or something that the preset names could not be looked up: %s", fault(error))
            return False
        return True

    async def _named(self, place: Place) -> None:
        if name := await self._people.channel(place.workspace, place.channel):
            await self._desk.name_channel(place, name)

    async def _introduced(self, team: str, body: str, email: str) -> None:
        user = await self._people.called(team, email)
        if user:
            profile = await self._people.profile(team, user)
            if profile.outside:
                return
            await self._desk.meet(_identity(team, user), profile.name, email, _home(team, user), body)

    async def _hear(self, payload: Mapping[str, Any]) -> BoltResponse:
        """One payload from its arrival to its acknowledgement."""
        team, event = team_of(payload), object_at(payload, "event")
        if text_at(event, "type") in {"app_uninstalled", "tokens_revoked"}:
            if bot_is_gone(event):
                await self._tokens.forget(team, happened_at(payload))
            return _ack()
        heard = read(payload, self._desk.body_at(PLATFORM, team))
        if heard is None:
            return _ack()
        return await self._take(heard, payload, self._desk.words_at(PLATFORM, team))

    async def _take(self, heard: Heard, payload: Mapping[str, Any], words: Words) -> BoltResponse:
        filled = forms.filled(object_at(payload, "view")) if heard.way.submitted else None
        followed = filled if filled and filled[1].is_followed else None
        if followed:  # nothing is kept of a step but the last, so what was filled in need not be looked at yet
            step = replace(heard.inbound, fields={}, key=f"{heard.inbound.key}:{followed[1].step}")
            heard = replace(heard, inbound=step)
        taking = asyncio.ensure_future(self._turn(heard))
        opening = self._beside(self._meanwhile(taking, heard.way, words)) if _can_wait(heard.way) else None
        try:
            taken = await taking
        except TryLater:
            return self._busy(heard, payload, words, opening)
        if taken is None:
            return self._turned_away(heard, payload, words, opening)
        now, inbound = taken
        if followed:
            return _ack(answering.next_step(now or Now(), inbound, followed))
        if inbound.action == Verb.HOME:
            self._remember_home(heard.way)
            self._later(self._published(now, heard.way))
            return _ack()
        self._refresh_home(inbound, heard.way)
        return self._answered(_carrying(now, heard.way.said), inbound, heard.way, payload, words, opening)

    def _answered(
        self,
        now: Now | None,
        inbound: Inbound,
        way: Way,
        payload: Mapping[str, Any],
        words: Words,
        opening: Opening | None,
    ) -> BoltResponse:
        if way.submitted:
            if now and now.card and answering.is_told_in_channel(now, inbound):
                self._later(self._answers.whisper(replace(way, in_view=False), now.card))
            return _ack(answering.on_submission(now, inbound, object_at(payload, "view"), words))
        if way.command and now and now.card and not form_of(now.card):
            return _ack(answering.on_command(now.card, way))
        if inbound.action in SETTLED and inbound.value != "ring" and inbound.direct and not way.in_view:
            self._later(self._answers.answered(way, payload, _chosen(inbound)))
        self._later(self._give(now or Now(), inbound, way, words, opening))
        return _ack()

    async def _give(self, now: Now, inbound: Inbound, way: Way, words: Words, opening: Opening | None) -> None:
        """Show the answer; in the view that was opened meanwhile, if the turn took long."""
        view = await opening if opening else ""
        await self._answers.give(now, inbound, replace(way, view=view) if view else way, words)

    async def _turn(self, heard: Heard) -> tuple[Now | None, Inbound] | None:
        """The turn, with the name of who speaks and the text that is meant; None for somebody from outside."""
        way, inbound = heard.way, heard.inbound
        profile = await self._people.profile(way.team, way.user)
        if profile.outside:
            return None
        inbound = replace(inbound, name=profile.name, email=profile.email)
        mentions = heard.mentions
        if heard.refers:
            text = await self._written(way, heard.refers)
            inbound, mentions = replace(inbound, text=plain(text)), mentioned(text)
        if inbound.action == Verb.SUGGEST and "author" in inbound.fields:
            writer = await self._people.profile(way.team, str(inbound.fields["author"]))
            if writer.outside:
                return None
            more = {"author_name": writer.name, "author_email": writer.email}
            inbound = replace(inbound, fields={**inbound.fields, **more})
        if heard.refers and not inbound.text:
            inbound = replace(inbound, action=Verb.SURE, explicit=False, fields={})
        if mentions:
            inbound = replace(inbound, text=await self._with_names(way.team, inbound.text, mentions[:MOST_NAMES]))
        return await self._desk.take(inbound), inbound

    async def _with_names(self, team: str, text: str, ids: Sequence[str]) -> str:
        """The text with people by name, as it was typed, where Slack writes their ids."""
        command = read_command(text, LANGUAGES)
        if command and command.verb in ABOUT_SOMEBODY:
            return text
        profiles = await asyncio.gather(*(self._people.profile(team, one) for one in ids))
        return named(text, {one: profile.name for one, profile in zip(ids, profiles, strict=True) if profile.name})

    async def _meanwhile(self, taking: asyncio.Future[Any], way: Way, words: Words) -> str:
        """Open a view if the turn takes so long that the trigger would be too old; the view's id, or nothing."""
        await asyncio.wait({taking}, timeout=self._open_by)
        return "" if taking.done() else await self._answers.waiting(way, words)

    async def _written(self, way: Way, refers: str) -> str:
        """A person's own message as Slack has it, read once more; empty when it is not there or not theirs."""
        channel, _, where = refers.partition(":")
        thread, _, ts = where.rpartition(":")
        thread = thread or way.thread
        if not channel or not ts:
            return ""
        try:
            client = await self._tokens.client(way.team)
            found = await self._tokens.installation(way.team)
            span: dict[str, Any] = {"channel": channel, "oldest": ts, "latest": ts, "inclusive": True, "limit": 1}
            page = (await asked(client.conversations_history(**span))).data
            if not _own(page, ts, way.user) and thread.replace(".", "").isdecimal():
                page = (await asked(client.conversations_replies(ts=thread, **{**span, "limit": 2}))).data
        except (SlackApiError, ClientError, TimeoutError):
            log.warning("a person's own message could not be read again")
            return ""
        text = _own(page, ts, way.user)
        return text if channel.startswith("D") else unaddressed(text, found.bot_user if found else "")

    def _turned_away(
        self, heard: Heard, payload: Mapping[str, Any], words: Words, opening: Opening | None = None
    ) -> BoltResponse:
        """Somebody of another organisation, or of a workspace that is none of ours."""
        card, way = sentence(words("chat-outsider")), heard.way
        if way.command:
            return _ack(answering.on_command(card, way))
        if way.submitted:  # the words are for the view itself, wherever it was opened
            alone = replace(heard.inbound, direct=False, place=_home(way.team, way.user))
            return _ack(answering.on_submission(Now(card), alone, object_at(payload, "view"), words))
        if heard.inbound.action == Verb.HOME:
            self._later(self._answers.publish(card, way))
        elif (url := text_at(payload, "response_url")) and not opening:
            self._later(self._reply(url, answering.on_command(card, way)))
        else:
            self._later(self._give(Now(card), heard.inbound, way, words, opening))
        return _ack()

    async def _reply(self, url: str, message: Mapping[str, Any]) -> None:
        """Answer a press where the bot has no token: at the address that came with it."""
        try:
            body = {**message, "replace_original": False}
            async with self._session.post(url, json=body, allow_redirects=False) as answer:
                if answer.status >= 400:
                    log.warning("a press from elsewhere was not answered: %d", answer.status)
        except (ClientError, TimeoutError, ValueError) as error:
            log.warning("a press from elsewhere was not answered: %s", type(error).__name__)

    def _busy(self, heard: Heard, payload: Mapping[str, Any], words: Words, opening: Opening | None) -> BoltResponse:
        """Nothing was kept. Slack brings an event again; a person is told, and what was filled in stays."""
        if text_at(payload, "type") == "event_callback":
            return BoltResponse(status=503)
        card = sentence(words("chat-busy"))
        if heard.way.submitted:
            view = object_at(payload, "view")
            return _ack(answering.on_submission(Now(card, refused=True), heard.inbound, view, words))
        if heard.way.command:
            return _ack(answering.on_command(card, heard.way))
        self._later(self._give(Now(card), heard.inbound, heard.way, words, opening))
        return _ack()

    def _remember_home(self, way: Way) -> None:
        self._homes[way.team, way.user] = None
        self._homes.move_to_end((way.team, way.user))
        if len(self._homes) > HOMES:
            self._homes.popitem(last=False)

    def _refresh_home(self, inbound: Inbound, way: Way) -> None:
        """What somebody has done shows in their home tab, if they have opened it. Words in a talk change nothing."""
        done = inbound.action or inbound.explicit
        if done and (way.team, way.user) in self._homes:
            home, key = _home(way.team, way.user), f"{inbound.key}:home"
            again = Inbound(key, inbound.who, home, body=inbound.body, action=Verb.HOME, direct=False, home=home)
            self._later(self._home_again(again, way))

    async def _home_again(self, again: Inbound, way: Way) -> None:
        try:
            await self._published(await self._desk.take(again), way)
        except TryLater:
            log.warning("a home tab was not brought up to date")

    async def _published(self, now: Now | None, way: Way) -> None:
        if now and now.card:
            await self._answers.publish(now.card, way)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it beside the request, which is acknowledged without it."""
        _ = self._beside(work)

    def _beside(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and isinstance(error := task.exception(), Exception):
            log.error("an answer failed: %s", fault(error))


def _can_wait(way: Way) -> bool:
    """Whether a view can be opened for the answer to come."""
    return bool(way.trigger) and not way.view and not way.command


def _carrying(now: Now | None, words: str) -> Now | None:
    """The answer whose button to go on with a stopped text knows which text that is."""
    if now is None or now.card is None or not words:
        return now
    parts = tuple(_carried(part, words) if isinstance(part, Buttons) else part for part in now.card.parts)
    return replace(now, card=replace(now.card, parts=parts))


def _carried(row: Buttons, words: str) -> Buttons:
    return Buttons(tuple(replace(one, value=words) if one.resend and not one.value else one for one in row.buttons))


def _identity(team: str, user: str) -> Identity:
    return Identity(PLATFORM, team, user)


def _home(team: str, user: str) -> Place:
    return Place(PLATFORM, team, user)


def _chosen(inbound: Inbound) -> tuple[str, ...]:
    chosen = inbound.fields.get("choices", ())
    return (chosen,) if isinstance(chosen, str) else tuple(chosen)


def _own(page: object, ts: str, user: str) -> str:
    """The text of the message at a moment, as Slack has it, if this person wrote it."""
    found = (m for m in objects_at(page, "messages") if text_at(m, "ts") == ts and text_at(m, "user") == user)
    return next((text_at(message, "text") for message in found), "")


def _ack(answer: Mapping[str, Any] | None = None) -> BoltResponse:
    return BoltResponse(status=200, body=dict(answer) if answer else "")
