"""Names as keys: folding, searching, sorting, and finding the unit or officer a text means.

Nothing here compares by similarity: a text either is a name after folding or it is unknown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from analysis.registers import Registers, Unit
from analysis.text.words import ALPHABET, LOOKALIKES, OFFICE_PREFIXES, STROKES, UNIT_KINDS

# Tones in the order of Vietnamese dictionaries: grave, hook, tilde, acute, dot below.
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_LOOKALIKES = str.maketrans(LOOKALIKES)
_STROKES = str.maketrans(STROKES)


def _tone_places() -> dict[str, tuple[str, str]]:
    """Every spelling of oa, oe, uy with a tone -> the tone on the first and on the second letter."""
    places = {}
    for first, second in ("oa", "oe", "uy"):
        for tone in _TONES:
            early = unicodedata.normalize("NFC", first + tone) + second
            late = first + unicodedata.normalize("NFC", second + tone)
            places[early] = places[late] = (early, late)
    return places


_TONE_PLACES = _tone_places()
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
"""The marks of Vietnamese letters, all of them combining."""
_TONED = re.compile("|".join(map(re.escape, _TONE_PLACES)))


def _placed(found: re.Match[str]) -> str:
    """The tone on the second letter in "hoàn" and "quý", on the first in "hòa"."""
    early, late = _TONE_PLACES[found.group()]
    text, start, end = found.string, found.start(), found.end()
    return late if text[end : end + 1].isalpha() or text[start - 1 : start] == "q" else early


def tidy(text: str) -> str:
    """The text as a person reads it: NFC, no invisible characters, single spaces, trimmed.

    >>> tidy("  Tư\u200b pháp\u00a0 hộ tịch ")
    'Tư pháp hộ tịch'
    """
    return unicodedata.normalize("NFC", " ".join(text.translate(_INVISIBLE).split()))


def fold(text: str) -> str:
    """The key of a name: spelling variants of one name become equal, different names stay apart.

    >>> fold("  HOÀ  Bình") == fold("Hòa Bình"), fold("Văn Lang") == fold("Văn Lăng")
    (True, False)
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    bare = unicodedata.normalize("NFD", text.translate(_INVISIBLE)).casefold()
    composed = unicodedata.normalize("NFC", bare).translate(_LOOKALIKES)
    placed = _TONED.sub(_placed, composed)
    return unicodedata.normalize("NFC", " ".join(placed.split()))


def search_key(text: str) -> str:
    """The text without accents and đ, for search only: different names may become equal.

    >>> search_key("Đặng Thị Hoà")
    'dang thi hoa'
    """
    bare = _MARKS.sub("", unicodedata.normalize("NFD", fold(text)).translate(_STROKES))
    if bare.isascii():
        return bare
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def sort_key(text: str) -> str:
    """A key that puts names in Vietnamese alphabetical order, word by word, tones last.

    >>> sorted(["Yên", "Đồng", "Ân", "Ăn", "An", "Dung", "Án"], key=sort_key)
    ['An', 'Án', 'Ăn', 'Ân', 'Dung', 'Đồng', 'Yên']
    """
    return " ".join(_word_key(word) for word in fold(text).split())


def _word_key(word: str) -> str:
    letters: list[str] = []
    tones: list[str] = []
    for letter in unicodedata.normalize("NFD", word):
        if letter in _TONES:
            tones[-1:] = [str(_TONES.index(letter) + 1)]
        elif unicodedata.combining(letter) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + letter)
        else:
            letters.append(letter)
            tones.append("0")
    ranks = (chr(0x100 + ALPHABET.find(x)) if x in ALPHABET else x for x in letters)
    return "".join(ranks) + "\x00" + "".join(tones)


_OFFICE = re.compile("(?:" + "|".join(re.escape(fold(p)) for p in OFFICE_PREFIXES) + r")\s+")
_KINDS = {fold(kind): kind for kind in UNIT_KINDS}
_SHORT = {fold(short): fold(kind) for kind, all_short in UNIT_KINDS.items() for short in all_short}
_ABBREVIATED = re.compile(
    "(" + "|".join(map(re.escape, sorted(_SHORT, key=len, reverse=True)))
    + r")(?:\.\s*|\s+|(?=\d))(?=\S)"
)
_KIND = re.compile("(" + "|".join(sorted(_KINDS, key=len, reverse=True)) + r")\s+(?=\S)")
_DASH = re.compile(r"\s*[-–—]\s*")


def unit_key(text: str) -> str:
    """The key of a unit's name: folded, office prefix dropped, the kind of unit written out.

    >>> unit_key("UBND xã Tiên Hòa") == unit_key("X. Tiên Hoà") == unit_key("Xã Tiên Hòa")
    True
    >>> unit_key("P.5") == unit_key("Phường 5"), unit_key("Xã Tân An") == unit_key("P. Tân An")
    (True, False)
    """
    key = _OFFICE.sub("", _DASH.sub("-", fold(text)), count=1) if text else ""
    short = _ABBREVIATED.match(key)
    return f"{_SHORT[short[1]]} {key[short.end():]}" if short else key


