"""The invented town, served as it is to people, once for all tests of a process."""

import email
import fcntl
import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.policy import default
from pathlib import Path
from socket import create_server
from threading import Thread

from flask import Flask
from sqlalchemy import select
from werkzeug.serving import ThreadedWSGIServer

from share_board import compressed
from share_board.app import create_app
from share_board.database import Database
from share_board.demo import town
from share_board.members.models import Role, User
from share_board.members.signed_in import begin
from share_board.settings import Settings
from share_board.worker import work_once
from tests.engines import Engines


@dataclass(frozen=True)
class Stage:
    """One board with the town on it."""

    settings: Settings
    database: Database
    app: Flask

    @property
    def url(self) -> str:
        return self.settings.base_url

    def token(self, role: Role) -> str:
        """What the cookie of somebody says who has signed in in this role."""
        person = next(person for person in town.PEOPLE if person.role is role)
        with self.database.writing() as session:
            user = session.scalars(select(User).where(User.email == person.email)).one()
            return begin(session, user_id=user.id, membership_id=user.memberships[0].id, device="Chrome")

    def mails_to(self, address: str) -> list[str]:
        """What has been sent to somebody until now, the oldest first."""
        work_once(self.database, self.settings)
        folder = Path(self.settings.mail_url.removeprefix("folder://"))
        mails = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        messages = [email.message_from_bytes(mail.read_bytes(), policy=default) for mail in mails]
        bodies = [message.get_body(("plain",)) for message in messages if address in str(message["To"])]
        return [body.get_content() for body in bodies if body is not None]


def painted_town(shared: Path) -> Path:
    """A folder with the town and its pictures on SQLite; the first process that asks makes it for all of them."""
    painted = shared / "town"
    with (shared / "town.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not painted.exists():
            half = Path(tempfile.mkdtemp(dir=shared))
            database = Database(f"sqlite:///{half / 'town.db'}", is_durable=False)
            try:
                town.build(database, uploads=half / "uploads")
            finally:
                database.dispose()  # the last connection to close brings the log into the file
            half.rename(painted)
    return painted


@contextmanager
def on_sqlite(painted: Path, folder: Path) -> Iterator[Stage]:
    """A copy of the painted town."""
    shutil.copyfile(painted / "town.db", folder / "town.db")
    shutil.copytree(painted / "uploads", folder / "uploads")
    with _served(Database(f"sqlite:///{folder / 'town.db'}", is_durable=False), folder) as stage:
        yield stage


@contextmanager
def on_postgresql(engines: Engines, folder: Path) -> Iterator[Stage]:
    """The same town without pictures: what they show does not depend on the database."""
    database = engines.fresh("postgresql", folder)
    town.build(database, uploads=folder / "uploads", with_pictures=False)
    with _served(database, folder) as stage:
        yield stage


@contextmanager
def _served(database: Database, folder: Path) -> Iterator[Stage]:
    compressed.write(folder)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        settings = Settings(
            instance=folder,
            database_url=database.engine.url.render_as_string(hide_password=False),
            secret_key="a secret of the tests",
            base_url=f"http://127.0.0.1:{port}",
            mail_url=f"folder://{folder / 'mail'}",
            upload_folder=folder / "uploads",
            is_demo=True,
        )
        app = create_app(settings, database)
        server = ThreadedWSGIServer("127.0.0.1", port, app, fd=listener.fileno())
        server.daemon_threads = False  # closing waits until the last visitor has gone
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Stage(settings, database, app)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            database.dispose()
