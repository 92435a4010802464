"""Serving: gunicorn inside this process, set up for one installation, and the worker beside it if wanted."""

import ctypes
import gc
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module

from flask import Flask
from gunicorn.app.base import BaseApplication

from share_board import compressed
from share_board.settings import PREFIX, Settings

THREADS = 8
GRACEFUL_S = 30
CHILD_ENDS_S = 10
MMAP_THRESHOLD, LARGE_BLOCK = -3, 1 << 20  # as malloc.h names it; bytes
ARENA_MAX, ARENAS = -8, 2
COLLECTED_AFTER = 20_000, 10, 10  # new objects; a page makes a few thousand, and hardly any that point at each other


class Server(BaseApplication):  # type: ignore[misc]
    """One gthread process of eight threads on SQLite, which has one writer; two on PostgreSQL.

    After SIGTERM nothing new is taken, and what is being answered has GRACEFUL_S to finish.
    """

    def __init__(self, settings: Settings, *, host: str, port: int, when_ready: Callable[[], None]) -> None:
        self._settings, self._bind, self._when_ready = settings, f"{host}:{port}", when_ready
        super().__init__()

    def load_config(self) -> None:
        is_sqlite = self._settings.database_url.startswith("sqlite")
        chosen = {
            "bind": self._bind,
            "workers": 1 if is_sqlite else 2,
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": GRACEFUL_S,
            "timeout": 60,
            "keepalive": 5,
            "loglevel": "warning",
            "forwarded_allow_ips": "",  # which proxies are believed is said by SHARE_BOARD_PROXIES alone
            "control_socket_disable": True,
            "when_ready": lambda _server: self._when_ready(),
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """In each process that answers, and not before: what the first one, which only looks after them, had read for
        them would soon be there twice, as using a thing writes into it.

        What is there by the end is left alone by the collector, so that a page does not wait until all of it has been
        looked through.
        """
        made: Flask = import_module("share_board.app").create_app(self._settings)
        _give_memory_back()
        gc.freeze()  # the few circles thrown away until now stay, less than a megabyte: to find them takes long
        gc.enable()
        gc.set_threshold(*COLLECTED_AFTER)
        return made


def serve(
    settings: Settings, *, host: str, port: int, with_worker: bool, when_ready: Callable[[], None] = lambda: None
) -> None:
    """Serve until a signal ends it; ends the process."""
    compressed.write(settings.instance)
    child = _worker(settings) if with_worker else None
    try:
        Server(settings, host=host, port=port, when_ready=when_ready).run()
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


def _worker(settings: Settings) -> subprocess.Popen[bytes]:
    """A worker that ends when we do, even if we are killed."""
    return subprocess.Popen(
        [sys.executable, "-m", "share_board", "worker", "--with-parent"], env={**os.environ, **_environment(settings)}
    )


def _environment(settings: Settings) -> dict[str, str]:
    """The settings as another process of ours reads them."""
    said = {
        "INSTANCE": settings.instance,
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "BASE_URL": settings.base_url,
        "MAIL_URL": settings.mail_url,
        "MAIL_FROM": settings.mail_from,
        "DEMO": int(settings.is_demo),
    }
    return {f"{PREFIX}{name}": str(value) for name, value in said.items()}
