"""Cards that list: one's ideas, the queue, the overview, help, one's data, Monday's list and the week's digest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from dialogs.cards import Buttons, Card, Heading, Paragraph, Part
from dialogs.cards import Facts as Rows
from dialogs.question_cards import leads
from dialogs.showing import Facts, Press, Showing
from dialogs.words import Verb

MOST_LINES = 10
SOME_LINES = 5
"""Lines of a list that others stand beside, where they are not what has to be done first."""

SHORT_TITLE = 60
"""Characters of a title in Monday's list, which is read on a phone and holds many."""

TELL_NEED = Press("button-tell-need", Verb.NEW, "")
LOOK = Press("plain-number", Verb.SHOW)


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: the fact that holds its ideas, the words of a line, what shows the rest, and a press for each idea."""

    name: str
    line: Callable[[Showing, Facts], str]
    more: Verb
    press: Press | None = LOOK
    most: int = MOST_LINES


def _listed(show: Showing, of: Listing) -> Iterator[Part]:
    """As many ideas as a list shows at once, a button for each, and one for those that come after them."""
    page, rest = _page(show, of)
    yield from (Paragraph(of.line(show, row)) for row in page)
    yield from _joined((*(_numbers(show, page, of.press) if of.press else ()), *rest))


def cut_short(text: str, most: int) -> str:
    """A text on one line, at most so many characters of it, with a visible mark where it was cut."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1].rstrip()}…"


def _page(show: Showing, of: Listing) -> tuple[tuple[Facts, ...], tuple[Part, ...]]:
    """The ideas to show now, and what tells of the rest; `start` says how many have been shown already."""
    rows, start = show.rows(of.name), int(show.text("start") or 0)
    start = start if start < len(rows) else 0
    after = start + of.most
    if after >= len(rows):
        return rows[start:], ()
    more = show.buttons(Press("show-more", of.more, f"{after} {of.name}"))
    return rows[start:after], (Paragraph(show.say("more", count=len(rows) - after)), *more)


def _numbers(show: Showing, page: Sequence[Facts], press: Press) -> Iterator[Part]:
    """A button for each idea, labelled by its running number as long as that tells them apart."""
    short = [_short(row) for row in page]
    apart = len({str(row["number"]) for row in short}) == len(page)
    for row, said in zip(page, short if apart else page, strict=True):
        yield from Showing(show.language, show.texts, said).buttons(replace(press, value=str(row["number"])))


