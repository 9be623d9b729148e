"""Examples of an idea's cards, of lists, and of the weekly digest."""

from __future__ import annotations

from dialogs.examples.facts import HISTORY, IDEA, row, told
from dialogs.messages import Value
from dialogs.showing import Facts
from ideas.lifecycle import Status

_PERSON = told("rule body unit", name="{bearer}", language="sv", ideas="{number}, {keys_number}", drafts=1, acts=4)
_HEARD: list[Value] = [
    *HISTORY[:2],
    {"date": "2026-11-24", "kind": "asked", "actor": "{coach}", "why": "”{question}”", "status": "claimed"},
    {"date": "2026-11-25", "kind": "answered", "actor": "{bearer}", "why": "”{answer}”", "status": "claimed"},
    {"date": "2026-11-25", "kind": "told", "actor": "{coach}", "why": "”{message}”", "status": "claimed"},
    {"date": "2026-11-25", "kind": "consent", "actor": "{bearer}", "why": "", "status": "claimed"},
    *HISTORY[4:],
]


def _many(first: int, last: int, **more: Value) -> list[Value]:
    """So many ideas that are called alike."""
    return [{"number": f"SKO-2026-{n:04}", "title": "{title}", **more} for n in range(first, last + 1)]


_LONG = _many(101, 112, status="submitted", promise="{date}", days=14, late=False)
_LATE: list[Value] = [{"number": "{picture_number}", "title": "{picture}", "date": "{late_date}"}]

LISTS: dict[str, Facts] = {
    "idea-card": {**IDEA, "status": "submitted"},
    "idea-card: no coach can take it": {**IDEA, "status": "submitted", "coach": "", "rules": []},
    "idea-card: claimed": IDEA,
    "idea-card: handed over": told("receiver", **{**IDEA, "status": "handed_over"}),
    "idea-card: with the coach's own answers": {
        **IDEA,
        "answers": [{"key": "when_where", "answer": "{where}"}, {"key": "measure", "answer": "{measure}"}],
    },
    "idea-card: closed": {**IDEA, "status": "closed", "reason": "no_funding"},
    "whole-idea: to its bearer": {**IDEA, "status": "exploring", "history": _HEARD, "for_bearer": True},
    "whole-idea: to its coach": {**IDEA, "status": "exploring", "history": _HEARD, "for_coach": True},
    "whole-idea: to anyone else": {
        **IDEA,
        "status": "dormant",
        "wake": "{wake}",
        "promise": "",
        "history": HISTORY[:1],
    },
    "status-choice": told("number", status="claimed", states=[{"value": s.value} for s in tuple(Status)[3:13]]),
    "mine": {
        "drafts": [{"title": "{shift}"}],
        "ideas": [
            row("number", "title", "claimed"),
            row("picture_number", "picture", "deciding", receiver="{receiver}"),
            row("shift_number", "shift", "dormant", wake="{wake}"),
            row("car_number", "car", "closed", reason="no_funding"),
        ],
    },
    "mine: nothing yet": {},
    "mine: a coach's": {
        "ideas": [row("number", "title", "claimed")],
        "coaching": [
            row("picture_number", "picture", "testing", promise="{date}"),
            row("shift_number", "shift", "exploring"),
        ],
    },
    "mine: a coach's, long": {"coaching": _LONG},
    "mine: the rest of it": {"coaching": _LONG, "start": 10},
    "home": told("body", drafts=[{"title": "{shift}"}], borne=[row("number", "title", "claimed")]),
    "home: nothing yet": told("body"),
    "home: a coach's who leads": told(
        "body",
        coach=True,
        lead=True,
        waiting=2,
        working=9,
        late=1,
        ideas=[row("car_number", "car", "submitted", promise="{new_date}")],
        coaching=[row("picture_number", "picture", "testing", promise="{date}")],
    ),
    "queue": told(
        "body",
        ideas=[
            row("number", "title", "submitted", promise="{date}"),
            row("car_number", "car", "submitted", promise="{new_date}"),
        ],
    ),
    "queue: empty": told("body"),
    "queue: long": told("body", ideas=_LONG),
    "overview": told(
        "body",
        waiting=1,
        working=2,
        late=1,
        ended=14,
        ideas=[
            row("picture_number", "picture", "testing", days=61, late=True, coach="{former}"),
            row("shift_number", "shift", "exploring", days=12, late=False, coach="{coach}"),
            row("number", "title", "submitted", days=1, late=False, coach=""),
            row("car_number", "car", "submitted", days=0, late=False, coach=""),
        ],
    ),
    "overview: nothing open": told("body"),
    "overview: long": told("body", waiting=12, working=0, late=0, ended=0, ideas=_LONG),
    "help": {"coach": False, "lead": False, "leads": []},
    "help: for a coach": {"coach": True, "lead": False, "leads": []},
    "help: for a process leader": {"coach": True, "lead": True, "leads": []},
    "my-data": {**_PERSON, "roles": ["employee"], "rule": "unlink", "rule_text": "{rule}"},
    "my-data: where the name stays": {
        **_PERSON,
        "unit": "",
        "roles": ["employee", "coach"],
        "rule": "keep",
        "rule_text": "",
    },
    "monday": {
        "date": "2026-11-23",
        "count": 40,
        "late": _LATE,
        "week": [
            {"number": "{number}", "title": "{title}", "date": "2026-11-24"},
            {"number": "{shift_number}", "title": "{shift}", "date": "2026-11-26"},
        ],
        "waiting": [
            {"number": "{keys_number}", "title": "{keys}", "who": "receiver", "days": 12, "receiver": "{receiver}"},
            {"number": "{car_number}", "title": "{car}", "who": "bearer", "days": 1, "receiver": "none"},
        ],
        "pauses": [{"number": "SKO-2026-0052", "title": "{keys_change}"}],
        "quiet": [{"number": "{car_number}", "title": "{car}"}, {"number": "{keys_number}", "title": "{keys}"}],
    },
    "monday: one idea, in time": {
        "date": "2026-11-23",
        "count": 1,
        "week": [{"number": "{number}", "title": "{title}", "date": "2026-11-27"}],
    },
    "monday: more than fits": {
        "date": "2026-11-23",
        "count": 40,
        "late": _many(101, 108, date="{late_date}"),
        "week": _many(111, 122, date="{date}"),
        "waiting": _many(131, 137, who="bearer", days=0),
    },
    "monday: the rest of what is late": {
        "date": "2026-11-23",
        "count": 40,
        "start": 5,
        "late": _many(101, 108, date="{late_date}"),
    },
    "monday: what has been quiet": {"date": "2026-11-23", "count": 40, "start": 0, "quiet": _many(141, 144)},
}

