"""The server does not start with an unsafe setting, and says which in one sentence."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit import config

from data.seal import KEY_FILE
from data.settings import Home, Settings, open_home
from tests.conftest import CHECKOUT
from web import text_refusals as text
from web.refusals import OUR_HEADERS, Start, listened_on, refusals

LONG = "0123456789abcdef" * 4
AWAY = {"hosts": "may-chu.example", "host": "0.0.0.0"}


def start(home: Home, **said: Any) -> Start:
    """A start on a home; settings of ours, `host`, `secret`, and options of Streamlit by name."""
    options = {name: said.pop(name) for name in list(said) if "." in name}
    host, secret = said.pop("host", "127.0.0.1"), said.pop("secret", LONG)

    def option(name: str) -> Any:
        return options.get(name, config.get_option(name))

    return Start(Settings(**said), home, option, secret, host)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home as the first start makes it, with a key."""
    found = open_home(tmp_path / "home")
    found.prepare()
    (found.path / KEY_FILE).write_text("khoá")
    (found.path / KEY_FILE).chmod(0o600)
    return found


def file(home: Home, mode: int) -> Path:
    found = home.path.parent / f"key-{mode:o}"
    found.write_text("{}")
    found.chmod(mode)
    return found


@pytest.mark.parametrize("said", [
    {}, {"secret": "ngắn"}, AWAY, {"host": "::1"}, {"host": "localhost"},
    {"oidc_issuer": "http://127.0.0.1:9", "oidc_client_id": "a", "oidc_client_secret_file": 0o600},
    {"oidc_issuer": "https://id.example", "oidc_client_id": "a", "oidc_client_secret_file": 0o400},
    {"google_key": 0o600},
])
def test_a_safe_start_is_not_refused(home: Home, said: dict[str, Any]) -> None:
    files = {name: file(home, mode) for name, mode in said.items() if isinstance(mode, int)}
    assert refusals(start(home, **{**said, **files})) == []


OIDC = {"oidc_client_id": "a", "oidc_client_secret_file": 0o600}


@pytest.mark.parametrize(("said", "sentence"), [
    ({"host": "0.0.0.0"}, text.NO_NAME), ({"host": "::"}, text.NO_NAME),
    ({"host": "192.168.1.5", "hosts": " , "}, text.NO_NAME),
    ({**AWAY, "secret": ""}, text.SHORT_SECRET), ({**AWAY, "secret": "x" * 31}, text.SHORT_SECRET),
    ({"hosts": "may-chu.example", "secret": "x" * 31}, text.SHORT_SECRET),
    ({"google_key": 0o640}, text.OPEN_FILE), ({"google_key": 0o604}, text.OPEN_FILE),
    ({**OIDC, "oidc_issuer": "https://id.example", "oidc_client_secret_file": 0o644}, text.OPEN_FILE),
    ({"google_key": Path("/nowhere/key.json")}, text.NO_FILE),
    ({"oidc_issuer": "https://id.example"}, text.HALF_OIDC), (OIDC, text.HALF_OIDC),
    ({**OIDC, "oidc_issuer": "http://id.example"}, text.PLAIN_OIDC),
    ({**OIDC, "oidc_issuer": "id.example"}, text.PLAIN_OIDC),
    ({"server.trustedUserHeaders": {}}, text.NAMES),
    ({"server.trustedUserHeaders": {**OUR_HEADERS, "Host": "account"}}, text.NAMES),
    ({"server.enableAgentApi": True}, text.AGENTS),
    ({"client.showErrorDetails": "full"}, text.DETAILS),
    ({"client.showErrorDetails": "stacktrace"}, text.DETAILS),
    ({"browser.gatherUsageStats": True}, text.TELEMETRY),
    ({"server.enableCORS": False}, text.CORS),
    ({"server.corsAllowedOrigins": ["https://evil.example"]}, text.CORS),
    ({"server.enableXsrfProtection": False}, text.XSRF),
])
def test_an_unsafe_start_is_refused_in_one_sentence(
    home: Home, said: dict[str, Any], sentence: str
) -> None:
    files = {
        name: file(home, mode) for name, mode in said.items()
        if isinstance(mode, int) and not isinstance(mode, bool)
    }
    found = refusals(start(home, **{**said, **files}))
    assert len(found) == 1
    assert re.fullmatch(re.sub(r"\\{\w+\\}", ".+", re.escape(sentence)), found[0])


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701])
def test_a_home_others_may_enter_is_refused(home: Home, mode: int) -> None:
    home.path.chmod(mode)
    assert refusals(start(home)) == [text.OPEN_HOME.format(path=home.path)]


