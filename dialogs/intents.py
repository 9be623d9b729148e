"""What somebody means: a press, a command, an answer, or words that may be the beginning of something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dialogs.commands import Command, NotUnderstood, Reference, nearest, read_command, read_reference
from dialogs.messages import FieldValue, Inbound
from dialogs.words import DIALOG_WORDS, Verb

_SHORT = 2


@dataclass(frozen=True, slots=True)
class Intent:
    """What is asked for. `value` is what a button carries; `text` is own words; `fields` a filled-in form.

    `sure` is set when the person goes on although a text was stopped as belonging to another channel.
    """

    verb: Verb
    reference: Reference | None = None
    text: str = ""
    value: str = ""
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    pressed: bool = False
    sure: bool = False

    def field(self, key: str) -> str:
        """One field of the form as text, without surrounding space."""
        value = self.fields.get(key, "")
        return (value if isinstance(value, str) else (value[0] if value else "")).strip()

    @property
    def choices(self) -> tuple[str, ...]:
        """The values ticked in a set of choices."""
        value = self.fields.get("choices", ())
        return (value,) if isinstance(value, str) else tuple(value)


def recognise(inbound: Inbound, asked: bool, languages: Sequence[str]) -> Intent | NotUnderstood:
    """What an inbound means, given whether a question is open in that conversation.

    While a question is open, text is the answer, except a whole message that is a dialog word, a command with an
    idea's number, or words addressed to the bot explicitly.
    """
    if inbound.action:
        return _pressed(inbound)
    text = inbound.text.strip()
    command = read_command(text, languages)
    if asked and not inbound.explicit:
        return _in_dialog(command, text, inbound.sure)
    if command and (command.reference or inbound.explicit or not _bare_number_word(command)):
        return _commanded(command)
    if inbound.explicit or (command is None and len(text.split()) <= _SHORT and nearest(text, languages)):
        return NotUnderstood(text, nearest(text, languages))
    return _commanded(command) if command else Intent(Verb.WRITE, text=inbound.text, sure=inbound.sure)


def _pressed(inbound: Inbound) -> Intent | NotUnderstood:
    if inbound.action not in set(Verb):
        return NotUnderstood(inbound.action)
    named = read_reference(inbound.value)
    reference = named[0] if named else None
    verb = Verb(inbound.action)
    return Intent(verb, reference, inbound.text, inbound.value, inbound.fields, pressed=True, sure=inbound.sure)


def _in_dialog(command: Command | None, text: str, sure: bool) -> Intent:
    if command and command.reference:
        return _commanded(command)
    if command and not command.tail and command.verb in DIALOG_WORDS:
        return _commanded(command)
    if command and command.verb is Verb.CLOSE:
        return Intent(Verb.CANCEL)
    return Intent(Verb.WRITE, text=text, sure=sure)


def _bare_number_word(command: Command) -> bool:
    return command.verb in {Verb.ASK, Verb.TELL}


def _commanded(command: Command) -> Intent:
    return Intent(command.verb, command.reference, command.tail, str(command.reference or ""))
