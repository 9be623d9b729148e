"""The try-it page: one screen for employees, coaches and channels, live. Listens and shows; decides nothing."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Collection, Sequence
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web

from adapters.desk import Words
from adapters.web import door, guide
from adapters.web.inbound import PLATFORM, TooLongError, dm, read
from adapters.web.render import TEMPLATES, answer, message
from adapters.web.send import Listener, WebSender
from dialogs.messages import Delivery, Inbound, Now, TryLater
from ideas.people import Person, Place, Role

log = logging.getLogger(__name__)

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
BEAT = 15.0
"""Seconds between signs of life on a quiet stream."""

LANGUAGES = {"sv": "Svenska", "da": "Dansk", "en": "English"}
SPOKEN = (
    "page-bot", "page-close", "page-error-network", "page-live-back", "page-new-in", "page-new-messages",
    "page-new-one", "page-note", "page-step-done", "page-step-of", "page-you",
)  # fmt: skip
"""Texts that the page's own script says."""

Body = tuple[str, str, Sequence[tuple[str, str]]]


class Desk(Protocol):
    """What the page needs of the bot behind it."""

    async def take(self, inbound: Inbound) -> Now | None:
        """One turn. Whatever it raises, nothing was kept and the person's text stays on the page."""
        ...

    async def people(self, body: str) -> Sequence[Person]:
        """Everybody one can be, in the order shown; never nobody."""
        ...

    async def bodies(self) -> Sequence[Body]:
        """Key, short name and units (key, name) of each body; never none."""
        ...

    async def add_person(self, name: str, body: str, unit: str | None, roles: frozenset[Role]) -> Person:
        """Somebody more to be. Raises ValueError with a sentence for the reader."""
        ...

    async def history(self, place: Place) -> Sequence[Delivery]:
        """Everything shown in a place, oldest first."""
        ...

    def words(self, language: str) -> Words:
        """The texts of the page by id."""
        ...

    def channels(self, body: str) -> tuple[str, Sequence[str]]:
        """The coaches' channel, and the channels that get the digest."""
        ...


def build(
    desk: Desk,
    sender: WebSender,
    *,
    stop: asyncio.Event | None = None,
    allowed_hosts: Collection[str] = LOOPBACK,
) -> web.Application:
    """The page as an application, to serve alone or under another one. Setting `stop` ends the live streams."""
    stopping = stop or asyncio.Event()
    app = web.Application(
        middlewares=[door.known_host(frozenset(allowed_hosts)), door.own_page], client_max_size=door.LARGEST
    )
    page = Page(desk, sender, stopping)
    app.add_routes(
        [
            web.get("/", page.show),
            web.get("/history", page.history),
            web.get("/events", page.events),
            web.post("/acts", page.act),
            web.post("/people", page.add_person),
            web.static("/static", Path(__file__).parent / "static"),
        ]
    )

    async def hang_up(_app: web.Application) -> None:
        stopping.set()

    app.on_response_prepare.append(door.armour)
    app.on_shutdown.append(hang_up)
    return app


