"""Holds what a bot wants to say against what Teams takes: its size, its text, its cards. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.doubles.teams_cards import CARD_SIZE, Inspection, size
from tests.doubles.teams_reading import ADAPTIVE
from tests.doubles.teams_request import BODY_SIZE, Json, TeamsError

FORMATS = {"markdown", "plain", "xml"}
CARDS = {
    ADAPTIVE, "application/vnd.microsoft.card.hero", "application/vnd.microsoft.card.thumbnail",
    "application/vnd.microsoft.teams.card.list", "application/vnd.microsoft.teams.card.o365connector",
}  # fmt: skip
"""Kinds of attachments that Teams draws as cards."""
DIALOG_SIZES = {"small", "medium", "large"}
TITLE = 64
"""Characters of a dialog's title that are shown."""


def checked(activity: Json, *, change: bool = False) -> list[str]:
    """What Teams takes though somebody loses by it. Raises TeamsError with what it does not take."""
    if activity.get("type") == "typing" and not change:
        return []
    if activity.get("type") != "message":
        raise TeamsError("BadArgument", f"an activity of type {activity.get('type')!r} cannot be sent")
    if len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le")) > BODY_SIZE:
        raise TeamsError("MessageSizeTooBig")
    text, attachments = activity.get("text"), activity.get("attachments") or []
    if not isinstance(text, str | None) or activity.get("textFormat", "plain") not in FORMATS:
        raise TeamsError("BadSyntax", "text or textFormat cannot be read")
    if not isinstance(attachments, list) or not (text or attachments):
        raise TeamsError("BadSyntax", "there is nothing to show")
    if change and len(attachments) + bool(text) > 1:
        raise TeamsError("BadSyntax", "Activity resulted into multiple skype activities")
    remarks = [remark for attachment in attachments for remark in _attached(attachment)]
    return remarks + list(_remarks(activity, text or "", len(attachments)))


def _remarks(activity: Json, text: str, attachments: int) -> Iterator[str]:
    if attachments and not activity.get("summary"):
        yield "no summary: a notification says that a card was sent"
    if attachments and text:
        yield "text and card become two messages, of which one can be changed"
    if text and "textFormat" not in activity:
        yield "no textFormat: the text is read as markdown"
    for mention in activity.get("entities") or []:
        if mention.get("type") == "mention" and str(mention.get("text")) not in json.dumps(
            activity, ensure_ascii=False
        ):
            yield f"a mention of nobody in the text: {mention.get('text')}"


def _attached(attachment: object) -> list[str]:
    kind = attachment.get("contentType") if isinstance(attachment, dict) else None
    if not isinstance(attachment, dict) or kind not in CARDS:
        raise TeamsError("BadArgument", f"Unknown attachment type: {kind}")
    if kind != ADAPTIVE:
        return []
    if size(attachment.get("content")) > CARD_SIZE:
        raise TeamsError("MessageSizeTooBig")
    looked = Inspection(attachment.get("content"))
    if looked.faults:
        raise TeamsError("BadArgument", f"Invalid adaptive card: {'; '.join(looked.faults)}")
    return looked.remarks


def inspected_dialog(shown: Json) -> tuple[list[str], list[str]]:
    """Why Teams cannot show a dialog, and what somebody loses by it. `shown` is what `{"task": {"value": …}}` holds."""
    found = [] if shown.get("title") else ["a dialog without a title"]
    if len(str(shown.get("title"))) > TITLE:
        found.append(f"more than {TITLE} characters of title")
    for side in ("height", "width"):
        measure = shown.get(side)
        if type(measure) is not int and measure not in DIALOG_SIZES:
            found.append(f"{side} is {measure!r}")
    attached = shown.get("card")
    if not isinstance(attached, dict) or attached.get("contentType") != ADAPTIVE:
        return [*found, "no Adaptive Card in it"], []
    looked = Inspection(attached.get("content"), in_dialog=True)
    return found + looked.faults, looked.remarks
