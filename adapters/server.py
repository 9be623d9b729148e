"""The one HTTP server: platforms' applications side by side, with health, readiness and metrics for the operator."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from aiohttp import web

Application = web.Application
"""What platforms add their ways in to."""


class Health(Protocol):
    """What the operator can ask."""

    async def ready(self) -> tuple[bool, Mapping[str, str]]:
        """Whether turns can be taken and told, and each part's state in a word."""
        ...

    async def metrics(self) -> tuple[bytes, str]:
        """Metrics in the Prometheus text format, and its content type."""
        ...


class ServerError(Exception):
    """The address cannot be served on; the message says which and why."""


Stop = Callable[[], Awaitable[None]]


async def serve(
    page: web.Application | None,
    health: Health,
    host: str,
    port: int,
    ways_in: Sequence[Callable[[web.Application], None]] = (),
) -> tuple[str, Stop]:
    """Serve until stopped: the page, if there is one, and what platforms add. Returns the address, and a way to stop.

    Raises:
        ServerError: when the address is taken or not ours.
    """
    app = page or web.Application()
    for add in ways_in:
        add(app)
    app.add_routes(
        [web.get("/healthz", _alive), web.get("/readyz", _ready(health)), web.get("/metrics", _metrics(health))]
    )
    # What is packed is never unpacked for us: nobody we know packs, and what cannot be unpacked is logged with a trace.
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=5.0, auto_decompress=False)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
    except OSError as error:
        await runner.cleanup()
        reason = "something else is using it" if error.errno in {48, 98, 10048} else error.strerror or str(error)
        raise ServerError(f"cannot serve on {host}:{port}: {reason}. Choose another with PORT or --port.") from None
    bound = runner.addresses[0]
    shown = "127.0.0.1" if bound[0] in {"0.0.0.0", "::"} else bound[0]
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{bound[1]}", runner.cleanup


async def _alive(_request: web.Request) -> web.Response:
    return web.json_response({"status": "alive"})


def _ready(health: Health) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def ready(_request: web.Request) -> web.Response:
        good, parts = await health.ready()
        return web.json_response({"ready": good, **parts}, status=200 if good else 503)

    return ready


def _metrics(health: Health) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def metrics(_request: web.Request) -> web.Response:
        text, kind = await health.metrics()
        return web.Response(body=text, headers={"Content-Type": kind})

    return metrics
