"""When and how something can be used: all rules of a resource on one screen, with the next weeks beside them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, web
from share_board.calendar import actions, labels, month, policy, queries, rule_labels, rule_sentences
from share_board.calendar.actions import OpeningDraft, RulesDraft
from share_board.calendar.asking import Before, Unit
from share_board.calendar.forms import BandsForm, HoursForm, RulesForm
from share_board.calendar.models import OpeningRule
from share_board.calendar.opening import Hours, TimeRules
from share_board.calendar.setting import mark
from share_board.calendar.views.common import bp, one_with_time
from share_board.errors import Stale, permit
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.resources.models import Resource

BY_HOURS, BY_BANDS, BY_PHONE = "hours", "bands", "phone"
OFFICE_HOURS: Final = (9 * 60, 17 * 60)
PRESETS: Final = {"weekdays": range(5), "weekend": range(5, 7), "everyday": range(7)}
Thought = tuple[Sequence[Hours], RulesDraft]
FORMS: Final[dict[str, type[RulesForm]]] = {BY_HOURS: HoursForm, BY_BANDS: BandsForm, BY_PHONE: RulesForm}


@bp.route("/resources/<public_id>/opening", methods=["GET", "POST"])
def opening(public_id: str) -> ResponseReturnValue:
    """Set the rules. Looking at the next weeks, another way to lend or a week to start from keep nothing."""
    resource = one_with_time(public_id)
    permit(policy.may_set_opening(web.viewer(), resource))
    rows = queries.hours(db.session, resource)
    way = request.values.get("by", "")
    if way not in FORMS:
        way = BY_BANDS if any(row.band for row in rows) else BY_HOURS
    if request.method == "POST":
        return _act(resource, rows, way)
    kept = _kept(resource)
    form = FORMS[way].of(rows, kept, web.viewer().today)
    if preset := _preset(way, request.args.get("preset", "")):
        form.fill_week(preset)
    return _page(resource, rows, way, form, (preset or rows, kept), opened={"week"} if preset or not rows else ())


def _act(resource: Resource, rows: Sequence[OpeningRule], way: str) -> ResponseReturnValue:
    kept = (rows, _kept(resource))
    form = FORMS[way]()
    if (other := request.form.get("switch", "")) in FORMS:
        week = form.week() if form.validate() else ()
        return _refilled(resource, rows, other, week or rows, kept)
    if preset := _preset(way, request.form.get("preset", "")):
        return _refilled(resource, rows, way, preset, kept)
    if not (form.validate_on_submit() and _lets_ask(resource, form)):
        return _page(resource, rows, way, form, kept), 422
    hours, rules = form.hours(), form.draft()
    if "look" in request.form:
        return _page(resource, rows, way, form, (hours, rules), kept)
    try:
        actions.set_rules(
            db.session, resource, hours, rules, by=web.viewer(), at=clock.now(), seen_mark=form.seen.data or ""
        )
    except Stale:
        return _somebody_was_faster(resource.public_id, way, form, (hours, rules))
    db.session.commit()
    flash(
        _("These are the rules from now on.") if hours else _("From now on the hours are agreed upon by phone."),
        "success",
    )
    return web.see_other(url_for(".opening", public_id=resource.public_id))


def _kept(resource: Resource) -> RulesDraft:
    """The rules beside the hours, as they are now."""
    return RulesDraft.of(resource, queries.own_rules(db.session, resource))


def _lets_ask(resource: Resource, form: RulesForm) -> bool:
    return form.lets_ask(_said(resource, (form.hours(), form.draft()))[0], web.viewer().today)


def _somebody_was_faster(public_id: str, way: str, form: RulesForm, thought: Thought) -> ResponseReturnValue:
    """What was typed stays, beside what is kept now; pressing again keeps what was typed."""
    db.session.rollback()
    resource = one_with_time(public_id)
    rows = queries.hours(db.session, resource)
    kept = (rows, _kept(resource))
    form.seen.data = mark(*kept)
    return _page(resource, rows, way, form, thought, kept, is_overtaken=True), Stale.status


def _refilled(
    resource: Resource, rows: Sequence[OpeningRule], way: str, week: Sequence[Hours], kept: Thought
) -> ResponseReturnValue:
    """Another week in the form, and in what the page says; everything else stays as it was typed."""
    form = FORMS[way]()
    form.fill_week(week)
    thought = (form.hours(), form.draft()) if form.validate() else kept
    return _page(resource, rows, way, form, thought, kept, opened={"week"})


def _page(
    resource: Resource,
    rows: Sequence[OpeningRule],
    way: str,
    form: RulesForm,
    thought: Thought,
    kept: Thought | None = None,
    *,
    opened: Collection[str] = (),
    is_overtaken: bool = False,
) -> str:
    """`thought` is what the page says: the rules that are `kept`, or those that somebody is thinking about."""
    today = web.viewer().today
    rules, said = _said(resource, thought)
    before = said if kept is None else _said(resource, kept)[1]
    at_any_time = replace(rules, closes=Before(), opens=Before(month.MOST_MONTHS_AHEAD, Unit.MONTHS))
    return render_template(
        "calendar/opening.html",
        resource=resource,
        way=way,
        form=form,
        is_by_phone=not rows,
        ways=_ways(),
        presets=_presets() if way != BY_PHONE else [],
        said=said,
        theirs=before if is_overtaken else None,
        opened={*opened, *form.wrong, *(part for part in said if said[part] != before[part])},
        words=[*rule_labels.in_words(rules), rule_labels.example(rules, today)],
        grid=month.coming_weeks(db.session, resource, at_any_time, at=clock.now()),
    )


def _said(resource: Resource, thought: Thought) -> tuple[TimeRules, Mapping[str, list[str]]]:
    """The rules that this makes, and their sentences."""
    hours, draft = thought
    rules = queries.rules_under(db.session, resource, draft, draft.own(resource), hours)
    return rules, rule_sentences.of(rules, draft, web.viewer().today)


def _ways() -> list[tuple[str, str]]:
    return [
        (BY_HOURS, _("By the hour")),
        (BY_BANDS, _("By morning, afternoon, evening")),
        (BY_PHONE, _("Agreed upon by phone")),
    ]


def _presets() -> list[tuple[str, str]]:
    return [("weekdays", _("Weekdays")), ("weekend", _("Saturdays and Sundays")), ("everyday", _("Every day"))]


def _preset(way: str, name: str) -> list[OpeningDraft]:
    """A usual week to start from, chosen by one press; nothing is kept before the button is pressed."""
    days = PRESETS.get(name)
    if days is None or way == BY_PHONE:
        return []
    if way == BY_HOURS:
        return [OpeningDraft(day, *OFFICE_HOURS) for day in days]
    return [OpeningDraft(day, begin, end, str(name)) for day in days for name, begin, end in labels.SUGGESTED_BANDS]
