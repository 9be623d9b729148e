"""Teams' Bot Connector as its double knows it: posts, changes, conversations and members. Nothing here waits."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable

from tests.doubles.teams_content import checked
from tests.doubles.teams_request import Asked, Json, TeamsError, id_of, object_in
from tests.doubles.teams_world import WHISPER_LASTS, Conversation, Message, Person, Tenant, World

Reply = tuple[int, Json]
FEWEST, MOST, USUAL = 50, 500, 200
"""Members on a page: least, most, and when nobody says."""


def post(world: World, asked: Asked) -> Reply:
    """A message in a conversation: under a root, in a chat, or as a new post when a channel's id says no root."""
    there = _reached(world, asked)
    only = _recipient(world, there, asked)
    _checked(asked, asked.body)
    if asked.body["type"] == "typing":
        return 202, {}
    if asked.root and not there.find(asked.root):
        raise TeamsError("ActivityNotFoundInConversation")
    return 201, {"id": world.record(there, "", asked.body, asked.root, only).id}


def begin(world: World, asked: Asked) -> Reply:
    """A new post in a channel, as a conversation of its own."""
    activity = asked.body.get("activity")
    if not asked.conversation or asked.root:
        raise TeamsError("BadArgument", "a bot cannot begin a group chat, and a channel is named without a message")
    if not isinstance(activity, dict):
        raise TeamsError("BadArgument", "a post in a channel begins with an activity")
    _known_tenant(world, asked)
    _same_bot(world, asked)
    there = _reached(world, asked)
    if there.kind != "channel":
        raise TeamsError("BadArgument", f"not a channel: {there.id}")
    _checked(asked, activity)
    message = world.record(there, "", activity)
    return 201, {"id": there.address(message.id), "activityId": message.id}


def open_(world: World, asked: Asked) -> Reply:
    """Somebody's own conversation, the same each time. By aadObjectId only if they have the app themselves."""
    tenant = _known_tenant(world, asked)
    _same_bot(world, asked)
    members = asked.body.get("members")
    if not isinstance(members, list) or len(members) != 1 or not isinstance(members[0], dict):
        raise TeamsError("BadArgument", "a conversation is opened with one member")
    who = str(members[0].get("id"))
    if tenant.refuses:
        raise TeamsError(tenant.refuses)
    found = [person for person in tenant.people.values() if who in (person.aad, person.id)]
    if not found or not (found[0].has_app if who == found[0].aad else tenant.is_reached(found[0])):
        raise TeamsError("ForbiddenOperationException")
    there = tenant.direct(found[0], world.app)
    if there.refuses:
        raise TeamsError(there.refuses)
    return 201, {"id": there.id}


def change(world: World, asked: Asked) -> Reply:
    """Something else in place of a message of the bot's own, for everybody who sees it."""
    message = _own(world, asked)
    if asked.targeted and "recipient" in asked.body:
        raise TeamsError("BadArgument", "who sees a message cannot be changed")
    _checked(asked, asked.body, change=True)
    message.rewrite(asked.body, world.now())
    world.forget(message)
    return 200, {"id": message.id}


def erase(world: World, asked: Asked) -> Reply:
    """A message of the bot's own goes away."""
    _own(world, asked).deleted = True
    return 200, {}


def member(world: World, asked: Asked) -> Reply:
    """Somebody in a conversation, by the bot's id for them or their aadObjectId."""
    there = _reached(world, asked)
    tenant = world.tenants[there.tenant]
    found = [person for person in tenant.members(there) if asked.item in (person.id, person.aad)]
    if not found:
        raise TeamsError("MemberNotFoundInConversation")
    return 200, _described(found[0], tenant)


def members(world: World, asked: Asked) -> Reply:
    """Everybody in a conversation, a page at a time."""
    there = _reached(world, asked)
    tenant = world.tenants[there.tenant]
    wished = asked.query.get("pageSize") or str(USUAL)
    if not wished.isdigit():
        raise TeamsError("BadArgument", f"not a number: {wished}")
    start, size = _start(asked.query.get("continuationToken", "")), min(max(int(wished), FEWEST), MOST)
    everybody = tenant.members(there)
    shown = [_described(person, tenant) for person in everybody[start : start + size]]
    more = {"continuationToken": _sealed(start + size)} if start + size < len(everybody) else {}
    return 200, {"members": shown, **more}


