"""The calendar of one resource for phones and office programs."""

from flask import Response, request, url_for
from sqlalchemy.orm import contains_eager

from share_board import web
from share_board.calendar import feed
from share_board.calendar.feed import Written
from share_board.calendar.views.common import bp
from share_board.errors import NotThere
from share_board.extensions import db, settings
from share_board.resources import queries
from share_board.resources.models import Resource


@bp.get("/resources/<public_id>/calendar.ics", endpoint="feed")
def show(public_id: str) -> Response:
    """When it is taken, closed and open; nothing of who asked."""
    found = queries.by_public_id(web.viewer(), web.reach(), public_id).options(contains_eager(Resource.facility))
    resource = web.one_or_404(found)
    if not resource.has_slots:
        raise NotThere
    base_url = settings().base_url
    return answer(
        feed.of_resource(
            db.session,
            resource,
            today=web.viewer().today,
            base_url=base_url,
            url=base_url + url_for("board.show", public_id=public_id),
        )
    )


def answer(written: Written) -> Response:
    """The calendar, or 304 for a phone that has it already."""
    made = Response(written.text, mimetype="text/calendar")
    made.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    made.set_etag(written.etag)
    made.last_modified = written.changed_at
    made.make_conditional(request)
    return made
