"""A card as HTML. Pure; the template escapes every string, and no word is written here."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any, assert_never

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from adapters.web.limits import fitted
from dialogs.cards import Buttons, Card, Facts, Form, Heading, Link, Options, Paragraph, Part, Quote
from dialogs.messages import Delivery

ECHO = "echo:"
"""How the key of a person's own words begins."""

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PARTS: Any = TEMPLATES.get_template("card.html").module


def render(card: Card, key: str = "") -> Markup:
    """The card as an HTML fragment. The key of its message keeps the ids of inputs apart on one page."""
    name = f"c{sha256(key.encode()).hexdigest()[:10]}"
    parts = (_part(part, f"{name}-{n}") for n, part in enumerate(fitted(card).parts))
    return Markup('<div class="card" lang="{}">{}</div>').format(card.language, Markup("").join(parts))


def message(delivery: Delivery) -> dict[str, Any]:
    """A delivery as the page's script takes it, in a history as well as live."""
    at = delivery.first_try_at
    return {
        "key": delivery.key,
        "place": delivery.place.channel,
        "updates": delivery.updates or delivery.update_of,
        "under": delivery.under or delivery.thread,
        "own": delivery.key.startswith(ECHO),
        "html": render(delivery.card, delivery.key),
        "says": delivery.card.summary,
        "language": delivery.card.language,
        "at": at.isoformat() if at else "",
    }


def answer(card: Card, key: str) -> dict[str, Any]:
    """What rides on the request: HTML, and whether it is a form to fill in."""
    form = any(isinstance(part, Form) for part in card.parts)
    return {"html": render(card, key), "says": card.summary, "form": form}


def _part(part: Part, ident: str) -> Markup:
    drawn: Markup
    match part:
        case Heading(text):
            drawn = _PARTS.heading(text)
        case Paragraph(text):
            drawn = _PARTS.paragraph(text)
        case Quote(text, who):
            drawn = _PARTS.quote(text, who)
        case Facts(rows):
            drawn = _PARTS.facts(rows)
        case Options():
            drawn = _PARTS.options(part, ident)
        case Buttons(buttons):
            drawn = _PARTS.buttons(buttons)
        case Link(label, url):
            drawn = _PARTS.link(label, url if _leads_somewhere_safe(url) else "")
        case Form():
            drawn = _PARTS.form(part, ident)
        case _ as never:
            assert_never(never)
    return drawn


def _leads_somewhere_safe(url: str) -> bool:
    """Only https, or a path of ours; never another host in disguise."""
    return url.startswith("https://") or (url.startswith("/") and not url.startswith(("//", "/\\")))
