"""Asking: one thing after another into the basket, and who asks."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from share_board import clock, dates, web
from share_board.calendar import opening
from share_board.calendar import queries as calendar
from share_board.calendar.forms.times import MIDNIGHT, minute_of
from share_board.calendar.time_refusals import TimeRefusal
from share_board.doors import Reach
from share_board.errors import NotThere, Refusal
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.members.models import Facility, Group, GroupKind
from share_board.requests import basket, filling, labels, queries, tell, wished
from share_board.requests.again import ask_again
from share_board.requests.forms import AskForm, BandsForm, OccasionForm, RepeatingForm, form_for
from share_board.requests.models import RequestLine, ShareRequest
from share_board.requests.numbers import read_number
from share_board.requests.questions import said
from share_board.requests.views import bp, browser, instead, repeating
from share_board.resources import queries as resources
from share_board.resources.models import Kind, Resource

LONGEST_NUMBER = 4
ONE_DAY = timedelta(days=1)
MOST_NAMED = 5  # what is told on the next page travels in a cookie
FIELD_OF_REFUSAL = {basket.TooMany: "units", basket.TooFew: "units", basket.TooSoon: "deliver_on"}
WISHED = ("day_1", "day_2", "day_3")


@bp.route("/resources/<public_id>/ask", methods=["GET", "POST"])
def ask(public_id: str) -> ResponseReturnValue:
    """Put one thing into the basket: when, how many, and the few questions of its kind."""
    resource = web.one_or_404(resources.by_public_id(web.viewer(), Reach.PUBLIC, public_id))
    form = form_of(resource, repeats=True)
    if request.method != "POST":
        suggest(form, resource)
    elif "edit" in request.form:
        return _page("requests/ask.html", form, resource=resource)
    elif form.validate():
        if isinstance(form, RepeatingForm) and (repetition := form.repetition()) is not None:
            return repeating.choose_days(resource, form, repetition)
        if (done := _put(form, resource)) is not None:
            return done
    return _page("requests/ask.html", form, resource=resource)


def _put(form: AskForm, resource: Resource) -> ResponseReturnValue | None:
    """What was filled in, or was pressed instead of it, lies on the list; None if it was refused beside a field."""
    held, key = browser.begun()
    draft = replace(form.draft(resource), waits="waits" in request.form)
    is_there = basket.line_like(held, resource, draft) is not None
    wanted = instead.picked(draft) or [(resource, draft)]
    try:
        for thing, one in wanted:
            basket.put(db.session, held, thing, one, by=web.viewer(), at=clock.now(), today=clock.today())
            if not one.waits and any(wished.are_taken(db.session, [(thing, one)])):
                db.session.rollback()
                return instead.taken_page(resource, draft)
    except Refusal as refusal:
        beside(form, refusal)
        return None
    db.session.commit()
    if draft.waits:
        flash(instead.waiting_said(), "success")
    elif is_there:
        flash(_("It is on your list already. To have more of it, or another time, press “Change” there."), "note")
    return browser.keep(make_response(web.see_other(url_for(".basket"))), key)


@bp.route("/requests/new/lines/<line_id>", methods=["GET", "POST"])
def change_line(line_id: str) -> ResponseReturnValue:
    """Change one thing in the basket."""
    line = _own_line(line_id)
    form = form_of(line.resource)
    if request.method != "POST":
        form.show(line)
        _suggest_time(form, line)
    elif form.validate():
        try:
            basket.change(db.session, line, form.draft(line.resource), at=clock.now(), today=clock.today())
        except Refusal as refusal:
            beside(form, refusal)
        else:
            db.session.commit()
            return web.see_other(url_for(".basket"))
    return _page("requests/ask.html", form, resource=line.resource, line=line)


@bp.post("/requests/new/lines/<line_id>/remove")
def remove_line(line_id: str) -> ResponseReturnValue:
    """Take one thing out of the basket."""
    line = _own_line(line_id)
    basket.remove(line.request, line, at=clock.now())
    db.session.commit()
    return web.see_other(url_for(".basket"))


@bp.route("/requests/new", methods=["GET", "POST"], endpoint="basket")
def show_basket() -> ResponseReturnValue:
    """What has been chosen, and who asks for which occasion. Sending keeps it; a last look follows."""
    held = browser.current()
    form = _occasion_form()
    if request.method != "POST" and held is not None:
        form.show(held)
        _prefill(form)
    elif request.method == "POST":
        if held is None:
            return web.see_other(url_for(".basket"))
        if form.validate():
            basket.describe(held, form.draft(district_id=_own_district()), at=clock.now())
            basket.speak_for(held, _chosen_facility(form), by=web.viewer())
            db.session.commit()
            if is_whole(held):
                return web.see_other(url_for(".preview", call=1 if form.draft().wants_call else None))
            form.form_errors.extend(
                _("Please choose the day of “%(title)s”.", title=line.resource.title) for line in basket.undated(held)
            )
    return _page("requests/basket.html", form, basket=held, lines=described(held))


def is_whole(held: ShareRequest) -> bool:
    """Something has been chosen, each with its day, and it is known who asks: then there is something to send."""
    is_known = bool(held.phone) and not basket.lacks_facility(held, web.viewer())
    return bool(held.lines) and not basket.undated(held) and is_known


@bp.post("/requests/<number>/again")
def again(number: str) -> ResponseReturnValue:
    """Everything of an earlier request once more: next year's festival is the last one on another day."""
    earlier = web.one_or_404(queries.numbered(web.viewer(), web.reach(), read_number(number)))
    held, key = browser.begun()
    missing = ask_again(db.session, held, earlier, by=web.viewer(), at=clock.now(), today=clock.today())
    db.session.commit()
    said = _("What you asked for with %(number)s is here again. Please look through it.", number=earlier.number)
    flash(said, "success")
    for title in missing[:MOST_NAMED]:
        flash(_("“%(title)s” is not offered at the moment and was left out.", title=title), "warning")
    if more := len(missing[MOST_NAMED:]):
        flash(ngettext("%(num)d more thing was left out.", "%(num)d more things were left out.", more), "warning")
    return browser.keep(make_response(web.see_other(url_for(".basket"))), key)


