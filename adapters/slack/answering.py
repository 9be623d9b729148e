"""What is answered at once and privately: a view that opens, words that only one person sees, the home tab."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.desk import Words
from adapters.reading import object_at, objects_at, text_at
from adapters.slack import forms, marks
from adapters.slack.elements import plain
from adapters.slack.inbound import Way
from adapters.slack.limits import TITLE
from adapters.slack.render import home, render
from adapters.slack.tokens import Tokens, asked, error_of
from dialogs.cards import Card, Form, form_of, sentence
from dialogs.messages import Inbound, Now, TryLater

log = logging.getLogger(__name__)


def meta_of(now: Now, inbound: Inbound, form: Form) -> forms.Meta:
    """What a view has to carry so that the form is sent from where it belongs."""
    place = now.place or inbound.place
    direct = inbound.direct or now.place is not None
    return forms.Meta(form.action, form.value, place.channel, place.thread, direct=direct)


class Answers:
    """Gives the answers that ride on a request. None of them is kept: whoever misses one asks again."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    async def waiting(self, way: Way, words: Words) -> str:
        """Open a small view while the answer is made, for a trigger is soon too old; the view's id, or nothing."""
        view = {**forms.waiting(words("chat-waiting")), "close": plain(words("chat-close"), TITLE)}
        answer = await self._tried(way, lambda c: c.views_open(trigger_id=way.trigger, view=view))
        return text_at(answer.data, "view", "id") if answer else ""

    async def give(self, now: Now, inbound: Inbound, way: Way, words: Words) -> None:
        """Show the answer's card: a form as a view, else words where they were asked for."""
        card, form = now.card, form_of(now.card)
        if card is None:
            if way.view and not way.submitted and way.trigger:
                await self._view(way, _closable(forms.view(sentence(words("chat-told-home")), _NOWHERE), words))
            return
        if form and (way.view or way.trigger):
            if not await self._view(way, _form_view(now, inbound, form, card, words)):
                await self.whisper(way, card)
        elif way.in_view or (way.view and not way.submitted):
            if not await self._view(way, _closable(forms.view(card, _NOWHERE), words)):
                await self.whisper(way, card)
        else:
            await self.whisper(way, card)

    async def answered(self, way: Way, payload: Mapping[str, Any], chosen: tuple[str, ...]) -> None:
        """Let a question show what was answered, where buttons would look as if nothing had been pressed."""
        act = next(objects_at(payload, "actions"), {})
        message, channel = object_at(payload, "message"), text_at(payload, "channel", "id")
        blocks: Any = marks.answered(forms.sent_again(message), text_at(act, "block_id"), chosen)
        ts, text = text_at(message, "ts"), text_at(message, "text")
        if blocks and channel and ts:
            await self._tried(way, lambda c: c.chat_update(channel=channel, ts=ts, text=text, blocks=blocks))

    async def publish(self, card: Card, way: Way) -> None:
        """Show the card as somebody's home tab."""
        await self._tried(way, lambda c: c.views_publish(user_id=way.user, view=home(card)))

    async def _view(self, way: Way, view: dict[str, Any]) -> bool:
        if way.view:
            return await self._tried(way, lambda c: c.views_update(view_id=way.view, view=view)) is not None
        return await self._tried(way, lambda c: c.views_open(trigger_id=way.trigger, view=view)) is not None

    async def whisper(self, way: Way, card: Card) -> None:
        """Only for them: in their own conversation as it is, elsewhere as a message that nobody else sees."""
        shown = render(card, way.said)
        if way.channel != way.user:
            here: dict[str, Any] = {"channel": way.channel, "user": way.user, "thread_ts": way.thread or None}
            if await self._tried(way, lambda c: c.chat_postEphemeral(**here, **shown)):
                return
        thread = (way.thread or None) if way.channel == way.user and _is_ts(way.thread) else None
        own: dict[str, Any] = {"channel": way.user, "thread_ts": thread, "unfurl_links": False, "unfurl_media": False}
        await self._tried(way, lambda c: c.chat_postMessage(**own, **shown))

    async def _tried(
        self, way: Way, call: Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]
    ) -> AsyncSlackResponse | None:
        """Slack's answer; None when it would not, and the log says why."""
        try:
            return await asked(call(await self._tokens.client(way.team)))
        except (SlackApiError, ClientError, TimeoutError, TryLater) as error:
            reason = error_of(error) if isinstance(error, SlackApiError) else ""
            log.warning("an answer was not shown: %s", reason or type(error).__name__)
            return None


