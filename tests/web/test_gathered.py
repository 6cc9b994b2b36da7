"""Messages of a run reach the event loop together: all of them, in their order, from any thread."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from streamlit.runtime.app_session import AppSession

import server
from tests.web.conftest import finished
from web.gathered import MOST_HELD, PAUSE, Line, Together, gather


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


def sent_by(write: Callable[[Together], Awaitable[None]]) -> list[bytes]:
    """The pieces in which a peer on this machine gets what is written, until the connection ends."""
    pieces: list[bytes] = []

    async def main() -> None:
        over = asyncio.Event()

        async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while piece := await reader.read(1 << 20):
                pieces.append(piece)
            writer.close()
            over.set()

        peer = await asyncio.start_server(listen, "127.0.0.1", 0)
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_connection(
            asyncio.Protocol, *peer.sockets[0].getsockname()
        )
        await write(Together(transport, loop))
        await asyncio.wait_for(over.wait(), 10)
        peer.close()

    finished(main())
    return pieces


def test_what_is_written_one_after_the_other_arrives_in_one_piece() -> None:
    async def write(out: Together) -> None:
        for number in range(100):
            out.write(b"%03d" % number)
            await asyncio.sleep(0)
        await asyncio.sleep(10 * PAUSE)
        out.write(b"later")
        out.close()

    pieces = sent_by(write)
    assert b"".join(pieces) == b"".join(b"%03d" % number for number in range(100)) + b"later"
    assert len(pieces) < 20


def test_much_is_written_at_once_and_in_order_and_nothing_after_the_end() -> None:
    async def write(out: Together) -> None:
        for letter in b"abc":
            out.write(bytes([letter]) * MOST_HELD)
        out.write(b"d")
        assert out._size == 1 and not out.is_closing()
        out.close()
        out.write(b"e")
        assert out.is_closing()
        await asyncio.sleep(2 * PAUSE)

    whole = b"".join(sent_by(write))
    assert whole == b"a" * MOST_HELD + b"b" * MOST_HELD + b"c" * MOST_HELD + b"d"
