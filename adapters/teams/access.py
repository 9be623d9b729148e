"""What the app asks of Teams: where it may be, the words that Teams suggests, its two dialogs. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.words import Verb


@dataclass(frozen=True, slots=True)
class Word:
    """A word that Teams suggests where people write. `about` is the id of a text: what it does."""

    verb: Verb
    about: str


@dataclass(frozen=True, slots=True)
class Words:
    """What is suggested in some kinds of conversation. With `has_slash` it is behind / too, unseen by others."""

    scopes: tuple[str, ...]
    words: tuple[Word, ...]
    has_slash: bool = False


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens a dialog: on a message, or where people write. `name` and `about` are ids of texts."""

    command: str
    contexts: tuple[str, ...]
    name: str
    about: str
    has_slash: bool = False


SCOPES: Mapping[str, str] = {
    "personal": "the dialog about an idea, and word of how it goes",
    "team": "cards and digests in channels, and whoever mentions the bot there",
    "groupChat": "whoever mentions the bot among colleagues",
}
"""The kinds of conversation that the bot takes part in, and what for."""

ALONE = Words(
    ("personal",),
    (
        Word(Verb.NEW, "manifest-say-new"),
        Word(Verb.MINE, "manifest-say-mine"),
        Word(Verb.SHOW, "manifest-say-show"),
        Word(Verb.EDIT, "manifest-say-edit"),
        Word(Verb.WITHDRAW, "manifest-say-withdraw"),
        Word(Verb.QUEUE, "manifest-say-queue"),
        Word(Verb.CLAIM, "manifest-say-claim"),
        Word(Verb.OVERVIEW, "manifest-say-overview"),
        Word(Verb.LANGUAGE, "manifest-say-language"),
        Word(Verb.ABOUT_ME, "manifest-say-my-data"),
        Word(Verb.HELP, "manifest-say-help"),
    ),
)
TOGETHER = Words(
    ("team", "groupChat"),
    (
        Word(Verb.NEW, "manifest-say-new"),
        Word(Verb.MINE, "manifest-say-mine"),
        Word(Verb.QUEUE, "manifest-say-queue"),
        Word(Verb.CLAIM, "manifest-say-claim"),
        Word(Verb.SHOW, "manifest-say-show"),
        Word(Verb.STATUS, "manifest-say-status"),
        Word(Verb.ASK, "manifest-say-ask"),
        Word(Verb.PROMISE, "manifest-say-promise"),
        Word(Verb.HAND_OVER, "manifest-say-hand-over"),
        Word(Verb.OVERVIEW, "manifest-say-overview"),
        Word(Verb.DIGEST, "manifest-say-digest"),
        Word(Verb.HELP, "manifest-say-help"),
    ),
    has_slash=True,
)
LISTS = (ALONE, TOGETHER)
"""One list for each kind of conversation, twelve words at most: Teams shows no more, and people read fewer."""

MAKE_IDEA = Opener("make_idea", ("message",), "manifest-make-idea", "manifest-make-idea-about")
TELL = Opener("tell", ("compose", "commandBox"), "manifest-tell", "manifest-tell-about", has_slash=True)
OPENERS = (TELL, MAKE_IDEA)

PERMISSIONS = ("identity", "messageTeamMembers")
"""What people read that the app may do: see who writes to it, and write to them.

Not asked for: permissions for a team's or a chat's own contents (the bot hears what is said to it and no more), and any
permission in Microsoft Graph (who somebody is, it reads from the conversation that they wrote in).
"""
