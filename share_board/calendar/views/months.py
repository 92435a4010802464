"""The month of one resource: a page, or only the table for a page that turns it in place."""

from flask import Response, make_response, render_template, request, url_for

from share_board import clock, web
from share_board.calendar import month, policy
from share_board.calendar.views.common import bp, one_with_time
from share_board.doors import Viewer
from share_board.extensions import db
from share_board.resources.models import Resource, ResourceStatus


@bp.get("/resources/<public_id>/calendar", endpoint="month")
def show(public_id: str) -> Response:
    """What is free in a month. A day leads to asking for it; to those who lend it, to closing it."""
    resource = one_with_time(public_id)
    is_ours = _is_ours(web.viewer(), resource)
    template = "calendar/grid.html" if request.headers.get("HX-Request") else "calendar/month.html"
    answer = make_response(
        render_template(template, resource=resource, grid=_grid(resource, is_ours=is_ours), is_ours=is_ours)
    )
    answer.vary.add("HX-Request")
    return answer


def _is_ours(viewer: Viewer, resource: Resource) -> bool:
    """The people of the house; the secretariat may close it, too, but comes to ask."""
    return resource.facility_id in viewer.facility_ids and policy.may_close(viewer, resource.facility_id)


def _grid(resource: Resource, *, is_ours: bool) -> month.Grid:
    today, is_offered = web.viewer().today, resource.status is ResourceStatus.PUBLISHED
    shown = month.parse_month(request.args.get("month"), today)
    return month.grid(
        db.session,
        resource,
        year=shown.year,
        month=shown.month,
        at=clock.now(),
        day_url=(lambda day: url_for(".close", what=resource.public_id, day=day.isoformat()))
        if is_ours
        else lambda day: (
            url_for("requests.ask", public_id=resource.public_id, date=day.isoformat()) if is_offered else None
        ),
        leads=month.can_be_closed if is_ours else month.can_be_asked,
        month_url=lambda written: url_for(".month", public_id=resource.public_id, month=written),
        says_who_waits=policy.may_see_waiting(web.viewer(), resource),
    )
