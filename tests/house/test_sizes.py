"""Small files of small functions."""

from __future__ import annotations

import pytest

from tests.house.sources import BESIDE, ROOMS, files, functions, length, spot, text, told

FILE, FUNCTION, MOST, SHARE = 400, 40, 20, 0.8


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    sizes = {path: text(path).count("\n") for path in files(*ROOMS, *BESIDE, suffix=".py")}
    told("Split along the domain's own seams:", [f"{path}: {n} lines" for path, n in sizes.items() if n > FILE])


def test_no_function_is_longer_than_forty_lines() -> None:
    long = [
        f"{spot(path, function)} {function.name}: {length(function)} lines"
        for path in files(*ROOMS, *BESIDE, suffix=".py")
        for function in functions(path)
        if length(function) > FUNCTION
    ]
    told("Give the steps names of their own:", long)


@pytest.mark.parametrize("place", [*ROOMS, *BESIDE])
def test_four_functions_of_five_fit_in_twenty_lines(place: str) -> None:
    lengths = sorted(length(function) for path in files(place, suffix=".py") for function in functions(path))
    short = sum(n <= MOST for n in lengths)
    assert short >= SHARE * len(lengths), f"{place}: only {short} of {len(lengths)} functions have at most {MOST} lines"
