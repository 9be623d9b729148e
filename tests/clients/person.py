"""Somebody with Slack open: what they do reaches the bot as Slack would send it, signed."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from tests.clients.blocks import Json, blocks_of, press, shown, state, unfilled
from tests.clients.rig import APP, BOT_USER, TEAM, Emulator, Record

Filled = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered a delivery with: the status, and the body when it was JSON."""

    status: int
    body: Json = field(default_factory=dict)


def _with(text: str, place: str, record: Record) -> list[Json]:
    """The bot's messages in a place in which a text can be read."""
    there = [one for one in record.messages if one["channel_id"] == place and one["user"] == BOT_USER]
    return [one for one in there if text in shown(blocks_of(one))]


class Person:
    """One of the rig's people. `workspace` is another one's id for an outsider in a shared channel."""

    def __init__(self, emulator: Emulator, handle: str, *, workspace: str = TEAM) -> None:
        self.emulator, self.handle, self.workspace = emulator, handle, workspace
        self.user = emulator.people[handle]

    async def says(self, text: str, *, channel: str = "", thread: str = "") -> str:
        """Write to the bot, or in a channel; `@bot` becomes a mention. Returns the message's ts."""
        return await self.emulator.say(
            self.handle, text.replace("@bot", f"<@{BOT_USER}>"), channel=channel, thread=thread
        )

    async def sees(self, text: str, *, channel: str = "") -> Json:
        """Wait until the bot has written this, in its conversation with the person or in a channel: its newest such.

        Raises:
            AssertionError: when it does not; the message is what it wrote instead.
        """
        place = self.emulator.channels[channel] if channel else await self.emulator.direct(self.handle)
        try:
            record = await self.emulator.until(lambda record: _with(text, place, record))
        except TimeoutError:
            there = "\n\n".join(shown(blocks_of(one)) for one in _with("", place, await self.emulator.record()))
            raise AssertionError(f"{text!r} was never said, but:\n{there}") from None
        return _with(text, place, record)[-1]

    async def opens_home(self, tab: str = "home") -> Answer:
        """Open the bot's home tab, or its `messages` tab."""
        channel = await self.emulator.direct(self.handle)
        return await self.event({"type": "app_home_opened", "user": self.user, "channel": channel, "tab": tab})

    async def commands(self, text: str, *, command: str = "/ide", channel: str = "general") -> Answer:
        """Type a slash command in a channel (never in a thread: Slack takes none there)."""
        form = {
            "token": "", "team_id": self.workspace, "team_domain": "skovde", "channel_name": channel,
            "channel_id": self.emulator.channels.get(channel, channel), "user_id": self.user,
            "user_name": self.handle, "command": command, "text": text, "api_app_id": APP,
            "is_enterprise_install": "false", **await self._ways_back(),
        }  # fmt: skip
        return await self.deliver(urlencode(form))

    async def presses(self, message: Json, label: str, *, ticks: tuple[str, ...] = ()) -> Answer:
        """Press a button, or pick in a menu, under a message, when the boxes beside the button are ticked."""
        blocks = blocks_of(message)
        row, action = press(blocks, label)
        whispered = "target_user" in message
        seen: Json = {} if whispered else {"message": {"type": "message", **message}}
        place = {"message_ts": message["ts"], "channel_id": message["channel_id"], "is_ephemeral": whispered}
        return await self.interact(
            "block_actions",
            actions=[{**action, "action_ts": str(time.time())}],
            container={"type": "message", **place},
            channel={"id": message["channel_id"], "name": "a-name"},
            **seen,
            state=state(blocks, {row["block_id"]: ticks} if ticks else {}),
        )

    async def presses_in(self, view: Json, label: str, *, filled: Filled | None = None) -> Answer:
        """Press a button in a dialog or on the home tab."""
        _, action = press(view["blocks"], label)
        there = {**view, "state": state(view["blocks"], filled or {})}
        return await self.interact(
            "block_actions",
            within=view["id"],
            actions=[{**action, "action_ts": str(time.time())}],
            container={"type": "view", "view_id": view["id"]},
            view=there,
        )

    async def sends(self, view: Json, filled: Filled | None = None) -> Answer:
        """Send a dialog with what is filled in, by label or block_id. The dialog then does what the bot answers.

        Raises:
            LookupError: when something that must be filled in is not; Slack does not send it then.
        """
        there = {**view, "state": state(view["blocks"], filled or {})}
        if empty := unfilled(view["blocks"], there["state"]):
            raise LookupError(f"must be filled in: {', '.join(empty)}")
        answer = await self.interact("view_submission", within=view["id"], view=there, response_urls=[])
        await self._turns(view, answer.body)
        return answer

    async def shortcut(self, callback_id: str, message: Json | None = None) -> Answer:
        """Choose one of the bot's shortcuts, from the menu of a message when one is given."""
        if message is None:
            return await self.interact("shortcut", callback_id=callback_id, action_ts=str(time.time()))
        return await self.interact(
            "message_action",
            callback_id=callback_id,
            action_ts=str(time.time()),
            message_ts=message["ts"],
            channel={"id": message["channel_id"], "name": "a-name"},
            message={"type": "message", **message},
        )

    async def interact(self, kind: str, *, within: str = "", **payload: object) -> Answer:
        """An interaction of any kind, with the fields that all of them have."""
        team = {"id": self.workspace, "domain": "skovde"}
        user = {"id": self.user, "username": self.handle, "name": self.handle, "team_id": self.workspace}
        whole = {
            "type": kind, "team": team, "user": user, "api_app_id": APP, "token": "", "enterprise": None,
            "is_enterprise_install": False, **await self._ways_back(within), **payload,
        }  # fmt: skip
        return await self.deliver(urlencode({"payload": json.dumps(whole)}))

    async def event(self, event: Json, **envelope: object) -> Answer:
        """An event of any kind. Named fields change the envelope, `event_id` for one."""
        whole = {
            "token": "", "team_id": self.workspace, "api_app_id": APP, "type": "event_callback",
            "event": {"event_ts": str(time.time()), **event}, "event_id": f"Ev{uuid4().hex[:10].upper()}",
            "event_time": int(time.time()), "is_ext_shared_channel": False,
            "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}], **envelope,
        }  # fmt: skip
        return await self.deliver(json.dumps(whole))

    async def deliver(self, body: str, *, at: float | None = None, retry: int = 0) -> Answer:
        """A body as it stands, signed at a time (now when none is given). `retry` is which attempt after the first."""
        kind = "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
        again = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"} if retry else {}
        headers = {"Content-Type": kind, **self.emulator.signed(body, at=at or time.time()), **again}
        async with self.emulator.session.post(self.emulator.door, data=body.encode(), headers=headers) as answer:
            said = await answer.text()
        return Answer(answer.status, json.loads(said) if said.startswith("{") else {})

    async def _ways_back(self, view: str = "") -> Json:
        """What an interaction brings so that it can be answered. Nothing stands behind the response URL."""
        return {
            "trigger_id": await self.emulator.trigger(self.handle, view),
            "response_url": f"{self.emulator.url}/rig/respond",
        }

    async def _turns(self, view: Json, answered: Json) -> None:
        """What Slack does with a dialog that was sent, as the answer says: it closes, stays, changes or leads on."""
        client, new = self.emulator.client(), answered.get("view", {})
        match answered.get("response_action"):
            case "update":
                await client.views_update(view_id=view["id"], view=new)
            case "push":
                await client.views_push(trigger_id=await self.emulator.trigger(self.handle, view["id"]), view=new)
            case "errors":
                pass
            case "clear":
                while top := await self.emulator.modal(self.handle):
                    await self.emulator.ask("close", view=top["id"])
            case _:
                await self.emulator.ask("close", view=view["id"])
