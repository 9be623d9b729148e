"""A double of Microsoft's login on this machine: the keys that Teams' messages are signed with, and the bot's sign-in.

    async with LoginDouble() as login:
        monkeypatch.setenv(...)  for each of login.environment, where the bot is to sign in
        kind = SignIn(login.app_id, login.tenant, secret=login.secret,
                      metadata_url=login.metadata_url, login_url=login.login_url)
        header = login.bearer(serviceurl=SERVICE)              # "Bearer …", good for the bot
        login.bearer(key="stranger", kid=login.kid)            # a known key's name on somebody else's signature
        login.signed(until=-3600)                              # without "Bearer "; expired an hour ago
        login.roll()                                           # the key that signs is another from now on
        login.calls          # how often what was asked: openid, keys, discovery, token, identity, app_service

What comes in (`signed`, `bearer`): keyword arguments are claims, None leaves a claim out. `since` and `until` are
seconds from now. `alg` is RS256, HS256 (with the public key as the secret) or none. `key` names the key that signs:
`skype` may not sign for Teams, `bare` has no endorsements, `stranger` is not published; `kid` is what the token says.

What goes out: `accepts(header)` is whether a request to the Bot Connector carries a token that was issued here, has not
ended and has not been taken back by `revoke()`. `register(certificate)` lets the app sign in with it. The sign-in is
served by https, as msal will have nothing else; whoever signs in must trust `trusted`, as `environment` says.

Troubles, for requests by their names in `calls`: `hold("keys")` leaves them without an answer until `release()`, and
`asked("keys")` waits until one has come; `trouble["token"] = 503` answers with a status. `refusal = 7000222` refuses
every sign-in with that number of Microsoft's.
"""

from __future__ import annotations

import asyncio
import secrets
import ssl
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.doubles import teams_keys
from tests.doubles.teams_keys import Json, assertion_of, certificate_for, pem, published, rsa_key, thumbprint

