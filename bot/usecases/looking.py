"""Lists and looks: one's own ideas, one idea, the queue, the overview, and the coach's questions about a need."""

from __future__ import annotations

from datetime import date

from bot.acting import Turn
from bot.facts import idea_facts, state_facts
from bot.monday import SECTIONS, days_since, monday_facts
from bot.usecases.coaching import explored
from bot.usecases.finding import find, must_be_coach, must_bear, must_hold, must_lead
from bot.usecases.handing_in import change as change_draft
from bot.usecases.handing_in import edit as edit_idea
from bot.usecases.handing_in import fill_in, show_form
from bot.usecases.telling import draft_here
from dialogs.idea_cards import EDITABLE
from dialogs.list_cards import cut_short
from dialogs.messages import Value
from dialogs.words import Verb
from ideas.idea import Fact, Idea, RefusedError
from ideas.lifecycle import OPEN, WITH_COACH, Status

_HISTORY_SHOWN = 12
_QUOTED = 160
"""Characters of what somebody said that a line of history holds."""

_TALK = {"asked": "question", "told": "message", "answered": "reply", "objected": ""}
"""Kinds of facts that are something said between coach and bearer, and which of their details are the words."""

_FAR = date.max


def row(idea: Idea) -> dict[str, Value]:
    """An idea as a line of a list."""
    return {
        **state_facts(idea),
        "number": idea.number,
        "title": idea.title,
        "promise": idea.promise.isoformat() if idea.promise else "",
    }


def _start(turn: Turn) -> int:
    """How many ideas of a list have been shown already, when its next are asked for."""
    return turn.intent.reference.running if turn.intent.reference else 0


def mine(turn: Turn) -> None:
    """The person's ideas, and for a coach those at hand by next promise; more of one list when that is asked for."""
    name = turn.intent.value.rpartition(" ")[2]
    week, own = (monday_facts(turn.uow, turn.world, turn.person, turn.now) or {}) if name else {}, _own(turn)
    if name in SECTIONS and week.get(name):
        turn.reply("monday", start=_start(turn), date=week["date"], count=week["count"], **{name: week[name]})
    elif own.get(name):
        turn.reply("mine", start=_start(turn), **{name: own[name]})
    else:
        turn.reply("mine", **own)


def _own(turn: Turn) -> dict[str, Value]:
    coaching = [i for i in turn.uow.ideas_with(turn.person.id) if i.status in OPEN]
    coaching.sort(key=lambda i: i.promise or _FAR)
    ideas: list[Value] = [row(i) for i in turn.uow.ideas_of(turn.person.id) if i.number]
    drafts: list[Value] = [{"title": d.title} for d in turn.uow.drafts(turn.person.id) if d.need]
    return {"ideas": ideas, "drafts": drafts, "coaching": [row(i) for i in coaching]}


def home(turn: Turn) -> None:
    """The person's own page: a way to tell, their ideas, and what waits for a coach or a process leader."""
    coach, lead = turn.person.is_coach, turn.person.leads
    own = _own(turn)
    queue_: list[Value] = [row(i) for i in turn.uow.queue(turn.person.body)] if coach else []
    counts = _counts(turn, turn.uow.open_ideas(turn.person.body)) if lead else {}
    lists = {**own, "borne": own["ideas"], "ideas": queue_}
    turn.ride("home", body=turn.short, coach=coach, lead=lead, **lists, **counts)


def show(turn: Turn) -> None:
    """One idea, with what this reader can do."""
    idea = find(turn)
    language = turn.person.language
    facts = idea_facts(idea, turn.uow, turn.world, language)
    if idea.status is Status.SUBMITTED:
        facts["coach"] = ""
    bears = turn.person.id in (idea.bearer, *idea.co_bearers)
    listens = bears or turn.person.id == idea.coach or (turn.person.leads and turn.person.body == idea.body)
    lines: list[Value] = [_line(turn, fact, idea, listens=listens) for fact in turn.uow.facts(idea.id)]
    seen: dict[str, Value] = {"history": lines[-_HISTORY_SHOWN:], "earlier": len(lines[:-_HISTORY_SHOWN])}
    coach = turn.person.is_coach and turn.person.body == idea.body and turn.person.id != idea.bearer
    able = {"for_coach": coach, "holds": turn.person.id == idea.coach, "for_bearer": bears}
    turn.reply("whole-idea", **{**facts, **seen, **able, "owns": turn.person.id == idea.bearer})


