"""Messages of a run reach the event loop together: all of them, in their order, from any thread."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from streamlit.runtime.app_session import AppSession

import server
from tests.web.conftest import finished
from web.gathered import Line, gather


def test_every_call_is_made_once_in_the_order_of_its_thread() -> None:
    made: list[tuple[int, int]] = []
    woken: list[int] = []

    async def main() -> None:
        loop, line = asyncio.get_running_loop(), Line()

        def wake(call: object) -> None:
            woken.append(1)
            loop.call_soon_threadsafe(call)  # type: ignore[arg-type]

        def run(thread: int) -> None:
            for number in range(3000):
                line.put(partial(made.append, (thread, number)), wake)

        with ThreadPoolExecutor(4) as pool:
            await asyncio.gather(*(loop.run_in_executor(pool, run, n) for n in range(4)))
        await asyncio.sleep(0.05)

    finished(main())
    for thread in range(4):
        assert [number for one, number in made if one == thread] == list(range(3000))
    assert len(made) == 12_000 > 3 * len(woken)


def test_calls_behind_an_error_are_still_made() -> None:
    made: list[str] = []
    errors: list[object] = []

    async def main() -> None:
        loop, line = asyncio.get_running_loop(), Line()
        loop.set_exception_handler(lambda _, context: errors.append(context["exception"]))
        for call in (partial(made.append, "a"), partial(int, "x"), partial(made.append, "b")):
            line.put(call, loop.call_soon_threadsafe)
        await asyncio.sleep(0.02)

    finished(main())
    assert made == ["a", "b"]
    assert [type(error) for error in errors] == [ValueError]


def test_the_server_gathers_and_does_so_once() -> None:
    assert server.app is not None
    changed = AppSession._call_soon_on_event_loop
    assert changed.__module__ == "web.gathered"
    gather()
    assert AppSession._call_soon_on_event_loop is changed
