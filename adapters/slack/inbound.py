"""What Slack sends, read as an `Inbound` and the way its answer goes back. Pure, and never upset by what is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from adapters.lengths import units
from adapters.reading import at, object_at, objects_at, text_at
from adapters.slack import forms, marks
from adapters.slack.access import COMMAND, MAKE_IDEA, TELL
from adapters.slack.keeping import unescaped
from dialogs.messages import Inbound
from dialogs.words import Verb
from ideas.people import Identity, Place

PLATFORM = "slack"
EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked")
"""The events that are answered here or in `app.py`; a test compares them with what the manifest asks for."""

SPOKEN = frozenset({"", "file_share", "me_message", "thread_broadcast"})
"""Kinds of messages that somebody wrote."""

TEXT = "text:"
"""How a reference to words begins that holds the words themselves: those of a command, which is no message."""
LONGEST_REFERENCE = 1_900

NOTHING = ":"
"""A reference to words that nobody has any longer."""

_MARKED = re.compile(r"<(?P<kind>[@#!]?)(?P<what>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_ADDRESSED = re.compile(r"\s*<@(?P<who>[^<>|]+)(?:\|[^<>]*)?>[\s,:]*")
_SOMEBODY = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")


@dataclass(frozen=True, slots=True)
class Way:
    """How an answer that rides on the request goes back to the one who asked.

    `trigger` opens a view once, within three seconds; `view` is one that is open. `said` refers to the person's own
    message. `channel` is where to answer privately; the person's own conversation when it is their user id.
    """

    team: str
    user: str
    channel: str
    thread: str = ""
    trigger: str = ""
    view: str = ""
    said: str = ""
    in_view: bool = False
    """Whether the answer is shown as a view: nothing that was pressed stands in a conversation."""
    submitted: bool = False
    """Whether a form was sent, which is answered on the request itself."""
    command: bool = False
    """Whether it was a slash command, which is answered on the request itself."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that was said or done, and the way back.

    `refers` names a message whose text has to be read first; `mentions` are the ids of people that the text names.
    """

    inbound: Inbound
    way: Way
    refers: str = ""
    mentions: tuple[str, ...] = ()


def read(payload: Mapping[str, Any], body: str = "") -> Heard | None:
    """A payload of any kind as what was said; None when there is nothing to answer.

    `body` is the body that the workspace belongs to.
    """
    heard = _read(payload)
    return replace(heard, inbound=replace(heard.inbound, body=body)) if heard and _is_whole(heard.inbound) else None


def _is_whole(inbound: Inbound) -> bool:
    """Whether it says who speaks, where, and which event it is: without that nothing can be told apart."""
    return all((inbound.key, inbound.who.workspace, inbound.who.user, inbound.place.channel))


def team_of(payload: object) -> str:
    """The workspace that a payload is for: in a shared channel the outer id can be another's."""
    installed = next((text_at(one, "team_id") for one in objects_at(payload, "authorizations")), "")
    view = text_at(payload, "view", "app_installed_team_id")
    return installed or view or text_at(payload, "team", "id") or text_at(payload, "team_id")


def outsider(payload: object) -> bool:
    """Whether it comes from somebody of another workspace, as in a channel shared with another organisation.

    Or whether somebody of theirs has written the message that it is about.
    """
    event, message = object_at(payload, "event"), object_at(payload, "message")
    about = message if text_at(payload, "type") == "message_action" else None
    theirs = (
        text_at(payload, "user", "team_id"),
        *(text_at(one, team) for one in (event, about) for team in ("user_team", "source_team")),
        text_at(payload, "team_id") if text_at(payload, "command") else "",
    )
    return any(team and team != team_of(payload) for team in theirs)


def _read(payload: Mapping[str, Any]) -> Heard | None:
    if text_at(payload, "command"):
        return _command(payload)
    match text_at(payload, "type"):
        case "event_callback":
            return _event(payload)
        case "block_actions":
            return _press(payload)
        case "view_submission":
            return _submission(payload)
        case "shortcut" if text_at(payload, "callback_id") == TELL.callback_id:
            way = _way(payload, text_at(payload, "user", "id"), in_view=True)
            return Heard(_inbound(way, text_at(payload, "trigger_id"), action=Verb.FORM, direct=False), way)
        case "message_action" if text_at(payload, "callback_id") == MAKE_IDEA.callback_id:
            return _suggestion(payload)
        case _:
            return None


def _inbound(way: Way, key: str, **what: Any) -> Inbound:
    place = what.pop("place", None) or Place(PLATFORM, way.team, way.channel, way.thread)
    return Inbound(key, Identity(PLATFORM, way.team, way.user), place, home=Place(PLATFORM, way.team, way.user), **what)


def _way(payload: object, channel: str, thread: str = "", **more: Any) -> Way:
    user = text_at(payload, "user", "id") or text_at(payload, "user_id") or text_at(payload, "event", "user")
    return Way(team_of(payload), user, channel, thread, text_at(payload, "trigger_id"), **more)


