"""The look of the citizens' form: phone first, no script, light and dark; every word is escaped."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape

from analysis.criteria import Criterion
from analysis.text.labels import LEVELS
from analysis.text.numbers import integer
from data.form import COMMENT, LONGEST_COMMENT, RESPONDENT, Invitation
from web import text
from web import text_form as words

STYLE = """
:root { color-scheme: light dark; --ground: #f3f6f6; --card: #fff; --ink: #1d2a2c;
  --soft: #4a5d61; --line: #7d9093; --main: #0b6b74; --on-main: #fff; --tint: #e2f1f2;
  --bad: #a33c00; }
@media (prefers-color-scheme: dark) { :root { --ground: #12191b; --card: #1c2629; --ink: #e6eced;
  --soft: #a9bbbe; --line: #6b8084; --main: #7fd0d4; --on-main: #12191b; --tint: #17383c;
  --bad: #f0a35e; } }
* { box-sizing: border-box; }
body { margin: 0; padding: .75rem; background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.5 "Segoe UI", "Noto Sans", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere; }
main { max-width: 46rem; margin: 0 auto; }
h1 { margin: .25rem 0 .5rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0 0 .75rem; }
dl { margin: 0 0 .75rem; } dt { color: var(--soft); font-size: .9rem; }
dd { margin: 0 0 .35rem; font-weight: 600; }
.soft, .hint { color: var(--soft); } .hint { display: block; font-size: .9rem; font-weight: 400; }
fieldset, .field, .card { min-width: 0; margin: 0 0 .75rem; padding: .9rem; border: 0;
  border-radius: .6rem; background: var(--card); }
legend { float: left; width: 100%; margin: 0 0 .6rem; padding: 0; font-weight: 650; }
legend + * { clear: both; }
.choices { display: grid; gap: .4rem; }
.choices label { display: flex; align-items: center; gap: .7rem; min-height: 2.8rem;
  padding: .45rem .75rem; border: 1px solid var(--line); border-radius: .5rem; cursor: pointer; }
.choices label:has(:checked) { border-color: var(--main); background: var(--tint);
  box-shadow: inset 0 0 0 1px var(--main); font-weight: 600; }
input[type=radio], input[type=checkbox] { flex: none; width: 1.35rem; height: 1.35rem; margin: 0;
  accent-color: var(--main); }
textarea, input[type=text] { display: block; width: 100%; margin-top: .4rem; padding: .65rem;
  font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line);
  border-radius: .5rem; }
textarea { min-height: 6rem; resize: vertical; }
input[type=text] { letter-spacing: .06em; text-transform: uppercase; }
.field > label { font-weight: 650; }
button { width: 100%; min-height: 3.25rem; font: inherit; font-weight: 650; border: 0;
  border-radius: .5rem; background: var(--main); color: var(--on-main); cursor: pointer; }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
.choices label:has(:focus-visible) { outline: 3px solid var(--main); outline-offset: 2px; }
.choices :focus-visible { outline: 0; }
.bad { color: var(--bad); font-weight: 600; }
fieldset:has(.bad), .field:has(.bad) { box-shadow: inset 4px 0 0 var(--bad); }
a { color: var(--main); }
.card > :last-child { margin-bottom: 0; }
ul { margin: 0; padding-left: 1.2rem; }
.after { margin: .6rem 0 1.5rem; text-align: center; font-size: .9rem; color: var(--soft); }
@media (min-width: 44rem) {
  body { padding: 1.5rem; }
  .levels { grid-template-columns: repeat(5, 1fr); }
  .levels label { flex-direction: column; justify-content: start; gap: .4rem; padding: .75rem .4rem;
    text-align: center; line-height: 1.3; }
  .two { grid-template-columns: 1fr 1fr; }
}
"""
_HASH = base64.b64encode(sha256(STYLE.encode()).digest()).decode()
_POLICY = (  # stricter than the header every answer has: nothing but this style, and our own forms
    f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'"
)
# Without a referrer the form would come from the origin "null", which the server refuses.
_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="same-origin"><meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>{title} · {product}</title><style>{style}</style></head>
<body><main><h1>{title}</h1>{body}</main></body></html>"""


@dataclass(frozen=True)
class Shown:
    """What a form shows beside its questions: fields as they were sent, and what is wrong."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    above: str = ""
    once: str = ""


def message_page(title: str, lead: str) -> str:
    """A page that says one thing."""
    return _page(title, _message(lead))


def code_page(unit: str = "", typed: str = "", problem: str = "") -> str:
    """The page for typing a code, for this unit where one is named; says what was wrong before."""
    if problem:
        return _page(words.REFUSED, _message(problem) + _code_form(unit, typed))
    return _page(words.ENTER, f"<p>{escape(words.ENTER_LEAD)}</p>{_code_form(unit, typed)}")


def filling_page(asked: Invitation, shown: Shown) -> str:
    """The form itself, with whatever was filled in before."""
    hidden = {"ma": asked.code.text, "don_vi": asked.unit.code, "lan": shown.once}
    parts = [
        _about(asked), _above(asked, shown),
        '<form method="post" action="/phieu" accept-charset="utf-8" autocomplete="off">',
        *(f'<input type="hidden" name="{name}" value="{escape(value)}">'
          for name, value in hidden.items() if value),
        *(_levels(question, shown) for question in asked.scales),
        *(_ticks(question, shown) for question in asked.ticks),
        _respondent(shown), _comment(shown), f"<button>{escape(words.SEND)}</button>",
        f'<p class="after">{escape(words.ONCE if asked.once else words.SHARED)}</p></form>',
    ]
    return _page(words.TITLE, "".join(parts))


def _page(title: str, body: str) -> str:
    return _PAGE.format(
        policy=_POLICY, title=escape(title), product=escape(text.PRODUCT), style=STYLE, body=body
    )


def _message(lead: str) -> str:
    return f'<div class="card"><p role="status">{escape(lead)}</p></div>'


def _code_form(unit: str, typed: str) -> str:
    hidden = f'<input type="hidden" name="don_vi" value="{escape(unit)}">' if unit else ""
    return (
        f'<form action="/phieu" autocomplete="off"><div class="field">{hidden}'
        f'<label for="ma">{escape(words.CODE)}</label>'
        f'<span class="hint" id="ma-hint">{escape(words.CODE_HINT)}</span>'
        f'<input type="text" id="ma" name="ma" value="{escape(typed)}" required maxlength="40" aria-describedby="ma-hint"'
        ' autocapitalize="characters" autocorrect="off" spellcheck="false"></div>'
        f"<button>{escape(words.OPEN)}</button></form>"
    )


def _about(asked: Invitation) -> str:
    facts = [(words.ABOUT, asked.unit.name)]
    if asked.officer:
        facts.append((words.OFFICER, asked.officer.name))
        facts += [(words.COUNTER, asked.officer.counter)] if asked.officer.counter else []
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(said)}</dd>" for name, said in facts)
    return f"<dl>{listed}</dl>"


def _above(asked: Invitation, shown: Shown) -> str:
    said = f'<p class="soft">{escape(words.PRIVATE)} {escape(words.MUST)}</p>'
    if shown.above:
        said += f'<p class="bad" role="alert">{escape(shown.above)}</p>'
    if not shown.problems:
        return said
    names = {question.code: question.label for question in (*asked.scales, *asked.ticks)}
    names |= {COMMENT: words.COMMENT, RESPONDENT: words.KIND}
    links = "".join(
        f'<li><a href="#{code}">{escape(names[code])}</a></li>' for code in names
        if code in shown.problems
    )
    count = escape(words.PROBLEMS.format(n=len(shown.problems)))
    return f'{said}<div class="card" role="alert"><p class="bad">{count}</p><ul>{links}</ul></div>'


def _levels(question: Criterion, shown: Shown) -> str:
    chosen = shown.fields.get(question.code, ())
    rows = "".join(
        f'<label><input type="radio" name="{question.code}" value="{level}" required'
        f'{_checked(str(level) in chosen)}>{escape(word)}</label>' for level, word in LEVELS.items()
    )
    return _fieldset(question.code, escape(question.label), rows, "levels", shown)


def _ticks(question: Criterion, shown: Shown) -> str:
    chosen = shown.fields.get(question.code, ())
    rows = "".join(
        f'<label><input type="checkbox" name="{question.code}" value="{code}"'
        f"{_checked(code in chosen)}>{escape(label)}</label>" for code, label in question.options
    )
    return _fieldset(question.code, _legend(question.label, words.TICK), rows, "", shown)


def _respondent(shown: Shown) -> str:
    chosen = shown.fields.get(RESPONDENT, ())
    rows = "".join(
        f'<label><input type="radio" name="{RESPONDENT}" value="{code}"'
        f"{_checked(code in chosen)}>{escape(word)}</label>"
        for code, word in words.KIND_WORDS.items()
    )
    return _fieldset(RESPONDENT, _legend(words.KIND, words.OPTIONAL), rows, "two", shown)


def _comment(shown: Shown) -> str:
    hint = escape(words.COMMENT_HINT.format(most=integer(LONGEST_COMMENT)))
    said = escape("".join(shown.fields.get(COMMENT, ())[:1]))
    wrong = _wrong(COMMENT, shown)
    described = f"{COMMENT}-hint" + (f" {COMMENT}-bad" if wrong else "")
    return (
        f'<div class="field"><label for="{COMMENT}">{escape(words.COMMENT)} ({words.OPTIONAL})</label>'
        f'<span class="hint" id="{COMMENT}-hint">{hint}</span>{wrong}'
        f'<textarea id="{COMMENT}" name="{COMMENT}" rows="4" maxlength="{LONGEST_COMMENT}"'
        f' aria-describedby="{described}">\n{said}</textarea></div>'
    )


def _fieldset(code: str, legend: str, rows: str, kind: str, shown: Shown) -> str:
    wrong = _wrong(code, shown)
    told = f' aria-describedby="{code}-bad"' if wrong else ""
    return (
        f'<fieldset id="{code}" tabindex="-1"{told}><legend>{legend}</legend>{wrong}'
        f'<div class="choices {kind}">{rows}</div></fieldset>'
    )


def _legend(label: str, hint: str) -> str:
    return f'{escape(label)}<span class="hint">{escape(hint)}</span>'


def _wrong(code: str, shown: Shown) -> str:
    said = shown.problems.get(code)
    return f'<p class="bad" id="{code}-bad">{escape(said)}</p>' if said else ""


def _checked(yes: bool) -> str:
    return " checked" if yes else ""
