"""One person in Teams: what they see there as the lines of a transcript, and how words, presses and forms leave it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from adapters.teams.listening import Listening
from bot.app import Bot
from ideas.promises import read_date
from tests.doubles.teams_hands import Value
from tests.doubles.teams_reading import plain, titled
from tests.doubles.teams_request import Json
from tests.transcripts.reading import CHOSEN, bracketed
from tests.transcripts.script import labels
from tests.transcripts.surfaces import Tell

Lines = list[tuple[bool, str]]
PLATFORM = "teams"
SEEN = "⚠ "
"""What stands before an error in a dialog."""
TICKED = "✓ "
"""What stands before a button that is chosen already."""


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that the bot has shown. `channel` is empty where it is for one person alone, who is `who` (a handle).

    `how` is post (a new message), change (another in place of one), or what an answer became: card (in place of the one
    that was pressed), told (words beside it), dialog, box (words in a dialog's place) or closed. `message` is the id of
    the message, `card` its Adaptive Card and `text` its words.
    """

    how: str
    channel: str
    who: str
    message: str = ""
    card: Json | None = None
    text: str = ""

    @property
    def lines(self) -> list[str]:
        """What it says."""
        return shown_in_teams(self.card, self.text)


@dataclass(frozen=True, slots=True)
class Dialog:
    """The dialog with a card that somebody has before them, and what is typed in it, by the ids of inputs."""

    title: str
    card: Json
    typed: Mapping[str, str]


class Teams(Protocol):
    """What a transcript needs of a Teams. People go by their handle and channels by their name; without a channel it is
    somebody's own conversation with the bot. What people do fails with an AssertionError when the bot does not take it.
    """

    tenant: str

    def user(self, who: str) -> str:
        """Somebody's id in the tenant."""
        ...

    async def join(self, who: str, name: str) -> None:
        """Somebody new has an account, and the app."""
        ...

    async def say(self, who: str, text: str) -> None:
        """Write to the bot, one to one."""
        ...

    async def command(self, who: str, channel: str, text: str) -> None:
        """Use the bot's command in a channel, which only they and the bot see."""
        ...

    async def seen(self, who: str, channel: str) -> list[tuple[str, Json | None]]:
        """Every message that somebody sees, the newest first: its id, and its card as it is for them now."""
        ...

    async def press(self, who: str, channel: str, message: str, label: str, ticks: Sequence[str] = ()) -> None:
        """Press what has a label on a message, when the boxes beside it are ticked."""
        ...

    async def dialog(self, who: str) -> Dialog | None:
        """The dialog that somebody has before them, if there is anything in it to fill in or press."""
        ...

    async def submit(self, who: str, label: str, filled: Mapping[str, Value]) -> None:
        """Press what has a label in the dialog, with this in place of what was there, by the ids of inputs."""
        ...

    async def close(self, who: str) -> None:
        """Put away whatever dialog is open."""
        ...

    async def done(self) -> list[Done]:
        """What the bot has shown since this was asked last, answers before messages."""
        ...


@dataclass(slots=True)
class TeamsChat:
    """What everybody in a transcript shares: the bot with its clock and its door, and Teams.

    Only time tells what the outbox sends from what is answered at once: nothing is delivered while somebody acts.
    """

    bot: Bot
    teams: Teams
    clock: Callable[[], datetime]
    listening: Listening
    address: str
    fresh: list[Done] = field(default_factory=list)

    async def look(self) -> None:
        """See what is new."""
        self.fresh += await self.teams.done()

    def seen(self) -> list[Done]:
        """What is new, once."""
        fresh, self.fresh = self.fresh, []
        return fresh

    def says(self, text: str) -> str:
        """One of the texts that the bot says in this tenant."""
        return self.bot.desk.words_at(PLATFORM, self.teams.tenant)(text)


