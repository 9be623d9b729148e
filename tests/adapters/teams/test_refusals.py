"""What every answer of Teams means for a message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.teams.connector import MOST, Connector, TooLargeError
from adapters.teams.pace import Pace
from adapters.teams.refusals import EVERYWHERE, LONGEST, NotTakenError
from dialogs.messages import GiveUp, MessageGone, PlaceGone, TryLater
from tests.adapters.teams.small_calls import (
    HELLO,
    ONCE,
    Do,
    begins,
    changes,
    doing,
    later,
    lists,
    looks,
    opens,
    posts,
    verdict,
)
from tests.adapters.teams.small_connector import (
    APP,
    COACHES,
    CUT,
    HERE,
    NEVER,
    Answer,
    Calls,
    Passes,
    SmallConnector,
    Way,
    refused,
)


@pytest.fixture
async def calls() -> AsyncIterator[Calls]:
    async with SmallConnector() as teams, Calls(teams) as calls:
        yield calls


# What an answer means


@doing
@pytest.mark.parametrize("status", [500, 501, 502, 503, 504, 520, 408])
async def test_after_a_fault_only_what_leaves_something_behind_may_have_been_done(
    calls: Calls, do: Do, status: int
) -> None:
    assert await later(calls, do, refused(status)) == (0, f"status {status}", do in ONCE)
    assert await later(calls, do, refused(status, "ServiceError")) == (0, "ServiceError", do in ONCE)


@doing
@pytest.mark.parametrize(
    "answer",
    [
        CUT,
        Answer(201, b'{"id": "1', way=Way.HALF),
        Answer(200, b'{"id": "17"'),
        Answer(200, b"<html>A proxy greets you</html>"),
        Answer(201, b"[" * 100_000),
        Answer(200, b'"' + b"x" * MOST + b'"'),
        Answer(200, b"\xff\xfe\x00"),
    ],
    ids=["cut", "cut in its body", "cut JSON", "page", "deep", "huge", "no text"],
)
async def test_an_answer_that_cannot_be_read_leaves_it_open(calls: Calls, do: Do, answer: Answer) -> None:
    after, reason, ambiguous = await later(calls, do, answer)
    assert (after, ambiguous) == (0, do in ONCE)
    assert reason in {"ClientPayloadError", "ServerDisconnectedError", "ClientOSError"}
    assert len(calls.teams.calls) <= 1, "the HTTP client repeats nothing, not even a PUT"


@doing
async def test_a_call_that_gets_no_answer_may_have_been_done(do: Do) -> None:
    async with SmallConnector() as teams, Calls(teams, 0.2) as calls:
        after, _, ambiguous = await later(calls, do, NEVER)
    assert (after, ambiguous) == (0, do in ONCE)


@doing
async def test_where_teams_is_not_reached_nothing_has_been_done(do: Do) -> None:
    async with SmallConnector() as teams, Calls(teams) as calls:
        await teams.__aexit__(None, None, None)
        assert await later(calls, do) == (0, "ClientConnectorError", False)


@doing
async def test_a_refused_token_is_renewed_and_the_call_made_later(calls: Calls, do: Do) -> None:
    assert await later(calls, do, refused(401)) == (0, "status 401", False)
    assert calls.tokens.renewed == 1
    await do(calls)
    assert calls.teams.calls[-1].headers["Authorization"] == "Bearer 1"


async def test_a_bot_that_is_not_registered_needs_no_other_token(calls: Calls) -> None:
    assert await later(calls, posts, refused(401, "BotNotRegistered")) == (0, "BotNotRegistered", False)
    assert calls.tokens.renewed == 0


async def test_a_token_that_does_not_come_in_time_is_not_waited_for(calls: Calls) -> None:
    class Slow(Passes):
        async def header(self) -> dict[str, str]:
            await asyncio.Event().wait()
            return {}

    pace = Pace(calls.watch, calls.watch.rest)
    connector = Connector(calls.session, Slow(), pace, APP, lambda _: True, patience=0.01)
    with pytest.raises(TryLater) as caught:
        await connector.begin(calls.way(HERE), HELLO)
    assert (caught.value.reason, caught.value.ambiguous) == ("no token came in time", False)
    assert calls.teams.calls == []


@doing
@pytest.mark.parametrize(
    ("told", "after"),
    [
        ({"Retry_After": "42"}, 42),
        ({"Retry_After": " 0 "}, 0),
        ({"Retry_After": "1.5"}, 1.5),
        ({"Retry_After": "Mon, 23 Nov 2026 09:00:20 GMT", "Date": "Mon, 23 Nov 2026 09:00:00 GMT"}, 20),
        ({"Retry_After": "Mon, 23 Nov 2026 08:59:00 GMT", "Date": "Mon, 23 Nov 2026 09:00:00 GMT"}, 0),
        ({"Retry_After": "Mon, 23 Nov 2099 08:59:00 GMT", "Date": "Mon, 23 Nov 2026 09:00:00 GMT"}, LONGEST),
        ({"Retry_After": "Mon, 23 Nov 2026 09:00:20 -0000", "Date": "Mon, 23 Nov 2026 09:00:00 GMT"}, 30),
        ({"Retry_After": "999999999"}, LONGEST),
        ({"Retry_After": "9" * 400}, 30),
        ({"Retry_After": "-5"}, 30),
        ({"Retry_After": "nan"}, 30),
        ({"Retry_After": "soon"}, 30),
        ({}, 30),
    ],
)
async def test_too_many_calls_wait_as_long_as_teams_says_or_half_a_minute(
    calls: Calls, do: Do, told: dict[str, str], after: float
) -> None:
    assert await later(calls, do, refused(429, "Throttled", **told)) == (after, "Throttled", False)


async def test_without_a_clock_of_teams_own_a_date_says_nothing(calls: Calls) -> None:
    odd = refused(429, Retry_After="Mon, 23 Nov 2026 09:00:20 GMT", Date="yesterday")
    assert await later(calls, posts, odd) == (30, "status 429", False)


@doing
async def test_calls_that_met_in_one_conversation_are_made_again_soon(calls: Calls, do: Do) -> None:
    assert await later(calls, do, refused(412, "PreconditionFailed")) == (0, "PreconditionFailed", False)
    assert await later(calls, do, refused(412, Retry_After="7")) == (7, "status 412", False)


async def test_a_fault_that_says_when_it_is_over_is_believed(calls: Calls) -> None:
    assert await later(calls, posts, refused(503, Retry_After="120")) == (120, "status 503", True)


@doing
async def test_an_address_that_another_has_taken_the_place_of_is_waited_for(calls: Calls, do: Do) -> None:
    assert await later(calls, do, refused(403, "InvalidBotApiHost")) == (30, "InvalidBotApiHost", False)


@doing
@pytest.mark.parametrize("code", [code for code, kind in EVERYWHERE.items() if kind in {PlaceGone, MessageGone}])
@pytest.mark.parametrize("status", [403, 404])
async def test_a_place_or_message_that_is_gone_is_told_apart(calls: Calls, do: Do, status: int, code: str) -> None:
    gone = await verdict(calls, do, refused(status, code))
    assert (type(gone), str(gone)) == (EVERYWHERE[code], code)


async def test_a_blocked_bot_is_known_by_what_is_hidden_in_the_message(calls: Calls) -> None:
    hidden = '{\r\n  "subCode": "MessageWritesBlocked",\r\n  "details": "Thread is blocked from message writes."\r\n}'
    gone = await verdict(calls, posts, Answer(403, {"errorCode": 209, "message": hidden}))
    assert (type(gone), str(gone)) == (PlaceGone, "MessageWritesBlocked")


@pytest.mark.parametrize(
    ("do", "status", "code", "kind", "reason"),
    [
        (changes, 403, "ServiceError", MessageGone, "ServiceError"),
        (changes, 403, "NotEnoughPermissions", MessageGone, "NotEnoughPermissions"),
        (posts, 403, "NotEnoughPermissions", PlaceGone, "NotEnoughPermissions"),
        (begins, 403, "NotEnoughPermissions", PlaceGone, "NotEnoughPermissions"),
        (posts, 403, "ServiceError", GiveUp, "status 403 ServiceError"),
        (opens, 400, "MemberNotFoundInConversation", PlaceGone, "MemberNotFoundInConversation"),
        (opens, 400, "BadSyntax", PlaceGone, "BadSyntax"),
        (looks, 404, "MemberNotFoundInConversation", GiveUp, "status 404 MemberNotFoundInConversation"),
        (looks, 403, "NotEnoughPermissions", GiveUp, "status 403 NotEnoughPermissions"),
    ],
)
async def test_the_same_word_means_another_thing_of_another_call(
    calls: Calls, do: Do, status: int, code: str, kind: type[GiveUp], reason: str
) -> None:
    never = await verdict(calls, do, refused(status, code))
    assert (type(never), str(never)) == (kind, reason)


@doing
async def test_what_is_too_large_is_told_apart(calls: Calls, do: Do) -> None:
    for answer in (refused(413), refused(413, "MessageSizeTooBig"), refused(400, "MessageSizeTooBig")):
        assert type(await verdict(calls, do, answer)) is TooLargeError


@pytest.mark.parametrize("do", [posts, begins, changes], ids=lambda do: do.__name__)
async def test_what_teams_cannot_read_is_told_apart(calls: Calls, do: Do) -> None:
    odd = (refused(400), refused(400, "BadSyntax"), refused(400, "BadArgument"), refused(403, "Bad Argument"))
    for answer in odd:
        assert type(await verdict(calls, do, answer)) is NotTakenError


@doing
@pytest.mark.parametrize("status", [402, 403, 404, 405, 409, 410, 415, 422, 451])
async def test_what_nobody_knows_is_given_up(calls: Calls, do: Do, status: int) -> None:
    never = await verdict(calls, do, refused(status))
    assert (type(never), str(never)) == (GiveUp, f"status {status}")
    never = await verdict(calls, do, refused(status, "SomethingNew"))
    assert (type(never), str(never)) == (GiveUp, f"status {status} SomethingNew")


@doing
@pytest.mark.parametrize("status", [400, 403, 404, 412, 413, 429, 500, 503])
@pytest.mark.parametrize("code", ["Anna Åberg skrev", "x" * 61, "Hej! Jag heter Anna", "<b>", "\ud83d", "anna@x.se"])
async def test_no_reason_ever_says_what_somebody_wrote(calls: Calls, do: Do, status: int, code: str) -> None:
    error = await verdict(calls, do, refused(status, code, "Anna wrote: hemligt"))
    assert str(error) == f"status {status}"


@doing
@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b"17", b'{"error": "BotNotInConversationRoster"}', b'{"error": {"code": 17}}',
        b'{"error": {"code": ["ConversationNotFound"]}}', b'{"error": []}', b'{"message": "{}"}', b'{"message": 1}',
        b"[" * 100_000, b"\xff", b'{"error": {"code": "ConversationNotFound"', b"x" * (MOST + 1),
    ],
    ids=range(14),
)  # fmt: skip
async def test_a_refusal_of_any_shape_is_read_by_its_status(calls: Calls, do: Do, body: bytes) -> None:
    error = await verdict(calls, do, Answer(403, body))
    assert (type(error), str(error)) == (GiveUp, "status 403")


@doing
async def test_a_refusal_that_is_cut_off_is_read_by_its_status(calls: Calls, do: Do) -> None:
    error = await verdict(calls, do, Answer(403, b'{"error": {"code"', way=Way.HALF))
    assert (type(error), str(error)) == (GiveUp, "status 403")


# Yes, and no more


@pytest.mark.parametrize(
    "answer",
    [Answer(202), Answer(204), Answer(200, {}), Answer(201, {"id": 17}), Answer(200, []), Answer(200, {"id": None})],
    ids=lambda answer: repr((answer.status, answer.body)),
)
async def test_a_yes_without_an_id_is_a_yes(calls: Calls, answer: Answer) -> None:
    calls.teams.answers(answer, answer, answer)
    assert await posts(calls) == ""
    assert await begins(calls) == ""
    await changes(calls)


async def test_a_new_posts_id_is_read_from_its_thread_where_it_is_told_only_there(calls: Calls) -> None:
    calls.teams.answers(Answer(201, {"id": f"{COACHES};messageid=99"}))
    assert await begins(calls) == "99"


@pytest.mark.parametrize("answer", [Answer(202), Answer(200, {}), Answer(201, {"id": ["a:1"]})])
async def test_a_conversation_that_is_opened_without_saying_which_is_opened_again(calls: Calls, answer: Answer) -> None:
    reason = "Teams did not say which conversation it is"
    assert await later(calls, opens, answer) == (0, reason, False)


@pytest.mark.parametrize("body", [[], "x", 17, {"members": "x"}, {"members": {"id": "a"}}, {"continuationToken": 1}])
async def test_members_of_any_shape_are_read(calls: Calls, body: object) -> None:
    calls.teams.answers(Answer(200, body), Answer(200, body))
    assert await lists(calls) == []
    assert isinstance(await looks(calls), dict)
