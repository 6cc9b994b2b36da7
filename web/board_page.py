"""The look of the public board: one table, no script, light and dark, phone and paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from analysis.periods import label
from analysis.public import Line
from analysis.suppression import HIDDEN
from analysis.text.numbers import integer, interval, percent
from web import text
from web import text_public as words

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {product}</title><style>
:root {{ color-scheme: light dark; --ground: #fff; --soft: #f3f6f6; --ink: #10191b; --dim: #52666a;
  --line: #d5dedf; --main: #0b6b74; --on: #fff; --good: #0f5e66; --mid: #868b90; --bad: #b9560f;
  --alarm: #fdecea; --on-alarm: #8c1d18; }}
@media (prefers-color-scheme: dark) {{ :root {{ --ground: #12191b; --soft: #1c2629; --ink: #e6eced;
  --dim: #a9bbbe; --line: #334146; --main: #7fd0d4; --on: #12191b; --good: #4fa9ad; --mid: #8f979b;
  --bad: #e58a3c; --alarm: #3a1512; --on-alarm: #ffb4ab; }} }}
* {{ box-sizing: border-box; }}
body {{ margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 3rem; background: var(--ground);
  color: var(--ink); font: 1rem/1.5 "Segoe UI", "Noto Sans", Roboto, "Helvetica Neue", Arial, sans-serif; }}
h1 {{ margin: 0; font-size: 1.6rem; line-height: 1.25; }} h2 {{ margin: 1.5rem 0 .25rem; font-size: 1.25rem; }}
p {{ margin: .25rem 0; }} a {{ color: var(--main); }} .dim, caption, small, footer {{ color: var(--dim); }}
.note {{ margin: 1rem 0 0; padding: .75rem 1rem; background: var(--soft); border-left: 4px solid var(--main); }}
.alarm {{ background: var(--alarm); border-color: var(--on-alarm); color: var(--on-alarm); font-weight: 600; }}
form {{ display: flex; gap: .5rem; align-items: end; flex-wrap: wrap; margin-top: 1.25rem; }}
label {{ font-weight: 600; }} select, button {{ font: inherit; min-height: 2.75rem; border-radius: .4rem; }}
select {{ display: block; min-width: 12rem; padding: 0 .5rem; color: inherit; background: var(--ground);
  border: 1px solid var(--dim); }}
button {{ padding: 0 1.25rem; border: 0; font-weight: 600; color: var(--on); background: var(--main); }}
select:focus-visible, button:focus-visible, a:focus-visible, summary:focus-visible {{
  outline: 3px solid var(--main); outline-offset: 2px; }}
table {{ width: 100%; margin: 1rem 0; border-collapse: collapse; font-variant-numeric: tabular-nums; }}
caption {{ text-align: left; padding-bottom: .5rem; }}
th, td {{ padding: .45rem .6rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; }}
th:first-child {{ text-align: left; font-weight: 400; overflow-wrap: anywhere; }}
thead th, tfoot th:first-child, tfoot td {{ font-weight: 600; }} thead th {{ vertical-align: bottom; }}
thead th:first-child {{ font-weight: 600; }} small {{ display: block; font-weight: 400; font-size: .8rem; white-space: nowrap; }}
.why {{ text-align: center; color: var(--dim); font-weight: 400; }}
.bar {{ width: 26%; }} td.bar {{ padding-top: .75rem; }}
.bar i {{ display: block; height: .8rem; background: linear-gradient(90deg, var(--good) calc(var(--s) - 2px),
  var(--ground) 0 var(--s), var(--mid) 0 calc(var(--m) - 2px), var(--ground) 0 var(--m), var(--bad) 0); }}
.key i {{ display: inline-block; width: .8rem; height: .8rem; margin: 0 .3rem 0 .8rem; background: var(--good); }}
.key i:first-child {{ margin-left: 0; }} .key .m {{ background: var(--mid); }} .key .l {{ background: var(--bad); }}
details {{ margin: 1rem 0; }} summary {{ cursor: pointer; font-weight: 600; }} footer {{ font-size: .9rem; }}
@media (max-width: 40rem) {{ .bar, .key {{ display: none; }} th, td {{ padding: .4rem .25rem; font-size: .87rem; }}
  th:first-child {{ padding-left: 0; }} thead th {{ font-size: .78rem; line-height: 1.3; }} }}
@media print {{ form, .away {{ display: none; }} body {{ padding: 0; max-width: none; font-size: 10pt; }}
  * {{ print-color-adjust: exact; }} tr {{ break-inside: avoid; }} }}
</style></head><body><header><h1>{title}</h1><p class="dim">{lead}</p></header><main>{body}</main>
<footer class="away"><p><a href="{sign_in}">{enter}</a></p></footer></body></html>"""


