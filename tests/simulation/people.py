"""People who say and press anything: what they could send, drawn by a seeded chance or by Hypothesis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from dialogs.forms import STATUS_FORMS
from dialogs.messages import FieldValue, Inbound
from dialogs.words import WORDS, Verb
from ideas.lifecycle import Reason, Status
from ideas.people import Identity, Place

T = TypeVar("T")
Choose = Callable[[Sequence[T]], T]

BODY, ELSEWHERE = "skovde", "falkoping"
EMPLOYEES, COACHES, LEAD, COMMUNICATOR = ("anna", "bjorn"), ("eva", "omar"), "pia", "kim"
EVERYBODY = (*EMPLOYEES, *COACHES, LEAD, COMMUNICATOR, "nykomling")

NASTY = (
    "",
    " \t\n ",
    "a" * 100_000,
    "\x00\x07\x1b[31mrött\x1b[0m",
    "\u202eomvänt\u202c och \u200bosynligt\u200d\ufeff",
    "🙂🙃👩‍🚒",
    "<!channel> <@U123> @alla",
    "<script>alert('x')</script>",
    "[klicka](javascript:alert(1))",
    "\ud800 halv",
    "Robert'); DROP TABLE idea;--",
    "{ $number } { -coach } {0} %s",
    "2026-02-30 1999-13-45",
    "2026-12-01",
    "ta bort 1",
    "Fråga 3 boende varje dag",
    "ta 999999999999",
    "SKO-2026-0001",
    "?",
    ".",
    "ﷺ" * 400,
)
PLAIN = (
    "Frukosten kommer för sent till de boende.",
    "En app för nycklar i hemtjänsten",
    "Lugnare morgnar",
    "kollegor",
    "1",
    "1, 3",
    "Vård och omsorg",
    "Ingen vet vem som har nyckeln",
    "hej",
)
NUMBERS = ("1", "2", "3", "SKO-2026-0004", "SKO–2026–0005", "sko 6", "sko2026 7", "FAL-2026-0001", "142", "")
WHOLE_NUMBERS = tuple(f"SKO-2026-{n:04}" for n in range(1, 8))
DAYS = ("fredag", "2026-12-18", "1/12–14/12", "idag", "till fredag", "31/2", "igår", "9999-12-31", "0001-01-01")
VALUES = (*NUMBERS, *(q for q in ("need", "effect", "target_group", "know", "solution", "ambition", "topic", "ring")))
TAILS = ("", " yes", " no", *(f" {s.value}" for s in Status), " \x00", "|2026-W48")
CHOICES = (
    "residents",
    "colleagues",
    "seen",
    "talk",
    "vard",
    "care",
    "coaches",
    "everyone",
    "need",
    "title",
    "new",
    "draft",
)
FIELDS = (
    "need", "need_behind", "effect", "target_group", "know", "solution", "ambition", "unit", "topic", "ring", "title",
    "why", "date", "until", "receiver", "test", "change", "gain", "actor", "contact", "person", "into", "reason",
    "fact", "step", "learning", "span", "digest", "question", "message", "reply", "objection", "choices", "när", "",
)  # fmt: skip
WHOLE_FORM: dict[str, FieldValue] = {
    "need": "Frukosten kommer för sent till de boende.",
    "effect": "Alla hinner äta.",
    "target_group": ("users", "colleagues"),
    "know": ("seen",),
    "solution": "",
    "ambition": "talk",
    "unit": "vard",
    "topic": "care",
}
ANSWERS: dict[str, FieldValue] = {
    "why": "Vi har pratat med köket.", "date": "2026-12-18", "until": "2026-12-18", "receiver": "Maria Berg",
    "test": "Frukost klockan sju i två veckor", "change": "Frukosten kommer klockan sju", "gain": "Alla hinner äta",
    "actor": "Science Park", "contact": "info@example.org", "person": "omar", "into": "1", "reason": "no_funding",
    "fact": "Pengar saknas.", "step": "Tas upp i mars.", "learning": "Fråga köket först.", "span": "till fredag",
    "digest": "En rad.\nEn till.", "question": "Hur ofta händer det?", "message": "Nu har vi träffats.",
    "reply": "Varje dag.", "objection": "Det stämmer inte.",
}  # fmt: skip
"""What makes every form complete."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, and where they talk with the bot."""

    handle: str
    body: str = BODY

    def inbound(self, key: str, channel: str = "") -> Inbound:
        """An event of theirs, with nothing in it yet."""
        place = Place("local", self.body, channel or f"dm:{self.handle}")
        who = Identity("local", self.body, self.handle)
        return Inbound(key, who, place, body=self.body, direct=not channel, explicit=bool(channel), echo=not channel)


def anything(choose: Choose[object], key: str) -> Inbound:
    """An event that may make sense, or none at all."""
    pick = _Picker(choose)
    kind = pick((_words, _command, _press, _sensible, _sensible, _sensible, _sensible))
    handle = pick(EVERYBODY)
    if kind is _sensible:
        return _sensible(pick, Person(handle).inbound(key))
    person = Person(handle, pick((BODY,) * 8 + (ELSEWHERE, "finns inte")))
    return kind(pick, person.inbound(key, pick(("",) * 8 + ("skovde-coacher", "någon-annanstans"))))


