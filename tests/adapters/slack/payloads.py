"""One real payload of every kind that Slack sends, and the same with something in it bent out of shape."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from adapters.slack import forms
from dialogs.cards import Field, Form, Option, Paragraph, card
from tests.doubles.clock import Hands
from tests.doubles.office import COACHES, TEAM, id_of, workspace
from tests.doubles.slack_payloads import Payloads, typed_blocks
from tests.doubles.slack_people import App
from tests.doubles.slack_request import Json
from tests.doubles.slack_views import View, Views
from tests.doubles.slack_world import Channel, Ephemeral, Message, Workspace, World

ANNA, EVA = id_of("anna"), id_of("eva")
WORDS = "Frukosten kommer <!channel> för sent &amp; kall, <@U0EVA|eva>. Se <https://skovde.example|sidan>"
ODD: tuple[Any, ...] = (
    None, 5, "", "x" * 300, [], {}, ["a"], {"id": 5}, True, -1, 1e308, "\ud800", "\x00", [None], "T0X", 10**400,
    {"\ud800": "\ud800"}, "text:\ud800", "C1:", ":", [[[[]]]],
)  # fmt: skip


class Kinds:
    """Makes payloads of every kind for a fresh workspace."""

    def __init__(self) -> None:
        self.world = World((workspace(),), Hands())
        self.make = Payloads(self.world, App())
        self.team: Workspace = self.world.workspaces[TEAM]
        self.here: Channel = self.team.direct(ANNA)
        self.coaches: Channel = self.team.channels[COACHES]

    def written(self, channel: Channel, user: str, text: str = WORDS, thread: str = "") -> Message:
        """A message of somebody's."""
        return self.world.record(channel, user, text, blocks=typed_blocks("ord"), thread_ts=thread)

    def said(self, text: str = WORDS, thread: str = "") -> Json:
        """Somebody writes one to one."""
        return self.make.event(self.team, self.make.message(self.team, self.here, self.written(self.here, ANNA, text)))

    def mention(self, text: str = f"<@U0BOT> {WORDS}", thread: str = "") -> Json:
        """Somebody writes to the bot in a channel."""
        message = self.written(self.coaches, EVA, text, thread)
        return self.make.event(self.team, self.make.message(self.team, self.coaches, message, "app_mention"))

    def command(self, text: str = WORDS) -> Json:
        """A slash command."""
        return self.make.command(self.team, EVA, self.coaches, "/ide", text)

    def pressed(self, action_id: str = "answer:0", block_id: str = "o0:effect", value: str = "skip") -> Json:
        """A button on a message of the bot's."""
        message = self.written(self.here, "U0BOT")
        act = {"type": "button", "block_id": block_id, "action_id": action_id, "value": value}
        return self.make.pressed(self.team, ANNA, self.here, message, act, {})

    def alone(self, value: str = "C0COACHES:1.2") -> Json:
        """A button on a message that only one person sees, in a channel."""
        told = Ephemeral(COACHES, EVA, self.world.stamp(self.coaches), "", [], self.world.stamp(self.coaches))
        act = {"type": "button", "block_id": "b0", "action_id": "sure:0", "value": value}
        return self.make.pressed(self.team, EVA, self.coaches, told, act, {})

    def ticked(self) -> Json:
        """Boxes, and the button that sends them."""
        boxes = {"type": "checkboxes", "selected_options": [{"value": "users"}, {"value": "colleagues"}]}
        act = {"type": "button", "block_id": "m0:target_group", "action_id": "answer:1"}
        message = self.written(self.here, "U0BOT")
        return self.make.pressed(self.team, ANNA, self.here, message, act, {"m0:target_group": {"pick:0": boxes}})

    def view(self) -> View:
        """A form of the bot's before somebody."""
        fields = (
            Field("need", "Behov", "text", required=True),
            Field("know", "Vet", "choices", options=(Option("seen", "Sett"), Option("told", "Hört"))),
        )
        shown = card(Paragraph("Berätta"), Form("form", "", fields, "Spara", "Avbryt"), language="sv")
        return Views(self.world).open(self.team, ANNA, forms.view(shown, forms.Meta("form", "", ANNA, "")))

    def submitted(self, need: str = "Frukosten", **more: str) -> Json:
        """A form that was filled in."""
        ticked = {"type": "checkboxes", "selected_options": [{"value": "seen"}]}
        state = {"need": {"v": {"type": "plain_text_input", "value": need}}, "know": {"v": ticked}}
        sent = self.make.submitted(self.team, self.view(), state)
        return {**sent, "view": {**sent["view"], **more}}

    def every(self) -> dict[str, Json]:
        """One of each, by name."""
        root = self.written(self.coaches, EVA)
        reply = self.written(self.coaches, EVA, thread=root.ts)
        press = {"type": "button", "block_id": "b0", "action_id": "mine:0"}
        home = View("V1", TEAM, ANNA, {"type": "home", "blocks": []}, "1.h")
        return {
            "said": self.said(),
            "mention": self.mention(),
            "mention in a thread": self.mention(thread=root.ts),
            "home": self.make.event(self.team, self.make.home_opened(self.here, ANNA, "home", None)),
            "command": self.command(),
            "press": self.pressed(),
            "alone": self.alone(),
            "ticked": self.ticked(),
            "in a view": self.make.pressed_in_view(self.team, self.view(), press, {}),
            "at home": self.make.pressed_in_view(self.team, home, press, {}),
            "submitted": self.submitted(),
            "shortcut": self.make.shortcut(self.team, ANNA, "tell"),
            "suggestion": self.make.message_shortcut(self.team, ANNA, self.coaches, root, "make_idea"),
            "own words": self.make.message_shortcut(self.team, EVA, self.coaches, reply, "make_idea"),
        }

    def others(self) -> Iterator[Json]:
        """What is taken and left."""
        yield self.make.closed(self.team, self.view(), {}, cleared=True)
        yield {"type": "block_suggestion", "team": {"id": TEAM}, "user": {"id": ANNA}, "action_id": "x", "value": "y"}
        yield {"type": "något nytt", "team": {"id": TEAM}, "user": {"id": ANNA}}
        for kind in ("app_uninstalled", "tokens_revoked", "member_joined_channel", "team_join"):
            yield self.make.event(self.team, {"type": kind, "user": ANNA})


def bent(payload: Any, chance: Random) -> Any:
    """The same with one thing in it replaced or left out."""
    if isinstance(payload, dict) and payload and chance.random() < 0.85:
        name = chance.choice(list(payload))
        if chance.random() < 0.2:
            return {key: value for key, value in payload.items() if key != name}
        return {**payload, name: bent(payload[name], chance)}
    if isinstance(payload, list) and payload and chance.random() < 0.8:
        return [bent(payload[0], chance), *payload[1:]]
    return chance.choice(ODD)
