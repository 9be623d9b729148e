"""What a use case has in its hands during a turn: who acts, and ways to save, answer and tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.facts import idea_facts, rule_rows, state_facts
from bot.world import World
from dialogs.conversation import Conversation
from dialogs.intents import Intent
from dialogs.messages import Inbound, Notice, Outgoing, Value
from dialogs.questions import LONGEST_TEXT, cleaned
from dialogs.words import Verb
from ideas.idea import Fact, Idea, RefusedError
from ideas.people import UNDER, Person, Place, Role
from ideas.promises import Calendar
from storage.unit_of_work import UnitOfWork

_ASKS_CONSENT = frozenset({"claimed", "told", "told-after", "closed", "closed-under-way"})


@dataclass(slots=True)
class Acting:
    """Ways to save and tell, in one transaction at one moment; the clock acts with no more than this."""

    uow: UnitOfWork
    now: datetime
    world: World

    def tell_bearer(self, idea: Idea, kind: str, **facts: Value) -> None:
        """Tell everyone who bears an idea, each where they told it or are at home, with the consent question."""
        for bearer in (idea.bearer, *idea.co_bearers):
            person = self.uow.person(bearer)
            place = idea.place if bearer == idea.bearer and idea.place else (person.home if person else None)
            if person and person.handle and place:  # somebody erased hears nothing more
                asks = idea.consent is None and bearer == idea.bearer and kind in _ASKS_CONSENT
                told = {"number": idea.number, **facts, **({"ask_consent": True} if asks else {})}
                self._send(self._key(idea, kind, f"p{bearer}"), place, kind, person.language, told)

    def tell(self, person: Person | None, idea: Idea, kind: str, **facts: Value) -> None:
        """Tell a person about an idea where they talk to the bot; somebody never seen yet, in the coaches' channel."""
        if person is None:
            return
        place = person.home or self.world.coach_place(person.body)
        told = {"number": idea.number, "title": idea.title, **facts}
        self._send(self._key(idea, kind, f"p{person.id}"), place, kind, person.language, told)

    def tell_leads(self, idea: Idea, kind: str, **facts: Value) -> None:
        """Tell the process leaders of an idea's body."""
        for lead in leads(self.uow, idea.body):
            self.tell(lead, idea, kind, **facts)

    def post_card(self, idea: Idea) -> None:
        """Post an idea's card in the coaches' channel, or change the one that is there."""
        card = card_key(idea)
        first = idea.status == "submitted" and idea.seq == 1
        key = card if first else f"{card}:{idea.seq}"
        language = self.world.language_of(idea.body)
        facts = idea_facts(idea, self.uow, self.world, language)
        self._send(key, self.world.coach_place(idea.body), "idea-card", language, facts, updates="" if first else card)

    def line(self, idea: Idea, kind: str, **facts: Value) -> None:
        """Add a line under an idea's card."""
        place, language = self.world.coach_place(idea.body), self.world.language_of(idea.body)
        told = {"number": idea.number, **state_facts(idea), **facts}
        self._send(self._key(idea, kind, "card"), place, kind, language, told, under=card_key(idea))

    def rules(self, idea: Idea, language: str) -> list[Value]:
        """Why routing chose as it did, as facts."""
        return rule_rows(idea, self.uow, self.world, language)

    def send(self, key: str, place: Place, kind: str, language: str, **facts: Value) -> None:
        """Send any notice anywhere, under a key of its own."""
        self._send(key, place, kind, language, facts)

    def _key(self, idea: Idea, kind: str, who: str) -> str:
        return f"idea:{idea.number or idea.id}:{idea.seq}:{kind}:{who}"

    def _send(
        self,
        key: str,
        place: Place,
        kind: str,
        language: str,
        facts: Mapping[str, Value],
        updates: str = "",
        under: str = "",
    ) -> None:
        if place.root not in {"", key}:
            under = under or place.root
        self.uow.send(Outgoing(key, place, Notice(kind, facts), language, updates, under), self.now)

    def keep(self, change: tuple[Idea, Fact], was: Idea) -> Idea:
        """Save a changed idea and its new line of history.

        Raises:
            RefusedError: when somebody else changed it first.
        """
        idea, fact = change
        if not self.uow.save_idea(idea, was):
            raise RefusedError("refused-changed-meanwhile", number=idea.number or "")
        self.uow.add_fact(idea.id, fact)
        return idea

    def named(self, person: int | None) -> str:
        """A person's name as others read it."""
        found = self.uow.person(person) if person else None
        return found.name if found and found.name else self.world.texts.say(self.world.preset.language, "someone")


