"""Closed days: those that come, new ones in two presses, and an end to them."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, dates, web
from share_board.calendar import actions, history, labels, queries
from share_board.calendar.forms import ClosureForm
from share_board.calendar.line_keeper import keeper
from share_board.calendar.models import Closure
from share_board.calendar.views.common import bp
from share_board.extensions import db
from share_board.i18n import gettext as _


@bp.route("/closures", methods=["GET", "POST"])
def closures() -> ResponseReturnValue:
    """The closed days that come. A new one that touches promises is shown with them before it is made."""
    viewer = web.viewer()
    form = _form()
    if request.method != "POST":
        return _page(form)
    if not form.validate_on_submit():
        return _page(form), 422
    draft = form.draft()
    touched = queries.promised(db.session, draft.facility_id, draft.resource_id, draft.starts_at, draft.ends_at)
    if touched and "confirmed" not in request.form:
        return render_template(
            "calendar/confirm_closure.html",
            said=form.said(),
            when=labels.say_closure(draft.starts_at, draft.ends_at),
            touched=[(occupancy, labels.say_taken(occupancy)) for occupancy in touched],
            names=keeper().say(db.session, [occupancy.line_id for occupancy in touched if occupancy.line_id]),
            typed=dict(web.typed()),
            is_held=lambda occupancy: occupancy.firmness == "held",
        )
    actions.close(db.session, draft, by=viewer, at=clock.now())
    history.closed(db.session, draft, by=viewer, at=clock.now())
    db.session.commit()
    flash(_("It is closed then. The calendar says so from now on."), "success")
    return web.see_other(url_for(".closures"))


@bp.post("/closures/<public_id>/end")
def end_closure(public_id: str) -> ResponseReturnValue:
    """Open again from now on, or not closed at all if it has not begun."""
    viewer = web.viewer()
    closure = web.one_or_404(queries.closure_by_public_id(viewer, web.reach(), public_id))
    actions.end_closure(db.session, closure, by=viewer, at=clock.now())
    history.opened_again(db.session, closure, by=viewer, at=clock.now())
    db.session.commit()
    flash(_("It is open again."), "success")
    return web.see_other(url_for(".closures"))


def _form() -> ClosureForm:
    viewer, reach = web.viewer(), web.reach()
    form = ClosureForm()
    form.offer(
        db.session.scalars(queries.facilities(viewer, reach)).all(),
        db.session.scalars(queries.resources_with_time(viewer, reach)).all(),
    )
    if request.method != "POST":
        form.from_day.data = dates.parse_day(request.args.get("day", ""), clock.today())
    return form


def _page(form: ClosureForm) -> str:
    now = clock.now()
    coming = db.session.scalars(queries.closures(web.viewer(), web.reach(), at=now)).all()
    return render_template(
        "calendar/closures.html",
        form=form,
        closures=[
            (closure, labels.say_closure(closure.starts_at, closure.ends_at), _is_on(closure)) for closure in coming
        ],
        labels=labels,
    )


def _is_on(closure: Closure) -> bool:
    return closure.starts_at <= clock.now()
