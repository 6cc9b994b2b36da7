"""start.py: what it prepares, refuses and passes on."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import ModuleType

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture
def start() -> ModuleType:
    spec = importlib.util.spec_from_file_location("start_under_test", CHECKOUT / "start.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout whose environment is the one that runs the tests."""
    (tmp_path / "requirements.txt").write_text("a==1\n")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(start, "HERE", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "PYTHON", Path(sys.executable))
    return tmp_path


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_this_machine_is_served(start: ModuleType, host: str) -> None:
    assert start.is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "::", "office.example", ""])
def test_any_other_host_is_refused_with_the_reason(
    start: ModuleType, host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start.run(["--host", host]) == 2
    assert "chưa có tài khoản" in capsys.readouterr().err


def test_other_machines_are_served_once_there_are_accounts_and_a_name(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "PYTHON", Path(sys.executable))
    monkeypatch.setenv("SURVEY_HOSTS", "office.example")
    assert not start.is_open_to_others()
    assert start.call("-m", "data", "user", "add", "quan.tri", "--role", "admin") == 0
    assert start.is_open_to_others()
    monkeypatch.delenv("SURVEY_HOSTS")
    assert not start.is_open_to_others()


def test_a_taken_port_leads_to_the_next_free_one(start: ModuleType) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        assert taken < start.free_port("127.0.0.1", taken) <= taken + 100


def test_an_old_python_gets_one_sentence(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 1))
    assert start.main(["test"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_requirements_are_installed_again_only_when_they_change(
    start: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[list[str]] = []

    def note(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        calls.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(start.subprocess, "run", note)
    start.prepare("requirements.txt")
    first = [command for command in calls if "install" in command]
    assert len(first) == 1 and first[0][-3:] == ["--require-hashes", "-r", "requirements.txt"]
    calls.clear()
    start.prepare("requirements.txt")
    assert calls == []
    (checkout / "requirements.txt").write_text("a==2\n")
    start.prepare("requirements.txt")
    assert len([command for command in calls if "install" in command]) == 1


def test_a_failed_install_is_tried_again_next_time(
    start: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        if "install" in command:
            raise subprocess.CalledProcessError(1, command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(start.subprocess, "run", fail)
    with pytest.raises(subprocess.CalledProcessError):
        start.prepare("requirements.txt")
    assert list((checkout / ".venv").iterdir()) == []


def test_the_first_failing_check_decides(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def call(*words: str) -> int:
        ran.append(words[1])
        return 1 if words[1] == "mypy" else 0

    monkeypatch.setattr(start, "prepare", lambda *names: None)
    monkeypatch.setattr(start, "find_programs", lambda: True)
    monkeypatch.setattr(start, "call", call)
    assert start.test([]) == 1
    assert ran == ["ruff", "mypy"]


def test_any_other_word_goes_to_the_commands(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "prepare", lambda *names: None)
    monkeypatch.setattr(start, "become", lambda *words: list(words))
    assert start.main(["import", "a.csv", "--json"]) == ["-m", "data", "import", "a.csv", "--json"]


def test_windows_keeps_its_python_elsewhere() -> None:
    source = (CHECKOUT / "start.py").read_text("utf-8")
    assert "Scripts/python.exe" in source


def test_an_interrupt_ends_the_server_cleanly(tmp_path: Path) -> None:
    code = (
        "import runpy, sys, pathlib; m = runpy.run_path('start.py');"
        "m['run'].__globals__['PYTHON'] = pathlib.Path(sys.executable);"
        "sys.exit(m['run'](['--port', sys.argv[1]]))"
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tmp_path / "home"
    server = subprocess.Popen(
        [sys.executable, "-c", code, str(port)], cwd=CHECKOUT, stderr=subprocess.PIPE,
        env={**os.environ, "SURVEY_HOME": str(home)},
    )
    try:
        for _ in range(240):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as said:
                    assert b'"status":"ok"' in said.read()
                break
            except OSError:
                time.sleep(0.25)
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=60)
    finally:
        server.kill()
    assert b"Traceback" not in said
    assert server.returncode in (0, 130, -signal.SIGINT)
