"""An identity provider (OpenID Connect): where a browser is sent, and what comes back is checked.

Authorization code flow with state, nonce and PKCE; one provider, named by SURVEY_OIDC_*. What is
believed is a signed statement about who a person is, never what they may do. Loaded with the first
who comes this way: it brings 10 MB that most servers never need.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from analysis.errors import InputError, UnreachableError
from data import sessions
from data import text_accounts as text
from data.provider import Person, Provider
from data.settings import Home

SCOPE = "openid email"
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
"""Signatures that are believed: those nobody can make who only knows our secret or the public key."""
PATIENCE = (5.0, 10.0)
_LEEWAY = 60  # seconds two clocks may differ
_log = logging.getLogger("survey.oidc")


@dataclass(frozen=True)
class Errand:
    """What a browser was sent to the provider with; nobody else knows nonce and verifier."""

    nonce: str
    verifier: str
    target: str
    callback: str


def depart(
    home: Home, here: Provider, ticket: str, way: tuple[str, str], now: datetime
) -> str:
    """The provider's address to send a browser to; `way` is (page to end at, callback address).

    The browser must come back within ERRAND_FOR with the ticket of its own cookie.
    UnreachableError when the provider does not answer.
    """
    state = token_urlsafe(32)
    errand = Errand(token_urlsafe(32), token_urlsafe(48), *way)
    with _client(here, errand) as client:
        said = _metadata(here, client)
        address, _ = client.create_authorization_url(
            said["authorization_endpoint"], state, errand.verifier,
            nonce=errand.nonce, prompt="select_account",
        )
    sessions.keep_errand(home, _key(ticket, state), json.dumps(vars(errand)), now)
    return str(address)


def returned(home: Home, ticket: str, state: str, now: datetime) -> Errand | None:
    """The errand of a browser that comes back; None for another browser, a second time or too late."""
    body = sessions.take_errand(home, _key(ticket, state), now)
    return Errand(**json.loads(body)) if body else None


def arrive(here: Provider, errand: Errand, answer: Mapping[str, str]) -> Person:
    """Who signed in at the provider; `answer` is the query the browser came back with.

    InputError for anything that is not exactly what was asked for, UnreachableError when the
    provider does not answer.
    """
    try:
        with _client(here, errand, here.secret_file.read_text("utf-8").strip()) as client:
            said = _metadata(here, client)
            _refuse_other_issuer(here, said, answer)
            token = client.fetch_token(
                said["token_endpoint"], code=answer["code"], code_verifier=errand.verifier,
                grant_type="authorization_code", allow_redirects=False,
            )
            keys = _document(here, client, said["jwks_uri"])
            claims = checked(here, token["id_token"], keys, errand.nonce)
            if "email" not in claims and "userinfo_endpoint" in said:
                told = _document(here, client, said["userinfo_endpoint"], token["access_token"])
                claims = {**told, **claims} if told.get("sub") == claims["sub"] else claims
    except OSError as error:  # of the network, or of the file with the secret
        raise _unreachable(here, error) from error
    except (AuthlibBaseError, JoseError, KeyError, TypeError, ValueError) as error:
        _log.warning("sign-in refused: %s: %s", type(error).__name__, error)
        raise InputError(text.OIDC_WRONG.format(label=here.label)) from error
    return person(claims)


def checked(here: Provider, token: str, keys: Mapping[str, Any], nonce: str) -> dict[str, Any]:
    """The claims of an ID token that this provider signed for this server and this errand.

    JoseError or ValueError for any other (OpenID Connect Core 1.0, section 3.1.3.7).
    """
    known: Any = dict(keys)
    registry = JWSRegistry(algorithms=list(SIGNED_BY), strict_check_header=False)
    said = jwt.decode(token, KeySet.import_key_set(known), registry=registry)
    wanted = {
        "iss": {"essential": True, "value": here.issuer},
        "aud": {"essential": True, "value": here.client_id},
    }
    claims = CodeIDToken(
        said.claims, said.header, wanted, {"nonce": nonce, "client_id": here.client_id}
    )
    claims.validate(leeway=_LEEWAY)
    return dict(claims)


def person(claims: Mapping[str, Any]) -> Person:
    """The person of checked claims; an address that is not ASCII could look like another's.

    >>> person({"sub": "7", "email": "Lan@Xa.vn", "email_verified": True})
    Person(subject='7', email='lan@xa.vn')
    >>> person({"sub": "7", "email": "lan@xa.vn", "email_verified": "true"})
    Person(subject='7', email='')
    """
    email = claims.get("email")
    sure = isinstance(email, str) and email.isascii() and claims.get("email_verified") is True
    return Person(str(claims["sub"]), str(email).lower() if sure else "")


def _client(here: Provider, errand: Errand, secret: str = "") -> OAuth2Session:
    return OAuth2Session(
        here.client_id, secret, scope=SCOPE, redirect_uri=errand.callback,
        code_challenge_method="S256", default_timeout=PATIENCE,
    )


def _metadata(here: Provider, client: OAuth2Session) -> dict[str, Any]:
    """How the provider describes itself, and the client set to how it wants our secret."""
    address = f"{here.issuer.rstrip('/')}/.well-known/openid-configuration"
    said = _document(here, client, address)
    if said.get("issuer") != here.issuer:
        raise _unreachable(here, ValueError(f"another issuer: {said.get('issuer')}"))
    methods = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if "client_secret_basic" not in methods:
        client.token_endpoint_auth_method = "client_secret_post"
    return said


def _refuse_other_issuer(here: Provider, said: Mapping[str, Any], answer: Mapping[str, str]) -> None:
    """ValueError when the browser comes back from another provider (RFC 9207)."""
    must_say = said.get("authorization_response_iss_parameter_supported") is True
    if answer.get("iss", "" if must_say else here.issuer) != here.issuer:
        raise ValueError("another issuer")


def _document(
    here: Provider, client: OAuth2Session, address: str, token: str = ""
) -> dict[str, Any]:
    """A JSON object of the provider; UnreachableError when it does not come."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        answer = client.get(address, withhold_token=True, headers=headers, allow_redirects=False)
        answer.raise_for_status()
        said: dict[str, Any] = dict(answer.json())
    except (requests.RequestException, ValueError, TypeError) as error:
        raise _unreachable(here, error) from error
    return said


def _unreachable(here: Provider, error: Exception) -> UnreachableError:
    _log.warning("the identity provider does not answer: %s", error)
    return UnreachableError(text.OIDC_UNREACHABLE.format(label=here.label))


def _key(ticket: str, state: str) -> str:
    return sha256(f"{ticket} {state}".encode("utf-8", "replace")).hexdigest()
