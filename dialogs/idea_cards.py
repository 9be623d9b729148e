"""Cards of one idea: the coaches' card in their channel, and the whole idea with its history."""

from __future__ import annotations

from dialogs.cards import Card, Facts, Heading, Link, Option, Options, Paragraph, Quote
from dialogs.question_cards import answer_rows, leads
from dialogs.showing import Press, Showing
from dialogs.words import Verb
from ideas.lifecycle import ACTIVE, ENDED, Status

UNCLAIMED = (
    Press("button-claim", Verb.CLAIM, style="primary"),
    Press("button-ask", Verb.ASK),
    Press("button-show", Verb.SHOW),
)
CLAIMED = (
    Press("button-status", Verb.STATUS, style="primary"),
    Press("button-ask", Verb.ASK),
    Press("button-promise", Verb.PROMISE),
    Press("button-explore", Verb.EXPLORE),
    Press("button-release", Verb.RELEASE),
    Press("button-hand_over", Verb.HAND_OVER),
    Press("button-close", Verb.CLOSE),
    Press("button-show", Verb.SHOW),
)
LATER = (
    Press("button-status", Verb.STATUS, style="primary"),
    Press("button-ask", Verb.ASK),
    Press("button-promise", Verb.PROMISE),
    Press("button-close", Verb.CLOSE),
    Press("button-show", Verb.SHOW),
)
BEARERS = (
    Press("button-edit", Verb.EDIT),
    Press("button-withdraw", Verb.WITHDRAW),
)
SHOW_ONLY = (Press("button-show", Verb.SHOW),)
EDITABLE = (Status.SUBMITTED, *ACTIVE[:4])


def coach_presses(status: Status) -> tuple[Press, ...]:
    """What a coach can do with an idea in this state."""
    if status is Status.SUBMITTED:
        return UNCLAIMED
    if status in ACTIVE:
        return CLAIMED
    return SHOW_ONLY if status in ENDED else LATER


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
        *show.buttons(*coach_presses(status)),
    )


def _written_at(show: Showing) -> tuple[Link, ...]:
    """The way to the message that the idea came from, when it came from one."""
    url = show.text("source")
    return (Link(show.say("card-source"), url),) if url else ()


def _called(show: Showing) -> str:
    """The number and the title; the number alone where the quoted need says the same."""
    number, title = show.text("number"), show.text("title")
    return number if title == show.text("need").rstrip(".") else f"{number} {title}"


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
    status = Status(show.text("status"))
    presses: tuple[Press, ...] = ()
    if show.facts.get("for_coach"):
        presses = tuple(p for p in coach_presses(status) if p.verb is not Verb.SHOW)
    elif show.facts.get("for_bearer") and status in EDITABLE:
        presses = BEARERS
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
        *show.buttons(*presses),
    )


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
