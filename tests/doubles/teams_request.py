"""A call of Teams' Bot Connector as it arrives: its path taken apart, and Teams' way of saying no. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

Json = dict[str, Any]

SAYS: dict[str, tuple[int, str]] = {
    "BadArgument": (400, "Bad argument."),
    "BadSyntax": (400, "Bad syntax."),
    "BotNotRegistered": (401, "No registration found for this bot."),
    "BotDisabledByAdmin": (403, "The tenant admin disabled this bot."),
    "BotNotInConversationRoster": (403, "The bot isn't part of the conversation roster."),
    "ConversationBlockedByUser": (403, "User blocked the conversation with the bot."),
    "ForbiddenOperationException": (403, "The bot isn't installed in user's personal scope."),
    "InvalidBotApiHost": (403, "Invalid bot api host."),
    "MessageWritesBlocked": (403, "Thread is blocked from message writes."),
    "NotEnoughPermissions": (403, "The bot may not do this."),
    "ActivityNotFoundInConversation": (404, "The message was not found in the conversation."),
    "ConversationNotFound": (404, "The conversation was not found."),
    "MemberNotFoundInConversation": (404, "The member was not found in the conversation."),
    "PreconditionFailed": (412, "Precondition failed, please try again."),
    "MessageSizeTooBig": (413, "Message size too large."),
    "UnsupportedMediaType": (415, "Unsupported media type."),
    "Throttled": (429, "Too many requests."),
    "ServiceError": (500, "Something went wrong on our side."),
}
"""Status and words of each error code, as Teams documents its bot APIs (those it names no words for in ours)."""

BODY_SIZE = 100 * 1024
"""Bytes of an activity as UTF-16 that Teams takes, mentions and all."""

_RAW = re.compile(r"[:;@=]")
_TWICE = re.compile(r"%(3A|3B|40|3D)", re.IGNORECASE)


class TeamsError(Exception):
    """`{"error": {"code": …, "message": …}}` with a status."""

    def __init__(self, code: str, message: str = "", *, status: int = 0) -> None:
        known, says = SAYS.get(code, (400, code))
        super().__init__(message or says)
        self.code, self.status, self.message = code, status or known, message or says

    def json(self) -> Json:
        """The answer's body."""
        return {"error": {"code": self.code, "message": self.message}}


@dataclass(slots=True)
class Asked:
    """One call: its kind, the conversation without its root, the root, and the activity or member that is meant.

    `kind` is post, target (a post that one person sees), begin, open, change, erase, member, members, team or channels.
    `remarks` is what could be written better in the path.
    """

    kind: str
    tenant: str = ""
    conversation: str = ""
    root: str = ""
    item: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    body: Json = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def targeted(self) -> bool:
        """Whether only one person is to see it."""
        return _is_targeted(self.query)

    @property
    def writes(self) -> bool:
        """Whether something in a conversation becomes otherwise."""
        return self.kind in {"post", "target", "begin", "change", "erase"}


def ask(method: str, raw_path: str, query: Mapping[str, str], body: Json) -> Asked:
    """Take a call apart. Raises TeamsError when there is no such call, or an id in it is not one."""
    parts = raw_path.strip("/").split("/")
    if "v3" not in parts[1:3]:
        raise TeamsError("NotFound", f"nothing is at {raw_path}", status=404)
    start = parts.index("v3")
    tenant = parts[1] if start == 2 else ""
    kind, ids = _kind(method, parts[start + 1 :], body)
    kind = "target" if kind == "post" and _is_targeted(query) else kind
    names = [_decoded(one) for one in ids]
    remarks = tuple(f"an id is not percent-encoded: {one}" for one in ids if _RAW.search(one))
    named = names[0] if names else id_of(object_in(body, "channelData"), "channel") if kind == "begin" else ""
    conversation, root = split(named)
    return Asked(kind, tenant, conversation, root, names[1] if len(names) > 1 else "", query, body, remarks)


def id_of(body: Json, name: str) -> str:
    """The id of something that a body names; empty when it does not."""
    return str(object_in(body, name).get("id") or "")


def object_in(body: Json, name: str) -> Json:
    """An object in a body; empty when there is none."""
    inside = body.get(name)
    return inside if isinstance(inside, dict) else {}


def _kind(method: str, path: list[str], body: Json) -> tuple[str, list[str]]:
    match method, path:
        case "POST", ["conversations"]:
            return "begin" if body.get("isGroup") or "channel" in object_in(body, "channelData") else "open", []
        case "POST", ["conversations", there, "activities"]:
            return "post", [there]
        case "PUT", ["conversations", there, "activities", which]:
            return "change", [there, which]
        case "DELETE", ["conversations", there, "activities", which]:
            return "erase", [there, which]
        case "GET", ["conversations", there, "members", who]:
            return "member", [there, who]
        case "GET", ["conversations", there, "pagedmembers"]:
            return "members", [there]
        case "GET", ["teams", there]:
            return "team", [there]
        case "GET", ["teams", there, "conversations"]:
            return "channels", [there]
        case _:
            raise TeamsError("NotFound", f"nothing is at {method} {'/'.join(path)}", status=404)


def _is_targeted(query: Mapping[str, str]) -> bool:
    return query.get("isTargetedActivity", "").lower() == "true"


def split(conversation: str) -> tuple[str, str]:
    """A conversation's id and the root message in it ("" when none is said)."""
    there, marked, root = conversation.partition(";messageid=")
    if marked and not root.isdigit():
        raise TeamsError("BadArgument", f"not a conversation: {conversation}")
    return there, root


def _decoded(segment: str) -> str:
    name = unquote(segment)
    if not name or _TWICE.search(name):
        raise TeamsError("BadArgument", f"not an id: {segment}")
    return name
