"""Doors: what we offer, and how it comes onto the board, rests, is confirmed and leaves."""

from itertools import groupby
from operator import attrgetter
from typing import Final

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, web
from share_board.errors import NotThere, permit
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.members import paging
from share_board.resources import actions, labels, lifecycle, policy, queries
from share_board.resources.forms import PauseForm
from share_board.resources.models import Resource, ResourceAct, ResourceStatus
from share_board.resources.views.common import bp, facility_choice, named_facility, one

AT_ONCE: Final = {
    ResourceAct.PUBLISH: actions.publish,
    ResourceAct.RESUME: actions.resume,
    ResourceAct.CONFIRM: actions.confirm,
    ResourceAct.WITHDRAW: actions.withdraw,
}
DONE: Final = {
    ResourceAct.PUBLISH: lambda: _("It stands on the board now. Thank you for sharing."),
    ResourceAct.PAUSE: lambda: _("It rests now. Its page says why."),
    ResourceAct.RESUME: lambda: _("It stands on the board again."),
    ResourceAct.CONFIRM: lambda: _("Thank you. The board says that it was confirmed today."),
    ResourceAct.WITHDRAW: lambda: _("It has been taken down. You can put it up again at any time."),
}


@bp.get("/resources/mine")
def mine() -> ResponseReturnValue:
    """What we offer, facility by facility."""
    viewer = web.viewer()
    facilities = db.session.scalars(queries.facilities_to_post_for(viewer)).all()
    chosen = named_facility(facilities)
    offered = queries.mine(viewer, web.reach(), facility_id=chosen.id if chosen else None)

    def turned(number: int) -> str:
        return url_for(".mine", facility=chosen.public_id if chosen else None, page=number)

    page = paging.page(db.session, offered, paging.number_in(request.args.get("page", "")), turned)
    return render_template(
        "resources/mine.html",
        page=page,
        offers=[(facility, list(rows)) for facility, rows in groupby(page.rows, key=attrgetter("facility"))],
        choice=facility_choice(facilities, may_be_all=True),
        chosen=chosen,
        labels=labels,
        ResourceStatus=ResourceStatus,
        ResourceAct=ResourceAct,
        is_old=lambda resource: lifecycle.is_old(resource, clock.today()),
    )


@bp.route("/resources/<public_id>/state/<act>", methods=["GET", "POST"])
def change_state(public_id: str, act: str) -> ResponseReturnValue:
    """Put it up, let it rest, end the rest, confirm it, take it down."""
    viewer, resource = web.viewer(), one(public_id)
    permit(policy.may_edit(viewer, resource))
    if act not in DONE:
        raise NotThere
    chosen, form = ResourceAct(act), PauseForm()
    page = {"resource": resource, "act": chosen, "form": form, "ResourceAct": ResourceAct}
    if request.method != "POST":
        _require_possible(resource, chosen)
        return render_template("resources/state.html", **page)
    if chosen is ResourceAct.PAUSE:
        if not form.validate_on_submit():
            return web.invalid("resources/state.html", **page)
        try:
            actions.pause(
                db.session, resource, reason=form.reason.data, until=form.until.data, by=viewer, at=clock.now()
            )
        except actions.PauseIsOver as refusal:
            form.refuse("until", web.explain(refusal))
            return web.invalid("resources/state.html", **page)
    else:
        AT_ONCE[chosen](db.session, resource, by=viewer, at=clock.now())
    db.session.commit()
    flash(DONE[chosen](), "success")
    return web.see_other(url_for(".mine", _anchor=resource.public_id))


def _require_possible(resource: Resource, act: ResourceAct) -> None:
    """A page that asks is not shown where the answer would be refused."""
    if act in lifecycle.STEPS and resource.status not in lifecycle.STEPS[act].sources:
        raise lifecycle.WrongState(resource.status, act)
