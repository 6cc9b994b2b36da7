"""Streamlit's scripts put together: three files for every page instead of a hundred.

The frontend comes as 300 modules that import each other. Of those that nearly every page needs,
each becomes a function that runs once and gives an object of what the module exports; whoever
imports the module takes the same names out of that object.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

BUILD = "index.DormvYxC.js"
"""The build this was checked with; its name changes with any module.

To check another: modules of a bundle import each other in no circle and nothing that is in none,
begin with their imports, end with one list of exports, and have set these when they have run,
LATE aside.
"""
BUNDLES = {
    "shell.js": ("index",),
    "widgets.js": ("Metric", "ButtonGroup", "PageLink", "Button", "Selectbox",
                   "withFullScreenWrapper", "resolveDefaultExport"),
    "tables.js": ("DataFrame",),
    "sparklines.js": ("embed", "vega-interpreter"),
}
"""A bundle holds these modules and what they import, unless a bundle before it has it."""
FIRST = ("shell.js", "widgets.js", "tables.js")
"""What nearly every page needs."""
LATE = {"space-separated-tokens": "re(),q();"}
"""Exports that a module sets when they are first asked for: set at once."""
_HEAD = re.compile(r'(const __vite__mapDeps=.*\n)?((?:import(?:\{[^}]*\}from)?"\./[\w.-]+";)*)')
_IMPORT = re.compile(r'import(?:(\{[^}]*\})from)?"\./([\w.-]+)";')
_LATER = re.compile(r"import\(`\./([\w.-]+)`\)")
_LISTED = re.compile(r'"\./([\w.-]+)"')
_AS = re.compile(r"([\w$]+) as ([\w$]+)")

Read = Callable[[str], str]


@dataclass(frozen=True)
class Place:
    """Where a module is: its bundle, and the name of its object there."""

    bundle: str
    name: str

    @property
    def importing(self) -> str:
        """The statement another file gets the object by."""
        return f'import{{{self.name}}}from"./{self.bundle}";'


def places(files: Collection[str], read: Read) -> dict[str, Place]:
    """The place of every bundled module, in the order they run; none when the build is another."""
    if BUILD not in files:
        return {}
    named = {_stem(file): file for file in files} | {"index": BUILD}
    found: dict[str, Place] = {}

    def put(file: str, bundle: str) -> None:
        for _, needed in _IMPORT.findall(_divided(read(file))[1]):
            if needed not in found:
                put(needed, bundle)
        found[file] = Place(bundle, f"bundled{len(found)}")

    for bundle, roots in BUNDLES.items():
        for root in roots:
            put(named[root], bundle)
    return found


def linked(script: str, found: Mapping[str, Place]) -> str:
    """A script of no bundle, with what it imports from bundled modules taken from there."""

    def taken(one: re.Match[str]) -> str:
        place = found.get(one[2])
        return place.importing + _taken(one[1], place) if place else one[0]

    table, head, body = _divided(script)
    return _listed(table, found) + _IMPORT.sub(taken, head) + _later(body, found)


def bundled(bundle: str, found: Mapping[str, Place], read: Read) -> str:
    """The script of a bundle: its modules in the order they run."""
    inside = {file: place for file, place in found.items() if place.bundle == bundle}
    imports: dict[str, None] = {}
    made = []
    for file, place in inside.items():
        table, head, body = _divided(read(file))
        needed = [(names, found[other]) for names, other in _IMPORT.findall(head)]
        imports |= {other.importing: None for _, other in needed if other.bundle != bundle}
        taken = "".join(_taken(names, other) for names, other in needed)
        ran, _, exports = body.rpartition("export{")
        given = _AS.sub(r"\2:\1", exports.rstrip(" ;\n}"))
        made.append(f"const {place.name}=(function(){{{_listed(table, found)}{taken}{_later(ran, found)}"
                    f";{LATE.get(_stem(file), '')}return{{{given}}}}})();\n")
    names = ",".join(place.name for place in inside.values())
    return "".join([*imports, *made, f"export{{{names}}};"])


def _stem(file: str) -> str:
    return file.partition(".")[0]


def _divided(script: str) -> tuple[str, str, str]:
    """The table of files that later imports need, the imports, and the rest."""
    head = _HEAD.match(script)
    assert head
    return head[1] or "", head[2], script[head.end():]


def _taken(names: str, place: Place) -> str:
    return "const" + _AS.sub(r"\1:\2", names) + f"={place.name};" if names else ""


def _later(body: str, found: Mapping[str, Place]) -> str:
    """What is imported while a script runs comes out of its bundle."""

    def asked(one: re.Match[str]) -> str:
        place = found.get(one[1])
        return f"import(`./{place.bundle}`).then(e=>e.{place.name})" if place else one[0]

    return _LATER.sub(asked, body)


def _listed(table: str, found: Mapping[str, Place]) -> str:
    """Fetched ahead of a later import: the bundle instead of what is in it."""
    return _LISTED.sub(lambda one: f'"./{found[one[1]].bundle}"' if one[1] in found else one[0], table)
