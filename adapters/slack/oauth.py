"""The app added to one more workspace: off to Slack with a state, back with a code, and a page that says how it went.

Anybody can open these pages: a state is good once and in one browser, and no token is kept from a workspace that the
preset does not name.
"""

from __future__ import annotations

import hmac
import logging
from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from aiohttp import ClientError, encode_basic_auth, web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from slack_sdk.errors import SlackApiError
from yarl import URL

from adapters.desk import Words
from adapters.reading import at, text_at
from adapters.slack.inbound import PLATFORM
from adapters.slack.manifest import INSTALL_PATH, LOOPBACK, REDIRECT_PATH
from adapters.slack.tokens import Api, asked, error_of, listed, whose
from dialogs.installations import TIME_TO_FINISH, Installation, Installations

COOKIE = "slack-install"
AUTHORIZE = "/oauth/v2/authorize"
"""Where people agree, on the same host as the Web API."""
OPEN = "/app_redirect"
"""Where a browser is led on to an app in Slack, on that host too."""

_STALE = frozenset({"code_already_used", "code_expired", "invalid_code"})
"""Slack's errors for a code that it does not take: somebody was slow, or loaded the page again."""

log = logging.getLogger(__name__)

_FOLDER = Path(__file__).parent / "templates"
_STYLE = (_FOLDER / "page.css").read_text("utf-8")
_TEMPLATE = Environment(
    loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
).get_template("page.html")
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",  # the address holds the code
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class App:
    """The app as Slack knows it. `redirect_uri` may be empty while the app has one address to come back to."""

    client_id: str
    client_secret: str = field(repr=False)
    scopes: tuple[str, ...] = ()
    redirect_uri: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """How an installation went: the HTTP status, the ids of what the page says, and of the label of a way onward.

    `link` leads back to the start unless it is given; `where` is the workspace in Slack's own words.
    """

    status: int
    heading: str
    words: str
    label: str = "install-start"
    link: str = INSTALL_PATH.rpartition("/")[2]
    where: str = ""


DONE = Ending(200, "install-done", "install-done-next", "install-open")
DENIED = Ending(200, "install-denied", "install-denied-next")
STALE = Ending(400, "install-stale", "install-stale-next")
STRANGER = Ending(403, "install-stranger", "install-stranger-next", link="")
WHOLE = Ending(403, "install-whole", "install-whole-next")
TROUBLE = Ending(502, "install-trouble", "install-trouble-next")


async def nobody_else(_installation: Installation) -> None:
    """Nobody else is told of a new installation."""


