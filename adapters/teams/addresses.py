"""Teams' addresses: where its calls go, and what the ids of its conversations say. Pure."""

from __future__ import annotations

import re
from ipaddress import ip_address

from ideas.people import Place

HOSTS = frozenset({
    "smba.trafficmanager.net", "smba.onyx.prod.teams.trafficmanager.net",
    "smba.infra.gcc.teams.microsoft.com", "smba.infra.gov.teams.microsoft.us", "smba.infra.dod.teams.microsoft.us",
    "frontend.botapi.msg.infra.teams.microsoftonline.cn",
})  # fmt: skip
"""Where Teams takes calls: everywhere, in the US government's three clouds and in China, whole names only, for anybody
can have a name under trafficmanager.net. Sources: Teams' page on proactive messages, the Teams SDK's cloud presets."""

FAMILIES = (".botframework.com", ".teams.microsoft.com")
"""Microsoft's own domains, where nobody else can have a name: the Agents SDK trusts all of them."""

_PATH = r"(?:/[a-z0-9_~-][a-z0-9._~-]*)*/?"
"""Plain segments: nothing that means another path, nothing encoded, no question and no fragment."""
_HTTPS = re.compile(rf"https://([a-z0-9-]+(?:\.[a-z0-9-]+)+){_PATH}", re.ASCII | re.IGNORECASE)
_LOCAL = re.compile(rf"https?://(localhost|127[0-9.]+|\[::1\])(?::[0-9]{{1,5}})?{_PATH}", re.ASCII | re.IGNORECASE)
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_CHANNEL = re.compile(r"19:[^\s;/?#]+@thread\.(?:tacv2|skype)", re.ASCII)
_ROOT = ";messageid="


def is_teams(url: str) -> bool:
    """Whether calls to this address, with our token, reach Teams: https, a host of Teams' and nothing odd about it."""
    found = _HTTPS.fullmatch(url)
    host = found[1].lower() if found else ""
    return host in HOSTS or host.endswith(FAMILIES)


def is_loopback(url: str) -> bool:
    """Whether this address is the machine itself, where a stand-in for Teams may be while something is tried out."""
    found = _LOCAL.fullmatch(url)
    if not found:
        return False
    host = found[1].lower()
    return host in {"localhost", "127.0.0.1", "[::1]"} or _is_loopback_number(host)


def split(conversation: str) -> tuple[str, str]:
    """The id of a conversation without what follows it, and the id of the message that its thread begins with."""
    whole, _, rest = conversation.partition(_ROOT)
    return whole, rest.partition(";")[0]


def thread_of(conversation: str, root: str) -> str:
    """The id of the thread under a message, whatever thread it was before; the conversation's own without a root."""
    whole, _ = split(conversation)
    return f"{whole}{_ROOT}{root}" if root else whole


def is_person(place: Place) -> bool:
    """Whether a place is somebody's own conversation: it is named by their object id in Entra."""
    return bool(_GUID.fullmatch(place.channel))


def is_channel(place: Place) -> bool:
    """Whether a place is a channel, where messages stand under each other; a group chat is not."""
    return bool(_CHANNEL.fullmatch(place.channel))


def _is_loopback_number(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
