"""What people do in Slack, delivered to our bot as Slack delivers it, and what Slack does with the bot's answers.

async with Driver(slack, f"http://127.0.0.1:{port}/slack/events") as people:
    said = await people.say("U0ANNA", "Frukosten kommer för sent")  # to the bot; said.ts, said.status
    await people.press("U0EVA", "C0COACHES", label="Ta")  # on the newest message with that button
    await people.submit("U0EVA", values={"Din fråga": "Vilken avdelning?"})
    await people.signed(skew=-301).say("U0ANNA", "för sent")  # refused
    await people.again(said, retry=1)  # the same delivery once more
Driver(slack, slack.socket)  # the same over Socket Mode
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import Any, Self

from tests.doubles import slack_hands, slack_replies
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_hands import Target, Typed, Value
from tests.doubles.slack_payloads import Payloads, escaped, typed_blocks
from tests.doubles.slack_request import Json, SlackError
from tests.doubles.slack_socket import SocketDoor
from tests.doubles.slack_transport import (
    COMMANDS,
    EVENTS,
    INTERACTIVE,
    Answer,
    Held,
    Http,
    Parcel,
    Retry,
    Signing,
    Socket,
    Transport,
)
from tests.doubles.slack_views import View, payload
from tests.doubles.slack_world import Channel, Ephemeral, Message, Version, Workspace

BROKEN = "We had some trouble connecting. Try again?"
"""What Slack writes under a form when it cannot use the answer."""


class Driver:
    """Everybody's hands. `road` is the URL of our bot, or the double's socket door."""

    def __init__(self, slack: SlackDouble, road: str | SocketDoor | Transport) -> None:
        self._slack, self._world = slack, slack.world
        self._payloads = Payloads(slack.world, slack.app)
        self._signing = Signing(slack.app.signing_secret)
        self._transport: Transport
        match road:
            case str():
                self._transport = Http(road, self._world.now)
            case SocketDoor():
                self._transport = Socket(road)
            case _:
                self._transport = road
        self.answers: list[Answer] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._transport.close()

    # How it is delivered

    def signed(self, **changes: Any) -> Self:
        """The same hands with another signature: `secret`, `skew`, `timestamp`, `signature` or `without`."""
        other = copy(self)
        other._signing = replace(self._signing, **changes)
        return other

    def holding(self, held: Held) -> Self:
        """The same hands, but what they do is kept in `held.parcels`; `deliver` sends it when the time has come."""
        other = copy(self)
        other._transport = held
        return other

    async def deliver(self, parcel: Parcel, retry: int = 0, reason: str = "http_timeout") -> Answer:
        """Send a delivery as it is. `retry` is which new try of Slack's it is."""
        answer = await self._transport.carry(parcel, self._signing, Retry(retry, reason))
        self.answers.append(answer)
        return answer

    async def again(self, earlier: Answer, retry: int = 0, reason: str = "http_timeout") -> Answer:
        """The same delivery once more: as a new try when `retry` says so, else as a bare duplicate."""
        return await self.deliver(earlier.parcel, retry, reason)

    async def insist(self, parcel: Parcel) -> Answer:
        """Deliver an event as Slack does: once, and three times more until it is taken. Nothing waits in between."""
        answer = await self.deliver(parcel)
        for retry in (1, 2, 3):
            if answer.ok or "X-Slack-No-Retry" in answer.headers:
                break
            answer = await self.deliver(parcel, retry, "http_error" if answer.status else "connection_failed")
        return answer

    # What people write

    async def say(
        self, user: str, text: str, thread_ts: str = "", *, edited: str = "", raw: bool = False, **more: Any
    ) -> Answer:
        """Somebody writes to the bot one to one, or changes what they wrote at `edited`.

        `raw` is a text as Slack sends it, and `more` what else the event holds: `subtype="file_share", files=[…]`.
        """
        team = self._world.team_of(user)
        channel = team.direct(user)
        if edited:
            return await self._edited(team, channel, text, edited)
        message = self._written(channel, user, text, thread_ts, raw=raw)
        return await self.event(self._payloads.message(team, channel, message) | more, team, channel, message.ts)

    async def mention(self, user: str, channel: str, text: str, thread_ts: str = "") -> Answer:
        """Somebody writes to the bot in a channel."""
        team, there = self._where(user, channel)
        message = self._written(there, user, text, thread_ts, mentions=team.bot)
        return await self._told(team, there, message, "app_mention")

    async def write(self, user: str, channel: str, text: str, thread_ts: str = "") -> Answer:
        """Somebody writes in a channel, not to the bot. An app gets it only if it asked for `message.channels`."""
        team, there = self._where(user, channel)
        return await self._told(team, there, self._written(there, user, text, thread_ts))

    async def erase(self, user: str, ts: str) -> Answer:
        """Somebody takes back what they wrote to the bot."""
        team, channel, message = self._own(user, ts)
        message.deleted = True
        return await self.event(self._payloads.changed(team, channel, message, "message_deleted"), team, channel, ts)

    async def echo(self, channel: str, ts: str) -> Answer:
        """Slack tells the bot of the bot's own message."""
        there = self._slack.channel(channel)
        team = next(team for team in self._world.workspaces.values() if there.id in team.channels)
        return await self._told(team, there, _existing(there, ts))

    async def command(self, user: str, channel: str, text: str = "", command: str = "/ide") -> Answer:
        """Somebody uses a slash command; a text in the answer is shown to them alone."""
        team, there = self._where(user, channel)
        asked = self._payloads.command(team, user, there, command, escaped(text))
        answer = await self.deliver(Parcel(COMMANDS, asked))
        if not answer.ok:
            return replace(answer, trouble=f"{command} failed")
        if answer.body:
            slack_replies.say(self._world, there, user, answer.body, via="command")
        return answer

    # What people press

    async def press(
        self,
        user: str,
        channel: str,
        ts: str = "",
        *,
        label: str = "",
        action_id: str = "",
        value: str = "",
        ticks: Sequence[str] = (),
    ) -> Answer:
        """Somebody presses a button, or picks an option, on a message (the newest that has it when no `ts` is said).

        `ticks` are boxes ticked before: each is a delivery of its own, as in Slack.
        """
        team, there = self._where(user, channel)
        message = self._shown(user, there, ts, label, action_id, value)
        typed = self._world.typed.setdefault((user, there.id, message.ts), {})
        for tick in ticks:
            box = slack_hands.find(message.blocks, tick, "", "", ticks=True)
            typed[box.key] = slack_hands.chosen(box, typed)
            await self._pressed(team, user, there, message, box, typed)
        target = slack_hands.find(message.blocks, label, action_id, value)
        if target.option:
            typed[target.key] = slack_hands.chosen(target, typed)
        return await self._pressed(team, user, there, message, target, typed)

    async def press_home(self, user: str, *, label: str = "", action_id: str = "", value: str = "") -> Answer:
        """Somebody presses something on the bot's home tab."""
        view = self._slack.home(user)
        assert view, f"{user} has no home tab"
        return await self._press_view(view, label, action_id, value)

    async def press_modal(self, user: str, *, label: str = "", action_id: str = "", value: str = "") -> Answer:
        """Somebody presses something in the modal before them."""
        return await self._press_view(self._modal(user), label, action_id, value)

    # What people fill in

    def fill(self, user: str, values: Mapping[str, Value]) -> None:
        """Somebody types in the modal before them and has not sent it."""
        view = self._modal(user)
        view.typed |= slack_hands.fill(view.blocks, values)

    async def submit(self, user: str, view_id: str = "", values: Mapping[str, Value] | None = None) -> Answer:
        """Somebody fills in the modal (by labels or block ids) and sends it; then Slack does what the answer says."""
        view = self._modal(user, view_id)
        view.typed |= slack_hands.fill(view.blocks, values or {})
        state = slack_hands.state(view.blocks, view.typed)
        lacking = slack_hands.lacking(view.blocks, state)
        assert not lacking, f"Slack does not send a form without {lacking}"
        parcel = Parcel(INTERACTIVE, self._payloads.submitted(self._team(view), view, state))
        return self._applied(view, await self.deliver(parcel))

    async def close_view(self, user: str, view_id: str = "", *, all_of_them: bool = False) -> Answer | None:
        """Somebody puts the modal away (all of the stack with `all_of_them`). The bot hears of it only if it asked."""
        view = self._modal(user, view_id)
        closing = self._slack.view.stacks[user][:] if all_of_them else [view]
        for closed in closing:
            self._slack.view.close(closed)
        if not view.body.get("notify_on_close"):
            return None
        state = slack_hands.state(view.blocks, view.typed)
        told = self._payloads.closed(self._team(view), view, state, cleared=all_of_them)
        return await self.deliver(Parcel(INTERACTIVE, told))

    # What else Slack tells

    async def shortcut(self, user: str, callback_id: str) -> Answer:
        """Somebody uses a shortcut from anywhere."""
        told = self._payloads.shortcut(self._world.team_of(user), user, callback_id)
        return await self.deliver(Parcel(INTERACTIVE, told))

    async def message_shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Answer:
        """Somebody uses a shortcut on a message."""
        team, there = self._where(user, channel)
        told = self._payloads.message_shortcut(team, user, there, _existing(there, ts), callback_id)
        return await self.deliver(Parcel(INTERACTIVE, told))

    async def home_opened(self, user: str, tab: str = "home") -> Answer:
        """Somebody looks at the bot: its home tab, or with `messages` what was said."""
        team = self._world.team_of(user)
        home = self._slack.home(user)
        there = team.direct(user)
        shown = payload(home, team, slack_hands.state(home.blocks, home.typed)) if home else None
        return await self.event(self._payloads.home_opened(there, user, tab, shown), team, there)

    async def uninstalled(self, team: str = "") -> Answer:
        """The app is taken away: its token is dead before the bot hears of it."""
        there = self._workspace(team)
        there.refused = "account_inactive"
        return await self.event({"type": "app_uninstalled"}, there)

    async def tokens_revoked(self, team: str = "") -> Answer:
        """The bot's token is taken back."""
        there = self._workspace(team)
        there.refused = "token_revoked"
        return await self.event({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [there.bot]}}, there)

    async def url_verification(self, challenge: str = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P") -> Answer:
        """Slack asks whether the URL is the app's."""
        asked = {"type": "url_verification", "challenge": challenge, "token": self._slack.app.verification_token}
        return await self.deliver(Parcel(EVENTS, asked))

    async def ssl_check(self) -> Answer:
        """Slack looks at the certificate of a command's URL."""
        return await self.deliver(Parcel(COMMANDS, {"ssl_check": "1", "token": self._slack.app.verification_token}))

    async def app_rate_limited(self, team: str = "") -> Answer:
        """Slack has dropped events: there were more than it delivers in an hour."""
        minute = int(self._world.now().timestamp()) // 60 * 60
        told = {"type": "app_rate_limited", "minute_rate_limited": minute, "api_app_id": self._slack.app.id}
        token = self._slack.app.verification_token
        return await self.deliver(Parcel(EVENTS, told | {"token": token, "team_id": self._workspace(team).team}))

    async def event(self, event: Json, team: Workspace, channel: Channel | None = None, ts: str = "") -> Answer:
        """Any event."""
        return await self.deliver(Parcel(EVENTS, self._payloads.event(team, event, channel), ts))

    # How it is done

    def _workspace(self, team: str) -> Workspace:
        return self._world.workspaces[team or next(iter(self._world.workspaces))]

    def _team(self, view: View) -> Workspace:
        return self._world.workspaces[view.team]

    def _where(self, user: str, channel: str) -> tuple[Workspace, Channel]:
        """The workspace and the conversation; somebody's own id means their one to one with the bot."""
        team = self._world.team_of(user)
        return team, team.direct(channel) if channel in team.users else team.channels[channel]

    def _own(self, user: str, ts: str) -> tuple[Workspace, Channel, Message]:
        team = self._world.team_of(user)
        return team, team.direct(user), _existing(team.direct(user), ts)

    def _written(
        self, channel: Channel, user: str, text: str, thread_ts: str, *, mentions: str = "", raw: bool = False
    ) -> Message:
        assert not thread_ts or channel.find(thread_ts), f"nothing in {channel.id} to answer under: {thread_ts}"
        sent = text if raw else escaped(text)
        return self._world.record(
            channel,
            user,
            f"<@{mentions}> {sent}".strip() if mentions else sent,
            blocks=typed_blocks(text, mentions),
            thread_ts=thread_ts,
            client_msg_id=self._world.id("client-msg-"),
        )

    async def _told(self, team: Workspace, channel: Channel, message: Message, kind: str = "message") -> Answer:
        return await self.event(self._payloads.message(team, channel, message, kind), team, channel, message.ts)

    async def _edited(self, team: Workspace, channel: Channel, text: str, ts: str) -> Answer:
        message = _existing(channel, ts)
        message.edits.append(Version(message.text, message.blocks, self._world.now()))
        message.text, message.blocks = escaped(text), self._world.named(typed_blocks(text))
        message.edited_at = f"{self._world.now().timestamp():.6f}"
        return await self.event(self._payloads.changed(team, channel, message, "message_changed"), team, channel, ts)

    def _shown(
        self, user: str, channel: Channel, ts: str, label: str, action_id: str, value: str
    ) -> Message | Ephemeral:
        """The message that is meant, among those this person sees here."""
        alone = [e for e in self._world.ephemerals if (e.channel, e.user) == (channel.id, user)]
        there = [message for message in channel.messages if not message.deleted]
        seen: list[Message | Ephemeral] = sorted([*there, *alone], key=lambda message: message.ts, reverse=True)
        if ts:
            found = [message for message in seen if message.ts == ts]
        else:
            found = [m for m in seen if any(_fits(t, label, action_id, value) for t in slack_hands.targets(m.blocks))]
        wished = " ".join(filter(None, (ts, label, action_id, value)))
        assert found, f"{user} sees nothing like {wished!r} in {channel.id}: {[m.said for m in seen]}"
        return found[0]

    async def _pressed(
        self,
        team: Workspace,
        user: str,
        channel: Channel,
        message: Message | Ephemeral,
        target: Target,
        typed: Typed,
    ) -> Answer:
        state = slack_hands.state(message.blocks, typed)
        action = slack_hands.action(target, typed, f"{self._world.now().timestamp():.6f}")
        told = self._payloads.pressed(team, user, channel, message, action, state)
        return await self.deliver(Parcel(INTERACTIVE, told))

    async def _press_view(self, view: View, label: str, action_id: str, value: str) -> Answer:
        target = slack_hands.find(view.blocks, label, action_id, value)
        if target.option:
            view.typed[target.key] = slack_hands.chosen(target, view.typed)
        action = slack_hands.action(target, view.typed, f"{self._world.now().timestamp():.6f}")
        state = slack_hands.state(view.blocks, view.typed)
        told = self._payloads.pressed_in_view(self._team(view), view, action, state)
        return await self.deliver(Parcel(INTERACTIVE, told))

    def _modal(self, user: str, view_id: str = "") -> View:
        view = self._slack.view.find(view_id) if view_id else self._slack.modal(user)
        assert view, f"{user} has no open modal {view_id}"
        assert view.user == user, f"{view_id} is {view.user}'s"
        return view

    def _applied(self, view: View, answer: Answer) -> Answer:
        """Do with a form what the answer says. An answer Slack cannot use leaves it open, with a complaint."""
        if not answer.ok:
            return replace(answer, trouble=BROKEN)
        try:
            self._slack.view.act(self._team(view), view, answer.body)
        except SlackError as error:
            return replace(answer, trouble=f"{BROKEN} {error.error} {error.more}")
        return answer


def _fits(target: Target, label: str, action_id: str, value: str) -> bool:
    written = target.label.removeprefix("✓ ") == label.removeprefix("✓ ")
    return (written or not label) and (not action_id or target.acts(action_id)) and (not value or target.value == value)


def _existing(channel: Channel, ts: str) -> Message:
    message = channel.find(ts)
    assert message, f"nothing in {channel.id} at {ts}"
    return message
