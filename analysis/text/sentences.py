"""Sentences made from numbers: what happened, how sure it is, what would change it.

Every function is pure. Names of people and places are put in as plain text; a page escapes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from analysis.text.labels import CHANGES, change_word
from analysis.text.numbers import integer, interval, number, percent, points, rate
from analysis.thresholds import MINIMUM_N, OVERDISPERSED, RUN_LENGTH

NO_RESPONSES: Final = "chưa có phiếu nào"
RESPONSES: Final = "{n} phiếu"
SATISFIED: Final = "{rate} hài lòng"
AGAINST: Final = "{word} so với {before}"
NOT_COMPARED: Final = "chưa so được với {before}"
TO_WATCH: Final = "{count} cán bộ cần chú ý"
NONE_TO_WATCH: Final = "không có cán bộ nào cần chú ý"

WITH_N: Final = "{rate} (n = {n})"
WITH_INTERVAL: Final = "{rate} (n = {n}; {interval})"
TURN: Final = "{name} {word} từ {period}"
STEADY: Final = "{name} giữ mức ổn định"
SIGNALS: Final[Mapping[str, str]] = {
    "outside": "{period}: {rate}, ngoài mức dao động thường thấy {usual}",
    "run": "{period}: đã {length} kỳ trở lên liền nhau ở một phía của mức chung {centre}",
}

LOW: Final = "{low}/{n} đánh giá thấp"
LOW_RATE: Final = "{low}/{n} đánh giá thấp ({rate}; khoảng tin cậy {interval})"
WATCH: Final[Mapping[str, str]] = {
    "over_enough": "vượt 25 %, đủ căn cứ",
    "over_few": "vượt 25 % nhưng ít phiếu",
    "near": "cận ngưỡng 25 %, chưa vượt",
    "ok": "chưa vượt 25 %",
    "insufficient": "chưa đủ phiếu để kết luận",
}
MORE: Final = "cần thêm {more} phiếu cùng tỷ lệ thì đủ căn cứ"
WATCH_NOTE: Final = (
    "Danh sách theo quy tắc của kế hoạch: quá 25 % câu trả lời chung là không hài lòng hoặc rất "
    "không hài lòng, đúng 25 % thì chưa vượt. Danh sách để xem lại cách phục vụ và hỏi thêm, "
    "không phải kết luận về một người; ít phiếu thì tỷ lệ có thể cao chỉ do ngẫu nhiên."
)
PRAISE_NOTE: Final = (
    "Đáng biểu dương khi chắc đến 95 % rằng tỷ lệ hài lòng thật trên 90 % và có từ {minimum} "
    "phiếu trở lên; người phục vụ ít lượt vẫn có thể rất tốt, chỉ là chưa đủ phiếu để nói."
)

PAIR: Final[Mapping[str, str]] = {
    "higher": "{a} cao hơn {b} {gap} ({interval}): khác biệt rõ",
    "lower": "{a} thấp hơn {b} {gap} ({interval}): khác biệt rõ",
    "unclear": "{a} và {b} chênh {gap} ({interval}): chưa đủ căn cứ nói là khác nhau",
    "few": "{a} và {b}: chưa đủ phiếu để so",
}
GAP_INTERVAL: Final = "từ {low} đến {high}"
DISPERSION: Final = (
    "Các đơn vị khác nhau nhiều hơn mức ngẫu nhiên ({times} lần phương sai), nên phễu đã được "
    "nới rộng; điểm nằm ngoài phễu mới đáng xem."
)
QUOTA: Final = "{responses}/{required} phiếu ({rule} của {dossiers} hồ sơ)"
QUOTA_MISSING: Final = ", còn thiếu {missing}"
QUOTA_DONE: Final = ", đã đủ"
CLIFF: Final = (
    "Mức phải lấy giảm bậc ở 100, 500 và 1.000 hồ sơ (99 hồ sơ cần 50 phiếu, 100 hồ sơ cần 30); "
    "đó là quy tắc của kế hoạch."
)
BURST: Final = (
    "{responses} phiếu từ {first} đến {last}, {most} phiếu cùng một mức; chỉ đánh dấu để xem lại, "
    "không phiếu nào bị bỏ"
)
READ_INTERVAL: Final = (
    "Nếu hỏi thêm nhiều người, tỷ lệ hài lòng thật có lẽ nằm trong khoảng {interval}."
)
READ_FEW: Final = "Mới có {n} phiếu; từ {minimum} phiếu trở lên mới nêu tỷ lệ."


@dataclass(frozen=True)
class Change:
    """A change of a share with its interval (None: not comparable) and the period before's name."""

    low: float | None
    high: float | None
    before: str


@dataclass(frozen=True)
class Overview:
    """The numbers of the first sentence; `watched` None says nothing about officers."""

    period: str
    responses: int
    satisfied: int
    n: int
    change: Change | None = None
    watched: int | None = None


