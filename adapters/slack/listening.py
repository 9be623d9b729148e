"""Everything that Slack tells, on one way through Bolt: who it is from, what was said, one turn, the answer back.

One listener for each kind of payload; what is meant is decided by `inbound.py` and the turn. Nothing is acknowledged
before the turn has been committed, and nothing slow is waited for after that.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any, Protocol

from aiohttp import ClientError
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from adapters.slack import answering, forms
from adapters.slack.answering import Answers, Words, said
from adapters.slack.inbound import PLATFORM, Heard, Way, outsider, plain, read, team_of
from adapters.slack.people import People
from adapters.slack.reading import object_at, objects_at, text_at
from adapters.slack.render import escaped
from adapters.slack.tokens import NOT_INSTALLED, Api, Tokens, asked, bot_is_gone, happened_at
from dialogs.messages import Inbound, Now, TryLater
from dialogs.words import Verb
from ideas.people import Identity, Place

OPEN_BY = 0.8
"""Seconds until a view is opened without its contents: a trigger is good for three."""
HOMES = 5_000
"""Home tabs that are kept up to date, those opened last."""
SETTLED = frozenset({Verb.ANSWER, Verb.PICK_IDEA})
"""Presses after which a question shows its answer instead of its buttons."""
ANYTHING = re.compile(".*", re.DOTALL)

log = logging.getLogger(__name__)


class Desk(Protocol):
    """What Slack's surface needs of the bot behind it."""

    async def take(self, inbound: Inbound) -> Now | None:
        """One turn, committed before this returns. Raises TryLater when nothing could be kept."""
        ...

    def body_at(self, platform: str, workspace: str) -> str:
        """The body whose people are in a workspace; empty when it is none of ours."""
        ...

    def words_at(self, platform: str, workspace: str) -> Words:
        """The texts that a surface says itself, in the language spoken in a workspace."""
        ...

    async def meet(self, who: Identity, name: str, email: str, home: Place, body: str) -> None:
        """Somebody can be told things from now on, though they have not said anything yet."""
        ...

    def appointed(self, platform: str) -> list[tuple[str, str, tuple[str, ...]]]:
        """Each workspace of a platform with its body, and the e-mail addresses of those who are appointed there."""
        ...


