"""Forms for commands: what was said is taken, what is missing is asked, nothing typed is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.acting import Turn
from bot.usecases.finding import coaches
from dialogs.forms import Input
from dialogs.messages import FieldValue, Value
from dialogs.questions import Trouble, read_text
from dialogs.words import Verb
from ideas.idea import Idea, first_sentence
from ideas.lifecycle import Reason
from ideas.promises import read_date


def fill(
    turn: Turn, verb: Verb, value: str, inputs: Sequence[Input], said: Mapping[str, str], idea: Idea | None = None
) -> dict[str, str] | None:
    """What the inputs hold, checked, dates as ISO; or None when a form was shown because something is missing.

    `said` is what the person's words already gave; a form that comes back goes before it.
    """
    sent = any(i.key in turn.intent.fields for i in inputs)
    given = {i.key: turn.intent.field(i.key) if sent else said.get(i.key, "") for i in inputs}
    read = {i.key: _read(turn, i, given[i.key]) for i in inputs}
    troubles = {key: result for key, result in read.items() if isinstance(result, Trouble)}
    if not troubles:
        return {key: result for key, result in read.items() if isinstance(result, str)}
    show_errors = sent or any(given[key] for key in troubles)
    fields = [_field(turn, i, given[i.key], troubles.get(i.key) if show_errors else None, idea) for i in inputs]
    turn.refused = sent
    ask_form(turn, verb, value, fields, title=f"form-{verb.value}", number=idea.number if idea else "")
    return None


def ask_form(
    turn: Turn,
    verb: Verb,
    value: str,
    fields: Sequence[Value],
    *,
    title: str,
    number: str | None = "",
    leads: Sequence[Value] = (),
) -> None:
    """Show a form on the request itself; `leads` are said before it."""
    submit = "button-save" if verb in {Verb.EDIT, Verb.EXPLORE, Verb.FORM, Verb.DIGEST_EDIT} else "button-send"
    turn.ride(
        "form",
        verb=verb.value,
        value=value,
        title_key=title,
        submit=submit,
        fields=list(fields),
        number=number or "",
        leads=list(leads),
        body=turn.short,
    )


def meanwhile(stored: FieldValue) -> Trouble:
    """The trouble with a field that was changed elsewhere while its form was open."""
    words = first_sentence(stored) if isinstance(stored, str) else ""
    return Trouble("trouble-changed-to", {"stored": words}) if words else Trouble("trouble-changed")


def trouble_value(trouble: Trouble) -> dict[str, Value]:
    """A trouble as facts."""
    return {"error": trouble.kind, **trouble.facts}


def _read(turn: Turn, one: Input, typed: str) -> str | Trouble:
    if not typed.strip():
        return Trouble("trouble-missing") if one.required else ""
    if one.kind == "date":
        return _read_day(turn, typed)
    if one.kind == "reason" and typed not in set(Reason):
        return Trouble("trouble-pick-one")
    result = read_text(typed)
    return result if isinstance(result, Trouble) else result.text


def _read_day(turn: Turn, typed: str) -> str | Trouble:
    day = read_date(typed, turn.today, turn.person.language)
    if day is None:
        return Trouble("trouble-date", {"typed": typed[:40]})
    if day <= turn.today:
        return Trouble("trouble-past-date", {"date": day.isoformat()})
    return day.isoformat()


def _field(turn: Turn, one: Input, typed: str, trouble: Trouble | None, idea: Idea | None) -> dict[str, Value]:
    options = _options(turn, one, idea)
    kind = "choice" if options else one.kind
    wrong = trouble_value(trouble) if trouble else {}
    label = {"label": one.label} if one.label else {}
    return {
        **label,
        "key": one.key,
        "kind": kind,
        "value": typed,
        "required": one.required,
        "options": options,
        **wrong,
    }


def _options(turn: Turn, one: Input, idea: Idea | None) -> list[Value]:
    if one.kind == "coach":
        there = coaches(turn, idea.body if idea else turn.person.body)
        excluded = (idea.coach, idea.bearer) if idea else ()
        namesakes = Counter(p.name for p in there)
        labels = {p.handle: f"{p.name} (@{p.handle})" if namesakes[p.name] > 1 else p.name for p in there}
        return [{"value": p.handle, "label": labels[p.handle]} for p in there if p.id not in excluded]
    if one.kind == "reason":
        return [{"value": reason.value, "label_key": f"reason-{reason.value}"} for reason in Reason]
    return []
