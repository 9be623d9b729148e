"""`idesluss gallery`: one page with every message the bot can send, in every language, drawn as on the try-it page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib import resources
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.progress import track

from adapters.web.render import render
from bot.start import load_world
from dialogs.examples import AREAS, Example, examples
from dialogs.notices import show
from dialogs.texts import LANGUAGES, Texts

STYLES = ("page.css", "card.css")
LAYOUT = """
body { display: block; }
main { display: block; max-width: 96rem; margin: 0 auto; padding: 1.5rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0.75rem 0 0; }
nav a { display: inline-block; padding: 0.25rem 0; color: var(--accent); }
section > h2 { margin: 2.5rem 0 0.5rem; font-size: 1.375rem; }
section > h2 small { color: var(--quiet); font-size: 0.875rem; font-weight: 400; }
.example { padding: 1rem 0 1.25rem; border-top: 1px solid var(--line); }
.example > h3 { margin-bottom: 0.625rem; color: var(--quiet); font: 0.875rem/1.5 ui-monospace, monospace; }
.tongues { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem; }
.tongues { align-items: start; }
.tongues .message { max-width: none; background: var(--paper); border-color: var(--line); }
"""
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Every message · {preset}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>Every message, with the words of the preset {preset}</h1>
<nav aria-label="Areas"><ul>{contents}</ul></nav>
{body}
</main>
</body>
</html>
"""


def write_gallery(preset: str, to: Path) -> int:
    """Write the page to a file that opens by itself. Returns the number of cards on it.

    Raises:
        PresetError: when the preset cannot be used.
        OSError: when the file cannot be written.
    """
    world = load_world(preset)
    told = [list(examples(language)) for language in LANGUAGES]
    rows = list(zip(*told, strict=True))
    screen = Console(stderr=True)
    counted = track(rows, "Drawing every message", console=screen, transient=True, disable=not screen.is_terminal)
    drawn = [(row[0].area, _row(row, world.texts)) for row in counted]
    page = PAGE.format(
        preset=escape(world.preset.name), style=_style(), contents="".join(_contents()), body="".join(_sections(drawn))
    )
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(page, "utf-8")
    return len(rows) * len(LANGUAGES)


def _style() -> str:
    static = resources.files("adapters") / "web" / "static"
    return "\n".join([*((static / name).read_text("utf-8") for name in STYLES), LAYOUT])


def _row(row: tuple[Example, ...], texts: Texts) -> str:
    """One example in each language, side by side."""
    cards = "".join(_card(example, language, texts) for example, language in zip(row, LANGUAGES, strict=True))
    return f'<article class="example"><h3>{escape(row[0].name)}</h3><div class="tongues">{cards}</div></article>\n'


def _card(example: Example, language: str, texts: Texts) -> str:
    drawn = render(show(example.notice, language, texts), f"{language} {example.name}")
    return f'<div class="message">{drawn}</div>'


def _contents() -> Iterator[str]:
    for number, area in enumerate(AREAS, 1):
        yield f'<li><a href="#area-{number}">{escape(area)}</a></li>'


def _sections(drawn: list[tuple[str, str]]) -> Iterator[str]:
    for number, (area, group) in enumerate(groupby(drawn, key=lambda one: one[0]), 1):
        rows = [row for _, row in group]
        yield f'<section><h2 id="area-{number}">{escape(area)} <small>{len(rows)}</small></h2>{"".join(rows)}</section>'
