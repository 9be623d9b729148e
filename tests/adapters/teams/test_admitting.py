"""Who may come in: every way that a token can be bad is turned away, and nobody waits for Microsoft's keys in vain."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor

from adapters.teams.sdk import Login, NotAdmittedError, OpenLogin, open_login
from dialogs.messages import TryLater
from tests.adapters.teams.signing import Clock, sign_in
from tests.doubles.teams_keys import published, rsa_key
from tests.doubles.teams_login import APP, SERVICE, LoginDouble

EMULATOR = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"
"""An issuer that the SDK would fetch keys for from elsewhere."""


@pytest.fixture
async def login() -> AsyncIterator[LoginDouble]:
    async with LoginDouble() as login:
        yield login


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(login: LoginDouble, clock: Clock) -> Login:
    return open_login(sign_in(login), clock)


async def admitted(door: Login, header: str, channel: str = "msteams", service: str = SERVICE) -> bool:
    """Whether it is let in. Any other exception than that it is not is a fault."""
    try:
        await door.admit(header, channel, service)
    except NotAdmittedError:
        return False
    return True


GOOD: dict[str, Callable[[LoginDouble], str]] = {
    "as Teams signs": lambda login: login.bearer(),
    "by the other published key": lambda login: login.bearer(key="spare"),
    "ended a moment ago, by a clock that is not ours": lambda login: login.bearer(until=-240),
    "valid in a moment, by a clock that is not ours": lambda login: login.bearer(since=240),
    "without a beginning": lambda login: login.bearer(nbf=None),
}


BAD: dict[str, Callable[[LoginDouble], str]] = {
    "no header": lambda login: "",
    "only the scheme": lambda login: "Bearer",
    "no token": lambda login: "Bearer ",
    "another scheme": lambda login: f"Basic {login.signed()}",
    "no scheme": lambda login: login.signed(),
    "two tokens": lambda login: f"{login.bearer()} {login.signed()}",
    "words": lambda login: "Bearer not-a-token",
    "two points": lambda login: "Bearer ..",
    "three parts of nothing": lambda login: "Bearer e30.e30.e30",
    "no bytes of any text": lambda login: "Bearer \udcff\udcfe.\udcff.\udcff",
    "a letter of another alphabet": lambda login: login.bearer().replace(".", "．"),
    "far too long": lambda login: f"Bearer {'a' * 20_000}",
    "deep nesting": lambda login: f"Bearer e30.{'W1tb' * 1_500}.e30",
    "claims that are a list": lambda login: "Bearer eyJhbGciOiJSUzI1NiJ9.WzFd.c2ln",
    "a header that is a list": lambda login: "Bearer WzFd.e30.c2ln",
    "cut off": lambda login: login.bearer()[:-40],
    "a signature of zeros": lambda login: f"{login.bearer().rpartition('.')[0]}.{'A' * 342}",
    "no signature": lambda login: f"{login.bearer().rpartition('.')[0]}.",
    "another audience": lambda login: login.bearer(aud="00000000-0000-4000-8000-000000000000"),
    "no audience": lambda login: login.bearer(aud=None),
    "an empty audience": lambda login: login.bearer(aud=""),
    "several audiences": lambda login: login.bearer(aud=[APP, "another"]),
    "another issuer": lambda login: login.bearer(iss="https://api.example.se"),
    "the issuer with a slash": lambda login: login.bearer(iss="https://api.botframework.com/"),
    "several issuers": lambda login: login.bearer(iss=["https://api.botframework.com"]),
    "the emulator's issuer": lambda login: login.bearer(iss=EMULATOR, ver="1.0", appid=APP),
    "no issuer": lambda login: login.bearer(iss=None),
    "another service address": lambda login: login.bearer(serviceurl="https://smba.trafficmanager.net/amer/"),
    "no service address": lambda login: login.bearer(serviceurl=None),
    "ended": lambda login: login.bearer(until=-3600),
    "no end": lambda login: login.bearer(exp=None),
    "an end in words": lambda login: login.bearer(exp="tomorrow"),
    "an end without end": lambda login: login.bearer(exp=float("inf")),
    "an end in the number of a text": lambda login: login.bearer(exp="4102444800"),
    "not valid yet": lambda login: login.bearer(since=3600),
    "a beginning in words": lambda login: login.bearer(nbf="today"),
    "made tomorrow": lambda login: login.bearer(iat=4_102_444_800),
    "somebody's own key": lambda login: login.bearer(key="stranger"),
    "somebody's own key by a known name": lambda login: login.bearer(key="stranger", kid=login.kid),
    "another published key's name": lambda login: login.bearer(kid="spare"),
    "an unknown key": lambda login: login.bearer(kid="key-999"),
    "no key's name": lambda login: login.bearer(kid=None),
    "a key's name that is a number": lambda login: login.bearer(kid=1),
    "a key's name that is a list": lambda login: login.bearer(kid=["key-1"]),
    "a key for another channel": lambda login: login.bearer(key="skype"),
    "a key for no channel": lambda login: login.bearer(key="bare"),
    "HS256 with the public key": lambda login: login.bearer(alg="HS256"),
    "no algorithm": lambda login: login.bearer(alg="none"),
    "none, in capitals": lambda login: login.bearer(alg="NONE"),
    "another algorithm": lambda login: login.bearer(alg="RS512"),
    "an algorithm that is a list": lambda login: login.bearer(alg=["RS256"]),
    "no algorithm at all": lambda login: login.bearer(alg=None),
    "one bot's message to another": lambda login: login.bearer(ver="1.0", appid="another"),
    "anonymous skill": lambda login: login.bearer(appid="AnonymousSkill"),
}


@pytest.mark.parametrize("case", GOOD)
async def test_what_microsoft_signed_for_the_bot_is_let_in(login: LoginDouble, door: Login, case: str) -> None:
    assert await admitted(door, GOOD[case](login))


@pytest.mark.parametrize("case", BAD)
async def test_a_bad_token_is_turned_away_and_nothing_worse(login: LoginDouble, door: Login, case: str) -> None:
    assert await admitted(door, login.bearer())
    assert not await admitted(door, BAD[case](login))


async def test_a_token_with_anything_changed_is_turned_away(login: LoginDouble, door: Login) -> None:
    good = login.bearer()
    letters = "A_z"
    for at in range(len("Bearer "), len(good) - 1, 5):  # the last letter carries bits that mean nothing
        changed = good[:at] + letters[(letters.find(good[at]) + 1) % 3] + good[at + 1 :]
        assert not await admitted(door, changed), f"changed at {at}"


@pytest.mark.parametrize("channel", ["", "webchat", "emulator", "MSTeams", "skype"])
async def test_an_activity_of_another_channel_is_turned_away(login: LoginDouble, door: Login, channel: str) -> None:
    assert not await admitted(door, login.bearer(), channel=channel)


@pytest.mark.parametrize("service", ["", SERVICE.rstrip("/"), "https://evil.example/"])
async def test_an_activity_from_elsewhere_is_turned_away(login: LoginDouble, door: Login, service: str) -> None:
    assert not await admitted(door, login.bearer(), service=service)


async def test_the_id_of_the_app_may_be_set_in_capitals(login: LoginDouble) -> None:
    assert await admitted(open_login(sign_in(login, app_id=APP.upper())), login.bearer())


async def test_what_can_be_seen_to_be_wrong_makes_nobody_ask_for_keys(login: LoginDouble, door: Login) -> None:
    for header in ("", "Bearer x", login.bearer(iss=EMULATOR), login.bearer(kid=None), login.bearer(exp=None)):
        assert not await admitted(door, header)
    assert not await admitted(door, login.bearer(), channel="webchat")
    assert not await admitted(door, login.bearer(), service="")
    assert not login.calls


@pytest.mark.parametrize(("key", "reason"), [("stranger", "Microsoft does not have"), ("bare", "not for Teams")])
async def test_it_is_told_what_is_wrong_with_a_key(login: LoginDouble, door: Login, key: str, reason: str) -> None:
    with pytest.raises(NotAdmittedError, match=reason):
        await door.admit(login.bearer(key=key), "msteams", SERVICE)


async def test_the_sdk_never_fetches_a_key_itself(login: LoginDouble, door: Login) -> None:
    for case in (*GOOD.values(), *BAD.values()):
        await admitted(door, case(login))
    fetching = [kept for kept in JwtTokenExtractor.metadataCache.values() if type(kept).__name__ != "_Store"]
    assert not fetching


async def test_two_logins_do_not_share_their_keys(login: LoginDouble, door: Login) -> None:
    async with LoginDouble() as other:
        other.roll()
        beside = open_login(sign_in(other))
        assert await admitted(door, login.bearer())
        assert await admitted(beside, other.bearer())
        assert not await admitted(door, other.bearer())
        assert not await admitted(beside, login.bearer())


async def test_a_login_that_is_gone_leaves_nothing_in_the_sdk(login: LoginDouble) -> None:
    gc.collect()
    before = len(JwtTokenExtractor.metadataCache)
    assert await admitted(open_login(sign_in(login)), login.bearer())
    gc.collect()
    assert len(JwtTokenExtractor.metadataCache) <= before


async def test_keys_are_fetched_once_for_all_who_come_together(login: LoginDouble, door: Login) -> None:
    assert all(await asyncio.gather(*(admitted(door, login.bearer()) for _ in range(50))))
    assert login.calls == {"openid": 1, "keys": 1}


async def test_keys_can_be_fetched_before_anybody_comes(login: LoginDouble, door: Login) -> None:
    await door.warm()
    login.trouble = {"openid": 503, "keys": 503}
    assert await admitted(door, login.bearer())


@pytest.mark.parametrize("slow", ["openid", "keys"])
async def test_nothing_else_waits_while_keys_are_slow_to_come(login: LoginDouble, door: Login, slow: str) -> None:
    login.hold(slow)
    coming = asyncio.create_task(admitted(door, login.bearer()))
    await login.asked(slow)
    for _ in range(1_000):
        await asyncio.sleep(0)
    assert not coming.done()
    login.release()
    assert await coming


async def test_who_goes_away_while_keys_are_fetched_disturbs_nobody(login: LoginDouble, door: Login) -> None:
    login.hold("keys")
    first, second = (asyncio.create_task(admitted(door, login.bearer())) for _ in range(2))
    await login.asked("keys")
    first.cancel()
    login.release()
    assert await second
    assert login.calls["keys"] == 1


async def test_an_unknown_key_is_asked_for_once_a_minute_at_most(login: LoginDouble, door: Login, clock: Clock) -> None:
    await door.warm()
    for _ in range(10):
        assert not await admitted(door, login.bearer(key="stranger"))
    clock.turn(seconds=59)
    assert not await admitted(door, login.bearer(key="stranger"))
    assert login.calls["keys"] == 1
    clock.turn(seconds=1)
    for name in ("one", "two", "three"):
        assert not await admitted(door, login.bearer(kid=name))
    assert login.calls["keys"] == 2


async def test_a_new_key_is_taken_and_the_old_one_is_not(login: LoginDouble, door: Login, clock: Clock) -> None:
    await door.warm()
    old = login.bearer()
    login.roll()
    clock.turn(minutes=2)
    assert await admitted(door, login.bearer())
    assert not await admitted(door, old)


async def test_keys_are_renewed_daily_while_the_known_ones_go_on(login: LoginDouble, door: Login, clock: Clock) -> None:
    await door.warm()
    old = login.bearer()
    login.roll()
    clock.turn(hours=25)
    login.hold("keys")
    assert await admitted(door, old)
    login.release()
    assert await admitted(door, login.bearer())
    assert login.calls["keys"] == 2
    clock.turn(minutes=6)
    assert not await admitted(door, old)


@pytest.mark.parametrize("trouble", [{"openid": 503}, {"keys": 404}, {"keys": 200}, {"openid": 302}])
async def test_known_keys_are_kept_while_new_ones_cannot_be_had(
    login: LoginDouble, door: Login, clock: Clock, trouble: dict[str, int]
) -> None:
    await door.warm()
    login.trouble = trouble
    for _ in range(4):
        clock.turn(days=1)
        assert await admitted(door, login.bearer())
        await settled(door, login)
    clock.turn(days=1)
    with pytest.raises(TryLater):
        await door.admit(login.bearer(), "msteams", SERVICE)
    login.trouble = {}
    clock.turn(seconds=5)
    assert await admitted(door, login.bearer())


async def settled(door: Login, login: LoginDouble) -> None:
    """Let what asks in the background come to its end: whoever names an unknown key waits for it."""
    with pytest.raises(TryLater):
        await door.admit(login.bearer(kid="unknown"), "msteams", SERVICE)


async def test_a_key_that_cannot_be_looked_up_is_nobodys_fault(login: LoginDouble, door: Login, clock: Clock) -> None:
    login.trouble = {"openid": 500}
    for _ in range(3):
        with pytest.raises(TryLater) as told:
            await door.admit(login.bearer(), "msteams", SERVICE)
    assert login.calls["openid"] == 1
    assert not told.value.ambiguous
    assert "127.0.0.1" in told.value.reason
    login.trouble = {}
    clock.turn(seconds=5)
    assert await admitted(door, login.bearer())


async def test_keys_of_a_login_that_is_not_there_are_nobodys_fault(login: LoginDouble) -> None:
    door = open_login(sign_in(login, metadata_url="http://127.0.0.1:9/openid"))
    with pytest.raises(TryLater):
        await door.admit(login.bearer(), "msteams", SERVICE)


@dataclass
class Strange:
    """Something in the place of Microsoft's login: what it answers for the document and for the keys.

    In both HERE is its own address, PORT its port and KEYS a list of the keys that would be right.
    """

    document: str = '{"jwks_uri": "HERE/keys"}'
    keys: str = '{"keys": KEYS}'
    status: int = 200
    moved: str = ""
    coding: str = "utf-8"

    async def answer(self, request: web.Request) -> web.Response:
        """Any path that ends in `keys` gives the keys, any other the document."""
        if self.moved and "moved" not in request.query:
            raise web.HTTPFound(request.url.update_query(moved="yes"))
        body = self.keys if request.path.endswith("keys") else self.document
        right = json.dumps([published("key-1", rsa_key(1), ("msteams",))])
        for name, value in {"HERE": str(request.url.origin()), "PORT": str(request.url.port), "KEYS": right}.items():
            body = body.replace(name, value)
        return web.Response(body=body.encode(self.coding), status=self.status)


ENOUGH = " " * 600_000
STRANGE = {
    "no JSON": Strange("<html>"),
    "a list": Strange("[1]"),
    "no address": Strange("{}"),
    "an address that is none": Strange('{"jwks_uri": "http://["}'),
    "keys by http": Strange('{"jwks_uri": "http://0.0.0.0:PORT/keys"}'),
    "a file": Strange('{"jwks_uri": "file:///etc/passwd"}'),
    "deep nesting": Strange("[" * 100_000),
    "no text": Strange(coding="cp037"),
    "a large document": Strange(f'{ENOUGH}{{"jwks_uri": "HERE/keys"}}'),
    "many keys": Strange(keys=f'{{"keys": {ENOUGH}KEYS}}'),
    "keys that are none": Strange(keys='{"keys": [1, "2", {}, {"kid": "key-1", "kty": "RSA", "n": "!", "e": "AQAB"}]}'),
    "keys that are weak": Strange(keys=f'{{"keys": [{{"kid": "a", "kty": "RSA", "n": "{"_" * 100}", "e": "AQAB"}}]}}'),
    "no keys": Strange(keys='{"keys": []}'),
    "a fault": Strange(status=500),
    "another status": Strange(status=203),
    "a way elsewhere": Strange(moved="yes"),
}


@asynccontextmanager
async def served(strange: Strange, login: LoginDouble) -> AsyncIterator[Login]:
    """The bot's door, with something strange in the place of Microsoft's login."""
    app = web.Application()
    app.router.add_get("/{any:.*}", strange.answer)
    async with TestServer(app) as server:
        yield open_login(sign_in(login, metadata_url=str(server.make_url("/openid"))))


async def test_keys_are_taken_from_who_answers_as_microsoft_does(login: LoginDouble) -> None:
    async with served(Strange(), login) as door:
        assert await admitted(door, login.bearer())


@pytest.mark.parametrize("what", STRANGE)
async def test_keys_are_taken_from_nobody_else(login: LoginDouble, what: str) -> None:
    async with served(STRANGE[what], login) as door:
        with pytest.raises(TryLater):
            await door.admit(login.bearer(), "msteams", SERVICE)


async def test_only_rsa_keys_are_taken(login: LoginDouble) -> None:
    other = json.dumps(published("key-1", rsa_key(1), ("msteams",))).replace('"RSA"', '"EC"')
    right = json.dumps(published("spare", rsa_key(-1), ("msteams",)))
    async with served(Strange(keys=f'{{"keys": [{other}, {right}]}}'), login) as door:
        assert await admitted(door, login.bearer(key="spare"))
        assert not await admitted(door, login.bearer())


async def test_in_development_everybody_is_let_in_and_nobody_signs_in() -> None:
    login = OpenLogin()
    await login.warm()
    await login.admit("", "emulator", "")
    login.forget()
    assert not login.token()
