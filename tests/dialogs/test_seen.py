"""An older form takes back nothing newer, and nothing typed in one is passed over in silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.messages import FieldValue
from dialogs.seen import Seen, carried, parted, touched

SHOWN: dict[str, FieldValue] = {"need": "Maten är kall.", "effect": "", "target_group": ("users", "kin")}


def sent_from(shown: dict[str, FieldValue], of: int = 7, **changes: FieldValue) -> tuple[dict[str, FieldValue], Seen]:
    _, seen = parted(carried("SKO-2026-0001", of, shown))
    return {**shown, **changes}, seen


def test_the_value_is_carried_with_the_marks_and_comes_back_without_them() -> None:
    value, seen = parted(carried("SKO-2026-0001", 7, SHOWN))
    assert (value, seen.of, set(seen.marks)) == ("SKO-2026-0001", "7", set(SHOWN))


@pytest.mark.parametrize("value", ["", "SKO-2026-0001", "~", "a~b", "a~7 need", "a~7 need=xyz", "~7x"])
def test_a_value_without_marks_is_left_as_it_is(value: str) -> None:
    assert parted(value) == (value, Seen())


def test_only_what_was_changed_in_the_form_counts_as_changed() -> None:
    sent, seen = sent_from(SHOWN, need="Maten är ljummen.")
    assert touched(sent, seen, 7, SHOWN) == ({"need": "Maten är ljummen.", "effect": ""}, frozenset())


def test_what_was_changed_elsewhere_stays() -> None:
    sent, seen = sent_from(SHOWN, need="Maten är ljummen.")
    mine, clashing = touched(sent, seen, 7, {**SHOWN, "effect": "Lugnare kvällar.", "target_group": ("children",)})
    assert (mine, clashing) == ({"need": "Maten är ljummen."}, frozenset())


def test_the_same_field_changed_both_here_and_elsewhere_is_told() -> None:
    sent, seen = sent_from(SHOWN, need="Maten är ljummen.", target_group=("kin",))
    _, clashing = touched(sent, seen, 7, {**SHOWN, "need": "Maten är sen.", "target_group": ("users",)})
    assert clashing == {"need", "target_group"}


def test_the_same_change_made_twice_is_no_clash() -> None:
    sent, seen = sent_from(SHOWN, need="Maten är ljummen.", target_group=("kin", "children"))
    _, clashing = touched(sent, seen, 7, {**SHOWN, "need": "Maten är\nljummen.", "target_group": ("children", "kin")})
    assert not clashing


def test_a_form_about_another_idea_counts_as_it_is() -> None:
    sent, seen = sent_from(SHOWN, of=6)
    assert touched(sent, seen, 7, {"need": "Något annat."}) == (sent, frozenset())


VALUES = st.one_of(st.sampled_from(["", "a", "b", "c"]), st.lists(st.sampled_from("abc"), unique=True).map(tuple))
FIELDS = st.fixed_dictionaries({"need": VALUES, "effect": VALUES})


@given(shown=FIELDS, sent=FIELDS, stored=FIELDS)
def test_each_field_is_changed_told_or_left_as_it_was_shown(
    shown: dict[str, FieldValue], sent: dict[str, FieldValue], stored: dict[str, FieldValue]
) -> None:
    _, seen = parted(carried("", 1, shown))
    mine, clashing = touched(sent, seen, 1, stored)
    for key, value in sent.items():
        same = [set(one) for one in (value, shown[key], stored[key])]
        left = same[0] == same[1] and (same[0] or same[2])
        assert (key in mine) is not bool(left)
        assert (key in clashing) is (same[0] != same[1] and same[1] != same[2] and same[0] != same[2])