_LINES: list[Value] = [
    {"kind": "new", "number": "0142", "title": "{title}"},
    {"kind": "onward", "number": "0131", "title": "{shift}"},
    {"kind": "stopped", "number": "0118", "title": "{car}", "fact": "{fact}", "step": "{step}"},
    {"kind": "testing", "number": "0097", "title": "{picture}", "until": "{until}", "coach": "{coach}"},
    {"kind": "used", "number": "0041", "title": "{keys}", "change": "{keys_change}", "gain": "{keys_gain}"},
]
_WEEK: Facts = told("body", week=48, all=10, kept=9, lines=_LINES)

DIGESTS: dict[str, Facts] = {
    "digest": _WEEK,
    "digest: too few answers to count": {**_WEEK, "all": 0, "kept": 0, "lines": _LINES[:1]},
    "digest: worded by the communicator": {**_WEEK, "edited": "{own_digest}"},
    "digest: more than fits": {**_WEEK, "lines": _LINES * 3},
    "digest-rest": {**_WEEK, "lines": _LINES[:3]},
    "digest-preview": {**_WEEK, **told("channel", date="{digest_date}", occurrence="local/skovde/{channel}|2026-W48")},
    "digest-edited": told("", date="{digest_date}"),
    "digest-stop-done": {},
    "digest-set": told("day", time="09:00"),
    "digest-off": {},
    "digest-sent": told("channel"),
    "digest-silent": {},
    "digest-once": told("channel", week=48),
}
