"""The double of Microsoft's login, looked at with other eyes than the bot's: its tokens, its keys and its sign-in."""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections.abc import AsyncIterator

import aiohttp
import jwt
import pytest
from cryptography.hazmat.primitives.hashes import SHA256

from tests.doubles.teams_keys import certificate_for, pem, rsa_key
from tests.doubles.teams_login import APP, ISSUER, SERVICE, LoginDouble

GOOD = {"grant_type": "client_credentials", "client_id": APP, "scope": f"{ISSUER}/.default"}


@pytest.fixture
async def login() -> AsyncIterator[LoginDouble]:
    async with LoginDouble() as login:
        yield login


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def keys(login: LoginDouble, session: aiohttp.ClientSession) -> dict[str, dict[str, object]]:
    """The published keys by their names, found as a bot finds them."""
    async with session.get(login.metadata_url) as found:
        document = await found.json()
    async with session.get(document["jwks_uri"]) as found:
        return {key["kid"]: key for key in (await found.json())["keys"]}


async def asked(login: LoginDouble, session: aiohttp.ClientSession, **form: str) -> tuple[int, dict[str, object]]:
    """Ask for a token, where the tenant's document says."""
    trusted = ssl.create_default_context(cafile=login.trusted)
    place = f"{login.login_url}/{login.tenant}/v2.0/.well-known/openid-configuration"
    async with session.get(place, ssl=trusted) as found:
        token = (await found.json())["token_endpoint"]
    async with session.post(token, ssl=trusted, data=GOOD | {"client_secret": login.secret} | form) as answer:
        return answer.status, await answer.json()


async def test_a_token_is_signed_with_a_published_key(login: LoginDouble, session: aiohttp.ClientSession) -> None:
    shown = (await keys(login, session))[login.kid]
    assert "msteams" in str(shown["endorsements"])
    claims = jwt.decode(
        login.signed(), jwt.PyJWK(shown).key, algorithms=["RS256"], audience=login.app_id, issuer=ISSUER
    )
    assert claims["serviceurl"] == SERVICE
    assert claims["nbf"] < time.time() < claims["exp"]
    assert login.calls == {"openid": 1, "keys": 1}


async def test_keys_are_endorsed_published_or_neither(login: LoginDouble, session: aiohttp.ClientSession) -> None:
    shown = await keys(login, session)
    assert {name: key.get("endorsements") for name, key in shown.items() if name in {"skype", "bare"}} == {
        "skype": ["skype"],
        "bare": None,
    }
    assert "stranger" not in shown


async def test_rolling_replaces_the_key_that_signs(login: LoginDouble, session: aiohttp.ClientSession) -> None:
    before = login.kid
    login.roll()
    shown = await keys(login, session)
    assert before not in shown
    jwt.decode(login.signed(), jwt.PyJWK(shown[login.kid]).key, algorithms=["RS256"], audience=login.app_id)


def test_claims_and_header_are_as_the_test_says() -> None:
    token = LoginDouble().signed(aud=None, ver="1.0", kid="another", until=-60)
    claims = jwt.decode(token, options={"verify_signature": False})
    assert "aud" not in claims
    assert claims["ver"] == "1.0"
    assert claims["exp"] < time.time()
    assert jwt.get_unverified_header(token)["kid"] == "another"
    assert "kid" not in jwt.get_unverified_header(LoginDouble().signed(kid=None))


def test_a_forger_signs_with_what_everybody_knows() -> None:
    public = jwt.algorithms.RSAAlgorithm.to_jwk(rsa_key(1).public_key())
    assert json.loads(public)["kty"] == "RSA"
    assert jwt.get_unverified_header(LoginDouble().signed(alg="HS256"))["alg"] == "HS256"
    assert LoginDouble().signed(alg="none").endswith(".")


async def test_the_right_secret_brings_a_token(login: LoginDouble, session: aiohttp.ClientSession) -> None:
    status, answer = await asked(login, session)
    header = f"Bearer {answer['access_token']}"
    assert (status, login.accepts(header)) == (200, True)
    assert not login.accepts(str(answer["access_token"]))
    assert not login.accepts("Bearer made-up")
    login.revoke()
    assert not login.accepts(header)
    assert login.calls == {"discovery": 1, "token": 1}


async def test_a_token_ends_when_its_time_is_over(login: LoginDouble, session: aiohttp.ClientSession) -> None:
    login.lifetime = 0
    _, answer = await asked(login, session)
    assert not login.accepts(f"Bearer {answer['access_token']}")


@pytest.mark.parametrize(
    ("form", "number"),
    [
        ({"client_secret": "wrong"}, "AADSTS7000215"),
        ({"client_id": "another"}, "AADSTS700016"),
        ({"scope": "https://graph.microsoft.com/.default"}, "AADSTS1002012"),
        ({"client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}, "AADSTS700027"),
    ],
)
async def test_a_wrong_sign_in_is_refused_by_its_number(
    login: LoginDouble, session: aiohttp.ClientSession, form: dict[str, str], number: str
) -> None:
    status, answer = await asked(login, session, **form)
    assert status in {400, 401}
    assert number in str(answer["error_description"])


@pytest.mark.parametrize(
    ("changes", "status"),
    [({}, 200), ({"signer": 11}, 401), ({"aud": "https://elsewhere"}, 401), ({"iss": "another"}, 401)],
)
async def test_only_the_registered_certificate_signs_the_app_in(
    login: LoginDouble, session: aiohttp.ClientSession, changes: dict[str, object], status: int
) -> None:
    certificate = certificate_for(rsa_key(10))
    login.register(certificate)
    place = f"{login.login_url}/{login.tenant}/oauth2/v2.0/token"
    signer = 11 if "signer" in changes else 10
    assertion = jwt.encode(
        {"iss": APP, "sub": APP, "aud": place, "exp": int(time.time()) + 60} | changes,
        pem(rsa_key(signer)),
        algorithm="PS256",
        headers={"x5t#S256": jwt.utils.base64url_encode(certificate.fingerprint(SHA256())).decode()},
    )
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    answer, _ = await asked(login, session, client_assertion_type=kind, client_assertion=assertion)
    assert answer == status


async def test_troubles_come_as_they_are_planned(login: LoginDouble, session: aiohttp.ClientSession) -> None:
    login.trouble["openid"] = 503
    async with session.get(login.metadata_url) as answer:
        assert answer.status == 503
    login.trouble.clear()
    login.hold("openid")
    waiting = asyncio.create_task(keys(login, session))
    await login.asked("openid", 2)
    assert not waiting.done()
    login.release()
    assert login.kid in await waiting
