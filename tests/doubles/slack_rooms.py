"""Slack's conversations methods as its double knows them: finding, opening, joining and reading conversations."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TypeVar

from tests.doubles.slack_chat import shown
from tests.doubles.slack_request import Args, Json, SlackError
from tests.doubles.slack_world import Channel, Message, Workspace, World

T = TypeVar("T")


def open_(_: World, team: Workspace, args: Args) -> Json:
    """conversations.open: the one to one with a person."""
    team.allow("im:write")
    users = args.need("users").split(",")
    if len(users) > 1:
        raise SlackError("too_many_users")
    if users[0] == team.bot:
        raise SlackError("cannot_dm_bot")
    if team.person(users[0]).deleted:
        raise SlackError("user_disabled")
    there = "D" + users[0][1:] in team.channels
    channel = team.direct(users[0])
    full = _described(team, channel) if args.flag("return_im") else {"id": channel.id}
    return {"ok": True, "channel": full, **({"already_open": True, "no_op": True} if there else {})}


def describe(_: World, team: Workspace, args: Args) -> Json:
    """conversations.info."""
    channel = team.channel(args.need("channel"))
    team.allow(_scope(channel, "read"))
    return {"ok": True, "channel": _described(team, channel)}


def list_(_: World, team: Workspace, args: Args) -> Json:
    """conversations.list: public channels, unless other kinds are asked for."""
    kinds = args.text("types", "public_channel").split(",")
    for kind in kinds:
        team.allow({"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read"}[kind.strip()])
    found = [channel for channel in team.channels.values() if _kind(channel) in kinds]
    found = [c for c in found if not c.is_private or team.bot in c.members]
    if args.flag("exclude_archived"):
        found = [channel for channel in found if not channel.is_archived]
    shows, cursor = page(found, args, 100)
    return {"ok": True, "channels": [_described(team, channel) for channel in shows], **cursor}


def members(_: World, team: Workspace, args: Args) -> Json:
    """conversations.members."""
    channel = team.channel(args.need("channel"))
    team.allow(_scope(channel, "read"))
    shows, cursor = page(list(channel.members), args, 100)
    return {"ok": True, "members": shows, **cursor}


def join(_: World, team: Workspace, args: Args) -> Json:
    """conversations.join: only what is public."""
    team.allow("channels:join")
    channel = team.channel(args.need("channel"))
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    if team.bot not in channel.members:
        channel.members = (*channel.members, team.bot)
    return {"ok": True, "channel": _described(team, channel)}


def history(_: World, team: Workspace, args: Args) -> Json:
    """conversations.history: roots only, newest first."""
    channel = _readable(team, args)
    roots = [message for message in _between(channel.messages, args) if not message.thread_ts]
    before = _cursor(args)
    left = [message for message in reversed(roots) if not before or message.ts < before]
    return _read(team, channel, left, args, 100) | {"pin_count": 0, "channel_actions_ts": None}


def replies(_: World, team: Workspace, args: Args) -> Json:
    """conversations.replies: the root, always, then what stands under it, oldest first."""
    channel = _readable(team, args)
    ts = args.ts("ts", "thread_not_found")
    root = channel.find(ts)
    if root is None:
        raise SlackError("thread_not_found")
    after = _cursor(args)
    under = [message for message in _between(channel.replies(ts), args) if message.ts > after]
    return _read(team, channel, under if after else [root, *under], args, 1_000)


def page(items: list[T], args: Args, most: int) -> tuple[list[T], Json]:
    """One page of a list, and the cursor to the next."""
    start, limit = int(_cursor(args) or 0), min(args.number("limit", most), 1_000)
    following = _sealed(str(start + limit)) if start + limit < len(items) else ""
    return items[start : start + limit], {"response_metadata": {"next_cursor": following}}


def _read(team: Workspace, channel: Channel, messages: list[Message], args: Args, most: int) -> Json:
    limit = min(args.number("limit", most), team.history_page)
    metadata = args.flag("include_all_metadata")
    shows, more = messages[:limit], len(messages) > limit
    answer: Json = {"ok": True, "messages": [shown(team, channel, message, metadata=metadata) for message in shows]}
    cursor = {"response_metadata": {"next_cursor": _sealed(shows[-1].ts)}} if more else {}
    return answer | {"has_more": more} | cursor


def _between(messages: list[Message], args: Args) -> list[Message]:
    """Messages in the asked span; its ends belong to it only when `inclusive` is said."""
    oldest, latest = args.text("oldest", "0"), args.text("latest", "9999999999.999999")
    ends = {oldest, latest} if args.flag("inclusive") else set()
    there = [message for message in messages if not message.deleted]
    return [m for m in there if float(oldest) < float(m.ts) < float(latest) or m.ts in ends]


def _readable(team: Workspace, args: Args) -> Channel:
    channel = team.channel(args.need("channel"))
    team.allow(_scope(channel, "history"))
    if team.bot not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _kind(channel: Channel) -> str:
    if channel.user:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"


def _scope(channel: Channel, what: str) -> str:
    kinds = {"im": "im", "private_channel": "groups", "public_channel": "channels"}
    return f"{kinds[_kind(channel)]}:{what}"


def _described(team: Workspace, channel: Channel) -> Json:
    if channel.user:
        return {"id": channel.id, "is_im": True, "user": channel.user, "is_archived": False, "is_open": True}
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_ext_shared": channel.is_ext_shared,
        "is_member": team.bot in channel.members,
        "num_members": len(channel.members),
        "context_team_id": team.team,
    }


def _sealed(text: str) -> str:
    return b64encode(f"next:{text}".encode()).decode()


def _cursor(args: Args) -> str:
    given = args.text("cursor")
    try:
        return b64decode(given, validate=True).decode().removeprefix("next:")
    except ValueError:
        raise SlackError("invalid_cursor") from None
