"""The wall around Microsoft's SDK, which is no longer looked after: who may come in, and how the bot signs in.

This file alone imports it, and what leads through it is small: `admit` judges a message's token, `token` brings the
bot's own. The rest of the SDK is not used. What is wrong in 4.17.1 and repaired here:

- Its keys are fetched by blocking calls without a time limit, and a key that it does not know is an IndexError. Ours
  stand in its cache, under a name of their own for each `Login`, so that it never fetches any.
- A bad token ends in whatever exception comes; here all of them are `NotAdmittedError`.
- The token itself chooses by its issuer how it is judged; here any other issuer is turned away first.
- A token without an end, or an activity without a channel, is let through; not here.
- Its credentials forget their tokens, and wait for ever. Here they are made once, and every request has a time limit.
"""

from __future__ import annotations

import itertools
import logging
import re
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Protocol, cast

import jwt
import msal
import requests
from botbuilder.integration.aiohttp import ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity
from botframework.connector.auth import (
    AuthenticationConfiguration,
    CertificateAppCredentials,
    ManagedIdentityAppCredentials,
    MicrosoftAppCredentials,
    PasswordServiceClientCredentialFactory,
)
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor
from yarl import URL

from adapters.teams.advice import advice, advice_for_identity
from adapters.teams.certificate import Certificate, CertificateError, read
from adapters.teams.keys import Key, Keys, is_confidential
from dialogs.messages import TryLater

CHANNEL = "msteams"
"""The channel that keys must be endorsed for, and activities name."""
ISSUER = "https://api.botframework.com"
"""Who signs what comes from Teams; the bot's own tokens are for the same."""
METADATA_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
LOGIN_URL = "https://login.microsoftonline.com"

PATIENCE = 10.0
"""Seconds for one request of signing in."""
REMEMBERED, MOST = timedelta(minutes=5), 1_000
"""For how long a token that was let in is let in without being looked at, and how many at most: Teams sends one for an
hour, and to judge it takes as long as half the turn."""
LONGEST = 8 * 1024
"""Characters of an Authorization header that are looked at."""

SINGLE_TENANT, MANAGED_IDENTITY = "SingleTenant", "UserAssignedMSI"

_names = itertools.count()
logging.getLogger("msal").setLevel(logging.WARNING)  # below that it tells what it sends and gets


class NotAdmittedError(PermissionError):
    """Whoever calls is not Teams, or cannot show it. The reason is for the log."""


