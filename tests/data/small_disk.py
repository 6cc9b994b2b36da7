"""A disk with no room left, for one process that lives on: run as a script, in a world of its own.

`FOLDER OFFICE TRIES`: TRIES are a JSON list of [bytes left, words]; for each, copies OFFICE into FOLDER,
leaves so many bytes free there, runs the command, makes room, runs it again; prints as JSON what happened.
FOLDER is a small tmpfs where the machine lets a test mount one; elsewhere no file may grow beyond that.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

from analysis.registers import Unit
from data.commands.run import main
from data.ledger import open_ledger
from data.settings import Home, open_home
from data.snapshot import open_snapshot
from data.snapshot.files import current_path
from data.verify import BEGINNING, verify

SIZE = 48_000_000
WAYS = {
    "tmpfs": ("unshare", "--mount"),
    "tmpfs in a user namespace": ("unshare", "--user", "--map-root-user", "--mount"),
}
NO_MOUNT = "a limit on the size of a file"
MOUNTED = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec "$@"'
LIMITED = "SMALL_DISK_LIMITED"


@lru_cache(maxsize=1)
def way() -> str:
    """The first way to a small disk that works here."""
    for name, words in WAYS.items():
        probe = [*words, "sh", "-c", MOUNTED, "sh", "1000000", "/mnt", "true"]
        with contextlib.suppress(OSError):
            if subprocess.run(probe, capture_output=True, check=False, timeout=30).returncode == 0:
                return name
    return NO_MOUNT


def command(folder: Path, *words: str) -> tuple[list[str], dict[str, str]]:
    """What runs this script with a small disk at `folder`, and the environment for it."""
    script = [sys.executable, "-m", "tests.data.small_disk", str(folder), *words]
    if way() == NO_MOUNT:
        return script, {**os.environ, LIMITED: "1"}
    return [*WAYS[way()], "sh", "-c", MOUNTED, "sh", str(SIZE), str(folder), *script], dict(os.environ)


class Disk:
    """The small disk, full or with room."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ballast = folder / "ballast"

    def fill(self, left: int) -> None:
        """Leaves so many bytes."""
        if LIMITED in os.environ:
            resource.setrlimit(resource.RLIMIT_FSIZE, (left, resource.RLIM_INFINITY))
            return
        free = os.statvfs(self.folder)
        with self.ballast.open("wb") as file:  # whole pages: less than one is left over for left = 0
            os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize - left)

    def free(self) -> None:
        """Makes room again."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        self.ballast.unlink(missing_ok=True)


def run(words: list[str]) -> tuple[int, str]:
    """Exit status and what a command said on standard error."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        status = main(words)
    return status, said.getvalue()


def counted(home: Home) -> int:
    """Responses in the snapshot in force."""
    with open_snapshot(home) as snapshot, snapshot.cursor() as cursor:
        return int(cursor.execute("SELECT count(*) FROM response").fetchall()[0][0])


def met(disk: Disk, office: Path, left: int, words: list[str]) -> dict[str, object]:
    """What happened, with the record open in this process all the time, as in the server."""
    folder = disk.folder / "office"
    shutil.copytree(office, folder)
    os.environ |= {"SURVEY_HOME": str(folder / "home"), "TMPDIR": str(folder)}
    tempfile.tempdir = None  # looked for anew, as in a process that starts on a full disk
    words = [word.replace("DISK", str(folder)) for word in words]
    place = open_home()
    ledger = open_ledger(place)
    if "sync" in words:
        (folder / "hop.toml").write_text((folder / "hop.toml").read_text().replace("DISK", str(folder)))
        assert run(["source", "add", str(folder / "hop.toml")])[0] == 0
    before, current = ledger.figures_head(), current_path(place)
    gc.collect()  # files of the time before, deleted but still open, hold room that they give back later
    disk.fill(left)
    status, said = run(words)
    while_full = {
        "status": status, "said": said, "counted": counted(place),
        "same_record": ledger.figures_head() == before, "same_figures": current_path(place) == current,
    }
    disk.free()
    again = run(words)
    ledger.register_units([Unit("X8", "Xã Tám", "xã")], "an")  # through what was open all along
    told = {
        **while_full, "again": again, "differences": [found.place for found in verify(ledger, place, (), BEGINNING)],
        "left_behind": [path.name for path in place.snapshots.glob(".new-*")],
        "counted_again": counted(place), "units": sorted(ledger.registers().units),
        "files": sorted(str(path.relative_to(folder)) for path in folder.glob("hop/**/*.csv")),
    }
    ledger.close()
    shutil.rmtree(folder)
    return told


if __name__ == "__main__":
    small, source, tries = sys.argv[1:]
    print(json.dumps([met(Disk(Path(small)), Path(source), *tried) for tried in json.loads(tries)]))