@dataclass(slots=True)
class Turn(Acting):
    """One turn under way. `riding` is what is answered on the request itself; all else goes to the outbox.

    `read` is the draft of this conversation as the turn found it, so that it is read once. `moved` is where the talk
    goes on, when it was begun where others are.
    """

    inbound: Inbound
    person: Person
    talk: Conversation
    intent: Intent = field(default_factory=lambda: Intent(Verb.HELP))
    riding: Notice | None = None
    refused: bool = False
    replies: int = 0
    read: Idea | None = None
    moved: Place | None = None

    @property
    def calendar(self) -> Calendar:
        """The person's working days and clock."""
        return self.world.calendar(self.person.body)

    @property
    def today(self) -> date:
        """The date where the person is."""
        return self.world.today(self.person.body, self.now)

    @property
    def short(self) -> str:
        """What the person's body is called in a sentence."""
        return self.world.body(self.person.body).short

    def reply(self, kind: str, **facts: Value) -> None:
        """Answer where the person is: one to one through the outbox, in a channel privately on the request."""
        if not self.inbound.direct:
            self.ride(kind, **facts)
            return
        self.replies += 1
        self._send(self._reply_key(self.replies), self.inbound.place, kind, self.person.language, facts)

    def ride(self, kind: str, **facts: Value) -> None:
        """Answer on the request itself, seen only by the person."""
        self.riding = Notice(kind, facts)

    def go_home(self) -> None:
        """Go on in the person's own conversation, where there are threads in one that begins with the next reply."""
        public, home = self.inbound, self.inbound.home
        assert home is not None
        thread = "" if public.one_talk else f"{UNDER}{self._reply_key(self.replies + 1)}"
        self.moved = here = replace(home, thread=thread)
        self.inbound = replace(public, place=here, direct=True)
        self.talk = self.uow.conversation(here, self.person.id)
        kind = "goes-on" if public.reachable else "goes-on-later"
        if public.mention:
            self._send(f"aside:{self._event}", public.place, kind, self.person.language, {})
        else:
            self.ride(kind)

    def refuse(self, kind: str, **facts: Value) -> None:
        """Say clearly why something was not done."""
        self.reply("refused", refusal=kind, **facts)

    def echo(self, text: str) -> None:
        """Give the person's own words back, where the surface keeps no record of its own; not more than can be kept."""
        words = cleaned(text) if len(text) <= LONGEST_TEXT else ""
        if words and self.inbound.echo and self.inbound.direct:
            self._send(f"echo:{self._event}", self.inbound.place, "echo", self.person.language, {"text": words})

    def _reply_key(self, number: int) -> str:
        return f"reply:{self._event}:{number}"

    @property
    def _event(self) -> str:
        return f"{self.inbound.place.platform}:{self.inbound.place.workspace}:{self.inbound.key}"

    def remember(self, **changes: str | int | None) -> None:
        """Change what the bot remembers of this conversation."""
        talk = replace(self.talk, **changes)  # type: ignore[arg-type]
        if talk != self.talk:
            self.talk = talk
            self.uow.save_conversation(talk)


def card_key(idea: Idea) -> str:
    """The key of an idea's card in the coaches' channel."""
    return f"idea:{idea.number}:card"


def leads(uow: UnitOfWork, body: str) -> Sequence[Person]:
    """The process leaders of a body."""
    return uow.people(body, Role.PROCESS_LEADER)
