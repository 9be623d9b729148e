"""Skövde with any chat: who works there, its preset, a real HTTP door, and what people and time do the same way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Protocol

from aiohttp import web

from bot.app import Bot
from bot.clock import due_now, happen
from ideas.idea import Idea
from ideas.people import Identity
from storage.unit_of_work import UnitOfWork
from tests.doubles.clock import Hands

NAMES = {
    "anna": "Anna Åström", "bjorn": "Björn Ek", "eva": "Eva Lind", "omar": "Omar Haddad", "pia": "Pia Sjöö",
    "kim": "Kim Nyström",
}  # fmt: skip
APPOINTED = ("eva", "omar", "pia", "kim")
"""The coaches, the process leader and the communicator."""


def mailed(text: str, handles: Collection[str] = APPOINTED) -> str:
    """A preset in which these people are known by e-mail as well."""
    for handle in handles:
        text = text.replace(f'handle = "{handle}"\n', f'handle = "{handle}"\nemail = "{handle}@skovde.example"\n', 1)
    return text


def preset(folder: Path, chats: str) -> str:
    """The packaged preset with these chats of Skövde's in it, as an administrator writes it; the path of the file."""
    text = (resources.files("ideas") / "presets" / "skaraborg.toml").read_text("utf-8")
    path = folder / "skovde.toml"
    path.write_text(mailed(text.replace('key = "skovde"\n', f'key = "skovde"\nchats = [{chats}]\n', 1)), "utf-8")
    return str(path)


class Listening(Protocol):
    """A chat's listeners, which end when all that is under way is answered."""

    async def finish(self) -> None: ...


@dataclass(kw_only=True)
class Office(ABC):
    """Everything a test needs whatever the chat is: the bot, its listeners and its address, and the clock."""

    bot: Bot
    clock: Hands
    listening: Listening
    url: str

    async def settle(self) -> None:
        """All that is under way is answered, and all that is due is delivered."""
        await self.listening.finish()
        await self.bot.dispatcher.drain(self.clock())
        await self.listening.finish()

    async def at(self, when: datetime) -> None:
        """Let time pass until then, with all that is due on the way."""
        self.clock.now = when
        for occurrence in await self.bot.store.turn(partial(due_now, now=when, world=self.bot.world)):
            await self.bot.store.turn(partial(happen, now=when, world=self.bot.world, occurrence=occurrence))
        await self.settle()

    @abstractmethod
    def own(self, who: str) -> str:
        """How somebody's own conversation with the bot is named where they press something."""

    @abstractmethod
    async def press(self, who: str, where: str, label: str, ticks: tuple[str, ...] = ()) -> object:
        """Somebody presses the newest button with this label."""

    @abstractmethod
    def heard(self, who: str) -> list[str]:
        """What the bot has told somebody in their own conversation."""

    async def choose(self, who: str, *labels: str) -> None:
        """Somebody presses one button after another in their own conversation."""
        for label in labels:
            await self.press(who, self.own(who), label)

    async def answer_by_pressing(self, who: str) -> None:
        """Somebody answers everything that comes after need and effect, to the receipt."""
        await self.press(who, self.own(who), "Välj", ("Brukare, patienter",))
        await self.press(who, self.own(who), "Välj", ("Jag har sett det själv",))
        await self.choose(who, "Hoppa över", "Bara tipsa")
        if any("Var arbetar du?" in text for text in self.heard(who)[-1:]):
            await self.choose(who, "Vård och omsorg")
        await self.choose(who, "Skicka")

    async def ideas_of(self, who: Identity, asked: Callable[[UnitOfWork, int], list[Idea]]) -> list[Idea]:
        """What is asked of the database for somebody; nothing where nobody knows them."""

        def found(uow: UnitOfWork) -> list[Idea]:
            person = uow.person_of(who)
            return asked(uow, person.id) if person else []

        return await self.bot.store.turn(found)


@asynccontextmanager
async def served(app: web.Application, patience: float = 60) -> AsyncIterator[str]:
    """The address of an application on a free port of this machine; it ends after so many seconds at the most."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=patience)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