@dataclass(frozen=True)
class Board:
    """One look at the board: every period, the chosen one with its lines, and where it comes from.

    `period` is "" when there is nothing to show; `problem` is what was wrong with the address,
    `warning` what the check of the record found.
    """

    periods: Sequence[str]
    period: str
    lines: Sequence[Line]
    origin: str
    addresses: tuple[str, str, str]
    problem: str = ""
    demo: bool = False
    warning: str = ""


def board_page(said: Board) -> str:
    """The page as HTML; every word in it is escaped."""
    own, csv, sign_in = map(escape, said.addresses)
    parts = [f'<p class="note alarm" role="alert">{escape(said.warning)}</p>'] if said.warning else []
    parts += [f'<p class="note">{escape(words.DEMO)}</p>'] if said.demo else []
    if said.problem:
        parts.append(f'<p class="note" role="alert">{escape(said.problem)}</p>')
    if said.periods:
        parts.append(_chooser(said, own))
    elif not said.problem:
        parts += [f'<p class="note"><b>{escape(words.EMPTY)}</b><br>{escape(words.EMPTY_MORE)}</p>']
    if said.period:
        parts += [_summary(said), _table(said), _notes(said, csv)]
    return _PAGE.format(
        title=escape(words.TITLE), product=escape(text.PRODUCT), lead=escape(words.LEAD),
        body="".join(parts), sign_in=sign_in, enter=escape(words.SIGN_IN),
    )


def _chooser(said: Board, own: str) -> str:
    options = "".join(
        f'<option value="{escape(key)}"{" selected" if key == said.period else ""}>'
        f"{escape(label(key))}</option>" for key in said.periods
    )
    return (
        f'<form action="{own}"><label>{escape(words.PERIOD)}<select name="period">{options}</select>'
        f"</label><button>{escape(words.SHOW)}</button></form>"
    )


def _summary(said: Board) -> str:
    whole = said.lines[-1]
    sentence = words.SUMMARY_FEW.format(reason=whole.reason)
    if whole.rate is not None:
        sentence = words.SUMMARY.format(
            n=integer(whole.shown[3]), rate=percent(whole.rate, 0), interval=interval(*whole.interval)
        )
    return f"<h2>{escape(label(said.period))}</h2><p>{escape(sentence)}</p>"


def _table(said: Board) -> str:
    names = (words.COUNT, words.SATISFIED, words.MIDDLE, words.LOW)
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in (words.UNIT, *names))
    key = "".join(
        f'<i class="{kind}"></i>{escape(name)}' for kind, name in zip(("", "m", "l"), names[1:], strict=True)
    )
    body = "".join(_row(one) for one in said.lines[:-1])
    caption = escape(words.CAPTION.format(period=label(said.period)))
    return (
        f'<p class="key dim" aria-hidden="true">{key}</p><table><caption>{caption}</caption><thead><tr>'
        f'{head}<td class="bar"></td></tr></thead><tbody>{body}</tbody>'
        f"<tfoot>{_row(said.lines[-1])}</tfoot></table>"
    )


def _row(one: Line) -> str:
    low, middle, satisfied, n = one.shown
    count = words.HIDDEN if n == HIDDEN else integer(n)
    head = f'<tr><th scope="row">{escape(one.name)}</th><td>{count}</td>'
    if one.rate is None:
        return f'{head}<td class="why" colspan="3">{escape(one.reason)}</td><td class="bar"></td></tr>'
    cells = "".join(
        f"<td>{escape(words.HIDDEN) if v == HIDDEN else percent(v / n, 0)}</td>" for v in (middle, low)
    )
    return (
        f"{head}<td>{percent(one.rate, 0)}<small>{interval(*one.interval)}</small></td>{cells}"
        f'<td class="bar">{_bar((satisfied, middle, low))}</td></tr>'
    )


def _bar(counts: Sequence[int]) -> str:
    """The three shares side by side; nothing when one is hidden."""
    if HIDDEN in counts or not sum(counts):
        return ""
    first, second = (sum(counts[:ends]) * 100 // sum(counts) for ends in (1, 2))
    return f"<i style=--s:{first}%;--m:{second}%></i>"


def _notes(said: Board, csv: str) -> str:
    notes = "".join(f"<li>{escape(note)}</li>" for note in words.NOTES)
    return (
        f'<p class="away"><a href="{csv}?period={escape(said.period)}">{escape(words.CSV)}</a></p>'
        f"<details open><summary>{escape(words.HOW)}</summary><ul>{notes}</ul></details>"
        f'<p class="dim">{escape(said.origin)}</p>'
    )
