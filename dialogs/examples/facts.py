"""Facts that many examples share: single ones by name, and the example idea as its card shows it."""

from __future__ import annotations

from dialogs.messages import Value


def told(names: str, **own: Value) -> dict[str, Value]:
    """Facts called and filled like the words of the story, and others with values of their own."""
    return {**{name: f"{{{name}}}" for name in names.split()}, **own}


def row(number: str, title: str, status: str, **more: Value) -> dict[str, Value]:
    """An idea as a line in a list."""
    return {"number": f"{{{number}}}", "title": f"{{{title}}}", "status": status, **more}


UNITS: list[Value] = [{"value": "care", "label": "{unit}"}, {"value": "school", "label": "{other_unit}"}]
TOPICS: list[Value] = [{"value": "meals", "label": "{topic}"}, {"value": "digital", "label": "{other_topic}"}]

ANSWERS: list[Value] = [
    {"key": "effect", "answer": "{effect}"},
    {"key": "target_group", "answer": ["users", "colleagues"]},
    {"key": "know", "answer": ["seen", "told"]},
    {"key": "solution", "answer": "{solution}"},
    {"key": "ambition", "answer": ["talk"]},
    {"key": "unit", "answer": "{unit}"},
    {"key": "topic", "answer": "{topic}"},
]

RULES: list[Value] = [
    {"kind": "body", "fact": "{body}", "name": "{coach}"},
    {"kind": "pool", "fact": "{unit}", "name": "{coach}"},
    {"kind": "load", "fact": "", "name": "{coach}"},
]

IDEA: dict[str, Value] = told(
    "number title need bearer coach body",
    promise="{date}",
    status="claimed",
    rules=RULES,
    answers=ANSWERS,
    units=[],
    topics=[],
)

HISTORY: list[Value] = [
    {"date": "2026-11-20", "kind": "submitted", "actor": "{bearer}", "why": "", "status": "submitted"},
    {"date": "2026-11-23", "kind": "claimed", "actor": "{coach}", "why": "", "status": "claimed"},
    {"date": "2026-11-24", "kind": "asked", "actor": "{coach}", "why": "", "status": "claimed"},
    {"date": "2026-11-25", "kind": "answered", "actor": "{bearer}", "why": "", "status": "claimed"},
    {"date": "2026-11-26", "kind": "status", "actor": "{coach}", "why": "{why}", "status": "exploring"},
]
