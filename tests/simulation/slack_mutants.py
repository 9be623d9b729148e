"""The bot with one of its promises to Slack taken out, each as a change to the real source."""

from __future__ import annotations

from tests.simulation.mutants import Mutant

_SEND, _DELIVER, _LISTENING = "adapters/slack/send.py", "bot/deliver.py", "adapters/slack/listening.py"
_MARK = '                metadata={"event_type": MARK, "event_payload": {"key": mark(delivery.key)}},\n'
_TAKEN_FIRST = "return await self._take(heard, payload, self._desk.words_at(PLATFORM, team))"
_TAKEN_LATER = "self._later(self._take(heard, payload, self._desk.words_at(PLATFORM, team))); return _ack()"

MUTANTS = (
    Mutant("read-back", _SEND, "if _marked(message, bot) == wanted:", "if False:"),
    Mutant("mark", _SEND, _MARK, ""),
    Mutant("doubt", _SEND, "TryLater(0, reason, ambiguous=changes)", "TryLater(0, '', ambiguous=False)"),
    Mutant("one try", "adapters/slack/tokens.py", ", retry_handlers=[]", ""),
    Mutant("hold", _DELIVER, "hold: timedelta = timedelta(seconds=60)", "hold: timedelta = timedelta(0)"),
    Mutant("commit before the answer", _LISTENING, _TAKEN_FIRST, _TAKEN_LATER),
    Mutant("head of line", "storage/outbox.py", "SELECT min(id) FROM outbox WHERE", "SELECT max(id) FROM outbox WHERE"),
    Mutant("last change", "storage/ledger_rows.py", " AND key <> :newer", ""),
)
