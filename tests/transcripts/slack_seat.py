"""One person in Slack: what they see there as the lines of a transcript, and how words, presses and forms leave it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from adapters.slack.listening import Listening
from bot.app import Bot
from ideas.people import Identity, Place
from ideas.promises import read_date
from tests.doubles import slack_hands
from tests.doubles.slack_hands import Typed
from tests.doubles.slack_request import Json
from tests.transcripts.reading import CHOSEN, bracketed
from tests.transcripts.script import labels

Lines = list[tuple[bool, str]]
Tell = Callable[[str, list[str]], None]
Filled = Mapping[str, str | tuple[str, ...]]
"""What is filled in, by the id of its block."""
VIEWS = {"views.open", "views.update"}


@dataclass(frozen=True, slots=True)
class Done:
    """A call by which the bot has shown something, as it went: `channel` is empty where it is for somebody (`who`).

    `kept` is what came from the outbox, which finds it again; `ts` is the message's.
    """

    method: str
    channel: str
    who: str
    ts: str
    blocks: list[Json]
    kept: bool


@dataclass(frozen=True, slots=True)
class Dialog:
    """The dialog that somebody has before them, and what is typed in it."""

    id: str
    body: Json
    typed: Typed

    @property
    def blocks(self) -> list[Json]:
        """What it shows."""
        blocks: list[Json] = self.body["blocks"]
        return blocks


class Slack(Protocol):
    """What a transcript needs of a Slack. People go by their handle and channels by their name; without a channel it is
    somebody's conversation with the bot. What people do fails with an AssertionError when the bot does not take it.
    """

    team: str

    def user(self, who: str) -> str:
        """Somebody's user id."""
        ...

    async def join(self, who: str, name: str) -> None:
        """Somebody new has an account."""
        ...

    async def say(self, who: str, text: str, thread: str) -> str:
        """Write to the bot, in a thread when one is given; the message's ts."""
        ...

    async def command(self, who: str, channel: str, text: str) -> list[Json]:
        """Use the bot's command; the blocks of the answer, which only they see, and which stay there."""
        ...

    async def seen(self, who: str, channel: str) -> list[tuple[str, list[Json]]]:
        """Every message and whisper that somebody sees, the newest first: its ts and its blocks."""
        ...

    async def press(self, who: str, channel: str, ts: str, label: str, ticks: Sequence[str] = ()) -> None:
        """Press what has a label under a message, when the boxes beside it are ticked."""
        ...

    async def dialog(self, who: str) -> Dialog | None:
        """The dialog that somebody has before them."""
        ...

    async def submit(self, who: str, dialog: Dialog, filled: Filled) -> Json:
        """Send it, with this in place of what was there; what the bot answers has been done by then."""
        ...

    async def close(self, who: str) -> None:
        """Put the dialog away."""
        ...

    async def done(self) -> list[Done]:
        """What the bot has shown since this was asked last."""
        ...


@dataclass(slots=True)
class Chat:
    """What everybody in a transcript shares: the bot with its clock and its door, and Slack."""

    bot: Bot
    slack: Slack
    clock: Callable[[], datetime]
    listening: Listening
    address: str
    fresh: list[Done] = field(default_factory=list)
    opened: dict[str, str] = field(default_factory=dict)

    async def look(self) -> None:
        """See what is new."""
        self.fresh += await self.slack.done()

    def seen(self) -> list[Done]:
        """What is new, once."""
        fresh, self.fresh = self.fresh, []
        return fresh


