"""A message that could become an idea: one's own begins one, and the writer of somebody else's is asked first."""

from __future__ import annotations

from dataclasses import replace

from bot.acting import Turn
from bot.meeting import met
from bot.usecases.opening import begin
from dialogs.conversation import Conversation
from dialogs.messages import Inbound
from dialogs.questions import Trouble, read_text
from ideas.idea import RefusedError
from ideas.people import UNDER, Identity, Person

AUTHOR, NAME, EMAIL = "author", "author_name", "author_email"
"""Fields that say who wrote the message, when it is somebody else."""


def suggest(turn: Turn) -> None:
    """Make an idea of a message, or ask its writer; the press carries the message's address.

    The writer's yes comes without text: it was held until then.
    """
    text, author = turn.inbound.text, turn.intent.field(AUTHOR)
    if not text:
        _agreed(turn)
    elif author in {"", turn.inbound.who.user}:
        if turn.inbound.home and not turn.inbound.direct:
            turn.go_home()
        begin(turn, text, turn.intent.value)
    else:
        _ask_writer(turn, author, text)


def _agreed(turn: Turn) -> None:
    held = turn.talk.held
    if not held:
        turn.reply("old-press-done")
        return
    begin(turn, held, turn.intent.value)


def _ask_writer(turn: Turn, author: str, text: str) -> None:
    """The writer is asked in a conversation of their own; the text waits there, and nothing becomes of it by itself."""
    words, writer = read_text(text), _writer(turn, author)
    if isinstance(words, Trouble):
        raise RefusedError(words.kind, **{key: str(value) for key, value in words.facts.items()})
    if writer is None or writer.home is None:
        raise RefusedError("refused-no-such-person", name=turn.intent.field(NAME) or author, who="–")
    key = f"suggest:{turn.inbound.place.workspace}:{turn.inbound.key}"
    place = replace(writer.home, thread=f"{UNDER}{key}")
    turn.uow.save_conversation(Conversation(place, writer.id, held=words.text))
    facts = {"who": turn.person.name, "text": words.text, "link": turn.intent.value}
    turn.send(key, place, "suggested", writer.language, **facts)
    turn.reply("suggest-sent", who=writer.name)


def _writer(turn: Turn, author: str) -> Person | None:
    """Who wrote it, as if they had been met here."""
    said = turn.inbound
    home = replace(said.home, channel=author, thread="") if said.home else None
    who = Identity(said.who.platform, said.who.workspace, author)
    name, email = turn.intent.field(NAME), turn.intent.field(EMAIL)
    as_if = Inbound("", who, said.place, name, said.body, direct=False, home=home, email=email)
    return met(as_if, turn.uow, turn.world)