def team(world: World, asked: Asked) -> Reply:
    """What a team is."""
    tenant, there = _team(world, asked)
    found = tenant.teams[there.team]
    channels = [one for one in tenant.conversations.values() if one.team == found.id]
    counts = {"channelCount": len(channels), "memberCount": len(found.members)}
    return 200, {"id": found.id, "name": found.name, "aadGroupId": found.group, "tenantId": tenant.id, **counts}


def channels(world: World, asked: Asked) -> Reply:
    """A team's channels; the first is known by the team's id and has no name."""
    tenant, there = _team(world, asked)
    own = [one for one in tenant.conversations.values() if one.team == there.team and not one.is_gone]
    return 200, {"conversations": [{"id": one.id, "name": None if one.id == one.team else one.name} for one in own]}


CALLS: dict[str, Callable[[World, Asked], Reply]] = {
    "post": post, "target": post, "begin": begin, "open": open_, "change": change, "erase": erase, "member": member,
    "members": members, "team": team, "channels": channels,
}  # fmt: skip


def _reached(world: World, asked: Asked) -> Conversation:
    """The conversation that is meant, if the bot may be there."""
    found = [tenant for tenant in world.tenants.values() if asked.conversation in tenant.conversations]
    if not found or (asked.tenant and asked.tenant != found[0].id):
        raise TeamsError("ConversationNotFound")
    there = found[0].conversations[asked.conversation]
    if there.is_gone or (asked.root and there.kind != "channel"):
        raise TeamsError("ConversationNotFound")
    refuses = found[0].refuses or there.refuses
    if refuses or not found[0].has_app(there):
        raise TeamsError(refuses or "BotNotInConversationRoster")
    return there


def _team(world: World, asked: Asked) -> tuple[Tenant, Conversation]:
    there = _reached(world, asked)
    if not there.team:
        raise TeamsError("BadArgument", f"not a team: {there.id}")
    return world.tenants[there.tenant], there


def _own(world: World, asked: Asked) -> Message:
    """The message of the bot's that is meant, if it stands where the call looks for it."""
    there = _reached(world, asked)
    message = there.find(asked.item)
    if message is None or asked.root not in (message.thread, "" if not message.root else message.thread):
        raise TeamsError("ActivityNotFoundInConversation")
    if message.author:
        raise TeamsError("NotEnoughPermissions", "the message is somebody else's")
    if bool(message.only_for) != asked.targeted:
        raise TeamsError("BadArgument", "who sees a message cannot be changed")
    if message.only_for and world.now() - message.at >= WHISPER_LASTS:
        raise TeamsError("ActivityNotFoundInConversation")
    return message


def _recipient(world: World, there: Conversation, asked: Asked) -> str:
    """Who alone is to see a message; empty when everybody is."""
    if not asked.targeted:
        return ""
    wished = id_of(asked.body, "recipient")
    if there.kind == "personal":
        raise TeamsError("BadArgument", "nobody else is in this conversation")
    found = [person for person in world.tenants[there.tenant].members(there) if person.id == wished]
    if not found:
        raise TeamsError("BadArgument", f"the recipient is not in the conversation: {wished or 'nobody'}")
    return found[0].aad


def _checked(asked: Asked, activity: Json, *, change: bool = False) -> None:
    asked.remarks += tuple(checked(activity, change=change))


def _known_tenant(world: World, asked: Asked) -> Tenant:
    """The tenant that a new conversation is to be in: it must be said, and be one."""
    said = {id_of(object_in(asked.body, "channelData"), "tenant"), str(asked.body.get("tenantId") or "")} - {""}
    if len(said | ({asked.tenant} - {""})) != 1 or not said or not said <= set(world.tenants):
        raise TeamsError("BadArgument", f"Missing or unknown tenant: {sorted(said)}")
    return world.tenants[said.pop()]


def _same_bot(world: World, asked: Asked) -> None:
    if id_of(asked.body, "bot") not in ("", world.app.bot):
        raise TeamsError("BadArgument", "the bot is another one")


def _described(person: Person, tenant: Tenant) -> Json:
    first, _, last = person.name.partition(" ")
    names = {"givenName": first, "surname": last, "email": person.email, "userPrincipalName": person.email}
    return {
        "id": person.id, "name": person.name, "aadObjectId": person.aad, "objectId": person.aad, **names,
        "tenantId": tenant.id, "userRole": person.role,
    }  # fmt: skip


def _sealed(start: int) -> str:
    return b64encode(f"from:{start}".encode()).decode()


def _start(token: str) -> int:
    try:
        return int(b64decode(token, validate=True).decode().removeprefix("from:")) if token else 0
    except ValueError:
        raise TeamsError("BadArgument", f"not a continuationToken: {token}") from None