class SlackSeat:
    """One person in Slack. They write under the question that is open, else as something new."""

    def __init__(self, handle: str, chat: Chat, tell: Tell) -> None:
        self._who, self._chat, self._slack, self._tell = handle, chat, chat.slack, tell
        self._thread = ""

    async def types(self, text: str, channel: str) -> None:
        """Write to the bot, or the command in a channel; a form that has to be opened first is opened."""
        if channel:
            answer = await self._slack.command(self._who, channel, text)
            await self._after(channel)
            if answer:
                self._tell(channel, shown_in_slack(answer))
            return
        thread = self._thread if self._thread and await self._is_asked(self._thread) else ""
        said = await self._slack.say(self._who, text, thread)
        self._thread = thread or said
        await self._after("")

    async def _is_asked(self, thread: str) -> bool:
        """Whether a question is open in that thread."""
        team, user = self._slack.team, self._slack.user(self._who)

        def asked(uow: Any) -> bool:
            person = uow.person_of(Identity("slack", team, user))
            return bool(person and uow.conversation(Place("slack", team, user, thread), person.id).draft)

        return await self._chat.bot.store.turn(asked)

    async def presses(self, chosen: Sequence[str], channel: str) -> bool:
        """Press what has this label, or tick several and send them; False when it is not there."""
        dialog = await self._slack.dialog(self._who)
        if dialog and chosen[0] == _text(dialog.body.get("close")):
            await self._slack.close(self._who)
            return True
        if dialog and chosen[0] == _text(dialog.body.get("submit")):
            await self._sent(dialog, {})
            return True
        found = self._find(chosen, await self._slack.seen(self._who, channel))
        if found is None:
            return False
        ts, ticks, label = found
        self._chat.opened[self._who] = channel
        await self._slack.press(self._who, channel, ts, label, ticks)
        await self._after(channel)
        return True

    def _find(
        self, chosen: Sequence[str], seen: Sequence[tuple[str, list[Json]]]
    ) -> tuple[str, Sequence[str], str] | None:
        """The newest message with what is chosen: its ts, what is ticked, and what is pressed."""
        for ts, blocks in seen:
            there = list(slack_hands.targets(blocks))
            ticked = [t for t in there if t.element["type"] in slack_hands.MANY]
            if set(chosen) <= {target.label for target in ticked}:
                block = next(t.block for t in ticked if t.label == chosen[0])
                sends = next(e for e in block["elements"] if e["type"] == "button")
                return ts, tuple(chosen), _text(sends)
            if any(_plain(t.label) == chosen[0] for t in there if t not in ticked):
                return ts, (), chosen[0]
        return None

    async def fills(self, fields: Mapping[str, str]) -> None:
        """Fill in the open form, and send it; what is not named stays as it is."""
        dialog = await self._slack.dialog(self._who)
        assert dialog, "no form is open"
        inputs = [block for block in dialog.blocks if block["type"] == "input"]
        filled: dict[str, str | tuple[str, ...]] = {}
        for label, said in fields.items():
            block = next(block for block in inputs if block["label"]["text"].startswith(label))
            filled[block["block_id"]] = self._entry(block["element"], said)
        await self._sent(dialog, filled)

    def _entry(self, element: Json, said: str) -> str | tuple[str, ...]:
        chosen = labels(said)
        if chosen:
            return chosen if element["type"] in slack_hands.MANY else chosen[0]
        if element["type"] != "datepicker":
            return said
        day = read_date(said, self._chat.clock().date(), "sv")
        assert day, f"nobody can pick {said} in a calendar"
        return day.isoformat()

    async def _sent(self, dialog: Dialog, filled: Filled) -> None:
        was = Dialog(dialog.id, dialog.body, dialog.typed | slack_hands.fill(dialog.blocks, filled))
        before = shown_in_dialog(was, {})
        answer = await self._slack.submit(self._who, dialog, filled)
        where = self._chat.opened.get(self._who, "")
        await self._after(where)
        if answer.get("response_action") in {"errors", "update"}:
            again = await self._slack.dialog(self._who)
            assert again
            lines = shown_in_dialog(again, answer.get("errors", {}))
            if answer["response_action"] == "update":
                lines = [line for line in lines if line not in before]
            self._tell(where, lines)

    async def _after(self, channel: str) -> None:
        """What comes of it at once: whispers and views; a form behind a button is opened as a person would."""
        self._chat.opened.setdefault(self._who, channel)
        await self._chat.listening.finish()
        await self._chat.look()
        done = self._chat.seen()
        for n, call in enumerate(done):
            if call.method == "chat.postEphemeral" and call.who == self._who:
                self._tell(call.channel, shown_in_slack(call.blocks))
            elif call.method == "chat.postMessage" and not call.kept:
                if not await self._opens(call, channel):
                    self._tell("", shown_in_slack(call.blocks))
            elif call.method in VIEWS and not any(later.method in VIEWS for later in done[n + 1 :]):
                dialog = await self._slack.dialog(self._who)
                assert dialog
                self._chat.opened[self._who] = channel
                self._tell(channel, shown_in_dialog(dialog, {}))

    async def _opens(self, call: Done, channel: str) -> bool:
        """Whether a message only holds a form's button, which is then pressed."""
        there = slack_hands.targets(call.blocks)
        opener = next((target for target in there if target.element["action_id"].startswith("open:")), None)
        if opener is None:
            return False
        await self._slack.press(self._who, "", call.ts, opener.label)
        await self._after(channel)
        return True


