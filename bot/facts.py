"""An idea as the facts of a notice: what cards show of it, with the names that codes stand for."""

from __future__ import annotations

from bot.world import World
from dialogs.intake import COACH, INTAKE
from dialogs.messages import Value
from ideas.idea import Answer, Gap, Idea
from ideas.lifecycle import Actor, Status, next_states
from ideas.routing import RuleKind
from storage.unit_of_work import UnitOfWork

SHOWN = tuple(question.key for question in INTAKE if question.key not in {"need", "need_behind"})
REVIEW = ("need", *SHOWN)
SOURCE = "source"
"""Kept among the answers: the address of the chat message that an idea came from."""


def answer_value(answer: Answer) -> Value:
    """An answer as a fact: text, a list of choices, or why it is missing."""
    if answer.gap:
        return {"gap": answer.gap.value}
    return list(answer.choices) if answer.choices else answer.text


def state_facts(idea: Idea) -> dict[str, Value]:
    """What the words for an idea's state need."""
    return {
        "status": idea.status.value,
        "receiver": idea.receiver,
        "wake": idea.wake.isoformat() if idea.wake else "",
        "actor": idea.published.get("actor", ""),
        "reason": idea.published.get("reason", "") if idea.status is Status.CLOSED else "",
        "into": idea.merged_into,
    }


def answer_rows(idea: Idea, world: World, language: str, keys: tuple[str, ...]) -> list[Value]:
    """Key and answer of each line, the parked solution among them; what was skipped or not asked is left out."""
    own: dict[str, Value] = {
        "title": idea.title,
        "need": idea.need,
        "solution": idea.parked or answer_value(idea.answer("solution")),
        "unit": world.unit_name(idea.body, idea.unit),
        "topic": world.topic_name(idea.topic, language),
    }
    rows: list[Value] = []
    for key in keys:
        value = own[key] if key in own else answer_value(idea.answer(key))
        if value and value != {"gap": Gap.SKIPPED.value}:
            rows.append({"key": key, "answer": value})
    return rows


def rule_rows(idea: Idea, uow: UnitOfWork, world: World, language: str) -> list[Value]:
    """The rules that ranked the coaches, with names for the codes."""
    first = uow.person(idea.ranked[0]) if idea.ranked else None
    name = first.name if first else ""
    return [
        {"kind": kind, "fact": _rule_fact(kind, fact, idea, world, language), "name": name} for kind, fact in idea.rules
    ]


def _rule_fact(kind: str, fact: str, idea: Idea, world: World, language: str) -> str:
    match kind:
        case RuleKind.BODY:
            return world.body(idea.body).short
        case RuleKind.POOL:
            return world.unit_name(idea.body, fact) or fact
        case RuleKind.TOPIC:
            return (world.topic_name(fact, language) or fact).lower()
        case RuleKind.LANGUAGE:
            return world.texts.say(language, f"language-{fact}")
        case _:
            return fact


def idea_facts(idea: Idea, uow: UnitOfWork, world: World, language: str) -> dict[str, Value]:
    """Everything the coaches' card shows."""
    waits = idea.status is Status.SUBMITTED
    holder = idea.coach or (idea.ranked[0] if idea.ranked and waits else 0)
    coach, bearer = uow.person(holder) if holder else None, uow.person(idea.bearer)
    keys = (*SHOWN, *(q.key for q in COACH))
    moves = next_states(idea.status, (Actor.COACH, Actor.RECEIVER, Actor.BEARER), world.preset.transitions)
    return {
        **state_facts(idea),
        "moves": [end.value for end in moves],
        "number": idea.number,
        "title": idea.title,
        "need": idea.need,
        "bearer": (bearer.name if bearer else "") or world.texts.say(language, "someone"),
        "coach": coach.name if coach else "",
        "promise": idea.promise.isoformat() if idea.promise else "",
        "body": world.body(idea.body).short,
        "rules": rule_rows(idea, uow, world, language),
        "answers": answer_rows(idea, world, language, keys),
        "source": idea.answer(SOURCE).text,
        "units": [],
        "topics": [],
    }
