"""The six digits from the mail: from then on a request without an account holds its times."""

from datetime import datetime

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, dates, web
from share_board.errors import TooOften
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.members import limits
from share_board.members.actions import codes
from share_board.members.models import CodePurpose
from share_board.requests import actions, lifecycle
from share_board.requests.forms import CodeForm
from share_board.requests.models import ContactState, ShareRequest
from share_board.requests.views import bp, sending
from share_board.requests.views.following import followed, holder


@bp.route("/follow/<token>/code", methods=["GET", "POST"])
def confirm(token: str) -> ResponseReturnValue:
    """The six digits from the mail: from then on the request holds its times."""
    asked, form, at = followed(token), CodeForm(), clock.now()
    if asked.contact_state is not ContactState.AWAITS_CODE:
        return web.see_other(sending.follow_url(asked))
    if request.method == "POST":
        if "again" in request.form:
            return _send_again(asked, token, at=at)
        if form.validate() and _is_right(asked, form, at=at):
            lost = actions.confirm_contact(db.session, asked, by=holder(asked), at=at, today=clock.today())
            db.session.commit()
            if lost:
                flash(_("Meanwhile somebody else took one of the times. Please choose another one."), "warning")
            return web.see_other(sending.follow_url(asked))
        db.session.commit()  # a wrong try is counted
    page = _page(asked, form)
    return (page, 422) if form.errors else page


def _page(asked: ShareRequest, form: CodeForm, *, until: str = "") -> str:
    waiting = sum(map(lifecycle.is_in_line, asked.lines))
    return render_template("requests/confirm.html", form=form, asked=asked, waiting=waiting, until=until)


def _send_again(asked: ShareRequest, token: str, *, at: datetime) -> ResponseReturnValue:
    address = asked.email
    db.session.rollback()  # a limit is counted in a transaction of its own
    try:
        limits.once(db.database, limits.CODE_TO_ADDRESS, address, at=at)
    except TooOften as refusal:
        seconds = max(1, int((refusal.until - at).total_seconds()))
        until = dates.say_time(refusal.until.astimezone(clock.TOKYO).time())
        return _page(asked, CodeForm(formdata=None), until=until), refusal.status, {"Retry-After": str(seconds)}
    sending.send_code(asked, at=at)
    db.session.commit()
    flash(_("We have sent six new digits."), "success")
    return web.see_other(url_for(".confirm", token=token))


def _is_right(asked: ShareRequest, form: CodeForm, *, at: datetime) -> bool:
    answer = codes.redeem(
        db.session, purpose=CodePurpose.REQUEST, email=asked.email, browser=sending.link_of(asked),
        typed=form.code.data, at=at, subject_id=asked.public_id,
    )  # fmt: skip
    if answer is codes.Answer.RIGHT:
        return True
    sentences = {
        codes.Answer.WRONG: _("These are not the right digits. Please look at the newest mail."),
        codes.Answer.WORN_OUT: _("Too many wrong digits. Please let us send new ones."),
        codes.Answer.EXPIRED: _("These digits are too old. Please let us send new ones."),
        codes.Answer.USED: _("These digits have been used already."),
    }
    form.refuse("code", sentences[answer])
    return False
