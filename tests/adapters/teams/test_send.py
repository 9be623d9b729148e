"""Messages on their way to Teams: to whom and where, and what is done when that is not as it was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from adapters.teams.limits import LESS
from adapters.teams.render import plainly, render
from adapters.teams.send import TeamsSender
from dialogs.cards import Button, Buttons, Card, Heading, Paragraph
from dialogs.messages import Delivery, GiveUp, MessageGone, PlaceGone, TryLater
from dialogs.references import Reference
from ideas.people import Place
from tests.adapters.teams.small_connector import (
    ANNA,
    COACHES,
    CUT,
    GROUP,
    HERE,
    OWN,
    TENANT,
    Answer,
    Calls,
    SmallConnector,
    refused,
)

CHANNEL, CHAT = "/19%3Acoaches%40thread.tacv2", "/19%3Achat%40thread.v2"
OPENED = f"a:{ANNA}"
CARD = Card("Idé 142", (Heading("Idé 142"), Paragraph("Ett behov"), Buttons((Button("claim", "142", "Ta"),))), "sv")
GONE = refused(404, "ConversationNotFound")
LONG = replace(CARD, parts=(Heading("Idé 142"), *(Paragraph("Ett långt behov. " * 50) for _ in range(40))))


class Kept:
    """References in memory, which notes what is written, and fails while `broken`."""

    def __init__(self) -> None:
        self.known: dict[Place, Reference] = {}
        self.address, self.broken = "", ""
        self.written: list[Reference] = []
        self.lost: list[tuple[Place, str]] = []

    def _work(self, what: str) -> None:
        if self.broken == what:
            raise OSError("the database with Anna's words is locked")

    async def find(self, place: Place) -> Reference | None:
        self._work("find")
        return self.known.get(replace(place, thread=""))

    async def address_of(self, platform: str, workspace: str) -> str:
        self._work("address_of")
        return self.address if (platform, workspace) == ("teams", TENANT) else ""

    async def keep(self, reference: Reference) -> None:
        self._work("keep")
        self.known[reference.place] = reference
        self.written.append(reference)

    async def lose(self, place: Place, reason: str) -> None:
        self._work("lose")
        self.lost.append((place, reason))
        if known := self.known.get(replace(place, thread="")):
            self.known[known.place] = replace(known, gone=reason)


class Post:
    """The sender and what it has: Teams has been heard from in every place, unless the test forgets that."""

    def __init__(self, calls: Calls) -> None:
        self.teams, self.kept, self.calls = calls.teams, Kept(), calls
        self.sender = TeamsSender(calls.connector, self.kept)
        for place, conversation in ((HERE, f"{COACHES};messageid=9"), (OWN, "a:1"), (GROUP, "")):
            self.kept.known[place] = calls.way(place, conversation)
        self.kept.address = calls.teams.url

    async def send(self, place: Place, card: Card = CARD, *, update_of: str = "", thread: str = "") -> str:
        """Send it; the id that it has now."""
        return (await self.sender.send(Delivery("k", place, card, update_of, thread))).remote_id

    async def verdict(self, place: Place, *answers: Answer, update_of: str = "", thread: str = "") -> TryLater | GiveUp:
        """What it comes to when it is answered so."""
        self.teams.answers(*answers)
        with pytest.raises((TryLater, GiveUp)) as caught:
            await self.send(place, update_of=update_of, thread=thread)
        assert isinstance(caught.value, TryLater | GiveUp)
        return caught.value

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Method and path of every call."""
        return self.teams.asked

    @property
    def shown(self) -> list[Any]:
        """What was to be shown, call by call, without those that open a conversation."""
        bodies = [call.body for call in self.teams.calls]
        return [body.get("activity", body) for body in bodies if body.get("isGroup") is not False]


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    async with SmallConnector() as teams, Calls(teams) as calls:
        yield Post(calls)


# Where it goes


