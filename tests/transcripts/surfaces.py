"""One person at one surface: what they see there, and how a typed word, a press or a filled-in form leaves it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any, Protocol

from adapters.terminal.app import build
from adapters.terminal.inbound import Seat
from adapters.terminal.render import render
from adapters.terminal.send import TerminalSender
from adapters.web.inbound import dm, read
from adapters.web.render import answer, message
from bot.desk import Desk
from dialogs.cards import Form
from dialogs.messages import Delivery, Inbound, Now, Receipt
from ideas.people import Place
from tests.transcripts.reading import (
    Element,
    name_of,
    numbered,
    options,
    parsed,
    shown_in_terminal,
    shown_on_page,
    value_of,
)
from tests.transcripts.script import labels

Tell = Callable[[str, list[str]], None]
"""Write down what was shown: in which channel, in which lines."""


NO_FORM = (Element("", {}), "")


class Surface(Protocol):
    """What a transcript needs of a surface. A channel is the person's own chat unless another is named."""

    async def types(self, text: str, channel: str) -> None:
        """Say something."""
        ...

    async def presses(self, chosen: Sequence[str], channel: str) -> bool:
        """Press what has this label, or choose several and send; False when it is not there."""
        ...

    async def fills(self, fields: Mapping[str, str]) -> None:
        """Fill in the open form and send it; what is not named stays as it is."""
        ...


class Pages:
    """The page's sender: every message as HTML, by place, the newest last."""

    def __init__(self, tell: Callable[[Delivery, list[str]], None]) -> None:
        self._tell = tell
        self.shown: dict[Place, list[Element]] = {}

    async def send(self, delivery: Delivery) -> Receipt:
        """Show it in its place."""
        told = message(delivery)
        card = parsed(told["html"])
        if not told["own"]:
            self.shown.setdefault(delivery.place, []).append(card)
            self._tell(delivery, shown_on_page(card))
        return Receipt(delivery.key)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """Nothing is ever lost here, so nothing is looked for."""
        return None


class Page:
    """One person at the try-it page: a press is found in the HTML, and its attributes are posted as JSON."""

    def __init__(self, body: str, handle: str, desk: Desk, pages: Pages, tell: Tell) -> None:
        self._body, self._handle, self._desk, self._pages, self._tell = body, handle, desk, pages, tell
        self._keys, self._stopped, self._open = count(1), dict[str, Any](), NO_FORM

    async def types(self, text: str, channel: str) -> None:
        """Write in the box and send."""
        self._stopped = {"text": text}
        await self._post({"text": text}, channel)

    async def presses(self, chosen: Sequence[str], channel: str) -> bool:
        """Press the newest of what has this label, or tick the choices and send them."""
        ways_out = [button.text for button in self._open[0].all("button") if "data-cancel" in button.attributes]
        if chosen[0] in ways_out:
            self._open = NO_FORM
            return True
        for card in reversed(self._pages.shown.get(self._place(channel), [])):
            for button in card.all("button"):
                if button.text == chosen[0] and button["data-action"]:
                    await self._press(button, channel)
                    return True
            for form in card.all("options"):
                offered = options(form)
                if form.tag == "form" and set(chosen) <= set(offered):
                    values = [offered[label] for label in chosen]
                    await self._post(_act(form) | {"fields": {"choices": values}}, channel)
                    return True
        return False

    async def _press(self, button: Element, channel: str) -> None:
        what = _act(button)
        if "data-choice" in button.attributes:
            what["fields"] = {"choices": [button["data-choice"]]}
        if "data-resend" in button.attributes:
            what |= {**self._stopped, "sure": True}
        await self._post(what, channel)

    async def fills(self, fields: Mapping[str, str]) -> None:
        """Fill in the open form, and send what is in all of its fields."""
        form, channel = self._open
        assert form["data-action"], "no form is open"
        named = {field.first("textarea", "input", "select")["name"]: field for field in form.all("field")}
        filled = {name: _kept(field) for name, field in named.items()}
        for label, said in fields.items():
            name, field = next((n, f) for n, f in named.items() if name_of(f).startswith(label))
            values = [options(field)[one] for one in labels(said)]
            filled[name] = (values if isinstance(filled[name], list) else values[0]) if values else said
        self._stopped = _act(form) | {"fields": filled}
        await self._post(self._stopped, channel)

    async def _post(self, what: Mapping[str, Any], channel: str) -> None:
        key, place = f"{self._handle}-{next(self._keys)}", self._place(channel)
        payload = {"key": key, "as": self._handle, "body": self._body, "place": place.channel, **what}
        inbound = read(json.loads(json.dumps(payload)))
        assert inbound, f"not taken: {payload}"
        now = await self._desk.take(inbound)
        self._open = self._open if now and now.refused else NO_FORM
        if now and now.card:
            card = parsed(answer(now.card, key)["html"])
            self._pages.shown.setdefault(place, []).append(card)
            self._open = next(((form, channel) for form in card.all("form") if form["class"] == "form"), self._open)
            self._tell(channel, shown_on_page(card))

    def _place(self, channel: str) -> Place:
        return Place("local", self._body, channel or dm(self._handle))


