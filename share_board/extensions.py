"""What Flask holds for one application: the database session of the request, made here, bound in app.py."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app, g, request
from flask_login import LoginManager
from sqlalchemy.orm import Session

from share_board.csrf import MaskedTokens
from share_board.database import Database
from share_board.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Held:
    """`db.session` is the session of this request: read-only for GET and HEAD, so that no page can change a thing."""

    def bind(self, app: Flask, database: Database) -> None:
        app.extensions["share_board.database"] = database
        app.teardown_appcontext(self._close)

    @property
    def database(self) -> Database:
        database: Database = current_app.extensions["share_board.database"]
        return database

    @property
    def session(self) -> Session:
        if "session" not in g:
            g.session = self.database.open(read_only=_may_only_read())
        session: Session = g.session
        return session

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """Where a page reads what stands around it: in its own session, or beside one that writes.

        So a page that only reads takes one connection, and one that writes does not begin to for a heading's sake.
        """
        if _may_only_read():
            yield self.session
        else:
            with self.database.reading() as reading:
                yield reading

    def _close(self, _: BaseException | None) -> None:
        session: Session | None = g.pop("session", None)
        if session is not None:
            session.close()


def _may_only_read() -> bool:
    return request.method in SAFE_METHODS


def settings() -> Settings:
    """The settings this application was made with."""
    made_with: Settings = current_app.extensions["share_board.settings"]
    return made_with


db = Held()
login = LoginManager()
csrf = MaskedTokens()
