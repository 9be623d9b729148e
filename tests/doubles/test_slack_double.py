"""The double of Slack answers as Slack does, remembers what it was told, and fails on demand."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from tests.doubles.clock import Hands
from tests.doubles.conftest import error_of
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_world import SCOPES, Channel, User, Workspace, skovde

COACHES = "C0COACHES"
MODAL: dict[str, Any] = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Fråga"},
    "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "Ett ögonblick"}}],
}
HOME = {"type": "home", "blocks": MODAL["blocks"]}


# Who is who


async def test_a_token_chooses_its_workspace_and_tells_its_scopes(client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0SKOVDE", "U0BOT", "B0BOT")
    assert answer.headers["x-oauth-scopes"].split(",") == list(SCOPES)


async def test_a_wrong_token_is_refused_and_a_missing_one_too(slack: SlackDouble) -> None:
    assert await error_of(AsyncWebClient("xoxb-other", base_url=slack.url).auth_test()) == "invalid_auth"
    assert await error_of(AsyncWebClient("", base_url=slack.url).auth_test()) == "not_authed"


async def test_people_are_found_by_id_and_by_address(client: AsyncWebClient) -> None:
    assert (await client.users_info(user="U0ANNA", include_locale=True))["user"]["locale"] == "sv-SE"
    assert (await client.users_lookupByEmail(email="Eva@skovde.example"))["user"]["id"] == "U0EVA"
    assert await error_of(client.users_info(user="U0NOBODY")) == "user_not_found"
    assert await error_of(client.users_lookupByEmail(email="nobody@skovde.example")) == "users_not_found"


async def test_lists_come_in_pages(client: AsyncWebClient) -> None:
    first = await client.users_list(limit=2)
    following = await client.users_list(limit=2, cursor=first["response_metadata"]["next_cursor"])
    names = [user["name"] for page in (first, following) for user in page["members"]]
    assert names == ["anna", "eva", "hakan", "marta"]


async def test_what_the_app_did_not_ask_for_is_missing(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.world.workspaces["T0SKOVDE"].scopes = ("users:read",)
    assert await error_of(client.chat_postMessage(channel=COACHES, text="Hej")) == "missing_scope"
    assert "email" not in (await client.users_info(user="U0ANNA"))["user"]["profile"]


async def test_workspaces_do_not_see_each_other() -> None:
    other = Workspace("T0HJO", "Hjo kommun", "xoxb-hjo", bot="U0HJOBOT", users={"U0BO": User("U0BO", "bo")})
    other.channels["C0HJO"] = Channel("C0HJO", "coacher", ("U0HJOBOT",))
    async with SlackDouble(skovde(), other) as slack:
        client = AsyncWebClient("xoxb-hjo", base_url=slack.url)
        assert (await client.auth_test())["team"] == "Hjo kommun"
        assert await error_of(client.chat_postMessage(channel=COACHES, text="Hej")) == "channel_not_found"
        await client.chat_postMessage(channel="C0HJO", text="Hej")
        assert [message.said for message in slack.messages("C0HJO")] == ["Hej"]


# Messages


async def test_posts_get_timestamps_that_grow_while_the_clock_stands(client: AsyncWebClient) -> None:
    stamps = [(await client.chat_postMessage(channel=COACHES, text=text))["ts"] for text in "abc"]
    assert stamps == ["1795424400.000000", "1795424400.000001", "1795424400.000002"]


async def test_a_post_to_a_person_opens_their_conversation(slack: SlackDouble, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="U0ANNA", text="Hej")
    opened = await client.conversations_open(users="U0ANNA")
    assert posted["channel"] == opened["channel"]["id"] == "D0ANNA"
    assert [message.said for message in slack.messages("U0ANNA")] == ["Hej"]


async def test_an_update_needs_the_conversation_and_not_the_person(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="U0ANNA", text="Hej")
    assert await error_of(client.chat_update(channel="U0ANNA", ts=posted["ts"], text="Ny")) == "channel_not_found"
    assert (await client.chat_update(channel="D0ANNA", ts=posted["ts"], text="Ny"))["text"] == "Ny"


async def test_an_update_keeps_what_it_does_not_name(slack: SlackDouble, client: AsyncWebClient) -> None:
    metadata = {"event_type": "idea", "event_payload": {"key": "1"}}
    blocks = MODAL["blocks"]
    posted = await client.chat_postMessage(channel=COACHES, text="Hej", blocks=blocks, metadata=metadata)
    await client.chat_update(channel=COACHES, ts=posted["ts"], text="Ny")
    (message,) = slack.messages(COACHES)
    assert (message.text, message.said, message.metadata) == ("Ny", "Ett ögonblick", metadata)
    assert [version.text for version in message.edits] == ["Hej"]


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NONE", "channel_not_found"),
        ("C0FIKA", "not_in_channel"),
        ("C0OLD", "is_archived"),
        ("G0", "channel_not_found"),
    ],
)
async def test_a_post_that_cannot_arrive_says_why(
    slack: SlackDouble, client: AsyncWebClient, channel: str, error: str
) -> None:
    there = slack.world.workspaces["T0SKOVDE"].channels
    there["C0OLD"] = Channel("C0OLD", "gammal", ("U0BOT",), is_archived=True)
    there["G0"] = Channel("G0", "hemlig", ("U0EVA",), is_private=True)
    assert await error_of(client.chat_postMessage(channel=channel, text="Hej")) == error


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"text": "", "markdown_text": "a"}, "no_text"),
        ({"text": "a", "thread_ts": "1795424400.999999"}, "thread_not_found"),
        ({"text": "a", "thread_ts": "yesterday"}, "invalid_thread_ts"),
        ({"text": "a", "metadata": {"event_type": "a"}}, "invalid_metadata_format"),
        ({"text": "a", "metadata": {"event_type": "a", "event_payload": {"a": "x" * 9000}}}, "metadata_too_large"),
        ({"text": "a", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"text": "a", "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"text": "a", "blocks": "not json"}, "invalid_blocks_format"),
    ],
)
async def test_a_post_that_is_wrong_says_how(client: AsyncWebClient, given: dict[str, Any], error: str) -> None:
    assert await error_of(client.chat_postMessage(channel=COACHES, **given)) == error


async def test_too_much_text_in_blocks_is_refused_as_a_whole(client: AsyncWebClient) -> None:
    sections = [{"type": "section", "text": {"type": "plain_text", "text": "x" * 2900}} for _ in range(5)]
    assert await error_of(client.chat_postMessage(channel=COACHES, text="a", blocks=sections)) == "msg_blocks_too_long"


async def test_only_the_bots_own_messages_can_be_changed(slack: SlackDouble, client: AsyncWebClient) -> None:
    theirs = slack.world.record(slack.channel(COACHES), "U0EVA", "Mitt")
    assert await error_of(client.chat_update(channel=COACHES, ts=theirs.ts, text="Ny")) == "cant_update_message"
    assert await error_of(client.chat_delete(channel=COACHES, ts=theirs.ts)) == "cant_delete_message"
    assert await error_of(client.chat_update(channel=COACHES, ts="1.2", text="Ny")) == "message_not_found"


async def test_a_deleted_message_is_gone(slack: SlackDouble, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=COACHES, text="Hej")
    await client.chat_delete(channel=COACHES, ts=posted["ts"])
    assert slack.messages(COACHES) == []
    assert await error_of(client.chat_getPermalink(channel=COACHES, message_ts=posted["ts"])) == "message_not_found"


async def test_words_for_one_person_alone_are_kept_apart(slack: SlackDouble, client: AsyncWebClient) -> None:
    await client.chat_postEphemeral(channel=COACHES, user="U0EVA", text="Håkan hann före")
    assert [(e.user, e.said) for e in slack.ephemerals] == [("U0EVA", "Håkan hann före")]
    assert slack.messages(COACHES) == []
    call = client.chat_postEphemeral(channel=COACHES, user="U0ANNA", text="Hej")
    assert await error_of(call) == "user_not_in_channel"


async def test_a_link_to_a_reply_names_its_thread(client: AsyncWebClient) -> None:
    root = await client.chat_postMessage(channel=COACHES, text="Rot")
    reply = await client.chat_postMessage(channel=COACHES, text="Svar", thread_ts=root["ts"])
    link = (await client.chat_getPermalink(channel=COACHES, message_ts=reply["ts"]))["permalink"]
    assert link.endswith(f"/C0COACHES/p1795424400000001?thread_ts={root['ts']}&cid=C0COACHES")


async def test_arguments_come_as_json_as_a_form_or_in_the_query(slack: SlackDouble) -> None:
    given = {"channel": COACHES, "text": "Hej", "blocks": json.dumps(MODAL["blocks"])}
    bearer = {"Authorization": "Bearer xoxb-skovde"}
    url = f"{slack.url}chat.postMessage"
    async with aiohttp.ClientSession(headers=bearer) as session:
        for sent in ({"json": given}, {"data": given}, {"params": given}):
            async with session.post(url, **sent) as answer:  # type: ignore[arg-type]
                assert (await answer.json())["ok"]
    assert [message.said for message in slack.messages(COACHES)] == ["Ett ögonblick"] * 3


# Reading back


async def test_history_shows_roots_newest_first_and_metadata_only_when_asked(client: AsyncWebClient) -> None:
    metadata = {"event_type": "idea", "event_payload": {"key": "1"}}
    root = await client.chat_postMessage(channel=COACHES, text="Rot", metadata=metadata)
    await client.chat_postMessage(channel=COACHES, text="Svar", thread_ts=root["ts"])
    await client.chat_postMessage(channel=COACHES, text="Nästa")
    plain = await client.conversations_history(channel=COACHES)
    assert [(m["text"], m.get("reply_count"), m.get("metadata")) for m in plain["messages"]] == [
        ("Nästa", None, None),
        ("Rot", 1, None),
    ]
    full = await client.conversations_history(channel=COACHES, include_all_metadata=True)
    assert full["messages"][-1]["metadata"] == metadata


async def test_history_can_be_read_between_two_times_and_in_pages(client: AsyncWebClient) -> None:
    stamps = [(await client.chat_postMessage(channel=COACHES, text=text))["ts"] for text in "abcd"]
    page = await client.conversations_history(channel=COACHES, oldest=stamps[0], limit=2)
    assert ([m["text"] for m in page["messages"]], page["has_more"]) == (["d", "c"], True)
    cursor = page["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(channel=COACHES, oldest=stamps[0], limit=2, cursor=cursor)
    assert ([m["text"] for m in rest["messages"]], rest["has_more"]) == (["b"], False)
    ends = await client.conversations_history(channel=COACHES, oldest=stamps[0], latest=stamps[1], inclusive=True)
    assert [m["text"] for m in ends["messages"]] == ["b", "a"]


async def test_replies_begin_with_the_root_and_go_on_in_order(client: AsyncWebClient) -> None:
    root = (await client.chat_postMessage(channel=COACHES, text="Rot"))["ts"]
    for text in "abc":
        await client.chat_postMessage(channel=COACHES, text=text, thread_ts=root)
    first = await client.conversations_replies(channel=COACHES, ts=root, limit=2)
    assert [m["text"] for m in first["messages"]] == ["Rot", "a"]
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_replies(channel=COACHES, ts=root, limit=5, cursor=cursor)
    assert [m["text"] for m in rest["messages"]] == ["b", "c"]
    assert await error_of(client.conversations_replies(channel=COACHES, ts="1795424400.999999")) == "thread_not_found"


async def test_a_sold_app_reads_fifteen_at_a_time(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.world.workspaces["T0SKOVDE"].history_page = 15
    for n in range(16):
        await client.chat_postMessage(channel=COACHES, text=str(n))
    page = await client.conversations_history(channel=COACHES, limit=200)
    assert (len(page["messages"]), page["has_more"]) == (15, True)


async def test_a_channel_is_described_listed_and_joined(client: AsyncWebClient) -> None:
    assert not (await client.conversations_info(channel="C0FIKA"))["channel"]["is_member"]
    await client.conversations_join(channel="C0FIKA")
    assert "U0BOT" in (await client.conversations_members(channel="C0FIKA"))["members"]
    names = [channel["name"] for channel in (await client.conversations_list())["channels"]]
    assert names == ["idecoacher", "idebrevet", "fika"]


# Modals and home tabs


async def test_a_trigger_opens_one_modal_soon(slack: SlackDouble, client: AsyncWebClient, clock: Hands) -> None:
    team = slack.world.workspaces["T0SKOVDE"]
    trigger, slow = slack.world.trigger(team, "U0EVA"), slack.world.trigger(team, "U0EVA")
    opened = await client.views_open(trigger_id=trigger, view={**MODAL, "private_metadata": "kept"})
    assert (opened["view"]["private_metadata"], opened["view"]["id"]) == ("kept", opened["view"]["root_view_id"])
    assert await error_of(client.views_open(trigger_id=trigger, view=MODAL)) == "exchanged_trigger_id"
    clock.turn(3.1)
    assert await error_of(client.views_open(trigger_id=slow, view=MODAL)) == "expired_trigger_id"
    assert await error_of(client.views_open(trigger_id="1.2.3", view=MODAL)) == "invalid_trigger_id"


async def test_modals_stack_three_deep(slack: SlackDouble, client: AsyncWebClient) -> None:
    team = slack.world.workspaces["T0SKOVDE"]
    await client.views_open(trigger_id=slack.world.trigger(team, "U0EVA"), view=MODAL)
    for _ in range(2):
        await client.views_push(trigger_id=slack.world.trigger(team, "U0EVA"), view=MODAL)
    call = client.views_push(trigger_id=slack.world.trigger(team, "U0EVA"), view=MODAL)
    assert await error_of(call) == "push_limit_reached"
    assert [shown.how for shown in slack.views] == ["opened", "pushed", "pushed"]


async def test_an_update_of_an_older_state_is_refused(slack: SlackDouble, client: AsyncWebClient) -> None:
    trigger = slack.world.trigger(slack.world.workspaces["T0SKOVDE"], "U0EVA")
    opened = (await client.views_open(trigger_id=trigger, view=MODAL))["view"]
    await client.views_update(view_id=opened["id"], view=MODAL, hash=opened["hash"])
    call = client.views_update(view_id=opened["id"], view=MODAL, hash=opened["hash"])
    assert await error_of(call) == "hash_conflict"
    assert await error_of(client.views_update(view_id="V0", view=MODAL)) == "not_found"


async def test_a_modal_that_is_wrong_says_where(client: AsyncWebClient, slack: SlackDouble) -> None:
    trigger = slack.world.trigger(slack.world.workspaces["T0SKOVDE"], "U0EVA")
    wrong = {**MODAL, "title": {"type": "plain_text", "text": "x" * 25}}
    with pytest.raises(SlackApiError) as caught:
        await client.views_open(trigger_id=trigger, view=wrong)
    assert caught.value.response["error"] == "invalid_arguments"
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]


async def test_a_home_tab_is_published_for_one_person(slack: SlackDouble, client: AsyncWebClient) -> None:
    await client.views_publish(user_id="U0ANNA", view=HOME)
    home = slack.home("U0ANNA")
    assert home
    assert home.said == "Ett ögonblick"
    assert slack.home("U0EVA") is None


# Installation


async def test_a_code_is_exchanged_once_for_a_token(slack: SlackDouble) -> None:
    asked = {"client_id": slack.app.client_id, "client_secret": slack.app.client_secret, "code": slack.code()}
    async with aiohttp.ClientSession() as session:
        for expected in ("xoxb-skovde", None):
            async with session.post(f"{slack.url}oauth.v2.access", data=asked) as answer:
                assert (await answer.json()).get("access_token") == expected
        wrong = asked | {"client_secret": "x", "code": slack.code()}
        async with session.post(f"{slack.url}oauth.v2.access", data=wrong) as answer:
            assert (await answer.json())["error"] == "bad_client_secret"


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # slack_sdk's own exchange uses it
async def test_the_page_where_an_administrator_says_yes_leads_back(slack: SlackDouble) -> None:
    page = f"http://{slack.world.address}/oauth/v2/authorize"
    asked = {"client_id": slack.app.client_id, "state": "s1", "redirect_uri": "https://bot.example/back"}
    async with aiohttp.ClientSession() as session:
        async with session.get(page, params=asked, allow_redirects=False) as answer:
            back = URL(answer.headers["Location"])
        async with session.get(page, params=asked | {"client_id": "other"}, allow_redirects=False) as answer:
            assert answer.status == 400
    assert (back.host, back.path, back.query["state"]) == ("bot.example", "/back", "s1")
    client = AsyncWebClient(base_url=slack.url)
    installed = await client.oauth_v2_access(
        client_id=slack.app.client_id, client_secret=slack.app.client_secret, code=back.query["code"]
    )
    assert (installed["access_token"], installed["team"]["id"]) == ("xoxb-skovde", "T0SKOVDE")
