"""Closed days: those that are and come, new ones in two presses, and an end to them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final, TypeVar

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, dates, web
from share_board.calendar import closing, history, labels, queries
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.forms import ClosureForm
from share_board.calendar.forms.closing import WhatForm
from share_board.calendar.line_keeper import keeper
from share_board.calendar.models import Closure, ClosureReason, ClosureTime, Occupancy
from share_board.calendar.views.common import bp
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.resources.views.common import facility_choice

ALL_AT_ONCE: Final = 50  # things that one list still shows

F = TypeVar("F", bound=WhatForm)


@bp.get("/closures")
def closures() -> ResponseReturnValue:
    """What is closed now, what comes, and the calendars that say so."""
    now = clock.now()
    rows = db.session.execute(queries.closures(web.viewer(), web.reach(), at=now)).all()
    shown = [_shown(row.Closure, row.starts_at, row.ends_at, row.coming) for row in rows]
    return render_template(
        "calendar/closures.html",
        now=[each for each in shown if each["is_on"]],
        coming=[each for each in shown if not each["is_on"] and each["closure"].calendar_name is None],
        calendars=[each for each in shown if each["closure"].calendar_name is not None],
    )


@bp.route("/closures/new", methods=["GET", "POST"])
def close() -> ResponseReturnValue:
    """Close something. Promises that it would lie over are shown before; nothing is closed over others than these."""
    form = _form()
    if request.method != "POST":
        return _page(form)
    if not form.validate_on_submit():
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    draft, seen = form.draft(), request.form.get("seen", mark([]))
    touched = _touched(draft)
    if mark(touched) != seen:
        return _confirm(form, draft, touched)
    _closure, touched = closing.close(db.session, draft, by=web.viewer(), at=clock.now())
    if mark(touched) != seen:  # somebody asked between the two looks
        db.session.rollback()
        return _confirm(offered(ClosureForm()), draft, _touched(draft)), HTTPStatus.CONFLICT
    history.closed(db.session, draft, by=web.viewer(), at=clock.now())
    db.session.commit()
    flash(_("It is closed then. The calendar says so from now on."), "success")
    return web.see_other(url_for(".closures"))


@bp.get("/closures/<public_id>")
def closure(public_id: str) -> ResponseReturnValue:
    """One closure with all its days; each can be opened by itself."""
    found, now = _one(public_id), clock.now()
    times = db.session.scalars(queries.coming_times(found, at=now)).all()
    return render_template(
        "calendar/closure.html",
        closure=found,
        when=labels.say_closure(found),
        reason=labels.REASON[found.reason],
        units=labels.say_units(found),
        times=[(time, labels.say_when(time.starts_at, time.ends_at), time.starts_at <= now) for time in times],
    )


@bp.post("/closures/<public_id>/end")
def end_closure(public_id: str) -> ResponseReturnValue:
    """Open again from now on, or not closed at all if it has not begun; `only` one of its days if one was pressed."""
    found, viewer = _one(public_id), web.viewer()
    only = _pressed(found)
    closing.end_closure(db.session, found, by=viewer, at=clock.now(), only=only)
    history.opened_again(db.session, found, by=viewer, at=clock.now())
    db.session.commit()
    flash(_("It is open again."), "success")
    return web.see_other(url_for(".closure", public_id=public_id) if only else url_for(".closures"))


def _one(public_id: str) -> Closure:
    return web.one_or_404(queries.closure_by_public_id(web.viewer(), web.reach(), public_id))


def _pressed(found: Closure) -> ClosureTime | None:
    if "only" not in request.form:
        return None
    coming = db.session.scalars(queries.coming_times(found, at=clock.now()))
    pressed = next((time for time in coming if time.starts_at.isoformat() == request.form["only"]), None)
    if pressed is None:
        raise closing.ClosureOver
    return pressed


# ---- pages ---------------------------------------------------------------------------------------------------------


def _shown(found: Closure, starts_at: datetime, ends_at: datetime, coming: int) -> dict[str, Any]:
    """A closure as the list shows it."""
    return {
        "closure": found,
        "when": labels.say_closure(found),
        "next": labels.say_when(starts_at, ends_at) if coming > 1 or not found.is_one_stretch else "",
        "coming": coming,
        "reason": labels.REASON[found.reason],
        "units": labels.say_units(found),
        "is_on": starts_at <= clock.now() and found.calendar_name is None,
    }


def offered(form: F) -> F:
    """The form with what the viewer may close; of a large network the facility that is named, or facilities only."""
    viewer, reach = web.viewer(), web.reach()
    facilities = db.session.scalars(queries.facilities(viewer, reach)).all()
    things = db.session.scalars(queries.resources_with_time(viewer, reach).limit(ALL_AT_ONCE + 1)).all()
    if len(things) <= ALL_AT_ONCE:
        form.offer(facilities, things)
        return form
    only = facilities[0].public_id if len(facilities) == 1 else ""
    named = request.values.get("what") or request.args.get("facility") or only
    things = db.session.scalars(queries.resources_with_time(viewer, reach, of=named)).all()
    in_it = {thing.facility_id for thing in things}
    meant = [each for each in facilities if each.public_id == named or each.id in in_it]
    form.offer(meant or facilities, things)
    form.lacks_things = not meant
    return form


def which_facility(title: str, form: WhatForm) -> str:
    """The question before the form, where there is more to choose from than one list can show."""
    return render_template("calendar/which_facility.html", title=title, choice=facility_choice(form.houses))


def _form() -> ClosureForm:
    """Filled with what was pressed: a thing, a day, a reason."""
    form, pressed = offered(ClosureForm()), request.args
    if request.method != "POST":
        form.what.data = pressed.get("what", "") if form.knows(pressed.get("what", "")) else form.what.data
        form.from_day.data = dates.parse_day(pressed.get("day", ""), clock.today()) or clock.today()
        form.reason.data = pressed.get("reason", "") if pressed.get("reason") in set(ClosureReason) else None
    return form


def _page(form: ClosureForm) -> str:
    """The form; after a press in a calendar with the promises that its button would lie over."""
    if request.method != "POST" and form.lacks_things:
        return which_facility(_("Close a day"), form)
    pressed, touched, waiting = None, list[Occupancy](), 0
    if request.method != "POST" and "day" in request.args and form.knows(form.what.data):
        draft = form.draft()
        pressed = form.said(), labels.say_when(draft.starts_at, draft.ends_at)
        touched, waiting = _touched(draft), _waiting(draft)
    return render_template(
        "calendar/close.html", form=form, pressed=pressed, seen=mark(touched), **named(touched, waiting)
    )


def _confirm(form: ClosureForm, draft: ClosureDraft, touched: Sequence[Occupancy]) -> str:
    return render_template(
        "calendar/confirm_closure.html",
        said=form.said(),
        when=labels.say_when(draft.starts_at, draft.ends_at, draft.again),
        typed={**dict(web.typed()), "seen": mark(touched)},
        **named(touched, _waiting(draft)),
    )


# ---- promises --------------------------------------------------------------------------------------------------------


def _touched(draft: ClosureDraft) -> list[Occupancy]:
    resources = queries.closable(db.session, draft.facility_id, draft.resource_id)
    return queries.promised(db.session, resources, draft.slots, units=draft.units, at=clock.now())


def _waiting(draft: ClosureDraft) -> int:
    resources = queries.closable(db.session, draft.facility_id, draft.resource_id)
    return len(closing.waiting_under(db.session, draft, resources))


def named(touched: Sequence[Occupancy], waiting: int = 0) -> dict[str, object]:
    """For the list of what is touched; `waiting` is how many wait for that time."""
    return {
        "waiting": waiting,
        "touched": [(occupancy, labels.say_taken(occupancy)) for occupancy in touched],
        "names": keeper().say(db.session, [occupancy.line_id for occupancy in touched if occupancy.line_id]),
    }


def mark(touched: Sequence[Occupancy]) -> str:
    """Which promises were shown: the same for the same, and nothing for none."""
    ids = sorted(str(occupancy.line_id) for occupancy in touched)
    return hashlib.sha256(" ".join(ids).encode()).hexdigest()[:16] if ids else ""