def overview(facts: Overview) -> str:
    """The one sentence that opens the overview page.

    >>> change = Change(-0.02, 0.03, "tháng 9")
    >>> print(overview(Overview("Tháng 10/2026", 415, 376, 412, change, 2)).replace(chr(160), " "))
    Tháng 10/2026: 415 phiếu, 91,3 % hài lòng, trong mức dao động so với tháng 9; 2 cán bộ cần chú ý
    """
    if facts.responses == 0:
        return f"{facts.period}: {NO_RESPONSES}"
    parts = [RESPONSES.format(n=integer(facts.responses)), _satisfied(facts.satisfied, facts.n)]
    if facts.change is not None and facts.n >= MINIMUM_N:
        parts.append(change_phrase(facts.change))
    sentence = f"{facts.period}: {', '.join(parts)}"
    return sentence if facts.watched is None else f"{sentence}; {_watched(facts.watched)}"


def _satisfied(satisfied: int, n: int) -> str:
    written = rate(satisfied, n, MINIMUM_N)
    return written if n < MINIMUM_N else SATISFIED.format(rate=written)


def _watched(count: int) -> str:
    return TO_WATCH.format(count=integer(count)) if count else NONE_TO_WATCH


def change_phrase(change: Change) -> str:
    """ "tăng rõ so với tháng 9", or that it cannot be compared."""
    word = change_word(change.low, change.high)
    template = NOT_COMPARED if word == CHANGES["unknown"] else AGAINST
    return template.format(word=word, before=change.before)


def rate_text(k: int, n: int, low: float | None = None, high: float | None = None) -> str:
    """ "87,3 % (n = 412; 84–90 %)", or "chưa đủ phiếu (12/30)" below the minimum."""
    if n < MINIMUM_N:
        return rate(k, n, MINIMUM_N)
    template = WITH_N if low is None or high is None else WITH_INTERVAL
    return template.format(rate=rate(k, n, MINIMUM_N), n=integer(n), interval=interval(low, high))


def turn_title(name: str, difference: float | None, period: str) -> str:
    """ "Tiên Hòa giảm rõ từ tháng 6"; without a turning point that the level is steady."""
    if difference is None:
        return STEADY.format(name=name)
    word = CHANGES["up"] if difference > 0 else CHANGES["down"]
    return TURN.format(name=name, word=word, period=period)


def signal_sentence(
    signal: str, period: str, value: float, usual: tuple[float, float], centre: float
) -> str:
    """Which rule rang for a period, with its rate, usual limits and centre; "" for no signal."""
    if signal not in SIGNALS:
        return ""
    words = {"rate": percent(value), "usual": interval(*usual), "centre": percent(centre)}
    return SIGNALS[signal].format(period=period, length=RUN_LENGTH, **words)


def watch_sentence(status: str, low: int, n: int, ci: tuple[float | None, float | None]) -> str:
    """Low answers of all, with rate and interval from the minimum on, and what they mean."""
    template = LOW if n < MINIMUM_N else LOW_RATE
    share = percent(low / n) if n else ""
    counted = template.format(low=integer(low), n=integer(n), rate=share, interval=interval(*ci))
    return f"{counted}: {WATCH[status]}"


def more_sentence(more: int | None) -> str:
    """ "cần thêm 23 phiếu cùng tỷ lệ thì đủ căn cứ"; "" when nothing is missing."""
    return MORE.format(more=integer(more)) if more else ""


def praise_note() -> str:
    """What the list of the excellent is for, with its rule."""
    return PRAISE_NOTE.format(minimum=integer(MINIMUM_N))


def pair_sentence(verdict: str, names: tuple[str, str], gap: float, ci: tuple[float, float]) -> str:
    """Two units in words: who is higher, by how much, and whether that is clear."""
    ends = (-ci[1], -ci[0]) if verdict == "lower" else ci
    spread = GAP_INTERVAL.format(low=points(ends[0]), high=points(ends[1]))
    size = points(abs(gap)).removeprefix("+")
    return PAIR[verdict].format(a=names[0], b=names[1], gap=size, interval=spread)


def dispersion_note(times: float | None) -> str:
    """That units differ beyond chance, when they do clearly (OVERDISPERSED); else ""."""
    if times is None or times < OVERDISPERSED:
        return ""
    return DISPERSION.format(times=number(times))


def quota_sentence(dossiers: int, required: int, responses: int, rule: str) -> str:
    """How many of the required forms are there, and how many are missing."""
    counts = {"responses": integer(responses), "required": integer(required)}
    share = rule.replace("%", "\u00a0%")
    missing = max(0, required - responses)
    end = QUOTA_MISSING.format(missing=integer(missing)) if missing else QUOTA_DONE
    return QUOTA.format(dossiers=integer(dossiers), rule=share, **counts) + end


def burst_sentence(responses: int, most_common: int, first: int, last: int) -> str:
    """How many answers came between two minutes of the day, and that none was removed."""
    times = {"first": _clock(first), "last": _clock(last)}
    return BURST.format(responses=integer(responses), most=integer(most_common), **times)


def reading(n: int, low: float | None, high: float | None) -> str:
    """How to read a rate: where the true one may lie, or that answers are too few."""
    if n < MINIMUM_N or low is None or high is None:
        return READ_FEW.format(n=integer(n), minimum=integer(MINIMUM_N))
    return READ_INTERVAL.format(interval=interval(low, high))


def _clock(minute: int) -> str:
    hour, rest = divmod(minute % (24 * 60), 60)
    return f"{hour}:{rest:02d}"