ISSUER = "https://api.botframework.com"
APP = "6f1d1f5e-0000-4000-8000-0000000000b0"
TENANT = "11111111-1111-4111-8111-111111111111"
SERVICE = f"https://smba.trafficmanager.net/emea/{TENANT}/"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ENDORSED = ("msteams", "webchat", "skype")
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class LoginDouble:
    """Microsoft's login for one app in one tenant. `lifetime` is how many seconds its tokens last."""

    def __init__(self, app_id: str = APP, tenant: str = TENANT, secret: str = "Aa8Q~only.for-the_double") -> None:
        self.app_id, self.tenant, self.secret = app_id, tenant, secret
        self.lifetime = 3599
        self.refusal = 0
        self.calls: Counter[str] = Counter()
        self.trouble: dict[str, int] = {}
        self.issued: dict[str, float] = {}
        self.url = self.login_url = ""
        self._turn = 1
        self._certificates: dict[str, x509.Certificate] = {}
        self._held: set[str] = set()
        self._released, self._came = asyncio.Event(), asyncio.Condition()
        self._folder: TemporaryDirectory[str] | None = None
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen on two free ports of this machine: one for what is fetched by http, one for signing in by https."""
        app = web.Application(middlewares=[self._counted])
        app.router.add_get("/v1/.well-known/openidconfiguration", self._openid, name="openid")
        app.router.add_get("/v1/.well-known/keys", self._keys, name="keys")
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._discovery, name="discovery")
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token, name="token")
        app.router.add_get("/metadata/identity/oauth2/token", self._identity, name="identity")
        app.router.add_get("/msi/token", self._app_service, name="app_service")
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        await web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._secured()).start()
        self.url, self.login_url = (
            f"{scheme}://127.0.0.1:{address[1]}"
            for scheme, address in zip(("http", "https"), self._runner.addresses, strict=True)
        )

    async def stop(self) -> None:
        """Let everybody go who still waits, and close."""
        self.release()
        if self._runner:
            await self._runner.cleanup()
        if self._folder:
            self._folder.cleanup()

    @property
    def metadata_url(self) -> str:
        """The OpenID document for what comes in."""
        return f"{self.url}/v1/.well-known/openidconfiguration"

    @property
    def trusted(self) -> Path:
        """The file with the certificate of the https port."""
        assert self._folder, "the double has not been started"
        return Path(self._folder.name, "login.pem")

    @property
    def environment(self) -> Mapping[str, str]:
        """What to set in the environment of a process that signs in here."""
        return {
            "REQUESTS_CA_BUNDLE": str(self.trusted),
            "NO_PROXY": "127.0.0.1",
            "AZURE_POD_IDENTITY_AUTHORITY_HOST": self.url,
        }

    @property
    def app_service(self) -> Mapping[str, str]:
        """What App Service and Container Apps set in the environment where the app has an identity."""
        return {"IDENTITY_ENDPOINT": f"{self.url}/msi/token", "IDENTITY_HEADER": self.secret}

    @property
    def kid(self) -> str:
        """The name of the key that signs now."""
        return f"key-{self._turn}"

    def roll(self) -> None:
        """Sign with a new key from now on; the one before is not published any longer."""
        self._turn += 1

    def bearer(self, *, since: float = -60, until: float = 3600, **changes: object) -> str:
        """An Authorization header with a token; see `signed`."""
        return f"Bearer {self.signed(since=since, until=until, **changes)}"

    def signed(self, *, since: float = -60, until: float = 3600, **changes: object) -> str:
        """A token as the Bot Framework gives it to its messages; `changes` are claims, or one of key, kid and alg."""
        header: Json = {"typ": "JWT", "alg": "RS256", "kid": str(changes.get("key", self.kid))}
        header |= {name: changes[name] for name in ("alg", "kid") if name in changes}
        claims: Json = {
            "serviceurl": SERVICE,
            "nbf": int(time.time() + since),
            "exp": int(time.time() + until),
            "iss": ISSUER,
            "aud": self.app_id,
            **{name: value for name, value in changes.items() if name not in {"alg", "key", "kid"}},
        }
        key = self._signing()[str(changes.get("key", self.kid))][0]
        return teams_keys.signed(_without_none(header), _without_none(claims), key)

    def register(self, certificate: x509.Certificate) -> None:
        """Let the app sign in with a certificate."""
        self._certificates[thumbprint(certificate)] = certificate

    def accepts(self, header: str) -> bool:
        """Whether the Bot Connector would take an Authorization header."""
        scheme, _, token = header.partition(" ")
        return scheme == "Bearer" and self.issued.get(token, 0.0) > time.time()

    def revoke(self) -> None:
        """Take all tokens back that have been issued."""
        self.issued.clear()

    def hold(self, *names: str) -> None:
        """Leave requests of these names without an answer."""
        self._held |= {*names}
        self._released.clear()

    def release(self) -> None:
        """Answer them."""
        self._held.clear()
        self._released.set()

    async def asked(self, name: str, times: int = 1) -> None:
        """Return when so many requests of a name have come, answered or not."""
        async with self._came:
            await self._came.wait_for(lambda: self.calls[name] >= times)

    def _signing(self) -> dict[str, tuple[rsa.RSAPrivateKey, tuple[str, ...]]]:
        return {
            self.kid: (rsa_key(self._turn), ENDORSED),
            "spare": (rsa_key(-1), ENDORSED),
            "skype": (rsa_key(-2), ("skype",)),
            "bare": (rsa_key(-3), ()),
            "stranger": (rsa_key(0), ENDORSED),
        }

    def _secured(self) -> ssl.SSLContext:
        self._folder = TemporaryDirectory(prefix="login-")
        key = ec.generate_private_key(ec.SECP256R1())
        self.trusted.write_text(pem(certificate_for(key, "login", "127.0.0.1", "localhost")))
        secret = Path(self._folder.name, "key.pem")
        secret.write_text(pem(key))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.trusted, secret)
        return context

    @web.middleware
    async def _counted(self, request: web.Request, handler: Answer) -> web.StreamResponse:
        name = request.match_info.route.name or "nothing"
        async with self._came:
            self.calls[name] += 1
            self._came.notify_all()
        if name in self._held:
            await self._released.wait()
        if name in self.trouble:
            return web.json_response({"error": "temporarily_unavailable"}, status=self.trouble[name])
        return await handler(request)

    async def _openid(self, request: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": ISSUER,
                "authorization_endpoint": "https://invalid.botframework.com",
                "jwks_uri": f"{self.url}/v1/.well-known/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            }
        )

    async def _keys(self, request: web.Request) -> web.Response:
        shown = [published(name, *key) for name, key in self._signing().items() if name != "stranger"]
        return web.json_response({"keys": shown})

    async def _discovery(self, request: web.Request) -> web.Response:
        tenant = request.match_info["tenant"]
        if tenant != self.tenant:
            return _refused(400, "invalid_tenant", 90002, f"Tenant '{tenant}' not found.")
        place = f"{self.login_url}/{tenant}"
        return web.json_response(
            {
                "issuer": f"{place}/v2.0",
                "authorization_endpoint": f"{place}/oauth2/v2.0/authorize",
                "token_endpoint": f"{place}/oauth2/v2.0/token",
                "jwks_uri": f"{place}/discovery/v2.0/keys",
            }
        )

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        if form.get("grant_type") != "client_credentials" or form.get("scope") != f"{ISSUER}/.default":
            return _refused(400, "invalid_scope", 1002012, "The provided value for scope is not valid.")
        if form.get("client_id") != self.app_id:
            return _refused(400, "unauthorized_client", 700016, "Application with identifier was not found.")
        if self.refusal:
            return _refused(401, "invalid_client", self.refusal, "No.")
        if form.get("client_assertion_type") == ASSERTION:
            return self._asserted(form.get("client_assertion", ""))
        if form.get("client_secret") != self.secret:
            return _refused(401, "invalid_client", 7000215, "Invalid client secret provided.")
        return self._issue()

    def _asserted(self, assertion: str) -> web.Response:
        try:
            claims = assertion_of(assertion, self._certificates)
        except ValueError:
            return _refused(401, "invalid_client", 700027, "Client assertion contains an invalid signature.")
        if claims["iss"] != self.app_id or claims["aud"] != f"{self.login_url}/{self.tenant}/oauth2/v2.0/token":
            return _refused(401, "invalid_client", 700023, "Client assertion is not for this.")
        return self._issue()

    async def _identity(self, request: web.Request) -> web.Response:
        if request.headers.get("Metadata") != "true" or request.query.get("resource") != ISSUER:
            return web.json_response({"error": "bad_request_102", "error_description": "Metadata"}, status=400)
        if request.query.get("client_id") != self.app_id:
            absent = {"error": "invalid_request", "error_description": "Identity not found"}
            return web.json_response(absent, status=400)
        return self._issue(resource=ISSUER)

    async def _app_service(self, request: web.Request) -> web.Response:
        asked = request.query
        if request.headers.get("X-IDENTITY-HEADER") != self.secret or asked.get("resource") != ISSUER:
            return web.json_response({"statusCode": 400, "message": "Bad request"}, status=400)
        if asked.get("client_id") != self.app_id:
            return web.json_response({"statusCode": 400, "message": "No User Assigned identity found"}, status=400)
        return self._issue(expires_on=str(int(time.time()) + self.lifetime))

    def _issue(self, **more: str) -> web.Response:
        token = f"issued-{len(self.issued)}-{secrets.token_hex(8)}"
        self.issued[token] = time.time() + self.lifetime
        answer = {"token_type": "Bearer", "expires_in": self.lifetime, "access_token": token}
        return web.json_response({**answer, **more})


def _refused(status: int, error: str, number: int, reason: str) -> web.Response:
    """Microsoft's no."""
    told = f"AADSTS{number}: {reason} Trace ID: 0-0 Correlation ID: 0-0 Timestamp: 2026-11-26 08:00:00Z"
    return web.json_response({"error": error, "error_description": told, "error_codes": [number]}, status=status)


def _without_none(fields: Json) -> Json:
    return {name: value for name, value in fields.items() if value is not None}