class SignInError(Exception):
    """There is no token. The message tells an administrator what to do, and holds no secret."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """How the bot is known to Microsoft Entra, as the settings have it.

    `kind` is SingleTenant, with a `secret` or a `certificate` (PEM text of the private key and the certificate), or
    UserAssignedMSI, with neither. `metadata_url` is where the keys are that sign what comes in, `login_url` where the
    bot signs in; other clouds have others.
    """

    app_id: str
    tenant: str
    kind: str = SINGLE_TENANT
    secret: str = field(default="", repr=False)
    certificate: str = field(default="", repr=False)
    metadata_url: str = METADATA_URL
    login_url: str = LOGIN_URL


def _utc_now() -> datetime:
    return datetime.now(UTC)


def open_login(kind: SignIn, clock: Callable[[], datetime] = _utc_now, patience: float = PATIENCE) -> Login:
    """The way in and out for one app. Nothing is asked of the network yet.

    `patience` is seconds for each request of signing in.

    Raises:
        SignInError: something in it cannot be right, whatever Microsoft would say.
    """
    if not (is_confidential(kind.metadata_url) and kind.login_url.startswith("https://")):
        raise SignInError("Microsoft's addresses must begin with https://.")
    if not re.fullmatch(r"[\w-]+", kind.app_id, re.ASCII):
        raise SignInError("TEAMS_APP_ID is the Application (client) ID of the app registration.")
    if kind.kind == MANAGED_IDENTITY:
        return Login(kind, None, clock, patience)
    if kind.kind != SINGLE_TENANT:
        raise SignInError(f"TEAMS_APP_TYPE is {SINGLE_TENANT} or {MANAGED_IDENTITY}.")
    if not re.fullmatch(r"[\w.-]+", kind.tenant, re.ASCII):
        raise SignInError("TEAMS_APP_TENANT is the Directory (tenant) ID of the app registration.")
    if bool(kind.secret) == bool(kind.certificate):
        raise SignInError("The bot signs in with TEAMS_APP_PASSWORD or with TEAMS_APP_CERTIFICATE: set one of them.")
    try:
        return Login(kind, read(kind.certificate) if kind.certificate else None, clock, patience)
    except CertificateError as error:
        raise SignInError(f"TEAMS_APP_CERTIFICATE: {error}") from None


class Login:
    """One app's way in and out. Made by `open_login`; holds no connection between its requests."""

    def __init__(
        self, kind: SignIn, certificate: Certificate | None, clock: Callable[[], datetime], patience: float
    ) -> None:
        self._kind, self._certificate, self._clock = kind, certificate, clock
        self._admitted: dict[tuple[str, str, str], datetime] = {}
        self._keys = Keys(kind.metadata_url, clock)
        self._judge = _judge(kind.app_id.lower(), self._registered())
        self._credentials = _credentials(kind, certificate)
        self._session, self._cache = _session(kind, patience), cast(_Cache, msal.TokenCache())
        self._lock = threading.Lock()

    async def warm(self) -> None:
        """Fetch the keys that sign what comes in. Raises TryLater when they cannot be had."""
        await self._keys.warm()

    async def admit(self, header: str, channel: str, address: str) -> None:
        """Let in what Microsoft signed for this bot, an activity's channel and the address that it gives for answers.

        Raises:
            NotAdmittedError: in every other case.
            TryLater: Microsoft's keys cannot be had now, which is not the caller's fault.
        """
        asked, now = (header, channel, address), self._clock()
        if now < self._admitted.get(asked, now):
            return
        try:
            ends = _look(header, channel, address)
            await self._judge.authenticate_request(Activity(channel_id=channel, service_url=address), header)
        except (NotAdmittedError, TryLater):
            raise
        except Exception as error:
            raise NotAdmittedError(f"{type(error).__name__}: {error}"[:200]) from error
        if ends - time.time() > REMEMBERED.total_seconds():
            if len(self._admitted) >= MOST:
                self._admitted.clear()
            self._admitted[asked] = now + REMEMBERED

    def token(self) -> str:
        """A token with at least five minutes left. Blocks while Microsoft is asked, which is about once in an hour.

        Raises:
            SignInError: there is none.
        """
        with self._lock:
            try:
                if self._credentials.app is None:
                    self._credentials.app = _client(self._kind, self._certificate, self._session, self._cache)
                return self._credentials.get_access_token()
            except Exception as error:
                raise SignInError(self._advice(error)) from error
            finally:
                self._session.close()  # its connections; the next request opens one again

    def forget(self) -> None:
        """The tokens so far are worth nothing: the next one is fetched."""
        with self._lock:
            for entry in list(self._cache.search(msal.TokenCache.CredentialType.ACCESS_TOKEN)):
                self._cache.remove_at(entry)

    def _registered(self) -> str:
        """The name under which the SDK finds our keys instead of fetching its own, for as long as this login lives."""
        name = f"{self._kind.metadata_url}#{next(_names)}"
        JwtTokenExtractor.metadataCache[name] = _Store(self._keys)
        weakref.finalize(self, JwtTokenExtractor.metadataCache.pop, name, None)
        return name

    def _advice(self, error: Exception) -> str:
        if self._kind.kind == MANAGED_IDENTITY:
            return advice_for_identity(error)
        thumbprint = self._certificate.thumbprint if self._certificate else ""
        return advice(error, URL(self._kind.login_url).host or "", thumbprint)


class OpenLogin:
    """Nobody is asked who they are, and the bot does not say: for development, within one machine."""

    async def warm(self) -> None:
        """There is nothing to fetch."""

    async def admit(self, header: str, channel: str, address: str) -> None:
        """Everybody is let in."""

    def token(self) -> str:
        """None is needed."""
        return ""

    def forget(self) -> None:
        """There is nothing to forget."""


class _Judge(Protocol):
    async def authenticate_request(self, activity: object, header: str) -> object: ...


class _Credentials(Protocol):
    app: object

    def get_access_token(self) -> str: ...


class _Cache(Protocol):
    def search(self, kind: object) -> Iterator[object]: ...

    def remove_at(self, entry: object) -> None: ...


