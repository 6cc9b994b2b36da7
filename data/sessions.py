"""Sign-in sessions and tries, in a small file of their own: they are no evidence and are forgotten.

Of a session only the SHA-256 of its cookie is kept, of a person the moment last seen.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256

import sqlalchemy as sa

from data.ledger.engine import make_engine, writing
from data.ledger.standing import Reader
from data.settings import Home

IDLE = timedelta(hours=1)
LONGEST = timedelta(hours=12)
NOTED_EVERY = 60
RESET_FOR = timedelta(hours=24)
ERRAND_FOR = timedelta(minutes=10)
FILE = "sessions.sqlite"

_tables = sa.MetaData()
_session = sa.Table(
    "session", _tables,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, nullable=False, index=True),
    sa.Column("started", sa.Float, nullable=False),
    sa.Column("seen", sa.Float, nullable=False),
    sa.Column("outside", sa.Boolean, nullable=False),
    sa.Column("owes_code", sa.Boolean, nullable=False),
)
_seen = sa.Table(
    "last_seen", _tables,
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("at", sa.Float, nullable=False),
)
_reset = sa.Table(
    "reset", _tables,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("until", sa.Float, nullable=False),
)
_errand = sa.Table(
    "errand", _tables,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("until", sa.Float, nullable=False),
)
_tries = sa.Table(
    "tries", _tables,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last", sa.Float, nullable=False),
    sa.Column("until", sa.Float, nullable=False),
)
_OPEN = """
    SELECT account, seen, outside, owes_code FROM session WHERE key = ? AND seen > ? AND started > ?
"""
_step = sa.Table(
    "factor_step", _tables,
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("step", sa.Integer, nullable=False),
)


@dataclass(frozen=True)
class Session:
    """One browser that signed in: the hash of its cookie and whose it is.

    `outside`: an identity provider said who it is; `owes_code`: the second factor is still to come.
    """

    key: str
    account: str
    outside: bool = False
    owes_code: bool = False


@dataclass(frozen=True)
class Limit:
    """Tries without delay, then each waits twice as long as the one before, up to `most` seconds."""

    free: int
    hard: int
    most: float = 900.0

    def wait(self, failures: int) -> float:
        """Seconds to wait after so many failures.

        >>> [Limit(5, 10).wait(n) for n in (4, 5, 7, 9, 10)]
        [0.0, 1.0, 4.0, 16.0, 900.0]
        """
        if failures < self.free:
            return 0.0
        return self.most if failures >= self.hard else min(self.most, 2.0 ** (failures - self.free))


ACCOUNT = Limit(5, 10)
ADDRESS = Limit(30, 60)  # many people sit behind the address of one office
FORGOTTEN_AFTER = 3600.0


def start(
    home: Home, account: str, now: datetime, *, outside: bool = False, owes_code: bool = False
) -> str:
    """Opens a session and returns the secret for its cookie: 256 random bits, kept nowhere."""
    token = secrets.token_urlsafe(32)
    moment = now.timestamp()
    with writing(engine(home)) as connection:
        connection.execute(sa.delete(_session).where(_over(moment)))
        connection.execute(sa.insert(_session).values(
            key=key_of(token), account=account, started=moment, seen=moment,
            outside=outside, owes_code=owes_code,
        ))
        _note_seen(connection, account, moment)
    return token


def find(home: Home, key: str, now: datetime) -> Session | None:
    """The session of a cookie's hash unless it is over; looking counts as being there."""
    row = _row(home, key, now)
    if row is None:
        return None
    account, seen, outside, owes_code = row
    moment = now.timestamp()
    if moment - seen >= NOTED_EVERY:
        with writing(engine(home)) as connection:
            connection.execute(sa.update(_session).where(_session.c.key == key).values(seen=moment))
            _note_seen(connection, account, moment)
    return Session(key, account, bool(outside), bool(owes_code))


def is_open(home: Home, key: str, now: datetime) -> bool:
    """Whether a session goes on; asking does not lengthen it."""
    return _row(home, key, now) is not None


def _row(home: Home, key: str, now: datetime) -> tuple[str, float, int, int] | None:
    """The session of this key while it goes on, straight from the file: every run asks twice."""
    moment = now.timestamp()
    over = moment - IDLE.total_seconds(), moment - LONGEST.total_seconds()
    return next(iter(reader(engine(home)).rows(_OPEN, key, *over)), None)


def end(home: Home, key: str) -> None:
    """Ends one session at once."""
    with writing(engine(home)) as connection:
        connection.execute(sa.delete(_session).where(_session.c.key == key))


def end_all(home: Home, account: str) -> None:
    """Ends every session of an account and the links to reset its password."""
    with writing(engine(home)) as connection:
        connection.execute(sa.delete(_session).where(_session.c.account == account))
        connection.execute(sa.delete(_reset).where(_reset.c.account == account))


def last_seen(home: Home) -> dict[str, str]:
    """Account -> the moment it last did something (ISO, UTC)."""
    with engine(home).connect() as connection:
        rows = connection.execute(sa.select(_seen)).all()
    return {
        row.account: datetime.fromtimestamp(row.at, UTC).isoformat(timespec="seconds")
        for row in rows
    }


