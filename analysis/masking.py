"""Hides what names a person or a case in free text: numbers, addresses, plates. Holds no words."""

from __future__ import annotations

import re

MASK = "•••"
EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
LEAST_DIGITS = 9
"""Nine digits make an old identity card and a telephone number without its 0; money is shorter
or written in groups of three."""

_BETWEEN = "[\\s.()\u00ad\u200b-\u200d\u2010-\u2015\u2060-]{0,2}"
_KEPT = (
    r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d)",  # a date
    r"(?<![\d+.])[1-9]\d{0,2}(?:[.,]\d{3})+(?![\d.])",  # an amount of money
)
_HIDDEN = (
    EMAIL,
    r"(?<!\w)(?:\d{2,3}\.)*[A-Z]\d{2}(?:\.\d+)*-\d{6}-\d{3,}(?!\w)",  # a dossier
    "(?<!\\w)\\d{2}-?[A-Z\u0110]{1,2}" r"\d?[\s.-]{0,2}\d{3}[.\s]?\d{1,2}(?!\w)",  # a licence plate
    rf"(?<!\w)\+?\(?\d(?:{_BETWEEN}\d){{{LEAST_DIGITS - 1},}}",  # a telephone, identity or account
)
_FOUND = re.compile(f"({'|'.join(_KEPT)})|{'|'.join(_HIDDEN)}", re.IGNORECASE)


def masked(text: str) -> str:
    """The text with e-mails, telephones, identity numbers, dossier numbers and plates hidden.

    Dates and amounts of money stay. It hides rather too much than too little.

    >>> masked("Gọi 0912 345 678, nộp 1.200.000 đồng ngày 04/05/2026")
    'Gọi •••, nộp 1.200.000 đồng ngày 04/05/2026'
    """
    return _FOUND.sub(lambda found: found[1] or MASK, text)
