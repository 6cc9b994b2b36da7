"""The chart library as a browser gets it: without the modules that no chart of ours needs.

Plotly comes as one script of 1,200 modules, each a function that runs when another one calls it.
What cannot be called once only our kinds of traces are registered gets an empty body: a third of
the bytes are left to send and a quarter of the code to read. What is left is put in brackets: a
browser compiles such functions while the script arrives, others only when they are called.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from itertools import pairwise

KINDS = ("bar", "heatmap")
"""The traces that stay beside scatter, which is always there."""
_MODULE = re.compile(r'([\w$]+)=[\w$]+\(\{"([\w@./-]+)"(?=\()')
_LAST = re.compile(r'return [\w$]+\(\{"lib/index\.js"')
_REGISTERED = re.compile(r"(?<=\.register\(\[)[\w$(),]+(?=\]\),t\.exports=)")
_CALL = re.compile(r"(?<![.\w$])([\w$]+)\(\)")
_END = "}}),"
_log = logging.getLogger("survey.web")


def lighter(body: str) -> str:
    """The script with the bodies of needless modules left out; as it is when not as expected."""
    found, last = list(_MODULE.finditer(body)), _LAST.search(body)
    listed = _REGISTERED.search(body, last.end()) if last else None
    wanted = [f"lib/{kind}.js" for kind in KINDS]
    kept = [f"{one[1]}()" for one in found if one[2] in wanted]
    if last is None or listed is None or len(kept) < len(wanted):
        _log.warning("the script of charts is not built as expected; it is sent whole")
        return body
    ends = [*(one.start() for one in found[1:]), last.start()]
    modules = {one[1]: slice(one.end(), end) for one, end in zip(found, ends, strict=True)}
    return _emptied(body[: listed.start()] + ",".join(kept) + body[listed.end() :], modules)


def _emptied(body: str, modules: Mapping[str, slice]) -> str:
    """Empties what cannot be reached, and puts the rest in brackets.

    A module's span goes on to where the next one begins. What stands between two modules belongs to
    the second one: it goes when both go.
    """
    needed = _needed(body, modules)
    names, parts, place = list(modules), [], 0
    for name, following in pairwise(names):
        span = modules[name]
        if name not in needed and (body.endswith(_END, 0, span.stop) or following not in needed):
            parts += body[place : span.start], "(){", _END
            place = span.stop
        elif body.endswith(_END, 0, span.stop):
            whole = body[span.start : span.stop - len(_END) + 1]
            parts += body[place : span.start], f":(function{whole})", _END[1:]
            place = span.stop
    return "".join([*parts, body[place:]])


def _needed(body: str, modules: Mapping[str, slice]) -> set[str]:
    """Names of the modules that what stands outside all of them can reach by any call.

    A variable named as a module counts as a call of it, so rather too many are found than too few.
    """
    spans = list(modules.values())
    waiting = _called(body[: spans[0].start] + body[spans[-1].stop :], modules)
    needed: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting |= _called(body[modules[name]], modules) - needed
    return needed


def _called(text: str, modules: Mapping[str, slice]) -> set[str]:
    return {name for name in _CALL.findall(text) if name in modules}