def _text(element: Json | None) -> str:
    if not element:
        return ""
    inside = element.get("text", "")
    return str(inside["text"] if isinstance(inside, dict) else inside)


def _plain(label: str) -> str:
    return label.removeprefix("✓ ")


def shown_in_slack(blocks: list[Json]) -> list[str]:
    """The lines of a card as Slack shows its blocks."""
    return bracketed([line for block in blocks for line in _lines(block)])


def _lines(block: Json) -> Lines:
    match block["type"]:
        case "header":
            return [(False, block["text"]["text"])]
        case "rich_text":
            return [(False, line) for line in _said(block["elements"])]
        case "actions":
            return [(True, _marked(t)) for t in slack_hands.targets([block]) if not _sends(t, block)]
        case "section":
            return [(False, block["text"]["text"])]
        case _:
            return []


def _sends(target: slack_hands.Target, block: Json) -> bool:
    """Whether it is the button that sends what is ticked, which a transcript does not write."""
    return str(block["block_id"]).startswith("m") and target.element["type"] == "button"


def _marked(target: slack_hands.Target) -> str:
    chosen = target.label.startswith("✓ ") or target.option in target.element.get("initial_options", [])
    return f"{CHOSEN}{_plain(target.label)}" if chosen else target.label


def _said(elements: list[Json]) -> list[str]:
    """Text line by line; a quote after its writer's name, as on one line."""
    lines: list[str] = []
    for element in elements:
        text = "".join(
            f"{e.get('text', '')}: {e['url']}" if e["type"] == "link" else e["text"] for e in element["elements"]
        )
        if element["type"] == "rich_text_quote":
            who = lines.pop() if lines and lines[-1].endswith(":") else ""
            lines += f"{who} ”{text}”".strip().split("\n")
        else:
            lines += [line for line in text.split("\n") if line.strip()]
    return lines


def shown_in_dialog(dialog: Dialog, errors: Mapping[str, str]) -> list[str]:
    """The lines of a dialog: its name, what it says, and each field with what is in it or can be chosen."""
    title = _text(dialog.body["title"])
    lines: Lines = [] if title == "Idéslussen" else [(False, title)]
    for block in dialog.blocks:
        lines += _field(block, dialog.typed, errors) if block["type"] == "input" else _lines(block)
    return bracketed(lines)


def _field(block: Json, typed_there: Typed, errors: Mapping[str, str]) -> Lines:
    element, label = block["element"], block["label"]["text"]
    typed = (
        typed_there.get((block["block_id"], element["action_id"]))
        or slack_hands.state([block], {})[block["block_id"]][element["action_id"]]
    )
    chosen = [o["text"]["text"] for o in [*(typed.get("selected_options") or []), typed.get("selected_option")] if o]
    offered = [o["text"]["text"] for o in slack_hands.options(element)]
    there = typed.get("value") or typed.get("selected_date") or " · ".join(chosen or offered)
    colon = "" if label.endswith(("?", ".")) else ":"
    hint = _text(block.get("hint"))
    lines = [f"{label}{colon} {there}" if there else label, errors.get(block["block_id"], ""), *hint.split("\n")]
    return [(False, line.removeprefix("⚠ ")) for text in lines for line in text.split("\n")]