def _joined(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The same with all that can be pressed in one row, last."""
    buttons = tuple(b for part in parts if isinstance(part, Buttons) for b in part.buttons)
    words = tuple(part for part in parts if not isinstance(part, Buttons))
    return (*words, Buttons(buttons)) if buttons else words


def _line(key: str) -> Callable[[Showing, Facts], str]:
    """Lines with these words."""

    def said(show: Showing, row: Facts) -> str:
        label = show.status(row) if row.get("status") else ""
        return show.say(key, **{**row, "label": label, "date": row.get("promise", "")})

    return said


def _promised(show: Showing, row: Facts) -> str:
    line = _line("mine-line")(show, row)
    return show.say("mine-promise", line=line, date=row["promise"]) if row.get("promise") else line


def _aged(show: Showing, row: Facts) -> str:
    line = _line("overview-line")(show, {**row, "coach": row.get("coach") or "none"})
    return show.say("overview-late", line=line) if row.get("late") else line


OWN = Listing("ideas", _line("mine-line"), Verb.MINE)
COACHING = Listing("coaching", _promised, Verb.MINE)
QUEUE = Listing("ideas", _line("queue-line"), Verb.QUEUE, Press("claim-number", Verb.CLAIM))
OVERVIEW = Listing("ideas", _aged, Verb.OVERVIEW)


def mine(show: Showing) -> Card:
    """A person's own ideas, and for a coach those at hand, next promise first."""
    own, coaching = (any(show.rows(name) for name in names) for names in (("ideas", "drafts"), ("coaching",)))
    going_on = Press("button-continue", Verb.CONTINUE, "") if show.rows("drafts") else TELL_NEED
    return show.card(
        *((Heading(show.say("mine-title")),) if own or not coaching else ()),
        *_owned(show),
        *(() if own or coaching else (Paragraph(show.say("mine-none")),)),
        *_coached(show),
        *show.buttons(going_on),
    )


def _owned(show: Showing) -> Iterator[Part]:
    yield from (Paragraph(show.say("mine-draft", title=str(row["title"]))) for row in show.rows("drafts"))
    yield from _listed(show, OWN)


def _coached(show: Showing) -> Iterator[Part]:
    if show.rows("coaching"):
        yield Heading(show.say("mine-coach-title"))
        yield from _listed(show, COACHING)


def home(show: Showing) -> Card:
    """A person's own page: a way to tell of a need, their ideas, and for coaches and process leaders their work."""
    own = replace(show, facts={**show.facts, "ideas": show.items("borne")})
    parts: list[Part] = [
        Heading(show.say("home-title")),
        Paragraph(show.say("home-intro")),
        *show.buttons(Press("button-tell-idea", Verb.FORM, "", "primary"), Press("button-help", Verb.HELP, "")),
        Heading(show.say("mine-title")),
        *_owned(own),
    ]
    if not show.rows("borne") and not show.rows("drafts"):
        parts.append(Paragraph(show.say("mine-none")))
    if show.facts.get("coach"):
        parts += (*queue(show).parts, *_coached(show))
    if show.facts.get("lead"):
        parts += [Heading(show.say("overview-title")), Paragraph(show.say("overview-counts"))]
        parts += show.buttons(Press("button-overview", Verb.OVERVIEW, ""))
    return show.card(*parts)


def queue(show: Showing) -> Card:
    """What waits for a coach, oldest first, each with its claim button."""
    none = () if show.rows("ideas") else (Paragraph(show.say("queue-none")),)
    return show.card(Heading(show.say("queue-title")), *none, *_listed(show, QUEUE))


def overview(show: Showing) -> Card:
    """A process leader's view of a body: how many, and the open ones: those that are late, then the others by age."""
    if not show.rows("ideas"):
        return show.card(Heading(show.say("overview-title")), Paragraph(show.say("overview-none")))
    return show.card(
        Heading(show.say("overview-title")),
        Paragraph(show.say("overview-counts")),
        Paragraph(show.say("overview-ended", count=show.facts.get("ended", 0))),
        *_listed(show, OVERVIEW),
    )


def help_card(show: Showing) -> Card:
    """What can be said, for this person's roles, with buttons for the most common."""
    parts: list[Part] = [
        *leads(show),
        Heading(show.say("help-title")),
        Paragraph(show.say("help-intro")),
        _sayings(show, "help-all"),
    ]
    presses = [TELL_NEED, Press("button-mine", Verb.MINE, "")]
    if show.facts.get("coach"):
        parts += [Paragraph(show.say("help-as-coach")), _sayings(show, "help-coach")]
        presses.append(Press("button-queue", Verb.QUEUE, ""))
    if show.facts.get("words"):
        parts += [Paragraph(show.say("help-as-communicator")), _sayings(show, "help-communicator")]
    if show.facts.get("lead"):
        parts += [Paragraph(show.say("help-as-lead")), _sayings(show, "help-lead")]
        presses.append(Press("button-overview", Verb.OVERVIEW, ""))
    return show.card(*parts, *show.buttons(*presses))


def _sayings(show: Showing, key: str) -> Rows:
    """What can be said, a line each, with what it does."""
    lines = (line.partition(": ") for line in show.say(key).split("\n"))
    return Rows(tuple((said, does) for said, _, does in lines))


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


def _weekly(key: str) -> Callable[[Showing, Facts], str]:
    """Lines of Monday's list, which of two it is by whom an idea waits for."""

    def said(show: Showing, row: Facts) -> str:
        title = cut_short(str(row.get("title", "")), SHORT_TITLE)
        return show.say(f"{key}{row.get('who', '')}", **{"receiver": "none", **_short(row), "title": title})

    return said


LATE = Listing("late", _weekly("monday-late-line"), Verb.MINE, None, SOME_LINES)
WEEK = (
    ("monday-week", Listing("week", _weekly("monday-week-line"), Verb.MINE)),
    ("monday-waiting", Listing("waiting", _weekly("monday-waiting-"), Verb.MINE, None, SOME_LINES)),
    ("monday-pauses", Listing("pauses", _weekly("monday-line"), Verb.MINE, None, SOME_LINES)),
)
QUIET = Listing("quiet", _weekly("monday-line"), Verb.MINE)


def monday(show: Showing) -> Card:
    """A coach's week: late, due, waiting, pauses ending, and what has been quiet; more of one of them when asked."""
    parts: list[Part] = [Heading(show.say("monday-title")), *_late(show)]
    for label, listing in WEEK:
        if show.rows(listing.name):
            parts += (Heading(show.say(label)), *_listed(show, listing))
    if quiet := show.rows("quiet"):
        parts.append(Heading(f"{show.say('monday-quiet')}: {show.say('monday-quiet-count', count=len(quiet))}"))
        look = show.buttons(Press("button-show", Verb.MINE, "0 quiet"))
        parts += _listed(show, QUIET) if show.text("start") else look
    return show.card(*parts)


def _late(show: Showing) -> Iterator[Part]:
    """What should have been answered already, each with its buttons."""
    page, rest = _page(show, LATE)
    if page:
        yield Heading(show.say("monday-late"))
    for row in page:
        yield Paragraph(LATE.line(show, row))
        yield from replace(show, facts=row).buttons(
            Press("button-answer-now", Verb.TELL), Press("button-promise", Verb.PROMISE)
        )
    yield from rest


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
