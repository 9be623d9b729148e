"""Where the app is installed, kept in the database with every token sealed by IDESLUSS_SECRET_KEY.

The key may be several, separated by commas: the first one seals, all of them open. So a key is changed by writing
the new one first and letting `rotate` seal everything anew at the next start; after that the old one can go.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.settings import SettingsError
from dialogs.installations import TIME_TO_FINISH, Installation
from storage.store import Store
from storage.unit_of_work import UnitOfWork

NO_KEY = (
    "IDESLUSS_SECRET_KEY is not set, and tokens are kept under that key only. Write a new key with "
    "`idesluss secret-key`, and put it where the other settings are."
)
NOT_A_KEY = (
    "IDESLUSS_SECRET_KEY: number {n} of {count} is not a key. `idesluss secret-key` writes one; "
    "where there are several, a comma stands between them."
)
SHUT = (
    "IDESLUSS_SECRET_KEY does not open what is kept for {places}. Put the key it was sealed with after the one "
    "that is there, with a comma between. If that key is lost, install the app there again."
)

log: structlog.stdlib.BoundLogger = structlog.get_logger("idesluss")


def new_key() -> str:
    """A new secret key, as it is written in IDESLUSS_SECRET_KEY."""
    return Fernet.generate_key().decode()


def unguessable() -> str:
    """Letters that nobody can guess."""
    return secrets.token_urlsafe(32)


class Seal:
    """Closes texts under the first of the keys, and opens what any of them has closed.

    Raises:
        SettingsError: when there is no key, or one is not a key; the keys themselves are not told.
    """

    def __init__(self, keys: str) -> None:
        written = [key.strip() for key in keys.split(",") if key.strip()]
        if not written:
            raise SettingsError(NO_KEY)
        known = [_key(key, n, len(written)) for n, key in enumerate(written, 1)]
        self._first, self._any = known[0], MultiFernet(known)

    def close(self, text: str) -> str:
        """The text, so that only a holder of the key can read or change it."""
        return self._first.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """The text that was closed; None when no key of ours did that, or somebody has changed it since."""
        return _opened(self._any, sealed)

    def is_newest(self, sealed: str) -> bool:
        """Whether the first key closed it."""
        return _opened(self._first, sealed) is not None


def _key(written: str, n: int, count: int) -> Fernet:
    try:
        return Fernet(written)
    except ValueError:
        raise SettingsError(NOT_A_KEY.format(n=n, count=count)) from None


def _opened(keys: Fernet | MultiFernet, sealed: str) -> str | None:
    try:
        return keys.decrypt(sealed).decode()
    except InvalidToken:
        return None


class SealedInstallations:
    """The `dialogs.installations.Installations` of a running bot. `chance` makes a state that nobody can guess.

    An installation whose token cannot be opened is as good as none, and is logged each time it is asked for.
    """

    def __init__(
        self,
        store: Store,
        seal: Seal,
        clock: Callable[[], datetime],
        chance: Callable[[], str] = unguessable,
    ) -> None:
        self._store, self._seal, self._clock, self._chance = store, seal, clock, chance

    async def find(self, platform: str, workspace: str) -> Installation | None:
        """The installation in a workspace; None when there is none, none any longer, or its token cannot be read."""
        sealed = await self._store.turn(lambda uow: uow.installation(platform, workspace))
        return self._open(sealed) if sealed else None

    async def keep(self, installation: Installation) -> None:
        """Keep a new installation, or a newer one in place of the one that was."""
        sealed = replace(installation, token=self._seal.close(installation.token))
        now = self._clock()
        await self._store.turn(lambda uow: uow.keep_installation(sealed, now))

    async def drop(self, platform: str, workspace: str, said_at: datetime | None = None) -> None:
        """Forget the token of a workspace that has taken the app away, unless it was installed after `said_at`."""
        now = self._clock()
        await self._store.turn(lambda uow: uow.drop_installation(platform, workspace, said_at or now, now))

    async def all(self, platform: str) -> list[Installation]:
        """Every installation of a platform that can be used, by workspace."""
        sealed = await self._store.turn(lambda uow: uow.installations(platform))
        return [installation for one in sealed if (installation := self._open(one))]

    async def begin(self, platform: str) -> str:
        """A new installation is asked for: the state that the platform is to send back within ten minutes."""
        state, now = self._chance(), self._clock()
        await self._store.turn(lambda uow: uow.begin_installation(platform, state, now, now + TIME_TO_FINISH))
        return state

    async def finish(self, platform: str, state: str) -> bool:
        """Whether that state was given out here, is in time, and comes back for the first time."""
        now = self._clock()
        return await self._store.turn(lambda uow: uow.finish_installation(platform, state, now))

    async def rotate(self) -> int:
        """Seal under the first key what another one sealed; how many that were. For every start.

        Raises:
            SettingsError: when some cannot be opened, once all others have been sealed anew. Nothing is lost by going
                on: those workspaces are as without the app until the right key is there, or it is installed again.
        """
        shut, renewed = await self._store.turn(partial(_rotate, self._seal))
        if shut:
            raise SettingsError(SHUT.format(places=_listed(shut)))
        return renewed

    def _open(self, sealed: Installation) -> Installation | None:
        token = self._seal.open(sealed.token)
        if token is None:
            log.error("token-shut", platform=sealed.platform, advice=SHUT.format(places=_listed([sealed])))
            return None
        return replace(sealed, token=token)


def _rotate(seal: Seal, uow: UnitOfWork) -> tuple[list[Installation], int]:
    """Those that stay shut, and how many were sealed anew."""
    older = [one for one in uow.installations() if not seal.is_newest(one.token)]
    shut = []
    for one in older:
        token = seal.open(one.token)
        if token is None:
            shut.append(one)
        else:
            uow.seal_anew(replace(one, token=seal.close(token)))
    return shut, len(older) - len(shut)


def _listed(installations: Iterable[Installation]) -> str:
    return ", ".join(f"{one.workspace} ({one.name})" if one.name else one.workspace for one in installations)
