"""The house rules a machine can see: who imports whom, sizes, doors, and where words live."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
ROOMS = ("analysis", "data", "pages", "reports", "web", "bench")
TOP = ("start.py", "server.py", "dashboard.py")
VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE
)


def modules() -> list[Path]:
    """Every module of the product, without tests."""
    files = [CHECKOUT / name for name in TOP]
    for room in ROOMS:
        files += (CHECKOUT / room).rglob("*.py")
    return sorted(file for file in files if file.exists())


MODULES = modules()


def imports(file: Path) -> Iterator[str]:
    """Every module name a file imports, inside functions too."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def path(file: Path) -> str:
    """A file under the checkout, with forward slashes."""
    return file.relative_to(CHECKOUT).as_posix()


def uses(file: Path, *wanted: str) -> set[str]:
    """Which of the packages a file imports."""
    found = set(imports(file))
    return {w for w in wanted if any(name == w or name.startswith(w + ".") for name in found)}


FORBIDDEN = (
    ("analysis/", ("data", "pages", "reports", "web", "streamlit", "duckdb", "gspread",
                   "sqlalchemy", "socket", "urllib.request", "requests", "httpx")),
    ("data/", ("pages", "reports", "web", "streamlit", "plotly")),
    ("reports/", ("data", "pages", "web", "streamlit", "duckdb", "sqlalchemy", "gspread")),
    ("web/", ("pages",)),
    ("pages/shared/", ("web", "duckdb", "gspread", "sqlalchemy", "data.ledger.engine")),
    ("pages/results/", ("data", "web", "duckdb", "gspread", "sqlalchemy")),
    ("pages/oversight/", ("data", "web", "duckdb", "gspread", "sqlalchemy")),
    ("pages/admin/", ("data", "web", "duckdb", "gspread", "sqlalchemy")),
)
EXCEPT = {"data/": "data/commands/"}  # `table --format xlsx` writes the book of reports
ONLY_IN = {
    "duckdb": r"data/(snapshot|queries)(/|\.py|_)|data/tables\.py|data/sources/duckdb_table\.py|bench/",
    "gspread": r"data/sources/google_sheet",
    "sqlalchemy": r"data/",
    "alembic": r"data/ledger/",
    "plotly": r"analysis/charts/|bench/",
    "rapidfuzz": r"data/suggest\.py",
}


def test_a_room_imports_only_what_it_may() -> None:
    found = [
        (path(file), uses(file, *names)) for file in MODULES for start, names in FORBIDDEN
        if path(file).startswith(start) and not path(file).startswith(EXCEPT.get(start, "-"))
    ]
    assert [(name, wrong) for name, wrong in found if wrong] == []


def test_each_library_stays_in_its_place() -> None:
    assert [
        (path(file), library) for library, place in ONLY_IN.items() for file in MODULES
        if uses(file, library) and not re.match(place, path(file))
    ] == []


BESIDE_THE_DOORS = {"data.queries", "data.settings", "data.full_disk", "data.text_backup"}


def test_pages_reach_data_only_through_the_doors_and_the_caches() -> None:
    outside = [
        file for file in MODULES if path(file).startswith("pages/")
        and not path(file).startswith("pages/shared/doors/") and path(file) != "pages/shared/cached.py"
    ]
    reached = {name for file in outside for name in imports(file) if re.match(r"data(\.|$)", name)}
    assert {name for name in reached if not any(
        name == one or name.startswith(one + ".") for one in BESIDE_THE_DOORS)} == set()


def test_doors_draw_nothing() -> None:
    doors = [file for file in MODULES if path(file).startswith("pages/shared/doors/")]
    assert {name for file in doors for name in attributes(file)} <= {"session_state", "query_params"}


def test_plotly_is_drawn_with_plain_graph_objects() -> None:
    assert [path(file) for file in MODULES if uses(file, "plotly.express")] == []


def test_start_needs_only_the_standard_library() -> None:
    roots = {name.partition(".")[0] for name in imports(CHECKOUT / "start.py")}
    assert roots - {"__future__"} <= sys.stdlib_module_names


def test_nothing_is_discovered_as_a_page_by_itself() -> None:
    assert list((CHECKOUT / "pages").glob("*.py")) == []


