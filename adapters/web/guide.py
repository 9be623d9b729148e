"""The steps that lead somebody who never saw the page from the first word to the digest, and when each is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from adapters.web.render import ECHO
from dialogs.messages import Delivery


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the ids of its name and its hint, who takes it, in which panel, and with which button if any."""

    key: str
    name: str
    hint: str
    role: str
    panel: str
    action: str = ""


STEPS = (
    Step("need", "page-step-need", "page-hint-need", "employee", "chat"),
    Step("number", "page-step-number", "page-hint-number", "employee", "chat"),
    Step("claim", "page-step-claim", "page-hint-claim", "coach", "coach", "claim"),
    Step("ask", "page-step-ask", "page-hint-ask", "coach", "coach", "ask"),
    Step("answer", "page-step-answer", "page-hint-answer", "employee", "chat"),
    Step("status", "page-step-status", "page-hint-status", "coach", "coach", "status"),
    Step("digest", "page-step-digest", "page-hint-digest", "process_leader", "digest"),
)

_KINDS = {"claimed": "claim", "question-asked": "ask", "answered": "answer"}
"""What a notice about an idea shows to be done, by the kind that its key names."""


def taken(key: str) -> str:
    """The step that a message with this key shows to be done, or an empty string."""
    if key.startswith(ECHO):
        return "need"
    about, *parts = key.split(":")
    if about == "digest":
        return "digest"
    if about == "idea" and parts[1:] == ["card"]:
        return "number"
    kind = parts[2] if about == "idea" and len(parts) > 2 else ""
    return "status" if kind.startswith("status-told-") else _KINDS.get(kind, "")


def done(deliveries: Iterable[Delivery]) -> dict[str, str]:
    """The steps taken, and the channel that shows each: where the need was first told, the latest of the others."""
    places: dict[str, str] = {}
    for delivery in deliveries:
        step = taken(delivery.key)
        if step and not (step == "need" and step in places):
            places[step] = delivery.place.channel
    return places
