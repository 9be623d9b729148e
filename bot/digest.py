"""The weekly digest: which channels get it and when, and what a week has to tell."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.world import World
from dialogs.list_cards import that_fit
from dialogs.messages import Notice, Outgoing, Value
from ideas.idea import Fact, Idea, Ring
from ideas.lifecycle import ENDED, Status
from ideas.occurrence import Occurrence
from ideas.people import Place
from ideas.promises import DAY, iso_week
from storage.unit_of_work import UnitOfWork

WEEK = timedelta(days=7)
LONGEST = 4 * WEEK
"""How far back a channel's first digest looks, or one after weeks without."""

PLANNED = "planned"
"""The setting that says for which day the coming weeks have been planned."""

FEWEST = 5
"""No figure is shown for fewer ideas than this."""

MOST = 7
"""Ideas sure of a line: with the heading, the figure and how many more there are, ten lines."""

_CHAPTERS: dict[Status, str] = {
    **dict.fromkeys((Status.SUBMITTED, Status.CLAIMED), "new"),
    **dict.fromkeys((Status.EXPLORING, Status.SHAPING, Status.DECIDING, Status.HANDED_OVER), "onward"),
    Status.IMPLEMENTING: "onward",
    Status.CLOSED: "stopped",
    Status.TESTING: "testing",
    Status.IMPLEMENTED: "used",
    Status.BENEFIT_CONFIRMED: "gained",
}
"""What a digest makes of a state. Two states in one chapter are one piece of news."""

_ORDER = tuple(dict.fromkeys(_CHAPTERS.values()))
_OPEN_RINGS = {Ring.BODY, Ring.EVERYONE}


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that gets a body's digest. `weekday` is 1 for Monday; `at` is HH:MM on the body's clock."""

    body: str
    place: Place
    weekday: int
    at: str

    @property
    def key(self) -> str:
        """What names the channel in occurrences."""
        return channel_key(self.place)


def channel_key(place: Place) -> str:
    """What names a place's channel, whatever thread is meant."""
    return f"{place.platform}/{place.workspace}/{place.channel}"


def channel_name(uow: UnitOfWork, place: Place) -> str:
    """What people call a place's channel: as its platform has told, else as the place names it."""
    return uow.setting(f"channel-name:{channel_key(place)}") or place.channel


def name_channel(uow: UnitOfWork, place: Place, name: str) -> None:
    """Keep what a platform calls a channel."""
    uow.put_setting(f"channel-name:{channel_key(place)}", name)


def channels(uow: UnitOfWork, world: World, body: str) -> list[Channel]:
    """The channels that get a body's digest: the preset's, as a process leader has added to or changed them."""
    usual = (world.preset.digest_weekday, world.preset.digest_at)
    found = {channel_key(place): Channel(body, place, *usual) for place in world.digest_places(body)}
    for key, wish in _wishes(uow, body).items():
        if wish is None:
            found.pop(key, None)
        else:
            place, weekday, at = wish
            found[key] = Channel(body, Place(*place), weekday, at)
    return list(found.values())


def choose(uow: UnitOfWork, body: str, place: Place, when: tuple[int, str] | None) -> None:
    """Give a channel the digest at a weekday and time, or shut it off with None."""
    key, wishes = channel_key(place), _wishes(uow, body)
    wishes[key] = None if when is None else ((place.platform, place.workspace, place.channel), *when)
    uow.put_setting(f"digest:{body}", json.dumps(wishes, ensure_ascii=False))
    uow.unplan(key)
    uow.put_setting(PLANNED, "")


def _wishes(uow: UnitOfWork, body: str) -> dict[str, tuple[tuple[str, str, str], int, str] | None]:
    stored = uow.setting(f"digest:{body}")
    wishes: dict[str, tuple[tuple[str, str, str], int, str] | None] = json.loads(stored) if stored else {}
    return wishes


def week_of(world: World, body: str, now: datetime) -> str:
    """The ISO week on a body's wall."""
    return iso_week(world.today(body, now))


def digest_occurrence(channel: Channel, world: World, week: str) -> Occurrence:
    """When a channel's digest of a week is due."""
    calendar = world.calendar(channel.body)
    day = calendar.weekly_day(week, channel.weekday)
    return Occurrence("digest", channel.key, week, calendar.at(day, channel.at), facts={"body": channel.body})


def seen_until(digest: Occurrence, now: datetime) -> datetime:
    """The moment up to which a digest tells: that of its preview, so that nothing goes out unseen; else now."""
    until = digest.facts.get("until")
    return datetime.fromisoformat(until) if until else now


@dataclass(frozen=True, slots=True)
class _News:
    """An idea that entered a chapter between a channel's last digest and the end of this one."""

    idea: Idea
    chapter: str
    history: Sequence[Fact]

    @property
    def holds(self) -> bool:
        """Whether it is still so and may still be told; what has moved on since is told next time."""
        return _CHAPTERS.get(self.idea.status) == self.chapter and may_be_told(self.idea)

    def taken_back(self, until: datetime) -> bool:
        """Whether the bearer has said no, or taken the idea back, after that moment."""
        later = {fact.kind for fact in self.history if fact.at > until}
        return bool(later & {"consent", "withdrawn"}) and not self.holds


def may_be_told(idea: Idea) -> bool:
    """Whether a channel of the body may read about it: the bearer said yes, or lets everyone there see it."""
    return idea.consent is True or (idea.consent is None and idea.ring in _OPEN_RINGS)


