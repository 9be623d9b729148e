"""A small stand-in for the bot, with a dialog short enough to follow, to try the page against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from adapters.web.app import Body
from adapters.web.send import WebSender
from dialogs.cards import (
    Button,
    Buttons,
    Card,
    Facts,
    Field,
    Form,
    Heading,
    Link,
    Option,
    Options,
    Paragraph,
    Part,
    Quote,
    card,
)
from dialogs.messages import Delivery, Inbound, Now
from dialogs.texts import Texts
from ideas.people import Person, Place, Role

UNITS = (("vard", "Vård och omsorg"), ("skola", "Barn och skola"))
NUMBER = "SKO-2026-0142"
COACH, LEADER = frozenset({Role.EMPLOYEE, Role.COACH}), frozenset({Role.EMPLOYEE, Role.PROCESS_LEADER})
STAFF = (
    Person(1, "asa", "Åsa Öberg", "skovde", "sv", "vard"),
    Person(2, "jorgen", "Jörgen Åkesson", "skovde", "sv", "skola"),
    Person(3, "eva", "Eva Lind", "skovde", "sv", roles=COACH),
    Person(4, "hakan", "Håkan Ängström", "skovde", "sv", roles=COACH),
    Person(5, "marta", "Märta Sjöö", "skovde", "sv", roles=LEADER),
)
DIGESTS = "skovde-digest"
COACHES = "skovde-coacher"


class DemoDesk:
    """One body, one idea at a time, everything kept in a list."""

    def __init__(self) -> None:
        self.sender = WebSender()
        self.log: list[Delivery] = []
        self.taken: list[Inbound] = []
        self.staff = list(STAFF)
        self.trouble: Exception | None = None

    async def people(self, body: str) -> Sequence[Person]:
        return [person for person in self.staff if person.body == body]

    async def bodies(self) -> Sequence[Body]:
        return [("skovde", "Skövde", UNITS), ("hjo", "Hjo", UNITS[:1])]

    async def add_person(self, name: str, body: str, unit: str | None, roles: frozenset[Role]) -> Person:
        if not name:
            raise ValueError("Skriv ett namn.")
        person = Person(len(self.staff) + 1, f"ny{len(self.staff)}", name, body, "sv", unit, roles)
        self.staff.append(person)
        return person

    async def history(self, place: Place) -> Sequence[Delivery]:
        return [delivery for delivery in self.log if delivery.place == place]

    def words(self, language: str) -> Callable[[str], str]:
        return partial(Texts().say, language)

    def channels(self, body: str) -> tuple[str, Sequence[str]]:
        return (COACHES, [DIGESTS]) if body == "skovde" else ("hjo-coacher", ["hjo-digest"])

    async def show(self, key: str, channel: str, *parts: Part, updates: str = "", under: str = "") -> None:
        """Write a message in the record and on the open pages."""
        place = Place("local", "skovde", channel)
        delivery = Delivery(key, place, card(*parts, language="sv"), updates=updates, under=under)
        self.log.append(delivery)
        await self.sender.send(delivery)

    async def take(self, inbound: Inbound) -> Now | None:
        if self.trouble:
            raise self.trouble
        if inbound.key in {known.key for known in self.taken}:
            return None
        self.taken.append(inbound)
        return await (self._pressed(inbound) if inbound.action else self._said(inbound))

    async def _said(self, inbound: Inbound) -> Now | None:
        here = inbound.place.channel
        if inbound.text.startswith("veckobrev"):
            await self.show(f"digest:{inbound.key}", here, Heading("Idéslussen i Skövde, vecka 48"), *digest())
            return None
        if "19121212-1212" in inbound.text and not inbound.sure:
            buttons = Buttons((Button("Gäller arbetssättet", "sure", resend=True), Button("Sluta", "no")))
            return Now(card(Paragraph("Det ser ut som ett personnummer."), buttons, language="sv"), refused=True)
        await self.show(f"echo:{inbound.key}", here, Paragraph(inbound.text))
        groups = [Option(key, label) for key, label in GROUPS]
        question = Options(
            "answer", "target_group", "För vem skulle det bli bättre?", tuple(groups), many=True, submit="Klar"
        )
        row = Buttons((Button("Tillbaka", "back"), Button("Vem kan läsa?", "who_reads")))
        await self.show(f"q:{inbound.key}", here, Paragraph("Tack för att du berättar!"), question, row)
        return None

    async def _pressed(self, inbound: Inbound) -> Now | None:
        here, key = inbound.place.channel, inbound.key
        match inbound.action, inbound.value:
            case "answer", "target_group":
                know = Options("answer", "know", "Tror du eller vet du?", tuple(Option(*pair) for pair in KNOW))
                await self.show(f"q:{key}", here, know, Buttons((Button("Hoppa över", "skip"),)))
            case "answer", _:
                await self.show(f"q:{key}", here, *review())
            case "who_reads", _:
                return Now(card(Paragraph("Coacherna i Skövde kan läsa."), language="sv"))
            case "submit", _:
                await self._submitted(here)
            case "claim", _:
                return await self._claimed(inbound)
            case "ask" | "reply" | "status" as what, _:
                return await self._filled(inbound, what)
            case _:
                await self.show(f"q:{key}", here, Paragraph(f"Du skrev: {inbound.text}"))
        return None

    async def _submitted(self, here: str) -> None:
        await self.show("reply:1:1", here, Heading(NUMBER), Paragraph(RECEIPT))
        await self.show(f"idea:{NUMBER}:card", COACHES, *coach_card(Button("Ta", "claim", NUMBER, "primary")))

    async def _claimed(self, inbound: Inbound) -> Now | None:
        if inbound.who.user not in {"eva", "hakan"}:
            return Now(card(Paragraph("Bara en coach kan ta en idé."), language="sv"))
        first = f"idea:{NUMBER}:card"
        row = (Button("Fråga", "ask", NUMBER), Button("Status", "status", NUMBER), Button("Släpp", "release", NUMBER))
        await self.show(f"idea:{NUMBER}:card:2", COACHES, *coach_card(*row), updates=first)
        await self.show(
            f"idea:{NUMBER}:2:line-claimed:card", COACHES, Paragraph("Eva Lind har tagit idén."), under=first
        )
        await self.show(f"idea:{NUMBER}:2:claimed:p1", "dm:asa", Paragraph("Eva Lind är din idécoach."))
        return None

    async def _filled(self, inbound: Inbound, what: str) -> Now | None:
        words = inbound.fields.get("text")
        if not words:
            error = "Skriv något först." if "text" in inbound.fields else ""
            return Now(form(what, error), refused=bool(error))
        kinds = {"ask": "question-asked", "reply": "answered", "status": "status-told-testing"}
        where = COACHES if what == "reply" else "dm:asa"
        under = f"idea:{NUMBER}:card" if what == "reply" else ""
        row = Buttons((Button("Svara", "reply", NUMBER, "primary"),))
        key = f"idea:{NUMBER}:{len(self.log)}:{kinds[what]}:x"
        await self.show(key, where, Quote(str(words), "Eva Lind" if what == "ask" else "Åsa Öberg"), row, under=under)
        return None


def form(what: str, error: str = "") -> Card:
    """A form with one of each input."""
    fields = (
        Field("text", "Din fråga", required=False, hint="Kort går bra.", error=error),
        Field("date", "Svar senast", "date", required=False),
        Field(
            "who", "Till vem?", "choice", options=(Option("a", "Åsa Öberg", True), Option("b", "Alla")), required=False
        ),
        Field("how", "Hur?", "choices", options=(Option("c", "I chatten"), Option("d", "På telefon")), required=False),
    )
    return card(Heading(f"Fråga om {NUMBER}"), Form(what, NUMBER, fields, "Skicka", "Avbryt"), language="sv")


def review() -> tuple[Part, ...]:
    """The review of an idea."""
    rows = (
        ("Rubrik", "Vi hämtar nycklar varje morgon"),
        ("Blir bättre", "25 minuter mer hos brukarna"),
        ("För vem", "Brukare"),
    )
    row = Buttons((Button("Skicka", "submit", style="primary"), Button("Ändra", "change")))
    return Heading("Så här har jag förstått dig"), Facts(rows), Paragraph("Stämmer det?"), row


def coach_card(*row: Button) -> tuple[Part, ...]:
    """The card in the coaches' channel."""
    why = Facts((("Från", "Åsa Öberg, vård och omsorg"), ("Därför att", "du kan ämnet vård och omsorg")))
    return (
        Heading(f"{NUMBER}: Vi hämtar nycklar"),
        Quote("I hemtjänsten hämtar vi nycklar varje morgon.", "Åsa Öberg"),
        why,
        Buttons(row),
    )


def digest() -> tuple[Part, ...]:
    """A week's digest."""
    lines = "Nytt: 0142 Frukosten kommer för sent till de boende. Känner du igen det?\nSvar i tid: 9 av 10."
    return Paragraph(lines), Link("Läs mer", "https://example.org/"), Buttons((Button("Berätta om ett behov", "new"),))


GROUPS = (("users", "Brukare, patienter"), ("children", "Barn, elever, vårdnadshavare"), ("colleagues", "Kollegor"))
KNOW = (("seen", "Jag har sett det själv"), ("told", "De som berörs har sagt det"), ("believe", "Jag tror det"))
RECEIPT = f"Tack! Din idé har nummer {NUMBER}. Coacherna svarar här senast måndag 30 november."


def delivery(key: str, *parts: Part, **changes: str) -> Delivery:
    """A message in the coaches' channel."""
    made = Delivery(key, Place("local", "skovde", COACHES), card(*parts, language="sv"))
    return replace(made, **changes)  # type: ignore[arg-type]
