"""One person in Slack: what they see there as the lines of a transcript, and how words, presses and forms leave it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.app import Bot
from ideas.people import Identity, Place
from ideas.promises import read_date
from tests.doubles import slack_hands
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_driver import Driver
from tests.doubles.slack_request import Json
from tests.doubles.slack_transport import Answer
from tests.doubles.slack_views import View
from tests.doubles.slack_world import Ephemeral, Message
from tests.transcripts.reading import CHOSEN, bracketed
from tests.transcripts.script import labels

TEAM = "T0TRANSCRIPT"
Lines = list[tuple[bool, str]]
Tell = Callable[[str, list[str]], None]


def id_of(handle: str) -> str:
    """Somebody's user id."""
    return f"U0{handle.upper()}"


@dataclass(slots=True)
class Chat:
    """What everybody in a transcript shares: the bot, Slack, and a way to let what was asked be answered."""

    bot: Bot
    slack: SlackDouble
    people: Driver
    finish: Callable[[], Awaitable[None]]
    shown: int = 0
    opened: dict[str, str] = field(default_factory=dict)


class SlackSeat:
    """One person in Slack. They write under the question that is open, else as something new."""

    def __init__(self, handle: str, chat: Chat, tell: Tell) -> None:
        self._user, self._chat, self._tell = id_of(handle), chat, tell
        self._thread = ""

    async def types(self, text: str, channel: str) -> None:
        """Write to the bot, or the command in a channel; a form that has to be opened first is opened."""
        if channel:
            answer = await self._chat.people.command(self._user, channel, text)
            await self._after(answer, channel)
            if answer.body:
                self._tell(channel, shown_in_slack(answer.body["blocks"]))
            return
        thread = self._thread if self._thread and await self._is_asked(self._thread) else ""
        answer = await self._chat.people.say(self._user, text, thread)
        self._thread = thread or answer.ts
        await self._after(answer, "")

    async def _is_asked(self, thread: str) -> bool:
        """Whether a question is open in that thread."""
        here = Place("slack", TEAM, self._user, thread)

        def asked(uow: Any) -> bool:
            person = uow.person_of(Identity("slack", TEAM, self._user))
            return bool(person and uow.conversation(here, person.id).draft)

        return await self._chat.bot.store.turn(asked)

    async def presses(self, chosen: Sequence[str], channel: str) -> bool:
        """Press what has this label, or tick several and send them; False when it is not there."""
        view = self._chat.slack.modal(self._user)
        if view and chosen[0] == _text(view.body.get("close")):
            await self._chat.people.close_view(self._user)
            return True
        if view and chosen[0] == _text(view.body.get("submit")):
            await self._sent(view, {})
            return True
        where = channel or self._user
        found = self._find(chosen, where)
        if found is None:
            return False
        ts, ticks, label = found
        self._chat.opened[self._user] = channel
        answer = await self._chat.people.press(self._user, where, ts, label=label, ticks=ticks)
        await self._after(answer, channel)
        return True

    def _find(self, chosen: Sequence[str], where: str) -> tuple[str, Sequence[str], str] | None:
        """The newest message with what is chosen: its ts, what is ticked, and what is pressed."""
        world = self._chat.slack.world
        channel = (
            world.workspaces[TEAM].direct(where) if where == self._user else world.workspaces[TEAM].channels[where]
        )
        alone = [e for e in world.ephemerals if (e.channel, e.user) == (channel.id, self._user)]
        seen: list[Message | Ephemeral] = sorted(
            [*channel.messages, *alone], key=lambda message: message.ts, reverse=True
        )
        for message in seen:
            there = list(slack_hands.targets(message.blocks))
            ticked = [t for t in there if t.element["type"] in slack_hands.MANY]
            if set(chosen) <= {target.label for target in ticked}:
                block = next(t.block for t in ticked if t.label == chosen[0])
                sends = next(e for e in block["elements"] if e["type"] == "button")
                return message.ts, tuple(chosen), _text(sends)
            if any(_plain(t.label) == chosen[0] for t in there if t not in ticked):
                return message.ts, (), chosen[0]
        return None

    async def fills(self, fields: Mapping[str, str]) -> None:
        """Fill in the open form, and send it; what is not named stays as it is."""
        view = self._chat.slack.modal(self._user)
        assert view, "no form is open"
        inputs = [block for block in view.blocks if block["type"] == "input"]
        filled: dict[str, Any] = {}
        for label, said in fields.items():
            block = next(block for block in inputs if block["label"]["text"].startswith(label))
            filled[block["block_id"]] = self._entry(block["element"], said)
        await self._sent(view, filled)

    def _entry(self, element: Json, said: str) -> str | tuple[str, ...]:
        chosen = labels(said)
        if chosen:
            return chosen if element["type"] in slack_hands.MANY else chosen[0]
        if element["type"] != "datepicker":
            return said
        day = read_date(said, self._chat.slack.world.now().date(), "sv")
        assert day, f"nobody can pick {said} in a calendar"
        return day.isoformat()

    async def _sent(self, view: View, filled: Mapping[str, Any]) -> None:
        view.typed |= slack_hands.fill(view.blocks, filled)
        was = replace(view)
        answer = await self._chat.people.submit(self._user, view.id, filled)
        await self._after(answer, self._chat.opened.get(self._user, ""))
        if answer.body and answer.body.get("response_action") in {"errors", "update"}:
            again = self._chat.slack.modal(self._user)
            assert again
            lines, before = shown_in_view(again, answer.body.get("errors", {})), shown_in_view(was, {})
            if answer.body["response_action"] == "update":
                lines = [line for line in lines if line not in before]
            self._tell(self._chat.opened.get(self._user, ""), lines)

    async def _after(self, answer: Answer, channel: str) -> None:
        """What comes of it at once: whispers and views; a form behind a button is opened as a person would."""
        assert answer.ok, answer
        self._chat.opened.setdefault(self._user, channel)
        await self._chat.finish()
        for call in self._chat.slack.calls[self._chat.shown :]:
            params = call.params
            if call.method == "chat.postEphemeral" and params["user"] == self._user:
                self._tell(params["channel"], shown_in_slack(_blocks(params)))
            elif call.method == "chat.postMessage" and "metadata" not in params:
                if not await self._opens(_blocks(params), channel):
                    self._tell("", shown_in_slack(_blocks(params)))
            elif call.method in {"views.open", "views.update"}:
                view = self._chat.slack.modal(self._user)
                assert view
                self._chat.opened[self._user] = channel
                self._tell(channel, shown_in_view(view, {}))
        self._chat.shown = len(self._chat.slack.calls)

    async def _opens(self, blocks: list[Json], channel: str) -> bool:
        """Whether a message only holds a form's button, which is then pressed."""
        opener = next((t for t in slack_hands.targets(blocks) if t.element["action_id"].startswith("open:")), None)
        if opener is None:
            return False
        self._chat.shown = len(self._chat.slack.calls)
        answer = await self._chat.people.press(self._user, self._user, label=opener.label)
        await self._after(answer, channel)
        return True


