"""Settings from the environment and the folder that holds everything the project keeps."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

CHECKOUT = Path(__file__).resolve().parent.parent

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""Where the days and hours people read are."""


class Settings(BaseSettings):
    """`SURVEY_*` variables; every default works without any of them."""

    model_config = SettingsConfigDict(env_prefix="SURVEY_", extra="ignore")

    home: Path = Field(default=CHECKOUT / "var", description="folder of ledger and snapshots")
    ledger_url: str | None = Field(default=None, description="SQLAlchemy URL of the ledger")
    now: datetime | None = Field(default=None, description="fixes the clock, ISO time")
    google_key: Path | None = Field(default=None, description="service account key, mode 0600")
    sheets_url: str | None = Field(default=None, description="another server for the Sheets API")
    sync_token: SecretStr | None = Field(default=None, description="lets POST /api/sync start a sync")
    hosts: str = Field(default="", description="names the server has for other machines, by commas")
    board_hosts: str = Field(default="", description="sites that may frame the public board, by commas")
    proxy: str = Field(default="", description="address of the reverse proxy that may name clients")
    oidc_issuer: str | None = Field(default=None, description="address of an identity provider")
    oidc_client_id: str | None = Field(default=None, description="what this server is called there")
    oidc_client_secret_file: Path | None = Field(default=None, description="its secret, mode 0600")
    oidc_label: str = Field(default="", description="what people call the identity provider")
    backup: Path | None = Field(default=None, description="folder of nightly copies, elsewhere")
    shared: Path | None = Field(default=None, description="folder with the real data, for tests")


BEFORE_FIRST_USE = {"criterion_sets"}
"""What a person may have put into a home before the product used it; a folder with more is not ours to close."""


@dataclass(frozen=True)
class Home:
    """Where ledger, snapshots and the CURRENT pointer live."""

    path: Path
    ledger_url: str

    @property
    def snapshots(self) -> Path:
        """Folder of snapshot files."""
        return self.path / "snapshots"

    @property
    def current(self) -> Path:
        """File that names the snapshot in force."""
        return self.path / "CURRENT"

    def prepare(self) -> None:
        """Makes the folders, closed to everyone else; a folder made beforehand is closed at its first use."""
        if self.path.is_dir() and {entry.name for entry in self.path.iterdir()} <= BEFORE_FIRST_USE:
            self.path.chmod(0o700)
        for folder in (self.path, self.snapshots):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


_NAMES = [f"SURVEY_{name}".upper() for name in Settings.model_fields]


def said() -> Settings:
    """The settings of the environment as it is now, read again only when one has changed."""
    return _said(tuple(map(os.environ.get, _NAMES)))


@lru_cache(maxsize=4)
def _said(_environment: tuple[str | None, ...]) -> Settings:
    return Settings()


def open_home(path: Path | None = None, settings: Settings | None = None) -> Home:
    """The home named by the argument, else by SURVEY_HOME, else `var/` in the checkout."""
    chosen = settings or said()
    folder = (path or chosen.home).expanduser()
    return _home(folder if folder.is_absolute() else Path.cwd() / folder, chosen.ledger_url)


@lru_cache(maxsize=16)
def _home(path: Path, ledger_url: str | None) -> Home:
    """Resolved once: a run asks a dozen times, and each answer looks at every folder above."""
    folder = path.resolve()
    return Home(folder, ledger_url or f"sqlite:///{folder / 'ledger.sqlite'}")


def now(settings: Settings | None = None) -> datetime:
    """The present moment with zone, or the one SURVEY_NOW fixes (UTC when it names no zone)."""
    fixed = (settings or said()).now
    if fixed is None:
        return datetime.now(UTC)
    return fixed if fixed.tzinfo else fixed.replace(tzinfo=UTC)
