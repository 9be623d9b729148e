"""Examples of the dialog: every question, what is said around it, and every form."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.examples.facts import ANSWERS, TOPICS, UNITS, told
from dialogs.forms import FORMS, STATUS_FORMS, Input
from dialogs.intake import COACH, INTAKE, REVIEWED
from dialogs.messages import Value
from dialogs.questions import LONGEST_TEXT, Kind, Question, Source
from dialogs.showing import Facts
from ideas.lifecycle import Reason

_STEPS = {question.key: step for step, question in enumerate(INTAKE, 1)}
_KINDS = {Kind.TEXT: "text", Kind.ONE: "choice", Kind.MANY: "choices"}
_LABELS: dict[Source, list[Value]] = {Source.UNITS: UNITS, Source.TOPICS: TOPICS}


def _asked(question: Question, **more: Value) -> Facts:
    """A question as the dialog asks it, or, outside the intake, as the review opens it again."""
    step = _STEPS.get(question.key, 0)
    around: dict[str, Value] = {"step": step, "of": len(INTAKE), "back": True} if step > 1 else {}
    return told("body", key=question.key, units=UNITS, topics=TOPICS, offer_form=0 < step <= 2, **{**around, **more})


def _troubled(key: str, trouble: str, **facts: Value) -> Facts:
    question = next(q for q in INTAKE if q.key == key)
    return _asked(question, leads=[{"kind": trouble, **facts}])


DIALOG: dict[str, Facts] = {
    "welcome": told("body"),
    "welcome-channel": told("body"),
    "question: first words": _asked(INTAKE[0], leads=[{"kind": "welcome", "body": "{body}"}]),
    "question: after a first message": _asked(INTAKE[2], leads=[{"kind": "started"}]),
    **{f"question: {question.key}": _asked(question) for question in {q.key: q for q in (*INTAKE, *REVIEWED)}.values()},
    "question: topic suggested": _asked(INTAKE[-1], chosen=["meals"]),
    "question: nothing to read": _troubled("need", "trouble-empty"),
    "question: only signs": _troubled("need", "trouble-only-signs"),
    "question: too long": _troubled("need", "trouble-too-long", length=LONGEST_TEXT * 20, limit=LONGEST_TEXT),
    "question: required": _troubled("need", "trouble-required"),
    "question: required choice": _troubled("target_group", "trouble-required-choice"),
    "question: not one of the choices": _troubled("ambition", "trouble-pick-one"),
    "question: not among the choices": _troubled("target_group", "trouble-pick-many"),
    "question: an old press": _troubled("effect", "old-press"),
    "question: no way back": _troubled("need", "no-way-back"),
    "review": told("title body", ring_now="coaches", leads=[], answers=[{"key": "need", "answer": "{need}"}, *ANSWERS]),
    "review: the title says the need": told(
        "title body", ring_now="coaches", leads=[], answers=[{"key": "need", "answer": "{title}."}, *ANSWERS]
    ),
    "review: after a change, with gaps": told(
        "title body",
        ring_now="body",
        leads=[{"kind": "changed"}],
        answers=[
            {"key": "need", "answer": "{need}"},
            {"key": "effect", "answer": {"gap": "unknown"}},
            {"key": "target_group", "answer": ["colleagues"]},
        ],
    ),
    "review: words instead of a press": told("title body", ring_now="coaches", leads=[{"kind": "review-words"}]),
    "goes-on": {},
    "goes-on-later": {},
    "reworded": {},
    "suggested": {"who": "{coach}", "text": "{need}", "link": "https://chat.example/archives/C1/p1"},
    "suggest-sent": {"who": "{bearer}"},
    "change-what": {"keys": [question.key for question in REVIEWED]},
    "ring-warning": {},
    "greeting-again": {},
    "greeting-coach": {},
    "you-are-welcome": {},
    "who-reads": told("body"),
    "urgent": {
        "channels": [
            {"name": "{incident}", "text": "{incident_text}"},
            {"name": "{fault}", "text": "{fault_text}"},
        ]
    },
    "paused": told("title"),
    "which-draft": told("title date"),
    "draft-reminder": told("title"),
    "draft-kept": {},
    "draft-removed": {},
    "new-started": {},
    "nothing-open": {},
    "nothing-to-continue": {},
    "no-way-back": {},
    "old-press-done": {},
    "which-idea": {
        "ideas": [
            told("number title"),
            {"number": "{picture_number}", "title": "{picture}"},
            {"number": "draft", "title": "{shift}"},
        ]
    },
    "which-idea: one": {"ideas": [told("number title")]},
    "stopped-personal-number": {},
    "stopped-personal-number-form": {},
    "stopped-wrong-channel": {},
    "rewrite": {},
    "stop-ended": {},
    "echo": {"text": "{need}"},
}


def _form(title: str, fields: Sequence[Value], verb: str, submit: str = "button-send") -> Facts:
    return told("number body", title_key=f"form-{title}", fields=fields, verb=verb, value="{number}", submit=submit)


def _field(one: Input, **more: Value) -> dict[str, Value]:
    options: list[Value] = []
    if one.kind == "coach":
        options = [{"value": "eva", "label": "{coach}"}, {"value": "karin", "label": "{former}"}]
    if one.kind == "reason":
        options = [{"value": reason.value, "label_key": f"reason-{reason.value}"} for reason in Reason]
    named: dict[str, Value] = {"label": one.label} if one.label else {}
    kind = "choice" if options else one.kind
    return {"key": one.key, "kind": kind, "value": "", "required": one.required, "options": options, **named, **more}


def _asked_in_form(question: Question, value: Value = "", **more: Value) -> dict[str, Value]:
    if isinstance(question.options, Source):
        options = _LABELS[question.options]
    else:
        options = [{"value": v, "label_key": f"{question.key}-{v}"} for v in question.options]
    return {
        "key": question.key,
        "kind": _KINDS[question.kind],
        "label": question.key,
        "value": value,
        "required": question.required,
        "options": options,
        **more,
    }


_GIVEN: dict[str, Value] = {"need": "{need}", "effect": "{effect}", "target_group": ["users"], "unit": "care"}
_CHANGED: list[tuple[str, Value, str]] = [
    ("need", "{late_why}", "trouble-changed-to"),
    ("target_group", ["users"], "trouble-changed"),
]
_INTAKE_FORM = [q for q in REVIEWED if q.key not in {"title", "need_behind", "colleagues_meet", "ring"}]

FORMS_SHOWN: dict[str, Facts] = {
    "form: intake": _form("intake", [_asked_in_form(q) for q in _INTAKE_FORM], "form", "button-save"),
    "form: intake half done": _form(
        "intake", [_asked_in_form(q, _GIVEN.get(q.key, "")) for q in _INTAKE_FORM], "form", "button-save"
    ),
    "form: intake with errors": _form(
        "intake",
        [_asked_in_form(q, error="trouble-empty") if q.required else _asked_in_form(q) for q in _INTAKE_FORM],
        "form",
        "button-save",
    ),
    "form: changed elsewhere": _form(
        "edit",
        [
            _asked_in_form(q, value, error=error, stored="{need}")
            for q in REVIEWED
            for key, value, error in _CHANGED
            if q.key == key
        ],
        "edit",
        "button-save",
    ),
    "form: explore": _form("explore", [_asked_in_form(q) for q in COACH], "explore", "button-save"),
    **{
        f"form: {verb.value}": _form(verb.value, [_field(i) for i in fields], verb.value)
        for verb, fields in FORMS.items()
    },
    **{
        f"form: status {s.value}": _form("status", [_field(i) for i in fields], "status")
        for s, fields in STATUS_FORMS.items()
    },
    "form: promise with errors": _form(
        "promise",
        [
            _field(Input("date", "date"), value="{typed}", error="trouble-date", typed="{typed}"),
            _field(Input("why"), error="trouble-missing"),
        ],
        "promise",
    ),
    "form: a day that has been": _form(
        "promise",
        [
            _field(Input("date", "date"), value="{late_date}", error="trouble-past-date", date="{late_date}"),
            _field(Input("why"), value="{late_why}"),
        ],
        "promise",
    ),
}
