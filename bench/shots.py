"""Pictures of every page from the demonstration district, for the guide and for looking at."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.serving import ROOT, serving

PAGES = (
    "tong-quan", "don-vi", "can-bo", "tieu-chi", "xu-huong", "so-sanh", "gio-cao-diem",
    "can-chu-y", "y-kien", "niem-phong", "xuat-du-lieu", "nguon-du-lieu", "lich-su-dong-bo",
    "chat-luong", "tam-giu",
)  # fmt: skip
SIZES = {"desktop": (1440, 1000), "phone": (360, 780)}
GUIDE = {
    "tong-quan": ("tong-quan", "desktop"),
    "don-vi": ("don-vi", "desktop"),
    "can-chu-y": ("can-chu-y", "desktop"),
    "nguon-du-lieu": ("nguon-du-lieu", "desktop"),
    "can-chu-y-dien-thoai": ("can-chu-y", "phone"),
}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main() -> None:
    """Writes the guide's pictures, or with --out every page × size × theme into a folder."""
    parser = argparse.ArgumentParser(prog="python -m bench shots")
    parser.add_argument("--out", type=Path, help="folder for every page, size and theme")
    parser.add_argument("--home", type=Path, help="a home to show instead of the demonstration")
    parser.add_argument("--page", action="append", help="only these addresses")
    parser.add_argument("--query", default="", help="what follows the address, e.g. ?period=all")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or _demonstration(Path(folder) / "home")
        with serving(home, Path(folder) / "server.log") as address:
            if options.out:
                _every(address, options)
            else:
                _guide(address)


def _demonstration(home: Path) -> Path:
    command = [sys.executable, "-m", "data", "--home", str(home), "demo"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return home


def _every(address: str, options: argparse.Namespace) -> None:
    options.out.mkdir(parents=True, exist_ok=True)
    for page in options.page or PAGES:
        for size in SIZES:
            for theme in ("light", "dark"):
                target = options.out / f"{page}-{size}-{theme}.png"
                shoot(f"{address}/{page}{options.query}", target, size, theme)
                print(target)


def _guide(address: str) -> None:
    folder = ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (page, size) in GUIDE.items():
        shoot(f"{address}/{page}", folder / f"{name}.png", size, "light", full=False)
        print(folder / f"{name}.png")


def shoot(address: str, target: Path, size: str, theme: str, full: bool = True) -> None:
    """One picture of a page after it has come to rest; `full` is as long as its content."""
    width, height = SIZES[size]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        page = browser.new_page(
            viewport={"width": width, "height": height}, color_scheme=theme, locale="vi-VN"
        )
        page.goto(address)
        settle(page)
        if full:
            tall = page.evaluate(
                "document.querySelector('[data-testid=stMain]')?.scrollHeight || 0"
            )
            page.set_viewport_size({"width": width, "height": max(height, min(tall + 40, 9000))})
            settle(page)
        page.screenshot(path=target)
        browser.close()


def settle(page: Page) -> None:
    """Waits until the script has run and nothing has moved for a moment."""
    page.wait_for_selector("[data-testid=stMain]", timeout=30_000)
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState"
        " === 'notRunning'",
        timeout=30_000,
    )
    page.wait_for_timeout(1200)


if __name__ == "__main__":
    main()
