"""The look of the plain pages around signing in: one narrow card, no script, light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from web import text

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>{title} · {product}</title><style>
:root {{ color-scheme: light dark; --ground: #f3f6f6; --card: #ffffff; --ink: #1d2a2c;
  --soft: #52666a; --line: #7d9093; --main: #0b6b74; --on-main: #ffffff; --bad: #a33c00; }}
@media (prefers-color-scheme: dark) {{ :root {{ --ground: #12191b; --card: #1c2629;
  --ink: #e6eced; --soft: #a9bbbe; --line: #6b8084; --main: #7fd0d4; --on-main: #12191b;
  --bad: #f0a35e; }} }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  background: var(--ground); color: var(--ink);
  font: 1rem/1.5 "Segoe UI", "Noto Sans", Roboto, "Helvetica Neue", Arial, sans-serif; }}
main {{ width: 100%; max-width: 24rem; padding: 1.75rem; background: var(--card);
  border: 1px solid color-mix(in srgb, var(--line) 45%, transparent); border-radius: .5rem; }}
h1 {{ margin: 0 0 .25rem; font-size: 1.4rem; }}
p {{ margin: 0 0 1rem; color: var(--soft); }}
.bad {{ color: var(--bad); font-weight: 600; }}
label {{ display: block; margin: 0 0 1rem; font-weight: 600; }}
input {{ display: block; width: 100%; margin-top: .25rem; padding: .55rem .65rem; font: inherit;
  color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: .4rem; }}
input:focus-visible, button:focus-visible, a:focus-visible {{ outline: 3px solid var(--main);
  outline-offset: 2px; }}
button {{ width: 100%; min-height: 2.75rem; font: inherit; font-weight: 600; border: 0;
  border-radius: .4rem; background: var(--main); color: var(--on-main); cursor: pointer; }}
a {{ color: var(--main); }}
.other {{ display: block; margin-top: 1rem; padding: .6rem; text-align: center; font-weight: 600;
  border: 1px solid var(--line); border-radius: .4rem; text-decoration: none; }}
.code {{ display: block; padding: .5rem; background: #ffffff; text-align: center; }}
.code svg {{ width: 11rem; height: 11rem; }}
code {{ overflow-wrap: anywhere; }}
footer {{ margin-top: 1rem; font-size: .9rem; }}
</style></head><body><main><h1>{title}</h1>{body}</main></body></html>"""


@dataclass(frozen=True)
class Field:
    """One input: its name in the form, its label, and how a browser may fill it in."""

    name: str
    label: str
    kind: str = "password"
    fill: str = "current-password"
    most: int = 128
    required: bool = True


@dataclass(frozen=True)
class Form:
    """A page with one form: what it says, what it asks, and what was wrong the last time.

    `hidden` are fields that come back as they are; `above` is markup made here, never typed;
    `action` is where the form goes, "" for the address it was shown at.
    """

    title: str
    lead: str
    fields: Sequence[Field]
    button: str
    hidden: Sequence[tuple[str, str]] = ()
    problem: str = ""
    foot: str = ""
    above: str = ""
    action: str = ""


def form_page(form: Form) -> str:
    """The page as HTML; every word in it is escaped."""
    problem = f'<p class="bad" role="alert">{escape(form.problem)}</p>' if form.problem else ""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in form.hidden
    )
    inputs = "".join(_input(field, first=number == 0) for number, field in enumerate(form.fields))
    lead = f"<p>{escape(form.lead)}</p>" if form.lead else ""
    where = f' action="{escape(form.action)}"' if form.action else ""
    body = (
        f'{lead}{problem}{form.above}<form method="post"{where} accept-charset="utf-8">{hidden}{inputs}'
        f"<button>{escape(form.button)}</button></form>{form.foot}"
    )
    return _PAGE.format(title=escape(form.title), product=escape(text.PRODUCT), body=body)


def _input(field: Field, *, first: bool) -> str:
    number = ' inputmode="numeric"' if field.fill == "one-time-code" else ""
    return (
        f'<label>{escape(field.label)}<input name="{field.name}" type="{field.kind}"'
        f' autocomplete="{field.fill}" maxlength="{field.most}"{number}'
        f'{" required" if field.required else ""}{" autofocus" if first else ""}'
        ' autocapitalize="none" spellcheck="false"></label>'
    )


def foot(*lines: str) -> str:
    """Lines under the form; each is plain text or a link made by `link`."""
    return f"<footer>{'<br>'.join(lines)}</footer>"


def link(address: str, words: str, look: str = "") -> str:
    """A link to one of our own pages; `look` "other" makes it a second button."""
    kind = f' class="{look}"' if look else ""
    return f'<a{kind} href="{escape(address)}">{escape(words)}</a>'