def _line(turn: Turn, fact: Fact, idea: Idea, *, listens: bool) -> dict[str, Value]:
    """A line of history. What coach and bearer say to each other, and the bearer's name, only those `listens`."""
    day = turn.calendar.local(fact.at).date().isoformat()
    kept = {key: value for key, value in fact.details.items() if key in {"receiver", "actor", "reason"}}
    hidden = not listens and fact.actor in (idea.bearer, *idea.co_bearers)
    return {
        "date": day,
        "kind": fact.kind,
        "actor": turn.world.texts.say(turn.person.language, "someone") if hidden else turn.named(fact.actor),
        "why": fact.why if fact.kind not in _TALK else _quoted(turn, fact) if listens else "",
        "status": fact.end.value,
        **kept,
    }


def _quoted(turn: Turn, fact: Fact) -> str:
    """What somebody said, as a quote that is not longer than a line of history can be."""
    said = cut_short(fact.why or fact.details.get(_TALK[fact.kind], ""), _QUOTED)
    return turn.world.texts.say(turn.person.language, "fact-words", {"text": said}) if said else ""


def queue(turn: Turn) -> None:
    """What waits for a coach in the person's body."""
    must_be_coach(turn)
    waiting: list[Value] = [row(i) for i in turn.uow.queue(turn.person.body)]
    turn.reply("queue", body=turn.short, start=_start(turn), ideas=waiting)


def overview(turn: Turn) -> None:
    """The open ideas of a body for its process leader: those that are late, then the others, oldest first."""
    must_lead(turn)
    ideas = turn.uow.open_ideas(turn.person.body)
    late = _late(turn, ideas)
    ideas.sort(key=lambda i: (i not in late, i.submitted_at or i.created_at))
    new_year = turn.calendar.at(turn.today.replace(month=1, day=1), "00:00")
    names = {coach: turn.named(coach) for coach in {i.coach for i in ideas if i.coach}}
    rows: list[Value] = [
        {
            **row(i),
            "coach": names.get(i.coach or 0, ""),
            "days": days_since(turn.calendar, i.submitted_at or i.created_at, turn.today),
            "late": i in late,
        }
        for i in ideas
    ]
    turn.reply(
        "overview",
        body=turn.short,
        start=_start(turn),
        ideas=rows,
        ended=turn.uow.ended(turn.person.body, new_year),
        **_counts(turn, ideas),
    )


def _late(turn: Turn, ideas: list[Idea]) -> list[Idea]:
    return [i for i in ideas if i.promise and i.promise < turn.today]


def _counts(turn: Turn, ideas: list[Idea]) -> dict[str, Value]:
    waiting = sum(i.status is Status.SUBMITTED for i in ideas)
    return {"waiting": waiting, "working": len(ideas) - waiting, "late": len(_late(turn, ideas))}


def edit(turn: Turn) -> None:
    """The bearer changes an idea, handed in or not."""
    if turn.intent.reference is None and draft_here(turn):
        change_draft(turn)
        return
    idea = find(turn)
    must_bear(turn, idea)
    if idea.status is Status.WITHDRAWN:
        raise RefusedError("refused-withdrawn-already", number=idea.number or "")
    if idea.status not in EDITABLE:
        facts = {key: str(value) for key, value in state_facts(idea).items()}
        raise RefusedError("refused-too-late-to-edit", number=idea.number or "", **facts)
    edit_idea(turn, idea)


def explore(turn: Turn) -> None:
    """The coach's own short dialog about a need, as a form on the card."""
    idea = find(turn)
    must_hold(turn, idea)
    if idea.status not in WITH_COACH:
        raise RefusedError("refused-closed-already", number=idea.number or "")
    changed, typed, troubles = fill_in(turn, idea, Verb.EXPLORE)
    if turn.intent.fields and not troubles:
        explored(turn, idea, changed)
        return
    turn.refused = bool(troubles)
    show_form(turn, idea, Verb.EXPLORE, idea.number or "", typed, troubles)
