"""An identity provider on this machine: oidc-provider-mock, with PKCE insisted on."""

from __future__ import annotations

import io
import json
import os
import re
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import oidc_provider_mock
from werkzeug.serving import make_server

CLIENT = "bang-theo-doi"
SECRET = "mot-bi-mat-chi-hai-may-biet"
_STYLE = re.compile(rb"<link[^>]*>")  # the mock's pages call a foreign host for their looks


@dataclass
class IdentityProvider:
    """The provider: what it was asked, and what it says about itself beyond the truth."""

    url: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    paid: list[dict[str, str]] = field(default_factory=list)
    lies: dict[str, Any] = field(default_factory=dict)
    _challenges: dict[str, str] = field(default_factory=dict)

    def know(self, subject: str, **claims: object) -> None:
        """Makes a person known, with what is said about them."""
        assert httpx.put(f"{self.url}/users/{subject}", json=claims).status_code == 204

    def approve(self, address: str, subject: str) -> str:
        """The person signs in at the provider: the address the browser is sent back to."""
        answer = httpx.post(address, data={"sub": subject})
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    def settings(self, secret_file: object) -> dict[str, str]:
        """The environment of a server that believes this provider."""
        return {
            "SURVEY_OIDC_ISSUER": self.url, "SURVEY_OIDC_CLIENT_ID": CLIENT,
            "SURVEY_OIDC_CLIENT_SECRET_FILE": str(secret_file), "SURVEY_OIDC_LABEL": "Sở Thử",
        }

    def wrap(self, inner: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
        """The WSGI application between the wire and the mock."""

        def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            path, query = environ["PATH_INFO"], dict(parse_qsl(environ["QUERY_STRING"]))
            said: list[Any] = []

            def note(status: str, headers: list[tuple[str, str]], *rest: object) -> Any:
                said.extend((status, headers))
                if path == "/oauth2/authorize":
                    target = dict(headers).get("Location", "")
                    code = parse_qs(urlsplit(target).query).get("code", [""])[0]
                    self._challenges[code] = query.get("code_challenge", "")
                return start(status, headers, *rest)

            if path == "/oauth2/authorize" and environ["REQUEST_METHOD"] == "POST":
                self.asked.append(query)
            if path == "/oauth2/token":
                body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
                form = dict(parse_qsl(body.decode()))
                self.paid.append({**form, "auth": environ.get("HTTP_AUTHORIZATION", "")})
                environ["wsgi.input"] = io.BytesIO(body)
                proof = sha256(form.get("code_verifier", "").encode()).digest()
                wanted = self._challenges.get(form.get("code", ""), "")
                if urlsafe_b64encode(proof).rstrip(b"=").decode() != wanted:
                    start("400 BAD REQUEST", [("Content-Type", "application/json")])
                    return [b'{"error": "invalid_grant"}']
            if path.startswith("/.well-known/") and self.lies:
                told = json.loads(b"".join(inner(environ, lambda *_: None)))
                body = json.dumps({**told, **self.lies}).encode()
                start("200 OK", [("Content-Type", "application/json")])
                return [body]
            answer = b"".join(inner(environ, note))
            return [_STYLE.sub(lambda found: b" " * len(found[0]), answer)]

        return app


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """A provider on a free port of this machine until the block ends."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # the mock itself asks for https otherwise
    found = IdentityProvider()
    server = make_server("127.0.0.1", 0, found.wrap(oidc_provider_mock.app()), threaded=True)
    found.url = f"http://localhost:{server.server_port}"  # another site than 127.0.0.1
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
