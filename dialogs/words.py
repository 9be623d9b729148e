"""The words people can say, per language: commands, dialog words, names of states. Data only; Swedish first."""

from __future__ import annotations

from enum import StrEnum

from ideas.lifecycle import Status


class Verb(StrEnum):
    """Everything that can be asked of the bot, by word or by button. The value is also a button's action."""

    NEW = "new"
    MINE = "mine"
    SHOW = "show"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    LANGUAGE = "language"
    ABOUT_ME = "about_me"
    HELP = "help"
    QUEUE = "queue"
    CLAIM = "claim"
    RELEASE = "release"
    STATUS = "status"
    ASK = "ask"
    TELL = "tell"
    PROMISE = "promise"
    HAND_OVER = "hand_over"
    TAKE_OVER = "take_over"
    CLOSE = "close"
    ABSENT = "absent"
    OVERVIEW = "overview"
    ASSIGN = "assign"
    MERGE = "merge"
    DIGEST = "digest"
    UNCLEAR_REMOVE = "unclear_remove"
    GREET = "greet"
    BACK = "back"
    SKIP = "skip"
    UNKNOWN = "unknown"
    CANCEL = "cancel"
    CONTINUE = "continue"
    ANSWER = "answer"
    WRITE = "write"
    SUBMIT = "submit"
    CHANGE = "change"
    FORM = "form"
    WHO_READS = "who_reads"
    URGENT = "urgent"
    REWRITE = "rewrite"
    SURE = "sure"
    PICK_IDEA = "pick_idea"
    SHARE_ALL = "share_all"
    REPLY = "reply"
    CONSENT = "consent"
    ERASE = "erase"
    OBJECT = "object"
    ACCEPT = "accept"
    DECLINE = "decline"
    REOPEN = "reopen"
    UPHOLD = "uphold"
    WAKE = "wake"
    EXPLORE = "explore"
    DIGEST_EDIT = "digest_edit"
    DIGEST_STOP = "digest_stop"
    BACK_AT_WORK = "back_at_work"
    AGREE = "agree"
    KEEP = "keep"
    HOME = "home"
    SUGGEST = "suggest"
    REWORDED = "reworded"
    WELCOME = "welcome"
    THANKS = "thanks"