def _event(payload: Mapping[str, Any]) -> Heard | None:
    event = object_at(payload, "event")
    match text_at(event, "type"):
        case "message":
            return _message(payload, event)
        case "app_mention":
            return _mention(payload, event)
        case "app_home_opened" if text_at(event, "tab") == "home" and text_at(event, "user"):
            way = _way(payload, text_at(event, "user"), in_view=True)
            return Heard(_inbound(way, text_at(payload, "event_id"), action=Verb.HOME, direct=False), way)
        case _:
            return None


def _message(payload: Mapping[str, Any], event: Mapping[str, object]) -> Heard | None:
    """A message one to one. What bots write is not heard; a change to an earlier message is."""
    one_to_one = text_at(event, "channel_type") == "im" or text_at(event, "channel").startswith("D")
    if not one_to_one or text_at(event, "bot_id"):
        return None
    if text_at(event, "subtype") == "message_changed":
        return _changed(payload, event)
    user, channel, ts = (text_at(event, name) for name in ("user", "channel", "ts"))
    if text_at(event, "subtype") not in SPOKEN or not user or not ts:
        return None
    said, text = f"{channel}:{ts}", text_at(event, "text")
    way = _way(payload, user, text_at(event, "thread_ts") or ts, said=said)
    return Heard(_inbound(way, said, text=plain(text)), way, mentions=mentioned(text))


def _changed(payload: Mapping[str, Any], event: Mapping[str, object]) -> Heard | None:
    now, before = object_at(event, "message"), object_at(event, "previous_message")
    user, text = text_at(now, "user"), text_at(now, "text")
    if not user or text_at(now, "bot_id") or text == text_at(before, "text"):
        return None
    way = replace(_way(payload, user, text_at(now, "thread_ts") or text_at(now, "ts")), user=user)
    return Heard(_inbound(way, text_at(payload, "event_id"), action=Verb.REWORDED), way)


def _mention(payload: Mapping[str, Any], event: Mapping[str, object]) -> Heard | None:
    channel, ts, user = (text_at(event, name) for name in ("channel", "ts", "user"))
    if not (channel and ts and user) or text_at(event, "bot_id"):
        return None
    said, thread = f"{channel}:{ts}", text_at(event, "thread_ts")
    way = _way(payload, channel, thread, said=f"{channel}:{thread}:{ts}" if thread else said)
    place = Place(PLATFORM, way.team, channel, thread or ts)
    text = unaddressed(text_at(event, "text"), _bot(payload))
    inbound = _inbound(way, said, place=place, text=plain(text), direct=False, explicit=True, mention=True)
    return Heard(inbound, way, mentions=mentioned(text))


def _bot(payload: object) -> str:
    """The bot's own user id, where the payload tells."""
    ours = (one for one in objects_at(payload, "authorizations") if at(one, "is_bot") is True)
    return next((text_at(one, "user_id") for one in ours), "")


def _command(payload: Mapping[str, Any]) -> Heard | None:
    text = text_at(payload, "text")
    said = f"{TEXT}{text}" if text and units(text) <= LONGEST_REFERENCE else ""
    way = _way(payload, text_at(payload, "channel_id"), said=said, command=True)
    if not way.channel or not way.user or text_at(payload, "command") != COMMAND.name:
        return None
    inbound = _inbound(way, way.trigger, text=plain(text), direct=False, explicit=True)
    return Heard(inbound, way, mentions=mentioned(text))


def _press(payload: Mapping[str, Any]) -> Heard | None:
    pressed = marks.pressed(payload)
    if pressed is None:
        return None
    way, direct = _pressed_at(payload)
    event = way.trigger or text_at(payload, "container", "message_ts")
    key = f"{event}:{pressed.action}:{pressed.value}:{sorted(pressed.fields.items())}"
    heard = Heard(
        _inbound(
            way, _short(key), action=pressed.action, value=pressed.value, fields=pressed.fields, direct=direct,
            explicit=not direct,
        ),
        way,
    )  # fmt: skip
    return _referring(heard, pressed) if pressed.action in {marks.OPEN, Verb.SURE} else heard


def _referring(heard: Heard, pressed: marks.Pressed) -> Heard:
    """A press that stands for the person's own words, said once more: the command that needs a form, or what was
    stopped and is meant all the same."""
    meant = pressed.action == Verb.SURE
    inbound = replace(
        heard.inbound, action="", value="", fields={}, sure=meant, explicit=heard.inbound.explicit or not meant
    )
    way = replace(heard.way, said=pressed.value)
    if pressed.value.startswith(TEXT):
        text = pressed.value.removeprefix(TEXT)
        return Heard(replace(inbound, text=plain(text)), way, mentions=mentioned(text))
    return Heard(inbound, way, refers=pressed.value or NOTHING)