class _Store:
    """Our keys, as the SDK asks for its own."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    async def get(self, name: str) -> Key:
        """The key of a name, if Microsoft has it and it may sign for Teams."""
        key = await self._keys.find(name)
        if key is None:
            raise NotAdmittedError("signed with a key that Microsoft does not have")
        if CHANNEL not in key.endorsements:
            raise NotAdmittedError("signed with a key that is not for Teams")
        return key


def _look(header: str, channel: str, address: str) -> float:
    """Turn away what can be seen to be wrong without a key: most of all what would make the SDK ask elsewhere for one.

    Returns when the token ends by what it says itself, in seconds since 1970.

    Raises:
        NotAdmittedError, jwt.PyJWTError, ValueError: it is wrong.
    """
    if channel != CHANNEL or not address:
        raise NotAdmittedError("the activity is not from Teams")
    scheme, _, token = header.partition(" ")
    if scheme != "Bearer" or not token or len(header) > LONGEST:
        raise NotAdmittedError("there is no bearer token")
    seen = jwt.decode_complete(token, options={"verify_signature": False})
    if seen["payload"].get("iss") != ISSUER:
        raise NotAdmittedError("the token is not from the Bot Framework")
    ends: object = seen["payload"].get("exp")
    if not isinstance(ends, int | float):
        raise NotAdmittedError("the token has no end")
    if not seen["header"].get("kid"):
        raise NotAdmittedError("the token does not name its key")
    return ends


def _judge(app_id: str, keys: str) -> _Judge:
    """The SDK's own judgement, with every address it could ask being the name of our keys."""
    settings = SimpleNamespace(
        TO_CHANNEL_FROM_BOT_LOGIN_URL=LOGIN_URL,
        TO_CHANNEL_FROM_BOT_OAUTH_SCOPE=ISSUER,
        TO_BOT_FROM_CHANNEL_TOKEN_ISSUER=ISSUER,
        OAUTH_URL=ISSUER,
        TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL=keys,
        TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL=keys,
        CALLER_ID="urn:botframework:azure",
    )
    judge = ConfigurationBotFrameworkAuthentication(
        settings,
        credentials_factory=PasswordServiceClientCredentialFactory(app_id),
        auth_configuration=AuthenticationConfiguration(required_endorsements=[CHANNEL]),
    )
    return cast(_Judge, judge)


def _credentials(kind: SignIn, certificate: Certificate | None) -> _Credentials:
    if kind.kind == MANAGED_IDENTITY:
        made = ManagedIdentityAppCredentials(kind.app_id)
    elif certificate:
        made = CertificateAppCredentials(kind.app_id, certificate.thumbprint, certificate.key, kind.tenant)
    else:
        made = MicrosoftAppCredentials(kind.app_id, kind.secret, kind.tenant)
    return cast(_Credentials, made)


def _client(kind: SignIn, certificate: Certificate | None, session: requests.Session, cache: _Cache) -> object:
    """What the credentials fetch tokens with: msal as they would make it, with a session that does not wait for ever.

    The authority is the setting's, so nobody is asked whether it is one (`instance_discovery`).
    """
    if kind.kind == MANAGED_IDENTITY:
        identity = {"ManagedIdentityIdType": "ClientId", "Id": kind.app_id}
        return msal.ManagedIdentityClient(identity, http_client=session, token_cache=cache)
    secret = {"private_key": certificate.key, "public_certificate": certificate.public} if certificate else kind.secret
    return msal.ConfidentialClientApplication(
        kind.app_id,
        client_credential=secret,
        authority=f"{kind.login_url.rstrip('/')}/{kind.tenant}",
        http_client=session,
        token_cache=cache,
        instance_discovery=False,
    )


class _Impatient(requests.adapters.HTTPAdapter):
    """Requests with a time limit: msal sets none on a session that it is handed."""

    def __init__(self, patience: float) -> None:
        super().__init__()
        self._patience = patience

    def send(self, *args: Any, **rest: Any) -> requests.Response:
        """Once, within the limit for connecting and for each silence after that."""
        return super().send(*args, **{**rest, "timeout": self._patience})


def _session(kind: SignIn, patience: float) -> requests.Session:
    session = requests.Session()
    session.trust_env = kind.kind != MANAGED_IDENTITY  # a proxy knows nothing of this machine's identity
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Impatient(patience))
    return session
