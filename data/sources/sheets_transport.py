"""HTTP under gspread with bounds: time, tries, size, and no token to any other host."""

from __future__ import annotations

import email.utils
import logging
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, TypeVar

import requests
import urllib3.exceptions
from requests.adapters import HTTPAdapter

from data import text_sources as text
from data.sources.faults import SourceError
from data.sources.sheet_json import NotJsonError, read_answer
from data.sources.watched import Watch

T = TypeVar("T")
_log = logging.getLogger(__name__)
CHUNK = 256 * 1024
SMALL = 64 * 1024


@dataclass(frozen=True)
class Patience:
    """Seconds, tries and bytes one reading of a Sheet may take, its calls together.

    `silent` holds instead of `total` for a server that has not answered once.
    """

    connect: float = 5.0
    read: float = 20.0
    silent: float = 60.0
    total: float = 120.0
    tries: int = 5
    first_wait: float = 1.0
    longest_wait: float = 32.0
    size: int = 200 * 1024 * 1024


@dataclass(frozen=True)
class Clock:
    """Time that goes by and chance 0..1, to be exchanged in tests."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


@dataclass(frozen=True)
class Reply:
    """What comes back in one try: status, headers, and the body while it arrives."""

    status: int
    headers: Mapping[str, str]
    chunks: Iterator[bytes] = field(repr=False)

    def body(self) -> bytes:
        """The start of a body that is not the data: enough to see why."""
        said = b""
        for chunk in self.chunks:
            said += chunk
            if len(said) > SMALL:
                break
        return said


@dataclass(frozen=True)
class Answer:
    """A good answer in the shape gspread expects of a response."""

    document: Any = field(repr=False)
    ok: bool = True

    def json(self) -> Any:
        """The document, with `values` as Arrow columns."""
        return self.document


class PassingError(Exception):
    """A fault that may be gone at the next try; `wait` is what the server asks for, in seconds."""

    def __init__(self, cause: str, wait: float = 0.0) -> None:
        super().__init__(cause)
        self.cause, self.wait = cause, wait


class Line:
    """A line to one server for one reading; stands in for the session of gspread.

    `bearer` gives the token, or is None for a server that asks for none. Use as a context manager:
    at its end, and at the deadline, every connection is closed, whatever it is waiting for.
    """

    def __init__(
        self, bearer: Callable[[Line], str] | None, patience: Patience, clock: Clock, local: bool
    ) -> None:
        self._bearer, self._patience, self._clock = bearer, patience, clock
        self._answered = False
        self._session = requests.Session()
        self._session.trust_env = not local  # a proxy never stands before our own machine
        self._watch = Watch()
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, _Adapter(self._watch))

    def __enter__(self) -> Line:
        self._began = self._clock.now()
        self._watch.start(self._patience.total)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._watch.close()
        self._session.close()

    def request(
        self, method: str, url: str, params: Mapping[str, Any] | None = None, **_unused: Any
    ) -> Answer:
        """The document at an address; SourceError when it cannot be had within the bounds."""
        sign = _signer(self._bearer(self) if self._bearer else None)

        def receive(reply: Reply) -> Answer:
            _check_status(reply)
            try:
                return Answer(read_answer(reply.chunks))
            except NotJsonError as error:
                raise PassingError("not_json") from error

        return self._tried(lambda: self._send(receive, method, url, params=params, auth=sign))

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Status below 500 and body of the reply to a form that is sent without our token."""

        def receive(reply: Reply) -> tuple[int, bytes]:
            if reply.status in (408, 429) or reply.status >= 500:
                _check_status(reply)
            return reply.status, reply.body()

        sign = _signer(None)
        return self._tried(
            lambda: self._send(receive, "POST", url, data=body, headers=headers, auth=sign)
        )

    def _tried(self, once: Callable[[], T]) -> T:
        """The result of the first try that works; full jitter between tries, then SourceError."""
        patience = self._patience
        for attempt in range(1, patience.tries + 1):
            try:
                return once()
            except PassingError as fault:
                cause = "deadline" if self._watch.expired else fault.cause
                _log.info("try %d of %d: %s", attempt, patience.tries, cause)
                longest = min(patience.longest_wait, patience.first_wait * 2 ** (attempt - 1))
                wait = max(fault.wait, self._clock.chance() * longest)
                if attempt == patience.tries or wait >= self._left():
                    break
                self._clock.sleep(wait)
        raise SourceError(cause, text.FAULTS[cause])

    def _left(self) -> float:
        """Seconds until this reading must be over."""
        limit = self._patience.total if self._answered else self._patience.silent
        return self._began + limit - self._clock.now()

    def _send(self, receive: Callable[[Reply], T], method: str, url: str, **what: Any) -> T:
        """What `receive` makes of the reply; whatever fails on the way is told as a fault."""
        left = max(0.001, self._left())
        timeouts = (min(self._patience.connect, left), min(self._patience.read, left))
        try:
            with self._session.request(
                method, url, stream=True, allow_redirects=False, timeout=timeouts, **what
            ) as response:
                self._answered = True
                return receive(Reply(response.status_code, response.headers, self._body(response)))
        except requests.RequestException as error:
            raise self._fault(error) from error

    def _body(self, response: requests.Response) -> Iterator[bytes]:
        size = 0
        for chunk in response.iter_content(CHUNK):
            size += len(chunk)
            if size > self._patience.size:
                raise SourceError("too_large", text.FAULTS["too_large"])
            yield chunk

    def _fault(self, error: requests.RequestException) -> Exception:
        """What went wrong on the way, told apart by what lies under the exception."""
        if self._watch.expired:
            return SourceError("deadline", text.FAULTS["deadline"])
        if isinstance(error, requests.exceptions.SSLError):
            return SourceError("tls", text.FAULTS["tls"])
        beneath = list(_beneath(error))
        if any(isinstance(part, urllib3.exceptions.NameResolutionError) for part in beneath):
            return PassingError("dns")
        if any(isinstance(part, urllib3.exceptions.NewConnectionError) for part in beneath):
            return PassingError("refused")
        silent = (requests.Timeout, urllib3.exceptions.TimeoutError)
        timed_out = any(isinstance(part, silent) for part in beneath)
        return PassingError("silent" if timed_out else "cut")


