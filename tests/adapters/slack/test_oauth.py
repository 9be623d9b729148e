"""The app is added to a workspace by somebody in a browser: the whole way with Slack's double, and every way astray."""

from __future__ import annotations

import html
import logging
import re
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from aiohttp import ClientResponse, ClientSession, CookieJar, web
from aiohttp.test_utils import TestClient, TestServer, unused_port
from yarl import URL

from adapters.slack.access import SCOPES
from adapters.slack.oauth import COOKIE, App, Installing
from adapters.slack.tokens import Api, ManyTokens, Tokens, open_session
from bot.installations import Seal, SealedInstallations, new_key
from dialogs.installations import Installation
from dialogs.texts import Texts
from storage.store import Store
from tests.doubles.faults import cut, failed
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_faults import refused
from tests.doubles.slack_world import Workspace, skovde
from tests.storage.samples import NOW

INSTALL, BACK = "/slack/install", "/slack/oauth_redirect"
SAY = partial(Texts().say, "sv")
Browser = TestClient[web.Request, web.Application]


class Clock:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Here:
    """Everything around one installation: Slack, a browser, the clock, what was kept and who was told."""

    slack: SlackDouble
    store: Store
    installations: SealedInstallations
    tokens: Tokens
    clock: Clock
    ours: set[str] = field(default_factory=lambda: {"T0SKOVDE"})
    told: list[Installation] = field(default_factory=list)
    browser: Browser = field(init=False)

    async def begun(self) -> str:
        """The state that the browser was sent to Slack with."""
        response = await self.browser.get(INSTALL, allow_redirects=False)
        return URL(response.headers["Location"]).query["state"]

    async def back(self, **query: str) -> ClientResponse:
        """Back from Slack with these words in the address."""
        return await self.browser.get(BACK, params=query)

    async def kept(self) -> Installation | None:
        return await self.installations.find("slack", "T0SKOVDE")


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Here]:
    hjo = Workspace("T0HJO", "Hjo <b>kommun</b>", "xoxb-hjo")
    store = await Store.open(f"sqlite:///{tmp_path}/ideas.db")
    async with SlackDouble(skovde(), hjo) as slack, open_session() as session:
        api = Api(session, slack.url)
        clock = Clock()
        installations = SealedInstallations(store, Seal(new_key()), clock)
        here = Here(slack, store, installations, Tokens(api, ManyTokens(installations, clock)), clock)
        port = unused_port()
        async with TestClient(TestServer(served(here, api, port), port=port)) as browser:
            here.browser = browser
            yield here
    await store.close()


def served(here: Here, api: Api, port: int) -> web.Application:
    """The two routes, as the bot serves them."""
    slack_knows = App("111.222", "client-secret", tuple(SCOPES), f"http://127.0.0.1:{port}{BACK}")

    async def installed(installation: Installation) -> None:
        here.told.append(installation)
        await here.tokens.renew(installation.workspace)

    installing = Installing(
        slack_knows, api, here.installations, allowed=lambda team: team in here.ours, words=SAY, installed=installed
    )
    app = web.Application()
    app.add_routes(installing.routes())
    return app


async def words_of(response: ClientResponse) -> str:
    """What stands on a page."""
    whole = await response.text()
    return html.unescape(re.sub(r"<style>.*</style>|<[^>]+>", " ", whole, flags=re.DOTALL))


async def test_somebody_says_yes_in_slack_and_the_bot_speaks_there(here: Here, tmp_path: Path) -> None:
    response = await here.browser.get(INSTALL)
    assert response.status == 200
    words = await words_of(response)
    assert SAY("install-done") in words
    assert SAY("install-done-next") in words
    assert "Skövde kommun" in words
    kept = await here.kept()
    assert kept == Installation(
        platform="slack",
        workspace="T0SKOVDE",
        name="Skövde kommun",
        bot_user="U0BOT",
        bot="B0BOT",
        token="xoxb-skovde",
        scopes=tuple(sorted(skovde().scopes)),
        installed_by="U0MARTA",
    )
    assert here.told == [kept]
    await (await here.tokens.client("T0SKOVDE")).chat_postMessage(channel="C0COACHES", text="Hej")
    assert here.slack.messages("C0COACHES")
    assert b"xoxb-skovde" not in files_in(tmp_path)


