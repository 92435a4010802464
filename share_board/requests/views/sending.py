"""Sending what has been chosen: a last look, the last press, and the six digits that follow it."""

import secrets
from datetime import datetime
from typing import Final

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from share_board import clock, links, web
from share_board.errors import Refusal, Stale, TooOften
from share_board.extensions import db, settings
from share_board.i18n import gettext as _
from share_board.links import Purpose
from share_board.members import limits
from share_board.members.actions import codes
from share_board.members.models import CodePurpose
from share_board.requests import actions, basket, queries, tell
from share_board.requests.forms import SubmitForm
from share_board.requests.models import ContactState, ShareRequest
from share_board.requests.views import bp, browser, instead
from share_board.requests.views.asking import described, is_whole

# ---- one press, one request ----------------------------------------------------------------------------------------

OVERTAKEN: Final = (StaleDataError, IntegrityError)  # another press of the same button was first


def new_press() -> str:
    """What a page with a last button holds, so that pressing it twice is known to be one press."""
    return secrets.token_urlsafe(24)


def made_by(press: str | None) -> ShareRequest | None:
    """The request that an earlier press of the same button has made."""
    return db.session.scalars(queries.submitted_with(basket.key_hash(press))).unique().one_or_none() if press else None


def first_of(press: str) -> ShareRequest:
    """The request of the press that was waited for; Stale if something else was in the way."""
    if (first := made_by(press)) is None:
        raise Stale
    return first


# ---- the last look and the last press ------------------------------------------------------------------------------


@bp.get("/requests/new/check")
def preview() -> ResponseReturnValue:
    """Everything once more before it is sent."""
    held = browser.current()
    if held is None or not is_whole(held):
        return web.see_other(url_for(".basket"))
    form = SubmitForm(submit_key=new_press(), wants_call=request.args.get("call", ""))
    return render_template("requests/preview.html", form=form, basket=held, lines=described(held))


@bp.post("/requests/new/submit")
def submit() -> ResponseReturnValue:
    """Send it. Pressing twice gives the same number twice."""
    form = SubmitForm()
    if not form.validate():
        return web.see_other(url_for(".preview"))
    press = form.submit_key.data or ""
    if (earlier := made_by(press)) is not None:
        return _after(earlier)
    at = clock.now()
    may_mail, spent = _count(at)
    held = browser.current()
    if held is None or not is_whole(held):
        earlier = made_by(press)  # the first press may have arrived meanwhile
        return web.see_other(url_for(".basket")) if earlier is None else _after(earlier)
    try:
        held.submit_key = basket.key_hash(press)
        actions.submit(
            db.session, held, by=web.viewer(), at=at, today=clock.today(), wants_call=bool(form.wants_call.data),
            may_mail=may_mail,
        )  # fmt: skip
    except OVERTAKEN:
        _take_back(spent)
        return _after(first_of(press))
    except Refusal as refusal:
        sentence = web.explain(refusal)
        _take_back(spent)
        held = browser.current()
        form = SubmitForm(formdata=None, submit_key=new_press(), wants_call=form.wants_call.data)
        return (
            render_template(
                "requests/preview.html",
                form=form,
                basket=held,
                lines=described(held),
                refusal=sentence,
                lost=instead.lost(refusal, held),
            ),
            refusal.status,
        )
    if held.contact_state is ContactState.AWAITS_CODE:
        send_code(held, at=at)
    db.session.commit()
    if not may_mail:
        flash(
            _("Several mails have gone to this address within a few minutes, so this time we send none. We call you."),
            "note",
        )
    return _after(held)


def _count(at: datetime) -> tuple[bool, tuple[int, ...]]:
    """Count what a stranger may do only so often: whether a mail may still go to the address, and what was counted.

    Nobody has proved yet that the address is theirs, and each request sends it a mail. When it has had enough of them
    the request is received all the same, and the secretariat calls: whoever really wants the hall, at 75, keeps the
    number and has nothing to wait for, nothing to send again; and whoever floods an address sends it nothing more.
    """
    if web.viewer().is_signed_in:
        return True, ()
    held = browser.current()
    address = held.email if held is not None and is_whole(held) else ""
    db.session.rollback()  # a limit is counted in a transaction of its own, and SQLite has one writer at a time
    limits.once(db.database, limits.INQUIRY_FROM_PLACE, limits.place(request.remote_addr), at=at)
    if not address:
        return True, ()
    try:
        return True, (limits.once(db.database, limits.CODE_TO_ADDRESS, address, at=at),)
    except TooOften:
        return False, ()


def _take_back(spent: tuple[int, ...]) -> None:
    """Nothing was sent: neither a request nor a mail."""
    db.session.rollback()
    if spent:
        limits.give_back(db.database, *spent)


# ---- what follows --------------------------------------------------------------------------------------------------


def send_code(asked: ShareRequest, *, at: datetime) -> None:
    """Six new digits to the address of the request, good for ten minutes, for whoever holds the request's link.

    Asked for at the table and typed on the telephone: a person may use two devices. The link stands for the browser:
    it is made with the board's secret and is no row, so digits of one request are worth nothing for another.
    """
    code = codes.issue(
        db.session, purpose=CodePurpose.REQUEST, email=asked.email, browser=link_of(asked), at=at,
        subject_id=asked.public_id,
    )  # fmt: skip
    tell.code(db.session, asked, code, at=at)


def link_of(asked: ShareRequest) -> str:
    """What opens this request, in an address."""
    return links.sign(Purpose.FOLLOW, asked.public_id, secret_key=settings().secret_key)


def follow_url(asked: ShareRequest) -> str:
    """The address under which whoever asked sees what became of it."""
    return url_for("requests.follow", token=link_of(asked))


def _after(asked: ShareRequest) -> ResponseReturnValue:
    if asked.contact_state is ContactState.AWAITS_CODE:
        return web.see_other(url_for(".confirm", token=link_of(asked)))
    return web.see_other(follow_url(asked))
