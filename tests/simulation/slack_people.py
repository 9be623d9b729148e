"""People in Slack who tell of needs, each in a thread of its own, and coaches who work with them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.doubles import slack_hands
from tests.doubles.office import COACHES
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_driver import Driver
from tests.doubles.slack_hands import Value
from tests.doubles.slack_transport import Answer
from tests.doubles.slack_views import View
from tests.doubles.slack_world import Ephemeral, Message
from tests.simulation import townspeople
from tests.simulation.townspeople import DONE, SHOW, STATUS, STEPS, WORDS

LONGEST_TALK = 80
"""Steps after which a talk that leads nowhere is left."""
DAY = "2026-12-18"
FILLED: dict[str, Value] = {**townspeople.FILLED, "date": DAY}

Town = townspeople.Town[Driver, SlackDouble]


class Somebody(townspeople.Somebody[Town, Message]):
    """One person with eyes and hands."""

    def heard(self, thread: str | None = None) -> list[Message]:
        """What the bot has told them, oldest first."""
        return [m for m in self.town.chat.messages(self.who, thread) if m.user == "U0BOT"]

    def has(self, message: Message, label: str) -> bool:
        return any(target.label == label for target in slack_hands.targets(message.blocks))

    async def say(self, text: str, thread: str = "") -> bool:
        return (await self.town.people.say(self.who, text, thread)).ok

    async def press(self, where: str, message: Message | Ephemeral, label: str, ticks: tuple[str, ...] = ()) -> bool:
        try:
            return (await self.town.people.press(self.who, where, message.ts, label=label, ticks=ticks)).ok
        except AssertionError:  # it has been pressed before, and shows that
            return True

    async def fill_in(self, opening: Callable[[], Awaitable[bool]]) -> None:
        before, told = self.form(), len(self.whispers())
        if await opening() and await self.see(lambda: self.form() not in {None, before} or self.whispers()[told:], 30):
            for _ in range(9):
                view = self.town.chat.modal(self.who)
                if view is None or view.id != self.form():
                    return
                sent = await self._submit(view)
                if sent.ok and not sent.trouble:
                    return
                await self.town.hours.passed(2)

    def whispers(self) -> list[Ephemeral]:
        """What only they have been shown."""
        return [told for told in self.town.chat.ephemerals if told.user == self.who]

    def form(self) -> str | None:
        """The id of the form before them; None when there is none."""
        view = self.town.chat.modal(self.who)
        return view.id if view and view.body.get("callback_id") == "form" and _inputs(view) else None

    async def _submit(self, view: View) -> Answer:
        values = {name: FILLED.get(name) or _first_option(element) for name, element in _inputs(view).items()}
        return await self.town.people.submit(self.who, view.id, values)


class Employee(Somebody, townspeople.Employee[Town, Message]):
    """Tells of one need after another, and answers what coaches ask."""

    steps = (*STEPS, ("eller något nytt", "Något nytt", ()))

    async def tell(self) -> None:
        thread, acted = (await self.town.people.say(self.who, self.need())).ts, ""
        for _ in range(LONGEST_TALK):
            message = await self.newer(lambda: next(reversed(self.heard(thread)), None), acted)
            if self.town.is_over() or (message and DONE in message.said):
                return
            if message:
                acted = message.ts if await self.step(message, thread) else ""


class Coach(Somebody, townspeople.Coach[Town, Message]):
    """Takes ideas, asks, moves them on and lets go of them again."""

    channel = COACHES
    pauses = (1, 10)

    @property
    def name(self) -> str:
        return self.town.chat.world.team_of(self.who).users[self.who].real_name

    def posts(self) -> list[Message]:
        return self.town.chat.messages(COACHES, "")

    async def command(self, card: Message, wish: str) -> None:
        """Say what they want by a slash command."""
        await self.town.people.command(self.who, COACHES, wish)

    async def work(self, card: Message, wish: str) -> None:
        if wish == STATUS:
            await self._move_on(card)
        elif wish == SHOW:
            await self.insist(card, wish)
        else:
            await super().work(card, wish)

    async def _move_on(self, card: Message) -> None:
        """Choose another state among those that only they are shown."""
        before = len(self.whispers())
        if await self.press(COACHES, card, STATUS) and await self.see(lambda: self.whispers()[before:], 30):
            shown = self.whispers()[-1]
            states = [target.label for target in slack_hands.targets(shown.blocks)]
            if states:
                state = self.rng.choice(states)
                await self.fill_in(lambda: self.press(COACHES, shown, state))


def _inputs(view: View) -> dict[str, dict[str, object]]:
    """The fields of a form by name."""
    return {block["block_id"]: block["element"] for block in view.blocks if block["type"] == "input"}


def _first_option(element: dict[str, object]) -> Value:
    """Something that can be filled in there."""
    choices = slack_hands.options(element)
    if not choices:
        return DAY if element["type"] == "datepicker" else WORDS
    chosen = str(choices[0]["value"])
    return (chosen,) if element["type"] in slack_hands.MANY else chosen
