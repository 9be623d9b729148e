"""People in any chat who tell of needs, and coaches who work with them: they look at what is shown and go on from it.

Whoever is not answered, or whose press is lost, tries again after a while, as people do. What their hands do, and what
they see, is the chat's own.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any, Generic, Protocol, TypeVar

from tests.doubles.chat_double import ChatDouble
from tests.simulation.hours import Hours
from tests.simulation.town import WORLD

PATIENCE = 400.0
"""Seconds until somebody who is not answered tries again."""
NEEDS = (
    "Frukosten kommer för sent till de boende.",
    "Nycklarna till förrådet saknas varje morgon.",
    "Ingen vet vem som har bokat bilen.",
    "Skärmen i receptionen visar fel tider.",
    "Vi skriver samma uppgift i tre system.",
)
Steps = tuple[tuple[str, str, tuple[str, ...]], ...]
STEPS: Steps = (
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
CLAIM, ASK, STATUS, PROMISE, RELEASE, SHOW, REPLY, YES, NO = (
    WORLD.texts.say("sv", f"button-{key}")
    for key in ("claim", "ask", "status", "promise", "release", "show", "reply", "consent-yes", "consent-no")
)
"""Buttons that nobody misses at once, by whatever is written on them."""
FILLED = {
    "question": "Vilken avdelning gäller det?", "reply": "Avdelning tre.", "why": "Vi har pratat med köket.",
    "message": "Nu har vi träffats.",
}  # fmt: skip
WORDS = "Det säger vi så här."
"""What is written where it does not matter."""


class Shown(Protocol):
    """A message as people see it, and what it has been."""

    @property
    def id(self) -> str: ...
    @property
    def said(self) -> str: ...
    @property
    def edits(self) -> Sequence[object]: ...


H = TypeVar("H")
D = TypeVar("D", bound=ChatDouble[Any])
M = TypeVar("M", bound=Shown)


@dataclass(slots=True)
class Town(Generic[H, D]):
    """What everybody shares: all hands, the chat and the time, and whether it is over."""

    people: H
    chat: D
    hours: Hours
    is_over: Callable[[], bool]


T = TypeVar("T", bound=Town[Any, Any])


class Somebody(ABC, Generic[T, M]):
    """One person with eyes and hands."""

    def __init__(self, town: T, who: str, rng: Random) -> None:
        self.town, self.who, self.rng = town, who, rng
        self._answered: set[tuple[str, str]] = set()

    @property
    def own(self) -> str:
        """What their own conversation with the bot is called."""
        return self.who

    @abstractmethod
    async def live(self) -> None:
        """Do what they do, until it is over."""

    @abstractmethod
    def heard(self) -> list[M]:
        """What the bot has told them one to one, oldest first."""

    @abstractmethod
    def has(self, message: M, label: str) -> bool:
        """Whether they can press this on a message."""

    @abstractmethod
    async def say(self, text: str, thread: str = "") -> bool:
        """Write to the bot; whether it took that."""

    @abstractmethod
    async def press(self, where: str, message: M, label: str, ticks: tuple[str, ...] = ()) -> bool:
        """Press a button, if it is still there; whether the bot took it."""

    @abstractmethod
    async def fill_in(self, opening: Callable[[], Awaitable[bool]]) -> None:
        """Open a form and send it, pressing again while that is not taken."""

    async def see(self, holds: Callable[[], object], patience: float = PATIENCE) -> bool:
        """Wait until something can be seen, or it is over; whether that was in so many seconds."""
        looking = asyncio.ensure_future(self.town.chat.until(lambda: holds() or self.town.is_over(), 600))
        waiting = asyncio.ensure_future(self.town.hours.passed(patience))
        done, _ = await asyncio.wait({looking, waiting}, return_when=asyncio.FIRST_COMPLETED)
        looking.cancel()
        waiting.cancel()
        return looking in done

    async def once(self, message: M, label: str, do: Callable[[], Awaitable[object]]) -> None:
        """Do it, unless they have done so with this message before, or cannot."""
        if self.has(message, label) and (message.id, label) not in self._answered:
            self._answered.add((message.id, label))
            await do()


class Employee(Somebody[T, M]):
    """Tells of one need after another, and answers what coaches ask."""

    steps: Steps = STEPS

    async def live(self) -> None:
        """Until it is over."""
        await self.town.hours.passed(self.rng.uniform(0, 60))
        while not self.town.is_over():
            await self.tell()
            await self.answer_questions()
            await self.rest()

    @abstractmethod
    async def tell(self) -> None:
        """Tell of a need, to the number it gets."""

    async def rest(self) -> None:
        """What they do before the next."""

    def need(self) -> str:
        """What is wrong."""
        return f"{self.rng.choice(NEEDS)} Det var den {self.rng.randint(2, 28)}:e."

    async def newer(self, newest: Callable[[], M | None], acted: str) -> M | None:
        """The newest message, once it is another one than they have acted on, or after a while."""
        await self.see(lambda: (now := newest()) and now.id != acted)
        return newest()

    async def step(self, message: M, thread: str = "") -> bool:
        """Answer a question; whether the bot took that."""
        for question, label, ticks in self.steps:
            if question in message.said and label:
                return await self.press(self.own, message, label, ticks)
        return await self.say("Det blir lugnare morgnar.", thread)

    async def answer_questions(self) -> None:
        """Answer what coaches have asked, and whether it may be told."""
        for message in self.heard():
            pressing = partial(self.press, self.own, message)
            answer = YES if self.rng.random() < 0.5 else NO
            await self.once(message, YES, partial(pressing, answer))
            if "frågar om" in message.said:
                await self.once(message, REPLY, partial(self.fill_in, partial(pressing, REPLY)))


class Coach(Somebody[T, M]):
    """Takes ideas, asks, moves them on and lets go of them again."""

    channel: str
    pauses: tuple[float, float]
    """Seconds between two looks at the channel, the least and the most."""
    whim = ""
    """What else than to press its button they do with an idea at times."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What they are called on cards."""

    @abstractmethod
    def posts(self) -> list[M]:
        """What stands in their channel outside of threads, oldest first."""

    @abstractmethod
    async def command(self, card: M, wish: str) -> None:
        """Say in their channel what they want, or do what they do on a whim."""

    async def live(self) -> None:
        """Until it is over."""
        while not self.town.is_over():
            await self.town.hours.passed(self.rng.uniform(*self.pauses))
            cards = [m for m in self.posts() if m.said.startswith("SKO-")][-20:]
            mine = [card for card in cards if f"Delprojektledare: {self.name}" in card.said]
            free = [card for card in cards if self.has(card, CLAIM) and self._tried(card) not in self._answered]
            if free and (not mine or self.rng.random() < 0.4):
                await self._look_for_work(self.rng.choice(free))
            elif mine:
                wishes = (ASK, ASK, STATUS, STATUS, STATUS, PROMISE, RELEASE, SHOW)
                await self.work(self.rng.choice(mine), self.rng.choice(wishes))
            else:
                await self.town.hours.passed(10)

    async def _look_for_work(self, card: M) -> None:
        """Take an idea, by button or by command, or see what there is."""
        self._answered.add(self._tried(card))
        number = card.said.split(maxsplit=1)[0].rpartition("-")[2]
        wishes = ("", "", "", "", self.whim, f"ta {number}", f"ta {number}", f"visa {number}", "kö")
        if wish := self.rng.choice(wishes):
            await self.command(card, wish)
        else:
            await self.insist(card, CLAIM)

    async def work(self, card: M, wish: str) -> None:
        """Do something with an idea of their own."""
        await self.fill_in(lambda: self.press(self.channel, card, wish))

    async def insist(self, card: M, label: str) -> None:
        """Press until the bot takes it."""
        while not await self.press(self.channel, card, label):
            await self.town.hours.passed(2)

    def _tried(self, card: M) -> tuple[str, str]:
        return card.id, f"{len(card.edits)}"
