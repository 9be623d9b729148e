"""A town in Slack whose bot is killed over and over; see `chat_kills` for what it is called with and what it prints."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.doubles import office
from tests.doubles.faults import Fault, cut, cut_after_recording, failed, failed_after_recording, garbled, late
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_driver import Driver
from tests.doubles.slack_faults import limited
from tests.doubles.slack_world import Workspace, person
from tests.simulation import chat_kills
from tests.simulation.chat_kills import Morning, Wish, appoint, begin
from tests.simulation.far_side import LATEST
from tests.simulation.hours import Hours
from tests.simulation.slack_bot import live
from tests.simulation.slack_people import Coach, Employee, Town
from tests.simulation.slack_post import Post
from tests.simulation.slack_verdict import counted, wrong

EMPLOYEES, MORE_COACHES = 14, 6
STAFF = [f"U0ANST{n:02}" for n in range(EMPLOYEES)]
APPOINTED = [f"U0COACH{n:02}" for n in range(MORE_COACHES)]
SHARES = {"chat": 0.15, "conversations": 0.1, "views": 0.05, "users": 0.02, "auth": 0.02}


def crowded() -> Workspace:
    """Skövde's Slack with many employees and more coaches."""
    team = office.workspace()
    for n, user in enumerate((*STAFF, *APPOINTED)):
        team.users[user] = person(user, user.lower(), f"Person{chr(65 + n)} Andersson")
    team.channels[office.COACHES].members += (*APPOINTED,)
    return team


class Weather(chat_kills.Weather):
    """Slack's: a post or a change may be late."""

    shares = SHARES
    troubles = (
        limited(1), limited(4), failed(500), failed(503), failed_after_recording(502), failed_after_recording(504),
        cut(), cut_after_recording(), cut_after_recording(), garbled(),
    )  # fmt: skip
    writes = frozenset({"chat.postMessage", "chat.update"})
    haste = 0.1

    def _put_off(self, called: str) -> Fault | None:
        if self._rng.random() >= 0.15:
            return None
        self._owe(self._rng.uniform(0, LATEST))
        return late()


async def lived(morning: Morning) -> dict[str, object]:
    """Let everybody live until so much has happened, and tell what came of it."""
    async with SlackDouble(crowded(), now=morning.clock.now) as slack:
        weather = Weather(slack, morning.clock, morning.draw())
        hours = Hours(morning.clock, weather.passing)
        post = Post(f"{morning.host}/slack/events", hours, morning.draw())
        async with morning.life(slack, weather, hours, post) as life:
            town = Town(Driver(slack, post), slack, hours, life.is_over)
            employees = [Employee(town, user, morning.draw()) for user in STAFF]
            coaches = [Coach(town, user, morning.draw()) for user in ("U0EVA", "U0OMAR", *APPOINTED)]
            await life.lived([*employees, *coaches])
        team, database = next(iter(slack.world.workspaces.values())), morning.folder / "ideas.db"
        return life.told(counted(database), wrong(database, team, post.taken.values()))


def main(folder: str, *wish: str) -> None:
    """A town in this folder."""
    people = [crowded().users[user] for user in APPOINTED]
    appoint(office.preset(Path(folder)), [(who.name, who.real_name, who.email) for who in people])
    begin(live, lived, Path(folder), Wish(*map(int, wish)))


if __name__ == "__main__":
    main(*sys.argv[1:])
