"""The ASGI app: the dashboard inside our own middleware, with /healthz beside it.

Run by `python start.py`, `uvicorn server:app` or `streamlit run server.py`.
"""

import web.spared  # noqa: F401 - before Streamlit

# isort: split

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit.runtime import app_session, memory_media_file_storage
from streamlit.runtime.pages_manager import PagesManager

from analysis.errors import SurveyError
from data.ledger import open_ledger
from data.outbox import resume
from data.settings import now, open_home
from data.snapshot.publish import ensure_current
from web.form import ADDRESS as FORM
from web.form import ROUTES as FORM_ROUTES
from web.gathered import gather
from web.handing import InParts
from web.health import healthz
from web.holding import bound_waiting
from web.jobs import start_jobs
from web.limits import Limited
from web.lingering import Lingering
from web.look import keep_the_look
from web.making import Making
from web.memory import let_go_of_files
from web.middleware import Hardened, LoopbackOnly
from web.oidc import ROUTES as OIDC_ROUTES
from web.proxy import BehindProxy
from web.public import ADDRESSES as BOARD
from web.public import ROUTES as BOARD_ROUTES
from web.refusals import refuse_unsafe
from web.rejoin import Rejoining
from web.scripts import make_ahead
from web.sentences import Sentences, bound_heads, trouble
from web.sessions import SignedIn
from web.signin import FORMS, ROUTES
from web.spoken import Spoken
from web.sync import ADDRESS as SYNC
from web.sync import ROUTES as SYNC_ROUTES
from web.turns import take_turns
from web.vietnamese import Vietnamese
from web.work import regular_jobs

_log = logging.getLogger("survey")
YOUNG, NEVER = 50_000, 1_000_000
"""New objects before a collection of what is young; that of everything, which holds up every
page for 50 to 100 ms, is left to `web.memory.tidy`."""


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Puts a snapshot of the ledger in force, loads and freezes every module, starts the jobs."""
    await run_in_threadpool(prepare)
    gc.collect()
    gc.freeze()
    let_go_of_files()
    stop = start_jobs(regular_jobs())
    Thread(target=make_ahead, name="scripts", daemon=True).start()
    yield
    stop.set()


def prepare() -> None:
    """Makes the snapshot current and imports what pages need; a broken record is only logged."""
    try:
        home = open_home()
        resume(home)
        if open_ledger(home).sources():
            ensure_current(open_ledger(home), home, now())
    except SurveyError:
        _log.exception("the snapshot could not be made current")
    import pages.shared.page  # noqa: F401


def show_error(error: Exception) -> bool:
    """What escapes the dashboard's own boundary (widget callbacks) gets the same sentence."""
    from pages.shared.boundary import show

    show(error)
    return True


refuse_unsafe()
gather()
keep_the_look()
take_turns()
bound_heads()
bound_waiting()
# Until its first run Streamlit takes a folder named pages for its old page discovery, and calls
# every deep link unknown; our pages are named by dashboard.py alone.
PagesManager.uses_pages_directory = False
memory_media_file_storage.MemoryMediaFileStorage = Lingering
app_session.DeferredFileHandler = Making
HEALTH = "/healthz"
app = st.App(
    Path(__file__).resolve().parent / "dashboard.py",
    lifespan=lifespan,
    routes=[
        Route(HEALTH, healthz), *SYNC_ROUTES, *FORM_ROUTES, *BOARD_ROUTES, *ROUTES, *OIDC_ROUTES,
    ],
    middleware=[
        Middleware(BehindProxy), Middleware(Sentences), Middleware(LoopbackOnly),
        Middleware(Hardened), Middleware(Limited),
        Middleware(SignedIn, beside=(HEALTH, SYNC, FORM, *BOARD)),
        Middleware(InParts), Middleware(Rejoining), Middleware(Spoken),
        Middleware(Vietnamese, beside=(HEALTH, FORM, *BOARD, *FORMS)),
    ],
    on_script_error=show_error,
    exception_handlers={Exception: trouble},
)
