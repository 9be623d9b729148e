"""A person's own matters: language, what is stored about them, who reads it, consent, help, words not understood."""

from __future__ import annotations

from dataclasses import replace

from bot.acting import Turn
from bot.usecases.finding import find, must_bear
from bot.usecases.telling import ask, draft_here
from dialogs.commands import NotUnderstood, read_language
from dialogs.messages import Value
from ideas.idea import RefusedError, noted
from ideas.people import Role


def language(turn: Turn) -> None:
    """Speak another language from now on."""
    code = read_language(turn.intent.text)
    if not code:
        raise RefusedError("refused-no-such-language")
    turn.person = replace(turn.person, language=code)
    turn.uow.save_person(turn.person)
    turn.reply("language-done", language=turn.world.texts.say(code, f"language-{code}"))


def about_me(turn: Turn) -> None:
    """Everything stored about the person, and the rule for erasing it."""
    person, preset = turn.person, turn.world.preset
    turn.reply(
        "my-data",
        name=person.name,
        body=turn.world.body(person.body).name,
        unit=turn.world.unit_name(person.body, person.unit or ""),
        language=person.language,
        roles=sorted(role.value for role in person.roles),
        ideas=", ".join(i.number for i in turn.uow.ideas_of(person.id) if i.number) or "0",
        drafts=len(turn.uow.drafts(person.id)),
        acts=len(turn.uow.facts_by(person.id)),
        rule=preset.erase,
        rule_text=preset.erase_rule.get(person.language, ""),
    )


def erase(turn: Turn) -> None:
    """Remove drafts, and unlink the name where the body's rule allows; say which rule stops it where not."""
    for draft in turn.uow.drafts(turn.person.id):
        turn.uow.delete_draft(draft)
    turn.remember(draft=None, editing="", held="")
    rule, text = turn.world.preset.erase, turn.world.preset.erase_rule.get(turn.person.language, "")
    said = turn.world.texts.say(turn.person.language, f"erased-{rule}", {"rule": text})
    turn.reply("erased", rule=said)
    if rule == "unlink":
        turn.uow.unlink(turn.person.id)


def consent(turn: Turn) -> None:
    """Whether the idea may be told in the digest, without the name."""
    idea = find(turn)
    must_bear(turn, idea)
    yes = turn.intent.value.endswith(" yes")
    if idea.consent is not yes:
        turn.keep(noted(idea, "consent", turn.now, turn.person.id, consent=yes), idea)
    turn.reply("consent-yes" if yes else "consent-no", number=idea.number)


def help_(turn: Turn) -> None:
    """What this person can say."""
    turn.reply(
        "help",
        coach=turn.person.is_coach,
        lead=turn.person.leads,
        words=Role.COMMUNICATOR in turn.person.roles,
        leads=[],
    )


def unclear_remove(turn: Turn) -> None:
    """`ta bort` could mean two things, so it does neither."""
    raise RefusedError("refused-unclear-remove")


def not_understood(turn: Turn, words: NotUnderstood) -> None:
    """An unknown word gets help with the nearest match; nothing is done on a guess."""
    if words.nearest:
        raise RefusedError("refused-nearest", text=words.text[:60], nearest=words.nearest)
    if turn.inbound.explicit and not words.text:
        help_(turn)
        return
    raise RefusedError("refused-not-understood", text=words.text[:60])


def who_reads(turn: Turn) -> None:
    """Who can read what is written, no more promised than is true."""
    if draft := draft_here(turn):
        ask(turn, draft, {"kind": "who-reads", "body": turn.short})
    else:
        turn.reply("who-reads", body=turn.short)


def urgent(turn: Turn) -> None:
    """Where to turn with what the bot cannot take."""
    rows: list[Value] = []
    for channel in turn.world.preset.right_channels:
        name, text = (
            m.get(turn.person.language) or m[turn.world.preset.language] for m in (channel.name, channel.text)
        )
        rows.append({"name": name, "text": text})
    draft = draft_here(turn)
    turn.reply("urgent", channels=rows, asking=draft is not None)
    if draft:
        ask(turn, draft)
