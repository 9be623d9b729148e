"""Which addresses get the bot's token, and what the ids of conversations say."""

from __future__ import annotations

import pytest

from adapters.teams.addresses import HOSTS, is_channel, is_loopback, is_person, is_teams, split, thread_of
from ideas.people import Place

TEAMS = (
    *(f"https://{host}/teams" for host in HOSTS),
    "https://smba.trafficmanager.net",
    "https://smba.trafficmanager.net/",
    "https://smba.trafficmanager.net/emea/11111111-1111-1111-1111-111111111111/",
    "https://SMBA.trafficmanager.net/EMEA/",
    "HTTPS://smba.trafficmanager.net/emea",
    "https://msteams.botframework.com/",
    "https://smba.infra.somewhere.teams.microsoft.com/teams/",
)

ODD = (
    "", "smba.trafficmanager.net", "//smba.trafficmanager.net", "http://smba.trafficmanager.net/emea/",
    "ftp://smba.trafficmanager.net/", "https:smba.trafficmanager.net", "https:///smba.trafficmanager.net",
    # names that only look like it
    "https://smba.trafficmanager.net.evil.example/", "https://evil-smba.trafficmanager.net/",
    "https://emea.smba.trafficmanager.net/", "https://attacker.trafficmanager.net/", "https://trafficmanager.net/",
    "https://smbatrafficmanager.net/", "https://smba.trafficmanager.net.", "https://smba.trafficmanager.net./emea/",
    "https://notbotframework.com/", "https://evilbotframework.com/", "https://botframework.com.evil.example/",
    "https://notteams.microsoft.com/", "https://.botframework.com/", "https://smba..trafficmanager.net/",
    "https://smba.trafficmanager.nеt/", "https://smba。trafficmanager。net/", "https://ｓmba.trafficmanager.net/",
    "https://smba.trafficmanager.net\u200b/",
    # somebody else's machine behind it, or before it
    "https://smba.trafficmanager.net@evil.example/", "https://anna@smba.trafficmanager.net/",
    "https://anna:pass@smba.trafficmanager.net/", "https://evil.example\\@smba.trafficmanager.net/",
    "https://evil.example#@smba.trafficmanager.net/", "https://evil.example?@smba.trafficmanager.net/",
    "https://smba.trafficmanager.net\\.evil.example/", "https://smba.trafficmanager.net%2eevil.example/",
    # other doors
    "https://smba.trafficmanager.net:443/", "https://smba.trafficmanager.net:8443/", "https://smba.trafficmanager.net:/",
    "https://20.190.0.1/", "https://127.0.0.1/", "https://[::1]/", "https://0x7f000001/", "https://2130706433/",
    # more than an address
    "https://smba.trafficmanager.net/emea/?x=1", "https://smba.trafficmanager.net/emea/#x",
    "https://smba.trafficmanager.net/../secret", "https://smba.trafficmanager.net/emea/..",
    "https://smba.trafficmanager.net/emea/%2e%2e/", "https://smba.trafficmanager.net//emea/",
    " https://smba.trafficmanager.net/", "https://smba.trafficmanager.net/\n", "https://smba.trafficmanager.net/ x",
    "https://smba.trafficmanager.net/\r\nHost: evil.example",
)  # fmt: skip


@pytest.mark.parametrize("url", TEAMS)
def test_teams_own_addresses_are_called(url: str) -> None:
    assert is_teams(url)
    assert not is_loopback(url)


@pytest.mark.parametrize("url", ODD)
def test_no_other_address_gets_our_token(url: str) -> None:
    assert not is_teams(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:56150/_connector", "https://127.0.0.1", "http://127.8.0.1:1/", "http://localhost:3978/",
        "http://LOCALHOST/", "http://[::1]:3978/emea/",
    ],
)  # fmt: skip
def test_the_machine_itself_is_known(url: str) -> None:
    assert is_loopback(url)
    assert not is_teams(url)


@pytest.mark.parametrize(
    "url",
    [
        "", "http://127.0.0.1.evil.example/", "http://localhost.evil.example/", "http://127.0.0.256/", "http://127.1/",
        "http://0.0.0.0/", "http://10.0.0.1/", "http://[::]/", "http://anna@127.0.0.1/", "http://127.0.0.1:123456/",
        "http://127.0.0.1/?x", "http://127.0.0.1:80@evil.example/", "ftp://127.0.0.1/", "http://127.0.0.1\n",
    ],
)  # fmt: skip
def test_another_machine_is_not_taken_for_it(url: str) -> None:
    assert not is_loopback(url)


@pytest.mark.parametrize(
    ("conversation", "base", "root"),
    [
        ("19:x@thread.tacv2;messageid=17", "19:x@thread.tacv2", "17"),
        ("19:x@thread.tacv2", "19:x@thread.tacv2", ""),
        ("a:1abc", "a:1abc", ""),
        ("19:x@thread.tacv2;messageid=17;messageid=18", "19:x@thread.tacv2", "17"),
        ("", "", ""),
    ],
)
def test_a_conversation_is_told_apart_from_its_thread(conversation: str, base: str, root: str) -> None:
    assert split(conversation) == (base, root)


def test_a_thread_is_named_by_its_root_whatever_thread_it_was_before() -> None:
    assert thread_of("19:x@thread.tacv2", "17") == "19:x@thread.tacv2;messageid=17"
    assert thread_of("19:x@thread.tacv2;messageid=16", "17") == "19:x@thread.tacv2;messageid=17"
    assert thread_of("19:x@thread.tacv2;messageid=16", "") == "19:x@thread.tacv2"


@pytest.mark.parametrize(
    ("channel", "kind"),
    [
        ("22222222-2222-4222-8222-222222222220", "person"),
        ("ABCDEF00-2222-4222-8222-22222222222A", "person"),
        ("19:0123456789abcdef@thread.tacv2", "channel"),
        ("19:0123456789abcdef@thread.skype", "channel"),
        ("19:0123456789abcdef@thread.v2", "neither"),
        ("19:meeting_MjA@thread.v2", "neither"),
        ("19:x@thread.tacv2;messageid=17", "neither"),
        ("19:x@thread.tacv2.evil", "neither"),
        ("22222222-2222-4222-8222-222222222220\n", "neither"),
        ("a:1abc", "neither"),
        ("29:1abc", "neither"),
        ("", "neither"),
    ],
)
def test_a_persons_own_conversation_and_a_channel_are_known_by_their_names(channel: str, kind: str) -> None:
    place = Place("teams", "t", channel)
    assert (is_person(place), is_channel(place)) == (kind == "person", kind == "channel")
