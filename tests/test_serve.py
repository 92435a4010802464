"""The real server: it opens, finishes what it is answering when it is stopped, and takes its worker with it."""

import os
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest
from sqlalchemy.orm import Session

from share_board import outbox
from share_board.clock import now
from share_board.database import Database
from share_board.outbox import Recipient
from tests.conftest import both
from tests.letters import facts
from tests.post_office import free_port
from tests.program import PROGRAM, children, environment, gone_within, running, wait_until_open
from tests.town import Town

pytestmark = pytest.mark.race


def read(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own address
        return answer.status, answer.read().decode()


def test_it_opens_wherever_somebody_stands_and_whatever_a_terminal_can_write(
    database: Database, tmp_path: Path
) -> None:
    (tmp_path / "gunicorn.py").write_text("raise SystemExit('somebody else')")
    url = f"http://127.0.0.1:{(port := free_port())}"
    env = environment(tmp_path, database) | {"PYTHONIOENCODING": "ascii"}

    with running("serve", "--port", str(port), env=env, folder=tmp_path) as process:
        wait_until_open(url, process)


@both
def test_the_server_opens_and_says_that_it_is_able(town: Town, database: Database, tmp_path: Path) -> None:
    town.session.commit()
    port = free_port()

    with running("serve", "--port", str(port), env=environment(tmp_path, database)) as server:
        wait_until_open(f"http://127.0.0.1:{port}", server)
        ready = read(f"http://127.0.0.1:{port}/readyz")
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=30)

    assert ready == (200, '{"status":"ok"}\n')
    assert (said, server.returncode) == (f"シェアボードが開きました： http://127.0.0.1:{port}/\n", 0)


def test_the_first_process_has_read_only_what_looking_after_the_others_takes(
    town: Town, database: Database, tmp_path: Path
) -> None:
    town.session.commit()
    port = free_port()

    with running("serve", "--port", str(port), env=environment(tmp_path, database)) as server:
        wait_until_open(f"http://127.0.0.1:{port}", server)
        knows_databases = [
            "sqlite" in Path(f"/proc/{pid}/maps").read_text() for pid in (server.pid, *children(server.pid))
        ]

    assert knows_databases == [False, True]


def test_an_address_that_is_longer_than_is_read_is_answered_by_the_board(
    town: Town, database: Database, tmp_path: Path
) -> None:
    town.session.commit()
    url = f"http://127.0.0.1:{(port := free_port())}"

    with running("serve", "--port", str(port), env=environment(tmp_path, database)) as server:
        wait_until_open(url, server)
        with pytest.raises(HTTPError) as refused:
            read(f"{url}/free?q_1={'x' * 20_000}")

    assert (refused.value.code, "さがすことばが長すぎます" in refused.value.read().decode()) == (414, True)


def test_what_is_being_answered_is_finished_after_the_signal(town: Town, database: Database, tmp_path: Path) -> None:
    """A form is still coming in over a slow line when the server is told to stop."""
    town.session.commit()
    port = free_port()
    form = b"email=chair%40chokai.example&" + b"x" * 2000

    with running("serve", "--port", str(port), env=environment(tmp_path, database)) as server:
        wait_until_open(f"http://127.0.0.1:{port}", server)
        with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
            head = (
                f"POST /login HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
                f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n"
            )
            line.sendall(head.encode() + form[:1000])
            time.sleep(0.5)
            server.send_signal(signal.SIGTERM)
            time.sleep(1)
            line.sendall(form[1000:])
            answer = b""
            while more := line.recv(65536):
                answer += more
        assert server.wait(30) == 0

    status, _, rest = answer.partition(b"\r\n")
    assert status == b"HTTP/1.1 403 FORBIDDEN"  # it had no token; the page says to press once more, whole to its end
    assert rest.rstrip().endswith(b"</html>")


def test_a_database_of_another_version_is_not_served(tmp_path: Path) -> None:
    ended = subprocess.run(
        [*PROGRAM, "serve", "--port", str(free_port())],
        env=environment(tmp_path), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert (ended.returncode, ended.stderr) == (
        1, "Error: データベースの形がこの版と合いません。次を実行してください： share-board migrate\n",
    )  # fmt: skip


def test_a_port_that_is_taken_is_said_in_plain_words(town: Town, database: Database, tmp_path: Path) -> None:
    town.session.commit()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = subprocess.run(
            [*PROGRAM, "serve", "--port", str(port)],
            env=environment(tmp_path, database), capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

    assert (ended.returncode, ended.stderr) == (
        1, f"Error: ポート {port} は、ほかで使われています。別のポートを選んでください。\n",
    )  # fmt: skip


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_the_worker_beside_the_server_sends_and_ends_with_it(
    session: Session, town: Town, database: Database, tmp_path: Path, ending: signal.Signals
) -> None:
    town.session.commit()
    port, mails = free_port(), tmp_path / "mail"
    env = environment(tmp_path, database, MAIL_URL=f"folder://{mails}")

    with running("serve", "--port", str(port), "--with-worker", env=env) as server:
        wait_until_open(f"http://127.0.0.1:{port}", server)
        outbox.post(
            session, to=Recipient("chair@chokai.example"), template="received", at=now(), facts=facts("received")
        )
        session.commit()
        assert _arrives(mails)
        own = children(server.pid)
        os.kill(server.pid, ending)
        server.wait(30)
        gone = [gone_within(15, child) for child in own]

    assert (len(own), gone) == (2, [True, True])


def _arrives(mails: Path) -> bool:
    """Whether a letter is in the folder within some seconds."""
    waiting = threading.Event()
    for _look in range(100):
        if list(mails.glob("*.eml")):
            return True
        waiting.wait(0.1)
    return False
