"""What a turn knows besides the database: the preset, the texts and what follows from them. Made once at start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from dialogs.intake import REVIEWED, SOLUTION_WORDS
from dialogs.questions import Situation
from dialogs.texts import LANGUAGES, Texts
from ideas.idea import Answer, Idea
from ideas.people import Person, Place
from ideas.preset import Body, Chat, Preset
from ideas.promises import Calendar

LOCAL = "local"
"""The platform of the try-it page; its workspace is a body and its channels are named in the preset."""


@dataclass(frozen=True, eq=False)
class World:
    """One installation's rules and words."""

    preset: Preset
    texts: Texts

    def body(self, key: str) -> Body:
        """A body by key."""
        return self.preset.body(key)

    def has_body(self, key: str) -> bool:
        """Whether there is such a body here."""
        return key in self._keys

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(body.key for body in self.preset.bodies)

    @cached_property
    def _calendars(self) -> Mapping[str, Calendar]:
        return {b.key: Calendar(self.preset.country, self.preset.timezone_of(b.key)) for b in self.preset.bodies}

    def calendar(self, body: str) -> Calendar:
        """A body's working days and clock."""
        return self._calendars[body]

    def today(self, body: str, now: datetime) -> date:
        """The date on a body's wall."""
        return self._calendars[body].local(now).date()

    @cached_property
    def _by_workspace(self) -> Mapping[tuple[str, str], tuple[str, Chat]]:
        chats = ((body.key, chat) for body in self.preset.bodies for chat in body.chats)
        return {(chat.platform, chat.workspace): (key, chat) for key, chat in chats}

    def body_at(self, platform: str, workspace: str) -> str:
        """The body whose people are in a workspace of a platform; empty when the preset names none."""
        key, _ = self._by_workspace.get((platform, workspace), ("", None))
        return key

    def coach_place(self, body: str) -> Place:
        """The channel where a body's coaches are: in the first chat that has one, else on the try-it page."""
        for chat in self.body(body).chats:
            if chat.coach_channel:
                return Place(chat.platform, chat.workspace, chat.coach_channel)
        return Place(LOCAL, body, self.body(body).coach_channel)

    def digest_places(self, body: str) -> tuple[Place, ...]:
        """The channels that get a body's digest: those of its chats, or of the try-it page where no chat has any."""
        chats = self.body(body).chats
        named = tuple(Place(c.platform, c.workspace, channel) for c in chats for channel in c.digest_channels)
        return named or tuple(Place(LOCAL, body, channel) for channel in self.body(body).digest_channels)

    def names(self, place: Place) -> bool:
        """Whether the preset names this channel of a chat."""
        _, chat = self._by_workspace.get((place.platform, place.workspace), ("", None))
        return chat is not None and place.channel in chat.channels

    def stand_in(self, place: Place) -> Place | None:
        """Where to write instead of a channel that cannot be written to; None when there is nowhere else."""
        _, chat = self._by_workspace.get((place.platform, place.workspace), ("", None))
        if chat is None or chat.default_channel in {None, place.channel} or place.channel not in chat.channels:
            return None
        return Place(place.platform, place.workspace, chat.default_channel or "")

    def language_of(self, body: str) -> str:
        """The language of a body's channels."""
        return self.preset.language_of(body)

    def spoken(self, person: Person) -> tuple[str, ...]:
        """The languages whose words a person may use, their own first."""
        return tuple(dict.fromkeys((person.language, *self.preset.languages, *LANGUAGES)))

    def unit_name(self, body: str, unit: str) -> str:
        """What a unit is called; empty when it is not known."""
        return next((u.name for u in self.body(body).units if u.key == unit), "")

    def topic_name(self, topic: str, language: str) -> str:
        """What a topic is called in a language; empty when it is not known."""
        names = next((t.name for t in self.preset.topics if t.key == topic), {})
        return names.get(language) or names.get(self.preset.language, "") if names else ""

    def situation(self, person: Person, answers: Mapping[str, Answer]) -> Situation:
        """What the dialog needs to know about this person's conditions and options."""
        body = self.body(person.body)
        need = " ".join(answers.get(key, Answer()).text for key in ("need", "need_behind", "effect"))
        return Situation(
            units=tuple((unit.key, unit.name) for unit in body.units),
            topics=self._topics[person.language],
            suggested=self._suggested(need, person.language),
            unit=person.unit or "",
            solution_words=SOLUTION_WORDS[person.language],
            labels=self._option_labels[person.language],
        )

    @cached_property
    def _suggested(self) -> Callable[[str, str], tuple[str, ...]]:
        """The topics a need's words point at; a turn asks more than once about the same words."""
        return lru_cache(maxsize=64)(self.preset.topics_for)

    @cached_property
    def _topics(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        topics = self.preset.topics
        return {lang: tuple((topic.key, self.topic_name(topic.key, lang)) for topic in topics) for lang in LANGUAGES}

    @cached_property
    def _option_labels(self) -> Mapping[str, Mapping[str, str]]:
        keys = [f"{q.key}-{v}" for q in REVIEWED if isinstance(q.options, tuple) for v in q.options]
        filler = {"body": ""}
        return {lang: {key: self.texts.say(lang, key, filler) for key in keys} for lang in LANGUAGES}

    def visible_to(self, idea: Idea, person: Person) -> bool:
        """Whether a person may see an idea: their own, as coach or leader of its body, or as its ring allows."""
        if person.id in (idea.bearer, idea.coach, idea.offered_to, *idea.co_bearers):
            return True
        if idea.ring == "everyone":
            return True
        if idea.body != person.body or idea.status == "withdrawn":
            return False
        own_unit = idea.ring == "unit" and idea.unit == (person.unit or "")
        return person.is_coach or person.leads or idea.ring == "body" or own_unit
