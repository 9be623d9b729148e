"""The steps tick off by what has been told."""

from __future__ import annotations

import pytest

from adapters.web.guide import STEPS, done, taken
from dialogs.cards import Paragraph
from tests.adapters.web.demo_desk import delivery


@pytest.mark.parametrize(
    ("key", "step"),
    [
        ("echo:local:skovde:1", "need"),
        ("idea:SKO-2026-0142:card", "number"),
        ("idea:SKO-2026-0142:2:claimed:p1", "claim"),
        ("idea:SKO-2026-0142:3:question-asked:p1", "ask"),
        ("idea:SKO-2026-0142:4:answered:p3", "answer"),
        ("idea:SKO-2026-0142:5:status-told-testing:p1", "status"),
        ("digest:skovde-digest:2026-W48", "digest"),
        ("idea:SKO-2026-0142:1:no-coach-lead:p5", ""),
        ("idea:SKO-2026-0142:card:2", ""),
        ("reply:local:skovde:1:1", ""),
        ("", ""),
    ],
)
def test_a_key_tells_which_step_is_done(key: str, step: str) -> None:
    assert taken(key) == step


def test_every_step_can_be_done() -> None:
    kinds = (
        "echo:1",
        "idea:N:card",
        "idea:N:2:claimed:p1",
        "idea:N:3:question-asked:p1",
        "idea:N:4:answered:p3",
    )
    keys = (*kinds, "idea:N:5:status-told-shaping:p1", "digest:1")
    assert list(done(delivery(key, Paragraph("x")) for key in keys)) == [step.key for step in STEPS]