WORDS: dict[str, dict[Verb, tuple[str, ...]]] = {
    "sv": {
        Verb.NEW: ("ny", "ny idé", "nytt", "börja ny", "något nytt"),
        Verb.MINE: ("mina", "mina idéer"),
        Verb.SHOW: ("visa",),
        Verb.EDIT: ("ändra", "redigera"),
        Verb.WITHDRAW: ("ta tillbaka", "återta"),
        Verb.LANGUAGE: ("språk",),
        Verb.ABOUT_ME: ("mina uppgifter",),
        Verb.HELP: ("hjälp", "hjälp mig", "hur gör man", "hur gör jag", "?"),
        Verb.QUEUE: ("kö", "kön"),
        Verb.CLAIM: ("ta",),
        Verb.RELEASE: ("släpp", "släppa"),
        Verb.STATUS: ("status", "läge"),
        Verb.ASK: ("fråga",),
        Verb.TELL: ("skriv", "svara"),
        Verb.PROMISE: ("löfte", "nytt datum"),
        Verb.HAND_OVER: ("lämna över",),
        Verb.TAKE_OVER: ("ta över",),
        Verb.CLOSE: ("avsluta",),
        Verb.ABSENT: ("borta", "frånvaro"),
        Verb.BACK_AT_WORK: ("tillbaka på jobbet", "här igen"),
        Verb.OVERVIEW: ("översikt", "läget"),
        Verb.ASSIGN: ("tilldela",),
        Verb.MERGE: ("slå ihop",),
        Verb.DIGEST: ("veckobrev", "sammanfattning"),
        Verb.UNCLEAR_REMOVE: ("ta bort", "radera"),
        Verb.GREET: ("hej", "hej hej", "hejhej", "hejsan", "tjena", "hallå", "god morgon", "start", "starta"),
        Verb.THANKS: ("tack", "tackar", "tack så mycket", "tusen tack", "ok", "okej", "ja", "nej", "toppen", "👍"),
        Verb.WHO_READS: ("vem läser", "vem kan läsa", "vem läser detta", "vem läser det här", "vem ser detta"),
        Verb.BACK: ("ångra", "tillbaka", "bakåt"),
        Verb.SKIP: ("hoppa över", "skippa", "nästa"),
        Verb.UNKNOWN: ("vet inte", "jag vet inte", "jag vet inte än", "vet inte än", "vet ej"),
        Verb.CANCEL: ("avbryt", "sluta"),
        Verb.CONTINUE: ("fortsätt", "fortsätta"),
        Verb.SUBMIT: ("skicka", "skicka in"),
        Verb.FORM: ("formulär",),
        Verb.KEEP: ("behåll", "behåll det"),
    },
    "en": {
        Verb.NEW: ("new", "new idea", "something new"),
        Verb.MINE: ("mine", "my ideas"),
        Verb.SHOW: ("show",),
        Verb.EDIT: ("edit", "change"),
        Verb.WITHDRAW: ("withdraw", "take back"),
        Verb.LANGUAGE: ("language",),
        Verb.ABOUT_ME: ("my data",),
        Verb.HELP: ("help",),
        Verb.QUEUE: ("queue",),
        Verb.CLAIM: ("claim", "take"),
        Verb.RELEASE: ("release",),
        Verb.STATUS: ("status",),
        Verb.ASK: ("ask",),
        Verb.TELL: ("tell", "write"),
        Verb.PROMISE: ("promise", "move promise"),
        Verb.HAND_OVER: ("hand over",),
        Verb.TAKE_OVER: ("take over",),
        Verb.CLOSE: ("close",),
        Verb.ABSENT: ("absent", "away"),
        Verb.BACK_AT_WORK: ("back at work",),
        Verb.OVERVIEW: ("overview",),
        Verb.ASSIGN: ("assign",),
        Verb.MERGE: ("merge",),
        Verb.DIGEST: ("digest",),
        Verb.UNCLEAR_REMOVE: ("remove", "delete"),
        Verb.GREET: ("hi", "hello", "hey", "hi there", "start"),
        Verb.THANKS: ("thanks", "thank you", "thank you very much", "many thanks", "ok", "okay", "yes", "no", "great"),
        Verb.WHO_READS: ("who reads this", "who can read this", "who reads"),
        Verb.BACK: ("undo", "back"),
        Verb.SKIP: (
            "skip",
            "next",
        ),
        Verb.UNKNOWN: ("don't know", "i don't know", "not sure", "do not know", "don't know yet"),
        Verb.CANCEL: ("cancel", "stop"),
        Verb.CONTINUE: ("continue",),
        Verb.SUBMIT: ("send", "submit"),
        Verb.FORM: ("form",),
        Verb.KEEP: ("keep", "keep it"),
    },
    "da": {
        Verb.NEW: ("ny", "ny idé", "nyt"),
        Verb.MINE: ("mine", "mine idéer"),
        Verb.SHOW: ("vis",),
        Verb.EDIT: ("ret", "ændr"),
        Verb.WITHDRAW: ("træk tilbage",),
        Verb.LANGUAGE: ("sprog",),
        Verb.ABOUT_ME: ("mine oplysninger",),
        Verb.HELP: ("hjælp",),
        Verb.QUEUE: ("kø",),
        Verb.CLAIM: ("tag",),
        Verb.RELEASE: ("slip",),
        Verb.STATUS: ("status",),
        Verb.ASK: ("spørg",),
        Verb.TELL: ("skriv", "svar"),
        Verb.PROMISE: ("svarfrist", "ny dato"),
        Verb.HAND_OVER: ("giv videre",),
        Verb.TAKE_OVER: ("overtag",),
        Verb.CLOSE: ("afslut",),
        Verb.ABSENT: ("fravær", "væk"),
        Verb.BACK_AT_WORK: ("tilbage på arbejde",),
        Verb.OVERVIEW: ("oversigt",),
        Verb.ASSIGN: ("tildel",),
        Verb.MERGE: ("læg sammen",),
        Verb.DIGEST: ("ugens overblik", "overblik"),
        Verb.UNCLEAR_REMOVE: ("fjern", "slet"),
        Verb.GREET: ("hej", "hej hej", "hejsa", "goddag", "start"),
        Verb.THANKS: ("tak", "mange tak", "tusind tak", "ok", "okay", "ja", "nej", "fint"),
        Verb.WHO_READS: ("hvem læser", "hvem læser det her", "hvem kan læse det", "hvem læser det"),
        Verb.BACK: ("fortryd", "tilbage"),
        Verb.SKIP: (
            "spring over",
            "næste",
        ),
        Verb.UNKNOWN: ("ved ikke", "jeg ved ikke", "ved ikke endnu"),
        Verb.CANCEL: ("afbryd", "stop"),
        Verb.CONTINUE: ("fortsæt",),
        Verb.SUBMIT: ("send", "indsend"),
        Verb.FORM: ("formular",),
        Verb.KEEP: ("behold", "behold det"),
    },
}

