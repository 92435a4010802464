"""Asking: one thing after another into the basket, who asks, a last look, and a number."""

import secrets
from datetime import datetime
from typing import Any

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from share_board import clock, dates, links, web
from share_board.calendar import opening
from share_board.calendar import queries as calendar
from share_board.calendar.opening import TimeRefusal
from share_board.doors import Reach
from share_board.errors import NotThere, Refusal
from share_board.extensions import db, settings
from share_board.i18n import gettext as _
from share_board.links import Purpose
from share_board.members import limits
from share_board.members.actions import codes
from share_board.members.models import CodePurpose, Facility, Group, GroupKind
from share_board.requests import actions, basket, queries, tell
from share_board.requests.forms import AskForm, BandsForm, OccasionForm, SubmitForm, form_for
from share_board.requests.models import ContactState, RequestLine, ShareRequest
from share_board.requests.questions import said
from share_board.requests.views import bp, browser
from share_board.resources import queries as resources
from share_board.resources.models import Kind, Resource

FIELD_OF_REFUSAL = {basket.TooMany: "units", basket.TooFew: "units", basket.TooSoon: "deliver_on"}


@bp.route("/resources/<public_id>/ask", methods=["GET", "POST"])
def ask(public_id: str) -> ResponseReturnValue:
    """Put one thing into the basket: when, how many, and the few questions of its kind."""
    resource = web.one_or_404(resources.by_public_id(web.viewer(), Reach.PUBLIC, public_id))
    form = form_of(resource)
    if request.method != "POST":
        _suggest(form, resource)
    elif form.validate():
        held, key = browser.begun()
        draft = form.draft(resource)
        is_there = basket.line_like(held, resource, draft) is not None
        try:
            basket.put(db.session, held, resource, draft, by=web.viewer(), at=clock.now(), today=clock.today())
        except Refusal as refusal:
            beside(form, refusal)
        else:
            db.session.commit()
            if is_there:
                flash(
                    _("It is on your list already. To have more of it, or another time, press “Change” there."), "note"
                )
            return browser.keep(make_response(web.see_other(url_for(".basket"))), key)
    return _page("requests/ask.html", form, resource=resource)


@bp.route("/requests/new/lines/<line_id>", methods=["GET", "POST"])
def change_line(line_id: str) -> ResponseReturnValue:
    """Change one thing in the basket."""
    line = _own_line(line_id)
    form = form_of(line.resource)
    if request.method != "POST":
        form.show(line)
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
            db.session.commit()
            return web.see_other(url_for(".preview", call=1 if form.draft().wants_call else None))
    return _page("requests/basket.html", form, basket=held, lines=_described(held))


@bp.get("/requests/new/check")
def preview() -> ResponseReturnValue:
    """Everything once more before it is sent."""
    held = browser.current()
    if held is None or not _is_whole(held):
        return web.see_other(url_for(".basket"))
    form = SubmitForm(submit_key=secrets.token_urlsafe(24), wants_call=request.args.get("call", ""))
    return render_template("requests/preview.html", form=form, basket=held, lines=_described(held))


@bp.post("/requests/new/submit")
def submit() -> ResponseReturnValue:
    """Send it. Pressing twice gives the same number twice."""
    form = SubmitForm()
    if not form.validate():
        return web.see_other(url_for(".preview"))
    key = basket.key_hash(form.submit_key.data or "")
    if (earlier := _submitted_with(key)) is not None:
        return _after(earlier)
    if not web.viewer().is_signed_in:
        db.session.rollback()  # a limit is counted in a transaction of its own, and SQLite has one writer at a time
        limits.once(db.database, limits.INQUIRY_FROM_PLACE, limits.place(request.remote_addr), at=clock.now())
    held = browser.current()
    if held is None or not _is_whole(held):
        earlier = _submitted_with(key)  # the first press may have arrived meanwhile
        return web.see_other(url_for(".basket")) if earlier is None else _after(earlier)
    at = clock.now()
    try:
        held.submit_key = key
        actions.submit(
            db.session, held, by=web.viewer(), at=at, today=clock.today(), wants_call=bool(form.wants_call.data)
        )
    except StaleDataError:  # the first press was waited for
        db.session.rollback()
        earlier = _submitted_with(key)
        return _after(earlier) if earlier is not None else web.see_other(url_for(".preview"))
    except Refusal as refusal:
        sentence = web.explain(refusal)
        db.session.rollback()
        held = browser.current()
        form = SubmitForm(formdata=None, submit_key=secrets.token_urlsafe(24), wants_call=form.wants_call.data)
        return (
            render_template("requests/preview.html", form=form, basket=held, lines=_described(held), refusal=sentence),
            refusal.status,
        )
    if held.contact_state is ContactState.AWAITS_CODE:
        send_code(held, at=at)
    db.session.commit()
    return _after(held)


