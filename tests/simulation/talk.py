"""One person's conversation in the town."""

from __future__ import annotations

from dataclasses import replace

from dialogs.messages import FieldValue, Inbound, Value
from ideas.idea import Idea
from ideas.lifecycle import Status
from tests.simulation.people import Person
from tests.simulation.town import Town


class Talk:
    """One person's conversation. Every event has a key of its own."""

    def __init__(self, town: Town, who: Person, language: str = "sv") -> None:
        self.town, self.who, self.language, self._keys = town, who, language, iter(range(10**6))
        if language != "sv":
            self.say(f"språk {language}")

    def event(self, text: str = "", action: str = "", value: str = "", channel: str = "") -> Inbound:
        """Something not said yet."""
        key = f"{self.who.handle}-{next(self._keys)}"
        return replace(self.who.inbound(key, channel), text=text, action=action, value=value)

    def say(self, text: str) -> str:
        """Say something; what is answered last."""
        self.town.take(self.event(text))
        return self.town.last()

    def press(self, action: str, value: str = "", /, **fields: FieldValue) -> str:
        """Press something; what is answered, on the request or in the conversation."""
        now = self.town.take(replace(self.event(action=action, value=value), fields=fields))
        return now.card.summary if now and now.card else self.town.last()

    def sentence(self, key: str, **facts: Value) -> str:
        """One of the bot's texts in this person's language."""
        return self.town.world.texts.say(self.language, key, facts)

    @property
    def draft(self) -> Idea:
        """Their newest draft."""
        return next(i for i in reversed(self.town.ideas()) if i.status is Status.DRAFT)
