"""A sheet of cards to print and cut, each with the QR code that opens the form; one HTML file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

import segno

from analysis.text.numbers import day
from reports import text_codes as text

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
@page {{ size: A4; margin: 10mm; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; font: 10pt/1.35 "Segoe UI", "Noto Sans", Roboto, Arial, sans-serif;
  color: #000; background: #fff; }}
main {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(85mm, 1fr)); }}
article {{ display: grid; grid-template-columns: 34mm 1fr; gap: 4mm; align-items: center;
  min-height: 55mm; padding: 4mm; border: 1px dashed #888; break-inside: avoid;
  overflow-wrap: anywhere; }}
main > :only-child {{ grid-template-columns: 1fr; justify-items: center; text-align: center;
  font-size: 16pt; border: 0; }}
svg {{ width: 34mm; height: 34mm; }}
main > :only-child svg {{ width: 90mm; height: 90mm; }}
h2, p {{ margin: 0 0 1mm; }}
h2 {{ font-size: 1.1em; }}
.code {{ font: 700 1.2em/1.4 "Consolas", "DejaVu Sans Mono", monospace; white-space: nowrap; }}
.small {{ font-size: .85em; }}
</style></head><body><main>{cards}</main></body></html>"""


@dataclass(frozen=True)
class Card:
    """One code with its address, whom it is about and its last day (ISO)."""

    code: str
    address: str
    unit: str
    officer: str
    expires: str


def code_sheet(cards: Sequence[Card], title: str) -> bytes:
    """The cards as an HTML file that asks for nothing from elsewhere; a single one fills the page."""
    drawn = "".join(_card(card, title) for card in cards)
    return _PAGE.format(title=escape(text.TITLE), cards=drawn).encode()


def _card(card: Card, title: str) -> str:
    picture = segno.make(card.address, error="m", micro=False).svg_inline(border=2, omitsize=True)
    officer = text.OFFICER.format(name=card.officer) if card.officer else ""
    lines = [
        f"<h2>{escape(text.INVITE)}</h2>", f"<p>{escape(title)}</p>",
        f"<p><strong>{escape(card.unit)}</strong></p>",
        f"<p>{escape(officer)}</p>" if officer else "",
        f'<p class="small">{escape(text.SCAN.format(address=card.address.partition("?")[0]))}</p>',
        f'<p class="code">{escape(card.code)}</p>',
        f'<p class="small">{escape(text.UNTIL.format(day=day(date.fromisoformat(card.expires))))}. '
        f"{escape(text.ANONYMOUS)}</p>",
    ]
    return f"<article>{picture}<div>{''.join(lines)}</div></article>"
