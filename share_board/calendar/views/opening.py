"""When something can be used: the usual week of a resource on one screen, with the next weeks below it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, web
from share_board.calendar import actions, history, labels, month, policy, queries
from share_board.calendar.actions import OpeningDraft
from share_board.calendar.forms import BandsForm, HoursForm
from share_board.calendar.models import OpeningRule
from share_board.calendar.opening import Hours
from share_board.calendar.views.common import bp, one_with_time
from share_board.errors import permit
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.resources.models import Resource

BY_HOURS, BY_BANDS, BY_PHONE = "hours", "bands", "phone"
OFFICE_HOURS: Final = (9 * 60, 17 * 60)
PRESETS: Final = {"weekdays": range(5), "weekend": range(5, 7), "everyday": range(7)}
FORMS: Final[dict[str, type[HoursForm] | type[BandsForm]]] = {BY_HOURS: HoursForm, BY_BANDS: BandsForm}


@bp.route("/resources/<public_id>/opening", methods=["GET", "POST"])
def opening(public_id: str) -> ResponseReturnValue:
    """Set the usual week; nothing is kept by looking at its preview."""
    resource = one_with_time(public_id)
    permit(policy.may_set_opening(web.viewer(), resource))
    rules = queries.hours(db.session, resource)
    way = request.values.get("by", "")
    if way not in {BY_HOURS, BY_BANDS, BY_PHONE}:
        way = _way_of(rules)
    if request.method == "POST":
        return _set(resource, rules, way)
    preset = _preset(way)
    form = FORMS[way].of(preset or rules) if way in FORMS else None
    return _page(resource, rules, way, form, preset or rules)


def _set(resource: Resource, rules: Sequence[OpeningRule], way: str) -> ResponseReturnValue:
    form = FORMS[way]() if way in FORMS else None
    if form is not None and not form.validate_on_submit():
        return _page(resource, rules, way, form, rules), 422
    week = form.draft() if form is not None else []
    if "look" in request.form:
        return _page(resource, rules, way, form, week)
    actions.set_opening(db.session, resource, week, by=web.viewer())
    history.hours_set(db.session, resource, by=web.viewer(), at=clock.now())
    db.session.commit()
    flash(
        _("These are the hours from now on.") if week else _("From now on the hours are agreed upon by phone."),
        "success",
    )
    return web.see_other(url_for(".opening", public_id=resource.public_id))


def _page(
    resource: Resource,
    rules: Sequence[OpeningRule],
    way: str,
    form: HoursForm | BandsForm | None,
    week: Sequence[Hours],
) -> str:
    """`week` is what the preview shows: the rules that hold, or those that somebody is thinking about."""
    seasonal = [rule for rule in rules if rule.season_from is not None]
    usual = [rule for rule in week if rule.season_from is None]
    shown = replace(
        queries.time_rules(db.session, resource), hours=(*usual, *seasonal), deadline_days=0, horizon_months=24
    )
    return render_template(
        "calendar/opening.html",
        resource=resource,
        way=way,
        form=form,
        is_by_phone=not rules,
        has_seasons=bool(seasonal),
        presets=_preset_links(resource, way),
        grid=month.coming_weeks(db.session, resource, shown, today=web.viewer().today),
    )


def _way_of(rules: Sequence[OpeningRule]) -> str:
    return BY_BANDS if any(rule.band for rule in rules) else BY_HOURS


def _preset_links(resource: Resource, way: str) -> list[tuple[str, str]]:
    words = {
        "weekdays": _("Weekdays"), "weekend": _("Saturdays and Sundays"), "everyday": _("Every day"),
    }  # fmt: skip
    return [
        (url_for(".opening", public_id=resource.public_id, by=way, preset=name, _anchor="week"), label)
        for name, label in words.items()
    ]


def _preset(way: str) -> list[OpeningDraft]:
    """A usual week to start from, chosen by one press; nothing is kept before the button is pressed."""
    days = PRESETS.get(request.args.get("preset", ""))
    if days is None or way not in FORMS:
        return []
    if way == BY_HOURS:
        return [OpeningDraft(day, *OFFICE_HOURS) for day in days]
    return [OpeningDraft(day, begin, end, str(name)) for day in days for name, begin, end in labels.SUGGESTED_BANDS]
