"""Who may call the page: this host's name, this page's own script, and nothing larger than it sends."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from yarl import URL

LARGEST = 1_000_000
"""Bytes in one post."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


async def armour(_request: web.Request, response: web.StreamResponse) -> None:
    """Headers on everything: nothing from elsewhere, no framing, always the newest."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-cache")


def known_host(names: frozenset[str]) -> Middleware:
    """Only calls to a name of ours. A foreign name that points here (DNS rebinding) is turned away."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if _host(f"//{request.host}") not in names:
            raise web.HTTPMisdirectedRequest(text="This host name is not served here.\n")
        return await handler(request)

    return check


@web.middleware
async def own_page(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Changes only from the page itself: same origin, and JSON, which a form elsewhere cannot send."""
    if request.method not in {"GET", "HEAD"}:
        if not _same_origin(request):
            raise web.HTTPForbidden(text="Only the page itself may do this.\n")
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="JSON only.\n")
    return await handler(request)


def _same_origin(request: web.Request) -> bool:
    """Both headers may be there, and what is there must agree; a browser always sends one of them."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is None and origin is None:
        return False
    return site in {None, "same-origin"} and (origin is None or _authority(origin) == request.host)


def _host(address: str) -> str:
    try:
        return URL(address).host or ""
    except ValueError:
        return ""


def _authority(origin: str) -> str:
    try:
        return URL(origin).authority
    except ValueError:
        return ""
