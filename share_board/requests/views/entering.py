"""代理入力: the secretariat enters what somebody asks by phone, FAX or at the counter, on one screen, by keyboard.

Every press comes back to the same page with all that was typed. Enter means «look»: who calls, which things match,
whether they are free. Only the last button enters the request. What a caller says never stands in an address.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, dates, text, web
from share_board.calendar.actions import Asker
from share_board.doors import Reach
from share_board.errors import Refusal
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.members.models import Group
from share_board.members.queries import group_called
from share_board.requests import actions, basket, queries, series
from share_board.requests.askers import asker_on_the_phone
from share_board.requests.drafts import LineDraft
from share_board.requests.forms import EnterForm
from share_board.requests.models import Channel, LineSeries, ShareRequest
from share_board.requests.numbers import read_number
from share_board.requests.views import asking, bp, sending
from share_board.requests.views.caller import Known, fill_in, known_by
from share_board.requests.views.entering_rows import (
    MOST_THINGS,
    Row,
    draft_of,
    judge,
    kept,
    look,
    new_row,
    other_row,
    public_id_of,
    row_again,
    row_of,
    suggest,
    thing,
)
from share_board.resources.models import Resource

MOST_FOUND = 8
FOCUSED = {"autofocus": True}


@dataclass(frozen=True)
class Wanted:
    """One line of the request: of which row it is, and by which rule it returns."""

    row: Row
    draft: LineDraft
    series: LineSeries | None = None


@bp.route("/requests/enter", methods=["GET", "POST"])
def enter() -> ResponseReturnValue:
    """One screen from the ringing phone to the number."""
    form = _form()
    if request.method != "POST":
        return _fresh(form)
    step, _space, about = request.form.get("step", "look").partition(" ")
    keys = kept(request.form.getlist("thing"), leave_out=about if step == "remove" else "")
    if step == "keep":
        named = [public_id_of(key) for key in keys]
        things, group = actions.hold_named(db.session, named, group_name=form.group_name.data or "")
        return _keep(form, [row_of(key, things.get(public_id_of(key))) for key in keys], group)
    rows = [row_of(key, thing(public_id_of(key))) for key in keys]
    if step == "add" and len(rows) < MOST_THINGS:
        rows.append(new_row(about, rows))
    if step == "instead":
        key, _space, public_id = about.partition(" ")
        rows = [other_row(row, public_id) if row.key == key else row for row in rows]
    known = known_by(form.phone.data)
    fill_in(form, known)
    asker = asker_on_the_phone(group_called(db.session, form.group_name.data or ""), form.group_kind.data)
    for row in rows:
        row.free = look(form, row, asker)
    suggest(rows, form.people.data)
    return _page(form, rows, known, words=request.form.get("words", ""), step=step)


def _keep(form: EnterForm, rows: Sequence[Row], group: Group | None) -> ResponseReturnValue:
    """Enter it. The things are held; that one press makes one request is seen to by the database."""
    press = form.submit_key.data or ""
    override = form.override.data or ""
    at, today = clock.now(), clock.today()
    asker = asker_on_the_phone(group, form.group_kind.data)
    is_right = _is_right(form, rows, asker)
    unseen = is_right and any(row.days and not row.days.has_been_seen for row in rows)
    if is_right and not unseen:
        things = list(_wanted(form, rows))
        draft_of_occasion = form.draft(district_id=group.district_id if group else None)
        try:
            asked = actions.enter(
                db.session, draft_of_occasion, [(each.row.resource, each.draft) for each in things],
                group=group, channel=Channel(form.channel.data),
                by=web.viewer(), at=at, today=today, override=override,
                submit_key=basket.key_hash(press) if press else None,
                series=[each.series for each in things],
            )  # fmt: skip
        except sending.OVERTAKEN:
            db.session.rollback()
            return _there(sending.first_of(press))
        except Refusal as refusal:
            sentence = web.explain(refusal)
            db.session.rollback()
            if (earlier := sending.made_by(press)) is not None:  # the first press has taken the time meanwhile
                return _there(earlier)
            if override or not _refused(things, asker):
                _say(form, things, refusal, sentence)
        else:
            db.session.commit()
            flash(_("Entered. The number to tell the caller is %(number)s.", number=asked.number), "success")
            return web.see_other(url_for(".show", number=asked.number))
    elif (earlier := sending.made_by(press)) is not None:
        return _there(earlier)
    db.session.rollback()  # nobody waits for the things while the page is made
    suggest(rows, form.people.data)
    known, words = known_by(form.phone.data), request.form.get("words", "")
    if unseen:
        return _page(form, rows, known, words=words, step="days")
    return _page(form, rows, known, words=words, step="keep"), HTTPStatus.UNPROCESSABLE_ENTITY


def _is_right(form: EnterForm, rows: Sequence[Row], asker: Asker) -> bool:
    """Whether nothing is wrong with the page by itself; whatever is, is said in its place."""
    form.validate()
    if not rows:
        form.form_errors.append(_("Please add at least one thing."))
    for row in rows:
        judge(form, row, asker)
    return not any(_errors(form, rows))


def _errors(form: EnterForm, rows: Sequence[Row]) -> list[Mapping[str | None, Any]]:
    return [form.errors, *(row.form.errors for row in rows)]


def _wanted(form: EnterForm, rows: Sequence[Row]) -> Iterator[Wanted]:
    """The lines of all rows; of a rule one for each day that is ticked."""
    for row in rows:
        if row.days is None:
            yield Wanted(row, draft_of(form, row))
        else:
            rule = series.series_of(row.days.rule)
            yield from (Wanted(row, each.draft, rule) for each in row.days.wanted)


def _there(earlier: ShareRequest) -> ResponseReturnValue:
    """The second press, or the way back to a page that was sent already: the request is there, once."""
    number = earlier.number
    flash(
        _(
            "This page has been entered already: its number is %(number)s. For another call, please begin a new page.",
            number=number,
        ),
        "note",
    )
    return web.see_other(url_for(".show", number=number))


def _say(form: EnterForm, things: Sequence[Wanted], refusal: Refusal, sentence: str) -> None:
    """Beside the row that it is about, or above everything."""
    if isinstance(refusal, actions.TAKEN):
        row = things[refusal.line.position - 1].row
        row.is_taken = isinstance(refusal, actions.LineTaken)
        asking.beside(row.form, refusal)
    else:
        form.form_errors.append(sentence)


def _refused(things: Sequence[Wanted], asker: Asker) -> bool:
    """Whether the rules refuse some of the things; each is told beside its own row, all of them at once.

    The days of a rule have been judged when they were shown.
    """
    at, today = clock.now(), clock.today()
    for each in things:
        try:
            if each.series is None:
                basket.require_possible(db.session, each.row.resource, each.draft, at=at, today=today, asker=asker)
        except Refusal as refusal:
            asking.beside(each.row.form, refusal)
    return any(each.row.form.errors for each in things)


# ---- the page as it is first seen ----------------------------------------------------------------------------------


def _fresh(form: EnterForm) -> ResponseReturnValue:
    """The empty page; or with a caller's number, or with what was asked another time."""
    rows: list[Row] = []
    phone, again = request.args.get("phone", ""), request.args.get("again", "")
    if again:
        asked = web.one_or_404(queries.numbered(web.viewer(), Reach.ALL, read_number(again)))
        form.show(asked)
        form.note.data = ""
        rows = [row_again(number, line) for number, line in enumerate(asked.lines[:MOST_THINGS], start=1)]
    elif phone:
        form.phone.data = text.phone(phone) or phone
    known = known_by(form.phone.data)
    fill_in(form, known)
    return _page(form, rows, known, words="", step="again" if again else "look")


