"""Notices: everything the bot can tell somebody, by kind. A notice holds facts; here they become a card."""

from __future__ import annotations

from collections.abc import Callable

from dialogs import idea_cards, list_cards, question_cards
from dialogs.cards import Card, Option, Options, Paragraph
from dialogs.messages import Notice
from dialogs.showing import Press, Showing
from dialogs.texts import Texts
from dialogs.words import Verb

REPLY = Press("button-reply", Verb.REPLY)
SHOW = Press("button-show", Verb.SHOW)
EDIT = Press("button-edit", Verb.EDIT)
WITHDRAW = Press("button-withdraw", Verb.WITHDRAW)
CLAIM = Press("button-claim", Verb.CLAIM, style="primary")
NEW = Press("button-tell-need", Verb.NEW, "")
CONTINUE = Press("button-continue", Verb.CONTINUE, "", "primary")
SOMETHING_NEW = Press("button-new", Verb.NEW, "{number}")
MINE = Press("button-mine", Verb.MINE, "")
TELL = Press("button-answer-now", Verb.TELL)
ASK = Press("button-ask", Verb.ASK)
HAND_OVER = Press("button-hand_over", Verb.HAND_OVER)
YES_NO = (
    Press("button-consent-yes", Verb.CONSENT, "{number} yes"),
    Press("button-consent-no", Verb.CONSENT, "{number} no"),
)
REWRITE = Press("button-rewrite", Verb.REWRITE, "", "primary")
STOP = Press("button-stop", Verb.CANCEL, "")
OBJECTIONS = (Press("button-ask-more", Verb.REPLY), Press("button-object", Verb.OBJECT))
ANSWERS_OFFER = (Press("button-accept", Verb.ACCEPT, style="primary"), Press("button-decline", Verb.DECLINE))