def _blocks(params: Json) -> list[Json]:
    blocks: list[Json] = params["blocks"]
    return blocks


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


def shown_in_view(view: View, errors: Mapping[str, str]) -> list[str]:
    """The lines of a modal: its name, what it says, and each field with what is in it or can be chosen."""
    title = _text(view.body["title"])
    lines: Lines = [] if title == "Idéslussen" else [(False, title)]
    for block in view.blocks:
        lines += _field(block, view, errors) if block["type"] == "input" else _lines(block)
    return bracketed(lines)


def _field(block: Json, view: View, errors: Mapping[str, str]) -> Lines:
    element, label = block["element"], block["label"]["text"]
    typed = (
        view.typed.get((block["block_id"], element["action_id"]))
        or slack_hands.state([block], {})[block["block_id"]][element["action_id"]]
    )
    chosen = [o["text"]["text"] for o in [*(typed.get("selected_options") or []), typed.get("selected_option")] if o]
    offered = [o["text"]["text"] for o in slack_hands.options(element)]
    there = typed.get("value") or typed.get("selected_date") or " · ".join(chosen or offered)
    colon = "" if label.endswith(("?", ".")) else ":"
    hint = _text(block.get("hint"))
    lines = [f"{label}{colon} {there}" if there else label, errors.get(block["block_id"], ""), *hint.split("\n")]
    return [(False, line.removeprefix("⚠ ")) for text in lines for line in text.split("\n")]
