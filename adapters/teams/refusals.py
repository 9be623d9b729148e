"""What Teams' answer means when it is not yes: try later, or never, and what is gone. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from adapters.reading import text_at
from dialogs.messages import GiveUp, MessageGone, PlaceGone, TryLater

NOT_FOUND = "ConversationNotFound"
"""Teams' code for a conversation that there is none of, or that it cannot find just now."""
NOT_REGISTERED = "BotNotRegistered"
"""Teams' code where not the token is wrong but the bot."""


class TooLargeError(GiveUp):
    """The message is larger than Teams takes. Nothing was done; a smaller one may be taken."""


class NotTakenError(GiveUp):
    """Teams cannot read what it was sent, such as a card that it does not know. Nothing was done."""


Meanings = Mapping[str, type[GiveUp]]
"""What is never done, by Teams' own code for why not."""

EVERYWHERE: Meanings = {
    "BotDisabledByAdmin": PlaceGone,
    "BotNotInConversationRoster": PlaceGone,
    "ConversationBlockedByUser": PlaceGone,  # a person has blocked the bot, or a channel lets no bots write
    NOT_FOUND: PlaceGone,
    "ForbiddenOperationException": PlaceGone,  # not installed for the person
    "MessageWritesBlocked": PlaceGone,
    "TenantNoPermission": PlaceGone,
    "ActivityNotFoundInConversation": MessageGone,
    "MessageSizeTooBig": TooLargeError,
    "BadArgument": NotTakenError,
    "BadSyntax": NotTakenError,
}
"""Sources: learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-
conversational-apis; `MessageWritesBlocked` in its page on proactive messages; `TenantNoPermission` in
MicrosoftDocs/bot-docs#1960."""

POSTING: Meanings = {**EVERYWHERE, "NotEnoughPermissions": PlaceGone}
CHANGING: Meanings = {**EVERYWHERE, "NotEnoughPermissions": MessageGone, "ServiceError": MessageGone}
"""A message that has been deleted can be told by `ServiceError` and 403 (microsoft/BotFramework-Services#269)."""
OPENING: Meanings = {**EVERYWHERE, "MemberNotFoundInConversation": PlaceGone, "BadSyntax": PlaceGone}
"""Both are said of somebody who is not in the tenant, or no longer."""

NOT_NOW = frozenset({"InvalidBotApiHost", "PreconditionFailed", "Throttled"})
"""What passes: too much at once, or an address that another has taken the place of, which the next message tells."""
NOT_NOW_STATUS = frozenset({412, 429})
FAULTS = frozenset({408})
"""Faults that the statuses from 500 do not cover."""

TOLD_LATER = 30.0
"""Seconds to wait where Teams does not say: by then all but the longest of its limits have passed."""
LONGEST = 3_600.0

_CODE = re.compile(r"[A-Za-z]{1,60}")
_SECONDS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")


def verdict(
    status: int, code: str, after: float | None, *, once: bool, means: Meanings = EVERYWHERE
) -> TryLater | GiveUp:
    """What an answer other than yes means. With `once` a fault leaves it open whether it was done.

    `after` is seconds that Teams says to wait, None when it does not. The reason is never longer than status and code.
    """
    said = code or f"status {status}"
    if status >= 500 or status in FAULTS:
        return TryLater(after or 0, said, ambiguous=once)
    if status == 401:
        return TryLater(after or 0, said, ambiguous=False)
    if status in NOT_NOW_STATUS or code in NOT_NOW or status < 400:
        waits = TOLD_LATER if after is None and status != 412 else after or 0
        return TryLater(waits, said, ambiguous=False)
    kind = means.get(code) or {400: NotTakenError, 413: TooLargeError}.get(status, GiveUp)
    return kind(code if kind in {PlaceGone, MessageGone} else f"status {status} {code}".rstrip())


def code_of(told: bytes) -> str:
    """Teams' code in the body of an answer; empty when there is none, or something that is no code.

    One kind of refusal comes as JSON in a text in JSON: Teams' page on proactive messages shows it.
    """
    answer = parsed(told)
    code = text_at(answer, "error", "code") or text_at(parsed(text_at(answer, "message")), "subCode")
    code = code.replace(" ", "")
    return code if _CODE.fullmatch(code) else ""


def seconds_told(headers: Mapping[str, str]) -> float | None:
    """How long Teams says to wait, at most an hour; None when it does not. A date is read by Teams' own clock."""
    told = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(told):
        return min(float(told), LONGEST)
    try:
        wait = parsedate_to_datetime(told) - parsedate_to_datetime(headers.get("Date", ""))
    except (TypeError, ValueError):
        return None
    return min(max(wait.total_seconds(), 0.0), LONGEST)


def parsed(told: bytes | str) -> object:
    """What a body says, None when it is no JSON."""
    try:
        answer: object = json.loads(told)
    except (ValueError, RecursionError):
        return None
    return answer