def on_command(card: Card, way: Way) -> dict[str, Any]:
    """The answer to a slash command, seen by whoever wrote it."""
    return {"response_type": "ephemeral", **render(card, way.said)}


def on_submission(now: Now | None, inbound: Inbound, view: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """What becomes of a view when its form has been sent: errors by its fields, the next words, or it is closed.

    Nothing typed is lost: what was refused stays in the view, with the reason over it.
    """
    try:
        return _on_submission(now, inbound, view, words)
    except forms.TooLongError:
        inputs = (text_at(b, "block_id") for b in objects_at(view, "blocks") if text_at(b, "type") == "input")
        return {"response_action": "errors", "errors": {next(inputs, ""): words("chat-too-much")}}


def _on_submission(now: Now | None, inbound: Inbound, view: Mapping[str, Any], words: Words) -> dict[str, Any]:
    card, form = (now.card, form_of(now.card)) if now else (None, None)
    if now is None or (card is None and not now.refused):
        return {"response_action": "clear"}
    if card is None:
        return _updated(forms.warned(view, sentence(words("chat-not-saved"))))
    if form is None:
        return _updated(forms.warned(view, card)) if now.refused else _told(card, inbound, words)
    errors = forms.errors(card, view) if now.refused else None
    if errors:
        return {"response_action": "errors", "errors": errors}
    return _updated(forms.view(card, _going_on(view, meta_of(now, inbound, form), form)))


def _going_on(view: Mapping[str, Any], meta: forms.Meta, form: Form) -> forms.Meta:
    """A form that comes back stands in the step with something to mend, with everything that was filled in."""
    filled = forms.filled(view)
    step = forms.step_to_mend(form)
    return replace(meta, kept=filled[0], sure=filled[1].sure, step=step) if filled else meta


def next_step(now: Now, inbound: Inbound, filled: tuple[Mapping[str, Any], forms.Meta]) -> dict[str, Any]:
    """The next step of a form that does not fit into one view, with what has been filled in carried along."""
    card, form = now.card, form_of(now.card)
    if card is None or form is None:
        return {"response_action": "clear"}
    fields, meta = filled
    return _updated(forms.view(card, replace(meta, step=meta.step + 1, kept=fields)))


def _form_view(now: Now, inbound: Inbound, form: Form, card: Card, words: Words) -> dict[str, Any]:
    """The form as a view, or a sentence when it holds more than views can."""
    try:
        return forms.view(card, meta_of(now, inbound, form))
    except forms.TooLongError:
        return _closable(forms.view(sentence(words("chat-too-much")), _NOWHERE), words)


def _told(card: Card, inbound: Inbound, words: Words) -> dict[str, Any]:
    """Where a view was opened from a channel the words are whispered there; else they stand in the view."""
    if inbound.direct or inbound.place.channel != inbound.who.user:
        return {"response_action": "clear"}
    return _updated(_closable(forms.view(card, _NOWHERE), words))


def is_told_in_channel(now: Now | None, inbound: Inbound) -> bool:
    """Whether words about a form that was sent are whispered in the channel where it was opened."""
    elsewhere = not inbound.direct and inbound.place.channel != inbound.who.user
    return elsewhere and now is not None and now.card is not None and not now.refused and form_of(now.card) is None


def _updated(view: Mapping[str, Any]) -> dict[str, Any]:
    return {"response_action": "update", "view": view}


def _closable(view: Mapping[str, Any], words: Words) -> dict[str, Any]:
    return {**view, "close": plain(words("chat-close"), TITLE)}


def _is_ts(thread: str) -> bool:
    return thread.replace(".", "").isdecimal()


_NOWHERE = forms.Meta("", "", "", "")