def test_a_signing_key_others_may_read_is_refused(home: Home) -> None:
    (home.path / KEY_FILE).chmod(0o644)
    assert refusals(start(home)) == [
        text.OPEN_FILE.format(name=KEY_FILE, path=home.path / KEY_FILE)
    ]


@pytest.mark.parametrize(("words", "environment", "host"), [
    ([], {}, "127.0.0.1"), (["--host", "0.0.0.0"], {}, "0.0.0.0"), (["--host=::"], {}, "::"),
    (["--server.address=10.0.0.1"], {}, "10.0.0.1"), ([], {"UVICORN_HOST": "0.0.0.0"}, "0.0.0.0"),
    (["--host"], {}, ""), (["--port", "1"], {"UVICORN_HOST": ""}, "127.0.0.1"),
])
def test_the_address_listened_on_is_known(
    words: list[str], environment: dict[str, str], host: str
) -> None:
    assert listened_on(words, environment) == host


def uvicorn(*words: str) -> list[str]:
    return [sys.executable, "-m", "uvicorn", "server:app", "--port", "0", *words]


def by_start() -> list[str]:
    code = (
        "import runpy, sys, pathlib; m = runpy.run_path('start.py');"
        "m['run'].__globals__['PYTHON'] = pathlib.Path(sys.executable); sys.exit(m['run']([]))"
    )
    return [sys.executable, "-c", code]


@pytest.mark.parametrize(("words", "settings", "mode", "sentences"), [
    (by_start(), {"HOME": "agents"}, 0o755, [text.OPEN_HOME, text.AGENTS]),
    (uvicorn("--host", "0.0.0.0"), {"STREAMLIT_SERVER_COOKIE_SECRET": "abc"}, 0o700,
     [text.NO_NAME, text.SHORT_SECRET]),
])
def test_the_process_ends_with_the_sentences(
    templates: Callable[[str], Path], tmp_path: Path, words: list[str], settings: dict[str, str],
    mode: int, sentences: list[str],
) -> None:
    home = tmp_path / "served"
    shutil.copytree(templates("empty"), home)
    (home / "CURRENT").write_text("none")  # so that the demonstration is not loaded first
    home.chmod(mode)
    own = tmp_path / "agents" / ".streamlit"  # of the person who starts it, not of the project
    own.mkdir(parents=True)
    (own / "config.toml").write_text("[server]\nenableAgentApi = true\n")
    settings = {name: str(tmp_path / said) if name == "HOME" else said
                for name, said in settings.items()}
    ended = subprocess.run(
        words, cwd=CHECKOUT, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "SURVEY_HOME": str(home), **settings},
    )
    said = [line for line in ended.stderr.splitlines() if "http://" not in line]
    assert (ended.returncode, said) == (2, [sentence.format(path=home) for sentence in sentences])


def test_another_folder_without_our_configuration_is_refused(tmp_path: Path) -> None:
    ended = subprocess.run(
        uvicorn("--app-dir", str(CHECKOUT)), cwd=tmp_path, capture_output=True, text=True,
        timeout=120, check=False, env={**os.environ, "SURVEY_HOME": str(tmp_path / "home")},
    )
    assert ended.returncode == 2
    assert set(ended.stderr.splitlines()) == {text.DETAILS, text.TELEMETRY, text.NAMES}
