"""What Teams sends, read as an `Inbound` and the way its answer goes back. Pure, and never upset by what is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any

from adapters.reading import at, object_at, objects_at, text_at
from adapters.teams import forms, marks, written
from adapters.teams.access import MAKE_IDEA, TELL
from adapters.teams.addresses import is_channel, is_person, split
from dialogs.messages import FieldValue, Inbound
from dialogs.references import Reference
from dialogs.words import Verb
from ideas.people import Identity, Place

PLATFORM = "teams"
CHANNEL = "msteams"
"""What Teams calls itself among the channels of the Bot Framework."""

_BETWEEN_TWO = "@unq.gbl.spaces"
"""How the id of a conversation between two people ends."""
_ADDED = frozenset({"add"})
_REMOVED = frozenset({"remove"})


class Kind(StrEnum):
    """What is waited for: nothing, a card in place of the one that was pressed, or a dialog that opens or goes on."""

    MESSAGE = "message"
    EXECUTE = "execute"
    FETCH = "fetch"
    SUBMIT = "submit"


LONGEST_HTML = 60_000
"""Characters of a message that are read; a text of a tenth is too long to be an answer."""
_OF_THE_TENANT = frozenset({"", "aadUser", "onPremiseAadUser"})
"""What Teams calls the identities of people who have an account in the tenant."""
_NEVER_PRESSED = frozenset({Verb.WELCOME, Verb.REWORDED, Verb.HOME})
"""What Teams alone can tell of, and no button says."""

INVOKES = {
    "adaptiveCard/action": Kind.EXECUTE,
    "task/fetch": Kind.FETCH,
    "composeExtension/fetchTask": Kind.FETCH,
    "task/submit": Kind.SUBMIT,
    "composeExtension/submitAction": Kind.SUBMIT,
}


@dataclass(frozen=True, slots=True)
class Way:
    """How an answer that rides on the request goes back to the one who asked.

    `here` is the conversation that it came from, `user` the person's id there. `targeted` is set where the question was
    seen by nobody else, and the answer can be so too. `sent` is what a dialog has sent, to show it once more.
    """

    kind: Kind
    here: Reference
    home: Place
    thread: str = ""
    user: str = ""
    targeted: bool = False
    sent: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        """Whether nobody else is in the conversation."""
        return self.here.place == self.home and bool(self.here.conversation)


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that was said or done, and the way back. `pressed` is what stood in the message or dialog for it."""

    inbound: Inbound
    way: Way
    pressed: marks.Pressed | None = None
    meta: forms.Meta | None = None
    foreign: bool = False
    """Whether it is about words of somebody who is not of the organisation."""


def tenant_of(activity: object) -> str:
    """The tenant that an activity is from; empty when it does not say, or says two."""
    told = {
        text_at(activity, "channelData", "tenant", "id"),
        text_at(activity, "conversation", "tenantId"),
    } - {""}
    return told.pop() if len(told) == 1 else ""


def read(activity: Mapping[str, Any], body: str = "") -> Heard | None:
    """An activity of any kind as what was said; None when there is nothing to answer.

    `body` is the body that the tenant belongs to.
    """
    heard = _read(activity) if _is_whole(activity) else None
    return replace(heard, inbound=replace(heard.inbound, body=body)) if heard else None


def references(activity: object) -> tuple[Reference, ...]:
    """The ways that an activity tells of: to the conversation it is from, and to the person's own."""
    if not _is_whole(activity):
        return ()
    home = _home(activity)
    here = _here(activity, home)
    own = Reference(home, here.address, "", text_at(activity, "from", "id"))
    if here.place == home:
        return (here if here.conversation else own,)
    elsewhere = text_at(activity, "name").startswith("composeExtension/")  # used where the bot need not be
    return (own,) if elsewhere else (here, own)


def is_farewell(activity: object) -> bool:
    """Whether the app has been taken away from the conversation."""
    bot = text_at(activity, "recipient", "id")
    left = any(text_at(one, "id") == bot for one in objects_at(activity, "membersRemoved"))
    return left or (text_at(activity, "type") == "installationUpdate" and text_at(activity, "action") in _REMOVED)


def team_of(activity: object) -> str:
    """The team that the bot is in and an activity from; empty where there is none, or the bot need not be in it."""
    team, name = text_at(activity, "channelData", "team", "id"), text_at(activity, "name")
    there = _is_whole(activity) and not _is_direct(activity) and not name.startswith("composeExtension/")
    return team if there and is_channel(Place(PLATFORM, "", team)) else ""


def channel_name(activity: object) -> str:
    """What a channel is called, where the activity tells."""
    name, team = text_at(activity, "channelData", "channel", "name"), text_at(activity, "channelData", "team", "name")
    is_first = split(text_at(activity, "conversation", "id"))[0] == text_at(activity, "channelData", "team", "id")
    return name or (team if is_first else "")  # a team's first channel has its id, and no name of its own