def _split_kind(key: str) -> tuple[str, str]:
    found = _KIND.match(key)
    return (found[1], key[found.end():]) if found else ("", key)


Index = dict[str, tuple[str, ...]]


def _index(pairs: Iterable[tuple[str, str]]) -> Index:
    """Keys to the codes they may mean, each code once, in order of first sight."""
    found: dict[str, dict[str, None]] = {}
    for key, code in pairs:
        if key:
            found.setdefault(key, {})[code] = None
    return {key: tuple(codes) for key, codes in found.items()}


def _keys_with_kind(unit: Unit) -> Iterable[str]:
    for name in (unit.name, *unit.aliases):
        key = unit_key(name)
        yield key
        kind = fold(unit.kind)
        if kind in _KINDS and not _split_kind(key)[0]:
            yield f"{kind} {key}"


def _bare_keys(unit: Unit) -> Iterable[str]:
    for name in (unit.name, *unit.aliases):
        bare = _split_kind(unit_key(name))[1]
        if not bare.isdigit():  # "4" alone is a code, never "Phường 4"
            yield bare


class Resolver:
    """Finds registered units and officers by code, then folded name, then alias."""

    def __init__(self, registers: Registers) -> None:
        units = registers.units.values()
        self._unit_tiers: tuple[Index, ...] = (
            {code: (code,) for code in registers.units},
            _index((fold(u.code), u.code) for u in units),
            _index((fold(u.name), u.code) for u in units),
            _index((fold(alias), u.code) for u in units for alias in u.aliases),
            _index((key, u.code) for u in units for key in _keys_with_kind(u)),
        )
        self._bare = _index((key, u.code) for u in units for key in _bare_keys(u))
        self._met: dict[str, tuple[str, ...]] = {}
        self._officers = registers.officers
        self._staff: dict[str, tuple[Index, ...]] = {}
        self._by_unit: dict[str, list[str]] = {}
        for officer in registers.officers.values():
            self._by_unit.setdefault(officer.unit_code, []).append(officer.code)

    def unit_candidates(self, text: str) -> tuple[str, ...]:
        """Codes of the units a text may mean: none when unknown, several when ambiguous."""
        if text in self._met:
            return self._met[text]
        found = self._unit_candidates(text)
        if found:
            self._met[text] = found  # the texts of one table come again and again
        return found

    def _unit_candidates(self, text: str) -> tuple[str, ...]:
        exact, folded, key = tidy(text), fold(text), unit_key(text)
        for tier, wanted in zip(
            self._unit_tiers, (exact, folded, folded, folded, key), strict=True
        ):
            if wanted in tier:
                return tier[wanted]
        return () if _split_kind(key)[0] else self._bare.get(key, ())

    def unit(self, text: str) -> str | None:
        """The code of the one unit a text means; None when unknown or ambiguous.

        >>> r = Resolver(Registers({"04": Unit("04", "Xã Tiên Hòa"), "4": Unit("4", "Xã Bắc")}))
        >>> r.unit("UBND xã Tiên Hoà"), r.unit("tiên hòa"), r.unit("4"), r.unit("P. Bắc")
        ('04', '04', '4', None)
        """
        found = self.unit_candidates(text)
        return found[0] if len(found) == 1 else None

    def officer_candidates(self, text: str, unit_code: str) -> tuple[str, ...]:
        """Codes of the officers of one unit a text may mean, whenever they served."""
        if unit_code not in self._staff:
            self._staff[unit_code] = self._staff_tiers(unit_code)
        exact, folded = tidy(text), fold(text)
        for tier, wanted in zip(self._staff[unit_code], (exact, folded, folded), strict=True):
            if wanted in tier:
                return tier[wanted]
        return ()

    def _staff_tiers(self, unit_code: str) -> tuple[Index, ...]:
        staff = [self._officers[code] for code in self._by_unit.get(unit_code, [])]
        return (
            {o.code: (o.code,) for o in staff},
            _index((fold(o.name), o.code) for o in staff),
            _index((fold(alias), o.code) for o in staff for alias in o.aliases),
        )

    def officer(self, text: str, unit_code: str, day: date | None) -> str | None:
        """The code of the one officer of the unit serving that day (None: any day) a text means."""
        found = [
            code for code in self.officer_candidates(text, unit_code)
            if day is None or serves(self._officers, code, day)
        ]
        return found[0] if len(found) == 1 else None


def serves(register: Mapping[str, object], code: str, day: date) -> bool:
    """Whether the unit or officer of this code is valid on the day, both ends inclusive."""
    entry = register[code]
    start: date | None = getattr(entry, "valid_from", None)
    end: date | None = getattr(entry, "valid_to", None)
    return (start is None or start <= day) and (end is None or day <= end)