def handed_in(handle: str) -> tuple[Inbound, ...]:
    """What it takes to hand in an idea: a filled-in form, and a press."""
    new, form, submit = (Person(handle).inbound(f"{handle}-{step}") for step in ("new", "form", "submit"))
    filled = replace(form, action=Verb.FORM, fields=WHOLE_FORM)
    return replace(new, text="ny"), filled, replace(submit, action=Verb.SUBMIT)


def worked_on(handle: str, number: str, states: Sequence[str]) -> list[Inbound]:
    """A coach takes an idea (an empty state) and moves it on."""
    coach = Person(handle)
    return [
        replace(
            coach.inbound(f"{number} {state}"),
            action=Verb.STATUS if state else Verb.CLAIM,
            value=f"{number} {state}".strip(),
            fields=ANSWERS if state else {},
        )
        for state in states
    ]


def sensible(choose: Choose[object], key: str, handle: str) -> Inbound:
    """What this person would really do next, by word or by button."""
    return _sensible(_Picker(choose), Person(handle).inbound(key))


class _Picker:
    def __init__(self, choose: Choose[object]) -> None:
        self._choose = choose

    def __call__(self, among: Sequence[T]) -> T:
        """One of them."""
        return self._choose(among)  # type: ignore[return-value]


def _words(pick: _Picker, inbound: Inbound) -> Inbound:
    return replace(inbound, text=pick(NASTY + PLAIN), sure=pick((False, False, True)))


def _command(pick: _Picker, inbound: Inbound) -> Inbound:
    language = pick(tuple(WORDS))
    word = pick(pick(tuple(WORDS[language].values())))
    rest = pick((*NUMBERS, "", "nu", "en", "svenska", "måndag 09:00"))
    tail = pick(("", "@omar", "testas", "fredag för sjukdom", "2", *NASTY, *DAYS))
    return replace(inbound, text=f"{word} {rest} {tail}".strip())


def _press(pick: _Picker, inbound: Inbound) -> Inbound:
    verb = pick((*Verb, "rör", "", "CLAIM"))
    keys = {pick(FIELDS) for _ in range(pick((0, 0, 1, 4)))}
    fields = {key: _field(pick) for key in keys}
    choices = {"choices": _field(pick)} if pick((True, False)) else {}
    value = pick(VALUES) + pick(TAILS)
    return replace(inbound, action=str(verb), value=value, fields={**fields, **choices}, text=pick(("", "x", PLAIN[0])))


def _field(pick: _Picker) -> FieldValue:
    one: tuple[FieldValue, ...] = (
        *NASTY,
        *PLAIN,
        *DAYS,
        *CHOICES,
        *(reason.value for reason in Reason),
        "@eva",
        "Omar",
    )
    return pick((*one, *((pick(CHOICES), pick(CHOICES)),) * 10, ()))


def _sensible(pick: _Picker, inbound: Inbound) -> Inbound:
    """A step that carries things on: a whole form, handing in, a coach's work with a complete form."""
    handle = inbound.who.user
    if handle in EMPLOYEES or pick((True, *(False,) * 9)):
        return _told(pick, inbound)
    verb = pick(COACH_VERBS if handle in COACHES else LEAD_VERBS)
    number = pick(WHOLE_NUMBERS)
    if verb is Verb.STATUS:
        number += f" {pick(tuple(STATUS_FORMS)).value}"
    return replace(inbound, action=verb, value=number, fields=dict(ANSWERS) if pick((True, True, False)) else {})


COACH_VERBS = (
    *(Verb.CLAIM,) * 8, *(Verb.STATUS,) * 8, Verb.ASK, Verb.TELL, Verb.RELEASE, Verb.PROMISE, Verb.CLOSE,
    Verb.HAND_OVER, Verb.TAKE_OVER, Verb.ACCEPT, Verb.DECLINE, Verb.ABSENT, Verb.MERGE, Verb.WAKE, Verb.EXPLORE,
    Verb.SHOW, Verb.QUEUE, Verb.MINE, Verb.BACK_AT_WORK,
)  # fmt: skip
LEAD_VERBS = (
    Verb.ASSIGN, Verb.ASSIGN, Verb.MERGE, Verb.OVERVIEW, Verb.REOPEN, Verb.UPHOLD, Verb.CLOSE, Verb.DIGEST, Verb.SHOW,
    Verb.DIGEST_EDIT, Verb.DIGEST_STOP,
)  # fmt: skip


def _told(pick: _Picker, inbound: Inbound) -> Inbound:
    number = pick(WHOLE_NUMBERS)
    return pick(
        (
            replace(inbound, action=Verb.FORM, fields=WHOLE_FORM),
            replace(inbound, action=Verb.FORM, fields=WHOLE_FORM),
            *(replace(inbound, action=Verb.SUBMIT),) * 4,
            replace(inbound, text=PLAIN[0]),
            replace(inbound, text="ny"),
            replace(inbound, action=Verb.WITHDRAW, value=f"{number} yes"),
            replace(inbound, action=Verb.AGREE, value=f"{number}{pick((' yes', ' no'))}"),
            replace(inbound, action=Verb.CONSENT, value=f"{number}{pick((' yes', ' no'))}"),
            replace(inbound, action=Verb.OBJECT, value=number, fields=ANSWERS),
            replace(inbound, action=Verb.REPLY, value=number, fields=ANSWERS),
            replace(inbound, action=Verb.EDIT, value=number, fields=WHOLE_FORM),
            replace(inbound, action=Verb.SHOW, value=number),
            replace(inbound, action=Verb.SHARE_ALL),
            replace(inbound, text=pick(("språk en", "språk da", "språk sv"))),
        )
    )