class Installing:
    """The two routes. `allowed` says whether a workspace (its id) is one of ours; `installed` is told of a new one.

    `words` are texts by id in `language`.
    """

    def __init__(
        self,
        app: App,
        api: Api,
        installations: Installations,
        *,
        allowed: Callable[[str], bool],
        words: Words,
        language: str = "sv",
        installed: Callable[[Installation], Awaitable[None]] = nobody_else,
    ) -> None:
        self._app, self._api, self._installations = app, api, installations
        self._allowed, self._installed = allowed, installed
        self._words, self._language = words, language

    def routes(self) -> list[web.RouteDef]:
        """Both routes. Looking at one without opening it gives out no state."""
        return [
            web.get(INSTALL_PATH, self.install, allow_head=False),
            web.get(REDIRECT_PATH, self.redirected, allow_head=False),
        ]

    async def install(self, request: web.Request) -> web.Response:
        """Off to Slack, with a state that this browser alone can bring back."""
        try:
            state = await self._installations.begin(PLATFORM)
        except Exception:  # whatever went wrong, the administrator gets a page, and the operator sees what it was
            log.exception("an installation could not be begun")
            return self._page(replace(TROUBLE, status=503))
        asks = {"client_id": self._app.client_id, "scope": ",".join(self._app.scopes), "state": state}
        if self._app.redirect_uri:
            asks["redirect_uri"] = self._app.redirect_uri
        there = URL(self._api.url).with_path(AUTHORIZE).with_query(asks)
        response = web.Response(status=302, headers={"Location": str(there), **_HEADERS})
        response.set_cookie(
            COOKIE,
            state,
            max_age=int(TIME_TO_FINISH.total_seconds()),
            httponly=True,
            secure=_is_public(URL(self._app.redirect_uri or request.url)),
            samesite="Lax",
        )
        return response

    async def redirected(self, request: web.Request) -> web.Response:
        """Back from Slack."""
        try:
            ending = await self._ending(request)
        except Exception:  # the same
            log.exception("an installation could not be kept")
            ending = replace(TROUBLE, status=500)
        return self._page(ending)

    async def _ending(self, request: web.Request) -> Ending:
        ours = await self._is_ours(request)
        if refusal := request.query.get("error"):
            log.info("an installation ended at Slack: %.40r", refusal)
            return DENIED if refusal == "access_denied" else TROUBLE
        code = request.query.get("code")
        if not ours or not code:
            return STALE
        try:
            return await self._exchange(code)
        except SlackApiError as error:
            log.warning("Slack did not take an installation: %s", error_of(error) or "something else answers there")
            return STALE if error_of(error) in _STALE else TROUBLE
        except (ClientError, TimeoutError) as error:
            log.warning("Slack was not reached for an installation: %s", type(error).__name__)
            return TROUBLE

    async def _is_ours(self, request: web.Request) -> bool:
        """Whether what comes back was begun in this browser, lately, and has not come back before."""
        state, begun = request.query.get("state", ""), request.cookies.get(COOKIE, "")
        same = bool(state) and hmac.compare_digest(state.encode(), begun.encode())
        return same and await self._installations.finish(PLATFORM, state)

    async def _exchange(self, code: str) -> Ending:
        """The code for a token, and the token kept when it is from a workspace of ours."""
        asks = {"code": code, "redirect_uri": self._app.redirect_uri or None}
        proof = encode_basic_auth(self._app.client_id, self._app.client_secret)
        exchange = self._api.client().api_call("oauth.v2.access", data=asks, headers={"Authorization": proof})
        told = (await asked(exchange)).data
        token, workspace = text_at(told, "access_token"), text_at(told, "team", "id")
        if at(told, "is_enterprise_install") is True or not workspace:
            await self._give_back(token, "a whole organisation")
            return WHOLE
        if not self._allowed(workspace):
            await self._give_back(token, workspace)
            return replace(STRANGER, where=f"{text_at(told, 'team', 'name')} {workspace}".strip())
        if at(told, "expires_in") is not None:
            log.error("Slack gives tokens that expire: turn token rotation off for the app, and install it again")
            await self._give_back(token, workspace)
            return TROUBLE
        return await self._keep(told, await whose(self._api.client(token)))

    async def _keep(self, told: object, found: Installation) -> Ending:
        """What Slack says of the code and what it says of the token, as one installation."""
        if not found.token or found.workspace != text_at(told, "team", "id"):
            log.warning("Slack gave no token, or not the one it spoke of")
            return TROUBLE
        installation = replace(
            found,
            enterprise=text_at(told, "enterprise", "id"),
            name=text_at(told, "team", "name") or found.name,
            scopes=listed(text_at(told, "scope")),
            installed_by=text_at(told, "authed_user", "id"),
        )
        await self._installations.keep(installation)
        await self._installed(installation)
        log.info("installed in %s", installation.workspace)
        onward = {"app": text_at(told, "app_id"), "team": installation.workspace}
        link = URL(self._api.url).with_path(OPEN).with_query(onward)
        return replace(DONE, link=str(link), where=installation.name)

    async def _give_back(self, token: str, whose_it_is: str) -> None:
        """Keep no token that is not to be used, and leave none that works at Slack."""
        log.warning("an installation was refused: %s", whose_it_is)
        try:
            await asked(self._api.client(token).auth_revoke())
        except (SlackApiError, ClientError, TimeoutError) as error:
            log.warning("its token could not be revoked: %s", type(error).__name__)

    def _page(self, ending: Ending) -> web.Response:
        html = _TEMPLATE.render(
            language=self._language,
            title=self._words("install-title"),
            style=Markup(_STYLE),
            heading=self._words(ending.heading),
            words=self._words(ending.words),
            where=ending.where,
            link=ending.link,
            label=self._words(ending.label),
        )
        return web.Response(text=html, status=ending.status, content_type="text/html", headers=_HEADERS)


def _is_public(address: URL) -> bool:
    """Whether browsers come over https, though a proxy may stand between: Slack sends nobody back otherwise."""
    return address.scheme == "https" or address.host not in LOOPBACK
