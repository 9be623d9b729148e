"""Installations of a platform's app with their sealed tokens, and those that have been begun and not finished."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from dialogs.installations import Installation
from storage.documents import Row, pack, unpack
from storage.statements import Rows, Statement
from storage.tables import install_state, installation
from storage.times import micros

_WHERE = ("platform", "workspace")
_TOLD = ("enterprise", "name", "bot_user", "bot", "token", "scopes", "installed_by")
_THERE = select(*(installation.c[name] for name in (*_WHERE, *_TOLD))).where(installation.c.gone_at.is_(None))
_ON_PLATFORM = installation.c.platform == bindparam("platform")
_IN_WORKSPACE = installation.c.workspace == bindparam("workspace")

_FIND = Statement(_THERE.where(_ON_PLATFORM, _IN_WORKSPACE))
_ALL = Statement(_THERE.where(_ON_PLATFORM).order_by(installation.c.workspace))
_EVERYWHERE = Statement(_THERE.order_by(installation.c.platform, installation.c.workspace))
_KEEP = Statement(
    (kept := insert(installation)).on_conflict_do_update(
        index_elements=list(installation.primary_key),
        set_={name: kept.excluded[name] for name in (*_TOLD, "installed_at", "gone_at")},
    )
)
_SEAL = Statement(
    update(installation)
    .where(installation.c.platform == bindparam("this_platform"), installation.c.workspace == bindparam("this"))
    .values(token=bindparam("token"))
)
_DROP = Statement(
    update(installation)
    .where(
        installation.c.platform == bindparam("this_platform"),
        installation.c.workspace == bindparam("this"),
        installation.c.installed_at <= bindparam("said_at"),
        installation.c.gone_at.is_(None),
    )
    .values(token="", gone_at=bindparam("now"))
)
_BEGIN = Statement(insert(install_state))
_EXPIRE = Statement(delete(install_state).where(install_state.c.until <= bindparam("now")))
_FINISH = Statement(
    delete(install_state).where(
        install_state.c.platform == bindparam("platform"),
        install_state.c.state == bindparam("state"),
        install_state.c.until > bindparam("now"),
    )
)


class InstallationRows(Rows):
    """The part of a unit of work that is about installations. Every token that comes in or goes out here is sealed."""

    def installation(self, platform: str, workspace: str) -> Installation | None:
        """The installation in a workspace; None when there is none, or none any longer."""
        row = _FIND(self._driver, platform=platform, workspace=workspace).fetchone()
        return _installation(row) if row else None

    def installations(self, platform: str | None = None) -> list[Installation]:
        """Every installation that is still there, of one platform or of all."""
        rows = _EVERYWHERE(self._driver) if platform is None else _ALL(self._driver, platform=platform)
        return [_installation(row) for row in rows]

    def keep_installation(self, installation: Installation, now: datetime) -> None:
        """Write down an installation, in place of the one that was in its workspace."""
        _KEEP(
            self._driver,
            platform=installation.platform,
            workspace=installation.workspace,
            enterprise=installation.enterprise,
            name=installation.name,
            bot_user=installation.bot_user,
            bot=installation.bot,
            token=installation.token,
            scopes=pack(installation.scopes),
            installed_by=installation.installed_by,
            installed_at=micros(now),
            gone_at=None,
        )

    def seal_anew(self, installation: Installation) -> None:
        """Write down the token of an installation, sealed otherwise than it was."""
        _SEAL(self._driver, this_platform=installation.platform, this=installation.workspace, token=installation.token)

    def drop_installation(self, platform: str, workspace: str, said_at: datetime, now: datetime) -> None:
        """Forget the token of a workspace, unless it is newer than what was said; remember since when it is gone."""
        _DROP(self._driver, this_platform=platform, this=workspace, said_at=micros(said_at), now=micros(now))

    def begin_installation(self, platform: str, state: str, now: datetime, until: datetime) -> None:
        """Remember a state until it comes back or its time is over, and forget those whose time is."""
        _EXPIRE(self._driver, now=micros(now))
        _BEGIN(self._driver, platform=platform, state=state, until=micros(until))

    def finish_installation(self, platform: str, state: str, now: datetime) -> bool:
        """Whether a state is known and in time; from now on it is not known."""
        return _FINISH(self._driver, platform=platform, state=state, now=micros(now)).rowcount == 1


def _installation(row: Row) -> Installation:
    platform, workspace, enterprise, name, bot_user, bot, token, scopes, installed_by = row
    return Installation(
        platform, workspace, enterprise, name, bot_user, bot, token, tuple(unpack(scopes)), installed_by
    )