def files_in(folder: Path) -> bytes:
    """Every byte of the database."""
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_slack_is_asked_for_what_the_manifest_asks_for(here: Here) -> None:
    response = await here.browser.get(INSTALL, allow_redirects=False)
    there = URL(response.headers["Location"])
    assert response.status == 302
    assert there.with_query(None) == URL(here.slack.url).with_path("/oauth/v2/authorize")
    assert there.query["client_id"] == "111.222"
    assert there.query["scope"] == ",".join(SCOPES)
    assert there.query["redirect_uri"] == str(here.browser.make_url(BACK))
    cookie = response.cookies[COOKIE]
    assert cookie.value == there.query["state"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "600")


async def test_the_code_is_exchanged_with_the_secret_in_a_header_and_the_address_it_was_asked_for(here: Here) -> None:
    await here.browser.get(INSTALL)
    (exchange,) = here.slack.called("oauth.v2.access")
    assert exchange.params["redirect_uri"] == str(here.browser.make_url(BACK))
    assert exchange.params["client_secret"] == "client-secret"  # read by the double from the header
    assert [call.method for call in here.slack.calls] == ["oauth.v2.access", "auth.test"]


@pytest.mark.parametrize(
    ("address", "host", "secure"),
    [
        ("https://ideer.example/slack/oauth_redirect", "127.0.0.1", True),
        ("", "ideer.example", True),  # a proxy takes the https away
        ("", "127.0.0.1:8080", False),
    ],
)
async def test_the_state_only_travels_encrypted_where_the_bot_is_reached_so(
    here: Here, address: str, host: str, secure: bool
) -> None:
    async with open_session() as session:
        shown = App("111.222", "client-secret", redirect_uri=address)
        there = Api(session, here.slack.url)
        app = web.Application()
        app.add_routes(Installing(shown, there, here.installations, allowed=bool, words=SAY).routes())
        async with TestClient(TestServer(app)) as browser:
            response = await browser.get(INSTALL, allow_redirects=False, headers={"Host": host})
    assert bool(response.cookies[COOKIE]["secure"]) is secure
    assert ("redirect_uri" in URL(response.headers["Location"]).query) is bool(address)


async def test_a_state_that_comes_back_twice_is_refused(here: Here) -> None:
    state = await here.begun()
    assert (await here.back(state=state, code=here.slack.code())).status == 200
    again = await here.back(state=state, code=here.slack.code())
    assert again.status == 400
    assert SAY("install-stale") in await words_of(again)
    assert len(here.slack.called("oauth.v2.access")) == 1


async def test_a_state_from_another_browser_is_refused_and_stays_good_in_its_own(here: Here) -> None:
    state = await here.begun()
    start, back = here.browser.make_url(INSTALL), here.browser.make_url(BACK)
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as other:  # cookies also from an address in digits
        for _ in range(2):  # without a cookie, and with its own
            foreign = await other.get(back, params={"state": state, "code": here.slack.code()})
            assert foreign.status == 400
            await other.get(start, allow_redirects=False)
    assert here.slack.calls == []
    assert (await here.back(state=state, code=here.slack.code())).status == 200


@pytest.mark.parametrize("query", [{}, {"state": ""}, {"state": "påhittat"}, {"state": "x" * 4000}, {"code": "only"}])
async def test_what_was_never_begun_is_refused_before_slack_is_asked(here: Here, query: dict[str, str]) -> None:
    await here.begun()
    response = await here.back(**{"code": "c", **query})
    assert response.status == 400
    assert SAY("install-stale-next") in await words_of(response)
    assert here.slack.calls == []


async def test_a_made_up_state_is_refused_also_with_a_cookie_that_agrees(here: Here) -> None:
    here.browser.session.cookie_jar.update_cookies({COOKIE: "mine"}, here.browser.make_url("/"))
    assert (await here.back(state="mine", code=here.slack.code())).status == 400
    assert here.slack.calls == []


