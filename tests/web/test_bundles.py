"""Scripts put together do what they do apart, and no script is fetched twice."""

from __future__ import annotations

import re

import pytest

from web import scripts
from web.bundles import BUILD, BUNDLES, LATE, bundled, linked, places
from web.scripts import FILES, early, part, script, together

MODULES = {
    BUILD: 'const __vite__mapDeps=(i,m=["./Metric.aa.js","./Rare.cc.js"])=>i;\n'
           'import{n as e,t}from"./space-separated-tokens.bb.js";'
           "var a=()=>import(`./Metric.aa.js`),b=()=>import(`./Rare.cc.js`);e(t,a,b);export{a as t};",
    "space-separated-tokens.bb.js": "var x,re=()=>{x=1},q=()=>{};export{x as n,re as t};",
    **{f"{name}.aa.js": f'import{{t as e}}from"./{BUILD}";import"./space-separated-tokens.bb.js";e();export{{e as default}};'
       for names in BUNDLES.values() for name in names if name != "index"},
}
RARE = 'import{n as t}from"./space-separated-tokens.bb.js";import{r}from"./other.dd.js";t(r);export{t};'


def test_modules_run_once_each_after_what_they_import() -> None:
    found = places(MODULES, MODULES.__getitem__)
    assert bundled("shell.js", found, MODULES.__getitem__) == (
        "const bundled0=(function(){var x,re=()=>{x=1},q=()=>{};;re(),q();return{n:x,t:re}})();\n"
        'const bundled1=(function(){const __vite__mapDeps=(i,m=["./widgets.js","./Rare.cc.js"])=>i;\n'
        "const{n:e,t}=bundled0;var a=()=>import(`./widgets.js`).then(e=>e.bundled2),"
        "b=()=>import(`./Rare.cc.js`);e(t,a,b);;return{t:a}})();\n"
        "export{bundled0,bundled1};"
    )
    assert bundled("tables.js", found, MODULES.__getitem__) == (
        'import{bundled1}from"./shell.js";import{bundled0}from"./shell.js";'
        "const bundled9=(function(){const{t:e}=bundled1;e();;return{default:e}})();\nexport{bundled9};"
    )


def test_a_script_of_no_bundle_takes_bundled_modules_from_there() -> None:
    assert linked(RARE, places(MODULES, MODULES.__getitem__)) == (
        'import{bundled0}from"./shell.js";const{n:t}=bundled0;import{r}from"./other.dd.js";t(r);export{t};'
    )


def test_another_build_is_sent_as_it_is() -> None:
    other = {"index.00000000.js": MODULES[BUILD]}
    assert places(other, other.__getitem__) == {}
    assert linked(RARE, {}) == RARE


def test_the_installed_build_is_the_one_the_bundles_were_checked_with() -> None:
    assert (FILES / "static/js" / BUILD).is_file(), "check the new build as web/bundles.py says"
    assert len(together()) > 100 and early()[0] == "shell.js"
    assert {file.partition(".")[0] for file in together()} >= {*LATE, "index", "Metric", "DataFrame"}


@pytest.mark.parametrize("bundle", BUNDLES)
def test_no_bundle_imports_anything_but_bundles_before_it(bundle: str) -> None:
    before = [*BUNDLES][: [*BUNDLES].index(bundle)]
    text = bundled(bundle, together(), script)
    named = re.findall(r'^(?:import\{bundled\d+\}from"\./([\w.]+)";)+', text)
    assert {*named} <= {*before}
    assert not re.search(r'(?<![\w$.])(?:import|export)\{[^}]*\}from"', text.partition("const bundled")[2])
    assert text.count("export{") == 1


def test_no_script_asks_for_a_bundled_module_by_its_own_name() -> None:
    names = re.compile("|".join(rf"[\"`]\./{re.escape(file)}[\"`]" for file in together()))
    sent = [linked(script(file.name), together()) for file in (FILES / "static/js").glob("*.js")
               if file.name not in together()]
    sent += [bundled(bundle, together(), script) for bundle in BUNDLES]
    assert len(sent) > 150
    assert [found[0] for text in sent for found in names.finditer(text)] == []


def test_every_script_of_most_pages_runs_while_the_server_works() -> None:
    said = re.search(r'addEventListener\("asked",\(\)=>\[([\w$,]+)\]', script(BUILD))
    assert said and len(said[1].split(",")) == 7


@pytest.mark.parametrize("name", ["js/nothing.js", "js/..", "css/shell.js", f"js/{'a' * 300}.js"])
def test_nothing_is_found_or_kept_under_a_name_somebody_makes_up(name: str) -> None:
    assert part(name) is None and part("js/boot.js")
    kept = scripts._made.cache_info().currsize
    assert part(f"{name}x") is None
    assert scripts._made.cache_info().currsize == kept


def test_what_every_page_needs_is_made_before_anybody_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(scripts, "part", made.append)
    scripts.make_ahead()
    assert made == ["js/boot.js", *(f"js/{name}" for name in scripts.early())]
