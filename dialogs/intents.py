"""What somebody means: a press, a command, an answer, or words that may be the beginning of something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dialogs.commands import (
    Command,
    NotUnderstood,
    Reference,
    nearest,
    read_command,
    read_language,
    read_reference,
)
from dialogs.folding import folded
from dialogs.messages import FieldValue, Inbound
from dialogs.questions import cleaned
from dialogs.seen import Seen, parted
from dialogs.words import DIALOG_WORDS, NO_TAIL, WHEN, Verb

_SHORT = 2


@dataclass(frozen=True, slots=True)
class Intent:
    """What is asked for. `value` is what a button carries; `text` is own words; `fields` a filled-in form.

    `sure` is set when the person goes on although a text was stopped as belonging to another channel. `seen` is what a
    form showed when it was opened.
    """

    verb: Verb
    reference: Reference | None = None
    text: str = ""
    value: str = ""
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    pressed: bool = False
    sure: bool = False
    seen: Seen = field(default_factory=Seen)

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
    text = cleaned(inbound.text)
    command = read_command(text, languages)
    written = Intent(Verb.WRITE, text=inbound.text, sure=inbound.sure)
    if asked and not inbound.explicit:
        return (_said_in_dialog(command) if command else None) or written
    if command:
        return _commanded(command)
    named = read_reference(text)
    if named and named[0].code and not named[1]:
        return Intent(Verb.SHOW, named[0])
    sure = inbound.explicit or text.isdecimal()  # that it is no telling
    near = ""
    if sure or len(text.split()) <= _SHORT or _names_a_number(text):
        near = nearest(text, languages[:1]) or nearest(text, languages)
    return NotUnderstood(text, near) if sure or near else written


def _names_a_number(text: str) -> bool:
    """Whether the second or third word is a number, as in `lämna 2 omar`."""
    return any(word.isdecimal() for word in text.split()[1:3]) and len(text.split()) <= _SHORT + 2


def _pressed(inbound: Inbound) -> Intent | NotUnderstood:
    if inbound.action not in set(Verb):
        return NotUnderstood(inbound.action)
    value, seen = parted(inbound.value)
    named = read_reference(value)
    reference = named[0] if named else None
    verb, fields = Verb(inbound.action), inbound.fields
    return Intent(verb, reference, inbound.text, value, fields, pressed=True, sure=inbound.sure, seen=seen)


def _said_in_dialog(command: Command) -> Intent | None:
    """The command that a message is although a question is open; None when it is the answer."""
    if command.reference:
        return None if command.tail and command.verb in NO_TAIL else _commanded(command)
    if command.verb is Verb.CLOSE:
        return Intent(Verb.CANCEL)
    if command.verb is Verb.LANGUAGE:
        return _commanded(command) if read_language(command.tail) else None
    if command.verb in WHEN:
        return _commanded(command) if _says_when(command) else None
    return _commanded(command) if command.verb in DIALOG_WORDS else None


def _says_when(command: Command) -> bool:
    """Whether what follows is a day or a time: ”borta i köket” is an answer, ”borta till fredag” is not."""
    words = folded(command.tail).split()
    said = {" ".join(words[:count]) for count in (1, 2)}
    return any(c.isdecimal() for c in command.tail) or bool(said & WHEN[command.verb])


def _commanded(command: Command) -> Intent:
    return Intent(command.verb, command.reference, command.tail, str(command.reference or ""))