def _submitted_with(key: str) -> ShareRequest | None:
    """The request that an earlier press of the same button has made."""
    return db.session.scalars(queries.submitted_with(key)).unique().one_or_none()


def _is_whole(held: ShareRequest) -> bool:
    """Something has been chosen, and somebody has said who asks: then there is something to send."""
    return bool(held.lines and held.phone)


def send_code(asked: ShareRequest, *, at: datetime) -> None:
    """Six new digits to the address of the request, good in this browser for ten minutes."""
    code = codes.issue(
        db.session, purpose=CodePurpose.REQUEST, email=asked.email, browser=browser.key(), at=at,
        subject_id=asked.public_id,
    )  # fmt: skip
    tell.code(db.session, asked, code, at=at)


def follow_url(asked: ShareRequest) -> str:
    """The address under which whoever asked sees what became of it."""
    token = links.sign(Purpose.FOLLOW, asked.public_id, secret_key=settings().secret_key)
    return url_for("requests.follow", token=token)


def _after(asked: ShareRequest) -> ResponseReturnValue:
    if asked.contact_state is ContactState.AWAITS_CODE:
        token = links.sign(Purpose.FOLLOW, asked.public_id, secret_key=settings().secret_key)
        return web.see_other(url_for(".confirm", token=token))
    return web.see_other(follow_url(asked))


# ---- what the pages need -------------------------------------------------------------------------------------------


def _page(template: str, form: AskForm | OccasionForm, **context: object) -> ResponseReturnValue:
    page = render_template(template, form=form, **context)
    return (page, 422) if form.errors else page


def form_of(resource: Resource, **options: Any) -> AskForm:
    """The form of the resource's kind; a room that is taken by bands offers its bands."""
    rules = calendar.time_rules(db.session, resource)
    names = list(dict.fromkeys(row.band for row in rules.hours if row.band))
    kind = form_for(resource.kind, in_bands=bool(names))
    if issubclass(kind, BandsForm):
        return kind(names=names, opened=lambda day: opening.open_on(rules, day), **options)
    return kind(**options)


def _suggest(form: AskForm, resource: Resource) -> None:
    """The day that was pressed in the calendar, and the least a maker takes."""
    day = dates.parse_day(request.args.get("date", ""), clock.today())
    for name in ("day", "day_1", "end_day", "deliver_on"):
        if day and name in form:
            form[name].data = day
    if resource.kind is Kind.PRODUCT and resource.product:
        form["units"].data = resource.product.smallest_order


def beside(form: AskForm, refusal: Refusal) -> None:
    """The sentence of a refusal stands beside the field it is about; what was typed stays."""
    sentence = web.explain(refusal)
    db.session.rollback()
    name = FIELD_OF_REFUSAL.get(type(refusal), "")
    if name not in form:
        name = next((name for name in ("day", "day_1", "deliver_on") if name in form), "")
    if isinstance(refusal, TimeRefusal) or name:
        form.refuse(name, sentence)


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
    return form


def _prefill(form: OccasionForm) -> None:
    """What the board knows of somebody who is signed in need not be typed again."""
    viewer = web.viewer()
    group = db.session.get(Group, viewer.group_id) if viewer.group_id else None
    facility = db.session.get(Facility, min(viewer.facility_ids)) if viewer.facility_ids else None
    known = group or facility
    if known is None:
        return
    suggested = {
        "group_name": known.name, "phone": known.phone, "email": known.email, "contact_name": viewer.name,
    }  # fmt: skip
    for name, value in suggested.items():
        if not form[name].data:
            form[name].data = value
    if not form.occasion.data:
        form.group_kind.data = (group.kind if group else GroupKind.MEMBER_FACILITY).value


def _own_district() -> int | None:
    group = db.session.get(Group, web.viewer().group_id) if web.viewer().group_id else None
    return group.district_id if group else None


def _described(held: ShareRequest | None) -> list[dict[str, object]]:
    """The lines of the basket as the pages show them."""
    return [
        {
            "line": line,
            "resource": line.resource,
            "when": tell.when(line),
            "wishes": [dates.say_moment(wish.starts_at) for wish in line.wishes],
            "said": said(line.resource.kind, line.answers),
        }
        for line in (held.lines if held else ())
    ]
