"""Who people are: known by name when Slack tells, heard when it does not, and appointed by e-mail alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.slack.people import AGAIN, MOST, REMEMBERED, UNKNOWN, People, Profile
from adapters.slack.tokens import Api, OneToken, Tokens, open_session
from dialogs.messages import TryLater
from ideas.people import Identity, Person, Role
from storage.unit_of_work import UnitOfWork
from tests.adapters.slack.annex import annex, bid
from tests.doubles.clock import Hands
from tests.doubles.faults import Fault, failed, garbled, hang
from tests.doubles.office import COACHES, DEFAULT, TEAM, Office, id_of, open_office, workspace
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_faults import limited, refused
from tests.doubles.slack_world import User, Workspace, person

ANNA, EVA, LENA, PIA = (id_of(who) for who in ("anna", "eva", "lena", "pia"))
NEED = "Frukosten kommer för sent till de boende."
TROUBLES: dict[str, Fault] = {
    "limited": limited(30), "broken": failed(), "garbled": garbled(), "a page": failed(200),
    "no scope": refused("missing_scope"), "gone": refused("user_not_found"),
}  # fmt: skip


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as office:
        yield office


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
async def slack(clock: Hands) -> AsyncIterator[SlackDouble]:
    async with SlackDouble(workspace(), now=clock) as slack:
        yield slack


@pytest.fixture
async def people(slack: SlackDouble, clock: Hands) -> AsyncIterator[People]:
    async with open_session() as session:
        api = Api(session, slack.url)
        people = People(Tokens(api, OneToken("xoxb-skovde", api, clock)), clock, waited=0.05)
        yield people
        await people.finish()


async def known(office: Office, user: str) -> Person | None:
    """Somebody as the bot knows them."""
    return await office.bot.store.turn(lambda uow: uow.person_of(Identity("slack", TEAM, user)))


async def everybody(office: Office) -> list[Person]:
    def found(uow: UnitOfWork) -> list[Person]:
        return uow.people("skovde")

    return await office.bot.store.turn(found)


async def test_a_profile_is_asked_for_once_and_again_when_it_is_old(
    slack: SlackDouble, people: People, clock: Hands
) -> None:
    anna = Profile("Anna Åström", "anna@skovde.example")
    assert [await people.profile(TEAM, ANNA) for _ in range(3)] == [anna] * 3
    assert len(slack.called("users.info")) == 1
    team = slack.world.workspaces[TEAM]
    team.users[ANNA] = replace(team.users[ANNA], real_name="Anna Ek")
    clock.turn(REMEMBERED.total_seconds() - 1)
    assert (await people.profile(TEAM, ANNA)).name == "Anna Åström"
    clock.turn(2)
    assert (await people.profile(TEAM, ANNA)).name == "Anna Ek"


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
async def test_a_profile_that_slack_does_not_tell_is_empty_and_asked_for_again_in_a_minute(
    slack: SlackDouble, people: People, clock: Hands, trouble: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    slack.plan("users.info", trouble)
    assert [await people.profile(TEAM, ANNA) for _ in range(3)] == [UNKNOWN] * 3
    assert len(slack.called("users.info")) == 1
    (line,) = caplog.messages
    assert line.startswith("a name could not be asked for: ")
    assert "Anna" not in line
    assert ANNA not in line
    clock.turn(AGAIN.total_seconds() + 1)
    assert (await people.profile(TEAM, ANNA)).name == "Anna Åström"


async def test_an_old_profile_is_better_than_none(slack: SlackDouble, people: People, clock: Hands) -> None:
    await people.profile(TEAM, ANNA)
    clock.turn(REMEMBERED.total_seconds() + 1)
    slack.plan("users.info", limited())
    assert (await people.profile(TEAM, ANNA)).name == "Anna Åström"


async def test_nobody_waits_long_for_a_name_and_what_is_asked_together_is_asked_once(
    slack: SlackDouble, people: People
) -> None:
    slack.plan("users.info", hang())
    many = await asyncio.gather(*(people.profile(TEAM, ANNA) for _ in range(5)))
    assert many == [UNKNOWN] * 5
    assert len(slack.called("users.info")) == 1
    slack.release()
    assert (await people.profile(TEAM, ANNA)).name == "Anna Åström", "the answer that came late is taken"
    assert len(slack.called("users.info")) == 1


async def test_whoever_is_not_from_here_is_outside(slack: SlackDouble, people: People) -> None:
    team = slack.world.workspaces[TEAM]
    team.users |= {
        "U0GAST": User("U0GAST", "gast", "Gäst", team="T0ANNAN"), "U0BOTEN": User("U0BOTEN", "b", is_bot=True),
        "U0NAMN": User("U0NAMN", "namnlos"),
    }  # fmt: skip
    outside = {user: (await people.profile(TEAM, user)).outside for user in ("U0GAST", "U0BOTEN", "U0NAMN", ANNA)}
    assert outside == {"U0GAST": True, "U0BOTEN": True, "U0NAMN": False, ANNA: False}
    assert (await people.profile(TEAM, "U0NAMN")).name == "namnlos"


async def test_somebody_is_found_by_e_mail_or_said_not_to_be_there(slack: SlackDouble, people: People) -> None:
    assert await people.called(TEAM, "EVA@skovde.example") == EVA
    assert await people.called(TEAM, "ingen@skovde.example") == ""
    with pytest.raises(TryLater):
        await people.called("T0ANNAN", "eva@skovde.example")


async def test_a_large_federation_fits(people: People) -> None:
    assert MOST >= 50_000
    assert timedelta(0) < AGAIN < REMEMBERED


async def test_people_are_heard_while_slack_cannot_tell_who_they_are_and_named_when_it_can(office: Office) -> None:
    office.slack.plan("users.info", limited(30))
    thread = await office.say("lena", NEED)
    assert "Vad skulle bli bättre" in office.heard("lena")[0]
    lena = await known(office, LENA)
    assert lena
    assert lena.name == LENA
    office.clock.turn(61)
    await office.say("lena", "Lugnare morgnar.", thread)
    named = await known(office, LENA)
    assert named
    assert (named.name, named.id) == ("Lena Öberg", lena.id)


async def test_people_are_heard_soon_though_slack_is_slow_to_tell_who_they_are(office: Office) -> None:
    office.slack.plan("users.info", hang())
    async with annex(office, waited=0.01) as here:
        said = await here.people.say(LENA, NEED)
        assert said.status == 200
        assert said.seconds < 1
        await here.settle()
    assert "Vad skulle bli bättre" in office.heard("lena")[0]


async def test_who_is_appointed_by_e_mail_has_the_role_from_the_start(office: Office) -> None:
    await office.hand_in("anna")
    eva, pia = await known(office, EVA), await known(office, PIA)
    assert eva
    assert eva.is_coach
    assert eva.home
    assert (eva.handle, eva.home.channel) == ("eva", EVA)
    assert pia
    assert pia.leads
    assert "Du har nu" in (await office.people.command(EVA, COACHES, "ta 1")).body["text"]


async def test_introducing_twice_or_while_slack_is_away_changes_nobody(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    before = await everybody(office)
    office.slack.plan("users.lookupByEmail", failed(), refused("users_not_found"), limited())
    assert await office.listening.introduce() is False, "Slack could not tell of two of them"
    assert await office.listening.introduce() is True
    assert await everybody(office) == before
    assert "@" not in caplog.text


async def test_whoever_could_not_be_found_at_the_start_has_the_role_when_they_write(tmp_path: Path) -> None:
    clock = Hands()
    slack = SlackDouble(workspace(), now=clock)
    slack.plan("users.lookupByEmail", *[failed()] * 4)
    async with open_office(tmp_path, slack=slack) as office:
        assert await known(office, EVA) is None
        await office.say("eva", "hjälp")
        eva = await known(office, EVA)
    assert eva
    assert (eva.handle, eva.roles >= {Role.COACH}) == ("eva", True)


async def test_whoever_was_heard_as_a_stranger_has_the_role_once_slack_can_tell(tmp_path: Path) -> None:
    clock = Hands()
    slack = SlackDouble(workspace(), now=clock)
    slack.plan("users.lookupByEmail", *[failed()] * 4)
    slack.plan("users.info", failed())
    async with open_office(tmp_path, slack=slack) as office:
        await office.say("eva", "hjälp")
        stranger = await known(office, EVA)
        assert stranger
        assert not stranger.is_coach
        clock.turn(61)
        assert await office.listening.introduce() is True
        eva = await known(office, EVA)
        assert eva
        assert (eva.handle, eva.is_coach) == ("eva", True)


def with_namesakes() -> Workspace:
    """Skövde with another Eva and another Eva Lind, whom nobody has appointed."""
    team = workspace()
    names = (("U0EVA2", "eva.s", "Eva Svensson"), ("U0EVA3", "eva.l", "Eva Lind"), ("U0EVA4", "e", "eva"))
    for user, name, real in names:
        team.users[user] = person(user, name, real)
    team.channels[DEFAULT].members = tuple(team.users)
    return team


async def test_somebody_called_as_a_coach_does_not_become_the_coach(tmp_path: Path) -> None:
    async with open_office(tmp_path, slack=SlackDouble(with_namesakes(), now=Hands())) as office:
        for user in ("U0EVA2", "U0EVA3", "U0EVA4"):
            assert (await office.people.say(user, NEED)).ok
        await office.settle()
        namesakes = [await known(office, user) for user in ("U0EVA2", "U0EVA3", "U0EVA4")]
        eva = await known(office, EVA)
        assert eva
        assert [who and who.is_coach for who in namesakes] == [False] * 3
        assert len({who.id for who in namesakes if who} | {eva.id}) == 4
        assert {who.handle for who in namesakes if who} == {"eva2", "eva3", "eva4"}
        refused_ = await office.people.command("U0EVA3", DEFAULT, "kö")
        assert "Eva Lind" in refused_.body["text"]


async def test_a_coach_is_given_an_idea_by_mention_handle_or_name(office: Office) -> None:
    ways = ("<@U0OMAR>", "<@U0OMAR|omar.h>", "@omar", "Omar Haddad", "till <@U0OMAR>")
    for n in range(len(ways)):
        await office.hand_in("anna", f"Frukosten kommer för sent, gång {n}.")
    for n, said in enumerate(ways, start=1):
        given = await bid(office, PIA, COACHES, f"tilldela {n} {said}")
        assert "Omar Haddad" in given.body["text"], said


async def test_an_idea_is_handed_over_to_whoever_is_mentioned(office: Office) -> None:
    await office.hand_in("anna")
    await office.people.command(EVA, COACHES, "ta 1")
    given = await bid(office, EVA, COACHES, "lämna över 1 <@U0OMAR> jag är borta i veckan")
    assert "Omar Haddad" in given.body["text"]
    assert "jag är borta i veckan" in office.heard("omar")[-1]


async def test_whoever_is_no_coach_here_is_given_nothing_even_when_mentioned(tmp_path: Path) -> None:
    async with open_office(tmp_path, slack=SlackDouble(with_namesakes(), now=Hands())) as office:
        await office.people.say("U0EVA2", NEED)
        await office.say("lena", NEED)
        await office.hand_in("anna")
        for said, called in (
            ("<@U0EVA2>", "Eva Svensson"), ("<@U0LENA>", "Lena Öberg"), ("<@U0ANNA>", "Anna Åström"),
            ("<@U0INGEN>", "@U0INGEN"), ("@u0omar", "@u0omar"), ("<@T0SKOVDE>", "@T0SKOVDE"), ("<!here>", "@here"),
        ):  # fmt: skip
            given = await bid(office, PIA, COACHES, f"tilldela 1 {said}")
            assert f"Jag hittar ingen delprojektledare som heter ”{called}” här" in given.body["text"], said
        assert not any("SKO-2026-0001" in text for who in ("eva", "omar", "lena") for text in office.heard(who))


async def test_a_person_is_called_by_name_where_somebody_mentions_them(office: Office) -> None:
    thread = (await office.people.say(ANNA, "<@U0EVA> och <@U0INGEN> vet att frukosten är sen, <@U0BOT>.", raw=True)).ts
    await office.settle()
    (draft,) = await office.drafts("anna")
    assert draft.need == "@Eva Lind och @U0INGEN vet att frukosten är sen, @Idéslussen."
    assert thread


async def test_a_mention_where_others_are_begins_a_talk_with_names_in_it(office: Office) -> None:
    await office.people.mention(id_of("kim"), COACHES, "frukosten som <@U0EVA> lagar kommer för sent")
    await office.settle()
    assert (await office.drafts("kim"))[0].need == "frukosten som <@U0EVA> lagar kommer för sent", (
        "typed, not a mention"
    )