def attributes(file: Path) -> set[str]:
    """Every `st.name` a file mentions."""
    return {
        node.attr for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        and node.value.id == "st"
    }


DOORS = {
    "cache_data": "pages/shared/cached.py", "cache_resource": "pages/shared/cached.py",
    "user": "pages/shared/signin.py", "login": "pages/shared/signin.py",
    "logout": "pages/shared/signin.py", "navigation": "dashboard.py", "App": "server.py",
    "html": "", "components": "", "map": "", "balloons": "", "snow": "",
}


def test_streamlit_doors_stay_where_they_are() -> None:
    assert [
        (path(file), name) for file in MODULES for name in attributes(file) & set(DOORS)
        if DOORS[name] != path(file)
    ] == []


def test_nobody_allows_raw_html() -> None:
    assert [path(f) for f in MODULES if "unsafe_allow_html" in f.read_text("utf-8")] == []


PAGES = [file for file in MODULES if re.match(r"pages/(?!shared/)\w+/\w+\.py", path(file))]


@pytest.mark.parametrize("file", PAGES, ids=[path(file) for file in PAGES])
def test_every_page_begins_with_its_guard(file: Path) -> None:
    statements = ast.parse(file.read_text("utf-8")).body
    drawn = [node for node in statements if isinstance(node, (ast.Expr, ast.Assign, ast.If, ast.With))
             and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
    calls = [node for node in drawn if "st." in ast.unparse(node) or "open_" in ast.unparse(node)]
    assert calls, "a page opens something"
    assert re.match(rf"view = open_\w+\('{file.stem}'", ast.unparse(calls[0]))


def longest(file: Path) -> int:
    """The lines of a file."""
    return len(file.read_text("utf-8").splitlines())


def limit(name: str) -> int:
    """How many lines a module may have; words and tables of words are not counted."""
    if re.search(r"(^|/)text(_\w+)?\.py$|analysis/text/", name):
        return 10_000
    if name == "dashboard.py":
        return 80
    if name.startswith("pages/shared/") or "/parts/" in name:
        return 120
    return 100 if name.startswith("pages/") else 300


def test_modules_stay_small() -> None:
    sizes = {path(file): longest(file) for file in MODULES}
    assert {name: lines for name, lines in sizes.items() if lines > limit(name)} == {}


def functions(file: Path) -> Iterator[tuple[str, int, int]]:
    """Name, lines without docstring and number of parameters of every function."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
            names = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
            yield node.name, lines, len([name for name in names if name not in ("self", "cls")])


def test_functions_stay_short_and_ask_for_little() -> None:
    found = [(path(file), *function) for file in MODULES for function in functions(file)]
    assert [f for f in found if f[2] > 40 or f[3] > 5] == []


def test_names_of_modules_say_something() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "manager", "service", "misc"}
    assert [path(file) for file in MODULES if empty & set(re.split(r"[/_.]", path(file)))] == []


def docstrings(tree: ast.AST) -> set[int]:
    """The lines where docstrings begin."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    texts = [node.body[0] for node in ast.walk(tree) if isinstance(node, kinds) and node.body]
    return {t.value.lineno for t in texts if isinstance(t, ast.Expr) and isinstance(t.value, ast.Constant)}


WORDS = re.compile(r"(^|/)text(_\w+)?\.py$|^analysis/text/|^start\.py$|^reports/templates/|^bench/")
LETTERS = {"analysis/masking.py", "data/sources/csv_text.py"}  # letters as data, not words


def vietnamese(file: Path) -> Iterator[str]:
    """The literals of a file, without docstrings, that hold a Vietnamese letter."""
    tree = ast.parse(file.read_text("utf-8"))
    described = docstrings(tree)
    for node in ast.walk(tree):
        value = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and node.lineno not in described and VIETNAMESE.search(value):
            yield value


def test_vietnamese_stays_in_the_text_modules() -> None:
    elsewhere = [f for f in MODULES if not WORDS.search(path(f)) and path(f) not in LETTERS]
    assert [(path(file), words) for file in elsewhere for words in vietnamese(file)] == []


def test_every_module_says_what_it_owns() -> None:
    trees = {path(file): ast.parse(file.read_text("utf-8")) for file in MODULES}
    assert [name for name, tree in trees.items() if tree.body and not ast.get_docstring(tree)] == []