class Listening:
    """Bolt's application with our listeners on it."""

    def __init__(self, desk: Desk, tokens: Tokens, api: Api, people: People, open_by: float = OPEN_BY) -> None:
        self._desk, self._tokens, self._people, self._open_by = desk, tokens, people, open_by
        self._answers = Answers(tokens)
        self._running: set[asyncio.Task[None]] = set()
        self._homes: OrderedDict[tuple[str, str], None] = OrderedDict()
        self.bolt = _bolt(tokens, api, desk)
        for listen in (self.bolt.event, self.bolt.command, self.bolt.action, self.bolt.view, self.bolt.shortcut):
            listen(ANYTHING)(self._listener())

    def _listener(self) -> Callable[..., Coroutine[Any, Any, BoltResponse]]:
        async def listener(body: dict[str, Any]) -> BoltResponse:
            return await self._hear(body)

        return listener

    async def finish(self) -> None:
        """Wait for the answers that are on their way."""
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    async def introduce(self) -> None:
        """Find the people whom the preset appoints, so that they are told things before they have said anything."""
        for team, body, emails in self._desk.appointed(PLATFORM):
            for email in emails:
                user = await self._people.called(team, email)
                if user:
                    profile = await self._people.profile(team, user)
                    who, home = Identity(PLATFORM, team, user), Place(PLATFORM, team, user)
                    await self._desk.meet(who, profile.name, email, home, body)

    async def _hear(self, payload: Mapping[str, Any]) -> BoltResponse:
        """One payload from its arrival to its acknowledgement."""
        team, event = team_of(payload), object_at(payload, "event")
        if text_at(event, "type") in {"app_uninstalled", "tokens_revoked"}:
            if bot_is_gone(event):
                await self._tokens.forget(team, happened_at(payload))
            return _ack()
        body = self._desk.body_at(PLATFORM, team)
        words = self._desk.words_at(PLATFORM, team)
        heard = read(payload, body)
        if heard is None:
            return _ack()
        if not body or outsider(payload):
            return self._turned_away(heard, words)
        try:
            return await self._take(heard, payload, words)
        except TryLater:
            return self._busy(heard, payload, words)

    async def _take(self, heard: Heard, payload: Mapping[str, Any], words: Words) -> BoltResponse:
        way = heard.way
        if way.submitted and (filled := forms.filled(object_at(payload, "view"))) and filled[1].is_followed:
            opened = replace(heard.inbound, fields={}, key=f"{heard.inbound.key}:{filled[1].step}")
            now = await self._desk.take(opened)
            return _ack(answering.next_step(now or Now(), opened, filled))
        taking = asyncio.ensure_future(self._turn(heard))
        way = await self._meanwhile(taking, way, words)
        taken = await taking
        if taken is None:
            return self._turned_away(replace(heard, way=way), words)
        now, inbound = taken
        if inbound.action == Verb.HOME:
            self._remember_home(way)
            self._later(self._published(now, way))
            return _ack()
        self._refresh_home(inbound, way)
        return self._answered(now, inbound, way, payload, words)

    def _answered(
        self, now: Now | None, inbound: Inbound, way: Way, payload: Mapping[str, Any], words: Words
    ) -> BoltResponse:
        if way.submitted:
            if now and now.card and answering.is_told_in_channel(now, inbound):
                self._later(self._answers.whisper(replace(way, in_view=False), now.card))
            return _ack(answering.on_submission(now, inbound, object_at(payload, "view"), words))
        if way.command and now and now.card and not answering.form_of(now.card):
            return _ack(answering.on_command(now.card, way))
        if inbound.action in SETTLED and inbound.value != "ring" and inbound.direct and not way.in_view:
            self._later(self._answers.answered(way, payload, _chosen(inbound)))
        self._later(self._answers.give(now or Now(), inbound, way, words))
        return _ack()

    async def _turn(self, heard: Heard) -> tuple[Now | None, Inbound] | None:
        """The turn, with the name of who speaks and the text that is meant; None for somebody from outside."""
        way, inbound = heard.way, heard.inbound
        profile = await self._people.profile(way.team, way.user)
        if profile.outside:
            return None
        inbound = replace(inbound, name=profile.name, email=profile.email)
        if heard.refers:
            inbound = replace(inbound, text=await self._written(way.team, heard.refers, way))
        if inbound.action == Verb.SUGGEST and "author" in inbound.fields:
            writer = await self._people.profile(way.team, str(inbound.fields["author"]))
            more = {"author_name": writer.name, "author_email": writer.email}
            inbound = replace(inbound, fields={**inbound.fields, **more})
        if heard.refers and not inbound.text:
            inbound = replace(inbound, action=Verb.SURE, explicit=False, fields={})
        return await self._desk.take(inbound), inbound

    async def _meanwhile(self, taking: asyncio.Future[Any], way: Way, words: Words) -> Way:
        """Open a view if the turn takes so long that the trigger would be too old."""
        if not way.trigger or way.view or way.command:
            return way
        await asyncio.wait({taking}, timeout=self._open_by)
        if taking.done():
            return way
        return replace(way, view=await self._answers.waiting(way, words))

    async def _written(self, team: str, refers: str, way: Way) -> str:
        """The text of a person's own message, read once more; empty when it is not there or not theirs."""
        channel, _, ts = refers.rpartition(":")
        try:
            client = await self._tokens.client(team)
            where: dict[str, Any] = {"channel": channel, "oldest": ts, "latest": ts, "inclusive": True, "limit": 1}
            found = await asked(client.conversations_history(**where))
            if not _own(found.data, ts, way.user) and way.thread and way.thread.replace(".", "").isdecimal():
                found = await asked(client.conversations_replies(ts=way.thread, **{**where, "limit": 2}))
            return _own(found.data, ts, way.user)
        except (SlackApiError, ClientError, TimeoutError):
            log.warning("a person's own message could not be read again")
            return ""

    def _turned_away(self, heard: Heard, words: Words) -> BoltResponse:
        """Somebody of another organisation, or of a workspace that is none of ours."""
        card = said(words("chat-outsider"))
        if heard.way.command:
            return _ack(answering.on_command(card, heard.way))
        if heard.way.submitted:
            return _ack({"response_action": "clear"})
        if heard.inbound.action != Verb.HOME:
            self._later(self._answers.give(Now(card), heard.inbound, heard.way, words))
        return _ack()

    def _busy(self, heard: Heard, payload: Mapping[str, Any], words: Words) -> BoltResponse:
        """Nothing was kept. Slack brings an event again; a person is told, and what was filled in stays."""
        if text_at(payload, "type") == "event_callback":
            return BoltResponse(status=503)
        card = said(words("chat-busy"))
        if heard.way.submitted:
            return _ack(answering.on_submission(Now(card, refused=True), heard.inbound, payload["view"], words))
        if heard.way.command:
            return _ack(answering.on_command(card, heard.way))
        self._later(self._answers.give(Now(card), heard.inbound, heard.way, words))
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
            home = Place(PLATFORM, way.team, way.user)
            again = Inbound(f"{inbound.key}:home", inbound.who, home, body=inbound.body, action=Verb.HOME, direct=False)
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
        """Do it after the request has been acknowledged."""
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("an answer failed: %s", type(error).__name__)


def _bolt(tokens: Tokens, api: Api, desk: Desk) -> AsyncApp:
    """Bolt without its own copies of what we do: requests come verified, and nobody reads its English."""
    quiet = logging.getLogger(f"{__name__}.bolt")
    quiet.setLevel(logging.CRITICAL)  # its lines quote whole payloads
    return AsyncApp(
        name="idesluss",
        logger=quiet,
        authorize=tokens.authorize,
        client=api.client(),
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=True,
        attaching_function_token_enabled=False,
        ignoring_self_events_enabled=True,
        user_facing_authorize_error_message=escaped(desk.words_at(PLATFORM, "")(NOT_INSTALLED)),
    )


def _chosen(inbound: Inbound) -> tuple[str, ...]:
    chosen = inbound.fields.get("choices", ())
    return (chosen,) if isinstance(chosen, str) else tuple(chosen)


def _own(page: object, ts: str, user: str) -> str:
    """The text of the message at a moment, if this person wrote it."""
    found = (m for m in objects_at(page, "messages") if text_at(m, "ts") == ts and text_at(m, "user") == user)
    return next((plain(text_at(message, "text")) for message in found), "")


def _ack(answer: Mapping[str, Any] | None = None) -> BoltResponse:
    return BoltResponse(status=200, body=dict(answer) if answer else "")
