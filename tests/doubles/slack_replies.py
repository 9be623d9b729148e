"""What comes back to Slack's double on other roads than the Web API: response_url and the answer to a command."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.doubles.slack_blocks import message_faults
from tests.doubles.slack_request import Json, SlackError
from tests.doubles.slack_world import Channel, Ephemeral, Ticket, World

USES, LIFE = 5, timedelta(minutes=30)


def reply(world: World, ticket_id: str, body: Json) -> None:
    """Do what a post to a response_url asks for. Raises SlackError when it is used up, too old or unknown."""
    ticket = world.reply_urls.get(ticket_id)
    if ticket is None:
        raise SlackError("invalid_url")
    if ticket.uses >= USES or world.now() - ticket.at > LIFE:
        raise SlackError("used_url" if ticket.uses >= USES else "expired_url")
    ticket.uses += 1
    channel = ticket.team.channels[ticket.channel]
    if body.get("delete_original") or body.get("replace_original"):
        _change(world, channel, ticket, body)
    else:
        say(world, channel, ticket.user, body, via="response_url")


def say(world: World, channel: Channel, user: str, body: Any, via: str) -> None:
    """A message as the body of an answer: for the one who asked, or for everybody with `in_channel`."""
    message: Json = {"text": body} if isinstance(body, str) else body
    blocks, text = message.get("blocks") or [], message.get("text", "")
    if faults := message_faults(blocks):
        raise SlackError("invalid_blocks", *faults)
    if not text and not blocks:
        raise SlackError("no_text")
    thread = message.get("thread_ts", "")
    if message.get("response_type") == "in_channel":
        world.record(channel, world.team_of(user).bot, text, blocks=blocks, thread_ts=thread)
    else:
        named = world.named(blocks)
        world.ephemerals.append(Ephemeral(channel.id, user, world.stamp(channel), text, named, thread, via))


def _change(world: World, channel: Channel, ticket: Ticket, body: Json) -> None:
    """Take away or replace what was pressed: a message, or words for one person."""
    message = channel.find(ticket.ts)
    old = next((e for e in world.ephemerals if (e.channel, e.ts) == (channel.id, ticket.ts)), None)
    if message is None:
        if old:
            world.ephemerals.remove(old)
        if not body.get("delete_original"):
            say(world, channel, ticket.user, body, via="response_url")
    elif body.get("delete_original"):
        message.deleted = True
    else:
        message.text, message.blocks = body.get("text", ""), world.named(body.get("blocks") or [])
