"""Alive, and able to serve."""

from http import HTTPStatus

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from share_board import migrations
from share_board.extensions import db

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> ResponseReturnValue:
    """The process answers; nothing else is looked at."""
    return {"status": "ok"}


@bp.get("/readyz")
def ready() -> ResponseReturnValue:
    """The database answers and has the shape of this version."""
    has = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    if has != migrations.newest():
        return {"status": "migrate first"}, HTTPStatus.SERVICE_UNAVAILABLE
    return {"status": "ok"}
