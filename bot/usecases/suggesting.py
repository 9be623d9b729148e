"""A message that could become an idea: one's own begins one, and the writer of somebody else's is asked first."""

from __future__ import annotations

from dataclasses import replace

from bot.acting import Turn
from bot.meeting import met
from bot.usecases.opening import begin
from bot.usecases.telling import draft_here
from dialogs.conversation import Conversation
from dialogs.messages import Inbound
from dialogs.questions import Trouble, read_text
from ideas.idea import RefusedError
from ideas.people import UNDER, Identity, Person

AUTHOR, NAME, EMAIL = "author", "author_name", "author_email"
"""Fields that say who wrote the message, when it is somebody else."""
NO = "no"
"""What a press carries that says no."""


def suggest(turn: Turn) -> None:
    """Make an idea of a message, or ask its writer; the press carries the message's address.

    The writer's answer comes without text: it was held until then.
    """
    text, author = turn.inbound.text, turn.intent.field(AUTHOR)
    if not text:
        _answered(turn)
    elif author in {"", turn.inbound.who.user}:
        if turn.inbound.home and not turn.inbound.direct:
            turn.go_home()
        _begin(turn, text)
    else:
        _ask_writer(turn, author, text)


def _answered(turn: Turn) -> None:
    """The writer's yes or no. Either way the text waits no longer."""
    waiting = _waiting(turn)
    turn.uow.save_conversation(replace(waiting, held=""))
    if turn.intent.value == NO:
        turn.reply("stop-ended")
    elif waiting.held:
        _begin(turn, waiting.held)
    else:
        turn.reply("old-press-done")


def _waiting(turn: Turn) -> Conversation:
    """Where the text waits: in a conversation of its own, also where people have no threads to tell them apart by."""
    if not turn.inbound.one_talk:
        return turn.talk
    thread = f"{UNDER}{turn.inbound.pressed}"
    return turn.uow.conversation(replace(turn.inbound.place, thread=thread), turn.person.id)


def _begin(turn: Turn, text: str) -> None:
    """A draft of that text; the one that is open where they talk stays a draft."""
    left = draft_here(turn)
    if left and left.need:
        turn.reply("draft-kept")
    begin(turn, text, turn.intent.value)


def _ask_writer(turn: Turn, author: str, text: str) -> None:
    """The writer is asked in a conversation of their own; the text waits there, and nothing becomes of it by itself."""
    words, writer = read_text(text), _writer(turn, author)
    if isinstance(words, Trouble):
        raise RefusedError(words.kind, **{key: str(value) for key, value in words.facts.items()})
    if writer is None or writer.home is None:
        raise RefusedError("refused-no-such-person", name=turn.intent.field(NAME) or author, who="–")
    message = turn.intent.value or turn.inbound.key  # one message is asked about once
    key = f"suggest:{turn.inbound.place.workspace}:{writer.id}:{message}"
    place = replace(writer.home, thread=f"{UNDER}{key}")
    turn.uow.save_conversation(Conversation(place, writer.id, held=words.text))
    facts = {"who": turn.person.name, "text": words.text, "link": turn.intent.value}
    turn.send(key, place, "suggested", writer.language, **facts)
    turn.reply("suggest-sent", who=writer.name)


def _writer(turn: Turn, author: str) -> Person | None:
    """Who wrote it, as if they had been met here."""
    said = turn.inbound
    who = Identity(said.who.platform, said.who.workspace, author)
    known = turn.uow.person_of(who)
    home = replace(said.home, channel=author, thread="") if said.home and not (known and known.home) else None
    name, email = turn.intent.field(NAME), turn.intent.field(EMAIL)
    as_if = Inbound("", who, said.place, name, said.body, direct=False, home=home, email=email)
    return met(as_if, turn.uow, turn.world)