class TeamsSeat:
    """One person in Teams, where their conversation with the bot is one talk.

    What is answered to something done in a channel is told of there, also where Teams shows it in a dialog or in their
    own conversation: nobody else sees it.
    """

    def __init__(self, handle: str, chat: TeamsChat, tell: Tell) -> None:
        self._who, self._chat, self._teams, self._tell = handle, chat, chat.teams, tell
        self._opened = ""
        """Where the dialog was opened."""

    async def types(self, text: str, channel: str) -> None:
        """Write to the bot, or the command in a channel; a form that has to be opened first is opened."""
        await self._teams.close(self._who)
        if channel:
            await self._teams.command(self._who, channel, text)
        else:
            await self._teams.say(self._who, text)
        await self._after(channel)

    async def presses(self, chosen: Sequence[str], channel: str) -> bool:
        """Press what has this label, or tick several and send them; False when it is not there."""
        dialog = await self._teams.dialog(self._who)
        if dialog and any(_title(press) == chosen[0] for press in _presses(dialog.card["body"])):
            await self._sent(dialog, chosen[0], {})
            return True
        await self._teams.close(self._who)
        if dialog and chosen[0] == self._chat.says("button-cancel"):
            return True  # a dialog has no such button: it is put away
        found = _found(chosen, await self._teams.seen(self._who, channel))
        if found is None:
            return False
        message, ticks, label = found
        await self._teams.press(self._who, channel, message, label, ticks)
        await self._after(channel)
        return True

    async def fills(self, fields: Mapping[str, str]) -> None:
        """Fill in the open form, and send it; what is not named stays as it is."""
        dialog = await self._teams.dialog(self._who)
        assert dialog, "no form is open"
        inputs = [element for element in dialog.card["body"] if element["type"].startswith("Input.")]
        filled: dict[str, Value] = {}
        for label, said in fields.items():
            element = next(element for element in inputs if element["label"].startswith(label))
            filled[element["id"]] = self._entry(element, said)
        sends = next(press for press in _presses(dialog.card["body"]) if _sends(press))
        await self._sent(dialog, _title(sends), filled)

    def _entry(self, element: Json, said: str) -> Value:
        if element["type"] == "Input.ChoiceSet":
            return labels(said)
        if element["type"] != "Input.Date":
            return said
        day = read_date(said, self._chat.clock().date(), "sv")
        assert day, f"nobody can pick {said} in a calendar"
        return day.isoformat()

    async def _sent(self, dialog: Dialog, label: str, filled: Mapping[str, Value]) -> None:
        typed = {name: _typed(dialog, name, value) for name, value in filled.items()}
        before = replace(dialog, typed={**dialog.typed, **typed})
        await self._teams.submit(self._who, label, filled)
        await self._after(self._opened, before)

    async def _after(self, where: str, before: Dialog | None = None) -> None:
        """What comes of it at once. A form behind a button is opened, and what is only said put away, as people do."""
        await self._chat.listening.finish()
        await self._chat.look()
        for done in self._chat.seen():
            match done.how:
                case "told" if done.text != self._chat.says("chat-done"):
                    self._tell(where, done.lines)
                case "box":
                    self._tell(where, done.lines)
                    await self._teams.close(self._who)
                case "dialog":
                    self._opened = where
                    await self._shown(where, before)
                case "post":
                    assert done.who == self._who, f"everybody is told {done.lines}"
                    if not await self._opens(done, where):
                        self._tell(where, done.lines)
                case _:
                    pass  # a card that shows what was pressed, or a dialog that is gone

    async def _shown(self, where: str, before: Dialog | None) -> None:
        """The dialog; where it is the one that was sent, with a word over it, only that word."""
        dialog = await self._teams.dialog(self._who)
        assert dialog, "a dialog is open that has nothing in it"
        lines, was = shown_in_dialog(dialog), shown_in_dialog(before) if before else []
        stays = bool(was) and set(was) <= set(lines) and not any(map(_is_error, dialog.card["body"]))
        self._tell(where, [line for line in lines if line not in was] if stays else lines)

    async def _opens(self, done: Done, where: str) -> bool:
        """Whether a message only holds a form's button, which is then pressed."""
        there = list(_presses(done.card["body"])) if done.card else []
        if len(there) != 1 or "msteams" not in there[0].get("data", {}):
            return False
        await self._teams.press(self._who, done.channel, done.message, _title(there[0]))
        await self._after(where)
        return True


