"""What a command needs to know, as data: asked in a form when the words did not say it."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.words import Verb
from ideas.lifecycle import Status


@dataclass(frozen=True, slots=True)
class Input:
    """One field. `kind` is line, text, date, span, person, coach, status or reason; the last four are choices."""

    key: str
    kind: str = "text"
    required: bool = True
    label: str = ""


WHY = Input("why")
UNTIL = Input("until", "date")
FOLLOW_UP = Input("until", "date", label="field-follow_up")
NEXT = Input("date", "date", required=False, label="field-next")
RECEIVER = Input("receiver", "line")

NEXT_WORKING_DAYS = 10
"""How soon the bearer hears more after a change of state, when the coach names no day."""

FORMS: dict[Verb, tuple[Input, ...]] = {
    Verb.RELEASE: (WHY,),
    Verb.ASK: (Input("question"),),
    Verb.TELL: (Input("message"),),
    Verb.REPLY: (Input("reply"),),
    Verb.OBJECT: (Input("objection"),),
    Verb.PROMISE: (Input("date", "date"), WHY),
    Verb.HAND_OVER: (Input("person", "coach"), WHY),
    Verb.ASSIGN: (Input("person", "coach"),),
    Verb.MERGE: (Input("into", "line"), WHY),
    Verb.CLOSE: (Input("reason", "reason"), Input("fact"), Input("step"), Input("learning")),
    Verb.REOPEN: (WHY,),
    Verb.UPHOLD: (WHY,),
    Verb.WAKE: (WHY,),
    Verb.ABSENT: (Input("span", "line"),),
    Verb.DIGEST_EDIT: (Input("digest"),),
}

STATUS_FORMS: dict[Status, tuple[Input, ...]] = {
    Status.EXPLORING: (WHY, NEXT),
    Status.SHAPING: (WHY, NEXT),
    Status.TESTING: (Input("test"), WHY, UNTIL),
    Status.DECIDING: (RECEIVER, WHY, NEXT),
    Status.HANDED_OVER: (RECEIVER, WHY, NEXT),
    Status.IMPLEMENTING: (RECEIVER, WHY, NEXT),
    Status.IMPLEMENTED: (RECEIVER, Input("change"), FOLLOW_UP),
    Status.BENEFIT_CONFIRMED: (RECEIVER, Input("gain")),
    Status.DORMANT: (WHY, UNTIL),
    Status.FOUND_HOME: (Input("actor", "line"), Input("contact", "line"), FOLLOW_UP),
}

OWN_WORDS: dict[Status, str] = {Status.TESTING: "test", Status.IMPLEMENTED: "change", Status.BENEFIT_CONFIRMED: "gain"}
"""Which field the words after `status 142 testas` go into; the reason otherwise."""
