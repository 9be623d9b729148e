"""Cards of the dialog itself: a question, the review, the list of lines to change, and forms."""

from __future__ import annotations

from dialogs.cards import Card, Facts, Field, Form, Heading, Option, Options, Paragraph, Part
from dialogs.dialog import find
from dialogs.forms import NEXT_WORKING_DAYS
from dialogs.intake import COACH, INTAKE, REVIEWED
from dialogs.messages import Value
from dialogs.questions import Kind, Question
from dialogs.showing import Press, Showing
from dialogs.words import Verb

SKIP = Press("button-skip", Verb.SKIP, "{key}")
UNKNOWN = Press("button-unknown", Verb.UNKNOWN, "{key}")
KEEP = Press("button-keep-answer", Verb.KEEP, "{key}")
BACK = Press("button-back", Verb.BACK, "{key}")
FORM = Press("button-form", Verb.FORM, "")
URGENT = Press("button-urgent", Verb.URGENT, "")
WHO_READS = Press("button-who_reads", Verb.WHO_READS, "")
CLICKS_PER_ROW = 3
FIRST = INTAKE[0].key
"""The question that opens the talk, with the way out for what is urgent and the answer to who reads."""


def question_named(key: str) -> Question:
    """The question with this key, wherever it is asked.

    Raises:
        KeyError: when no question has it.
    """
    found = find(INTAKE, key) or find(REVIEWED, key) or find(COACH, key)
    if found is None:
        raise KeyError(key)
    return found


def question(show: Showing) -> Card:
    """One question with its choices, and at most three ways on without choosing."""
    asked = question_named(show.text("key"))
    words = [*leads(show)]
    if show.facts.get("of"):
        words.append(Paragraph(show.say("step")))
    if asked.kind is Kind.TEXT:
        return show.card(*words, Heading(show.say(asked.key)), *ways_on(show, asked))
    return show.card(*words, choice(show, asked), *ways_on(show, asked))


def leads(show: Showing) -> tuple[Part, ...]:
    """What is said before the question: thanks, a warning, what was wrong with the last answer."""
    return tuple(p for lead in show.rows("leads") for p in show.says(str(lead["kind"]), **dict(lead)))


def choice(show: Showing, asked: Question) -> Options:
    """The question's options as something to press or number."""
    chosen = set(show.strings("chosen"))
    options = tuple(Option(value, label, value in chosen) for value, label in labels(show, asked))
    many = asked.kind is Kind.MANY
    return Options(
        Verb.ANSWER, asked.key, show.say(asked.key), options, many, show.say("button-choose") if many else ""
    )


def labels(show: Showing, asked: Question) -> tuple[tuple[str, str], ...]:
    """The (value, label) pairs of a question; those of units and topics come with the facts."""
    if isinstance(asked.options, tuple):
        return tuple((value, show.say(f"{asked.key}-{value}")) for value in asked.options)
    return tuple((str(row["value"]), str(row["label"])) for row in show.rows(asked.options.value))


def ways_on(show: Showing, asked: Question) -> tuple[Part, ...]:
    """Skip, don't know yet, back, form: those that apply, never more than three."""
    opens = asked.key == FIRST and show.facts.get("offer_form")
    presses = [KEEP] if show.facts.get("keeps") else [URGENT, WHO_READS] if opens else []
    if asked.unknown:
        presses.append(UNKNOWN)
    if not asked.required and not asked.unknown:
        label = f"button-{asked.key}-skip"
        presses.append(Press(label if show.texts.has(show.language, label) else SKIP.label, Verb.SKIP, "{key}"))
    if show.facts.get("back"):
        presses.append(BACK)
    if show.facts.get("offer_form"):
        presses.append(FORM)
    carried = [Press(p.label, p.verb, p.value.replace("{key}", asked.key)) for p in presses]
    return show.buttons(*carried[:CLICKS_PER_ROW])


def line_label(show: Showing, key: str) -> str:
    """The short name of a question, in summaries and forms."""
    return show.say(f"label-{key}")


def answer_text(show: Showing, key: str, row: Value) -> str:
    """One answer as a reader sees it: own words, the chosen labels, or why it is missing."""
    if isinstance(row, str):
        return row
    if isinstance(row, dict):
        return show.say(f"gap-{row['gap']}") if row.get("gap") else ""
    asked = question_named(key)
    known = dict(labels(show, asked))
    return " · ".join(known.get(str(value), str(value)) for value in row) if isinstance(row, list | tuple) else ""


def answer_rows(show: Showing, name: str = "answers") -> tuple[tuple[str, str], ...]:
    """Label and text of every answer in the facts, but for a need that the title says already."""
    pairs = [(str(row["key"]), answer_text(show, str(row["key"]), row.get("answer"))) for row in show.rows(name)]
    told = [(key, text) for key, text in pairs if text and not (key == "need" and is_title(show, text))]
    return tuple((line_label(show, key), text) for key, text in told)


def is_title(show: Showing, need: str) -> bool:
    """Whether the idea's title says all that this need does."""
    return show.text("title") == " ".join(need.split()).rstrip(".")


def review(show: Showing) -> Card:
    """The whole idea back to the person, then who sees it, and last the way to send or change it."""
    ring = Options(
        Verb.ANSWER,
        "ring",
        show.say("ring"),
        tuple(
            Option(value, label, value == show.text("ring_now"))
            for value, label in labels(show, question_named("ring"))
        ),
    )
    return show.card(
        *leads(show),
        Paragraph(show.say("review")),
        Heading(show.text("title")),
        Facts(answer_rows(show)),
        ring,
        *show.buttons(Press("button-submit", Verb.SUBMIT, "", "primary"), Press("button-change", Verb.CHANGE, "")),
    )


def change_what(show: Showing) -> Card:
    """Which line to change."""
    options = tuple(Option(key, line_label(show, key)) for key in show.strings("keys"))
    return show.card(
        Options(Verb.CHANGE, "", show.say("change-what"), options),
        *show.buttons(Press("button-form", Verb.FORM, ""), Press("button-change-done", Verb.CONTINUE, "")),
    )


def form(show: Showing) -> Card:
    """A form: the same questions at once, or what a command needs to know."""
    fields = tuple(_field(show, row) for row in show.rows("fields"))
    labels = (show.text("submit"), "button-cancel", "button-open-form", "button-onward", "field-missing")
    sent = Form(show.text("verb"), show.text("value"), fields, *map(show.say, labels))
    return show.card(Heading(show.say(show.text("title_key"))), *leads(show), sent)


def _field(show: Showing, row: Value) -> Field:
    assert isinstance(row, dict)
    key, kind = str(row["key"]), str(row["kind"])
    label_key = str(row.get("label") or f"field-{key}")
    options = tuple(_option(show, row, option) for option in row.get("options") or ())
    value = row.get("value") or ""
    return Field(
        key,
        show.say(label_key, days=NEXT_WORKING_DAYS),
        kind,
        ", ".join(str(v) for v in value) if isinstance(value, list | tuple) else str(value),
        options,
        bool(row.get("required", True)),
        show.say("field-date-hint") if kind == "date" else "",
        show.say(str(row["error"]), **row) if row.get("error") else "",
    )


def _option(show: Showing, row: Value, option: Value) -> Option:
    assert isinstance(row, dict)
    assert isinstance(option, dict)
    label = str(option.get("label") or "") or show.say(str(option["label_key"]), **{**option, **show.facts})
    value = row.get("value")
    chosen = option["value"] in value if isinstance(value, list | tuple) else option["value"] == value
    return Option(str(option["value"]), label, chosen)
