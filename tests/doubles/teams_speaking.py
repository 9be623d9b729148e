"""What people in Teams write, change and take back, and how the app and people come and go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.doubles.teams_delivery import Delivery
from tests.doubles.teams_request import Json
from tests.doubles.teams_transport import Answer
from tests.doubles.teams_world import Conversation, Person


class Speaking(Delivery):
    """Everybody's words. People go by handle, aadObjectId or `29:` id; places by id or name."""

    async def say(self, who: str, text: str, **more: Any) -> Answer:
        """Somebody writes to the bot one to one; `more` is what else the activity holds."""
        person, there = self._there(who, "")
        assert person.has_app, f"{who} has not the app"
        return await self._write(person, there, self._activities.written(text) | more)

    async def mention(
        self, who: str, where: str, text: str, thread: str = "", mentioned: Sequence[str] = (), **more: Any
    ) -> Answer:
        """Somebody writes to the bot in a channel (a new post, or under the message `thread`) or in a group chat.

        Others whom the text calls with `@Name` are told in `mentioned`.
        """
        person, there = self._there(who, where)
        assert self._has_app(person, there), f"the bot is not in {where}"
        called = [(other.id, other.name) for other in map(self._world.person, mentioned)]
        return await self._write(person, there, self._activities.written(text, called, begins=True) | more, thread)

    async def slash(self, who: str, where: str, text: str, thread: str = "", **more: Any) -> Answer:
        """Somebody uses the bot's command in a channel or group chat: only they and the bot see it."""
        person, there = self._there(who, where)
        assert there.kind != "personal", "a person's own conversation has no commands that only they see"
        assert self._has_app(person, there), f"the bot is not in {where}"
        return await self._write(person, there, self._activities.written(text) | more, thread, only_for=person.aad)

    def write(self, who: str, where: str, text: str, thread: str = "", mentioned: Sequence[str] = ()) -> str:
        """Somebody writes, not to the bot, which is not told; the id of what they wrote."""
        person, there = self._there(who, where)
        assert there.kind != "personal" or not there.has_app, "whatever is written to the bot is told it"
        called = [(other.id, other.name) for other in map(self._world.person, mentioned)]
        root = self._root(person, there, thread)
        return self._world.record(there, person.aad, self._activities.written(text, called), root).id

    async def edit(self, who: str, message: str, text: str, where: str = "") -> Answer:
        """Somebody changes what they wrote to the bot."""
        person, there = self._there(who, where)
        found = self._existing(person, there, message)
        assert found.author == person.aad, f"{message} is not {who}'s"
        begins = self._world.app.bot in found.pings
        found.rewrite(self._activities.written(text, begins=begins), self._world.now())
        return await self.activity(self._activities.message(person, there, found, "messageUpdate"), found.id)

    async def erase(self, who: str, message: str, where: str = "") -> Answer:
        """Somebody takes back what they wrote to the bot."""
        person, there = self._there(who, where)
        found = self._existing(person, there, message)
        found.deleted = True
        return await self.activity(self._activities.message(person, there, found, "messageDelete"), found.id)

    # How the app and people come and go

    async def install(self, who: str, where: str = "", action: str = "add", *, chosen: str = "") -> list[Answer]:
        """Somebody installs the app for themselves, or in a team or group chat; `chosen` is the channel to write in.

        Teams tells of it twice. With `add-upgrade` it is a new version of what is there, and told once.
        """
        person, there = self._there(who, where)
        self._set_app(person, there, has_app=True)
        channel = self._world.place(chosen, who).id if chosen else there.id if there.team else ""
        told = self._activities.installed(person, there, action, channel)
        if action != "add":
            return [await self.activity(told)]
        bot: Json = {"id": self._world.app.bot}
        own = [] if there.team else [{"id": person.id, "aadObjectId": person.aad}]
        came = self._activities.moved(person, there, [bot, *own], added=True)
        return [await self.activity(came), await self.activity(told)]

    async def uninstall(self, who: str, where: str = "", action: str = "remove") -> list[Answer]:
        """Somebody takes the app away; by then the bot cannot write there any more."""
        person, there = self._there(who, where)
        told = self._activities.installed(person, there, action)
        self._set_app(person, there, has_app=action != "remove")
        if there.kind == "personal":
            return [await self.activity(told)]
        gone = self._activities.moved(person, there, [{"id": self._world.app.bot}], added=False)
        return [await self.activity(gone), await self.activity(told)]

    async def join(self, who: str, team: str) -> Answer:
        """Somebody comes into a team that has the app."""
        person, there = self._world.person(who), self._world.place(team, who)
        self._world.tenants[there.tenant].teams[there.team].members.append(person.aad)
        account = {"id": person.id, "aadObjectId": person.aad}
        return await self.activity(self._activities.moved(person, there, [account], added=True))

    async def leave(self, who: str, team: str) -> Answer:
        """Somebody leaves a team."""
        person, there = self._there(who, team)
        account = {"id": person.id, "aadObjectId": person.aad}
        told = self._activities.moved(person, there, [account], added=False)
        self._world.tenants[there.tenant].teams[there.team].members.remove(person.aad)
        return await self.activity(told)

    async def rename_channel(self, who: str, channel: str, name: str) -> Answer:
        """Somebody gives a channel another name."""
        person, there = self._there(who, channel)
        there.name = name
        return await self.activity(self._activities.rearranged(person, there, "channelRenamed"))

    async def delete_channel(self, who: str, channel: str) -> Answer:
        """Somebody deletes a channel."""
        person, there = self._there(who, channel)
        there.is_gone = True
        return await self.activity(self._activities.rearranged(person, there, "channelDeleted"))

    # How it is done

    async def _write(
        self, person: Person, there: Conversation, written: Json, thread: str = "", only_for: str = ""
    ) -> Answer:
        root = self._root(person, there, thread)
        message = self._world.record(there, person.aad, written, root, only_for)
        return await self.activity(self._activities.message(person, there, message), message.id)

    def _root(self, person: Person, there: Conversation, thread: str) -> str:
        assert not thread or there.kind == "channel", "only a channel has threads"
        return self._existing(person, there, thread).thread if thread else ""

    def _set_app(self, person: Person, there: Conversation, *, has_app: bool) -> None:
        if there.team:
            self._world.tenants[there.tenant].teams[there.team].has_app = has_app
        elif there.kind == "personal":
            person.has_app = has_app
        else:
            there.has_app = has_app
