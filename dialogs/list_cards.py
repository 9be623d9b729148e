"""Cards that list: one's ideas, the queue, the overview, help, one's data, Monday's list and the week's digest."""

from __future__ import annotations

from dialogs.cards import Buttons, Card, Heading, Paragraph, Part
from dialogs.cards import Facts as Rows
from dialogs.question_cards import leads
from dialogs.showing import Facts, Press, Showing
from dialogs.words import Verb

MOST_LINES = 10
TELL_NEED = Press("button-tell-need", Verb.NEW, "")


def _line(show: Showing, key: str, row: Facts) -> str:
    label = show.status(row) if row.get("status") else ""
    return show.say(key, **{**row, "label": label, "date": row.get("promise", "")})


def _lines(show: Showing, name: str, key: str) -> tuple[Paragraph, ...]:
    rows = show.rows(name)
    shown = [Paragraph(_line(show, key, row)) for row in rows[:MOST_LINES]]
    if len(rows) > MOST_LINES:
        shown.append(Paragraph(show.say("more", count=len(rows) - MOST_LINES)))
    return tuple(shown)


def _numbers(show: Showing, name: str, verb: Verb = Verb.SHOW) -> tuple[Part, ...]:
    """A button for each of the first ideas in a list, labelled by its number."""
    presses = [Press("plain-number", verb, str(row["number"])) for row in show.rows(name)[:5] if row.get("number")]
    made = [Showing(show.language, show.texts, {"number": p.value}).buttons(p) for p in presses]
    return _joined(tuple(part for parts in made for part in parts))


