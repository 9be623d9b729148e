"""Slack's payloads to an app, complete as they come: events, commands, presses, forms and shortcuts. Pure."""

from __future__ import annotations

import re
from typing import Any

from tests.doubles import slack_chat, slack_views
from tests.doubles.slack_people import App
from tests.doubles.slack_request import Json
from tests.doubles.slack_views import View
from tests.doubles.slack_world import Channel, Ephemeral, Message, Ticket, Workspace, World

_LINK = re.compile(
    r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<url>https?://[^\s<>]+[^\s<>.,;:!?)”\"'])"
    r"|(?P<bare>(?<![\w@./-])(?:[\w-]+\.)+(?:se|dk|com|org|net|nu|eu)\b(?:/[^\s<>]*[^\s<>.,;:!?)])?)"
)


def escaped(text: str) -> str:
    """A person's words as Slack sends them: `&`, `<` and `>` escaped, addresses turned into links."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _LINK.sub(_linked, safe)


def _linked(found: re.Match[str]) -> str:
    if found["mail"]:
        return f"<mailto:{found[0]}|{found[0]}>"
    return f"<{found[0]}>" if found["url"] else f"<http://{found[0]}|{found[0]}>"


def typed_blocks(text: str, mentions: str = "") -> list[Json]:
    """The rich text that Slack's client makes of what was typed."""
    runs: list[Json] = [{"type": "user", "user_id": mentions}] if mentions else []
    if text:
        runs.append({"type": "text", "text": f" {text}" if mentions else text})
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": runs}]}]