# ---- the page ------------------------------------------------------------------------------------------------------


def _form() -> EnterForm:
    form = EnterForm()
    del form.reach_by  # the secretariat is speaking with the person
    del form.facility  # and enters what others ask
    return form


def _page(form: EnterForm, rows: Sequence[Row], known: Known, *, words: str, step: str) -> str:
    form.submit_key.data = form.submit_key.data or sending.new_press()
    words = "" if step == "add" else words
    found = queries.things(db.session, words, web.viewer(), limit=MOST_FOUND) if words else ()
    _go_on_at(form, rows, found, step)
    return render_template(
        "requests/enter.html",
        form=form,
        rows=rows,
        may_add=len(rows) < MOST_THINGS,
        known=known,
        earlier=[
            {"asked": asked, "day": dates.say_short_day(clock.day_of(asked.submitted_at))}
            for asked in known.earlier
            if asked.submitted_at
        ],
        words=words,
        found=found,
        is_looked_for=bool(words),
        has_words_next=step == "look" and bool(form.occasion.data) and not rows and not found,
        errors=_errors(form, rows) if step == "keep" else [],
        shows_days=step == "days",
    )


def _go_on_at(form: EnterForm, rows: Sequence[Row], found: Sequence[Resource], step: str) -> None:
    """What is typed next takes the focus, so that the hands stay on the keyboard."""
    if step in {"keep", "days"} or found:  # then it is the list of what is wrong, or the first thing found
        return
    if step == "add" and rows:
        rows[-1].first_field.render_kw = FOCUSED
    elif not form.phone.data:
        form.phone.render_kw = FOCUSED
    elif not form.occasion.data:
        form.occasion.render_kw = FOCUSED