async def test_a_state_is_too_old_after_ten_minutes(here: Here) -> None:
    state = await here.begun()
    here.clock.now += timedelta(minutes=10)
    assert (await here.back(state=state, code=here.slack.code())).status == 400
    assert await here.kept() is None


async def test_somebody_who_cancels_in_slack_is_told_kindly_that_nothing_happened(here: Here) -> None:
    state = await here.begun()
    response = await here.back(state=state, error="access_denied")
    assert response.status == 200
    assert SAY("install-denied-next") in await words_of(response)
    assert (await here.back(state=state, code=here.slack.code())).status == 400, "that state has been used"
    assert here.slack.calls == []


async def test_another_error_of_slacks_is_trouble_and_not_shown_as_it_is(here: Here) -> None:
    response = await here.back(state=await here.begun(), error="<script>alert(1)</script>")
    assert response.status == 502
    assert "script" not in await response.text()


async def test_a_workspace_that_the_preset_does_not_name_is_refused_and_its_token_revoked(here: Here) -> None:
    response = await here.back(state=await here.begun(), code=here.slack.code("T0HJO"))
    assert response.status == 403
    words = await words_of(response)
    assert SAY("install-stranger-next") in words
    assert "Hjo <b>kommun</b> T0HJO" in words
    assert "<b>" not in await response.text()
    assert [(call.method, call.token) for call in here.slack.calls[1:]] == [("auth.revoke", "xoxb-hjo")]
    assert here.slack.world.workspaces["T0HJO"].refused == "token_revoked"
    assert await here.installations.all("slack") == []
    assert here.told == []


async def test_a_refused_workspace_is_told_also_when_its_token_cannot_be_revoked(here: Here) -> None:
    here.slack.plan("auth.revoke", cut())
    assert (await here.back(state=await here.begun(), code=here.slack.code("T0HJO"))).status == 403


async def test_a_workspace_that_is_named_later_can_come_in(here: Here) -> None:
    await here.back(state=await here.begun(), code=here.slack.code("T0HJO"))
    here.ours.add("T0HJO")
    assert (await here.back(state=await here.begun(), code=here.slack.code("T0HJO"))).status == 200
    assert [one.workspace for one in await here.installations.all("slack")] == ["T0HJO"]


async def test_installing_again_gives_the_new_token_at_once(here: Here) -> None:
    await here.browser.get(INSTALL)
    await here.tokens.installation("T0SKOVDE")
    here.slack.world.workspaces["T0SKOVDE"].token = "xoxb-newer"
    await here.browser.get(INSTALL)
    found = await here.tokens.installation("T0SKOVDE")
    assert found
    assert found.token == "xoxb-newer"


@pytest.mark.parametrize("error", ["invalid_code", "code_already_used"])
async def test_a_code_that_slack_does_not_take_means_starting_over(here: Here, error: str) -> None:
    here.slack.plan("oauth.v2.access", refused(error))
    response = await here.back(state=await here.begun(), code="c")
    assert response.status == 400
    assert SAY("install-stale") in await words_of(response)


@pytest.mark.parametrize("method", ["oauth.v2.access", "auth.test"])
@pytest.mark.parametrize("trouble", [cut(), failed(503), refused("bad_client_secret")])
async def test_trouble_with_slack_keeps_nothing_and_says_so(here: Here, method: str, trouble: object) -> None:
    here.slack.plan(method, trouble)  # type: ignore[arg-type]
    response = await here.back(state=await here.begun(), code=here.slack.code())
    assert response.status == 502
    assert SAY("install-trouble-next") in await words_of(response)
    assert await here.kept() is None
    assert here.told == []


async def test_trouble_with_the_database_is_a_page_and_no_fault_shown(
    here: Here, caplog: pytest.LogCaptureFixture
) -> None:
    state = await here.begun()
    await here.store.close()
    for response in (await here.back(state=state, code=here.slack.code()), await here.browser.get(INSTALL)):
        assert response.status in {500, 503}
        assert SAY("install-trouble") in await words_of(response)
    assert [record.message for record in caplog.records] == [
        "an installation could not be kept",
        "an installation could not be begun",
    ]


