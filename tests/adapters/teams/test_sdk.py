"""How the bot signs in: with a secret, a certificate or a managed identity; and what is told when it cannot."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from adapters.teams.sdk import SignIn, SignInError, open_login
from tests.adapters.teams.signing import sign_in, trusted_login
from tests.doubles.teams_keys import certificate_for, pem, rsa_key
from tests.doubles.teams_login import APP, TENANT, LoginDouble
from tests.house.sources import ROOMS, files, tree

OLD = {"botbuilder", "botframework", "msrest", "msal", "jwt"}
KEY, CERTIFICATE = rsa_key(10), certificate_for(rsa_key(10))
SECRET_KEY = pem(KEY)
BOTH = SECRET_KEY + pem(CERTIFICATE)


@pytest.fixture
async def login(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LoginDouble]:
    async with trusted_login(monkeypatch) as login:
        yield login


async def token(kind: SignIn, patience: float = 10) -> str:
    return await asyncio.to_thread(open_login(kind, patience=patience).token)


async def advice(kind: SignIn, patience: float = 10) -> str:
    """What an administrator is told. Nothing secret is ever in it, nor in what is behind it."""
    with pytest.raises(SignInError) as told:
        await token(kind, patience)
    said, behind = str(told.value), f"{told.value.__cause__!r}"
    for secret in filter(None, (kind.secret, kind.certificate[40:80])):
        assert secret not in said + behind
    return said


def test_only_one_file_imports_the_sdk() -> None:
    importing = {
        path.as_posix()
        for path in files(*ROOMS, suffix=".py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
        if name.split(".")[0] in OLD
    }
    assert importing == {"adapters/teams/sdk.py"}


async def test_the_bot_signs_in_with_a_secret(login: LoginDouble) -> None:
    assert login.accepts(f"Bearer {await token(sign_in(login))}")
    assert login.calls == {"discovery": 1, "token": 1}


@pytest.mark.parametrize("text", [BOTH, pem(CERTIFICATE) + SECRET_KEY, BOTH.replace("\n", "\r\n"), f"Bag\n{BOTH}end"])
async def test_the_bot_signs_in_with_a_certificate(login: LoginDouble, text: str) -> None:
    login.register(CERTIFICATE)
    assert login.accepts(f"Bearer {await token(sign_in(login, secret='', certificate=text))}")


async def test_the_certificate_may_stand_in_its_chain(login: LoginDouble) -> None:
    login.register(CERTIFICATE)
    chain = pem(certificate_for(rsa_key(11))) + BOTH
    assert login.accepts(f"Bearer {await token(sign_in(login, secret='', certificate=chain))}")


async def test_the_bot_signs_in_as_a_managed_identity(login: LoginDouble) -> None:
    kind = sign_in(login, kind="UserAssignedMSI", secret="")
    assert login.accepts(f"Bearer {await token(kind)}")
    assert login.calls == {"identity": 1}


async def test_a_managed_identity_may_be_that_of_an_app_service(
    login: LoginDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in login.app_service.items():
        monkeypatch.setenv(name, value)
    kind = sign_in(login, kind="UserAssignedMSI", secret="")
    assert login.accepts(f"Bearer {await token(kind)}")
    assert login.calls == {"app_service": 1}
    assert "no token for the identity" in await advice(replace(kind, app_id="another"))


async def test_a_proxy_is_not_asked_for_a_managed_identity(login: LoginDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert await token(sign_in(login, kind="UserAssignedMSI", secret=""))


@pytest.mark.parametrize("changes", [{}, {"kind": "UserAssignedMSI", "secret": ""}])
async def test_a_token_is_kept_until_it_is_to_be_forgotten(login: LoginDouble, changes: dict[str, str]) -> None:
    door = open_login(sign_in(login, **changes))
    first = await asyncio.to_thread(door.token)
    assert await asyncio.to_thread(door.token) == first
    door.forget()
    assert await asyncio.to_thread(door.token) != first
    assert len(login.issued) == 2


async def test_a_token_has_five_minutes_left_when_it_is_given(login: LoginDouble) -> None:
    door, login.lifetime = open_login(sign_in(login)), 299
    first = await asyncio.to_thread(door.token)
    assert await asyncio.to_thread(door.token) != first


async def test_two_bots_in_one_process_have_tokens_of_their_own(login: LoginDouble) -> None:
    kind = sign_in(login, kind="UserAssignedMSI", secret="")
    assert await token(kind) != await token(kind)


async def test_a_login_that_does_not_answer_is_not_waited_for(login: LoginDouble) -> None:
    for held, kind in (
        ("discovery", sign_in(login)),
        ("token", sign_in(login)),
        ("identity", sign_in(login, kind="UserAssignedMSI", secret="")),
    ):
        login.hold(held)
        assert "Timeout" in await advice(kind, patience=0.2)
        login.release()


WRONG: dict[str, tuple[Callable[[LoginDouble], SignIn], str]] = {
    "the secret": (lambda login: sign_in(login, secret="Wrong~but.secret"), "TEAMS_APP_PASSWORD is the secret's Value"),
    "the app": (lambda login: sign_in(login, app_id="another"), "no such app"),
    "the tenant": (lambda login: sign_in(login, tenant="another.onmicrosoft.com"), "no such tenant"),
    "the certificate": (lambda login: sign_in(login, secret="", certificate=BOTH), "does not know the certificate "),
    "the machine": (lambda login: sign_in(login, kind="UserAssignedMSI", app_id="another"), "Assign it here"),
    "the address": (lambda login: sign_in(login, login_url="https://127.0.0.1:9"), "127.0.0.1 cannot be reached"),
    "the name": (lambda login: sign_in(login, login_url="https://login.invalid"), "login.invalid cannot be reached"),
}


@pytest.mark.parametrize("what", WRONG)
async def test_an_administrator_is_told_what_to_do(login: LoginDouble, what: str) -> None:
    kind, said = WRONG[what]
    assert said in await advice(kind(login))


REFUSED = {
    7000222: "The client secret has expired",
    700024: "clock is wrong",
    7000112: "switched off",
    53003: "https://login.microsoftonline.com/error?code=53003",
}


@pytest.mark.parametrize("number", REFUSED)
async def test_a_refusal_is_told_by_its_number(login: LoginDouble, number: int) -> None:
    login.refusal = number
    assert REFUSED[number] in await advice(sign_in(login))


async def test_an_unknown_certificate_is_named_as_the_portal_names_it(login: LoginDouble) -> None:
    shown = CERTIFICATE.fingerprint(SHA1()).hex().upper()
    assert shown in await advice(sign_in(login, secret="", certificate=BOTH))


async def test_a_machine_without_an_identity_is_told(login: LoginDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:9")
    assert "No managed identity answers here" in await advice(sign_in(login, kind="UserAssignedMSI", secret=""))


async def test_a_certificate_that_is_not_trusted_is_told(login: LoginDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    assert "REQUESTS_CA_BUNDLE" in await advice(sign_in(login))


@pytest.mark.parametrize("name", ["discovery", "token"])
@pytest.mark.parametrize(
    ("status", "said"), [(500, "a fault of its own"), (503, "a fault of its own"), (200, ""), (404, ""), (429, "")]
)
async def test_a_fault_of_microsofts_is_told(login: LoginDouble, name: str, status: int, said: str) -> None:
    login.trouble[name] = status
    assert said in await advice(sign_in(login))


SECOND = pem(rsa_key(11))
LOCKED = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"password")).decode()
LOCKED_LONG_AGO = KEY.private_bytes(
    Encoding.PEM, PrivateFormat.TraditionalOpenSSL, BestAvailableEncryption(b"password")
).decode()
CURVE = ec.generate_private_key(ec.SECP256R1())
UNUSABLE = {
    "neither": ("TEAMS_APP_CERTIFICATE", "one private key"),
    "no key": (pem(CERTIFICATE), "one private key"),
    "two keys": (BOTH + SECOND, "one private key"),
    "no certificate": (SECRET_KEY, "should be a certificate"),
    "another's certificate": (SECOND + pem(CERTIFICATE), "belongs to another private key"),
    "a password": (LOCKED + pem(CERTIFICATE), "protected by a password"),
    "a password in the old way": (LOCKED_LONG_AGO + pem(CERTIFICATE), "protected by a password"),
    "a key that is cut": (BOTH.replace(SECRET_KEY[200:400], ""), "The private key cannot be read"),
    "a certificate that is cut": (BOTH.replace(pem(CERTIFICATE)[200:400], ""), "The certificate cannot be read"),
    "a key on a curve": (pem(CURVE) + pem(certificate_for(CURVE)), "not an RSA key"),
}


@pytest.mark.parametrize("what", UNUSABLE)
def test_a_certificate_that_cannot_be_used_is_told_before_anything_is_asked(what: str) -> None:
    text, said = UNUSABLE[what]
    with pytest.raises(SignInError, match=said) as told:
        open_login(SignIn(APP, TENANT, certificate=text))
    assert SECRET_KEY[100:140] not in str(told.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"app_id": ""},
        {"app_id": "a b"},
        {"tenant": ""},
        {"tenant": "../other"},
        {"kind": "MultiTenant"},
        {"secret": ""},
        {"certificate": BOTH},
        {"login_url": "http://login.example.se"},
        {"metadata_url": "http://login.example.se/openid"},
    ],
)
def test_settings_that_cannot_be_right_are_told_before_anything_is_asked(changes: dict[str, str]) -> None:
    with pytest.raises(SignInError):
        open_login(replace(SignIn(APP, TENANT, secret="Aa8Q~secret"), **changes))


def test_what_is_secret_is_not_shown() -> None:
    shown = repr(SignIn(APP, TENANT, secret="Aa8Q~secret", certificate=BOTH))
    assert "Aa8Q" not in shown
    assert "PRIVATE" not in shown
