"""A town in Teams whose bot is killed over and over; see `chat_kills` for what it is called with and what it prints.

On the first morning everybody gets the app, and nothing goes wrong.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.doubles import teams_office
from tests.doubles.faults import (
    Fault,
    cut,
    cut_after_recording,
    failed,
    failed_after_recording,
    garbled,
    hang,
    late,
    late_cut,
)
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_driver import Driver
from tests.doubles.teams_faults import clashed, limited
from tests.doubles.teams_office import COACHES
from tests.doubles.teams_world import Person, Tenant
from tests.simulation import chat_kills
from tests.simulation.chat_bot import STEP
from tests.simulation.chat_kills import Life, Morning, Wish, appoint, begin
from tests.simulation.far_side import LATEST
from tests.simulation.hours import Hours
from tests.simulation.teams_bot import live
from tests.simulation.teams_model import differing, keep
from tests.simulation.teams_people import Coach, Employee, Town
from tests.simulation.teams_post import Post
from tests.simulation.teams_verdict import counted, wrong
from tests.simulation.town import WORLD

STAFF = [f"anst{n:02}" for n in range(9)]
APPOINTED = [f"coach{n:02}" for n in range(6)]
LATE = (late(504), late(502), late_cut(), hang())
"""What is carried out after all, within the time that a platform may take for it."""
SHARES = {"post": 0.15, "begin": 0.15, "change": 0.2, "open": 0.1, "member": 0.1, "members": 0.1}


def crowded() -> Tenant:
    """Skövde's Teams with many employees and more coaches."""
    there = teams_office.tenant()
    for n, who in enumerate((*STAFF, *APPOINTED)):
        there.hire(Person(who, f"Person{chr(65 + n)} Andersson", f"{who}@skovde.example"))
    team = there.teams[next(one.team for one in there.conversations.values() if one.name == COACHES)]
    team.members += [there.named(who).aad for who in APPOINTED]
    return there


class Weather(chat_kills.Weather):
    """Teams': fair at first; whatever writes may be late, and is then not answered in any of several ways."""

    shares = SHARES
    troubles = (
        limited(0), limited(1), limited(4), clashed(), failed(500), failed(503), failed_after_recording(502),
        failed_after_recording(502), failed_after_recording(504), cut(), cut_after_recording(), cut_after_recording(),
        garbled(),
    )  # fmt: skip
    writes = frozenset({"post", "begin", "change"})
    haste = 0.02
    is_fair = True

    def _put_off(self, called: str) -> Fault | None:
        if self._rng.random() >= (0.5 if called == "change" else 0.2):
            return None
        latest = LATEST - STEP
        self._owe(self._rng.choice((latest, self._rng.uniform(0, latest))))
        return self._rng.choice(LATE)


async def lived(morning: Morning) -> dict[str, object]:
    """Let everybody live until so much has happened, and tell what came of it."""
    async with TeamsDouble(crowded(), now=morning.clock.now, paced=True) as teams:
        weather = Weather(teams, morning.clock, morning.draw())
        hours = Hours(morning.clock, weather.passing)
        unkept = frozenset(WORLD.texts.say("sv", key) for key in ("chat-busy", "chat-waiting"))
        post = Post(f"{morning.host}/api/messages", hours, morning.draw(), unkept)
        folder = morning.folder
        async with morning.life(teams, weather, hours, post) as life:
            town = Town(Driver(teams, post), teams, hours, life.is_over)
            before = await life.watched(moved_in(folder, town, post, life))
            employees = [Employee(town, who, morning.draw()) for who in STAFF]
            coaches = [Coach(town, who, morning.draw()) for who in ("eva", "omar", *APPOINTED)]
            await life.lived([*employees, *coaches])
        faults = wrong(folder / "ideas.db", teams, post.brought.values(), post.taken.values())
        faults += town.troubles + differing(folder, before, folder / "turns")
        return life.told(counted(folder / "ideas.db", teams), faults)


async def moved_in(folder: Path, town: Town, post: Post, life: Life) -> Path:
    """Everybody gets the app while nothing is wrong, and all are told; the path of what the bot holds then."""
    await life.fate.begin()
    await teams_office.hand_out(town.people, town.chat)
    await life.at_rest()
    await life.fate.kill()
    post.begin_anew()
    return keep(folder / "ideas.db")


def main(folder: str, *wish: str) -> None:
    """A town in this folder."""
    people = [crowded().named(who) for who in APPOINTED]
    appoint(teams_office.preset(Path(folder)), [(who.handle, who.name, who.email) for who in people])
    begin(live, lived, Path(folder), Wish(*map(int, wish)))


if __name__ == "__main__":
    main(*sys.argv[1:])