def reset_token(home: Home, account: str, now: datetime) -> str:
    """The secret of a link that sets a new password once within RESET_FOR; earlier ones end."""
    token = secrets.token_urlsafe(32)
    until = (now + RESET_FOR).timestamp()
    with writing(engine(home)) as connection:
        connection.execute(sa.delete(_reset).where(_reset.c.account == account))
        connection.execute(sa.insert(_reset).values(key=key_of(token), account=account, until=until))
    return token


def reset_account(home: Home, token: str, now: datetime) -> str | None:
    """Whose password a link may set; None for one that is wrong, used or over."""
    query = sa.select(_reset.c.account).where(
        _reset.c.key == key_of(token), _reset.c.until > now.timestamp()
    )
    with engine(home).connect() as connection:
        found: str | None = connection.execute(query).scalar()
    return found


def keep_errand(home: Home, key: str, body: str, now: datetime) -> None:
    """Keeps what a browser sent to an identity provider must come back to, for ERRAND_FOR."""
    with writing(engine(home)) as connection:
        connection.execute(sa.delete(_errand).where(_errand.c.until <= now.timestamp()))
        connection.execute(sa.insert(_errand).values(
            key=key, body=body, until=(now + ERRAND_FOR).timestamp()
        ))


def take_errand(home: Home, key: str, now: datetime) -> str | None:
    """What was kept for a browser that comes back: once, and None when it is over."""
    with writing(engine(home)) as connection:
        body: str | None = connection.execute(
            sa.delete(_errand).where(_errand.c.key == key, _errand.c.until > now.timestamp())
            .returning(_errand.c.body)
        ).scalar()
    return body


def admit(home: Home, key: str, limit: Limit, now: datetime) -> bool:
    """Whether a try may go on; it counts as a failure until `forgive` is called.

    While a delay runs nothing is admitted and nothing counted, so a locked account opens again.
    """
    moment = now.timestamp()
    with writing(engine(home)) as connection:
        row = connection.execute(sa.select(_tries).where(_tries.c.key == key)).first()
        if row is not None and row.until > moment:
            return False
        stale = row is None or moment - row.last > FORGOTTEN_AFTER
        failures = 1 if row is None or stale else row.failures + 1
        connection.execute(sa.delete(_tries).where(
            sa.or_(_tries.c.key == key, _tries.c.last < moment - 24 * 3600)
        ))
        connection.execute(sa.insert(_tries).values(
            key=key, failures=failures, last=moment, until=moment + limit.wait(failures)
        ))
    return True


def forgive(home: Home, key: str) -> None:
    """Forgets the failures of an account that has just proved itself."""
    with writing(engine(home)) as connection:
        connection.execute(sa.delete(_tries).where(_tries.c.key == key))


def take_back(home: Home, key: str) -> None:
    """Forgets one counted try of an address others share; what it owes for the rest stays."""
    with writing(engine(home)) as connection:
        connection.execute(
            sa.update(_tries).where(_tries.c.key == key, _tries.c.failures > 0)
            .values(failures=_tries.c.failures - 1, until=0)
        )


def use_step(home: Home, account: str, step: int) -> bool:
    """Whether the code of a second factor for this time step is used for the first time."""
    with writing(engine(home)) as connection:
        used = connection.execute(sa.select(_step.c.step).where(_step.c.account == account)).scalar()
        if used is not None and used >= step:
            return False
        connection.execute(sa.delete(_step).where(_step.c.account == account))
        connection.execute(sa.insert(_step).values(account=account, step=step))
    return True


def key_of(token: str) -> str:
    """What is kept of a secret."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _over(moment: float) -> sa.ColumnElement[bool]:
    return sa.or_(
        _session.c.seen <= moment - IDLE.total_seconds(),
        _session.c.started <= moment - LONGEST.total_seconds(),
    )


def _note_seen(connection: sa.Connection, account: str, moment: float) -> None:
    connection.execute(sa.delete(_seen).where(_seen.c.account == account))
    connection.execute(sa.insert(_seen).values(account=account, at=moment))


def engine(home: Home) -> sa.Engine:
    """The file of sessions of a home, made when it is missing."""
    try:
        number = (home.path / FILE).stat().st_ino
    except FileNotFoundError:
        home.prepare()
        number = 0
    return _opened(home, number)


@lru_cache(maxsize=4)
def reader(engine: sa.Engine) -> Reader:
    """For single questions to the file of sessions."""
    return Reader(engine)


@lru_cache(maxsize=4)
def _opened(home: Home, _file: int) -> sa.Engine:
    made = make_engine(f"sqlite:///{home.path / FILE}")
    with writing(made) as connection:
        known = sa.inspect(connection)
        if known.has_table("session") and len(known.get_columns("session")) != len(_session.columns):
            _session.drop(connection)  # made by an earlier version: everybody signs in again
        _tables.create_all(connection)
    return made
