"""What people in Teams press, tick and fill in, and what Teams does with the bot's answers to it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Self

from tests.doubles import teams_hands
from tests.doubles.teams_delivery import Delivery
from tests.doubles.teams_dialogs import UNREACHABLE, Dialog, Origin
from tests.doubles.teams_hands import Target, Value
from tests.doubles.teams_request import Json
from tests.doubles.teams_transport import Answer, Parcel
from tests.doubles.teams_world import Conversation, Message, Person


@dataclass(frozen=True, slots=True)
class Meant:
    """Which button somebody means: by its label, its verb, or something in what it sends."""

    label: str = ""
    verb: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A press that has been made and not been brought yet."""

    person: Person
    there: Conversation
    message: Message
    target: Target
    parcel: Parcel


class Pressing(Delivery):
    """Everybody's hands on what they see. `is_old` clients know no Action.Execute and press its fallback."""

    is_old = False

    def on_old_client(self) -> Self:
        """The same hands on a client that knows only Action.Submit."""
        other = copy(self)
        other.is_old = True
        return other

    # On messages

    async def press(
        self,
        who: str,
        where: str = "",
        message: str = "",
        *,
        label: str = "",
        verb: str = "",
        value: str = "",
        ticks: Sequence[str] = (),
        fields: Mapping[str, Value] | None = None,
    ) -> Answer:
        """Somebody presses what has this label (or verb) on a message: the newest that has it when none is said.

        `value` is something in what the button sends, which tells buttons of one name apart. Before they press they
        make the choices `ticks` and fill in `fields`, by label or id. Without a place it is in their own conversation.
        What the answer says is done then: the card is another for them, words are told, or a dialog opens.
        """
        meant = Meant(label, verb, value)
        return await self._brought(self._pressed(who, where, message, meant, ticks, fields or {}))

    async def double_click(self, who: str, where: str = "", message: str = "", *, label: str) -> tuple[Answer, Answer]:
        """Somebody presses twice before anything is answered: two activities, each with an id of its own."""
        presses = [self._pressed(who, where, message, Meant(label), (), {}) for _ in range(2)]
        one, other = await asyncio.gather(*map(self._brought, presses))
        return one, other

    def fill_card(self, who: str, where: str, message: str, fields: Mapping[str, Value]) -> None:
        """Somebody fills in inputs of a card on a message, and presses nothing yet."""
        person, there = self._there(who, where)
        found = self._existing(person, there, message)
        card = found.card_for(person.aad)
        assert card, f"{message} has no card"
        typed = self._world.typed.setdefault((person.aad, there.id, found.id), {})
        typed |= teams_hands.fill(teams_hands.inputs((card,)), fields)

    # In dialogs

    def fill(self, who: str, fields: Mapping[str, Value], ticks: Sequence[str] = ()) -> None:
        """Somebody fills in the dialog before them, by labels or ids, and has not sent it."""
        dialog = self._dialog(who)
        assert dialog.card, f"there is nothing to fill in: {dialog.text}"
        inputs = teams_hands.inputs((dialog.card,))
        dialog.typed |= teams_hands.fill(inputs, fields)
        dialog.typed = teams_hands.tick(inputs, ticks, dialog.typed)

    async def submit(
        self, who: str, fields: Mapping[str, Value] | None = None, *, label: str = "", ticks: Sequence[str] = ()
    ) -> Answer:
        """Somebody fills in the dialog before them and presses what has this label (the first when none is said).

        Then Teams does what the answer says: the dialog goes on, says something, or closes.
        """
        self.fill(who, fields or {}, ticks)
        dialog, person = self._dialog(who), self._world.person(who)
        targets = [target for target in teams_hands.targets(dialog.card) if target.kind == "Action.Submit"]
        assert targets, f"nothing in the dialog can be sent: {dialog.labels}"
        target = teams_hands.find(dialog.card, label) if label else targets[0]
        assert target.kind == "Action.Submit", f"{target.kind} does not work in a dialog"
        assert not target.opens, "a dialog opens no other"
        sent = teams_hands.sent(target, dialog.typed)
        answer = await self.activity(self._activities.sent(person, dialog.origin, sent))
        return self._acted(person, dialog.origin, answer)

    def close(self, who: str) -> None:
        """Somebody puts the dialog away. Nobody is told."""
        self._dialog(who)
        self._teams.dialogs.close(self._world.person(who).aad)

    # Commands of the message extension

    async def use(
        self, who: str, command: str, where: str = "", message: str = "", *, text: str = "", context: str = "",
        tells_where: bool = True,
    ) -> Answer:  # fmt: skip
        """Somebody chooses a command: on a message that they see, or from where they write. A dialog opens.

        `context` is message, compose or commandBox; `text` is the message's HTML when it is to be another. With
        `tells_where` off the bot is not told the conversation, as Microsoft documents it for chats between people.
        """
        person, there = self._there(who, where)
        found = self._existing(person, there, message) if message else None
        payload = self._activities.payload(there, found, text) if found else {}
        context = context or ("message" if found else "compose")
        known = there if tells_where else None
        origin = Origin(known, found.thread if found else "", message, command, context, payload)
        return self._acted(person, origin, await self.activity(self._activities.asked(person, origin)), opens=True)

    # How it is done

    def _pressed(
        self,
        who: str,
        where: str,
        message: str,
        meant: Meant,
        ticks: Sequence[str],
        fields: Mapping[str, Value],
    ) -> Press:
        person, there = self._there(who, where)
        found = self._shown(person, there, message, meant)
        target = self._known(teams_hands.find(found.card_for(person.aad), meant.label, meant.verb, meant.value))
        typed = self._world.typed.setdefault((person.aad, there.id, found.id), {})
        inputs = teams_hands.inputs(target.scope)
        typed |= teams_hands.fill(inputs, fields)
        typed |= teams_hands.tick(inputs, ticks, typed)
        return Press(person, there, found, target, Parcel(self._told(person, there, found, target, typed)))

    def _told(self, person: Person, there: Conversation, message: Message, target: Target, typed: Json) -> Json:
        sent = teams_hands.sent(target, typed)
        match target.kind:
            case "Action.Execute":
                return self._activities.executed(person, there, message, target, sent)
            case "Action.Submit" if target.opens:
                return self._activities.fetched(person, there, message, sent)
            case "Action.Submit":
                return self._activities.submitted(person, there, message, sent)
            case kind:
                raise AssertionError(f"{kind} {target.label!r} tells the bot nothing")

    def _known(self, target: Target) -> Target:
        """What a client presses that knows only some kinds of buttons."""
        if target.kind != "Action.Execute" or not self.is_old:
            return target
        instead = target.action.get("fallback")
        assert isinstance(instead, dict), f"an old client does not show {target.label!r}"
        return Target(str(instead.get("title", "")), instead, target.scope)

    async def _brought(self, press: Press) -> Answer:
        answer = await self.deliver(press.parcel)
        if not press.parcel.is_invoke:
            return answer
        if press.target.opens:
            origin = Origin(press.there, press.message.thread, press.message.id)
            return self._acted(press.person, origin, answer, opens=True)
        if not answer.ok:
            return replace(answer, trouble=f"{UNREACHABLE} {answer.trouble}".strip())
        trouble = self._teams.dialogs.react(press.person.aad, press.message, answer.body)
        return replace(answer, trouble=trouble)

    def _acted(self, person: Person, origin: Origin, answer: Answer, *, opens: bool = False) -> Answer:
        """Do with a dialog what the answer says. An answer Teams cannot use leaves it as it is, with a complaint."""
        if not answer.ok:
            return replace(answer, trouble=f"{UNREACHABLE} {answer.trouble}".strip())
        return replace(answer, trouble=self._teams.dialogs.act(person.aad, origin, answer.body, opens=opens))

    def _shown(self, person: Person, there: Conversation, message: str, meant: Meant) -> Message:
        """The message that is meant, among those that this person sees here."""
        if message:
            return self._existing(person, there, message)
        seen = [one for one in reversed(there.messages) if one.is_seen_by(person.aad, self._world.now())]
        sought = (meant.label, meant.verb, meant.value)
        found = next((one for one in seen if teams_hands.has(one.card_for(person.aad), *sought)), None)
        if found is None:
            there_is = [label for one in seen[:20] for label in one.labels(person.aad)]
            wished = f"{' '.join(filter(None, sought))!r} in {there.name or there.id}"
            raise AssertionError(f"{person.handle} sees nothing like {wished}: {there_is}")
        return found

    def _dialog(self, who: str) -> Dialog:
        dialog = self._teams.dialog(who)
        assert dialog, f"{who} has no dialog before them"
        return dialog
