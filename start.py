"""The two commands: `python start.py` serves the dashboard, `python start.py test` tests it.

Any other word goes to `python -m data`. Standard library only: this runs before anything is
installed, with the Python that is there.
"""

from __future__ import annotations

import argparse
import hashlib
import ipaddress
import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
DEBIAN_PACKAGES = {"chromium": "chromium", "initdb": "postgresql"}
TOO_OLD = "Cần Python 3.11 trở lên; máy này đang dùng {version}. Hãy cài bản mới rồi chạy lại."
NOT_LOCAL = (
    "Không mở ở {host}: bảng theo dõi chưa có tài khoản, ai tới được địa chỉ ấy cũng xem được. "
    "Khi chưa có tài khoản, chỉ phục vụ trên chính máy này (127.0.0.1). Hãy tạo tài khoản bằng "
    "lệnh user add và ghi tên máy chủ vào SURVEY_HOSTS rồi chạy lại."
)
PORT_TAKEN = "Cổng {taken} đang bận, dùng cổng {port}."
NO_PORT = "Không tìm được cổng trống từ {port}."
SERVING = "Mở http://{host}:{port} trong trình duyệt. Bấm Ctrl-C để dừng."
INSTALLING = "Đang cài thư viện từ {name}…"
NOT_INSTALLED = "Không cài được thư viện. Hãy xem thông báo ở trên, kiểm tra mạng rồi chạy lại."
MISSING = "Thiếu {names}: hãy cài rồi chạy lại (trên Debian: apt-get install {packages})."
STOPPED = "Đã dừng."


def main(words: list[str]) -> int:
    """Runs the command and returns its exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older one
        return refuse(TOO_OLD.format(version=sys.version.split()[0]))
    command = words[0] if words and not words[0].startswith("-") else "run"
    rest = words[1:] if words[:1] == [command] else words
    if command == "test":
        return test(rest)
    prepare("requirements.txt")
    return run(rest) if command == "run" else become("-m", "data", command, *rest)


def run(words: list[str]) -> int:
    """Serves the dashboard until someone stops it; an empty home gets the demonstration first."""
    parser = argparse.ArgumentParser(prog="start.py run", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--home", type=Path)
    said = parser.parse_args(words)
    if said.home:
        os.environ["SURVEY_HOME"] = str(said.home.expanduser().resolve())
    if not is_loopback(said.host) and not is_open_to_others():
        return refuse(NOT_LOCAL.format(host=said.host))
    if is_empty() and (status := call("-m", "data", "demo")):
        return status
    port = free_port(said.host, said.port)
    if port is None:
        return refuse(NO_PORT.format(port=said.port))
    if port != said.port:
        tell(PORT_TAKEN.format(taken=said.port, port=port))
    tell(SERVING.format(host=said.host, port=port))
    return become(
        "-m", "uvicorn", "server:app", "--host", said.host, "--port", str(port),
        "--log-level", "warning", "--no-access-log", "--no-server-header", "--no-proxy-headers", "--timeout-graceful-shutdown", "3",
    )


def is_empty() -> bool:
    """Whether nothing was ever put into the home, as the status command tells."""
    home = Path(os.environ.get("SURVEY_HOME") or HERE / "var")
    if (home / "CURRENT").exists():
        return False
    asked = subprocess.run(
        [str(PYTHON), "-m", "data", "status", "--json"], cwd=HERE, capture_output=True, check=False
    )
    return not asked.returncode and json.loads(asked.stdout)["head"]["seq"] == 0


def test(words: list[str]) -> int:
    """Lint, types and every test, the browser's too; the first failure decides the status."""
    prepare("requirements.txt", "requirements-dev.txt")
    if not find_programs():
        return 2
    checks = (
        ("-m", "ruff", "check", "."),
        ("-m", "mypy"),
        ("-m", "pytest", "-n", "2", *words),
    )
    return next((status for check in checks if (status := call(*check))), 0)


def prepare(*names: str) -> None:
    """Makes .venv and installs the locked requirements, again only what changed."""
    wanted = {name: hashlib.sha256((HERE / name).read_bytes()).hexdigest() for name in names}
    stamps = {name: VENV / f"{name}.sha256" for name in names}
    uv = shutil.which("uv")
    if not PYTHON.exists():
        made = [uv, "venv", "-q", str(VENV)] if uv else [sys.executable, "-m", "venv", str(VENV)]
        subprocess.run(made, check=True, cwd=HERE)
    for name in names:
        if stamps[name].exists() and stamps[name].read_text() == wanted[name]:
            continue
        tell(INSTALLING.format(name=name))
        subprocess.run([*installer(uv), "--require-hashes", "-r", name], check=True, cwd=HERE)
        stamps[name].write_text(wanted[name])


def installer(uv: str | None) -> list[str]:
    """The command that installs into .venv; an environment uv made may lack pip."""
    if uv:
        return [uv, "pip", "install", "-q", "--compile-bytecode", "--python", str(PYTHON)]
    pip = [str(PYTHON), "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:
        subprocess.run([str(PYTHON), "-m", "ensurepip"], check=True, stdout=subprocess.DEVNULL)
    return [*pip, "install", "-q", "--disable-pip-version-check"]


def find_programs() -> bool:
    """Whether what the tests need is on this machine, installed first where that is possible."""
    lacking = {name: package for name, package in DEBIAN_PACKAGES.items() if not has(name)}
    if lacking and os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "-qq", "update"], env=quiet, check=False)
        install = ["apt-get", "-qq", "install", "--no-install-recommends", "-y"]
        subprocess.run([*install, *lacking.values()], env=quiet, check=False)
        lacking = {name: package for name, package in DEBIAN_PACKAGES.items() if not has(name)}
    if lacking:
        packages = " ".join(lacking.values())
        refuse(MISSING.format(names=", ".join(lacking), packages=packages))
    return not lacking


def has(program: str) -> bool:
    """Whether a program is on the PATH or where Debian keeps PostgreSQL's."""
    return bool(shutil.which(program) or any(Path("/usr/lib/postgresql").glob(f"*/bin/{program}")))


def is_loopback(host: str) -> bool:
    """Whether the host is this machine only."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_open_to_others() -> bool:
    """Whether people sign in here and other machines know a name of the server."""
    if not os.environ.get("SURVEY_HOSTS"):
        return False
    listing = [str(PYTHON), "-m", "data", "--json", "user", "list"]
    told = subprocess.run(listing, cwd=HERE, capture_output=True, check=False)
    return told.returncode == 0 and b'"role"' in told.stdout


def free_port(host: str, first: int) -> int | None:
    """The first free port from `first` on, within a hundred; None when there is none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(first, min(first + 100, 65536)):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return None


def call(*words: str) -> int:
    """Runs the environment's Python and returns its exit status."""
    return subprocess.run([str(PYTHON), *words], cwd=HERE, check=False).returncode


def become(*words: str) -> int:
    """Goes on as the environment's Python, so that signals and its exit status are its own."""
    if os.name != "nt":
        os.chdir(HERE)
        os.execv(PYTHON, [str(PYTHON), *words])
    return call(*words)


def tell(sentence: str) -> None:
    """A sentence for the person at the keyboard."""
    print(sentence, file=sys.stderr, flush=True)


def refuse(sentence: str) -> int:
    """Says why not; the status of wrong input."""
    tell(sentence)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError:
        sys.exit(refuse(NOT_INSTALLED))
    except KeyboardInterrupt:
        tell(STOPPED)
        sys.exit(130)
