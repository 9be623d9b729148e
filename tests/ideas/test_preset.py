"""Presets: the ones that come with the bot, and how a broken one is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from ideas.lifecycle import TRANSITIONS, Status, who_may
from ideas.people import Role
from ideas.preset import Body, Chat, Preset, PresetError, RightChannel, Staff, Topic, Unit, read_preset

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "ideas" / "presets"
GUIDE = (ROOT / "docs" / "presets.md").read_text(encoding="utf-8")
FILES = sorted(FOLDER.glob("*.toml"))

SMALL = """
name = "small"
federation = "Liten"
language = "sv"
languages = ["sv", "en"]
timezone = "Europe/Stockholm"
country = "SE"
erase = "unlink"
erase_rule = { sv = "Namnet tas bort.", en = "The name is removed." }

[[topics]]
key = "care"
name = { sv = "Vård", en = "Care" }
words = { sv = ["vård*", "mat"] }

[[topics]]
key = "buildings"
name = { sv = "Lokaler", en = "Buildings" }
words = { sv = ["lås", "nyck*"] }

[[right_channels]]
key = "avvikelse"
name = { sv = "Avvikelse", en = "Deviation" }
text = { sv = "Rapportera.", en = "Report." }

[[bodies]]
key = "skovde"
code = "SKO"
name = "Skövde kommun"
short = "Skövde"
coach_channel = "skovde-coacher"
units = [{ key = "vard", name = "Vård", pool = ["eva"] }]

[[bodies]]
key = "hjo"
code = "HJO"
name = "Hjo kommun"
short = "Hjo"
coach_channel = "hjo-coacher"
units = []

[[people]]
handle = "eva"
name = "Eva Lind"
body = "skovde"
unit = "vard"
roles = ["coach"]
topics = ["care"]
also = ["hjo"]