class _Adapter(HTTPAdapter):
    """An adapter whose every connection the watch can close; it never retries by itself."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        super().__init__(max_retries=0)

    def get_connection_with_tls_context(self, *given: Any, **named: Any) -> Any:
        """The pool for an address, with connections that the watch knows."""
        return self._watch.over(super().get_connection_with_tls_context(*given, **named))


def _beneath(error: BaseException) -> Iterator[BaseException]:
    """The exception and all it was made of."""
    seen: list[BaseException | None] = [error]
    while seen:
        part = seen.pop()
        if part is not None:
            yield part
            inner = [arg for arg in part.args if isinstance(arg, BaseException)]
            seen += [*inner, part.__cause__, getattr(part, "reason", None)][:8]


def _signer(token: str | None) -> Callable[[requests.PreparedRequest], requests.PreparedRequest]:
    """Puts the token on a request; without one it keeps a .netrc file from putting its own."""

    def sign(request: requests.PreparedRequest) -> requests.PreparedRequest:
        if token:
            request.headers["Authorization"] = f"Bearer {token}"
        return request

    return sign


def _check_status(reply: Reply) -> None:
    """PassingError or SourceError for every status but 200."""
    status = reply.status
    if status == 200:
        return
    said = reply.body()
    if status == 429 or (status == 403 and b"rateLimitExceeded" in said):
        raise PassingError("quota", _asked_wait(reply.headers))
    if status == 408 or status >= 500:
        raise PassingError("server", _asked_wait(reply.headers))
    if status == 403 and b"SERVICE_DISABLED" in said:
        raise SourceError("disabled", text.FAULTS["disabled"])
    cause = {400: "bad_request", 401: "unauthorised", 403: "forbidden", 404: "not_found"}.get(
        status, "redirect" if 300 <= status < 400 else "unexpected"
    )
    raise SourceError(cause, text.FAULTS[cause].format(status=status))


def _asked_wait(headers: Mapping[str, str]) -> float:
    """Seconds the server asks to wait: a number or a date, 0 when it asks for nothing."""
    asked = headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked)
    with suppress(ValueError, TypeError, OverflowError):
        return max(0.0, email.utils.parsedate_to_datetime(asked).timestamp() - time.time())
    return 0.0