def _pressed_at(payload: Mapping[str, Any]) -> tuple[Way, bool]:
    """Where something was pressed, and whether that was one to one with the bot."""
    user = text_at(payload, "user", "id")
    if view := object_at(payload, "view"):
        if text_at(view, "type") == "home":
            return _way(payload, user, in_view=True), False
        filled = forms.filled(view)
        meta = filled[1] if filled else forms.Meta("", "", user, "", direct=False)
        way = _way(payload, meta.channel or user, meta.thread, view=text_at(view, "id"), in_view=True)
        return way, meta.direct
    channel = text_at(payload, "channel", "id") or text_at(payload, "container", "channel_id")
    ts = text_at(payload, "message", "ts") or text_at(payload, "container", "message_ts")
    thread = text_at(payload, "message", "thread_ts") or text_at(payload, "container", "thread_ts")
    if channel.startswith("D"):
        return _way(payload, user, thread or ts), True
    return _way(payload, channel, thread), False


def _submission(payload: Mapping[str, Any]) -> Heard | None:
    view = object_at(payload, "view")
    filled = forms.filled(view)
    if filled is None:
        return None
    fields, meta = filled
    channel = meta.channel or text_at(payload, "user", "id")
    way = _way(payload, channel, meta.thread, view=text_at(view, "id"), in_view=True, submitted=True)
    key = f"{way.view}:{text_at(view, 'hash')}:{sorted(fields.items())}"
    inbound = _inbound(
        way, f"{way.view}:{_short(key)}", action=meta.action, value=meta.value, fields=fields, direct=meta.direct,
        explicit=not meta.direct, sure=meta.sure,
    )  # fmt: skip
    return Heard(inbound, way)


def _suggestion(payload: Mapping[str, Any]) -> Heard | None:
    """A message that somebody thinks could be an idea: its words, its writer and the way back to it."""
    message, channel = object_at(payload, "message"), text_at(payload, "channel", "id")
    ts, thread = text_at(message, "ts"), text_at(message, "thread_ts")
    way = _way(payload, channel, thread, in_view=True)
    author = "" if text_at(message, "bot_id") else text_at(message, "user")
    text = text_at(message, "text")
    if not channel or not text.strip():
        return None
    own = author == way.user
    fields = {"author": author} if author and not own else {}
    link = permalink(text_at(payload, "team", "domain"), channel, ts, thread)
    inbound = _inbound(
        way, way.trigger, text=plain(text), action=Verb.SUGGEST, value=link, fields=fields, direct=False, explicit=True
    )
    way = replace(way, said=f"{channel}:{thread}:{ts}") if own else way
    return Heard(inbound, way, mentions=mentioned(text))


def permalink(domain: str, channel: str, ts: str, thread: str = "") -> str:
    """The address of a message, as Slack's own `chat.getPermalink` makes it; empty without a domain."""
    if not (domain and re.fullmatch(r"[\w-]+(\.[\w-]+)*", domain)):
        return ""
    end = f"?thread_ts={thread}&cid={channel}" if thread and thread != ts else ""
    return f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}{end}"


def plain(text: str) -> str:
    """Slack's marked-up text as it was typed: mentions as `@U…`, channels by name, links by address, signs as signs."""
    return unescaped(_MARKED.sub(_unmarked, text)) if "<" in text or "&" in text else text


def mentioned(text: str) -> tuple[str, ...]:
    """The ids of the people whom a text of Slack's names, in order, each once."""
    return tuple(dict.fromkeys(_SOMEBODY.findall(text)))


def named(text: str, names: Mapping[str, str]) -> str:
    """A plain text with people by name, where their ids stand."""
    ids = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.sub(rf"@({ids})(?![A-Z0-9])", lambda found: f"@{names[found[1]]}", text) if ids else text


def unaddressed(text: str, bot: str) -> str:
    """A text of Slack's without the mention of the bot that it begins with; anybody's where `bot` is not known."""
    found = _ADDRESSED.match(text)
    return text[found.end() :] if found and bot in {"", found["who"]} else text


def _unmarked(found: re.Match[str]) -> str:
    what, label = found["what"], found["label"] or ""
    match found["kind"]:
        case "@":
            return f"@{what}"
        case "#":
            return f"#{label or what}"
        case "!":
            return label if "^" in what and label else f"@{what.partition('^')[0]}"
        case _:
            return _typed(what, label)


def _typed(address: str, label: str) -> str:
    """A link as it was typed: Slack makes one of every address, number and name of a site, and people of any words."""
    scheme, _, rest = address.partition(":")
    if scheme in {"mailto", "tel"}:
        address = rest
    same = scheme == "tel" or address.removeprefix(f"{scheme}://") in {label, f"{label}/"}
    return (label if same else f"{label} ({address})") if label and label != address else address


def _short(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:32]