SIMPLE: dict[str, tuple[Press, ...]] = {
    # the dialog
    "welcome": (Press("button-urgent", Verb.URGENT, ""), Press("button-who_reads", Verb.WHO_READS, "")),
    "welcome-channel": (NEW,),
    "greeting-again": (NEW, MINE),
    "greeting-coach": (Press("button-queue", Verb.QUEUE, ""), MINE, NEW),
    "you-are-welcome": (NEW, MINE),
    "who-reads": (NEW,),
    "paused": (CONTINUE, SOMETHING_NEW),
    "nothing-open": (),
    "nothing-to-continue": (),
    "no-way-back": (),
    "old-press-done": (),
    "draft-removed": (NEW,),
    "draft-kept": (),
    "new-started": (),
    "rewrite": (),
    "stop-ended": (),
    "goes-on": (),
    "goes-on-later": (),
    "reworded": (),
    "suggest-sent": (),
    "suggested": (
        Press("button-suggest-yes", Verb.SUGGEST, "{link}", "primary"),
        Press("button-no-thanks", Verb.SUGGEST, "no"),
    ),
    "which-draft": (CONTINUE, SOMETHING_NEW),
    "draft-reminder": (CONTINUE, Press("button-cancel", Verb.CANCEL, "")),
    "ring-warning": (Press("button-share_all", Verb.SHARE_ALL, ""), Press("button-ring-other", Verb.CONTINUE, "")),
    "stopped-personal-number": (REWRITE, Press("button-cancel", Verb.CANCEL, "")),
    "stopped-personal-number-form": (),
    "stopped-wrong-channel": (
        Press("button-right-channels", Verb.URGENT, ""),
        Press("button-sure", Verb.SURE, "{said}", resend=True),
        STOP,
    ),
    # to the bearer
    "receipt": (SHOW, EDIT, WITHDRAW),
    "consent-yes": (),
    "consent-no": (),
    "withdrawn": (NEW,),
    "edited": (SHOW,),
    "edited-nothing": (SHOW,),
    "agree-thanks": (),
    "claimed": (REPLY,),
    "question-asked": (REPLY,),
    "told": (REPLY,),
    "told-after": (REPLY,),
    "reply-sent": (),
    "reply-sent-queue": (),
    "promise-moved": (REPLY,),
    "promise-late": (REPLY,),
    "promise-sooner": (REPLY,),
    "pause-moved": (REPLY,),
    "promise-broken": (REPLY,),
    "released": (),
    "handed": (REPLY,),
    "status-told-exploring": (REPLY,),
    "status-told-shaping": (REPLY,),
    "status-told-testing": (REPLY,),
    "status-told-deciding": (REPLY,),
    "status-told-handed_over": (REPLY,),
    "status-told-implementing": (REPLY,),
    "status-told-implemented": (REPLY,),
    "status-told-benefit_confirmed": (NEW,),
    "status-told-dormant": (REPLY,),
    "status-told-found_home": (REPLY,),
    "status-told-resumed": (REPLY,),
    "found-home-ask": (
        Press("button-agree-yes", Verb.AGREE, "{number} yes"),
        Press("button-agree-no", Verb.AGREE, "{number} no"),
    ),
    "benefit-ask": (
        Press("button-agree-yes", Verb.AGREE, "{number} yes"),
        Press("button-agree-no", Verb.AGREE, "{number} no"),
    ),
    "closed": OBJECTIONS,
    "closed-under-way": (Press("button-ask-more", Verb.REPLY), NEW),
    "closed-bearer-stops": (NEW,),
    "merged": (SHOW,),
    "joined": (SHOW,),
    "objection-sent": (),
    "reopened": (REPLY,),
    "upheld": (),
    "withdraw-kept": (SHOW,),
    "withdraw-ask": (
        Press("button-withdraw-yes", Verb.WITHDRAW, "{number} yes"),
        Press("button-keep", Verb.WITHDRAW, "{number} no"),
    ),
    # to coaches and process leaders
    "answered": (TELL, Press("button-status", Verb.STATUS), SHOW),
    "bearer-wrote": (TELL, SHOW),
    "wrote-unclaimed": (CLAIM, ASK, SHOW),
    "bearer-edited": (SHOW,),
    "bearer-withdrew": (),
    "found-home-agreed": (SHOW,),
    "found-home-not-agreed": (SHOW,),
    "benefit-agreed": (SHOW,),
    "benefit-not-agreed": (TELL,),
    "assigned": (ASK, HAND_OVER, SHOW),
    "assigned-auto": (ASK, HAND_OVER, SHOW),
    "assigned-away": (),
    "given-back": (CLAIM, SHOW),
    "reopened-coach": (ASK, HAND_OVER, SHOW),
    "offered": ANSWERS_OFFER,
    "take-over-asked": (Press("button-let-go", Verb.ACCEPT, style="primary"), Press("button-keep", Verb.DECLINE)),
    "offer-accepted": (),
    "offer-declined": (SHOW,),
    "take-over-declined": (),
    "nudge": (CLAIM, SHOW),
    "nudge-lead": (Press("button-assign", Verb.ASSIGN), SHOW),
    "nobody-to-assign": (Press("button-assign", Verb.ASSIGN), SHOW),
    "no-coach-lead": (Press("button-assign", Verb.ASSIGN), SHOW),
    "coach-wrote": (TELL, SOMETHING_NEW, SHOW),
    "channel-gone": (),
    "channel-lost": (),
    "promise-broken-lead": (SHOW,),
    "promise-broken-coach": (TELL, Press("button-promise", Verb.PROMISE)),
    "pause-ended": (Press("button-wake", Verb.WAKE, style="primary"), Press("button-promise", Verb.PROMISE)),
    "objection": (Press("button-reopen", Verb.REOPEN), Press("button-uphold", Verb.UPHOLD), SHOW),
    # receipts to the one who acted
    "claim-done": (ASK, Press("button-status", Verb.STATUS), SHOW),
    "release-done": (),
    "status-done": (),
    "status-done-last": (),
    "ask-done": (),
    "tell-done": (),
    "tell-done-after": (),
    "promise-done": (),
    "close-done": (),
    "merge-done": (),
    "offer-done": (),
    "take-over-done": (),
    "accept-done": (ASK, Press("button-status", Verb.STATUS), SHOW),
    "decline-done": (),
    "assign-done": (),
    "absent-done": (),
    "absent-done-day": (),
    "absent-due": (MINE,),
    "back-done": (),
    "explore-done": (),
    "found-home-done": (),
    "benefit-done": (),
    "language-done": (),
    "objection-upheld-done": (),
    "reopen-done": (),
    "erased": (),
    # lines under an idea's card
    **{
        f"line-{kind}": ()
        for kind in (
            "claimed",
            "released",
            "status",
            "asked",
            "answered",
            "promise",
            "closed",
            "handed",
            "given",
            "assigned",
            "withdrawn",
            "edited",
            "merged",
            "objection",
            "reopened",
        )
    },
    # digest
    "digest-edited": (),
    "digest-stop-done": (),
    "digest-set": (),
    "digest-off": (),
    "digest-sent": (),
    "digest-silent": (),
    "digest-once": (),
}
"""Notices that are a text and buttons."""


