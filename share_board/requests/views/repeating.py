"""くりかえし: before a rule becomes lines, each of its days is shown, and those that can be had are ticked."""

from collections.abc import Collection, Sequence
from datetime import date
from http import HTTPStatus

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, dates, web
from share_board.calendar import labels as calendar_labels
from share_board.calendar.repetition import Repetition
from share_board.errors import Refusal
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.requests import series
from share_board.requests.askers import asker_of_viewer
from share_board.requests.drafts import LineDraft
from share_board.requests.forms import RepeatingForm
from share_board.requests.series import Occurrence
from share_board.requests.views import browser
from share_board.resources.models import Resource

TICKED = ("on", "instead")
OURS = frozenset({"csrf_token", "keep", "edit", *TICKED, "wait"})
Day = dict[str, object]


def choose_days(resource: Resource, form: RepeatingForm, repetition: Repetition) -> ResponseReturnValue:
    """The days of the rule, with what stands in the way of each; pressing puts the ticked ones on the list."""
    if "keep" not in request.form:
        return _page(resource, form, repetition)
    held, key = browser.begun()
    try:
        put = series.put(
            db.session, held, resource, form.draft(resource), repetition, chosen(*TICKED), waiting=chosen("wait"),
            by=web.viewer(), at=clock.now(), today=clock.today(),
        )  # fmt: skip
    except Refusal as refusal:
        sentence = web.explain(refusal)
        db.session.rollback()
        return _page(resource, form, repetition, sentence=sentence), HTTPStatus.CONFLICT
    db.session.commit()
    if put:
        flash(ngettext("%(num)d day is on your list.", "%(num)d days are on your list.", len(put)), "success")
    else:
        flash(_("These days are on your list already."), "note")
    return browser.keep(make_response(web.see_other(url_for("requests.basket"))), key)


def chosen(*names: str) -> frozenset[date]:
    """The days that are ticked in the boxes of these names."""
    said = [each for name in names for each in request.form.getlist(name)]
    days = (dates.parse_day(each[:10], clock.today()) for each in said)
    return frozenset(day for day in days if day is not None)


def _page(resource: Resource, form: RepeatingForm, repetition: Repetition, *, sentence: str = "") -> str:
    asker = asker_of_viewer(db.session, web.viewer())
    before = chosen(*TICKED) if "keep" in request.form else None
    found = series.occurrences(
        db.session, resource, form.draft(resource), repetition, asker=asker, at=clock.now(), chosen=before
    )
    ticked = frozenset(each.day for each in found) if before is None else before
    return render_template(
        "requests/days.html",
        resource=resource,
        rule=calendar_labels.say_repetition(repetition),
        days=described(found, ticked, chosen("wait")),
        free=sum(each.refusal is None for each in found),
        carried=[(name, value) for name, values in request.form.lists() if name not in OURS for value in values],
        sentence=sentence,
    )


def described(found: Sequence[Occurrence], ticked: Collection[date], waiting: Collection[date]) -> list[Day]:
    """The days as requests/ticked_days.html draws them."""
    return [
        {
            "value": each.day.isoformat(),
            "when": dates.say_stretch(each.draft.slot.start, each.draft.slot.end, today=clock.today()),
            "why_not": web.explain(each.refusal) if each.refusal else "",
            "is_ticked": each.day in ticked,
            "may_wait": each.may_wait,
            "waits": each.day in waiting,
            "instead": _instead(each.instead, ticked) if each.instead else None,
        }
        for each in found
        if each.draft.slot
    ]


def _instead(draft: LineDraft, ticked: Collection[date]) -> Day:
    """Another day that is offered; it is not ticked before somebody wants it."""
    day = series.day_of(draft)
    when = dates.say_stretch(draft.slot.start, draft.slot.end, today=clock.today()) if draft.slot else ""
    return {"value": day.isoformat(), "when": when, "is_ticked": day in ticked}
