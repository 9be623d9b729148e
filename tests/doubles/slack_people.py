"""Who is who in Slack's double: users, the workspace, the token itself, and the exchange that ends an installation."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import compare_digest

from tests.doubles.slack_request import Args, Json, SlackError
from tests.doubles.slack_rooms import page
from tests.doubles.slack_world import User, Workspace, World


@dataclass(frozen=True, slots=True)
class App:
    """The app as it is registered at Slack."""

    id: str = "A0IDESLUSS"
    client_id: str = "111.222"
    client_secret: str = "client-secret"
    signing_secret: str = "signing-secret"
    token: str = "xapp-1-test"
    verification_token: str = "verification-token"


def auth_test(_: World, team: Workspace, __: Args) -> Json:
    """auth.test: who the token is. Its scopes stand in a header, as in every answer."""
    return {
        "ok": True,
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": "ideslussen",
        "team_id": team.team,
        "user_id": team.bot,
        "bot_id": team.bot_id,
        "is_enterprise_install": False,
        **({"enterprise_id": team.enterprise} if team.enterprise else {}),
    }


def auth_revoke(_: World, team: Workspace, args: Args) -> Json:
    """auth.revoke: this token is no good any more."""
    if not args.flag("test"):
        team.refused = "token_revoked"
    return {"ok": True, "revoked": not args.flag("test")}


def team_info(_: World, team: Workspace, __: Args) -> Json:
    """team.info."""
    team.allow("team:read")
    domain = f"{team.domain}.example"
    return {
        "ok": True,
        "team": {"id": team.team, "name": team.name, "domain": team.domain, "email_domain": domain, "icon": {}},
    }


def user_info(_: World, team: Workspace, args: Args) -> Json:
    """users.info."""
    team.allow("users:read")
    user = team.person(args.need("user"))
    return {"ok": True, "user": _described(team, user, locale=args.flag("include_locale"))}


def users_list(_: World, team: Workspace, args: Args) -> Json:
    """users.list."""
    team.allow("users:read")
    shows, cursor = page(list(team.users.values()), args, 1_000)
    locale = args.flag("include_locale")
    return {"ok": True, "members": [_described(team, user, locale=locale) for user in shows], **cursor}


def by_email(_: World, team: Workspace, args: Args) -> Json:
    """users.lookupByEmail."""
    team.allow("users:read.email")
    asked = args.need("email").lower()
    found = [user for user in team.users.values() if user.email.lower() == asked and not user.deleted]
    if not found:
        raise SlackError("users_not_found")
    return {"ok": True, "user": _described(team, found[0], locale=False)}


def oauth_access(team: Workspace, app: App, installer: str) -> Json:
    """oauth.v2.access: what an installation gets for its code."""
    return {
        "ok": True,
        "access_token": team.token,
        "token_type": "bot",
        "scope": ",".join(team.scopes),
        "bot_user_id": team.bot,
        "app_id": app.id,
        "team": {"id": team.team, "name": team.name},
        "enterprise": {"id": team.enterprise, "name": team.enterprise} if team.enterprise else None,
        "is_enterprise_install": False,
        "authed_user": {"id": installer},
    }


def same_app(app: App, client_id: str, client_secret: str) -> None:
    """Raise what Slack says to somebody else's credentials."""
    if client_id != app.client_id:
        raise SlackError("invalid_client_id")
    if not compare_digest(client_secret, app.client_secret):
        raise SlackError("bad_client_secret")


def _described(team: Workspace, user: User, *, locale: bool) -> Json:
    email = {"email": user.email} if user.email and "users:read.email" in team.scopes else {}
    real = user.real_name or user.name
    return {
        "id": user.id,
        "team_id": user.team or team.team,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": real,
        "tz": "Europe/Stockholm",
        "profile": {"real_name": real, "display_name": user.name, "team": user.team or team.team, **email},
        "is_bot": user.is_bot,
        "is_app_user": False,
        "is_restricted": user.is_guest,
        "is_stranger": bool(user.team),
        "updated": 1700000000,
        **({"locale": user.locale} if locale else {}),
    }
