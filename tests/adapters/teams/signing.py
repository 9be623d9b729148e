"""How tests sign in to the login double: its settings, and a clock that is turned by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.teams.sdk import SignIn
from tests.doubles.teams_login import LoginDouble

MANAGED = ("IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT", "IMDS_ENDPOINT", "MSI_ENDPOINT")


class Clock:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **units: float) -> None:
        """Later by so many seconds, minutes, hours or days."""
        self.now += timedelta(**units)


def sign_in(login: LoginDouble, **changes: str) -> SignIn:
    """The settings of the double's app."""
    kind = SignIn(
        login.app_id,
        login.tenant,
        secret=login.secret,
        metadata_url=login.metadata_url,
        login_url=login.login_url,
    )
    return replace(kind, **changes)


@asynccontextmanager
async def trusted_login(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LoginDouble]:
    """The double, with an environment in which this process can sign in to it."""
    async with LoginDouble() as login:
        for name in MANAGED:
            monkeypatch.delenv(name, raising=False)
        for name, value in login.environment.items():
            monkeypatch.setenv(name, value)
        yield login
