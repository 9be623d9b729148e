"""Teams' activities to a bot, complete as they come: messages, presses, dialogs, commands, comings and goings. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from tests.doubles.teams_dialogs import Origin
from tests.doubles.teams_hands import Target
from tests.doubles.teams_request import Json
from tests.doubles.teams_world import Conversation, Message, Person, World

ZONE = "Europe/Stockholm"
SPAN = '<span itemscope itemtype="http://schema.skype.com/Mention" itemid="{n}">{name}</span>'


def moment(at: datetime) -> str:
    """A time as Teams writes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Activities:
    """Makes activities for one bot out of what the double knows."""

    def __init__(self, world: World) -> None:
        self._world = world

    def plain(self, who: Person, there: Conversation | None, kind: str, thread: str = "", **more: Any) -> Json:
        """What every activity says: who did something, and where. Without a place it says nothing of that."""
        now, app = self._world.now(), self._world.app
        tenant = self._world.tenant_of(who)
        country = who.locale.rpartition("-")[2]
        client = {"locale": who.locale, "country": country, "platform": "Web", "timezone": ZONE, "type": "clientInfo"}
        about = more.pop("about", {})
        return {
            "type": kind,
            "id": self._world.id("f:"),
            "timestamp": moment(now),
            "localTimestamp": now.astimezone(ZoneInfo(ZONE)).isoformat(timespec="milliseconds"),
            "localTimezone": ZONE,
            "channelId": "msteams",
            "serviceUrl": self._world.service(tenant),
            "from": {"id": who.id, "name": who.name, "aadObjectId": who.aad},
            **({"conversation": self._place(there, thread)} if there else {}),
            "recipient": {"id": app.bot, "name": app.name},
            "entities": [client, *more.pop("entities", [])],
            "channelData": {**self._around(there), "tenant": {"id": tenant.id}, **about},
            "locale": who.locale,
            **more,
        }

    def message(self, who: Person, there: Conversation, message: Message, kind: str = "message") -> Json:
        """Somebody has written something, or with another kind changed or deleted it."""
        written = dict(message.activity)
        reply = {"replyToId": message.root} if message.root else {}
        if message.only_for:
            bot = {"id": self._world.app.bot, "name": self._world.app.name, "isTargeted": True}
            written["recipient"] = bot
        event = {"messageUpdate": "editMessage", "messageDelete": "softDeleteMessage"}.get(kind)
        about = {"eventType": event} if event else {}
        told = self.plain(who, there, kind, message.thread, about=about, **{"id": message.id} | written | reply)
        if kind == "messageDelete":
            for name in ("text", "textFormat", "attachments"):
                told.pop(name, None)
        return told

    def written(self, text: str, mentioned: Sequence[tuple[str, str]] = (), *, begins: bool = False) -> Json:
        """What somebody typed. `mentioned`: ids and names of whom `@name` calls; with `begins` the bot comes first."""
        app = self._world.app
        calls = [(app.bot, app.name)] if begins else []
        said, html = (f"<at>{app.name}</at> {text}\n", escape(text)) if begins else (text, escape(text))
        for n, (_, name) in enumerate(mentioned, len(calls)):
            said = said.replace(f"@{name}", f"<at>{name}</at>")
            html = html.replace(f"@{escape(name)}", SPAN.format(n=n, name=escape(name)))
        if begins:
            html = f"{SPAN.format(n=0, name=escape(app.name))}&nbsp;{html}"
        lines = "".join(f"<p>{line}</p>" for line in html.split("\n"))
        entities = [
            {"type": "mention", "mentioned": {"id": known, "name": name}, "text": f"<at>{name}</at>"}
            for known, name in [*calls, *mentioned]
        ]
        attached = [{"contentType": "text/html", "content": lines}]
        return {"text": said, "textFormat": "plain", "attachments": attached, "entities": entities}

    def executed(self, who: Person, there: Conversation, message: Message, target: Target, sent: Any) -> Json:
        """Something was pressed that rides on its own answer."""
        names = ("type", "id", "title", "verb")
        action = {name: target.action[name] for name in names if name in target.action} | {"data": sent}
        return self._invoke(who, there, message, "adaptiveCard/action", {"action": action, "trigger": "manual"})

    def submitted(self, who: Person, there: Conversation, message: Message, sent: Any) -> Json:
        """Something was pressed that comes as a message without words."""
        told = self._invoke(who, there, message, "", sent)
        del told["name"]
        return told | {"type": "message", "id": self._world.stamp(there)}

    def fetched(self, who: Person, there: Conversation, message: Message, sent: Any) -> Json:
        """Something was pressed that opens a dialog."""
        return self._invoke(who, there, message, "task/fetch", {"data": sent, "context": {"theme": "default"}})

    def sent(self, who: Person, origin: Origin, sent: Any) -> Json:
        """Something was pressed in a dialog. What it was opened on is only told where a command opened it."""
        value: Json = {"data": sent, "context": {"theme": "default"}}
        if not origin.command:
            return self.plain(who, origin.there, "invoke", origin.thread, name="task/submit", value=value)
        return self._command(who, origin, "composeExtension/submitAction", value)

    def asked(self, who: Person, origin: Origin) -> Json:
        """A command of the message extension was chosen."""
        value: Json = {"context": {"theme": "default"}}
        return self._command(who, origin, "composeExtension/fetchTask", value)

    def payload(self, there: Conversation, message: Message, text: str = "") -> Json:
        """A message as a command that was chosen on it is told of it; `text` is its HTML when it is another."""
        world = self._world
        tenant = world.tenants[there.tenant]
        author = tenant.people.get(message.author)
        user = {"userIdentityType": "aadUser", "id": author.aad, "displayName": author.name} if author else None
        bot = {"applicationIdentityType": "bot", "id": world.app.id, "displayName": world.app.name}
        body, mentions, cards = self._content(message, text)
        return {
            "linkToMessage": f"https://teams.microsoft.com/l/message/{there.id}/{message.id}",
            "id": message.id,
            "replyToId": message.root or None,
            "createdDateTime": moment(message.at),
            "lastModifiedDateTime": moment(message.edits[-1].at) if message.edits else None,
            "deleted": False,
            "subject": None,
            "summary": None,
            "importance": "normal",
            "locale": "sv-se",
            "body": {"contentType": "html", "content": body},
            "from": {"device": None, "conversation": None, "user": user, "application": None if author else bot},
            "reactions": [],
            "mentions": mentions,
            "attachments": cards,
        }

    def _content(self, message: Message, text: str) -> tuple[str, list[Json], list[Json]]:
        """A message as HTML, whom it mentions, and its cards."""
        mentions: list[Json] = []
        html = text or f"<div><div>{escape(str(message.activity.get('text') or '')).strip()}</div>\n</div>"
        for n, call in enumerate(one for one in message.activity.get("entities") or [] if one["type"] == "mention"):
            name, known = call["mentioned"]["name"], call["mentioned"]["id"]
            html = html.replace(escape(f"<at>{name}</at>"), f'<at id="{n}">{escape(name)}</at>')
            person = next((p for t in self._world.tenants.values() for p in t.people.values() if p.id == known), None)
            user = {"userIdentityType": "aadUser", "id": person.aad, "displayName": name} if person else None
            bot = None if person else {"applicationIdentityType": "bot", "id": known[3:], "displayName": name}
            who = {"device": None, "conversation": None, "user": user, "application": bot}
            mentions.append({"id": n, "mentionText": name, "mentioned": who})
        cards = [
            {"id": f"{n}", "contentType": one["contentType"], "content": json.dumps(one["content"])}
            for n, one in enumerate(message.activity.get("attachments") or [])
            if one["contentType"] != "text/html"
        ]
        return html + "".join(f'<attachment id="{one["id"]}"></attachment>' for one in cards), mentions, cards

    def installed(self, who: Person, there: Conversation, action: str, chosen: str = "") -> Json:
        """The app has come, been renewed, or gone: `add`, `add-upgrade`, `remove`, `remove-upgrade`."""
        about = {"settings": {"selectedChannel": {"id": chosen}}} if chosen else {}
        return self.plain(who, there, "installationUpdate", action=action, about=about)

    def moved(self, who: Person, there: Conversation, accounts: Sequence[Json], *, added: bool) -> Json:
        """People or the bot have come into a conversation, or left it."""
        event = {"eventType": "teamMemberAdded" if added else "teamMemberRemoved"} if there.team else {}
        which: Json = {"membersAdded" if added else "membersRemoved": list(accounts)}
        return self.plain(who, there, "conversationUpdate", about=event, **which)

    def rearranged(self, who: Person, there: Conversation, event: str) -> Json:
        """Something else has become of a team or a channel: `channelRenamed`, `channelDeleted`, `teamRenamed`, …"""
        return self.plain(who, there, "conversationUpdate", about={"eventType": event})

    # How it is done

    def _invoke(self, who: Person, there: Conversation, message: Message, name: str, value: Any) -> Json:
        about = {"source": {"name": "message"}, "legacy": {"replyToId": f"1:{message.id}"}}
        more = {"name": name, "value": value, "replyToId": message.id, "about": about}
        return self.plain(who, there, "invoke", message.thread, **more)

    def _command(self, who: Person, origin: Origin, name: str, value: Json) -> Json:
        value |= {"commandId": origin.command, "commandContext": origin.context, "requestId": self._world.id("")}
        if origin.payload:
            value["messagePayload"] = origin.payload
        about = {"source": {"name": "message" if origin.context == "message" else "compose"}}
        return self.plain(who, origin.there, "invoke", origin.thread, name=name, value=value, about=about)

    def _place(self, there: Conversation, thread: str) -> Json:
        group = {} if there.kind == "personal" else {"isGroup": True}
        name = {"name": there.name} if there.kind == "channel" else {}
        where = {"conversationType": there.kind, "tenantId": there.tenant, "id": there.address(thread)}
        return {**group, **where, **name}

    def _around(self, there: Conversation | None) -> Json:
        """The channel and the team, where there is one."""
        if there is None or not there.team:
            return {}
        team = self._world.tenants[there.tenant].teams[there.team]
        channel = {"id": there.id} | ({} if there.id == team.id else {"name": there.name})
        known = {"id": team.id, "name": team.name, "aadGroupId": team.group}
        return {"teamsChannelId": there.id, "teamsTeamId": team.id, "channel": channel, "team": known}
