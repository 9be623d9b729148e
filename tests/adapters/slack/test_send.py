"""Messages on their way to Slack: what every trouble means, the pace, and how an earlier try is found again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout

from adapters.slack.send import LOOK_BACK, MARK, MESSAGE_GONE, MOST_PAGES, PLACE_GONE, SlackSender, mark
from adapters.slack.tokens import GONE, Api, OneToken, Tokens
from dialogs.cards import Card, Paragraph
from dialogs.messages import Delivery, GiveUp, MessageGone, PlaceGone, Receipt, TryLater
from ideas.people import Place
from tests.doubles.clock import Hands
from tests.doubles.faults import Fault, cut, cut_after_recording, failed, failed_after_recording, garbled, hang, late
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_faults import limited, refused
from tests.doubles.slack_world import Message, skovde

TEAM, COACHES, BOT = "T0SKOVDE", "C0COACHES", "U0BOT"
HERE, OWN = Place("slack", TEAM, COACHES), Place("slack", TEAM, "U0ANNA")
Raised = TryLater | GiveUp
Do = Callable[["Post"], Awaitable[object]]

UNCLEAR = (
    failed(500), failed(502), failed(503), failed(504), failed_after_recording(502), failed_after_recording(504),
    cut(), cut_after_recording(), garbled(), late(),
    *map(refused, ("fatal_error", "internal_error", "service_unavailable", "request_timeout")),
)  # fmt: skip
"""Nobody can say afterwards whether it was done."""


class Post:
    """The sender, Slack, and a clock that goes on only while the sender rests."""

    def __init__(self, slack: SlackDouble, clock: Hands, session: ClientSession, url: str = "") -> None:
        api = Api(session, url or slack.url)
        self.slack, self.clock, self.rests = slack, clock, list[float]()
        self.tokens = Tokens(api, OneToken("xoxb-skovde", api, clock))
        self.sender = SlackSender(self.tokens, clock, self._rest)

    async def _rest(self, seconds: float) -> None:
        self.rests.append(seconds)
        self.clock.turn(seconds)

    async def send(self, key: str, place: Place = HERE, **more: str) -> str:
        """Send it; the ts that it has now."""
        return (await self.sender.send(self.delivery(key, place, **more))).remote_id

    async def find(self, key: str, place: Place = HERE, thread: str = "") -> Receipt | None:
        """Look for it, as after a first try a minute ago."""
        first = self.clock() - timedelta(minutes=1)
        return await self.sender.find(replace(self.delivery(key, place, thread=thread), first_try_at=first))

    def delivery(
        self, key: str, place: Place = HERE, text: str = "", update_of: str = "", thread: str = ""
    ) -> Delivery:
        """A message that says its key, unless it says something else."""
        said = text or key
        return Delivery(key, place, Card(said, (Paragraph(said),), "sv"), update_of, thread)

    def message(self, ts: str, channel: str = COACHES) -> Message:
        """One of the messages that Slack has."""
        return next(message for message in self.slack.messages(channel) if message.ts == ts)

    def write(self, user: str, metadata: dict[str, Any] | None = None, channel: str = COACHES, thread: str = "") -> str:
        """Somebody writes something, perhaps with something beside it; the ts."""
        there = self.slack.channel(channel)
        return self.slack.world.record(there, user, "Hej", thread_ts=thread, metadata=metadata).ts


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    clock = Hands()
    async with SlackDouble(now=clock) as slack, ClientSession() as session:
        yield Post(slack, clock, session)


async def posts(post: Post) -> str:
    return await post.send("k")


async def changes(post: Post) -> str:
    return await post.send("k2", update_of=post.write(BOT))


async def changes_in_their_own(post: Post) -> str:
    return await post.send("k2", OWN, update_of=post.write(BOT, channel="U0ANNA"))


async def looks(post: Post) -> object:
    return await post.find("k")


async def looks_in_a_thread(post: Post) -> object:
    return await post.find("k", replace(HERE, thread=post.write("U0EVA")))


CALLS: dict[str, tuple[Do, bool]] = {
    "chat.postMessage": (posts, True),
    "chat.update": (changes, True),
    "conversations.open": (changes_in_their_own, False),
    "conversations.history": (looks, False),
    "conversations.replies": (looks_in_a_thread, False),
}
"""What calls each method, and whether that leaves something in Slack."""
methods = pytest.mark.parametrize("method", CALLS)


async def verdict(post: Post, method: str, fault: Fault) -> Raised:
    """What it comes to when the method meets this.

    A connection that is cut while something is only read is tried once more by the HTTP client, and that does no harm.
    """
    do, changing = CALLS[method]
    post.slack.plan(method, *[fault] * (1 if changing else 2))
    with pytest.raises((TryLater, GiveUp)) as caught:
        await do(post)
    assert len(post.slack.called(method)) == 1 or not changing, "nobody but the outbox tries again"
    assert isinstance(caught.value, TryLater | GiveUp)
    return caught.value


@methods
@pytest.mark.parametrize("fault", UNCLEAR, ids=str)
async def test_after_an_unclear_answer_only_what_changes_something_may_have_been_done(
    post: Post, method: str, fault: Fault
) -> None:
    error = await verdict(post, method, fault)
    assert isinstance(error, TryLater)
    assert (error.after, error.ambiguous) == (0, CALLS[method][1])


@methods
async def test_too_many_requests_wait_as_long_as_slack_says(post: Post, method: str) -> None:
    error = await verdict(post, method, limited(after=42))
    assert isinstance(error, TryLater)
    assert (error.after, error.ambiguous) == (42, False)


@methods
async def test_too_many_requests_wait_half_a_minute_where_slack_does_not_say(post: Post, method: str) -> None:
    error = await verdict(post, method, refused("ratelimited"))
    assert isinstance(error, TryLater)
    assert (error.after, error.ambiguous) == (30, False)


@methods
@pytest.mark.parametrize("error", sorted(GONE))
async def test_without_a_token_everything_waits_for_one(post: Post, method: str, error: str) -> None:
    later = await verdict(post, method, refused(error))
    assert isinstance(later, TryLater)
    assert (later.after, later.reason, later.ambiguous) == (30, error, False)


@methods
@pytest.mark.parametrize("error", sorted(PLACE_GONE | MESSAGE_GONE))
async def test_a_place_or_message_that_is_gone_is_told_apart(post: Post, method: str, error: str) -> None:
    gone = await verdict(post, method, refused(error))
    assert (type(gone), str(gone)) == (PlaceGone if error in PLACE_GONE else MessageGone, error)


@methods
@pytest.mark.parametrize("error", ["invalid_arguments", "team_access_not_granted", "missing_scope", "no_text"])
async def test_what_slack_will_never_take_is_given_up(post: Post, method: str, error: str) -> None:
    never = await verdict(post, method, refused(error))
    assert (type(never), str(never)) == (GiveUp, error)


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
async def test_a_message_that_gets_no_answer_may_have_arrived(method: str) -> None:
    clock = Hands()
    async with SlackDouble(now=clock) as slack, ClientSession(timeout=ClientTimeout(total=0.2)) as session:
        post = Post(slack, clock, session)
        await post.tokens.client(TEAM)
        error = await verdict(post, method, hang())
    assert isinstance(error, TryLater)
    assert error.ambiguous


async def test_where_slack_is_not_reached_a_message_waits(post: Post) -> None:
    await post.tokens.client(TEAM)
    await post.slack.stop()
    with pytest.raises(TryLater) as caught:
        await post.send("k")
    assert caught.value.ambiguous


async def test_where_the_app_is_not_installed_nothing_is_asked(post: Post) -> None:
    with pytest.raises(TryLater) as caught:
        await post.send("k", Place("slack", "T0OTHER", COACHES))
    assert (caught.value.ambiguous, post.slack.called("chat.postMessage")) == (False, [])


async def test_a_change_in_an_archived_channel_is_the_same_as_a_message_there(post: Post) -> None:
    ts = await post.send("k")
    post.slack.channel(COACHES).is_archived = True
    for update_of in (ts, ""):
        with pytest.raises(PlaceGone, match="is_archived"):
            await post.send("k2", update_of=update_of)


async def test_a_message_says_what_its_card_says_and_carries_its_mark(post: Post) -> None:
    ts = await post.send("idea:SKO-2026-0001:card")
    sent = post.message(ts)
    assert (sent.said, sent.text) == ("idea:SKO-2026-0001:card",) * 2
    assert sent.metadata == {"event_type": MARK, "event_payload": {"key": mark("idea:SKO-2026-0001:card")}}


async def test_a_mark_tells_nobody_anything(post: Post) -> None:
    key = "reply:slack:T0SKOVDE:D0ANNA:1795424400.000000:1"
    assert mark(key) == mark(key) != mark(key + "1")
    assert (len(mark(key)), set(mark(key)) <= set("0123456789abcdef")) == (40, True)


async def test_links_are_not_unfolded(post: Post) -> None:
    sent = post.message(await post.send("k")).sent
    assert (sent["unfurl_links"], sent["unfurl_media"]) in {(False, False), ("0", "0")}


async def test_a_change_that_is_said_without_blocks_leaves_none_of_the_old(post: Post) -> None:
    ts = await post.send("k")
    post.slack.plan("chat.update", refused("invalid_blocks"))
    await post.send("k2", update_of=ts, text="Nytt")
    assert post.message(ts).said == "Nytt"


async def test_a_change_leaves_the_message_its_mark(post: Post) -> None:
    ts = await post.send("k")
    assert await post.send("k2", update_of=ts, text="Nytt") == ts
    assert post.message(ts).said == "Nytt"
    assert (post.message(ts).metadata or {})["event_payload"] == {"key": mark("k")}


async def test_a_message_stands_under_the_one_that_its_thread_begins_with(post: Post) -> None:
    root = await post.send("root")
    ours, theirs = await post.send("a", thread=root), post.write("U0EVA")
    other = await post.send("b", replace(HERE, thread=theirs))
    loose = await post.send("c", replace(HERE, thread="under:unknown"))
    assert [post.message(ts).thread_ts for ts in (ours, other, loose)] == [root, theirs, ""]


async def test_a_person_is_written_to_in_their_own_conversation(post: Post) -> None:
    assert [await post.send("k", OWN)] == [message.ts for message in post.slack.messages("U0ANNA")]


# The pace


async def test_three_messages_go_at_once_and_then_one_a_second() -> None:
    clock = Hands()
    async with SlackDouble(now=clock, pace=1, burst=3) as slack, ClientSession() as session:
        post = Post(slack, clock, session)
        for n in range(7):
            await post.send(f"k{n}")
        assert post.slack.gaps(COACHES) == [0, 0, 1, 1, 1, 1]
        assert post.rests == [1, 1, 1, 1]


async def test_conversations_do_not_wait_for_each_other(post: Post) -> None:
    for n in range(3):
        await post.send(f"a{n}")
        await post.send(f"b{n}", OWN)
        await post.send(f"c{n}", replace(HERE, channel="C0DIGEST"))
    assert post.rests == []


async def test_threads_of_a_conversation_share_its_pace(post: Post) -> None:
    root = await post.send("root")
    for n in range(3):
        await post.send(f"a{n}", thread=root)
    assert post.rests == [1]


async def test_after_a_while_three_go_at_once_again(post: Post) -> None:
    for n in range(4):
        await post.send(f"a{n}")
    post.clock.turn(2)
    for n in range(3):
        await post.send(f"b{n}")
    post.clock.turn(60)
    for n in range(4):
        await post.send(f"c{n}")
    assert post.rests == [1, 1, 1]


async def test_changes_do_not_wait(post: Post) -> None:
    ts = await post.send("k")
    for n in range(6):
        await post.send(f"k{n}", update_of=ts)
    assert post.rests == []


# An earlier try


@pytest.mark.parametrize("place", [HERE, OWN], ids=["channel", "own"])
async def test_an_earlier_try_is_found_where_it_was_sent(post: Post, place: Place) -> None:
    post.slack.plan("chat.postMessage", failed_after_recording())
    with pytest.raises(TryLater):
        await post.send("k", place)
    (there,) = post.slack.messages(place.channel)
    assert await post.find("k", place) == Receipt(there.ts)
    assert await post.find("other", place) is None


@pytest.mark.parametrize("place", [HERE, OWN], ids=["channel", "own"])
async def test_an_earlier_try_is_found_in_its_thread(post: Post, place: Place) -> None:
    theirs = post.write("U0ANNA", channel=place.channel)
    ours = await post.send("root", place)
    under_theirs = await post.send("a", replace(place, thread=theirs))
    under_ours = await post.send("b", place, thread=ours)
    assert await post.find("a", replace(place, thread=theirs)) == Receipt(under_theirs)
    assert await post.find("b", place, thread=ours) == Receipt(under_ours)
    assert await post.find("b", replace(place, thread=theirs)) is None


@pytest.mark.parametrize("threaded", [False, True])
async def test_an_earlier_try_is_found_behind_many_pages(threaded: bool) -> None:
    clock, team = Hands(), skovde()
    team.history_page = 3
    async with SlackDouble(team, now=clock) as slack, ClientSession() as session:
        post = Post(slack, clock, session)
        thread = post.write("U0EVA") if threaded else ""
        place = replace(HERE, thread=thread)
        for n in range(20):
            post.write("U0EVA", thread=thread)
            if n == 10:
                ts = await post.send("k", place)
        assert await post.find("k", place) == Receipt(ts)
        assert await post.find("other", place) is None


async def test_a_search_through_too_much_says_so_instead_of_no(post: Post) -> None:
    post.slack.world.workspaces[TEAM].history_page = 1
    await post.send("k")
    for _ in range(MOST_PAGES):
        post.write("U0EVA")
    with pytest.raises(GiveUp):
        await post.find("k")
    assert len(post.slack.called("conversations.history")) == MOST_PAGES


async def test_a_search_begins_a_little_before_the_first_try(post: Post) -> None:
    ts = await post.send("k")
    sent_at = post.clock()
    for first, found in ((sent_at, Receipt(ts)), (sent_at + LOOK_BACK + timedelta(seconds=1), None)):
        assert await post.sender.find(replace(post.delivery("k"), first_try_at=first)) == found


@pytest.mark.parametrize(
    ("user", "kind"), [("U0EVA", MARK), (BOT, "another"), ("U0OTHERBOT", MARK)], ids=["person", "kind", "app"]
)
async def test_a_mark_that_others_have_copied_is_not_taken_for_an_earlier_try(post: Post, user: str, kind: str) -> None:
    post.write(user, {"event_type": kind, "event_payload": {"key": mark("k")}})
    assert await post.find("k") is None


async def test_marks_of_any_shape_are_read(post: Post) -> None:
    for beside in (None, {}, {"event_type": MARK}, {"event_type": MARK, "event_payload": {"key": ["x"]}}):
        post.write(BOT, beside)
    assert await post.find("k") is None


# Conversations


async def test_a_persons_conversation_is_asked_for_once(post: Post) -> None:
    for n in range(3):
        ts = await post.send(f"k{n}", OWN)
        await post.send(f"k{n}b", OWN, update_of=ts)
        await post.find(f"k{n}", OWN)
    await post.find("k", replace(OWN, channel="U0EVA"))
    assert [call.params["users"] for call in post.slack.called("conversations.open")] == ["U0ANNA", "U0EVA"]


async def test_a_conversation_that_was_not_told_is_asked_for_again(post: Post) -> None:
    post.slack.plan("conversations.open", failed(503))
    with pytest.raises(TryLater):
        await post.find("k", OWN)
    assert (await post.find("k", OWN), len(post.slack.called("conversations.open"))) == (None, 2)


async def test_a_channel_is_not_asked_for(post: Post) -> None:
    await post.send("k2", update_of=await post.send("k"))
    await post.find("k")
    assert post.slack.called("conversations.open") == []
