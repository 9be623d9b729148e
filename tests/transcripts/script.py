"""A transcript as a file: what people do is kept, what the bot says is written anew by whoever plays it.

First come `# title`, who I am `as: lena (kramfors)` and when it is `at: 2026-11-23 09:00`. Then each on its own
line: typed words `me: Hej`, a press `bo: [Ta]`, one in a channel `bo → #kramfors-coacher: [Ta]`, several choices
`me: [One] [Another]`, a field of the open form `me: How its name begins = what is filled in`, time that passes `at:
…`, my going on at the other surface `surface: other`, and somebody new `joins: Karin Holm, coach`. The bot's lines
are `bot: …` to me, `bot → bo: …`, `bot → #kramfors-coacher: …`, and `bot → bo in #kramfors-coacher: …` for what
only Bo sees there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

Heard = tuple[str, list[str]]
"""To whom the bot spoke, as ` → eva`, and in which lines."""

INDENT = " " * 5
_LINE = re.compile(r"(?P<who>[\w-]+)(?: → (?P<where>#[\w-]+))?: (?P<said>.+)")
_PRESS = re.compile(r"\[([^\]]+)\]")


@dataclass(slots=True)
class Step:
    """What somebody does, or what happens around them (`at`, `surface`, `joins`); `lines` as they are written."""

    who: str
    where: str
    lines: list[str]
    notes: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        """The words of it."""
        return self.lines[0]

    @property
    def presses(self) -> tuple[str, ...]:
        """The labels, when it is a press and nothing else."""
        return labels(self.said)

    @property
    def fields(self) -> dict[str, str]:
        """What is filled in, by the beginning of the field's name."""
        parted = (line.partition(" =") for line in self.lines)
        return {name: value.strip() for name, _, value in parted}


def labels(said: str) -> tuple[str, ...]:
    """Every label of `[One] [Two]`; none when there is anything else."""
    return tuple(_PRESS.findall(said)) if re.fullmatch(r"(\[[^\]]+\]\s*)+", said) else ()


def read(path: Path) -> list[Step]:
    """The steps of a transcript, without the bot's lines."""
    steps: list[Step] = []
    notes: list[str] = []
    before = ""
    for line in path.read_text("utf-8").split("\n"):
        match = _LINE.fullmatch(line.rstrip())
        if line.startswith("#"):
            notes.append(line.rstrip())
        elif match and not line.startswith("bot"):
            who, where, said = match["who"], match["where"] or "", match["said"]
            if " =" in said and " =" in before and steps[-1].who == who:
                steps[-1].lines.append(said)
            else:
                steps.append(Step(who, where, [said], notes))
                notes = []
        elif line.strip() and not line.startswith(("bot", INDENT)):
            raise ValueError(f"{path.name}: not understood: {line}")
        before = line
    return steps


def written(played: Iterable[tuple[Step, list[Heard]]]) -> str:
    """The transcript as text: each step, and what the bot said to whom after it."""
    blocks: list[str] = []
    for step, heard in played:
        where = f" → {step.where}" if step.where else ""
        lines = [*step.notes, *(f"{step.who}{where}: {line}" for line in step.lines)]
        for whom, said in heard:
            lines += [f"bot{whom}: {said[0]}", *(INDENT + line for line in said[1:])]
        blocks.append("\n".join(lines))
    return re.sub(r"\A((?:#.*\n)*as: .+\n)\n(joins: .+\n)?\n?(?=at: )", r"\1\2", "\n\n".join(blocks)) + "\n"