class Page:
    """The routes."""

    def __init__(self, desk: Desk, sender: WebSender, stop: asyncio.Event) -> None:
        self._desk, self._sender, self._stop = desk, sender, stop

    async def show(self, request: web.Request) -> web.Response:
        """The whole page. What the address does not say, or says wrong, falls back to the first there is."""
        bodies = await self._desk.bodies()
        body = next((b for b in bodies if b[0] == request.query.get("body")), bodies[0])
        people = await self._desk.people(body[0])
        person = next((p for p in people if p.handle == request.query.get("as")), people[0])
        spoken = [code for code in LANGUAGES if code == "en" or code in {p.language for p in people}]
        wished = request.query.get("lang", person.language)
        language = wished if wished in spoken else spoken[0]
        coach, digests = self._desk.channels(body[0])
        words = self._desk.words(language)
        html = TEMPLATES.get_template("page.html").render(
            w=words,
            script={text: words(text) for text in SPOKEN},
            language=language,
            chosen=request.query.get("lang") == language,
            languages=[(code, LANGUAGES[code]) for code in spoken],
            bodies=bodies,
            body=body,
            people=people,
            person=person,
            leader=next((p for p in people if p.leads), None),
            roles=tuple(Role),
            coach=coach,
            digests=digests,
            steps=guide.STEPS,
        )
        return web.Response(text=html, content_type="text/html", headers={"Cache-Control": "no-store"})

    async def history(self, request: web.Request) -> web.Response:
        """What stands in the person's chat and in the channels, and which steps the body has taken."""
        body, handle = await self._reader(request)
        chats = [dm(person.handle) for person in await self._desk.people(body)]
        places = [*chats, *self._channels(body)]
        told = [one for place in places for one in await self._desk.history(Place(PLATFORM, body, place))]
        seen = {dm(handle), *self._channels(body)}
        shown = [message(delivery) for delivery in told if delivery.place.channel in seen]
        return web.json_response({"messages": shown, "done": guide.done(told)})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: whole messages of what the person sees, and a sign of what others got."""
        body, handle = await self._reader(request)
        seen = {dm(handle), *self._channels(body)}
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        with self._sender.listening() as queue:
            await stream.prepare(request)
            try:
                await stream.write(b"retry: 1000\n\n")
                async for delivery in _until(self._stop, queue):
                    await stream.write(_event(delivery, body, seen))
            except ConnectionResetError:
                log.debug("a page was closed")
        return stream

    async def act(self, request: web.Request) -> web.Response:
        """Something written, pressed or filled in. The answer is what rides on the request itself, if anything."""
        words = self._words(request)
        try:
            inbound = read(await request.json())
        except (TooLongError, web.HTTPRequestEntityTooLarge):
            return _sorry(words("page-error-too-long"), 413)
        except ValueError:
            inbound = None
        if inbound is None or not await self._known(inbound):
            return _sorry(words("page-error-gone"), 400)
        try:
            now = await self._desk.take(inbound)
        except TryLater:
            return _sorry(words("page-error-busy"), 503)
        except Exception:  # whatever went wrong, the person gets a sentence and keeps the text
            log.exception("a turn from the page failed")
            return _sorry(words("page-error-server"), 500)
        card = answer(now.card, inbound.key) if now and now.card else None
        return web.json_response({"now": card, "refused": bool(now and now.refused)})

    async def add_person(self, request: web.Request) -> web.Response:
        """Somebody more to be."""
        words = self._words(request)
        try:
            wish: dict[str, Any] = await request.json()
            roles = frozenset({Role.EMPLOYEE, Role(wish["role"])})
            name, body, unit = str(wish["name"]).strip(), str(wish["body"]), str(wish["unit"]) or None
        except (ValueError, KeyError, TypeError):
            return _sorry(words("page-error-gone"), 400)
        try:
            person = await self._desk.add_person(name, body, unit, roles)
        except ValueError as error:
            return _sorry(str(error), 422)
        return web.json_response({"handle": person.handle})

    async def _known(self, inbound: Inbound) -> bool:
        """Whether the person is there, and the place is their own chat or a channel of the body."""
        body = inbound.who.workspace
        if body not in {key for key, _, _ in await self._desk.bodies()}:
            return False
        here = inbound.direct or inbound.place.channel in self._channels(body)
        return here and inbound.who.user in {p.handle for p in await self._desk.people(body)}

    async def _reader(self, request: web.Request) -> tuple[str, str]:
        """The body and the person in the address."""
        body, handle = request.query.get("body", ""), request.query.get("as", "")
        if body not in {key for key, _, _ in await self._desk.bodies()}:
            raise web.HTTPNotFound
        if handle not in {p.handle for p in await self._desk.people(body)}:
            raise web.HTTPNotFound
        return body, handle

    def _channels(self, body: str) -> tuple[str, ...]:
        coach, digests = self._desk.channels(body)
        return (coach, *digests)

    def _words(self, request: web.Request) -> Words:
        wished = request.query.get("lang", "")
        return self._desk.words(wished if wished in LANGUAGES else "sv")


async def _until(stop: asyncio.Event, queue: Listener) -> AsyncIterator[Delivery | None]:
    """Deliveries until the server stops or the page lags too far behind; None is a sign of life."""
    stopped = asyncio.ensure_future(stop.wait())
    stopped.add_done_callback(lambda _: queue.put_nowait(None))
    try:
        while True:
            try:
                async with asyncio.timeout(BEAT):
                    delivery = await queue.get()
            except TimeoutError:
                yield None
                continue
            if delivery is None:
                return
            yield delivery
    finally:
        stopped.cancel()


def _event(delivery: Delivery | None, body: str, seen: set[str]) -> bytes:
    """One delivery as an event; of other people's chats only that there is something new, and which step it shows."""
    if delivery is None:
        return b": still here\n\n"
    place = delivery.place
    if (place.platform, place.workspace) != (PLATFORM, body):
        return b""
    told = message(delivery) if place.channel in seen else {"key": delivery.key, "place": place.channel}
    return f"data: {json.dumps(told | {'step': guide.taken(delivery.key)}, ensure_ascii=False)}\n\n".encode()


def _sorry(sentence: str, status: int) -> web.Response:
    return web.json_response({"error": sentence}, status=status)