async def test_a_persons_message_goes_to_their_own_conversation(post: Post) -> None:
    assert await post.send(OWN) == "1700000000001"
    assert post.asked == [("POST", "/a%3A1/activities")]
    assert post.shown == [render(CARD, "k")]
    assert post.kept.written == []


async def test_a_persons_conversation_is_opened_once_and_kept(post: Post) -> None:
    post.kept.known[OWN] = post.calls.way(OWN)
    await post.send(OWN)
    await post.send(OWN)
    there = f"/a%3A{ANNA}/activities"
    assert post.asked == [("POST", ""), ("POST", there), ("POST", there)]
    assert post.kept.written == [post.calls.way(OWN, OPENED)]


async def test_somebody_who_never_wrote_is_reached_by_the_address_last_heard_of_in_their_tenant(post: Post) -> None:
    post.kept.known.clear()
    await post.send(OWN)
    assert post.asked == [("POST", ""), ("POST", f"/a%3A{ANNA}/activities")]
    assert post.kept.written == [Reference(OWN, post.teams.url, OPENED)]


async def test_a_message_in_a_channel_begins_a_post_and_the_next_goes_under_it(post: Post) -> None:
    root = await post.send(HERE)
    answer = await post.send(HERE, thread=root)
    theirs = await post.send(replace(HERE, thread="16"))
    ours = await post.send(replace(HERE, thread="under:k"), thread=root)
    loose = await post.send(replace(HERE, thread="under:unknown"))
    under = "/19%3Acoaches%40thread.tacv2%3Bmessageid%3D{}/activities"
    paths = ["", under.format(root), under.format("16"), under.format(root), ""]
    assert post.asked == [("POST", path) for path in paths]
    assert post.shown == [render(CARD, "k", shared=True)] * 5
    assert len({root, answer, theirs, ours, loose}) == 5


async def test_a_channel_that_nothing_was_heard_from_is_reached_all_the_same(post: Post) -> None:
    post.kept.known.clear()
    await post.send(HERE)
    await post.send(replace(HERE, thread="16"))
    assert post.asked == [("POST", ""), ("POST", f"{CHANNEL}%3Bmessageid%3D16/activities")]
    assert post.teams.calls[0].body["channelData"]["channel"] == {"id": COACHES}
    assert post.kept.written == []


async def test_where_teams_was_never_heard_from_a_message_waits(post: Post) -> None:
    post.kept.known.clear()
    post.kept.address = ""
    for place in (HERE, OWN, GROUP):
        error = await post.verdict(place)
        assert isinstance(error, TryLater)
        assert (error.reason, error.ambiguous) == ("nothing has been heard from Teams there yet", False)
    assert post.asked == []


async def test_in_a_group_chat_there_are_no_threads(post: Post) -> None:
    await post.send(replace(GROUP, thread="16"), thread="17")
    assert post.asked == [("POST", f"{CHAT}/activities")]
    assert post.shown == [render(CARD, "k", shared=True)]


async def test_a_change_says_the_new_words_in_place_of_the_old(post: Post) -> None:
    root, own = await post.send(HERE), await post.send(OWN)
    new = replace(CARD, parts=(Heading("Tagen"), Paragraph("av Eva")))
    assert await post.send(HERE, new, update_of=root) == root
    assert await post.send(replace(HERE, thread=root), new, update_of="18") == "18"
    assert await post.send(OWN, new, update_of=own) == own
    thread = f"{CHANNEL}%3Bmessageid%3D{root}/activities"
    paths = [f"{thread}/{root}", f"{thread}/18", f"/a%3A1/activities/{own}"]
    assert post.asked[2:] == [("PUT", path) for path in paths]
    assert post.shown[2:] == [render(new, "k", shared=True)] * 2 + [render(new, "k")]


async def test_a_message_that_teams_takes_without_an_id_is_sent(post: Post) -> None:
    post.teams.answers(Answer(202), Answer(202))
    assert [await post.send(OWN), await post.send(HERE)] == ["", ""]


