"""What the doors of time share."""

from flask import Blueprint

from share_board import web
from share_board.errors import NotThere
from share_board.resources import queries
from share_board.resources.models import Resource

bp = Blueprint("calendar", __name__)


def one_with_time(public_id: str) -> Resource:
    """The resource with this address, if the viewer may see it and it is taken by time; a product is not."""
    resource = web.one_or_404(queries.by_public_id(web.viewer(), web.reach(), public_id))
    if not resource.has_slots:
        raise NotThere
    return resource
