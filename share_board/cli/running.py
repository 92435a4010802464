"""Commands that go on until somebody ends them: demo, serve, worker."""

import fcntl
import json
import os
import shutil
import signal
import socket
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NoReturn

import click

from share_board.cli.opened import opened, require_shape
from share_board.database import Database
from share_board.i18n import gettext as _
from share_board.settings import OURS, PREFIX, Settings, from_environment

if TYPE_CHECKING:
    from share_board.demo.town import SignIn

HERE = "127.0.0.1"
PORT = 8000
PORTS_TRIED = 20
DEFAULT_BASE_URL = f"http://{HERE}:{PORT}"

host_option = click.option("--host", default=HERE, show_default=True, help=_("The address to listen on."))


@click.command(help=_("Serve the board until it is stopped; what is being answered is finished first."))
@host_option
@click.option("--port", default=PORT, show_default=True, help=_("The port to listen on."))
@click.option("--with-worker", is_flag=True, help=_("Send letters as well, from a second process."))
def serve(*, host: str, port: int, with_worker: bool) -> None:
    with opened() as (settings, database):
        require_shape(database)
    if not _is_free(host, port):
        raise click.ClickException(_("Something else is listening on port %(port)d. Please choose another.", port=port))
    if settings.base_url == DEFAULT_BASE_URL:
        settings = settings.with_(base_url=f"http://{HERE}:{port}")
    _become_server(settings, host=host, port=port, welcome=_is_open(settings), with_worker=with_worker)


@click.command(help=_("Send letters, remind, and let lapse what is over, until it is stopped."))
@click.option("--once", is_flag=True, help=_("Do what is due now, and end."))
@click.option("--with-parent", is_flag=True, hidden=True)
def worker(*, once: bool, with_parent: bool) -> None:
    from share_board.jobs import jobs
    from share_board.worker import work, work_once

    parent, stop = os.getppid(), Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_signal: stop.set())

    def is_wanted() -> bool:
        return not with_parent or os.getppid() == parent

    with opened() as (settings, database):
        require_shape(database)
        if once:
            done = work_once(database, settings, jobs=jobs(settings))
            click.echo(_("Sent %(sent)d, not sent %(failed)d.", sent=done.sent, failed=done.failed))
        else:
            work(database, settings, stop=stop, jobs=jobs(settings), is_wanted=is_wanted)


@click.command(help=_("Try the board out: a whole invented town, made afresh and served."))
@host_option
@click.option("--port", type=int, help=_("The port to listen on; the first free one from 8000 on if not said."))
@click.option("--keep", is_flag=True, help=_("Go on with the town of last time."))
def demo(*, host: str, port: int | None, keep: bool) -> None:
    from share_board.demo import town

    folder = from_environment().instance / "demo"
    _take(folder)
    port = port or next((free for free in range(PORT, PORT + PORTS_TRIED) if _is_free(host, free)), PORT)
    if not _is_free(host, port):
        raise click.ClickException(_("Something else is listening on port %(port)d. Please choose another.", port=port))
    settings = _demo_settings(folder, port)
    if not keep or not (folder / "share-board.db").exists():
        click.echo(_("Building the invented town. This takes a moment …"))
        _build(folder, settings)
    welcome = "\n".join(_welcome(settings, town.PEOPLE, town.PASSWORD))
    _become_server(settings, host=host, port=port, welcome=welcome, with_worker=True)


def _become_server(settings: Settings, *, host: str, port: int, welcome: str, with_worker: bool) -> NoReturn:
    """This process goes on as the server's first; see `serving`."""
    from share_board import compressed

    compressed.write(settings.instance)
    order = [*OURS, "share_board.serving", "--host", host, "--port", str(port), f"--welcome={json.dumps(welcome)}"]
    if with_worker:
        order.append("--with-worker")
    os.execve(sys.executable, order, os.environ | settings.environment)  # noqa: S606 - our own code


def _take(folder: Path) -> None:
    """Ends the command if another one is serving this town right now. It is ours until the server has ended."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = os.open(folder / "is-open", os.O_CREAT | os.O_WRONLY)
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as taken:
        os.close(mark)
        raise click.ClickException(_("The invented town is open already, in another window.")) from taken
    os.set_inheritable(mark, True)  # noqa: FBT003 - it has no name


def _demo_settings(folder: Path, port: int) -> Settings:
    """An instance of its own, whatever the environment says about the real one."""
    said = {
        "INSTANCE": str(folder),
        "BASE_URL": f"http://{HERE}:{port}",
        "MAIL_URL": f"folder://{folder / 'mail'}",
        "MAIL_FROM": "share-board@demo.example",
        "DEMO": "1",
    }
    return from_environment({f"{PREFIX}{name}": value for name, value in said.items()})


def _build(folder: Path, settings: Settings) -> None:
    """Throw the town of last time away and make it anew."""
    from share_board.demo import town

    for old in ("share-board.db", "share-board.db-wal", "share-board.db-shm"):
        (folder / old).unlink(missing_ok=True)
    for old in ("uploads", "mail"):
        shutil.rmtree(folder / old, ignore_errors=True)
    database = Database(settings.database_url)
    try:
        town.build(database, uploads=settings.upload_folder)
    finally:
        database.dispose()


def _welcome(settings: Settings, people: Iterable["SignIn"], password: str) -> Iterable[str]:
    from share_board.members.labels import role_label

    yield ""
    yield _is_open(settings)
    yield ""
    yield _("Looking around and asking need no account. To sign in (%(url)s):", url=f"{settings.base_url}/login")
    for person in people:
        yield f"  {_padded(str(role_label(person.role)), 28)}{_padded(person.name, 16)}{person.email}"
    yield _("Password of all of them: %(password)s", password=password)
    yield _("Mails are not sent; you can read them here: %(url)s", url=f"{settings.base_url}/demo/mails")
    yield _("To stop, press Ctrl+C.")


def _is_open(settings: Settings) -> str:
    return _("The board is open: %(url)s", url=f"{settings.base_url}/")


def _padded(text: str, columns: int) -> str:
    """Filled up to a width in columns, of which a full-width letter takes two."""
    wide = sum(unicodedata.east_asian_width(letter) in "WFA" for letter in text)
    return text + " " * (columns - len(text) - wide)


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError:
            return False
    return True