async def test_an_earlier_try_is_never_found(post: Post) -> None:
    with pytest.raises(GiveUp, match="Teams cannot tell what has arrived"):
        await post.sender.find(Delivery("k", HERE, CARD))
    assert post.asked == []


# What is not there any longer


@pytest.mark.parametrize(
    "place", [HERE, replace(HERE, thread="16"), OWN, GROUP], ids=["channel", "thread", "own", "chat"]
)
async def test_a_place_that_is_gone_is_noted_and_not_asked_again(post: Post, place: Place) -> None:
    first = await post.verdict(place, refused(403, "BotNotInConversationRoster"))
    second = await post.verdict(place)
    assert {(type(gone), str(gone)) for gone in (first, second)} == {(PlaceGone, "BotNotInConversationRoster")}
    assert post.kept.lost == [(place, "BotNotInConversationRoster")]
    assert len(post.asked) == 1


async def test_a_change_in_a_place_that_is_gone_is_the_same_as_a_message_there(post: Post) -> None:
    gone = await post.verdict(HERE, refused(403, "ConversationBlockedByUser"), update_of="17")
    assert (type(gone), post.kept.lost) == (PlaceGone, [(HERE, "ConversationBlockedByUser")])


async def test_somebody_without_the_app_is_gone_until_they_are_heard_again(post: Post) -> None:
    post.kept.known[OWN] = post.calls.way(OWN)
    await post.verdict(OWN, refused(403, "ForbiddenOperationException"))
    assert post.kept.lost == [(OWN, "ForbiddenOperationException")]
    await post.kept.keep(post.calls.way(OWN, "a:2"))
    await post.send(OWN)
    assert post.asked[1:] == [("POST", "/a%3A2/activities")]


async def test_a_message_that_is_gone_loses_no_place(post: Post) -> None:
    for update_of, thread in (("17", ""), ("", "17")):
        answer = refused(404, "ActivityNotFoundInConversation")
        gone = await post.verdict(HERE, answer, update_of=update_of, thread=thread)
        assert (type(gone), str(gone)) == (MessageGone, "ActivityNotFoundInConversation")
    assert post.kept.lost == []


async def test_a_channel_that_is_not_found_is_not_looked_for_elsewhere(post: Post) -> None:
    gone = await post.verdict(HERE, GONE)
    assert (type(gone), len(post.asked)) == (PlaceGone, 1)


# A person's conversation that is not what it was


async def test_a_persons_conversation_that_is_not_found_is_opened_anew(post: Post) -> None:
    post.teams.answers(GONE)
    await post.send(OWN)
    assert post.asked == [("POST", "/a%3A1/activities"), ("POST", ""), ("POST", f"/a%3A{ANNA}/activities")]
    assert (post.kept.written, post.kept.lost) == ([post.calls.way(OWN, OPENED)], [])


async def test_it_is_opened_anew_once_and_not_for_ever(post: Post) -> None:
    gone = await post.verdict(OWN, GONE, Answer(201, {"id": "a:2"}), GONE)
    assert (type(gone), str(gone), len(post.asked)) == (PlaceGone, "ConversationNotFound", 3)
    assert post.kept.lost == [(OWN, "ConversationNotFound")]


async def test_one_that_was_just_opened_is_not_opened_again(post: Post) -> None:
    post.kept.known[OWN] = post.calls.way(OWN)
    gone = await post.verdict(OWN, Answer(201, {"id": "a:2"}), GONE)
    assert (type(gone), len(post.asked)) == (PlaceGone, 2)


async def test_one_that_teams_finds_after_all_takes_a_change_too(post: Post) -> None:
    post.teams.answers(GONE, Answer(201, {"id": "a:1"}))
    assert await post.send(OWN, update_of="17") == "17"
    assert post.asked == [("PUT", "/a%3A1/activities/17"), ("POST", ""), ("PUT", "/a%3A1/activities/17")]


async def test_a_message_in_a_conversation_that_was_is_gone(post: Post) -> None:
    gone = await post.verdict(OWN, GONE, Answer(201, {"id": "a:2"}), update_of="17")
    assert (type(gone), post.kept.lost) == (MessageGone, [])
    await post.send(OWN)
    assert post.asked[-1] == ("POST", "/a%3A2/activities")


