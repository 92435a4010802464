"""Signing in and out: a number by mail for everybody, a password for those who have one."""

from flask import flash, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, web
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.members import limits, queries, signed_in
from share_board.members.actions import codes, sessions, signing_in
from share_board.members.forms.signing_in import AddressForm, CodeForm, PasswordForm
from share_board.members.models import Membership, User
from share_board.members.views import bp

BROWSER = "browser"  # by which the browser that asked for a number is known again
ASKED = "asked"  # to which address its number went, and how long the person wants to stay


def _after() -> str:
    return web.local(request.args.get("next"), otherwise=url_for("desk.show"))


@bp.route("/login", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """One page, two ways in."""
    if request.method != "POST":
        if web.viewer().is_signed_in:
            return web.see_other(_after())
        return render_template("members/sign_in.html", form=AddressForm(), password_form=PasswordForm())
    return _by_password() if "password" in request.form else _send_code()


def _send_code() -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate():
        return web.invalid("members/sign_in.html", form=form, password_form=PasswordForm(formdata=None))
    at = clock.now()
    limits.once(db.database, limits.CODE_FROM_PLACE, limits.place(request.remote_addr), at=at)
    limits.once(db.database, limits.CODE_TO_ADDRESS, form.email.data, at=at)
    browser = session.setdefault(BROWSER, codes.new_browser())
    signing_in.send_code(db.session, form.email.data, browser=browser, at=at)
    db.session.commit()
    session[ASKED] = {"email": form.email.data, "is_own_device": bool(form.is_own_device.data)}
    return web.see_other(url_for(".code", next=_after()))


def _by_password() -> ResponseReturnValue:
    form = PasswordForm()
    if form.validate():
        at = clock.now()
        place = limits.place(request.remote_addr)
        spent = (
            limits.once(db.database, limits.PASSWORD_OF_ADDRESS, form.email.data, at=at),
            limits.once(db.database, limits.PASSWORD_FROM_PLACE, place, at=at),
        )
        user = signing_in.with_password(db.session, form.email.data, form.password.data or "")
        if user is None:
            form.refuse("password", _("The mail address or the password is not right."))
        elif (membership := _membership(user)) is None:
            form.refuse("password", _no_membership())
        else:
            answer = _begin(user, membership)
            limits.give_back(db.database, *spent)
            return answer
    return web.invalid("members/sign_in.html", form=AddressForm(formdata=None), password_form=form)


@bp.route("/login/code", methods=["GET", "POST"])
def code() -> ResponseReturnValue:
    """Type the six digits. A second press finds the person signed in and goes on."""
    asked, form = session.get(ASKED), CodeForm()
    if asked is None:
        return web.see_other(url_for(".sign_in", next=_after()))
    page = {"form": form, "email": asked["email"], "is_own_device": asked["is_own_device"]}
    if request.method != "POST":
        return render_template("members/code.html", **page)
    if form.validate():
        answer, user = signing_in.with_code(
            db.session, asked["email"], form.code.data, browser=session.get(BROWSER, ""), at=clock.now()
        )
        if user is not None and (membership := _membership(user)) is not None:
            session.pop(ASKED)
            return _begin(user, membership, is_own_device=asked["is_own_device"])
        db.session.commit()  # a wrong try stays counted
        if answer is codes.Answer.USED and web.viewer().is_signed_in:
            return web.see_other(_after())
        form.refuse("code", _no_membership() if user is not None else code_sentence(answer))
    return web.invalid("members/code.html", **page)


def code_sentence(answer: codes.Answer) -> str:
    """What became of the digits, in words."""
    return {
        codes.Answer.WORN_OUT: _("Too many wrong digits. Please let us send new ones."),
        codes.Answer.EXPIRED: _("These digits are too old. Please let us send new ones."),
        codes.Answer.USED: _("These digits have been used already."),
    }.get(answer) or _("These are not the right digits. Please look at the newest mail.")


@bp.post("/logout")
def sign_out() -> ResponseReturnValue:
    """Sign out here. Whoever was signed out already gets the same answer."""
    session_id = web.viewer().session_id
    if session_id is not None:
        sessions.end(db.session, session_id, at=clock.now())
        db.session.commit()
    return signed_out(_("You have signed out."))


def signed_out(sentence: str) -> ResponseReturnValue:
    """The first page, in a browser that knows nobody any more."""
    answer = signed_in.take_back(url_for("board.home"))
    flash(sentence, "success")
    return answer


def _membership(user: User) -> Membership | None:
    return queries.membership_to_begin_with(db.session, user.id, clock.today())


def _no_membership() -> str:
    return _("Your registration has ended. Please call us: we will gladly renew it.")


def _begin(user: User, membership: Membership, *, is_own_device: bool = False) -> ResponseReturnValue:
    """Sign in with a new token; the one this browser held before is worth nothing from now on."""
    at, before = clock.now(), web.viewer().session_id
    if before is not None:
        sessions.end(db.session, before, at=at)
    token = sessions.begin(db.session, membership, device=signed_in.device(), at=at, is_own_device=is_own_device)
    db.session.commit()
    flash(_("%(name)s, you have signed in.", name=user.name), "success")
    return signed_in.hand_over(_after(), token, is_own_device=is_own_device)