# ---- what the pages need -------------------------------------------------------------------------------------------


def _page(template: str, form: AskForm | OccasionForm, **context: object) -> ResponseReturnValue:
    page = render_template(template, form=form, **context)
    return (page, 422) if form.errors else page


def form_of(resource: Resource, *, repeats: bool = False, **options: Any) -> AskForm:
    """The form of the resource's kind; a room that is taken by bands offers its bands."""
    rules = calendar.time_rules(db.session, resource)
    names = list(dict.fromkeys(row.band for row in rules.hours if row.band))
    kind = form_for(resource.kind, in_bands=bool(names), repeats=repeats)
    if issubclass(kind, BandsForm):
        return kind(names=names, opened=lambda day: opening.open_on(rules, day), **options)
    return kind(**options)


def suggest(form: AskForm, resource: Resource) -> None:
    """The day, hours and number that were pressed on another page, and the least a maker takes."""
    if resource.kind is Kind.PRODUCT and resource.product:
        form["units"].data = resource.product.smallest_order
    day, end_day = (dates.parse_day(request.args.get(name, ""), clock.today()) for name in ("date", "end_date"))
    for name in ("day", "day_1", "deliver_on"):
        if day and name in form:
            form[name].data = day
    if "end_day" in form:
        form["end_day"].data = end_day or day
    start, until = dates.parse_time(request.args.get("start", "")), request.args.get("end", "")
    end = time.min if dates.ends_the_day(until) else dates.parse_time(until)
    for name, hour in (("start", start), ("start_1", start), ("end", end)):
        if hour and name in form:
            form[name].data = hour
    if day and start and end and isinstance(form, BandsForm):
        form.suggest(day, opening.stretch(day, minute_of(start), minute_of(end) or MIDNIGHT))
    units = request.args.get("units", "")
    if "units" in form and units.isdecimal() and 0 < len(units) <= LONGEST_NUMBER:
        form["units"].data = int(units)


