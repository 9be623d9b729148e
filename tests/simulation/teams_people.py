"""People in Teams who tell of needs, and coaches who work with them: they look at what is shown and take the next step.

Whoever is not answered, or whose press is lost, tries again after a while, as people do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random

from tests.doubles import teams_hands
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_dialogs import WENT_WRONG, Dialog
from tests.doubles.teams_driver import Driver
from tests.doubles.teams_hands import Value
from tests.doubles.teams_office import COACHES
from tests.doubles.teams_transport import Answer
from tests.doubles.teams_world import Message
from tests.simulation.slack_hours import Hours

PATIENCE = 400.0
"""Seconds until somebody who is not answered tries again."""
LONGEST_TALK = 40
"""Steps after which a talk that leads nowhere is left."""

NEEDS = (
    "Frukosten kommer för sent till de boende.",
    "Nycklarna till förrådet saknas varje morgon.",
    "Ingen vet vem som har bokat bilen.",
    "Skärmen i receptionen visar fel tider.",
    "Vi skriver samma uppgift i tre system.",
)
STEPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("eller något nytt?", "Något nytt", ()),
    ("Vad skulle bli bättre", "", ()),
    ("Vad är det som inte fungerar", "", ()),
    ("Vad är svårt i dag", "", ()),
    ("För vem skulle det bli bättre", "Välj", ("Brukare, patienter",)),
    ("Tror du eller vet du", "Välj", ("Jag har sett det själv",)),
    ("Har du en lösning", "Hoppa över", ()),
    ("Hur vill du vara med", "Bara tipsa", ()),
    ("Var arbetar du", "Vård och omsorg", ()),
    ("Så här har jag förstått dig", "Skicka", ()),
)
"""What a question holds, and the button that answers it with the boxes to tick first; without one, words do."""
DONE = "Din idé har nummer"
FILLED: dict[str, Value] = {
    "in:question": "Vilken avdelning gäller det?", "in:reply": "Avdelning tre.", "in:message": "Nu har vi träffats.",
    "in:why": "Vi har pratat med köket.",
}  # fmt: skip


@dataclass(slots=True)
class Town:
    """What everybody shares. `troubles` is what people were shown because Teams could not use an answer."""

    people: Driver
    teams: TeamsDouble
    hours: Hours
    is_over: Callable[[], bool]
    troubles: list[str] = field(default_factory=list)

    def took(self, answer: Answer) -> bool:
        """Whether the bot took what somebody did."""
        if answer.trouble.startswith(WENT_WRONG):
            self.troubles.append(answer.trouble)
        return answer.ok and not answer.trouble


class Somebody:
    """One person with eyes and hands. Some have a client that knows no Action.Execute."""

    def __init__(self, town: Town, who: str, rng: Random) -> None:
        self.town, self.who, self.rng = town, who, rng
        self.hands = town.people.on_old_client() if rng.random() < 0.25 else town.people
        self._answered: set[tuple[str, str]] = set()
        self._read: dict[str, bool] = {}

    async def live(self) -> None:
        """Do what they do, until it is over."""
        raise NotImplementedError

    async def see(self, holds: Callable[[], object], patience: float = PATIENCE) -> bool:
        """Wait until something can be seen, or it is over; whether that was in so many seconds."""
        looking = asyncio.ensure_future(self.town.teams.until(lambda: holds() or self.town.is_over(), 600))
        waiting = asyncio.ensure_future(self.town.hours.passed(patience))
        done, _ = await asyncio.wait({looking, waiting}, return_when=asyncio.FIRST_COMPLETED)
        looking.cancel()
        waiting.cancel()
        return looking in done

    def heard(self) -> list[Message]:
        """What the bot has told them one to one, oldest first."""
        return [message for message in self.town.teams.seen(self.who) if not message.author]

    async def say(self, text: str) -> bool:
        """Write to the bot; whether it took that."""
        return self.town.took(await self.town.people.say(self.who, text))

    async def press(self, where: str, message: Message, label: str, ticks: tuple[str, ...] = ()) -> bool:
        """Press a button, if it is still there; whether the bot took it."""
        try:
            return self.town.took(await self.hands.press(self.who, where, message.id, label=label, ticks=ticks))
        except AssertionError:  # it has been pressed before, and shows that
            return True

    async def fill_in(self, opening: Callable[[], Awaitable[bool]]) -> None:
        """Open a dialog and send what is in it, pressing again while that is not taken."""
        is_open = False
        for _ in range(9):
            if dialog := self.dialog():
                done = await self._sent(dialog)
            elif is_open:
                return
            else:
                done = is_open = await opening()
            if not done:
                await self.town.hours.passed(2)

    def has(self, message: Message, label: str) -> bool:
        """Whether they can press this on a message."""
        return teams_hands.has(message.card_for(self.town.teams.world.person(self.who).aad), label)

    def dialog(self) -> Dialog | None:
        """The dialog before them; one that only says something is put away."""
        dialog = self.town.teams.dialog(self.who)
        if dialog and (dialog.card is None or not _sends(dialog)):
            self.town.people.close(self.who)
            return None
        return dialog

    async def _sent(self, dialog: Dialog) -> bool:
        assert dialog.card
        inputs = teams_hands.inputs((dialog.card,))
        day = f"2026-12-{self.rng.randint(1, 31):02}"
        values = {name: FILLED.get(name) or _filled(element, day) for name, element in inputs.items()}
        label = self.rng.choice(_sends(dialog))
        return self.town.took(await self.town.people.submit(self.who, values, label=label))

    async def once(self, message: Message, label: str, do: Callable[[], Awaitable[object]]) -> None:
        """Do it, unless they have done so with this message before, or cannot."""
        if self.has(message, label) and (message.id, label) not in self._answered:
            self._answered.add((message.id, label))
            await do()


class Employee(Somebody):
    """Tells of one need after another, and answers what coaches ask."""

    async def live(self) -> None:
        """Until it is over."""
        await self.town.hours.passed(self.rng.uniform(0, 60))
        while not self.town.is_over():
            await self.tell()
            await self.answer_questions()
            await self.town.hours.passed(self.rng.uniform(0, 200))

    async def tell(self) -> None:
        """Tell of a need, to the number it gets."""
        before, acted = len(self.heard()), ""
        await self.say(f"{self.rng.choice(NEEDS)} Det var den {self.rng.randint(2, 28)}:e.")
        for _ in range(LONGEST_TALK):
            message = await self._next(before, acted)
            if self.town.is_over() or (message and DONE in message.said):
                return
            if message is None or message.id == acted:
                await self.say("hej")  # whoever has heard nothing for long asks where they were
            elif await self._step(message):
                acted = message.id

    async def _next(self, before: int, acted: str) -> Message | None:
        """The newest question since then, once it is another one than they have acted on, or after a while."""

        def newest() -> Message | None:
            return next((message for message in reversed(self.heard()[before:]) if self._asks(message)), None)

        await self.see(lambda: (now := newest()) and now.id != acted)
        return newest()

    def _asks(self, message: Message) -> bool:
        """Whether it is a question, or tells of the end of all questions. Each is read once."""
        if message.id not in self._read:
            said = message.said
            self._read[message.id] = DONE in said or any(question in said for question, _, _ in STEPS)
        return self._read[message.id]

    async def _step(self, message: Message) -> bool:
        """Answer a question; whether the bot took that."""
        for question, label, ticks in STEPS:
            if question in message.said and label:
                return await self.press("", message, label, ticks)
        return await self.say("Det blir lugnare morgnar.")

    async def answer_questions(self) -> None:
        """Answer what coaches have asked, and whether it may be told."""
        for message in self.heard():
            pressing = partial(self.press, "", message)
            answer = "Ja, gärna" if self.rng.random() < 0.5 else "Nej tack"
            await self.once(message, "Ja, gärna", partial(pressing, answer))
            if "frågar om" in message.said:
                await self.once(message, "Svara", partial(self.fill_in, partial(pressing, "Svara")))


class Coach(Somebody):
    """Takes ideas, asks, moves them on and lets go of them again."""

    async def live(self) -> None:
        """Until it is over."""
        name = self.town.teams.world.person(self.who).name
        while not self.town.is_over():
            await self.town.hours.passed(self.rng.uniform(5, 90))
            cards = [m for m in self.town.teams.messages(COACHES, "") if m.said.startswith("SKO-")][-20:]
            mine = [card for card in cards if f"Delprojektledare: {name}" in card.said]
            free = [card for card in cards if self.has(card, "Ta") and not self._has_tried(card)]
            if free and (not mine or self.rng.random() < 0.4):
                await self._look_for_work(self.rng.choice(free))
            elif mine:
                await self._work(self.rng.choice(mine))
            else:
                await self.town.hours.passed(10)

    async def _look_for_work(self, card: Message) -> None:
        """Take an idea, by button or by command, or see what there is."""
        self._answered.add((card.id, f"{len(card.edits)}"))
        number = card.said.split(maxsplit=1)[0].rpartition("-")[2]
        wish = self.rng.choice(("", "", "", "", "twice", f"ta {number}", f"ta {number}", f"visa {number}", "kö"))
        if wish == "twice":
            await self._double_click(card)
        elif wish and self.rng.random() < 0.5:
            await self.town.people.slash(self.who, COACHES, wish)
        elif wish:
            await self.town.people.mention(self.who, COACHES, wish)
        else:
            await self._insist(card, "Ta")

    async def _double_click(self, card: Message) -> None:
        try:
            answers = await self.hands.double_click(self.who, COACHES, card.id, label="Ta")
        except AssertionError:  # somebody else has it by now
            return
        for answer in answers:
            self.town.took(answer)

    async def _work(self, card: Message) -> None:
        """Do something with an idea of their own."""
        wish = self.rng.choice(("Fråga", "Fråga", "Status", "Status", "Status", "Nytt datum", "Släpp", "Visa"))
        await self.fill_in(lambda: self.press(COACHES, card, wish))

    def _has_tried(self, card: Message) -> bool:
        return (card.id, f"{len(card.edits)}") in self._answered

    async def _insist(self, card: Message, label: str) -> None:
        while not await self.press(COACHES, card, label):
            await self.town.hours.passed(2)


def _sends(dialog: Dialog) -> list[str]:
    """What can be pressed in a dialog to send it on."""
    return [target.label for target in teams_hands.targets(dialog.card) if target.kind == "Action.Submit"]


def _filled(element: dict[str, object], day: str) -> Value:
    """Something that can be filled in there."""
    choices = element.get("choices")
    if isinstance(choices, list):
        chosen = str(choices[0]["value"])
        return (chosen,) if element.get("isMultiSelect") else chosen
    return day if element["type"] == "Input.Date" else "Det säger vi så här."
