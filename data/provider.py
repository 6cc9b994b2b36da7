"""The identity provider the settings name, and who it says a person is; asked in data.oidc."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from data.settings import Settings


@dataclass(frozen=True)
class Provider:
    """The provider of this server and what the server is called there; the secret stays in its file."""

    issuer: str
    client_id: str
    secret_file: Path
    label: str


@dataclass(frozen=True)
class Person:
    """Who the provider says it is: `email` is "" unless the provider has verified it."""

    subject: str
    email: str


def provider(settings: Settings | None = None) -> Provider | None:
    """The provider named by the settings, None without one."""
    said = settings or Settings()
    if not (said.oidc_issuer and said.oidc_client_id and said.oidc_client_secret_file):
        return None
    label = said.oidc_label or urlsplit(said.oidc_issuer).hostname or said.oidc_issuer
    return Provider(said.oidc_issuer, said.oidc_client_id, said.oidc_client_secret_file, label)
