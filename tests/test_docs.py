"""What exists is written down: settings, dependencies, commands, pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.settings import Settings
from pages.shared.text import PAGES

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
GUIDE_PATH = ROOT / "docs" / "huong-dan.md"


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"`SURVEY_{name.upper()}`" in README


def dependencies() -> list[str]:
    lines = (ROOT / "requirements.in").read_text("utf-8").splitlines()
    return sorted(re.split(r"[\[=~<>;]", line)[0].strip() for line in lines if line.strip())


@pytest.mark.parametrize("package", dependencies())
def test_every_dependency_has_its_reason_in_the_readme(package: str) -> None:
    assert re.search(rf"^\|[^|]*\b{re.escape(package)}\b[^|]*\| \S", README, re.M)


def test_every_picture_the_documents_name_exists() -> None:
    for document in (ROOT / "README.md", GUIDE_PATH):
        for target in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", document.read_text("utf-8")):
            assert (document.parent / target).is_file(), f"{document.name}: {target}"


def test_the_guide_names_every_page() -> None:
    guide = GUIDE_PATH.read_text("utf-8")
    for _, address in PAGES.values():
        assert f"`/{address}`" in guide, address
