"""The server is killed in the middle of a stream of requests: what was acknowledged is there whole, nothing by half.

The real program serves; eight browsers ask for one thing after the other; then every process of it is killed at once.
"""

import http.client
import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from share_board import clock, links, selfcheck
from share_board.calendar.models import Firmness, Occupancy
from share_board.database import Database
from share_board.links import Purpose
from share_board.members.signed_in import COOKIE, begin
from share_board.outbox import Letter
from share_board.requests import queries
from share_board.requests.models import HistoryEntry, RequestLine, ShareRequest, Status
from tests.conftest import both
from tests.post_office import free_port
from tests.program import PATIENCE_S, PROGRAM, children, environment, gone_within, wait_until_open
from tests.town import Town, at

CLIENTS, ROUNDS, ENOUGH = 8, 2, 16
HOURS = range(9, 20)
SECRET_KEY = "a secret of this test"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
SUBMIT_KEY = re.compile(r'name="submit_key"[^>]* value="([^"]+)"')


@dataclass(frozen=True)
class Wish:
    """A room of one's own for an hour, and a tent of everybody's."""

    day: date
    hour: int

    @property
    def start(self) -> datetime:
        return at(self.day, self.hour)


@dataclass
class Client:
    """One browser: sends requests one after the other and keeps what was acknowledged."""

    port: int
    room: str
    tents: str
    wishes: Iterator[Wish]
    cookies: dict[str, str]
    acknowledged: dict[str, Wish] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)

    def ask(self, is_over: Event) -> None:
        """Until the server is gone. A basket that was left half filled last time stays behind."""
        self.cookies.pop("basket", None)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            token = TOKEN.findall(self._open("GET", f"/resources/{self.room}/ask")[1])[0]
            for wish in self.wishes:
                self._ask_for(wish, token)
        except (OSError, http.client.HTTPException) as gone:
            if not is_over.is_set():
                self.troubles.append(repr(gone))
        except LookupError as unexpected:
            self.troubles.append(repr(unexpected))
        finally:
            self.connection.close()

    def _ask_for(self, wish: Wish, token: str) -> None:
        hours = {"day": f"{wish.day:%Y/%m/%d}", "start": f"{wish.hour}:00", "end": f"{wish.hour + 1}:00"}
        loan = {**hours, "end_day": hours["day"], "units": "1"}
        who = {
            "occasion": "歳末もちつき", "people": "40", "group_name": "前野デモ中央町会", "group_kind": "neighbourhood",
            "contact_name": "前野 太郎", "phone": "03-0000-0131", "email": "chair@chokai.example",
        }  # fmt: skip
        self._send(f"/resources/{self.room}/ask", hours, token)
        self._send(f"/resources/{self.tents}/ask", loan, token)
        self._send("/requests/new", who, token)
        key = SUBMIT_KEY.findall(self._open("GET", "/requests/new/check")[1])[0]
        followed = self._send("/requests/new/submit", {"submit_key": key, "wants_call": ""}, token)
        self.acknowledged[followed.removeprefix("/follow/")] = wish

    def _send(self, path: str, fields: Mapping[str, str], token: str) -> str:
        """Press a button; where the board leads to."""
        answer, page = self._open("POST", path, urlencode({**fields, "csrf_token": token}))
        if answer.status != http.HTTPStatus.SEE_OTHER:
            raise LookupError(path, answer.status, " ".join(re.findall(r'class="field-error"[^§]{0,200}', page)))
        return answer.headers["Location"]

    def _open(self, method: str, path: str, body: str | None = None) -> tuple[http.client.HTTPResponse, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer, page


@both
def test_killed_in_the_middle_of_a_stream(database: Database, town: Town, session: Session, tmp_path: Path) -> None:
    port = free_port()
    env = environment(tmp_path / "instance", database, SECRET_KEY=SECRET_KEY, BASE_URL=f"http://127.0.0.1:{port}")
    clients = people(town, session, port)
    for _ in range(ROUNDS):
        with serving(port, env) as server:
            stream_until_killed(clients, server)
    with serving(port, env):
        look_again = [status(clients[0], f"/follow/{token}") for client in clients for token in client.acknowledged]

    assert [trouble for client in clients for trouble in client.troubles] == []
    promised = {public_id(token): wish for client in clients for token, wish in client.acknowledged.items()}
    assert len(promised) >= ROUNDS * ENOUGH
    assert look_again == [http.HTTPStatus.OK] * len(promised)
    stored = {request.public_id: request for request in submitted(session)}
    assert set(promised) <= set(stored)  # nothing lost
    assert len(stored) - len(promised) <= ROUNDS * CLIENTS  # some were written whose answer did not arrive any more
    for id_, request in stored.items():
        start, end = request.lines[0].starts_at, request.lines[0].ends_at
        assert id_ not in promised or promised[id_].start == start
        taken = [(start, end, 1, Firmness.HELD)]
        assert whole(session, request) == [(Status.RECEIVED, taken)] * 2
        assert [entry.act for entry in queries.history(session, request)] == ["submit"] * 3
        assert letters(session, request) == ["received", "received_secretariat"]
    assert without_a_number(session) == (0, 0)
    assert [finding.sentence for finding in selfcheck.look(database, at=clock.now()) if finding.is_wrong] == []


# ---- the stream -----------------------------------------------------------------------------------------------------


def people(town: Town, session: Session, port: int) -> list[Client]:
    """Eight officers, each with a room that nobody else wants."""
    rooms = [town.room(f"会議室{number}") for number in range(CLIENTS)]
    tents, days = town.tents(stock=10_000), town.open_days(60)
    tokens = [
        begin(session, user_id=town.chair.id, membership_id=town.chair.memberships[0].id, device="") for _ in rooms
    ]
    session.commit()
    return [
        Client(
            port, room.public_id, tents.public_id, iter([Wish(day, hour) for day in days for hour in HOURS]),
            {COOKIE: token},
        )
        for room, token in zip(rooms, tokens, strict=True)
    ]  # fmt: skip


@contextmanager
def serving(port: int, env: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The real server in a process group of its own; killed at the end if it still runs."""
    server = subprocess.Popen(
        [*PROGRAM, "serve", "--port", str(port)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        text=True, start_new_session=True,
    )  # fmt: skip
    try:
        wait_until_open(f"http://127.0.0.1:{port}", server)
        yield server
    finally:
        kill(server)


def kill(server: subprocess.Popen[str]) -> None:
    """Nine to all of its processes at the same moment; no one of them may put anything in order."""
    if server.poll() is not None:
        return
    workers = children(server.pid)
    os.killpg(server.pid, signal.SIGKILL)
    server.wait(PATIENCE_S)
    assert all(gone_within(PATIENCE_S, worker) for worker in workers)


def stream_until_killed(clients: list[Client], server: subprocess.Popen[str]) -> None:
    is_over = Event()
    before = sum(len(client.acknowledged) for client in clients)
    threads = [Thread(target=client.ask, args=(is_over,)) for client in clients]
    for thread in threads:
        thread.start()
    while sum(len(client.acknowledged) for client in clients) < before + ENOUGH and any(map(Thread.is_alive, threads)):
        is_over.wait(0.01)
    is_over.set()
    kill(server)
    for thread in threads:
        thread.join(PATIENCE_S)


def status(client: Client, path: str) -> int:
    client.connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=PATIENCE_S)
    try:
        return client._open("GET", path)[0].status
    finally:
        client.connection.close()


# ---- what is there afterwards ---------------------------------------------------------------------------------------


def public_id(token: str) -> str:
    return links.verify(Purpose.FOLLOW, token, secret_key=SECRET_KEY) or pytest.fail(f"not a link: {token}")


def submitted(session: Session) -> list[ShareRequest]:
    session.rollback()
    found = select(ShareRequest).where(ShareRequest.number.is_not(None)).options(*queries.WITH_LINES)
    return list(session.scalars(found).unique())


def whole(session: Session, request: ShareRequest) -> list[tuple[Status, list[tuple[object, ...]]]]:
    """For each line: where it stands, and what the calendar holds for it."""
    return [
        (
            line.status,
            [
                (row.starts_at, row.ends_at, row.units, row.firmness)
                for row in session.scalars(select(Occupancy).where(Occupancy.line_id == line.id))
            ],
        )
        for line in request.lines
    ]


def letters(session: Session, request: ShareRequest) -> list[str]:
    return sorted(session.scalars(select(Letter.template).where(Letter.request_id == request.id)))


def without_a_number(session: Session) -> tuple[int | None, int | None]:
    """Stretches of time and entries of history that belong to a basket: there must be none."""
    baskets = select(ShareRequest.id).where(ShareRequest.number.is_(None))
    lines = select(RequestLine.id).where(RequestLine.request_id.in_(baskets))
    return (
        session.scalar(select(func.count(Occupancy.id)).where(Occupancy.line_id.in_(lines))),
        session.scalar(select(func.count(HistoryEntry.id)).where(HistoryEntry.request_id.in_(baskets))),
    )