[[people]]
handle = "pia"
name = "Pia Ek"
body = "skovde"
roles = ["process_leader"]
also = ["hjo"]
"""


def loaded(name: str) -> Preset:
    """One of the presets that come with the bot."""
    return read_preset((FOLDER / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")


def refusal(old: str, new: str) -> str:
    """What is said when one thing in the small preset is changed."""
    assert old in SMALL
    with pytest.raises(PresetError) as error:
        read_preset(SMALL.replace(old, new, 1), "small.toml")
    return str(error.value)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_body_in_every_preset_has_people_units_and_channels(file: Path) -> None:
    preset = loaded(file.stem)
    assert preset.name == file.stem
    for body in preset.bodies:
        assert preset.coaches(body.key)
        assert preset.leads(body.key)
        assert preset.communicators(body.key)
        assert any(who.roles == (Role.EMPLOYEE,) for who in preset.people if who.body == body.key)
        assert len(body.units) >= 6
        assert body.digest_channels


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_preset_says_that_its_people_are_invented(file: Path) -> None:
    assert "invented" in file.read_text(encoding="utf-8")


def test_skaraborg_has_its_fifteen_bodies_and_its_word_for_a_coach() -> None:
    skaraborg = loaded("skaraborg")
    assert len(skaraborg.bodies) == 15
    assert skaraborg.body("skovde").code == "SKO"
    assert {who.name for body in skaraborg.bodies for who in skaraborg.leads(body.key)} == {"Pia Sjöö", "Göran Malmer"}
    assert {who.name for body in skaraborg.bodies for who in skaraborg.communicators(body.key)} == {"Kim Nyström"}
    assert "delprojektledare" in skaraborg.texts["sv"]


def test_roskilde_speaks_danish_and_keeps_danish_days() -> None:
    roskilde = loaded("roskilde")
    assert (roskilde.language, roskilde.country, roskilde.body("roskilde").code) == ("da", "DK", "ROS")
    assert "innovationskonsulent" in roskilde.texts["da"]
    assert roskilde.topics_for("Nøglen til bilen", "da") == ("buildings",)


def test_people_are_found_by_handle_within_their_body() -> None:
    small = read_preset(SMALL, "small.toml")
    eva = small.staff("eva", "skovde")
    assert eva
    assert eva.roles == (Role.EMPLOYEE, Role.COACH)
    assert small.staff("eva", "lerum") is None
    assert [who.handle for who in small.leads("skovde")] == ["pia"]
    assert small.communicators("skovde") == ()


def test_somebody_appointed_in_more_bodies_is_there_once_for_each() -> None:
    small = read_preset(SMALL, "small.toml")
    eva = [who for who in small.people if who.handle == "eva"]
    assert [(who.body, who.unit, who.also) for who in eva] == [("skovde", "vard", ()), ("hjo", None, ())]
    assert [who.name for who in small.coaches("hjo")] == ["Eva Lind"]


def test_an_unknown_body_is_an_error_in_the_code() -> None:
    with pytest.raises(KeyError):
        read_preset(SMALL, "small.toml").body("lerum")


def test_a_body_may_have_a_language_and_a_time_zone_of_its_own() -> None:
    text = SMALL.replace('code = "HJO"', 'code = "HJO"\nlanguage = "en"\ntimezone = "Europe/Helsinki"')
    preset = read_preset(text, "small.toml")
    assert (preset.language_of("hjo"), preset.timezone_of("hjo")) == ("en", "Europe/Helsinki")
    assert (preset.language_of("skovde"), preset.timezone_of("skovde")) == ("sv", "Europe/Stockholm")


def test_topics_are_found_by_their_words_most_hits_first() -> None:
    small = read_preset(SMALL, "small.toml")
    assert small.topics_for("MATEN? Nycklar och LÅS på vårdboendet.", "sv") == ("buildings", "care")
    assert small.topics_for("mat", "sv") == ("care",)
    assert small.topics_for("låset och maten", "sv") == ()
    assert small.topics_for("vård", "en") == ()


def test_closed_transitions_narrow_the_table() -> None:
    text = SMALL.replace('country = "SE"', 'country = "SE"\nclosed_transitions = ["shaping>testing"]')
    assert not who_may(Status.SHAPING, Status.TESTING, read_preset(text, "small.toml").transitions)
    assert read_preset(SMALL, "small.toml").transitions == TRANSITIONS


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('"SKO"', '"Skovde"', "bodies.1.code (skovde) is 'Skovde': three capital letters A-Z or ÅÄÖ, such as SKO"),
        ('"HJO"', '"SKO"', "bodies.2.code (hjo) is 'SKO': it must differ from bodies.1.code"),
        ('key = "hjo"', 'key = "skovde"', "bodies.2.key is 'skovde': it must differ from bodies.1.key"),
        ('code = "SKO"', 'coed = "SKO"', "bodies.1.coed (skovde) is not a key here: did you mean code?"),
        ('code = "SKO"\n', "", "bodies.1.code (skovde) is missing: it must be there"),
        ("federation", "federacion", "federacion is not a key here: did you mean federation?"),
        ('country = "SE"', 'country = "NO"', "country is 'NO': one of 'SE' or 'DK'"),
        ("Europe/Stockholm", "Europe/Skövde", "timezone is 'Europe/Skövde': a time zone of the IANA list"),
        ('language = "sv"', 'language = "da"', "language is 'da': one of sv, en"),
        ('["sv", "en"]', '["sv", "no"]', "languages.2 is 'no': one of sv, da and en"),
        ('["sv", "en"]', '["sv"]', "erase_rule has a language that is 'en': one of sv"),
        ('body = "skovde"', 'body = "lerum"', "people.1.body (eva) is 'lerum': one of skovde, hjo"),
        ('unit = "vard"', 'unit = "skola"', "people.1.unit (eva) is 'skola': one of vard"),
        ('topics = ["care"]', 'topics = ["cars"]', "people.1.topics (eva) is 'cars': one of care, buildings"),
        ('["coach"]', '["boss"]', "people.1.roles.1 (eva) is 'boss': one of 'employee', 'coach', 'process_leader'"),
        ('["process_leader"]', "[]", "bodies.1 (skovde) has no process leader: give someone in people the role"),
        ('"hjo-coacher"', '"skovde-coacher"', "bodies.2 (hjo) has the channel 'skovde-coacher', which skovde has too"),
        (
            "units = []",
            'units = []\ndigest_channels = ["hjo-digest", "skovde-coacher"]',
            "bodies.2 (hjo) has the channel 'skovde-coacher', which skovde has too: a channel belongs to one body",
        ),
        ('pool = ["eva"]', 'pool = ["bo"]', "bodies.1.units.1.pool (skovde) is 'bo': one of eva"),
        ('also = ["hjo"]', 'also = ["skovde"]', "people has the handle 'eva' 2 times in skovde"),
        (
            ', en = "Report."',
            "",
            "right_channels.1.text.en (avvikelse) is missing: one for every language in languages",
        ),
        (
            'country = "SE"',
            'country = "SE"\ndigest_at = "9"',
            "digest_at is '9': a time of day between 00:00 and 23:59",
        ),
        ('country = "SE"', 'country = "SE"\ndigest_weekday = 8', "digest_weekday is 8: Input should be less than"),
        ('country = "SE"', 'country = "SE"\nnudge_after = "x"', "nudge_after is 'x': a whole number"),
        (
            'country = "SE"',
            'country = "SE"\nclosed_transitions = ["draft>closed"]',
            "closed_transitions.1 is 'draft>closed': one of draft>submitted, draft>withdrawn",
        ),
        ('name = "small"', 'name = ""', "name is '': small letters a-z"),
        ('name = "small"', "name = small", "cannot be read as TOML: Invalid value (at line 2"),
    ],
)
def test_a_broken_preset_is_refused_with_file_key_and_what_is_allowed(old: str, new: str, line: str) -> None:
    assert f"small.toml: {line}" in refusal(old, new)


def test_every_fault_gets_its_own_line() -> None:
    faults = refusal('code = "SKO"', 'code = "sko"\nsort = 1').splitlines()
    assert len(faults) == 2
    assert all(fault.startswith("small.toml: bodies.1.") for fault in faults)


def test_one_broken_body_is_not_said_to_be_none() -> None:
    alone = SMALL[: SMALL.rindex("[[bodies]]")].replace('code = "SKO"\n', "") + "[[people]]\nhandle = 1"
    with pytest.raises(PresetError) as error:
        read_preset(alone, "small.toml")
    assert error.value.lines[0].startswith("small.toml: bodies.1.code (skovde) is missing")
    assert not any("at least one" in line for line in error.value.lines)


def test_a_preset_has_at_least_one_body() -> None:
    head, tail = SMALL.split("[[topics]]", 1)
    without = tail[: tail.index("[[bodies]]")]
    with pytest.raises(PresetError, match=r"small\.toml: bodies is \[\]: at least one"):
        read_preset(f"bodies = []\npeople = []\n{head}[[topics]]{without}", "small.toml")


def test_an_unknown_key_with_no_likeness_lists_the_allowed_ones() -> None:
    assert "bodies.1.qqq (skovde) is not a key here: allowed are key, code, name" in refusal(
        'code = "SKO"', 'code = "SKO"\nqqq = 1'
    )


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("The federation", Preset),
        ("bodies", Body),
        ("units", Unit),
        ("chats", Chat),
        ("topics", Topic),
        ("people", Staff),
        ("right_channels", RightChannel),
    ],
)
def test_the_guide_to_presets_names_every_key_and_no_other(heading: str, part: type[BaseModel]) -> None:
    chapter = re.split(r"^## ", GUIDE, flags=re.MULTILINE)
    table = next(text for text in chapter if text.startswith((heading, f"`{heading}`")))
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(part.model_fields), f"docs/presets.md, {heading}"


def test_the_example_in_the_guide_to_presets_can_be_used() -> None:
    [example] = re.findall(r"```toml\n(.+?)```", GUIDE, re.DOTALL)
    assert read_preset(example, "presets.md").leads("storby")