def _chapter(idea: Idea, history: Sequence[Fact], at: datetime) -> str | None:
    """What a digest could have told of an idea at a moment: nothing while it was private, and `new` only once."""
    past = [fact for fact in history if fact.at <= at]
    if not past or not (idea.ring in _OPEN_RINGS or any(fact.kind == "consent" for fact in past)):
        return None
    chapters = [_CHAPTERS.get(fact.end) for fact in past]
    return None if chapters[-1] == "new" and set(chapters) != {"new"} else chapters[-1]


def _news(uow: UnitOfWork, ideas: Sequence[Idea], since: datetime, until: datetime) -> list[_News]:
    found = []
    for idea in ideas:
        if idea.changed_at > since:
            history = uow.facts(idea.id)
            chapter = _chapter(idea, history, until)
            if chapter and chapter != _chapter(idea, history, since):
                found.append(_News(idea, chapter, history))
    return found


def _since(uow: UnitOfWork, channel: Channel, until: datetime) -> datetime:
    """The end of the channel's last digest: silent and stopped weeks are made up for, and nothing is told twice."""
    told = uow.setting(f"told-until:{channel.key}")
    return max(until - LONGEST, datetime.fromisoformat(told)) if told else until - LONGEST


def _gathered(uow: UnitOfWork, world: World, channel: Channel, until: datetime) -> tuple[list[_News], tuple[int, int]]:
    """What is news to a channel, and how many first answers there were and how many of them in time."""
    since = _since(uow, channel, until)
    local = world.calendar(channel.body).local
    ideas = uow.ideas_changed(channel.body, since, (local(since).date() - DAY, local(until).date()))
    return _news(uow, ideas, since, until), _on_time(world, ideas, since, until)


def week_facts(uow: UnitOfWork, world: World, channel: Channel, week: str, until: datetime) -> dict[str, Value] | None:
    """What has happened from the last digest to a moment, as far as this channel may hear; None in a silent week."""
    news, figures = _gathered(uow, world, channel, until)
    return _facts(uow, world, channel, week, [piece for piece in news if piece.holds], figures)


def _facts(
    uow: UnitOfWork, world: World, channel: Channel, week: str, news: Sequence[_News], figures: tuple[int, int]
) -> dict[str, Value] | None:
    if not news:
        return None
    _, number = week.split("-W")
    lines: list[Value] = [_line(uow, piece) for piece in _fairly(news)]
    short, (due, kept) = world.body(channel.body).short, figures
    return {"body": short, "week": int(number), "lines": lines, "all": due, "kept": kept}


def _fairly(news: Sequence[_News]) -> list[_News]:
    """In order; when not all will fit, first as many as do with no chapter crowding out another, then the rest."""
    ordered = sorted(news, key=lambda piece: (_ORDER.index(piece.chapter), piece.idea.id))
    before: Counter[str] = Counter()
    places = []
    for place, piece in enumerate(ordered):
        places.append((before[piece.chapter], place))
        before[piece.chapter] += 1
    ranked = [place for _, place in sorted(places)]
    return [ordered[place] for place in (*sorted(ranked[:MOST]), *sorted(ranked[MOST:]))]


def _line(uow: UnitOfWork, piece: _News) -> dict[str, Value]:
    idea = piece.idea
    coach = uow.person(idea.coach) if idea.coach else None
    return {
        "kind": "used" if piece.chapter == "gained" else piece.chapter,
        "number": idea.number,
        "title": idea.title,
        "coach": coach.name if coach else "",
        **{key: idea.published.get(key, "") for key in ("fact", "step", "until", "change", "gain")},
    }


def _on_time(world: World, ideas: Sequence[Idea], since: datetime, until: datetime) -> tuple[int, int]:
    """How many first answers were given or became late, and how many were in time; zeros when too few.

    Every idea counts once: when it is answered, or else when the promised day has passed.
    """
    due, kept = 0, 0
    for idea in ideas:
        if idea.first_promise is None or (idea.answered_at is None and idea.status in ENDED):
            continue
        late_from = world.calendar(idea.body).at(idea.first_promise + DAY, "00:00")
        heard = idea.answered_at or until
        in_time = idea.answered_at is not None and heard < late_from
        if since < (heard if in_time else late_from) <= until:
            due, kept = due + 1, kept + in_time
    return (due, kept) if due >= FEWEST else (0, 0)


def send_digest(
    uow: UnitOfWork, world: World, channel: Channel, digest: Occurrence, until: datetime, now: datetime
) -> bool:
    """Send a channel's digest of a week; False in a silent week. Its key makes it happen once.

    What the communicator has worded goes out as it is, unless somebody in it has taken their yes back since.
    """
    news, figures = _gathered(uow, world, channel, until)
    facts = _facts(uow, world, channel, digest.period, [piece for piece in news if piece.holds], figures)
    edited = "" if any(piece.taken_back(until) for piece in news) else digest.facts.get("edited", "")
    if facts is None and not edited:
        return False
    uow.put_setting(f"told-until:{channel.key}", until.isoformat())
    notice = Notice("digest", {**(facts or {}), "edited": edited})
    key = f"digest:{channel.key}:{digest.period}"
    language = world.language_of(channel.body)
    uow.send(Outgoing(key, channel.place, notice, language), now)
    if facts and not edited and (rest := _rest(facts)):
        uow.send(Outgoing(f"{key}:rest", channel.place, Notice("digest-rest", rest), language, under=key), now)
    return True


def _rest(facts: Mapping[str, Value]) -> dict[str, Value] | None:
    """The facts of what a digest has no room for; None when all of it fits."""
    lines = facts["lines"]
    assert isinstance(lines, list)
    fit = that_fit(len(lines), has_figures=bool(facts["all"]))
    return {**facts, "lines": lines[fit:]} if fit < len(lines) else None