def echo(show: Showing) -> Card:
    """The person's own words, for surfaces that keep no record of their own."""
    return show.card(Paragraph(show.text("text")))


def which_idea(show: Showing) -> Card:
    """Which of several ideas a text is about, or something new."""
    rows = show.rows("ideas")
    label = show.say("which-idea-one", number=rows[0]["number"]) if len(rows) == 1 else show.say("which-idea")
    options = tuple(Option(str(r["number"]), _idea_or_draft(show, str(r["number"]), str(r["title"]))) for r in rows)
    return show.card(
        Options(Verb.PICK_IDEA, "", label, (*options, Option("new", show.say("button-new")))),
    )


def _idea_or_draft(show: Showing, number: str, title: str) -> str:
    return show.say("mine-draft", title=title) if number == "draft" else f"{number} {title}"


def refused(show: Showing) -> Card:
    """A clear sentence about why something was not done, and who can."""
    facts = dict(show.facts)
    kind = str(facts.pop("refusal"))
    if facts.get("status"):
        facts["label"] = show.status()
    if kind == "refused-not-yours-to-move":
        facts["who"] = show.say(f"actor-{show.text('who')}")
    return show.card(Paragraph(show.texts.say(show.language, kind, facts)), *show.buttons(*_helpful(kind, show)))


def _helpful(kind: str, show: Showing) -> tuple[Press, ...]:
    if kind in {"refused-no-such-idea", "refused-not-understood", "refused-nearest", "refused-which-number"}:
        return (NEW, MINE, Press("button-help", Verb.HELP, ""))
    return _WAYS_ON.get(kind, ()) if show.text("number") else ()


_WAYS_ON: dict[str, tuple[Press, ...]] = {
    "refused-not-its-coach": (Press("button-take_over", Verb.TAKE_OVER),),
    "refused-no-coach-yet": (CLAIM,),
}
"""What can be done instead, by what was refused."""


SPECIAL: dict[str, Callable[[Showing], Card]] = {
    "echo": echo,
    "question": question_cards.question,
    "review": question_cards.review,
    "change-what": question_cards.change_what,
    "form": question_cards.form,
    "which-idea": which_idea,
    "status-choice": idea_cards.status_choice,
    "refused": refused,
    "idea-card": idea_cards.idea_card,
    "whole-idea": idea_cards.whole_idea,
    "home": list_cards.home,
    "mine": list_cards.mine,
    "queue": list_cards.queue,
    "overview": list_cards.overview,
    "help": list_cards.help_card,
    "my-data": list_cards.about_me,
    "urgent": list_cards.right_channels,
    "monday": list_cards.monday,
    "digest": list_cards.digest,
    "digest-rest": list_cards.digest_rest,
    "digest-preview": list_cards.digest_preview,
}

KINDS: tuple[str, ...] = (*SIMPLE, *SPECIAL)


def show(notice: Notice, language: str, texts: Texts) -> Card:
    """A notice as a card in the reader's language.

    Raises:
        KeyError: when there is no such kind.
        TextError: when a fact that the text needs is missing.
    """
    showing = Showing(language, texts, notice.facts)
    if notice.kind in SPECIAL:
        return SPECIAL[notice.kind](showing)
    return _simple(showing, notice.kind, SIMPLE[notice.kind])


def _simple(showing: Showing, kind: str, presses: tuple[Press, ...]) -> Card:
    derived: dict[str, str] = {}
    if showing.rows("rules"):
        derived["rules"] = showing.listed("rules")
    if showing.facts.get("status"):
        derived["label"] = showing.status()
    if showing.text("why_key"):
        derived["why"] = showing.say(showing.text("why_key"))
    if showing.text("next_date"):
        derived["next"] = showing.say("next-default", date=showing.text("next_date"))
    parts = (*showing.says(kind, **derived), *showing.buttons(*presses))
    if showing.facts.get("ask_consent"):
        parts = (*parts, *showing.says("consent-question"), *showing.buttons(*YES_NO))
    return showing.card(*parts)
