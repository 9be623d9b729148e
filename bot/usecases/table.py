"""Which use case answers which verb."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.acting import Turn
from bot.usecases import (
    assigning,
    coaching,
    digesting,
    ending,
    handing_in,
    looking,
    opening,
    own,
    suggesting,
    talking,
    telling,
)
from dialogs.commands import NotUnderstood
from dialogs.words import Verb

USECASES: Mapping[Verb, Callable[[Turn], None]] = {
    Verb.NEW: opening.new,
    Verb.MINE: looking.mine,
    Verb.SHOW: looking.show,
    Verb.EDIT: looking.edit,
    Verb.WITHDRAW: ending.withdraw,
    Verb.LANGUAGE: own.language,
    Verb.ABOUT_ME: own.about_me,
    Verb.HELP: own.help_,
    Verb.QUEUE: looking.queue,
    Verb.CLAIM: coaching.claim,
    Verb.RELEASE: coaching.release,
    Verb.STATUS: coaching.status,
    Verb.ASK: talking.ask,
    Verb.TELL: talking.tell,
    Verb.PROMISE: coaching.promise,
    Verb.HAND_OVER: assigning.hand_over,
    Verb.TAKE_OVER: assigning.take_over,
    Verb.CLOSE: ending.close,
    Verb.ABSENT: assigning.absent,
    Verb.BACK_AT_WORK: assigning.back_at_work,
    Verb.OVERVIEW: looking.overview,
    Verb.ASSIGN: assigning.assign,
    Verb.MERGE: ending.merge,
    Verb.DIGEST: digesting.digest,
    Verb.UNCLEAR_REMOVE: own.unclear_remove,
    Verb.GREET: opening.greet,
    Verb.BACK: telling.back,
    Verb.SKIP: telling.go_on_without,
    Verb.UNKNOWN: telling.go_on_without,
    Verb.CANCEL: opening.cancel,
    Verb.CONTINUE: opening.go_on,
    Verb.ANSWER: telling.tap,
    Verb.WRITE: opening.write,
    Verb.SUBMIT: handing_in.submit,
    Verb.CHANGE: handing_in.change,
    Verb.FORM: handing_in.form,
    Verb.WHO_READS: own.who_reads,
    Verb.URGENT: own.urgent,
    Verb.REWRITE: opening.rewrite,
    Verb.SURE: opening.sure,
    Verb.PICK_IDEA: opening.pick,
    Verb.SHARE_ALL: handing_in.share_all,
    Verb.REPLY: talking.reply,
    Verb.CONSENT: own.consent,
    Verb.ERASE: own.erase,
    Verb.OBJECT: ending.object_,
    Verb.ACCEPT: assigning.accept,
    Verb.DECLINE: assigning.decline,
    Verb.REOPEN: ending.reopen,
    Verb.UPHOLD: ending.uphold,
    Verb.WAKE: ending.wake,
    Verb.EXPLORE: looking.explore,
    Verb.DIGEST_EDIT: digesting.edit,
    Verb.DIGEST_STOP: digesting.stop,
    Verb.AGREE: ending.agree,
    Verb.KEEP: telling.keep,
    Verb.HOME: looking.home,
    Verb.SUGGEST: suggesting.suggest,
    Verb.REWORDED: opening.reworded,
    Verb.WELCOME: opening.welcome,
    Verb.THANKS: opening.thanks,
}


def in_dialog(turn: Turn) -> bool:
    """Whether a question is open in this conversation, so that text is its answer."""
    return turn.inbound.direct and telling.draft_here(turn) is not None


def unclear(turn: Turn, words: NotUnderstood) -> None:
    """Nothing is done on a guess."""
    own.not_understood(turn, words)