STATUS_WORDS: dict[str, dict[Status, tuple[str, ...]]] = {
    "sv": {
        Status.EXPLORING: ("utforskas", "undersöks", "behovet undersöks"),
        Status.SHAPING: ("formas", "lösningen tas fram"),
        Status.TESTING: ("testas", "test"),
        Status.DECIDING: ("beslut väntas", "beslut", "väntar på beslut"),
        Status.HANDED_OVER: ("överlämnad", "verksamheten tar vid"),
        Status.IMPLEMENTING: ("införs", "införs nu"),
        Status.IMPLEMENTED: ("införd", "används", "används nu"),
        Status.BENEFIT_CONFIRMED: ("nytta bekräftad", "nytta"),
        Status.DORMANT: ("vilande", "pausad", "paus"),
        Status.FOUND_HOME: ("hittat hem", "vidare"),
    },
    "en": {
        Status.EXPLORING: ("exploring",),
        Status.SHAPING: ("shaping",),
        Status.TESTING: ("testing", "tested"),
        Status.DECIDING: ("deciding", "decision"),
        Status.HANDED_OVER: ("handed over",),
        Status.IMPLEMENTING: ("implementing",),
        Status.IMPLEMENTED: ("implemented", "in use"),
        Status.BENEFIT_CONFIRMED: ("benefit confirmed", "benefit"),
        Status.DORMANT: ("dormant", "paused"),
        Status.FOUND_HOME: ("found home",),
    },
    "da": {
        Status.EXPLORING: ("undersøges",),
        Status.SHAPING: ("udvikles",),
        Status.TESTING: ("afprøves",),
        Status.DECIDING: ("afventer beslutning", "beslutning"),
        Status.HANDED_OVER: ("overdraget",),
        Status.IMPLEMENTING: ("implementeres",),
        Status.IMPLEMENTED: ("i drift",),
        Status.BENEFIT_CONFIRMED: ("gevinst bekræftet", "gevinst"),
        Status.DORMANT: ("på pause", "pause"),
        Status.FOUND_HOME: ("videre",),
    },
}

SMALL_WORDS = frozenset({"till", "to", "til", "at", "med", "with", "och", "and", "og"})
"""Words that may stand before whom or what a command is about; folded."""

DIALOG_WORDS = frozenset(
    {Verb.KEEP, Verb.EDIT, Verb.BACK, Verb.SKIP, Verb.UNKNOWN, Verb.CANCEL, Verb.CONTINUE, Verb.SUBMIT, Verb.FORM,
     Verb.HELP, Verb.NEW, Verb.MINE, Verb.ABOUT_ME, Verb.QUEUE, Verb.OVERVIEW, Verb.GREET, Verb.UNCLEAR_REMOVE,
     Verb.WHO_READS}
)  # fmt: skip
"""Words that, as a whole message, are never an answer."""

AT_HOME = frozenset({Verb.NEW, Verb.GREET, Verb.CONTINUE, Verb.WRITE, Verb.REWRITE})
"""What begins a talk: said where others are, it goes on in the person's own conversation."""

NUMBERED = frozenset(
    {Verb.SHOW, Verb.EDIT, Verb.WITHDRAW, Verb.CLAIM, Verb.RELEASE, Verb.STATUS, Verb.ASK, Verb.TELL, Verb.PROMISE,
     Verb.HAND_OVER, Verb.TAKE_OVER, Verb.CLOSE, Verb.ASSIGN, Verb.MERGE, Verb.UNCLEAR_REMOVE}
)  # fmt: skip
"""Words that are commands only together with an idea's number."""

NO_TAIL = frozenset({Verb.SHOW, Verb.EDIT, Verb.WITHDRAW, Verb.CLAIM, Verb.TAKE_OVER, Verb.UNCLEAR_REMOVE})
"""Those of them that nothing follows: ”Visa 3 bilder” is no command."""

NO_ANSWER = {
    "sv": frozenset({"nej", "nej tack", "inte", "ingen", "inget", "har ingen", "nej det har jag inte"}),
    "en": frozenset({"no", "nope", "no thanks", "none", "not really", "nothing"}),
    "da": frozenset({"nej", "nej tak", "ingen", "ikke noget", "nix"}),
}
"""Words that say of a question which may be passed over that there is nothing to say. Folded."""

WHEN = {
    Verb.ABSENT: frozenset(
        {"idag", "i dag", "imorgon", "i morgon", "till", "fran", "today", "tomorrow", "until", "from", "til"}
    ),
    Verb.DIGEST: frozenset({"nu", "av", "visa", "now", "off", "show", "fra"}),
}
"""What follows a word so that it is a command also while a question is open. Folded."""

TAILS = {Verb.LANGUAGE: 1, Verb.ABSENT: 4, Verb.DIGEST: 3}
"""Words without a number that something may follow, and how many words that may be."""

LANGUAGE_NAMES = {
    "sv": ("sv", "svenska", "svensk", "swedish"),
    "en": ("en", "engelska", "engelsk", "english"),
    "da": ("da", "danska", "dansk", "danish"),
}