def _found(chosen: Sequence[str], seen: Sequence[tuple[str, Json | None]]) -> tuple[str, Sequence[str], str] | None:
    """The newest message with what is chosen: its id, what is ticked, and what is pressed."""
    for message, card in seen:
        body = card["body"] if card else []
        for n, element in enumerate(body):
            offered = [titled(element, choice) for choice in element.get("choices", [])]
            if offered and set(chosen) <= set(offered):
                return message, tuple(chosen), next(_title(press) for press in _presses(body[n:]) if _sends(press))
        if any(_title(press) == chosen[0] for press in _presses(body)):
            return message, (), chosen[0]
    return None


def _presses(elements: Sequence[Json]) -> Iterator[Json]:
    """Everything that can be pressed among elements."""
    for element in elements:
        yield from element.get("actions", [])
        yield from filter(None, [element.get("selectAction")])


def _title(action: Json) -> str:
    """What is written on it, apart from the mark of what is chosen."""
    return str(action["title"]).removeprefix(TICKED)


def _sends(action: Json) -> bool:
    """Whether it sends what is filled in or ticked, which a transcript does not write."""
    return bool(action.get("associatedInputs") == "auto")


def shown_in_teams(card: Json | None, text: str = "") -> list[str]:
    """The lines of a message: its text, and its card as Teams shows it."""
    told: Lines = [(False, line) for line in text.split("\n")]
    return bracketed([*told, *(line for element in (card["body"] if card else []) for line in _lines(element))])


def _lines(element: Json) -> Lines:
    match element["type"]:
        case "TextBlock":
            return [(False, plain(element["text"]))]
        case "RichTextBlock":
            return [(False, line) for line in _said(element).removeprefix(SEEN).split("\n")]
        case "Container":
            return [(False, line) for line in _quoted(element["items"]).split("\n")]
        case "Input.ChoiceSet":
            chosen = element.get("value", "").split(",")
            ticked = [(one["value"] in chosen, titled(element, one)) for one in element["choices"]]
            return [(False, element["label"]), *((True, f"{CHOSEN if is_on else ''}{one}") for is_on, one in ticked)]
        case _:
            return [_pressable(press) for press in _presses([element]) if not _sends(press)]


def _pressable(action: Json) -> tuple[bool, str]:
    if action["type"] == "Action.OpenUrl":
        return False, f"{action['title']}: {action['url']}"
    return True, f"{CHOSEN if action['title'].startswith(TICKED) else ''}{_title(action)}"


def _said(element: Json) -> str:
    return "".join(run["text"] for run in element["inlines"])


def _quoted(items: Sequence[Json]) -> str:
    """Somebody's words after their name, as on one line."""
    named = items[0]["inlines"][0].get("weight") == "Bolder"
    who = f"{_said(items[0])} " if named else ""
    words = "\n".join(map(_said, items[1 if named else 0 :]))
    return f"{who}”{words}”"


def shown_in_dialog(dialog: Dialog) -> list[str]:
    """The lines of a dialog: its name, what it says, and each field with what is in it or can be chosen."""
    lines: Lines = [] if dialog.title == "Idéslussen" else [(False, dialog.title)]
    for element in dialog.card["body"]:
        is_field = element["type"].startswith("Input.")
        lines += [(False, line) for line in _field(element, dialog).split("\n")] if is_field else _lines(element)
    return bracketed(lines)


def _field(element: Json, dialog: Dialog) -> str:
    label, there = element["label"], dialog.typed.get(element["id"], element.get("value", ""))
    if element["type"] == "Input.ChoiceSet":
        chosen = there.split(",") if there else [one["value"] for one in element["choices"]]
        there = " · ".join(titled(element, one) for one in element["choices"] if one["value"] in chosen)
    colon = "" if label.endswith(("?", ".")) else ":"
    return f"{label}{colon} {there}" if there else str(label)


def _typed(dialog: Dialog, name: str, value: Value) -> str:
    """What is filled in as its input holds it."""
    if isinstance(value, str):
        return value
    element = next(element for element in dialog.card["body"] if element.get("id") == name)
    return ",".join(one["value"] for one in element["choices"] if titled(element, one) in value)


def _is_error(element: Json) -> bool:
    return element["type"] == "RichTextBlock" and _said(element).startswith(SEEN)
