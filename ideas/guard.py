"""The boundary guard: texts that must not be kept, because of whom they name or because they belong elsewhere.

Every free text passes here before anything is stored. A stop says what sort of thing was seen, never the text itself.
The guard would rather stop one text too many: writing again is one message, and going on is one tap.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stdnum import luhn
from stdnum.dk import cpr
from stdnum.fi import hetu
from stdnum.no import fodselsnummer


class StopKind(StrEnum):
    """Why a text is not taken as it is."""

    PERSONAL_NUMBER = "personal_number"
    WRONG_CHANNEL = "wrong_channel"


@dataclass(frozen=True, slots=True)
class Stop:
    """A text that is not kept. `word` names the sort of thing seen, such as `cpr` or `injury`, for the counter."""

    kind: StopKind
    word: str


WORDS = {
    "injury": """
        *skad* *olyck* tillbud* blöd* självmord* suicid* avled dödsfall*
        patient_dog patienten_dog boende_dog brukare_dog brukaren_dog dog_för_att ramlade_och bröt_benet bröt_armen
        bröt_höften bröt_lårbenshals*
        injur* wound* hurt accident accidents died broke_his broke_her
        *ulykke* selvmord* afgik_ved_døden brækkede_benet brækkede_hoften brækkede_armen""",
    "abuse": """
        *övergrepp* *misshand* våld våldet våldsam* våldt* vanvård* *missförhåll* orosanmäl*
        slog_en slog_mig slog_honom slog_henne slog_till slår_mig slår_sin fick_stryk stryk_av slagen_av
        abus* assault* violence violent* rape raped molest* mistreat* neglect* hit_me hits_me hit_her hit_him beaten
        *overgreb* *mishandl* vold volden voldelig* voldt* vanrøgt* omsorgssvigt*
        slog_mig slog_en slår_mig fik_tæsk tæsk_af""",
    "harassment": """
        *trakasser* mobb* kränk* diskriminer* hotad* hotar hotat hotelse* hotfull*
        harass* bully* bullied discriminat* threat threats threaten*
        *chikane* mobning* krænk* truet truede trussel trusler""",
    "corruption": """
        korrupt* muta mutor mutan mutorna mutad* mutat jäv jävig* *bedrägeri* förskingr* stöld* stulit stjäl olaglig*
        corrupt* brib* fraud* embezzl* theft stole stolen unlawful* illegal*
        *bestikk* underslæb* svindel* svindl* tyveri* stjålet stjæler ulovlig* inhabil*""",
    "danger": """
        i_fara faran livsfar* *farlig* brandrisk*
        danger* hazard*
        i_fare livsfare*""",
}
"""What belongs in another channel, in Swedish, English and Danish. A star stands for any letters, _ for a space."""


def check(text: str) -> Stop | None:
    """What the text must be stopped for, if anything; a personal identity number goes before a word."""
    plain = _plain(text)
    if sort := next(_numbers(plain), None):
        return Stop(StopKind.PERSONAL_NUMBER, sort)
    if hit := _INSIDE.search(plain) or _AT_START.search(plain):
        return Stop(StopKind.WRONG_CHANNEL, hit.lastgroup or "")
    return None


_SPLIT_LETTER = re.compile("a\N{COMBINING RING ABOVE}|[ao]\N{COMBINING DIAERESIS}")


def _plain(text: str) -> str:
    """The text in small letters with plain digits and dashes, and without what cannot be seen.

    Not by Unicode normalisation of the whole: its time grows with the square of a run of combining marks.
    """
    text = text.casefold()
    if text.isascii():
        return text
    text = _SPLIT_LETTER.sub(lambda split: unicodedata.normalize("NFC", split[0]), text)
    return text.translate({ord(c): _plain_character(c) for c in set(text) if c > "\x7f"})


def _plain_character(c: str) -> str:
    category = unicodedata.category(c)
    if category in ("Cf", "Mn", "Me", "Cc"):
        return ""
    if category == "Pd" or c == "\N{MINUS SIGN}":
        return "-"
    if category[0] == "N":
        digit = unicodedata.digit(c, None)
        return c if digit is None else str(digit)
    return unicodedata.normalize("NFKC", c) if "\uff01" <= c <= "\uff5e" else c  # letters as wide as their line


def _any_of(*, inside: bool) -> re.Pattern[str]:
    """One pattern with a named group for each sort of word; `inside` takes the words that begin with a star."""
    groups = []
    for sort, words in WORDS.items():
        chosen = [word.lstrip("*") for word in words.split() if word.startswith("*") == inside]
        patterns = (word.rstrip("*") + ("" if word.endswith("*") else r"\b") for word in chosen)
        groups.append(f"(?P<{sort}>{'|'.join(patterns)})".replace("_", r"\s+"))
    return re.compile(("" if inside else r"\b(?=[^\W\d_])") + f"(?:{'|'.join(groups)})")


_INSIDE, _AT_START = _any_of(inside=True), _any_of(inside=False)

_SPACED = re.compile(r"\d(?<!\d\d)([\W_]{1,3})\d(?:\1\d){8,10}(?!\d)")
"""Ten to twelve digits that all stand apart in the same way."""

_DATED = re.compile(
    r"""(?P<century>(?:18|19|20)[\s./-]{0,3})?
    (?P<first>\d\d)(?P<gap>[\s./-]{0,3})
    (?P<month>[04]\d|[15][0-2])(?P<next_gap>[\s./-]{0,3})  # in the middle, whether the year or the day is first
    (?P<third>\d\d)(?P<between>[\W_]{0,4})
    (?P<serial>\d{4,5})(?!\d)(?!-\d\d-\d\d)  # and the serial is not the year of another date""",
    re.VERBOSE,
)
_FINNISH = re.compile(r"[0-3]\d[01]\d{3}(?<!\w\d{6}) ?[-+a-fu-y] ?\d{3}[0-9a-y](?!\w)")
_PHONE = re.compile(r"(?:telefon\w*|\b(?:tel|tlf|mobil\w*|ring\w*|sms\w*|växel\w*|phone|call))\W{0,3}$")


