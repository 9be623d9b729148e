"""Cards of one idea: the coaches' card in their channel, and the whole idea with its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dialogs.cards import Card, Facts, Heading, Link, Option, Options, Paragraph, Quote
from dialogs.forms import STATUS_FORMS
from dialogs.question_cards import answer_rows, is_title, leads
from dialogs.showing import Press, Showing
from dialogs.words import Verb
from ideas.lifecycle import ACTIVE, ENDED, WITH_COACH, Actor, Status, next_states

OWED = (*WITH_COACH, Status.DORMANT, Status.IMPLEMENTED)
"""States in which a coach still owes the bearer something."""

FOLLOWED = (*OWED, Status.BENEFIT_CONFIRMED)
SPOKEN = (*FOLLOWED, Status.FOUND_HOME, Status.CLOSED)
"""States in which bearer and coach have something to write to each other about."""

EDITABLE = (Status.SUBMITTED, *ACTIVE[:4])
LONG_NAME = 12
"""Characters of a name beside other words on a button; of a longer one the first name is enough."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A button, the states in which it is offered, and the moves of which one must be open where it makes a move."""

    press: Press
    states: tuple[Status, ...]
    ends: tuple[Status, ...] = ()


COACHES: tuple[Offer, ...] = (
    Offer(Press("button-claim", Verb.CLAIM, style="primary"), (Status.SUBMITTED,), (Status.CLAIMED,)),
    Offer(Press("button-wake", Verb.WAKE, style="primary"), (Status.DORMANT,), WITH_COACH),
    Offer(Press("button-status", Verb.STATUS, style="primary"), (*WITH_COACH, Status.IMPLEMENTED), tuple(STATUS_FORMS)),
    Offer(Press("button-ask", Verb.ASK), (Status.SUBMITTED, *FOLLOWED)),
    Offer(Press("button-tell", Verb.TELL), SPOKEN),
    Offer(Press("button-promise", Verb.PROMISE), OWED),
    Offer(Press("button-explore", Verb.EXPLORE), ACTIVE),
    Offer(Press("button-release", Verb.RELEASE), ACTIVE, (Status.SUBMITTED,)),
    Offer(Press("button-hand_over", Verb.HAND_OVER), ACTIVE),
    Offer(Press("button-close", Verb.CLOSE), WITH_COACH, (Status.CLOSED,)),
    Offer(Press("button-show", Verb.SHOW), tuple(Status)),
)
"""What an idea's coach can do, the likeliest first; before it has one, what any coach can. All can look at it."""

OTHERS: tuple[Offer, ...] = (Offer(Press("button-take_over", Verb.TAKE_OVER), OWED),)
"""What another coach can do."""

BEARERS: tuple[Offer, ...] = (
    Offer(Press("button-write-to", Verb.REPLY), SPOKEN),
    Offer(Press("button-edit", Verb.EDIT), EDITABLE),
    Offer(Press("button-withdraw", Verb.WITHDRAW), EDITABLE, (Status.WITHDRAWN,)),
)
NEEDS_COACH = frozenset({Verb.TELL, Verb.REPLY})


def offered(show: Showing, offers: Iterable[Offer]) -> tuple[Press, ...]:
    """Those of the buttons that lead somewhere from the idea's state."""
    status, ends = Status(show.text("status")), _ends(show)
    there = [one for one in offers if status in one.states and (not one.ends or ends & set(one.ends))]
    return tuple(one.press for one in there if show.text("coach") or one.press.verb not in NEEDS_COACH)


def _ends(show: Showing) -> set[str]:
    """Where its coach or its bearer can move the idea: as its preset has it where that is known, else by the table."""
    if "moves" in show.facts:
        return set(show.strings("moves"))
    return set(next_states(Status(show.text("status")), (Actor.COACH, Actor.RECEIVER, Actor.BEARER)))


def idea_card(show: Showing) -> Card:
    """The coaches' card: what it is about, why it came here, and what can be done now."""
    status = Status(show.text("status"))
    why = show.say("card-why-text", rules=show.listed("rules")) if show.text("coach") else show.say("card-why-none")
    return show.card(
        Heading(_called(show)),
        Quote(show.text("need"), show.text("bearer")),
        *((Paragraph(why),) if status is Status.SUBMITTED else ()),
        Facts(_state_rows(show) + answer_rows(show)),
        *_written_at(show),
        *show.buttons(*offered(show, COACHES)),
    )


def _written_at(show: Showing) -> tuple[Link, ...]:
    """The way to the message that the idea came from, when it came from one."""
    url = show.text("source")
    return (Link(show.say("card-source"), url),) if url else ()


def _called(show: Showing) -> str:
    """The number and the title; the number alone where the quoted need says the same."""
    number = show.text("number")
    return number if is_title(show, show.text("need")) else f"{number} {show.text('title')}"


def _state_rows(show: Showing) -> tuple[tuple[str, str], ...]:
    status = Status(show.text("status"))
    rows = [(show.say("card-status"), show.status())]
    if show.text("coach") and status is not Status.SUBMITTED:
        rows.append((show.say("card-coach"), show.text("coach")))
    if show.text("promise") and status not in ENDED:
        rows.append((show.say("card-promise"), show.say("spoken-date", date=show.text("promise"))))
    return tuple(rows)


def whole_idea(show: Showing) -> Card:
    """An idea as `visa` shows it: state, answers, history, and what this reader can do."""
    history = [(show.say("spoken-date", date=str(row["date"])), _happened(show, row)) for row in show.rows("history")]
    return show.card(
        *leads(show),
        Heading(_called(show)),
        Quote(show.text("need")),
        Facts(_state_rows(show) + answer_rows(show)),
        *_written_at(show),
        Paragraph(show.say("show-history")),
        *((Paragraph(show.say("show-earlier", count=show.facts["earlier"])),) if show.facts.get("earlier") else ()),
        Facts(tuple(history)),
        *_short_named(show).buttons(*_for_reader(show)),
    )


def _for_reader(show: Showing) -> tuple[Press, ...]:
    """What this reader can do with the idea that is shown: as its bearer, as its coach, or as another coach."""
    facts, offers = show.facts, tuple[Offer, ...]()
    if facts.get("for_bearer"):
        offers = BEARERS
    elif facts.get("for_coach"):
        free = show.text("status") == Status.SUBMITTED
        offers = COACHES if free or facts.get("holds", True) else OTHERS
    idle = {Verb.SHOW} if facts.get("owns", True) else {Verb.SHOW, Verb.WITHDRAW}
    return tuple(press for press in offered(show, offers) if press.verb not in idle)


def _short_named(show: Showing) -> Showing:
    """The same with the coach called by first name where the whole would make a button long."""
    name = show.text("coach")
    first = name.split()[:1] if len(name) > LONG_NAME else []
    return replace(show, facts={**show.facts, "coach": "".join(first) or name})


def _happened(show: Showing, row: object) -> str:
    assert isinstance(row, dict)
    label = show.status({**show.facts, **row}) if row["kind"] == "status" else ""
    said = show.say(f"fact-{row['kind']}", actor=row.get("actor", ""), label=label)
    return f"{said}: {row['why']}" if row.get("why") else said


def status_choice(show: Showing) -> Card:
    """The states an idea can be moved to from here."""
    ends = [str(row["value"]) for row in show.rows("states")]
    options = tuple(Option(end, show.status({**show.facts, "status": end})) for end in ends)
    unknown = show.says("status-unknown") if show.text("typed") else ()
    return show.card(
        *unknown, Options(Verb.STATUS, show.text("number"), show.say("status-choice", label=show.status()), options)
    )
