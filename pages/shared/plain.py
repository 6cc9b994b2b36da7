"""Words from outside made safe for places that read Markdown."""

from __future__ import annotations

import re

_BLANKS = re.compile(r"[^\S\u00a0]+")  # a number and its "%" stay on one line
_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")
_JOINER = "\u2060"


def plain(words: str) -> str:
    """The same words with nothing in them read as markup, link, icon or directive.

    Every ASCII sign is escaped; an invisible joiner after ":", "@" and "www" stops links, icons
    and directives, which Streamlit looks for again after the escapes are gone.

    >>> plain("# 100%")
    '\\\\# 100\\\\%'
    """
    escaped = _MARKUP.sub(r"\\\1", _BLANKS.sub(" ", words.strip()))
    escaped = re.sub(r"\\([:@])", rf"\\\1{_JOINER}", escaped)
    return re.sub("(www)", rf"\1{_JOINER}", escaped, flags=re.I)
