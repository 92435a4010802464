"""The first process of the server: gunicorn, set up for one installation, and the worker beside it if wanted.

The command becomes this one by `exec`, and what the command has read, to see whether it may serve, is gone.
"""

import ctypes
import gc
import json
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING

from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker
from werkzeug.exceptions import RequestURITooLarge

from share_board import logs
from share_board.settings import OURS, Settings, from_environment

if TYPE_CHECKING:
    from socket import socket

    from flask import Flask

THREADS = 8
LONGEST_LINE = 8190  # as long as gunicorn can be told; all that fits into the fields of a search is shorter
GRACEFUL_S = 30
CHILD_ENDS_S = 10
MMAP_THRESHOLD, LARGE_BLOCK = -3, 1 << 20  # as malloc.h names it; bytes
ARENA_MAX, ARENAS = -8, 2
COLLECTED_AFTER = 20_000, 10, 10  # new objects; a page makes a few thousand, and hardly any that point at each other


class Answering(ThreadWorker):  # type: ignore[misc]
    """Also who asks by a longer address than is read at all gets a page of the board."""

    def handle_error(self, req: object, client: "socket", addr: object, exc: Exception) -> None:
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        with self.wsgi.test_request_context(base_url=from_environment().base_url):
            page = self.wsgi.finalize_request(self.wsgi.handle_user_exception(RequestURITooLarge()))
        lines = [f"HTTP/1.1 {page.status}", *(f"{name}: {value}" for name, value in page.headers), "Connection: close"]
        with suppress(OSError):
            client.sendall("\r\n".join([*lines, "", ""]).encode("latin1") + page.get_data())


class Server(BaseApplication):  # type: ignore[misc]
    """One gthread process of eight threads on SQLite, which has one writer; two on PostgreSQL.

    After SIGTERM nothing new is taken, and what is being answered has GRACEFUL_S to finish.
    """

    def __init__(self, settings: Settings, *, host: str, port: int, welcome: str) -> None:
        self._settings, self._bind, self._welcome = settings, f"{host}:{port}", welcome
        super().__init__()

    def load_config(self) -> None:
        is_sqlite = self._settings.database_url.startswith("sqlite")
        chosen = {
            "bind": self._bind,
            "workers": 1 if is_sqlite else 2,
            "worker_class": Answering,
            "limit_request_line": LONGEST_LINE,
            "threads": THREADS,
            "preload_app": not is_sqlite,
            "graceful_timeout": GRACEFUL_S,
            "timeout": 60,
            "keepalive": 5,
            "loglevel": "warning",
            "forwarded_allow_ips": "",  # which proxies are believed is said by SHARE_BOARD_PROXIES alone
            "control_socket_disable": True,
            "when_ready": self._greet,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def _greet(self, _server: object) -> None:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # a terminal may know no Japanese
            sys.stdout.write(f"{self._welcome}\n")
            sys.stdout.flush()

    def load(self) -> "Flask":
        """Two that answer share what the first process has read for them, as far as nobody writes into it. One reads it
        itself: using a thing writes into it, and what is used would soon be there twice.

        While the code is read nothing is thrown away. What is there by the end is left alone by the collector, so that
        a page does not wait until all of it has been looked through.
        """
        gc.disable()
        made: Flask = import_module("share_board.app").create_app(self._settings)
        _give_memory_back()
        gc.freeze()  # the few circles thrown away until now stay, less than a megabyte: to find them takes long
        gc.enable()
        gc.set_threshold(*COLLECTED_AFTER)
        return made


def main() -> None:
    """Serve until a signal ends it."""
    parser = ArgumentParser("share-board serve")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", required=True, type=int)
    parser.add_argument("--welcome", required=True, type=json.loads, help="what to say once it listens, as JSON")
    parser.add_argument("--with-worker", action="store_true")
    asked = parser.parse_args()
    logs.begin()
    child = _worker() if asked.with_worker else None
    try:
        Server(from_environment(), host=asked.host, port=asked.port, welcome=asked.welcome).run()
    finally:
        if child is not None:
            child.terminate()
            child.wait(CHILD_ENDS_S)


def _give_memory_back() -> None:
    """What a password or a page takes for a moment returns. GNU's C library would keep it, once for each thread."""
    with suppress(AttributeError, OSError):
        library = ctypes.CDLL(None)
        library.mallopt(MMAP_THRESHOLD, LARGE_BLOCK)
        library.mallopt(ARENA_MAX, ARENAS)


def _worker() -> subprocess.Popen[bytes]:
    """A worker that ends when we do, even if we are killed."""
    return subprocess.Popen([*OURS, "share_board", "worker", "--with-parent"])  # noqa: S603 - our own code


if __name__ == "__main__":
    main()
