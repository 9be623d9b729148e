"""The terminal: numbers pick, words are said as they stand, a form is asked field by field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters.terminal.app import build
from adapters.terminal.inbound import Seat, read
from adapters.terminal.limits import MAX_TEXT, fitted
from adapters.terminal.render import render
from adapters.terminal.send import TerminalSender
from dialogs.cards import Button, Buttons, Card, Choice, Field, Form, Heading, Option, Options, Paragraph, card
from dialogs.messages import Delivery, Inbound, Now
from ideas.people import Place

SEAT = Seat("skovde", "anna")
SEND = Choice("Skicka", "submit", "")
OFFERED = (
    Choice("Barn", "answer", "target_group", ("children",), many=True),
    Choice("Anhöriga", "answer", "target_group", ("relatives",), many=True),
    SEND,
)


def test_a_number_picks_the_choice_with_that_number() -> None:
    picked = read("3", "k", SEAT, OFFERED)
    assert (picked.action, picked.text) == ("submit", "")


def test_several_numbers_pick_several_choices_of_one_question() -> None:
    picked = read(" 1, 2 ", "k", SEAT, OFFERED)
    assert (picked.value, picked.fields) == ("target_group", {"choices": ("children", "relatives")})


@pytest.mark.parametrize("line", ["1, 3", "4", "0", "1 av 3 är sena", "", "tre"])
def test_numbers_that_do_not_fit_are_words_like_any_others(line: str) -> None:
    said = read(line, "k", SEAT, OFFERED)
    assert (said.action, said.text) == ("", line)


def test_a_stopped_text_is_sent_once_more_on_purpose() -> None:
    stopped, offered = read("fallskador på avdelningen", "k", SEAT), (Choice("Fortsätt", "sure", "", resend=True),)
    again = read("1", "k2", SEAT, offered, stopped)
    assert (again.action, again.text, again.sure, again.key) == ("sure", "fallskador på avdelningen", True, "k2")
    assert (read("1", "k3", SEAT, offered).text, read("1", "k3", SEAT, offered).sure) == ("", False)


def test_a_person_is_the_same_in_the_terminal_as_on_the_page() -> None:
    assert read("hej", "k", SEAT).who.platform == "local"
    assert read("hej", "k", SEAT).place.platform == "terminal"


def test_nothing_printed_can_move_the_cursor() -> None:
    assert "\x1b" not in render(card(Paragraph("\x1b[2J borta"), language="sv"))


def test_what_no_screen_is_read_at_is_cut_with_a_mark() -> None:
    long = card(Paragraph("x" * (MAX_TEXT + 1)), language="sv")
    assert fitted(long).summary.endswith("…")
    assert len(fitted(long).summary) == MAX_TEXT


class Script:
    """Lines to type, and everything that was printed."""

    def __init__(self, *lines: str) -> None:
        self._lines: Iterator[str] = iter(lines)
        self.printed: list[str] = []

    async def ask(self, prompt: str) -> str | None:
        assert not prompt
        return next(self._lines, None)

    def tell(self, text: str) -> None:
        self.printed.append(text)


FORM = Card(
    "Avsluta SKO-2026-0001\nresten av sammanfattningen",
    (
        Heading("Avsluta SKO-2026-0001"),
        Form(
            "close",
            "SKO-2026-0001",
            (
                Field(
                    "reason",
                    "Orsak",
                    "choice",
                    options=(Option("no_funding", "pengar saknas"), Option("other", "annat")),
                ),
                Field("fact", "Fakta", value="från förut"),
                Field("groups", "För vem", "choices", options=(Option("a", "Barn"), Option("b", "Anhöriga"))),
            ),
            "Skicka",
        ),
    ),
)


async def played(*lines: str) -> tuple[list[Inbound], Script]:
    """A conversation whose first line opens the form."""
    return await replied([Now(FORM)], *lines)


async def replied(answers: list[Now | None], *lines: str) -> tuple[list[Inbound], Script]:
    """A conversation where these are the answers, in order."""
    script, heard = Script(*lines), list[Inbound]()

    async def take(inbound: Inbound) -> Now | None:
        heard.append(inbound)
        return answers[len(heard) - 1] if len(heard) <= len(answers) else None

    await build(SEAT, script, TerminalSender(SEAT.place, script.tell), take, "s").talk()
    return heard, script


async def test_a_form_is_asked_field_by_field_and_sent_whole() -> None:
    heard, script = await played("avsluta 1", "1", "", "1, 2")
    assert heard[1].fields == {"reason": "no_funding", "fact": "från förut", "groups": ("a", "b")}
    assert (heard[1].action, heard[1].value) == ("close", "SKO-2026-0001")
    assert script.printed[0] == "Avsluta SKO-2026-0001"
    assert "Fakta [från förut]" in script.printed


async def test_a_choice_can_be_written_in_words() -> None:
    heard, _ = await played("avsluta 1", "Annat", "ny text", "anhöriga")
    assert heard[1].fields == {"reason": "other", "fact": "ny text", "groups": ("b",)}


async def test_lines_that_end_inside_a_form_send_nothing() -> None:
    heard, _ = await played("avsluta 1", "1")
    assert len(heard) == 1


@pytest.mark.parametrize("leaving", ["Lämna", " avbryt", "Cancel", "AFBRYD"])
async def test_a_form_can_be_left_in_any_field_and_says_how(leaving: str) -> None:
    form = card(
        Form("close", "1", (Field("a", "A", "choice", options=(Option("x", "X"),)),), "Skicka", "Lämna"), language="sv"
    )
    heard, script = await replied([Now(form)], "avsluta 1", leaving, "mina")
    assert [inbound.text for inbound in heard] == ["avsluta 1", "mina"]
    assert "[Lämna]" in script.printed[0]


async def test_only_what_was_wrong_in_a_form_is_asked_for_again() -> None:
    def form(error: str) -> Card:
        fields = (Field("fact", "Fakta"), Field("day", "Dag", "date", error=error))
        return card(Form("close", "1", fields, "Skicka"), language="sv")

    heard, script = await replied(
        [Now(form("")), Now(form("Vilken dag?"), refused=True)], "a 1", "fakta", "igår", "10/12"
    )
    assert [inbound.fields for inbound in heard[1:]] == [
        {"fact": "fakta", "day": "igår"}, {"fact": "fakta", "day": "10/12"},
    ]  # fmt: skip
    assert "Vilken dag?\nDag" in script.printed


async def test_only_a_text_that_was_not_taken_can_be_sent_again() -> None:
    go_on = card(Buttons((Button("Fortsätt", "sure", resend=True),)), language="sv")
    answers = [Now(go_on, refused=True), None, Now(go_on, refused=True), Now(go_on), None]
    heard, _ = await replied(answers, "stoppad", "1", "stoppad igen", "taget", "1")
    assert [(inbound.action, inbound.text) for inbound in heard] == [
        ("", "stoppad"), ("sure", "stoppad"), ("", "stoppad igen"), ("", "taget"), ("sure", ""),
    ]  # fmt: skip


async def test_each_line_has_a_key_of_its_own() -> None:
    heard, _ = await played("avsluta 1", "1", "", "1")
    assert len({inbound.key for inbound in heard}) == len(heard)


async def test_only_messages_for_this_seat_are_printed() -> None:
    script = Script()
    sender = TerminalSender(SEAT.place, script.tell)
    said = card(Options("answer", "ambition", "Hur?", (Option("tip", "Bara tipsa"),)), language="sv")
    await sender.send(Delivery("k1", Place("local", "skovde", "skovde-coacher"), said))
    assert script.printed == []
    await sender.send(Delivery("k2", SEAT.place, said))
    assert sender.offered == (Choice("Bara tipsa", "answer", "ambition", ("tip",)),)


async def test_a_message_without_choices_leaves_the_earlier_ones_open() -> None:
    sender = TerminalSender(SEAT.place, Script().tell)
    await sender.send(Delivery("k1", SEAT.place, card(Buttons((Button("Ta", "claim", "1"),)), language="sv")))
    await sender.send(Delivery("k2", SEAT.place, card(Paragraph("Klart."), language="sv")))
    assert [choice.label for choice in sender.offered] == ["Ta"]