def _numbers(plain: str) -> Iterator[str]:
    """The sort of every personal identity number in the text."""
    joined = _SPACED.sub(lambda spaced: re.sub(r"\D", "", spaced[0]), plain)
    for run in re.finditer(r"\d{2,}", joined):
        if (match := _DATED.match(joined, run.start())) and (sort := _sort(match)):
            yield sort
    for match in _FINNISH.finditer(plain):
        if hetu.is_valid(match[0].replace(" ", ""), allow_temporary=True):
            yield "henkilotunnus"


def _sort(match: re.Match[str]) -> str:
    century, first, gap, month, next_gap, third, between, serial = match.groups(default="")
    number = first + month + third + serial
    if len(serial) == 5:
        right = number[9] == fodselsnummer.calc_check_digit1(number) and fodselsnummer.is_valid(number)
        return "fodselsnummer" if right else ""
    glued = not gap and not next_gap
    if glued and not between and _is_phone(match):
        return ""
    a, b, c = int(first), int(month), int(third)
    if _is_real(a, b, c % 60) and luhn.checksum(number) == 0:
        return "personnummer" if c < 60 else "samordningsnummer"  # which has 60 added to its day
    if century.isdigit() or not _is_real(c, b, a):
        return ""
    # Given out since 2007, a CPR number need not have a right check digit; unless written DDMMYY-XXXX it must here.
    return "cpr" if (glued and between.strip() == "-") or cpr.checksum(number) == 0 else ""


def _is_phone(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 20) : match.start()]
    return match[0][0] == "0" and _PHONE.search(before) is not None


def _is_real(year: int, month: int, day: int) -> bool:
    """Whether there is such a day in a year that ends so, of any century."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(2000 + year, month)[1]
