"""Which idea is meant, and whether this person may do this with it."""

from __future__ import annotations

from dataclasses import replace

from bot.acting import Turn, leads
from dialogs.commands import Reference
from dialogs.folding import folded
from dialogs.words import WORDS
from ideas.idea import Idea, RefusedError
from ideas.lifecycle import ENDED, OPEN, Actor
from ideas.people import Person, Role

YEARS_BACK = 5
"""How many years' ideas a bare number is looked for among."""


def find(turn: Turn) -> Idea:
    """The idea that the person names.

    Raises:
        RefusedError: when no number was given, nothing has it, several have, or this person may not see it.
    """
    reference = turn.intent.reference
    if reference is None:
        words = WORDS[turn.person.language].get(turn.intent.verb) or WORDS["sv"].get(turn.intent.verb) or ("",)
        raise RefusedError("refused-which-number", example=words[0])
    return named(turn, reference)


def named(turn: Turn, reference: Reference) -> Idea:
    """The idea that a reference means to this person; see `find` for what it raises."""
    found = candidates(turn, reference)
    seen = [idea for idea in found if turn.world.visible_to(idea, turn.person)]
    if not seen:
        elsewhere = any(idea.body != turn.person.body for idea in found) and reference.code
        raise RefusedError("refused-other-body" if elsewhere else "refused-no-such-idea", number=str(reference))
    own = [i for i in seen if turn.person.id in (i.bearer, i.coach, *i.co_bearers)]
    for narrowed in (seen, own, [i for i in seen if i.status in OPEN]):
        if len(narrowed) == 1:
            return narrowed[0]
    raise RefusedError("refused-many-ideas", number=str(reference), example=seen[0].number or "")


def candidates(turn: Turn, reference: Reference) -> list[Idea]:
    """Every idea that a reference could mean, newest year first; in the person's own body unless a code is given."""
    code = _code(turn, reference.code) if reference.code else turn.world.body(turn.person.body).code
    years = (reference.year,) if reference.year else range(turn.today.year, turn.today.year - YEARS_BACK, -1)
    numbers = (f"{code}-{year}-{reference.running:04d}" for year in years)
    return [idea for number in numbers if (idea := turn.uow.numbered(number))]


def _code(turn: Turn, typed: str) -> str:
    """A body's code as it is written, also when it was typed without its dots."""
    codes = (body.code for body in turn.world.preset.bodies)
    return next((code for code in codes if folded(code) == folded(typed)), typed)


def must_be_coach(turn: Turn) -> None:
    """Raises RefusedError, naming who is, unless the person coaches in their body."""
    if not (turn.person.is_coach or turn.person.leads):
        raise RefusedError("refused-not-coach", body=turn.short, who=_names(turn, coaches(turn, turn.person.body)))


def must_lead(turn: Turn) -> None:
    """Raises RefusedError, naming who does, unless the person leads the process in their body."""
    if not turn.person.leads:
        raise RefusedError(
            "refused-not-lead", body=turn.short, who=_names(turn, list(leads(turn.uow, turn.person.body)))
        )


def must_hold(turn: Turn, idea: Idea) -> None:
    """Raises RefusedError unless the person is the idea's coach."""
    must_be_coach(turn)
    if idea.coach == turn.person.id:
        return
    if idea.status in ENDED:
        raise RefusedError("refused-closed-already", number=idea.number or "")
    if idea.coach is None:
        raise RefusedError("refused-no-coach-yet", number=idea.number or "")
    raise RefusedError("refused-not-its-coach", number=idea.number or "", coach=turn.named(idea.coach))


def must_bear(turn: Turn, idea: Idea) -> None:
    """Raises RefusedError unless the idea is the person's own."""
    if turn.person.id not in (idea.bearer, *idea.co_bearers):
        raise RefusedError("refused-not-bearer", number=idea.number or "")


def coaches(turn: Turn, body: str) -> list[Person]:
    """The coaches of a body."""
    return turn.uow.people(body, Role.COACH)


def coach_called(turn: Turn, body: str, name: str) -> Person:
    """The coach somebody means by `@eva`, `Eva`, `Eva Lind` or a mention, which is the platform's own id of somebody.

    Raises:
        RefusedError: when no coach, or more than one, is called that.
    """
    typed = name.strip().lstrip("@")
    there, wanted = coaches(turn, body), typed.casefold()
    meant = turn.uow.person_of(replace(turn.inbound.who, user=typed))
    ways = (
        [p for p in there if meant and p.id == meant.id],
        [p for p in there if p.handle == wanted],
        [p for p in there if p.name.casefold() == wanted],
        [p for p in there if wanted and p.name.casefold().split()[:1] == [wanted]],
    )
    called = next(filter(None, ways), [])
    if len(called) == 1:
        return called[0]
    if called:
        who = _joined(turn, [f"{p.name} (@{p.handle})" for p in called])
        raise RefusedError("refused-same-name", name=name, who=who, example=f"@{called[0].handle}")
    raise RefusedError("refused-no-such-person", name=meant.name if meant else name, who=_names(turn, there))


def capacity(turn: Turn, idea: Idea) -> frozenset[Actor]:
    """In what capacities the person can act on an idea."""
    able = set()
    if turn.person.id == idea.coach:
        able |= {Actor.COACH, Actor.RECEIVER}
    if turn.person.leads:
        able.add(Actor.PROCESS_LEADER)
    if turn.person.id in (idea.bearer, *idea.co_bearers):
        able.add(Actor.BEARER)
    return frozenset(able)


def _names(turn: Turn, people: list[Person]) -> str:
    return _joined(turn, [person.name for person in people])


def _joined(turn: Turn, names: list[str]) -> str:
    joined = {"sv": " och ", "en": " and ", "da": " og "}[turn.person.language]
    return joined.join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names) or "–"
