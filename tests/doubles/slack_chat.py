"""Slack's chat methods as its double knows them: posting, changing, deleting, and words for one person alone."""

from __future__ import annotations

import json
from typing import Any

from tests.doubles.slack_blocks import MESSAGE_TEXT, message_faults, total
from tests.doubles.slack_request import Args, Json, SlackError
from tests.doubles.slack_world import Channel, Ephemeral, Message, Version, Workspace, World

TEXT, TEXT_OF_UPDATE = 40_000, 4_000
METADATA = 8_000
"""Characters of a message's metadata as JSON. Slack names the error, not the size: kept behind this constant."""


def post_message(world: World, team: Workspace, args: Args) -> Json:
    """chat.postMessage: to a conversation, or to a person, which opens the one to one with the bot."""
    team.allow("chat:write")
    channel = team.address(args.need("channel"))
    may_post(team, channel)
    text, blocks, more = _content(args)
    message = world.record(
        channel,
        team.bot,
        text,
        blocks=blocks or [],
        thread_ts=_thread(channel, args),
        metadata=_metadata(args),
        sent=args.given,
    )
    return {"ok": True, "channel": channel.id, "ts": message.ts, "message": shown(team, channel, message), **more}


def update(world: World, team: Workspace, args: Args) -> Json:
    """chat.update: what is not given (blocks, metadata) stays as it was."""
    team.allow("chat:write")
    channel, message = _own(team, args, "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    text, blocks, more = _content(args)
    if len(text) > TEXT_OF_UPDATE:
        raise SlackError("msg_too_long")
    message.edits.append(Version(message.text, message.blocks, world.now()))
    message.text = text
    message.blocks = message.blocks if blocks is None else world.named(blocks)
    if "metadata" in args.given:
        message.metadata = _metadata(args)
    message.edited_at = f"{world.now().timestamp():.6f}"
    shows = shown(team, channel, message)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "text": text, "message": shows, **more}


def delete(_: World, team: Workspace, args: Args) -> Json:
    """chat.delete: only the bot's own."""
    team.allow("chat:write")
    channel, message = _own(team, args, "cant_delete_message")
    message.deleted = True
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def post_ephemeral(world: World, team: Workspace, args: Args) -> Json:
    """chat.postEphemeral: for a member of the conversation. Nobody can read it back."""
    team.allow("chat:write")
    channel = team.channel(args.need("channel"))
    may_post(team, channel)
    user = args.need("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    text, blocks, more = _content(args)
    ts = world.stamp(channel)
    kept = Ephemeral(channel.id, user, ts, text, world.named(blocks or []), _thread(channel, args))
    world.ephemerals.append(kept)
    return {"ok": True, "message_ts": ts, **more}


def get_permalink(_: World, team: Workspace, args: Args) -> Json:
    """chat.getPermalink: the address of a message."""
    channel = team.channel(args.need("channel"))
    message = channel.find(args.ts("message_ts", "message_not_found"))
    if message is None:
        raise SlackError("message_not_found")
    under = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else ""
    link = f"https://{team.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}{under}"
    return {"ok": True, "channel": channel.id, "permalink": link}


def may_post(team: Workspace, channel: Channel) -> None:
    """Raise what Slack says when the bot cannot write here."""
    if channel.is_archived:
        raise SlackError("is_archived")
    if team.bot not in channel.members and "chat:write.public" not in team.scopes:
        raise SlackError("not_in_channel")


def shown(team: Workspace, channel: Channel, message: Message, *, metadata: bool = True) -> Json:
    """A message as Slack's answers and payloads hold it."""
    shows: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text, "team": team.team}
    if message.user == team.bot:
        shows |= {"bot_id": team.bot_id, "app_id": team.app, "bot_profile": _profile(team)}
    else:
        shows["client_msg_id"] = message.client_msg_id
    if message.blocks:
        shows["blocks"] = message.blocks
    if message.edited_at:
        shows["edited"] = {"user": message.user, "ts": message.edited_at}
    if metadata and message.metadata:
        shows["metadata"] = message.metadata
    return shows | _threading(channel, message)


def _threading(channel: Channel, message: Message) -> Json:
    if message.thread_ts:
        root = channel.find(message.thread_ts)
        return {"thread_ts": message.thread_ts, "parent_user_id": root.user if root else "USLACKBOT"}
    replies = channel.replies(message.ts)
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "reply_users": users,
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": message.user == channel.user,
    }


def _profile(team: Workspace) -> Json:
    return {
        "id": team.bot_id, "app_id": team.app, "name": "Idéslussen", "deleted": False, "updated": 1700000000,
        "team_id": team.team, "icons": {},
    }  # fmt: skip


def _own(team: Workspace, args: Args, otherwise: str) -> tuple[Channel, Message]:
    channel = team.channel(args.need("channel"))
    message = channel.find(args.ts("ts", "message_not_found"))
    if message is None:
        raise SlackError("message_not_found")
    if message.user != team.bot:
        raise SlackError(otherwise)
    return channel, message


def _content(args: Args) -> tuple[str, list[Json] | None, Json]:
    """Text, blocks (None when not given) and what the answer warns of."""
    text, blocks = args.text("text"), args.parsed("blocks", "invalid_blocks_format")
    if not text.strip() and not blocks:
        raise SlackError("no_text")
    if blocks is not None and (faults := message_faults(blocks)):
        raise SlackError("invalid_blocks", *faults, errors=faults)
    if blocks and total(blocks) > MESSAGE_TEXT:
        raise SlackError("msg_blocks_too_long")
    if len(text) > TEXT:
        return text[:TEXT], blocks, {"response_metadata": {"warnings": ["message_truncated"]}}
    return text, blocks, {}


def _metadata(args: Args) -> Json | None:
    given: Any = args.parsed("metadata", "invalid_metadata_format")
    if not given:
        return None
    shaped = isinstance(given, dict) and set(given) == {"event_type", "event_payload"}
    if not shaped or not isinstance(given["event_payload"], dict) or not isinstance(given["event_type"], str):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(given)) > METADATA:
        raise SlackError("metadata_too_large")
    return dict(given)


def _thread(channel: Channel, args: Args) -> str:
    """The root to answer under. Slack takes some wrong ones and hides the post; here every wrong one is told."""
    ts = args.ts("thread_ts", "invalid_thread_ts")
    if not ts:
        return ""
    root = channel.ever(ts)
    if root is None or (root.deleted and not channel.replies(ts)):
        raise SlackError("thread_not_found")
    if root.thread_ts:
        raise SlackError("cannot_reply_to_message")
    return ts