def _joined(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    buttons = tuple(b for part in parts if isinstance(part, Buttons) for b in part.buttons)
    return (Buttons(buttons),) if buttons else ()


def mine(show: Showing) -> Card:
    """A person's own ideas, and for a coach those at hand, next promise first."""
    parts: list[Part] = [Heading(show.say("mine-title"))]
    parts += [Paragraph(show.say("mine-draft", title=str(row["title"]))) for row in show.rows("drafts")]
    parts += _lines(show, "ideas", "mine-line")
    if not any(show.rows(name) for name in ("ideas", "drafts", "coaching")):
        parts.append(Paragraph(show.say("mine-none")))
    if show.rows("coaching"):
        parts.append(Heading(show.say("mine-coach-title")))
        parts += [Paragraph(_promised(show, row)) for row in _first(show)]
    going_on = (Press("button-continue", Verb.CONTINUE, ""),) if show.rows("drafts") else (TELL_NEED,)
    return show.card(
        *parts, *_numbers(show, "coaching" if show.rows("coaching") else "ideas"), *show.buttons(*going_on)
    )


def home(show: Showing) -> Card:
    """A person's own page: a way to tell of a need, their ideas, and for coaches and process leaders their work."""
    parts: list[Part] = [
        Heading(show.say("home-title")),
        Paragraph(show.say("home-intro")),
        *show.buttons(Press("button-tell-idea", Verb.FORM, "", "primary"), Press("button-help", Verb.HELP, "")),
        Heading(show.say("mine-title")),
        *(Paragraph(show.say("mine-draft", title=str(row["title"]))) for row in show.rows("drafts")),
        *_lines(show, "borne", "mine-line"),
        *_numbers(show, "borne"),
    ]
    if not show.rows("borne") and not show.rows("drafts"):
        parts.append(Paragraph(show.say("mine-none")))
    if show.facts.get("coach"):
        parts += queue(show).parts
        parts += [Heading(show.say("mine-coach-title")), *(Paragraph(_promised(show, r)) for r in _first(show))]
        parts += _numbers(show, "coaching")
    if show.facts.get("lead"):
        parts += [Heading(show.say("overview-title")), Paragraph(show.say("overview-counts"))]
        parts += show.buttons(Press("button-overview", Verb.OVERVIEW, ""))
    return show.card(*parts)


def _first(show: Showing) -> tuple[Facts, ...]:
    return show.rows("coaching")[:MOST_LINES]


def _promised(show: Showing, row: Facts) -> str:
    line = _line(show, "mine-line", row)
    return show.say("mine-promise", line=line, date=row["promise"]) if row.get("promise") else line


def queue(show: Showing) -> Card:
    """What waits for a coach, oldest first, each with its claim button."""
    if not show.rows("ideas"):
        return show.card(Heading(show.say("queue-title")), Paragraph(show.say("queue-none")))
    first = show.rows("ideas")[:5]
    claims = [Showing(show.language, show.texts, row).buttons(Press("claim-number", Verb.CLAIM)) for row in first]
    return show.card(
        Heading(show.say("queue-title")),
        *_lines(show, "ideas", "queue-line"),
        *_joined(tuple(part for parts in claims for part in parts)),
    )


def overview(show: Showing) -> Card:
    """A process leader's view of a body: how many, and the open ones by age."""
    if not show.rows("ideas"):
        return show.card(Heading(show.say("overview-title")), Paragraph(show.say("overview-none")))
    lines = [_aged(show, row) for row in show.rows("ideas")[:MOST_LINES]]
    rest = len(show.rows("ideas")) - MOST_LINES
    more = (Paragraph(show.say("more", count=rest)),) if rest > 0 else ()
    return show.card(
        Heading(show.say("overview-title")),
        Paragraph(show.say("overview-counts")),
        *(Paragraph(line) for line in lines),
        *more,
        Paragraph(show.say("overview-ended", count=show.facts.get("ended", 0))),
        *_numbers(show, "ideas"),
    )


def _aged(show: Showing, row: Facts) -> str:
    line = _line(show, "overview-line", row)
    return show.say("overview-late", line=line) if row.get("late") else line


def help_card(show: Showing) -> Card:
    """What can be said, for this person's roles, with buttons for the most common."""
    parts: list[Part] = [
        *leads(show),
        Heading(show.say("help-title")),
        Paragraph(show.say("help-intro")),
        Paragraph(show.say("help-all")),
    ]
    presses = [TELL_NEED, Press("button-mine", Verb.MINE, "")]
    if show.facts.get("coach"):
        parts += [Paragraph(show.say("help-as-coach")), Paragraph(show.say("help-coach"))]
        presses.append(Press("button-queue", Verb.QUEUE, ""))
    if show.facts.get("words"):
        parts += [Paragraph(show.say("help-as-communicator")), Paragraph(show.say("help-communicator"))]
    if show.facts.get("lead"):
        parts += [Paragraph(show.say("help-as-lead")), Paragraph(show.say("help-lead"))]
        presses.append(Press("button-overview", Verb.OVERVIEW, ""))
    return show.card(*parts, *show.buttons(*presses))


def about_me(show: Showing) -> Card:
    """Everything stored about a person, and what can be erased."""
    roles = ", ".join(show.say(f"role-{role}") for role in show.strings("roles"))
    rows = [(show.say(f"my-data-{name}"), show.text(name)) for name in ("name", "body", "unit") if show.text(name)]
    rows += [
        (show.say("my-data-language"), show.say(f"language-{show.text('language')}")),
        (show.say("my-data-roles"), roles),
    ]
    counted = ("ideas", "drafts", "acts")
    rows += [(show.say(f"my-data-{name}"), show.text(name)) for name in counted]
    rule = show.text("rule_text") or show.say(f"my-data-rule-{show.text('rule')}")
    return show.card(
        Heading(show.say("my-data-title")),
        Rows(tuple(rows)),
        Paragraph(show.say("my-data-erase", rule=rule)),
        *show.buttons(Press("button-erase", Verb.ERASE, "")),
    )


def right_channels(show: Showing) -> Card:
    """Where to turn with what the bot cannot take."""
    rows = tuple((str(row["name"]), str(row["text"])) for row in show.rows("channels"))
    way_on = show.buttons() if show.facts.get("asking") else show.buttons(TELL_NEED)
    return show.card(Paragraph(show.say("urgent")), Rows(rows), Paragraph(show.say("urgent-more")), *way_on)


def monday(show: Showing) -> Card:
    """A coach's week: late, due, waiting, pauses ending, and what has been quiet."""
    parts: list[Part] = [Heading(show.say("monday-title"))]
    rows: list[tuple[str, str]] = []
    for row in show.rows("late"):
        number = Showing(show.language, show.texts, row)
        parts.append(Paragraph(f"{show.say('monday-late')}: {show.say('monday-late-line', **_short(row))}."))
        parts += number.buttons(Press("button-answer-now", Verb.TELL), Press("button-promise", Verb.PROMISE))
    rows += _monday_row(show, "monday-week", [show.say("monday-week-line", **_short(r)) for r in show.rows("week")])
    waiting = [
        show.say(f"monday-waiting-{r['who']}", **{"receiver": "none", **_short(r)}) for r in show.rows("waiting")
    ]
    rows += _monday_row(show, "monday-waiting", waiting)
    rows += _monday_row(show, "monday-pauses", [str(_short(r)["number"]) for r in show.rows("pauses")])
    quiet = show.rows("quiet")
    rows += _monday_row(show, "monday-quiet", [show.say("monday-quiet-count", count=len(quiet))] if quiet else [])
    parts += [Rows(tuple(rows))] if rows else []
    return show.card(*parts, *_numbers(show, "quiet"))


def _monday_row(show: Showing, label: str, said: list[str]) -> list[tuple[str, str]]:
    return [(show.say(label), ". ".join(said))] if said else []


def digest_text(show: Showing) -> tuple[str, ...]:
    """The digest's lines: at most ten, a heading first."""
    lines = _digest_lines(show)
    figures = (show.say("digest-answers"),) if show.facts.get("all") else ()
    fit = that_fit(len(lines), has_figures=bool(figures))
    more = (show.say("more", count=len(lines) - fit),) if fit < len(lines) else ()
    return (show.say("digest-title"), *lines[:fit], *more, *figures)


def that_fit(count: int, *, has_figures: bool) -> int:
    """How many of so many pieces of news a digest has room for, with a line that says how many more there are."""
    room = MOST_LINES - 1 - has_figures
    return count if count <= room else room - 1


def _digest_lines(show: Showing) -> list[str]:
    return [show.say(f"digest-{row['kind']}", **_short(row)) + _gain(show, row) for row in show.rows("lines")]


def digest_rest(show: Showing) -> Card:
    """What a digest had no room for, told under it."""
    return show.card(Heading(show.say("digest-rest")), *map(Paragraph, _digest_lines(show)))


def _short(row: Facts) -> Facts:
    """A line about an idea of one's own body, where the running number says enough: 0142."""
    return {**row, "number": str(row["number"]).rpartition("-")[2]}


def _gain(show: Showing, row: Facts) -> str:
    return " " + show.say("digest-gain", **row) if row.get("gain") else ""


def digest(show: Showing) -> Card:
    """The week's digest for one channel: as made, or as the communicator worded it."""
    lines = tuple(show.text("edited").split("\n")) if show.text("edited") else digest_text(show)
    body = tuple(Paragraph(line) for line in lines[1:] if line.strip())
    return show.card(Heading(lines[0]), *body, *show.buttons(TELL_NEED))


def digest_preview(show: Showing) -> Card:
    """What the communicator sees the day before: the digest, and the chance to change or stop it."""
    lines = digest_text(show)
    presses = (
        Press("button-digest_edit", Verb.DIGEST_EDIT, "{occurrence}"),
        Press("button-digest_stop", Verb.DIGEST_STOP, "{occurrence}"),
    )
    carried = [Press(p.label, p.verb, show.text("occurrence")) for p in presses]
    return show.card(
        Paragraph(show.say("digest-preview")),
        Heading(lines[0]),
        *(Paragraph(line) for line in lines[1:]),
        *show.buttons(*carried),
    )
