"""Lists and looks: one's own ideas, one idea, the queue, the overview, and the coach's questions about a need."""

from __future__ import annotations

from datetime import date, datetime

from bot.acting import Turn
from bot.facts import idea_facts, state_facts
from bot.usecases.coaching import explored
from bot.usecases.finding import find, must_be_coach, must_bear, must_hold, must_lead
from bot.usecases.handing_in import change as change_draft
from bot.usecases.handing_in import edit as edit_idea
from bot.usecases.handing_in import fill_in, show_form
from bot.usecases.telling import draft_here
from dialogs.idea_cards import EDITABLE
from dialogs.messages import Value
from dialogs.words import Verb
from ideas.idea import Fact, Idea, RefusedError
from ideas.lifecycle import OPEN, WITH_COACH, Status

_HISTORY_SHOWN = 12
_FAR = date.max


def row(idea: Idea) -> dict[str, Value]:
    """An idea as a line of a list."""
    return {
        **state_facts(idea),
        "number": idea.number,
        "title": idea.title,
        "promise": idea.promise.isoformat() if idea.promise else "",
    }


def mine(turn: Turn) -> None:
    """The person's ideas, and for a coach those at hand by next promise."""
    turn.reply("mine", **_own(turn))


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
    lines: list[Value] = [_line(turn, fact) for fact in turn.uow.facts(idea.id)]
    seen: dict[str, Value] = {"history": lines[-_HISTORY_SHOWN:], "earlier": len(lines[:-_HISTORY_SHOWN])}
    coach = turn.person.is_coach and turn.person.body == idea.body and turn.person.id != idea.bearer
    bears = turn.person.id in (idea.bearer, *idea.co_bearers)
    turn.reply("whole-idea", **{**facts, **seen, "for_coach": coach, "for_bearer": bears})


def _line(turn: Turn, fact: Fact) -> dict[str, Value]:
    day = turn.calendar.local(fact.at).date().isoformat()
    kept = {key: value for key, value in fact.details.items() if key in {"receiver", "actor", "reason"}}
    return {
        **kept,
        "date": day,
        "kind": fact.kind,
        "actor": turn.named(fact.actor),
        "why": fact.why,
        "status": fact.end.value,
    }


def queue(turn: Turn) -> None:
    """What waits for a coach in the person's body."""
    must_be_coach(turn)
    turn.reply("queue", body=turn.short, ideas=[row(i) for i in turn.uow.queue(turn.person.body)])


def overview(turn: Turn) -> None:
    """The open ideas of a body by age, for its process leader."""
    must_lead(turn)
    ideas = sorted(turn.uow.open_ideas(turn.person.body), key=lambda i: i.submitted_at or i.created_at)
    late = _late(turn, ideas)
    new_year = turn.calendar.at(turn.today.replace(month=1, day=1), "00:00")
    rows: list[Value] = [
        {**row(i), "days": _age(turn, i.submitted_at or i.created_at), "late": i in late} for i in ideas
    ]
    turn.reply(
        "overview",
        body=turn.short,
        ideas=rows,
        ended=turn.uow.ended(turn.person.body, new_year),
        **_counts(turn, ideas),
    )


def _late(turn: Turn, ideas: list[Idea]) -> list[Idea]:
    return [i for i in ideas if i.promise and i.promise < turn.today]


def _counts(turn: Turn, ideas: list[Idea]) -> dict[str, Value]:
    waiting = sum(i.status is Status.SUBMITTED for i in ideas)
    return {"waiting": waiting, "working": len(ideas) - waiting, "late": len(_late(turn, ideas))}


def _age(turn: Turn, since: datetime) -> int:
    return (turn.now - since).days


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
