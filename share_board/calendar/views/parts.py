"""What is used together with a resource: rooms of a hall, the contents of a set, the driver of a van."""

from http import HTTPStatus

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, web
from share_board.calendar import history, policy, queries, wholes
from share_board.calendar.forms import PartsForm
from share_board.calendar.views.common import bp, one_with_time
from share_board.errors import Stale, permit
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.resources.models import Resource


@bp.route("/resources/<public_id>/parts", methods=["GET", "POST"])
def parts(public_id: str) -> ResponseReturnValue:
    """Say it in rows; what has been promised takes the parts at once, or the page says why it cannot."""
    viewer, whole = web.viewer(), one_with_time(public_id)
    permit(policy.may_set_opening(viewer, whole))
    kept = queries.parts(db.session, whole)
    form = PartsForm.of([each for each in kept if each.whole_id == whole.id], queries.possible_parts(db.session, whole))
    if not form.is_submitted():
        return _page(form, whole)
    if not form.validate_on_submit():
        return _page(form, whole), HTTPStatus.UNPROCESSABLE_ENTITY
    before = whole.buffer_before_minutes, whole.buffer_after_minutes
    drafts = form.draft()
    try:
        wholes.set_parts(db.session, whole, drafts, by=viewer, at=clock.now(), seen_mark=form.seen.data or "")
    except Stale:
        db.session.rollback()
        now = wholes.parts_of(db.session, one_with_time(public_id))
        form.seen.data = wholes.mark(now)
        return _page(form, one_with_time(public_id), is_overtaken=True), Stale.status
    except (wholes.TooFewOfPart, wholes.PartPromised) as refusal:
        db.session.rollback()
        name = "units" if isinstance(refusal, wholes.TooFewOfPart) else "part"
        form.refuse(f"{name}_{form.row_of(refusal.part.id)}", web.explain(refusal))
        return _page(form, one_with_time(public_id)), refusal.status
    history.parts_set(db.session, whole, by=viewer, at=clock.now())
    db.session.commit()
    flash(_("From now on they are taken together.") if drafts else _("It is used by itself from now on."), "success")
    if before != (whole.buffer_before_minutes, whole.buffer_after_minutes):
        flash(_("Its time for preparing and clearing away is now as long as the longest of its parts."), "success")
    return web.see_other(url_for(".parts", public_id=whole.public_id))


def _page(form: PartsForm, whole: Resource, *, is_overtaken: bool = False) -> str:
    kept = queries.parts(db.session, whole)
    return render_template(
        "calendar/parts.html",
        form=form,
        resource=whole,
        is_overtaken=is_overtaken,
        parts=[each for each in kept if each.whole_id == whole.id],
        part_of=[each.whole for each in kept if each.part_id == whole.id],
    )