class Payloads:
    """Makes payloads for one app out of what the double knows."""

    def __init__(self, world: World, app: App) -> None:
        self._world, self._app = world, app

    def event(self, team: Workspace, event: Json, channel: Channel | None = None) -> Json:
        """The envelope of the Events API."""
        enterprise = team.enterprise or None
        installed = {"enterprise_id": enterprise, "team_id": team.team, "user_id": team.bot}
        context = f"4-{self._world.id('ctx')}"
        return {
            "token": self._app.verification_token,
            "team_id": team.team,
            "context_team_id": team.team,
            "context_enterprise_id": enterprise,
            "api_app_id": self._app.id,
            "event": event,
            "type": "event_callback",
            "event_id": self._world.id("Ev"),
            "event_time": int(self._world.now().timestamp()),
            "authorizations": [installed | {"is_bot": True, "is_enterprise_install": False}],
            "is_ext_shared_channel": bool(channel and channel.is_ext_shared),
            "event_context": context,
        }

    def message(self, team: Workspace, channel: Channel, message: Message, kind: str = "message") -> Json:
        """A message event, or with `app_mention` a mention."""
        shows = slack_chat.shown(team, channel, message)
        for count in ("reply_count", "reply_users", "reply_users_count", "latest_reply", "is_locked", "subscribed"):
            shows.pop(count, None)
        shows |= {"type": kind, "channel": channel.id, "event_ts": message.ts}
        if kind == "message":
            shows["channel_type"] = _kind(channel)
        home = team.users[message.user].team
        return shows | ({"team": home, "user_team": home, "source_team": home} if home else {})

    def changed(self, team: Workspace, channel: Channel, message: Message, how: str) -> Json:
        """A message was changed or deleted: what it is now, and what it was."""
        now = slack_chat.shown(team, channel, message)
        before = message.edits[-1] if message.edits else None
        previous = now | ({"text": before.text, "blocks": before.blocks} if before else {})
        ts = self._world.stamp(channel)
        told: Json = {"type": "message", "subtype": how, "channel": channel.id, "channel_type": _kind(channel)}
        told |= {"ts": ts, "event_ts": ts, "hidden": True, "previous_message": previous}
        return told | ({"message": now} if how == "message_changed" else {"deleted_ts": message.ts})

    def home_opened(self, channel: Channel, user: str, tab: str, home: Json | None) -> Json:
        """Somebody looks at the bot's page."""
        ts = self._world.stamp(channel)
        told: Json = {"type": "app_home_opened", "user": user, "channel": channel.id, "event_ts": ts, "tab": tab}
        return told | ({"view": home} if home else {})

    def command(self, team: Workspace, user: str, channel: Channel, command: str, text: str) -> Json:
        """A slash command. It cannot be used in a thread, so there is never one in it."""
        enterprise = {"enterprise_id": team.enterprise, "enterprise_name": "Org"} if team.enterprise else {}
        return {
            "token": self._app.verification_token,
            "team_id": team.team,
            "team_domain": team.domain,
            **enterprise,
            "channel_id": channel.id,
            "channel_name": _name(channel),
            "user_id": user,
            "user_name": team.users[user].name,
            "command": command,
            "text": text,
            "api_app_id": self._app.id,
            "is_enterprise_install": "false",
            "response_url": self._reply_url(team, user, channel),
            "trigger_id": self._world.trigger(team, user),
        }

    def pressed(
        self, team: Workspace, user: str, channel: Channel, message: Message | Ephemeral, action: Json, state: Json
    ) -> Json:
        """Something on a message was pressed."""
        alone = isinstance(message, Ephemeral)
        container: Json = {"type": "message", "message_ts": message.ts, "channel_id": channel.id, "is_ephemeral": alone}
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        shows = {} if isinstance(message, Ephemeral) else {"message": slack_chat.shown(team, channel, message)}
        return {
            "type": "block_actions",
            **self._who(team, user),
            "container": container,
            "trigger_id": self._world.trigger(team, user),
            "channel": {"id": channel.id, "name": _name(channel)},
            **shows,
            "state": {"values": state},
            "response_url": self._reply_url(team, user, channel, message.ts),
            "actions": [action],
        }

    def pressed_in_view(self, team: Workspace, view: View, action: Json, state: Json) -> Json:
        """Something in a modal or on a home tab was pressed."""
        return {
            "type": "block_actions",
            **self._who(team, view.user),
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": self._world.trigger(team, view.user),
            "view": slack_views.payload(view, team, state),
            "actions": [action],
        }

    def submitted(self, team: Workspace, view: View, state: Json) -> Json:
        """A form was sent."""
        return {
            "type": "view_submission",
            **self._who(team, view.user),
            "trigger_id": self._world.trigger(team, view.user),
            "view": slack_views.payload(view, team, state),
            "response_urls": [],
        }

    def closed(self, team: Workspace, view: View, state: Json, *, cleared: bool) -> Json:
        """A form was put away."""
        shows = slack_views.payload(view, team, state)
        return {"type": "view_closed", **self._who(team, view.user), "view": shows, "is_cleared": cleared}

    def shortcut(self, team: Workspace, user: str, callback_id: str) -> Json:
        """A shortcut from anywhere."""
        return {
            "type": "shortcut",
            **self._who(team, user),
            "callback_id": callback_id,
            "trigger_id": self._world.trigger(team, user),
            "action_ts": self._moment(),
        }

    def message_shortcut(
        self, team: Workspace, user: str, channel: Channel, message: Message, callback_id: str
    ) -> Json:
        """A shortcut on a message, in a thread or not."""
        return {
            "type": "message_action",
            **self._who(team, user),
            "callback_id": callback_id,
            "trigger_id": self._world.trigger(team, user),
            "action_ts": self._moment(),
            "message_ts": message.ts,
            "channel": {"id": channel.id, "name": _name(channel)},
            "message": slack_chat.shown(team, channel, message),
            "response_url": self._reply_url(team, user, channel, message.ts),
        }

    def _who(self, team: Workspace, user: str) -> Json:
        person = team.users[user]
        return {
            "user": {"id": user, "username": person.name, "name": person.name, "team_id": person.team or team.team},
            "team": {"id": team.team, "domain": team.domain},
            "api_app_id": self._app.id,
            "token": self._app.verification_token,
            "enterprise": {"id": team.enterprise, "name": "Org"} if team.enterprise else None,
            "is_enterprise_install": False,
        }

    def _reply_url(self, team: Workspace, user: str, channel: Channel, ts: str = "") -> str:
        ticket = self._world.id("reply")
        self._world.reply_urls[ticket] = Ticket(team, user, self._world.now(), channel.id, ts)
        return f"http://{self._world.address}/response/{ticket}"

    def _moment(self) -> str:
        return f"{self._world.now().timestamp():.6f}"


def _kind(channel: Channel) -> Any:
    if channel.user:
        return "im"
    return "group" if channel.is_private else "channel"


def _name(channel: Channel) -> str:
    return "privategroup" if channel.is_private and not channel.user else channel.name
