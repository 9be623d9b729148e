"""Plays a transcript: a real store, real turns and real deliveries, with a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, MutableMapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from structlog.testing import capture_logs

from adapters.web.inbound import dm
from bot.app import Bot, open_bot
from bot.clock import due_now, happen
from bot.start import load_preset, presets
from dialogs.messages import Delivery, Receipt, Sender
from ideas.people import Person, Role
from storage.unit_of_work import UnitOfWork
from tests.transcripts import script, slack_chat, teams_chat
from tests.transcripts.script import Heard, Step
from tests.transcripts.slack_chat import Posted
from tests.transcripts.slack_seat import Chat, SlackSeat
from tests.transcripts.surfaces import Page, Pages, Surface, Tell, Terminal
from tests.transcripts.teams_seat import TeamsChat, TeamsSeat

DAY = timedelta(days=1)
OTHER = {"web": "terminal", "terminal": "web", "slack": "terminal", "teams": "terminal"}


async def play(path: Path, surface: str, folder: Path) -> str:
    """The transcript as it goes today, with everyone at this surface until they move."""
    steps = script.read(path)
    me, _, body = steps[0].said.removesuffix(")").partition(" (")
    preset = next(name for name in presets() if body in {b.key for b in load_preset(name).bodies})
    room = Room(me, body, surface)
    url = f"sqlite:///{folder}/ideas.db"
    senders: dict[str, Sender] = {"local": room.pages, "terminal": room}
    with_chat = {"slack": slack_chat.with_slack, "teams": teams_chat.with_teams}.get(surface)
    known = with_chat(preset, body, folder) if with_chat else preset
    with capture_logs() as logs:
        async with (
            open_bot(url, known, senders, lambda: room.now) as bot,
            room.open(bot),
            _chat(surface, bot, body, lambda: room.now, senders) as room.chat,
        ):
            said = await room.play(steps)
    assert not logs, logs
    return said


@asynccontextmanager
async def _chat(
    surface: str, bot: Bot, body: str, clock: Callable[[], datetime], senders: MutableMapping[str, Sender]
) -> AsyncIterator[Chat | TeamsChat | None]:
    """The chat platform that this surface is, if it is one."""
    match surface:
        case "slack":
            async with slack_chat.open_chat(bot, body, clock, senders) as slack:
                yield slack
        case "teams":
            async with teams_chat.open_chat(bot, body, clock, senders) as teams:
                yield teams
        case _:
            yield None


class Room:
    """Everyone in a transcript, where they sit, and what has been said since the last step."""

    def __init__(self, me: str, body: str, surface: str) -> None:
        self.now = datetime(2026, 11, 23, 8, tzinfo=UTC)
        self.pages = Pages(self._told)
        self._me, self._body, self._usual = me, body, surface
        self._seats: dict[tuple[str, str], Page | Terminal | SlackSeat | TeamsSeat] = {}
        self.chat: Chat | TeamsChat | None = None
        self._latest: dict[str, Surface] = {}
        self._moved: dict[str, str] = {}
        self._cards: dict[str, list[str]] = {}
        self._heard: list[Heard] = []
        self._read, self._actor = 0, me

    @asynccontextmanager
    async def open(self, bot: Bot) -> AsyncIterator[None]:
        """Let people in, and let them go home when all is said."""
        self._bot = bot
        yield
        for seat in self._seats.values():
            if isinstance(seat, Terminal):
                await seat.close()

    async def play(self, steps: list[Step]) -> str:
        """All steps, or as far as they go."""
        played: list[tuple[Step, list[Heard]]] = []
        for step in steps:
            try:
                played.append((step, await self.take(step)))
            except AssertionError as error:
                raise AssertionError(f"{script.written(played)}\n{step.said}: {error}") from error
        return script.written(played)

    async def take(self, step: Step) -> list[Heard]:
        """Do what a step says; what the bot then said to whom."""
        who = self._me if step.who == "me" else step.who
        self._heard, self._read, self._actor = [], 0, who
        match step.who:
            case "as":
                pass
            case "at":
                await self._wait_until(datetime.fromisoformat(step.said))
            case "surface":
                self._moved[self._me] = OTHER[self._usual]
            case "joins":
                name, _, role = step.said.partition(", ")
                person = await self._bot.desk.add_person(name, self._body, None, frozenset({Role(role or "employee")}))
                if self.chat:
                    await _joined(self.chat, person)
            case _:
                await self._act(who, step)
        await self._settle()
        return self._heard

    async def _act(self, who: str, step: Step) -> None:
        channel = step.where.removeprefix("#")
        elsewhere = self._moved.get(who, self._usual)
        here = self._seat(who, "web" if channel and not self.chat else elsewhere)
        if " =" in step.said:
            await self._latest[who].fills(step.fields)
            return
        if not step.presses:
            await here.types(step.said, channel)
        elif not await here.presses(step.presses, channel):
            # where those are told who have not been heard at a terminal yet
            here = self._seat(who, self._usual if self.chat else "web")
            pressed = who not in self._moved and await here.presses(step.presses, channel)
            assert pressed, f"{who} sees nothing called {step.said}"
        self._latest[who] = here

    def _seat(self, who: str, surface: str) -> Surface:
        if (who, surface) not in self._seats:
            desk, tell = self._bot.desk, partial(self._answered, who)
            if self.chat and surface == self._usual:
                self._seats[who, surface] = _chat_seat(who, self.chat, tell)
            elif surface == "web":
                self._seats[who, surface] = Page(self._body, who, desk, self.pages, tell)
            else:
                self._seats[who, surface] = Terminal(self._body, who, desk, tell)
        return self._seats[who, surface]

    async def _settle(self) -> None:
        """Everything that is due happens, and everything said arrives: to the one who acts first, in channels last."""
        store, world = self._bot.store, self._bot.world
        for occurrence in await store.turn(partial(due_now, now=self.now, world=world)):
            await store.turn(partial(happen, now=self.now, world=world, occurrence=occurrence))
        await self._bot.dispatcher.drain(self.now)
        for posted in _posts(self.chat) if self.chat else ():
            self._posted(posted)
        told = self._heard[self._read :]
        self._heard[self._read :] = sorted(told, key=lambda heard: ("#" in heard[0], heard[0] != self._to(self._actor)))
        self._read = len(self._heard)

    async def _wait_until(self, wall: datetime) -> None:
        """Let time pass, from one thing that is due to the next."""
        body = self._bot.world.calendar(self._body)
        end = body.at(wall.date(), f"{wall:%H:%M}")
        if not self._seats:
            self.now = end
        while self.now < end:
            await self._settle()
            due = await self._bot.store.turn(partial(_due, self.now, min(end, self.now + DAY)))
            self.now = min([*due, end, self.now + DAY])

    async def send(self, delivery: Delivery) -> Receipt:
        """All terminals of the room, as one sender."""
        seat = self._seat(delivery.place.channel.removeprefix("dm:"), "terminal")
        assert isinstance(seat, Terminal)
        return await seat.sender.send(delivery)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """Nothing is lost between these chairs."""
        return None

    def _to(self, who: str) -> str:
        return "" if who == self._me else f" → {who}"

    def _answered(self, who: str, channel: str, lines: list[str]) -> None:
        self._heard.append((f" → {who} in #{channel}" if channel else self._to(who), lines))

    def _posted(self, posted: Posted) -> None:
        """A message in a chat; of a card that changes, only what is new."""
        to = self._to(posted.who) if posted.who else f" → #{posted.channel}"
        self._note(to, posted.lines, posted.ts, posted.ts if posted.change else "")

    def _told(self, delivery: Delivery, lines: list[str]) -> None:
        """A message on the page; of a card that changes, only what is new."""
        channel = delivery.place.channel
        to = self._to(channel.removeprefix(dm(""))) if channel.startswith(dm("")) else f" → #{channel}"
        self._note(to, lines, delivery.key, delivery.updates)

    def _note(self, to: str, lines: list[str], key: str, updates: str) -> None:
        before = self._cards.get(updates, [])
        self._cards[updates or key] = lines
        new = [lines[0], *(line for line in lines[1:] if line not in before)] if before else lines
        self._heard.append((to, new))


def _due(now: datetime, until: datetime, uow: UnitOfWork) -> list[datetime]:
    return [occurrence.due_at for occurrence in uow.due(until) if occurrence.due_at > now]


def _chat_seat(who: str, chat: Chat | TeamsChat, tell: Tell) -> SlackSeat | TeamsSeat:
    return SlackSeat(who, chat, tell) if isinstance(chat, Chat) else TeamsSeat(who, chat, tell)


def _posts(chat: Chat | TeamsChat) -> Iterator[Posted]:
    return slack_chat.posts(chat) if isinstance(chat, Chat) else teams_chat.posts(chat)


async def _joined(chat: Chat | TeamsChat, person: Person) -> None:
    await (slack_chat.joined(chat, person) if isinstance(chat, Chat) else teams_chat.joined(chat, person))
