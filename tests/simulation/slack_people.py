"""People in Slack who tell of needs, and coaches who work with them: they look at what is shown and take the next step.

Whoever is not answered, or whose press is lost, tries again after a while, as people do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from random import Random

from tests.doubles import slack_hands
from tests.doubles.office import COACHES
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_driver import Driver
from tests.doubles.slack_hands import Value
from tests.doubles.slack_transport import Answer
from tests.doubles.slack_views import View
from tests.doubles.slack_world import Ephemeral, Message
from tests.simulation.slack_hours import Hours

PATIENCE = 400.0
"""Seconds until somebody who is not answered tries again."""
LONGEST_TALK = 80
"""Steps after which a talk that leads nowhere is left."""

NEEDS = (
    "Frukosten kommer för sent till de boende.",
    "Nycklarna till förrådet saknas varje morgon.",
    "Ingen vet vem som har bokat bilen.",
    "Skärmen i receptionen visar fel tider.",
    "Vi skriver samma uppgift i tre system.",
)
STEPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Vad skulle bli bättre", "", ()),
    ("Vad är det som inte fungerar", "", ()),
    ("Vad är svårt i dag", "", ()),
    ("För vem skulle det bli bättre", "Välj", ("Brukare, patienter",)),
    ("Tror du eller vet du", "Välj", ("Jag har sett det själv",)),
    ("Har du en lösning", "Hoppa över", ()),
    ("Hur vill du vara med", "Bara tipsa", ()),
    ("Var arbetar du", "Vård och omsorg", ()),
    ("Så här har jag förstått dig", "Skicka", ()),
    ("eller något nytt", "Något nytt", ()),
)
"""What a question holds, and the button that answers it with the boxes to tick first; without one, words do."""
DONE = "Din idé har nummer"
FILLED: dict[str, Value] = {
    "question": "Vilken avdelning gäller det?", "reply": "Avdelning tre.", "date": "2026-12-18",
    "why": "Vi har pratat med köket.", "message": "Nu har vi träffats.",
}  # fmt: skip


@dataclass(slots=True)
class Town:
    """What everybody shares."""

    people: Driver
    slack: SlackDouble
    hours: Hours
    is_over: Callable[[], bool]


class Somebody:
    """One person with eyes and hands."""

    def __init__(self, town: Town, user: str, rng: Random) -> None:
        self.town, self.user, self.rng = town, user, rng
        self._answered: set[tuple[str, str]] = set()

    async def live(self) -> None:
        """Do what they do, until it is over."""
        raise NotImplementedError

    async def see(self, holds: Callable[[], object], patience: float = PATIENCE) -> bool:
        """Wait until something can be seen, or it is over; whether that was in so many seconds."""
        looking = asyncio.ensure_future(self.town.slack.until(lambda: holds() or self.town.is_over(), 600))
        waiting = asyncio.ensure_future(self.town.hours.passed(patience))
        done, _ = await asyncio.wait({looking, waiting}, return_when=asyncio.FIRST_COMPLETED)
        looking.cancel()
        waiting.cancel()
        return looking in done

    def heard(self, thread: str | None = None) -> list[Message]:
        """What the bot has told them, oldest first."""
        return [m for m in self.town.slack.messages(self.user, thread) if m.user == "U0BOT"]

    async def press(self, channel: str, message: Message | Ephemeral, label: str, ticks: tuple[str, ...] = ()) -> bool:
        """Press a button, if it is still there; whether the bot took it."""
        try:
            return (await self.town.people.press(self.user, channel, message.ts, label=label, ticks=ticks)).ok
        except AssertionError:  # it has been pressed before, and shows that
            return True

    async def fill_in(self, opening: Callable[[], Awaitable[bool]]) -> None:
        """Open a form and send it, pressing again while that is not taken."""
        before, told = self.form(), len(self.whispers())
        if await opening() and await self.see(lambda: self.form() not in {None, before} or self.whispers()[told:], 30):
            for _ in range(9):
                view = self.town.slack.modal(self.user)
                if view is None or view.id != self.form():
                    return
                sent = await self._submit(view)
                if sent.ok and not sent.trouble:
                    return
                await self.town.hours.passed(2)

    def whispers(self) -> list[Ephemeral]:
        """What only they have been shown."""
        return [told for told in self.town.slack.ephemerals if told.user == self.user]

    def form(self) -> str | None:
        """The id of the form before them; None when there is none."""
        view = self.town.slack.modal(self.user)
        return view.id if view and view.body.get("callback_id") == "form" and _inputs(view) else None

    async def _submit(self, view: View) -> Answer:
        values = {name: FILLED.get(name) or _first_option(element) for name, element in _inputs(view).items()}
        return await self.town.people.submit(self.user, view.id, values)

    async def once(self, message: Message, label: str, do: Callable[[], Awaitable[object]]) -> None:
        """Do it, unless they have done so with this message before, or cannot."""
        if _has(message, label) and (message.ts, label) not in self._answered:
            self._answered.add((message.ts, label))
            await do()


class Employee(Somebody):
    """Tells of one need after another, and answers what coaches ask."""

    async def live(self) -> None:
        """Until it is over."""
        await self.town.hours.passed(self.rng.uniform(0, 60))
        while not self.town.is_over():
            await self.tell()
            await self.answer_questions()

    async def tell(self) -> None:
        """Tell of a need in a thread of its own, to the number it gets."""
        need = f"{self.rng.choice(NEEDS)} Det var den {self.rng.randint(2, 28)}:e."
        thread, acted = (await self.town.people.say(self.user, need)).ts, ""
        for _ in range(LONGEST_TALK):
            message = await self._next(thread, acted)
            if self.town.is_over() or (message and DONE in message.said):
                return
            if message:
                acted = message.ts if await self._step(message, thread) else ""

    async def _next(self, thread: str, acted: str) -> Message | None:
        """The newest message there, once it is another one than they have acted on, or after a while."""

        def newest() -> Message | None:
            return next(reversed(self.heard(thread)), None)

        await self.see(lambda: (now := newest()) and now.ts != acted)
        return newest()

    async def _step(self, message: Message, thread: str) -> bool:
        """Answer a question; whether the bot took that."""
        for question, label, ticks in STEPS:
            if question in message.said and label:
                return await self.press(self.user, message, label, ticks)
        return (await self.town.people.say(self.user, "Det blir lugnare morgnar.", thread)).ok

    async def answer_questions(self) -> None:
        """Answer what coaches have asked, and whether it may be told."""
        for message in self.heard():
            pressing = partial(self.press, self.user, message)
            answer = "Ja, gärna" if self.rng.random() < 0.5 else "Nej tack"
            await self.once(message, "Ja, gärna", partial(pressing, answer))
            if "frågar om" in message.said:
                await self.once(message, "Svara", partial(self.fill_in, partial(pressing, "Svara")))


class Coach(Somebody):
    """Takes ideas, asks, moves them on and lets go of them again."""

    async def live(self) -> None:
        """Until it is over."""
        name = self.town.slack.world.team_of(self.user).users[self.user].real_name
        while not self.town.is_over():
            await self.town.hours.passed(self.rng.uniform(1, 10))
            cards = [m for m in self.town.slack.messages(COACHES, "") if m.said.startswith("SKO-")][-20:]
            mine = [card for card in cards if f"Delprojektledare: {name}" in card.said]
            free = [card for card in cards if _has(card, "Ta") and not self._has_tried(card)]
            if free and (not mine or self.rng.random() < 0.4):
                await self._look_for_work(self.rng.choice(free))
            elif mine:
                await self._work(self.rng.choice(mine))
            else:
                await self.town.hours.passed(10)

    async def _look_for_work(self, card: Message) -> None:
        """Take an idea, by button or by command, or see what there is."""
        self._answered.add((card.ts, f"{len(card.edits)}"))
        number = card.said.partition("\n")[0].rpartition("-")[2]
        wish = self.rng.choice(("", "", "", "", "", f"ta {number}", f"ta {number}", f"visa {number}", "kö"))
        if wish:
            await self.town.people.command(self.user, COACHES, wish)
        else:
            await self._insist(card, "Ta")

    async def _work(self, card: Message) -> None:
        """Do something with an idea of their own."""
        wish = self.rng.choice(("Fråga", "Fråga", "Status", "Status", "Status", "Nytt datum", "Släpp", "Visa"))
        if wish == "Status":
            await self._move_on(card)
        elif wish == "Visa":
            await self._insist(card, wish)
        else:
            await self.fill_in(lambda: self.press(COACHES, card, wish))

    def _has_tried(self, card: Message) -> bool:
        return (card.ts, f"{len(card.edits)}") in self._answered

    async def _insist(self, card: Message, label: str) -> None:
        while not await self.press(COACHES, card, label):
            await self.town.hours.passed(2)

    async def _move_on(self, card: Message) -> None:
        """Choose another state among those that only they are shown."""
        before = len(self.whispers())
        if await self.press(COACHES, card, "Status") and await self.see(lambda: self.whispers()[before:], 30):
            shown = self.whispers()[-1]
            states = [target.label for target in slack_hands.targets(shown.blocks)]
            if states:
                state = self.rng.choice(states)
                await self.fill_in(lambda: self.press(COACHES, shown, state))


def _has(message: Message, label: str) -> bool:
    return any(target.label == label for target in slack_hands.targets(message.blocks))


def _inputs(view: View) -> dict[str, dict[str, object]]:
    """The fields of a form by name."""
    return {block["block_id"]: block["element"] for block in view.blocks if block["type"] == "input"}


def _first_option(element: dict[str, object]) -> Value:
    """Something that can be filled in there."""
    choices = slack_hands.options(element)
    if not choices:
        return "2026-12-18" if element["type"] == "datepicker" else "Det säger vi så här."
    chosen = str(choices[0]["value"])
    return (chosen,) if element["type"] in slack_hands.MANY else chosen