def beside(form: AskForm, refusal: Refusal) -> None:
    """The sentence of a refusal stands beside the field it is about; what was typed stays."""
    sentence = web.explain(refusal)
    db.session.rollback()
    name = FIELD_OF_REFUSAL.get(type(refusal), "")
    if isinstance(refusal, TimeRefusal):
        wished = [name for name in WISHED if name in form and form[name].data]
        name = wished[refusal.rank - 1] if wished else name
    if name not in form:
        name = next((name for name in ("day", "day_1", "deliver_on") if name in form), "")
    if isinstance(refusal, TimeRefusal) or name:
        form.refuse(name, sentence)


def same_time(form: AskForm, other: AskForm) -> None:
    """The same occasion: the same day and hours, until something else is typed."""
    for name in ("day", "start", "end_day", "end"):
        if name in form and name in other and other[name].data:
            form[name].data = other[name].data
    if "end_day" in form and not form["end_day"].data:  # a room is used within a day
        form["end_day"].data = form["day"].data and form["day"].data + ONE_DAY * (form["end"].data == time.min)


def _suggest_time(form: AskForm, line: RequestLine) -> None:
    """A thing without a day is wanted when the others are."""
    if line in basket.undated(line.request):
        for other in line.request.lines:
            if other.starts_at is not None:
                known = form_of(other.resource)
                known.show(other)
                same_time(form, known)
                return


def _own_line(public_id: str) -> RequestLine:
    """A line of this browser's basket."""
    held = browser.current()
    for line in held.lines if held else ():
        if line.public_id == public_id:
            return line
    raise NotThere


def _occasion_form() -> OccasionForm:
    form = OccasionForm()
    if web.viewer().is_signed_in:
        del form.reach_by  # who is signed in needs no further proof
    if len(web.viewer().facility_ids) > 1:
        own = db.session.scalars(resources.facilities_to_post_for(web.viewer()))
        form.facility.offer([("", _("Please choose")), *((facility.public_id, facility.name) for facility in own)])
    else:
        del form.facility
    return form


def _chosen_facility(form: OccasionForm) -> int | None:
    """Which of several facilities asks; the form offers no others."""
    if "facility" not in form:
        return None
    return db.session.scalars(select(Facility.id).where(Facility.public_id == form.facility.data)).one()


def _prefill(form: OccasionForm) -> None:
    """What the board knows of somebody who is signed in need not be typed again."""
    viewer = web.viewer()
    group = db.session.get(Group, viewer.group_id) if viewer.group_id else None
    facility = db.session.get(Facility, min(viewer.facility_ids)) if len(viewer.facility_ids) == 1 else None
    known = group or facility
    if known is None and not viewer.facility_ids:
        return
    suggested = {"group_name": viewer.organisation_name, "contact_name": viewer.name}
    if known is not None:
        suggested |= {"group_name": known.name, "phone": known.phone, "email": known.email}
    for name, value in suggested.items():
        if not form[name].data:
            form[name].data = value
    if not form.occasion.data:
        form.group_kind.data = (group.kind if group else GroupKind.MEMBER_FACILITY).value


def _own_district() -> int | None:
    group = db.session.get(Group, web.viewer().group_id) if web.viewer().group_id else None
    return group.district_id if group else None


def described(held: ShareRequest | None) -> list[dict[str, object]]:
    """The lines of the basket as the pages show them."""
    lines = tell.in_order(held.lines) if held else []
    are_taken = wished.are_taken(db.session, [(line.resource, filling.draft_of(line)) for line in lines])
    return [
        {
            "line": line,
            "resource": line.resource,
            "when": labels.when(line),
            "rule": tell.rule(line),
            "wishes": [dates.say_moment(wish.starts_at) for wish in line.wishes],
            "said": said(line.resource.kind, line.answers),
            "is_taken": is_taken,
            "will_wait": is_taken and line.waits,
        }
        for line, is_taken in zip(lines, are_taken, strict=True)
    ]