def _act(element: Element) -> dict[str, Any]:
    return {"action": element["data-action"], "value": element["data-value"]}


def _kept(field: Element) -> str | list[str]:
    """What a field holds as the page was drawn."""
    chosen = [e["value"] for e in field.all("input", "option") if {"checked", "selected"} & set(e.attributes)]
    if any(e["type"] == "checkbox" for e in field.all("input")):
        return chosen
    return chosen[0] if chosen else value_of(field)


class Terminal:
    """One person at a terminal: a press is the number of its label in the last text that had numbers."""

    def __init__(self, body: str, handle: str, desk: Desk, tell: Tell) -> None:
        seat = Seat(body, handle)
        self.sender = TerminalSender(seat.place, self._show)
        self._desk, self._tell, self._numbers = desk, tell, dict[str, str]()
        self._prompt, self._form, self._typed, self._waits = "", 0, asyncio.Queue[str](), asyncio.Event()
        self._talking = asyncio.ensure_future(build(seat, self, self.sender, self._take, handle).talk())

    async def ask(self, prompt: str) -> str:
        """The next line that is typed."""
        self._waits.set()
        return await self._typed.get()

    def tell(self, text: str) -> None:
        """The name of a form, and then of each of its fields."""
        self._prompt = text

    def _show(self, text: str) -> None:
        self._numbers = numbered(text) or self._numbers
        self._tell("", shown_in_terminal(text))

    async def _take(self, inbound: Inbound) -> Now | None:
        now = await self._desk.take(inbound)
        card = now.card if now else None
        form = [part for part in card.parts if isinstance(part, Form)] if card else []
        fields = form[0].fields if form else ()
        wrong = [field for field in fields if now and now.refused and field.error]
        self._form = len(wrong or fields)  # of a form that comes back, only what was wrong is asked for again
        if card and form:
            self._tell("", shown_in_terminal(render(card)))
        return now

    async def types(self, text: str, channel: str = "") -> None:
        """Type a line and wait for the next prompt."""
        assert not channel, "a terminal has no channels"
        self._waits.clear()
        self._typed.put_nowait(text)
        waiting = asyncio.ensure_future(self._waits.wait())
        await asyncio.wait({waiting, self._talking}, return_when=asyncio.FIRST_COMPLETED)
        assert waiting.done(), self._talking.result()

    async def presses(self, chosen: Sequence[str], channel: str = "") -> bool:
        """Type the numbers of these labels; the way out of a form is typed as it stands."""
        if self._form:
            self._form = 0
            await self.types(chosen[0])
            return True
        if channel or not set(chosen) <= set(self._numbers):
            return False
        numbers, self._numbers = self._numbers, {}
        await self.types(", ".join(numbers[label] for label in chosen))
        return True

    async def fills(self, fields: Mapping[str, str]) -> None:
        """Answer each field as it is asked for; Enter leaves what is there."""
        assert self._form, "no form is open"
        left = dict(fields)
        for _ in range(self._form):
            lines = self._prompt.split("\n")
            asked = next((label for label in left if any(line.startswith(label) for line in lines)), "")
            said, numbers = left.pop(asked, ""), numbered(self._prompt)
            await self.types(", ".join(numbers[label] for label in labels(said)) or said)
        assert not left, f"nothing was asked called {', '.join(left)}"

    async def close(self) -> None:
        """Leave the terminal."""
        self._talking.cancel()
        await asyncio.wait({self._talking})
