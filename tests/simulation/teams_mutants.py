"""The bot with one of its promises to Teams taken out, each as a change to the real source."""

from __future__ import annotations

from tests.simulation.mutants import Mutant

_DELIVER, _LISTENING, _SEND = "bot/deliver.py", "adapters/teams/listening.py", "adapters/teams/send.py"
_CONNECTOR = "adapters/teams/connector.py"
_TAKEN_FIRST = "return await self._take(heard, activity, self._desk.words_at(PLATFORM, tenant))"
_TAKEN_LATER = "self._later(self._take(heard, activity, self._desk.words_at(PLATFORM, tenant))); return Answer()"

MUTANTS = (
    Mutant("word that nothing can be told", _SEND, 'raise GiveUp("Teams cannot', 'return None  # ("'),
    Mutant("list of what is unclear", _DELIVER, "if tells or claimed.update_of:", "if True:"),
    Mutant("doubt after 502", "adapters/teams/refusals.py", "said, ambiguous=once)", "said, ambiguous=False)"),
    Mutant("doubt after a cut", _CONNECTOR, "ambiguous=call.once)", "ambiguous=False)"),
    Mutant("hold", _DELIVER, "hold: timedelta = timedelta(seconds=60)", "hold: timedelta = timedelta(0)"),
    Mutant("commit before the answer", _LISTENING, _TAKEN_FIRST, _TAKEN_LATER),
    Mutant("one turn for each delivery", "bot/turn.py", "if not seen.new and seen.answer != AGAIN:", "if False:"),
    Mutant("head of line", "storage/outbox.py", "SELECT min(id) FROM outbox WHERE", "SELECT max(id) FROM outbox WHERE"),
    Mutant("last change", "storage/ledger_rows.py", " AND key <> :newer", ""),
    Mutant("thread", _SEND, "self._connector.post(way, content, thread)", "self._connector.post(way, content)"),
)
"""Doubt about changes is not among them: it shows in one town of five, and at once in tests/adapters/teams."""