async def answered_with(here: Here, **more: object) -> tuple[ClientResponse, list[str]]:
    """How it ends when Slack's answer to the code says something else too, and which methods were called."""
    called: list[str] = []

    async def api(request: web.Request) -> web.Response:
        called.append(request.match_info["method"])
        team = {"id": "T0SKOVDE", "name": "Skövde kommun"}
        return web.json_response({"ok": True, "access_token": "xoxb-skovde", "team": team, **more})

    app = web.Application()
    app.router.add_route("*", "/api/{method}", api)
    async with TestServer(app) as slack, open_session() as session:
        there = Api(session, str(slack.make_url("/api/")))
        served_here = web.Application()
        shown = App("111.222", "client-secret")
        installing = Installing(shown, there, here.installations, allowed=lambda _: True, words=SAY)
        served_here.add_routes(installing.routes())
        async with TestClient(TestServer(served_here)) as browser:
            begun = await browser.get(INSTALL, allow_redirects=False)
            state = URL(begun.headers["Location"]).query["state"]
            response = await browser.get(BACK, params={"state": state, "code": "c"})
            await response.read()
    return response, called


async def test_a_whole_organisation_at_once_is_sent_back_to_choose_a_workspace(here: Here) -> None:
    response, called = await answered_with(here, is_enterprise_install=True, team=None, enterprise={"id": "E0"})
    assert response.status == 403
    assert SAY("install-whole-next") in await words_of(response)
    assert called == ["oauth.v2.access", "auth.revoke"]
    assert await here.installations.all("slack") == []


async def test_a_token_that_expires_is_not_kept_and_the_operator_learns_why(
    here: Here, caplog: pytest.LogCaptureFixture
) -> None:
    response, called = await answered_with(here, expires_in=43_200, refresh_token="xoxe-1")
    assert response.status == 502
    assert called == ["oauth.v2.access", "auth.revoke"]
    assert "turn token rotation off" in caplog.text
    assert await here.installations.all("slack") == []


@pytest.mark.parametrize("odd", [{"team": "T0SKOVDE"}, {"team": []}, {"team": {"id": 7}}, {"access_token": None}])
async def test_an_answer_of_another_shape_keeps_nothing_readable(here: Here, odd: dict[str, object]) -> None:
    response, _ = await answered_with(here, **odd)
    assert response.status in {403, 502}
    assert await here.installations.all("slack") == []


async def test_the_pages_load_nothing_run_nothing_and_leave_no_trace_of_the_code(here: Here) -> None:
    response = await here.back(code="secret-code")
    whole = await response.text()
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert not re.search(r"<script|\son\w+=|style=|src=|url\(|@import", whole)
    assert "secret-code" not in whole
    (style,) = re.findall(r"<style>(.*)</style>", whole, re.DOTALL)
    known = b64encode(sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{known}'" in response.headers["Content-Security-Policy"]


async def test_the_pages_can_be_read_aloud_and_lead_on(here: Here) -> None:
    whole = await (await here.back()).text()
    assert '<html lang="sv">' in whole
    assert whole.count("<h1>") == 1
    assert "<main>" in whole
    assert f'<a href="install">{SAY("install-start")}</a>' in whole
    done = html.unescape(await (await here.browser.get(INSTALL)).text())
    onward = URL(here.slack.url).with_path("/app_redirect").with_query(app="A0IDESLUSS", team="T0SKOVDE")
    assert f'<a href="{onward}">{SAY("install-open")}</a>' in done


async def test_looking_at_the_address_without_opening_it_begins_nothing(here: Here) -> None:
    assert (await here.browser.head(INSTALL)).status == 405
    assert (await here.browser.post(INSTALL)).status == 405


async def test_neither_code_nor_secret_nor_token_is_in_the_log(here: Here, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    state, code = await here.begun(), here.slack.code()
    await here.back(state=state, code=code)
    await here.back(state=await here.begun(), code=here.slack.code("T0HJO"))
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("aiohttp"))
    assert "installed in T0SKOVDE" in ours
    assert not [word for word in ("xoxb-", "client-secret", code, state) if word in ours]