def _is_whole(activity: object) -> bool:
    """Whether it says who acts: without that nothing can be told apart."""
    return bool(tenant_of(activity) and _user(activity))


def _user(activity: object) -> str:
    return text_at(activity, "from", "aadObjectId")


def _home(activity: object) -> Place:
    return Place(PLATFORM, tenant_of(activity), _user(activity))


def _is_direct(activity: object) -> bool:
    """Whether it is from somebody's own conversation with the bot, and not from one between two people."""
    between = text_at(activity, "conversation", "id").endswith(_BETWEEN_TWO)
    return text_at(activity, "conversation", "conversationType") == "personal" and not between


def _here(activity: object, home: Place) -> Reference:
    """The way to the conversation that an activity is from; the person's own, at `home`, where it does not tell."""
    address, whole = text_at(activity, "serviceUrl"), text_at(activity, "conversation", "id")
    if _is_direct(activity) or not whole:
        return Reference(home, address, whole, text_at(activity, "from", "id"))
    conversation, _ = split(whole)
    return Reference(replace(home, channel=conversation), address, conversation)


def _read(activity: Mapping[str, Any]) -> Heard | None:
    match text_at(activity, "type"):
        case "message":
            return _message(activity)
        case "messageUpdate":
            return _changed(activity)
        case "installationUpdate" if text_at(activity, "action") in _ADDED:
            return _heard(activity, Kind.MESSAGE, action=Verb.WELCOME, place=_welcomed(activity))
        case "invoke" if kind := INVOKES.get(text_at(activity, "name")):
            return _invoke(activity, kind)
        case _:
            return None


def _heard(activity: Mapping[str, Any], kind: Kind, **what: Any) -> Heard:
    """What is the same for everything: who acts, where, and the way back."""
    home, direct, thread = _home(activity), _is_direct(activity), _thread(activity)
    here = _here(activity, home)
    way = Way(
        kind,
        here,
        home,
        thread,
        text_at(activity, "from", "id"),
        targeted=at(activity, "recipient", "isTargeted") is True,
        sent=object_at(activity, "value", "data"),
    )
    place = what.pop("place", None) or replace(here.place, thread=thread)
    inbound = Inbound(
        what.pop("key", _key(activity)),
        Identity(PLATFORM, home.workspace, home.channel),
        place,
        text_at(activity, "from", "name"),
        direct=what.pop("direct", direct),
        explicit=what.pop("explicit", not direct),
        home=home,
        one_talk=True,
        **what,
    )
    return Heard(inbound, way)


def _key(activity: Mapping[str, Any]) -> str:
    """The delivery's own name: the same however often it comes."""
    told = text_at(activity, "id") or json.dumps(
        [text_at(activity, "timestamp"), _user(activity), at(activity, "value")], sort_keys=True, default=str
    )
    return _short(f"{text_at(activity, 'conversation', 'id')} {told}")


def _thread(activity: object) -> str:
    """The message that a thread begins with. What is pressed on that message itself is pressed in no thread."""
    _, root = split(text_at(activity, "conversation", "id"))
    pressed_on = text_at(activity, "replyToId") if text_at(activity, "type") == "invoke" else ""
    return "" if _is_direct(activity) or root == pressed_on else root


def _welcomed(activity: object) -> Place:
    """Where a welcome is said: in the channel that was chosen, or in the person's own conversation."""
    here = _here(activity, _home(activity)).place
    chosen = text_at(activity, "channelData", "settings", "selectedChannel", "id")
    return here if _is_direct(activity) or not chosen else replace(here, channel=chosen)


def _message(activity: Mapping[str, Any]) -> Heard | None:
    """Something written; a press, where a client knows no better; nothing where the bot was not addressed."""
    if pressed := marks.pressed(at(activity, "value")):
        return _pressed(_heard(activity, Kind.MESSAGE), activity, pressed, None)
    text, direct = written.said(activity), _is_direct(activity)
    mention, targeted = written.is_addressed(activity), at(activity, "recipient", "isTargeted") is True
    if not (direct or mention or targeted) or not text_at(activity, "id"):
        return None
    return _heard(activity, Kind.MESSAGE, text=text, mention=mention and not direct and not targeted)


def _changed(activity: Mapping[str, Any]) -> Heard | None:
    """A message that its writer has changed; only where they talk alone with the bot."""
    edited = text_at(activity, "channelData", "eventType") == "editMessage"
    if not edited or not _is_direct(activity):
        return None
    key = _short(f"{_key(activity)} {text_at(activity, 'text')} {text_at(activity, 'timestamp')}")
    return _heard(activity, Kind.MESSAGE, action=Verb.REWORDED, key=key)