async def test_an_id_that_this_bot_cannot_read_is_taken_for_another_bots(post: Post) -> None:
    odd = refused(403, "BadArgument", "Failed to decrypt conversation id")
    post.teams.answers(odd, odd)
    await post.send(OWN)
    assert post.asked[2:] == [("POST", ""), ("POST", f"/a%3A{ANNA}/activities")]
    assert post.shown == [render(CARD, "k"), plainly(CARD), render(CARD, "k")]


async def test_what_teams_cannot_read_in_the_same_conversation_is_given_up(post: Post) -> None:
    odd = refused(400, "BadSyntax")
    never = await post.verdict(OWN, odd, odd, Answer(201, {"id": "a:1"}))
    assert (str(never), len(post.asked), post.kept.lost) == ("status 400 BadSyntax", 3, [])


async def test_while_it_cannot_be_opened_the_message_waits(post: Post) -> None:
    post.kept.known[OWN] = post.calls.way(OWN)
    for answer in (refused(502), refused(429, Retry_After="9"), CUT, Answer(200, {})):
        error = await post.verdict(OWN, answer)
        assert isinstance(error, TryLater)
        assert not error.ambiguous, "nothing has been posted"
    assert post.kept.written == []


# What Teams does not take


async def test_what_is_too_large_is_shown_smaller_and_at_last_only_said(post: Post) -> None:
    large = refused(413, "MessageSizeTooBig")
    post.teams.answers(large, large)
    await post.send(HERE, LONG)
    whole, less = render(LONG, "k", shared=True), render(LONG, "k", shared=True, room=LESS)
    assert post.shown == [whole, less, plainly(LONG)]
    assert len({repr(shown) for shown in post.shown}) == 3


async def test_a_change_that_is_too_large_is_made_smaller_too(post: Post) -> None:
    post.teams.answers(refused(413))
    assert await post.send(OWN, LONG, update_of="17") == "17"
    assert post.shown == [render(LONG, "k"), render(LONG, "k", room=LESS)]


async def test_a_card_that_teams_does_not_know_is_said_in_plain_words(post: Post) -> None:
    post.teams.answers(refused(400, "BadSyntax"))
    await post.send(HERE)
    assert post.shown == [render(CARD, "k", shared=True), plainly(CARD)]


async def test_a_smaller_card_that_teams_does_not_know_is_said_in_plain_words(post: Post) -> None:
    post.teams.answers(refused(413), refused(400))
    await post.send(HERE)
    assert post.shown[-1] == plainly(CARD)


async def test_words_that_are_not_taken_either_are_given_up(post: Post) -> None:
    assert str(await post.verdict(HERE, *[refused(413)] * 3)) == "status 413"
    assert str(await post.verdict(HERE, *[refused(400)] * 2)) == "status 400"
    assert post.kept.lost == []


async def test_nothing_is_tried_twice_that_may_have_arrived(post: Post) -> None:
    for answers in ([refused(502)], [CUT], [refused(413), refused(504)], [refused(400), CUT]):
        before = len(post.asked)
        error = await post.verdict(HERE, *answers)
        assert isinstance(error, TryLater)
        assert error.ambiguous
        assert len(post.asked) - before == len(answers)


# References that do not answer


@pytest.mark.parametrize(
    ("broken", "answers"),
    [("find", []), ("address_of", []), ("keep", []), ("lose", [refused(403, "BotDisabledByAdmin")])],
)
async def test_a_fault_of_our_own_says_that_nothing_has_arrived(post: Post, broken: str, answers: list[Answer]) -> None:
    post.kept.known.clear()
    post.kept.broken = broken
    error = await post.verdict(OWN, *answers)
    assert isinstance(error, TryLater)
    assert (error.reason, error.ambiguous) == ("references: OSError", False)
    assert not any(path.endswith("activities") for _, path in post.asked)
