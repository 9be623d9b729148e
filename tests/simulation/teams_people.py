"""People in Teams who tell of needs, and coaches who work with them. Some have an old client."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

from tests.doubles import teams_hands
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_dialogs import WENT_WRONG, Dialog
from tests.doubles.teams_driver import Driver
from tests.doubles.teams_hands import Value
from tests.doubles.teams_office import COACHES
from tests.doubles.teams_transport import Answer
from tests.doubles.teams_world import Message
from tests.simulation import townspeople
from tests.simulation.townspeople import CLAIM, DONE, STEPS, WORDS

LONGEST_TALK = 40
"""Steps after which a talk that leads nowhere is left."""
FILLED: dict[str, Value] = {f"in:{name}": text for name, text in townspeople.FILLED.items()}


@dataclass(slots=True)
class Town(townspeople.Town[Driver, TeamsDouble]):
    """What everybody shares. `troubles` is what people were shown because Teams could not use an answer."""

    troubles: list[str] = field(default_factory=list)

    def took(self, answer: Answer) -> bool:
        """Whether the bot took what somebody did."""
        if answer.trouble.startswith(WENT_WRONG):
            self.troubles.append(answer.trouble)
        return answer.ok and not answer.trouble


class Somebody(townspeople.Somebody[Town, Message]):
    """One person with eyes and hands. Some have a client that knows no Action.Execute."""

    own = ""

    def __init__(self, town: Town, who: str, rng: Random) -> None:
        super().__init__(town, who, rng)
        self.hands = town.people.on_old_client() if rng.random() < 0.25 else town.people
        self._read: dict[str, bool] = {}

    def heard(self) -> list[Message]:
        """What the bot has told them one to one, oldest first."""
        return [message for message in self.town.chat.seen(self.who) if not message.author]

    def has(self, message: Message, label: str) -> bool:
        return teams_hands.has(message.card_for(self.town.chat.world.person(self.who).aad), label)

    async def say(self, text: str, thread: str = "") -> bool:
        """Write to the bot, where there are no threads; whether it took that."""
        return self.town.took(await self.town.people.say(self.who, text))

    async def press(self, where: str, message: Message, label: str, ticks: tuple[str, ...] = ()) -> bool:
        try:
            return self.town.took(await self.hands.press(self.who, where, message.id, label=label, ticks=ticks))
        except AssertionError:  # it has been pressed before, and shows that
            return True

    async def fill_in(self, opening: Callable[[], Awaitable[bool]]) -> None:
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

    def dialog(self) -> Dialog | None:
        """The dialog before them; one that only says something is put away."""
        dialog = self.town.chat.dialog(self.who)
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


class Employee(Somebody, townspeople.Employee[Town, Message]):
    """Tells of one need after another, and answers what coaches ask."""

    steps = (("eller något nytt?", "Något nytt", ()), *STEPS)

    async def rest(self) -> None:
        """For a while, before the next need."""
        await self.town.hours.passed(self.rng.uniform(0, 200))

    async def tell(self) -> None:
        before, acted = len(self.heard()), ""
        await self.say(self.need())
        for _ in range(LONGEST_TALK):
            message = await self.newer(lambda: self._question(before), acted)
            if self.town.is_over() or (message and DONE in message.said):
                return
            if message is None or message.id == acted:
                await self.say("hej")  # whoever has heard nothing for long asks where they were
            elif await self.step(message):
                acted = message.id

    def _question(self, before: int) -> Message | None:
        """The newest question since then."""
        return next((message for message in reversed(self.heard()[before:]) if self._asks(message)), None)

    def _asks(self, message: Message) -> bool:
        """Whether it is a question, or tells of the end of all questions. Each is read once."""
        if message.id not in self._read:
            said = message.said
            self._read[message.id] = DONE in said or any(question in said for question, _, _ in self.steps)
        return self._read[message.id]


class Coach(Somebody, townspeople.Coach[Town, Message]):
    """Takes ideas, asks, moves them on and lets go of them again."""

    channel = COACHES
    pauses = (5, 90)
    whim = "twice"

    @property
    def name(self) -> str:
        return self.town.chat.world.person(self.who).name

    def posts(self) -> list[Message]:
        return self.town.chat.messages(COACHES, "")

    async def command(self, card: Message, wish: str) -> None:
        """Say what they want, to everybody or to the bot alone, or click twice."""
        if wish == self.whim:
            await self._double_click(card)
        elif self.rng.random() < 0.5:
            await self.town.people.slash(self.who, COACHES, wish)
        else:
            await self.town.people.mention(self.who, COACHES, wish)

    async def _double_click(self, card: Message) -> None:
        try:
            answers = await self.hands.double_click(self.who, COACHES, card.id, label=CLAIM)
        except AssertionError:  # somebody else has it by now
            return
        for answer in answers:
            self.town.took(answer)


def _sends(dialog: Dialog) -> list[str]:
    """What can be pressed in a dialog to send it on."""
    return [target.label for target in teams_hands.targets(dialog.card) if target.kind == "Action.Submit"]


def _filled(element: dict[str, object], day: str) -> Value:
    """Something that can be filled in there."""
    choices = element.get("choices")
    if isinstance(choices, list):
        chosen = str(choices[0]["value"])
        return (chosen,) if element.get("isMultiSelect") else chosen
    return day if element["type"] == "Input.Date" else WORDS
