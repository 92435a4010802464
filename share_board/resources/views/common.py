"""What the doors of posting share."""

from flask import Blueprint

from share_board import web
from share_board.extensions import db, settings
from share_board.resources import queries
from share_board.resources.models import Resource
from share_board.resources.photo_store import PhotoStore

bp = Blueprint("resources", __name__)


def one(public_id: str) -> Resource:
    """The resource with this address, if it is one of the viewer's."""
    return web.one_or_404(queries.by_public_id(web.viewer(), web.reach(), public_id))


def again(public_id: str) -> Resource:
    """The same, read anew in a new transaction: somebody may have changed it, or the viewer may have moved on."""
    db.session.rollback()
    db.session.expire_all()
    return one(public_id)


def photo_store() -> PhotoStore:
    return PhotoStore(settings().upload_folder)
