"""A conversation in a terminal or a pipe: reads lines, asks a form's fields one by one, prints what comes back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from itertools import count
from typing import Protocol

from adapters.terminal.inbound import Seat, pick, read, said
from adapters.terminal.send import TerminalSender
from dialogs.cards import Card, Choice, Field, Form
from dialogs.messages import FieldValue, Inbound, Now

Take = Callable[[Inbound], Awaitable[Now | None]]

LEAVING = frozenset({"avbryt", "cancel", "afbryd"})
"""Words that leave a form in any language, besides its own label for it."""


class Screen(Protocol):
    """What the person sees and types."""

    def ask(self, prompt: str) -> Awaitable[str | None]:
        """The next line, or None at the end."""
        ...

    def tell(self, text: str) -> None:
        """Print something the bot says."""
        ...


class Chat:
    """One person's conversation."""

    def __init__(self, seat: Seat, screen: Screen, sender: TerminalSender, take: Take, keys: Iterator[str]) -> None:
        self._seat, self._screen, self._sender, self._take, self._keys = seat, screen, sender, take, keys
        self._stopped: Inbound | None = None

    async def talk(self) -> None:
        """Until the lines end."""
        while (line := await self._screen.ask("")) is not None:
            await self.line(line)

    async def line(self, line: str) -> None:
        """One typed line, and whatever it leads to."""
        inbound = read(line, next(self._keys), self._seat, self._sender.offered, self._stopped)
        self._sender.offered = () if inbound.action else self._sender.offered
        await self._act(inbound)

    async def _act(self, inbound: Inbound) -> None:
        now = await self._take(inbound)
        card = now.card if now else None
        form = next((part for part in card.parts if isinstance(part, Form)), None) if card else None
        if now and now.refused and not form:
            self._stopped = inbound
        elif inbound.text or inbound.fields:
            self._stopped = None
        if card and form:
            await self._fill_in(card, form, inbound.fields if now and now.refused else {})
        elif card:
            self._sender.show(card)

    async def _fill_in(self, card: Card, form: Form, given: Mapping[str, FieldValue]) -> None:
        """Ask for the fields, and send them. Of a form that came back only those with errors, the rest as `given`."""
        self._screen.tell("\n".join([card.summary.split("\n")[0], *([f"[{form.cancel}]"] if form.cancel else [])]))
        wrong = [field for field in form.fields if given and field.error]
        fields = {field.key: given[field.key] for field in form.fields if field.key in given}
        for field in wrong or form.fields:
            answer = await self._field(field, LEAVING | {form.cancel.casefold()} - {""})
            if answer is None:
                return
            fields[field.key] = answer
        await self._act(said(next(self._keys), self._seat, action=form.action, value=form.value, fields=fields))

    async def _field(self, field: Field, leaving: frozenset[str]) -> FieldValue | None:
        """One field's answer; Enter keeps what is there. None when the lines have ended, or the form is left."""
        options = [f"  {n}. {option.label}" for n, option in enumerate(field.options, 1)]
        kept = f" [{field.value}]" if field.value and not field.options else ""
        marks = [field.error] if field.error else []
        self._screen.tell("\n".join([*marks, f"{field.label}{kept}", *options, *([field.hint] if field.hint else [])]))
        typed = await self._screen.ask("")
        if typed is None or typed.strip().casefold() in leaving:
            return None
        if not field.options:
            return typed if typed.strip() else field.value
        return _chosen(field, typed)


def _chosen(field: Field, typed: str) -> FieldValue:
    many = field.kind == "choices"
    offered = [Choice(o.label, "", field.key, (o.value,), many=many) for o in field.options]
    picked = pick(typed, offered)
    if picked:
        return picked[1] if many else picked[1][0]
    by_word = [
        o.value for o in field.options if o.label.casefold() == typed.strip().casefold() or o.value == typed.strip()
    ]
    if not typed.strip():
        by_word = [o.value for o in field.options if o.chosen]
    return tuple(by_word) if many else (by_word[0] if by_word else "")


def build(seat: Seat, screen: Screen, sender: TerminalSender, take: Take, session: str) -> Chat:
    """A conversation ready to talk. `session` keeps the keys of this run apart from those of other runs."""
    keys = (f"{session}:{n}" for n in count(1))
    return Chat(seat, screen, sender, take, keys)