def _invoke(activity: Mapping[str, Any], kind: Kind) -> Heard | None:
    if kind is Kind.EXECUTE:
        pressed = marks.pressed(at(activity, "value", "action", "data"))
        return _pressed(_heard(activity, kind), activity, pressed, None) if pressed else None
    if kind is Kind.FETCH and text_at(activity, "name") == "composeExtension/fetchTask":
        return _command(activity)
    sent = at(activity, "value", "data")
    filled = forms.filled(sent) if kind is Kind.SUBMIT else None
    if filled:
        return _submitted(_heard(activity, kind), *filled)
    pressed = marks.pressed(sent)
    return _pressed(_heard(activity, kind), activity, pressed, forms.meta_of(sent)) if pressed else None


def _pressed(
    heard: Heard, activity: Mapping[str, Any], pressed: marks.Pressed, meta: forms.Meta | None
) -> Heard | None:
    if pressed.action in _NEVER_PRESSED:
        return None
    strange = pressed.action == Verb.SUGGEST and pressed.value not in {"", "no"} and not _is_link(pressed.value)
    inbound = replace(
        _placed(heard, meta).inbound,
        key=_once(heard, meta, pressed.action, pressed.value, pressed.fields),
        action=pressed.action,
        value="" if strange else pressed.value,
        fields=pressed.fields,
        pressed=pressed.message,
        arrived=text_at(activity, "replyToId") if pressed.message else "",
    )
    return replace(heard, inbound=inbound, pressed=pressed, meta=meta)


def _submitted(heard: Heard, fields: Mapping[str, FieldValue], meta: forms.Meta) -> Heard:
    key = _once(heard, meta, meta.action, meta.value, fields)
    inbound = replace(
        _placed(heard, meta).inbound, key=key, action=meta.action, value=meta.value, fields=fields, sure=meta.sure
    )
    return replace(heard, inbound=inbound, meta=meta)


def _once(heard: Heard, meta: forms.Meta | None, action: str, value: str, fields: Mapping[str, FieldValue]) -> str:
    """The key of what was sent: the same for the same sent twice from one dialog, however the clicks were brought."""
    if meta is None or not meta.once:
        return heard.inbound.key
    return _short(json.dumps([meta.once, heard.way.home.channel, action, value, meta.sure, sorted(fields.items())]))


def _placed(heard: Heard, meta: forms.Meta | None) -> Heard:
    """The same where the dialog belongs, if that is here or at home: what a client sends back is not to be trusted."""
    home, here = heard.way.home, heard.way.here.place
    if meta is None or meta.channel not in {home.channel, here.channel}:
        return heard
    own = meta.channel == home.channel
    thread = "" if own else meta.thread
    place = Place(PLATFORM, home.workspace, meta.channel, thread)
    direct = own and meta.direct
    return replace(heard, inbound=replace(heard.inbound, place=place, direct=direct, explicit=not direct))


def _command(activity: Mapping[str, Any]) -> Heard | None:
    """An action of the message menu or of the box where one writes: it opens a dialog."""
    match text_at(activity, "value", "commandId"):
        case TELL.command:
            return _form(activity)
        case MAKE_IDEA.command:
            return _suggestion(activity)
        case _:
            return None


def _form(activity: Mapping[str, Any]) -> Heard:
    return _heard(activity, Kind.FETCH, action=Verb.FORM, place=_home(activity), direct=False)


def _suggestion(activity: Mapping[str, Any]) -> Heard:
    """A message that somebody thinks could be an idea: its words, its writer and the way back to it."""
    message = object_at(activity, "value", "messagePayload")
    content = text_at(message, "body", "content")[:LONGEST_HTML]
    text = content if text_at(message, "body", "contentType") == "text" else written.from_html(content)
    if not text.strip():
        return _form(activity)
    writer, link = object_at(message, "from", "user"), text_at(message, "linkToMessage")
    author = text_at(writer, "id").lower()
    own = not writer or author == _user(activity).lower()
    heard = _heard(
        activity,
        Kind.FETCH,
        text=text,
        action=Verb.SUGGEST,
        value=link if _is_link(link) else "",
        fields={} if own else {"author": author},
        place=_home(activity),
        direct=False,
    )
    is_one_of_us = is_person(Place(PLATFORM, "", author)) and text_at(writer, "userIdentityType") in _OF_THE_TENANT
    return heard if own else replace(heard, foreign=not is_one_of_us)


def _is_link(address: str) -> bool:
    return re.fullmatch(r"https://teams\.(microsoft\.com|cloud\.microsoft)/\S{1,1500}", address) is not None


def _short(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:32]
