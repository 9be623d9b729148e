"""What people in Teams are shown as the answer to what they did: cards in place of others, words, and dialogs."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.doubles import teams_reading
from tests.doubles.teams_cards import Inspection
from tests.doubles.teams_content import inspected_dialog
from tests.doubles.teams_request import Json
from tests.doubles.teams_world import Conversation, Message, World

WENT_WRONG = "Something went wrong. Please try again."
"""What Teams writes when it cannot use the answer to a press."""
UNREACHABLE = "Unable to reach app. Please try again."
"""What Teams writes when no answer comes."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a dialog was opened: on a message, by a command of the message extension, or both.

    `there` is None when Teams does not tell the bot, as in some chats where it is not.
    """

    there: Conversation | None
    thread: str = ""
    message: str = ""
    command: str = ""
    context: str = ""
    payload: Json = field(default_factory=dict)


@dataclass(slots=True)
class Dialog:
    """A dialog that somebody has before them. `card` is None where it only says something (`text`).

    `typed` is what is filled in by now, by the ids of inputs; `body` is what the bot answered.
    """

    user: str
    origin: Origin
    title: str
    card: Json | None = None
    text: str = ""
    body: Json = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """Everything on it, one line for each text."""
        return "\n".join([line for line in (self.title, self.text) if line] + teams_reading.lines(self.card))

    @property
    def labels(self) -> list[str]:
        """What can be pressed in it."""
        return teams_reading.labels(self.card)


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that somebody (an aadObjectId) was shown as the answer to what they did.

    `how` is card (in place of the one that was pressed), told (words beside it), dialog, box (words in its place) or
    closed. `message` is what was pressed on, in `where`.
    """

    how: str
    user: str
    where: str = ""
    message: str = ""
    card: Json | None = None
    text: str = ""
    title: str = ""


class Dialogs:
    """The dialogs that are open, and all that has been shown. `complaints` is added to."""

    def __init__(self, world: World, complaints: list[str]) -> None:
        self._world, self._complaints = world, complaints
        self.open: dict[str, Dialog] = {}
        self.shown: list[Shown] = []

    def close(self, user: str) -> None:
        """Put away what somebody has before them."""
        self.open.pop(user, None)

    def react(self, user: str, message: Message, body: object) -> str:
        """Do with a pressed card what the answer says; what the person reads when Teams cannot use it, else empty."""
        answer = body if isinstance(body, dict) else {}
        status, kind, value = answer.get("statusCode"), answer.get("type"), answer.get("value")
        where = (user, message.conversation, message.id)
        match status, kind:
            case 200, "application/vnd.microsoft.card.adaptive":
                looked = Inspection(value)
                self._complaints += [f"answer: {remark}" for remark in looked.remarks]
                if looked.faults:
                    return f"{WENT_WRONG} {'; '.join(looked.faults)}"
                message.own[user] = value  # type: ignore[assignment]  # looked at a line above
                self._world.typed.pop(where, None)
                self.shown.append(Shown("card", *where, card=value))
            case 200, "application/vnd.microsoft.activity.message" if isinstance(value, str):
                self.shown.append(Shown("told", *where, text=value))
            case _:
                return f"{WENT_WRONG} {answer or body!r}"
        return ""

    def act(self, user: str, origin: Origin, body: object, *, opens: bool = False) -> str:
        """Do with a dialog what the answer says; what the person reads when Teams cannot use it, else empty.

        Only a dialog is taken where somebody `opens` one; words alone are for what was sent in it, as in Teams and its
        playground.
        """
        before = self.open.get(user)
        task = body.get("task") if isinstance(body, dict) else None
        match task:
            case None if body in ("", {}) and before:
                self.close(user)
                self._show("closed", before)
            case {"type": "continue", "value": dict(value)}:
                faults, remarks = inspected_dialog(value)
                self._complaints += [f"dialog: {remark}" for remark in remarks]
                if faults:
                    return f"{WENT_WRONG} {'; '.join(faults)}"
                card = value["card"]["content"]
                self._show("dialog", Dialog(user, origin, value["title"], card, body=value))
            case {"type": "message", "value": str(text)} if text and not opens:
                self._show("box", Dialog(user, origin, before.title if before else "", text=text, body={"value": text}))
            case _:
                return f"{WENT_WRONG} {body!r}"
        return ""

    def _show(self, how: str, dialog: Dialog) -> None:
        if how != "closed":
            self.open[dialog.user] = dialog
        there = dialog.origin.there.id if dialog.origin.there else ""
        shown = Shown(how, dialog.user, there, dialog.origin.message, dialog.card, dialog.text, dialog.title)
        self.shown.append(shown)
