"""Examples of every sentence that says why something was not done."""

from __future__ import annotations

from dialogs.examples.facts import told
from dialogs.showing import Facts

_STATE = told("number", status="closed", reason="no_funding")

_FACTS: dict[str, Facts] = {
    "not-understood": told("", text="{typed}"),
    "nearest": told("nearest", text="minna"),
    "unclear-remove": {},
    "which-number": told("", example="{show_word}"),
    "no-such-idea": told("", number="999"),
    "many-ideas": told("", number="142", example="{number}"),
    "other-body": told("number"),
    "not-coach": told("body", who="{coaches}"),
    "not-lead": told("body", who="{lead}"),
    "not-bearer": told("number"),
    "not-its-coach": told("number coach"),
    "no-coach-yet": told("number"),
    "own-idea": told("number"),
    "claim-lost": told("number coach"),
    "already-yours": told("number"),
    "not-from-here": _STATE,
    "not-yours-to-move": told("number", who="receiver"),
    "closed-already": told("number"),
    "reason-missing": {},
    "same-promise": told("number"),
    "no-such-person": told("", name="Ewa", who="{coaches}"),
    "same-name": told("", name="Eva", who="{coach} (@eva), {former} (@karin)", example="@eva"),
    "not-offered": told("number"),
    "same-coach": told("number coach"),
    "too-late-to-edit": _STATE,
    "too-late-to-withdraw": _STATE,
    "merge-self": {},
    "changed-meanwhile": told("number"),
    "no-such-language": {},
    "not-in-channel": {},
    "digest-when": {},
    "no-objection": told("number"),
    "broken": {},
    "busy": {},
    "no-body": {},
    "no-digest": {},
    "withdrawn-already": told("number"),
}

REFUSALS: dict[str, Facts] = {
    f"refused: {why}": {"refusal": f"refused-{why}", **facts} for why, facts in _FACTS.items()
}
