"""What an administrator does at the command line: checks presets, looks after the database, reads the digest early."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot import digest as weekly
from bot.app import utc_now
from bot.settings import Settings, SettingsError
from bot.start import load_preset, load_world, presets
from bot.world import World
from dialogs.cards import Heading, Paragraph
from dialogs.notices import show
from ideas.lifecycle import Status
from ideas.occurrence import Occurrence, Outcome
from ideas.preset import Preset, PresetError
from storage.backup import back_up
from storage.condition import Condition, bodies, condition, existing
from storage.migrate import HEAD
from storage.reader import Reader
from storage.sqlite import reading_engine
from storage.store import Store
from storage.unit_of_work import UnitOfWork


def tell(out: Console, text: str, style: str = "") -> None:
    """Print a line as it stands, whatever brackets or numbers are in it."""
    out.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


def check_presets(out: Console, err: Console, names: Sequence[str]) -> bool:
    """Read each preset, all packaged ones when none is named; whether every one can be used."""
    good = True
    for name in names or presets():
        try:
            load_preset(name)
            tell(out, f"{name}: ok")
        except PresetError as error:
            good = False
            for line in error.lines:
                tell(err, line, "red")
    return good


def left_out(url: str, preset: Preset) -> tuple[str, ...]:
    """The bodies that have ideas in the database but are not in the preset: nobody there is answered.

    Raises:
        StoreError: when the database cannot be read.
    """
    return tuple(sorted(bodies(url) - {body.key for body in preset.bodies}))


async def upgrade(out: Console, url: str) -> None:
    """Bring the database to this version's tables, alone with it.

    Raises:
        StoreError: when it is newer, or another copy of the bot runs on it.
    """
    before = condition(url)
    if before is Condition.TEMPORARY:
        tell(out, "A temporary database is made anew each time: there is nothing to upgrade.")
        return
    if before is not Condition.CURRENT:
        await (await Store.open(url)).close()
    done = {Condition.ABSENT: "made", Condition.OLDER: "upgraded", Condition.CURRENT: "up to date already"}
    tell(out, f"{url}: {done[before]} (version {HEAD})")


async def status(out: Console, url: str) -> None:
    """Print ideas by body and state, and messages by state; also while the bot runs.

    Raises:
        StoreError: when there is no database, or it cannot be read.
    """
    path = existing(url)
    if condition(url) is Condition.OLDER:
        tell(out, f"{url} is from an older version. Run idesluss db upgrade first.", "yellow")
        return
    reader = Reader(reading_engine(path))
    try:
        ideas, messages = await reader.idea_counts(), await reader.outbox_counts()
    finally:
        await reader.close()
    there = sorted({body for body, _ in ideas})
    table = Table("Ideas", *there, "all")
    for state in Status:
        numbers = [ideas.get((body, state), 0) for body in there]
        if any(numbers):
            table.add_row(state.value, *map(str, numbers), str(sum(numbers)))
    out.print(table if table.row_count else "No ideas yet.")
    if messages:
        told = Table("Messages", "number")
        for name, number in sorted(messages.items()):
            told.add_row(name, str(number))
        out.print(told)


def backup(out: Console, url: str, to: Path) -> None:
    """Copy the database to a new file and check the copy.

    Raises:
        FileExistsError: with a sentence, when there is something at `to`.
        StoreError: when there is no database, or the copy is damaged.
    """
    try:
        with Progress(console=out, transient=True, disable=not out.is_terminal) as progress:
            task = progress.add_task("Copying the database")
            back_up(url, to, lambda done, whole: progress.update(task, completed=done, total=whole))
    except FileExistsError:
        raise FileExistsError(f"{to} is there already, and a backup never overwrites. Choose another name.") from None
    tell(out, f"{to}: {to.stat().st_size:,} bytes, whole and checked")


async def show_digest(out: Console, settings: Settings, body: str, clock: Callable[[], datetime] = utc_now) -> None:
    """Print what this week's digest would say in each of a body's channels, read from a copy: nothing is sent.

    Raises:
        SettingsError: when the preset has no such body.
        PresetError, StoreError: with the reason, and what to do.
    """
    world = load_world(settings.idesluss_preset)
    if not world.has_body(body):
        known = ", ".join(b.key for b in world.preset.bodies)
        raise SettingsError(f"--body {body}: there is no such organisation. In {world.preset.name} there are {known}.")
    with TemporaryDirectory(prefix="ideas-") as folder:
        store = await Store.open(await asyncio.to_thread(_copied, settings.database_url, Path(folder, "copy.db")))
        try:
            there = await store.turn(lambda uow: weekly.channels(uow, world, body))
            for channel in there:
                for line in await _digest(store, world, channel, clock()):
                    tell(out, line)
            if not there:
                tell(out, f"No channel of {body} gets the digest.")
        finally:
            await store.close()


def _copied(url: str, to: Path) -> str:
    if condition(url) not in {Condition.TEMPORARY, Condition.ABSENT}:
        back_up(url, to)
    return f"sqlite:///{to}"


async def _digest(store: Store, world: World, channel: weekly.Channel, now: datetime) -> list[str]:
    """A channel's name and when its digest is due, and the digest's lines, or why there is none."""
    digest, sent = await store.turn(partial(_sent, world, channel, now))
    due = world.calendar(channel.body).local(digest.due_at)
    name = f"#{channel.place.channel}, {digest.period}, {due:%Y-%m-%d %H:%M}"
    if digest.outcome is not Outcome.WAITING:
        return [f"{name}: {digest.outcome.value} already"]
    if not sent:
        return [f"{name}: silent, nothing to tell"]
    [posted] = await store.reader.messages(channel.place, limit=1)
    card = show(posted.outgoing.notice, posted.outgoing.language, world.texts)
    return [name, *(f"  {part.text}" for part in card.parts if isinstance(part, Heading | Paragraph))]


def _sent(world: World, channel: weekly.Channel, now: datetime, uow: UnitOfWork) -> tuple[Occurrence, bool]:
    """This week's digest, and whether it has anything to tell; if so it is now in the copy's outbox, where it stays."""
    week = weekly.week_of(world, channel.body, now)
    digest = uow.occurrence("digest", channel.key, week) or weekly.digest_occurrence(channel, world, week)
    waits = digest.outcome is Outcome.WAITING
    return digest, waits and weekly.send_digest(uow, world, channel, digest, weekly.seen_until(digest, now), now)
