"""A session's number resumes it only for its owner."""

from __future__ import annotations

from contextlib import suppress
from itertools import count

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from web.rejoin import Rejoining

NUMBERS = count()


async def runtime(websocket: WebSocket) -> None:
    """Like Streamlit: whoever names a session gets it."""
    asked = [part.strip() for part in websocket.headers["sec-websocket-protocol"].split(",")]
    await websocket.accept("streamlit")
    opened = ForwardMsg()
    opened.new_session.initialize.session_id = asked[2] if len(asked) > 2 else f"s{next(NUMBERS)}"
    await websocket.send_bytes(b"\xff no message")
    await websocket.send_bytes(opened.SerializeToString())
    with suppress(WebSocketDisconnect):
        while True:
            await websocket.send_bytes(await websocket.receive_bytes())


def connection(client: TestClient, owner: str, session: str = "") -> object:
    named = ["streamlit", "none", session] if session else ["streamlit"]
    headers = {"X-Survey-Session": owner} if owner else {}
    return client.websocket_connect("/_stcore/stream", subprotocols=named, headers=headers)


def given(socket: object) -> str:
    socket.receive_bytes()
    return ForwardMsg.FromString(socket.receive_bytes()).new_session.initialize.session_id


def test_a06_a_number_is_worth_nothing_to_another_signed_in_session() -> None:
    client = TestClient(Rejoining(Starlette(routes=[WebSocketRoute("/_stcore/stream", runtime)])))
    with connection(client, "lan") as socket:
        mine = given(socket)
        with connection(client, "hoa", mine) as thief, connection(client, "", mine) as nobody:
            assert mine not in (given(thief), given(nobody))
    with connection(client, "hoa", mine) as late, connection(client, "", mine) as nobody:
        assert mine not in (given(late), given(nobody))
    with connection(client, "lan", mine) as again, connection(client, "lan", mine) as other_tab:
        assert given(again) == given(other_tab) == mine


def test_before_there_are_accounts_a_number_waits_for_its_connection_to_end() -> None:
    client = TestClient(Rejoining(Starlette(routes=[WebSocketRoute("/_stcore/stream", runtime)])))
    with connection(client, "") as socket:
        mine = given(socket)
        with connection(client, "", mine) as second:
            assert given(second) != mine
    with connection(client, "", mine) as again:
        assert given(again) == mine
    with connection(client, "", "made up") as invented:
        assert given(invented) != "made up"
