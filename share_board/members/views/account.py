"""One's own account: where one is signed in, as what, and with which password."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, dates, web
from share_board.doors import Viewer
from share_board.errors import NotThere
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.members import labels, limits, queries, signed_in
from share_board.members.actions import people, sessions
from share_board.members.forms.signing_in import ChangePasswordForm
from share_board.members.models import User
from share_board.members.passwords import SHORTEST
from share_board.members.views import bp
from share_board.members.views.signing_in import signed_out


@bp.get("/account")
def account() -> ResponseReturnValue:
    """Who I am here, and where I am signed in."""
    viewer, at = web.viewer(), clock.now()
    user = db.session.get_one(User, viewer.user_id)
    memberships = [
        {
            "number": number,
            "role_label": labels.role_label(membership.role),
            "organisation_name": membership.organisation.name if membership.organisation else "",
            "until": dates.say_day(membership.until_on) if membership.until_on else "",
            "is_current": membership.id == viewer.membership_id,
        }
        for number, membership in enumerate(queries.memberships_in_force(db.session, user.id, viewer.today), start=1)
    ]
    sign_ins = [
        {
            "device": sign_in.device,
            "began": dates.say_moment(sign_in.created_at),
            "seen": dates.say_moment(sign_in.seen_at),
            "is_this": sign_in.id == viewer.session_id,
        }
        for sign_in in queries.sign_ins(db.session, viewer, at=at)
    ]
    return render_template(
        "members/account.html", user=user, memberships=memberships, sign_ins=sign_ins, own=_own(viewer)
    )


def _own(viewer: Viewer) -> list[tuple[str, str]]:
    """(address, name) of the organisations that the viewer keeps true."""
    groups, facilities = queries.own_organisations(db.session, viewer)
    return [
        *((url_for(".group_edit", public_id=public_id), name) for public_id, name in groups),
        *((url_for(".facility_edit", public_id=public_id), name) for public_id, name in facilities),
    ]


@bp.post("/account/membership")
def choose() -> ResponseReturnValue:
    """Go on in another of one's memberships."""
    viewer, typed = web.viewer(), request.form.get("number", "")
    held = queries.memberships_in_force(db.session, viewer.user_id or 0, viewer.today)
    chosen = {str(number): membership for number, membership in enumerate(held, start=1)}.get(typed)
    if chosen is None:
        raise NotThere
    token = sessions.change_membership(db.session, chosen, by=viewer, at=clock.now())
    db.session.commit()
    name = chosen.organisation.name if chosen.organisation else labels.role_label(chosen.role)
    flash(_("You go on for: %(name)s", name=name), "success")
    return signed_in.hand_over(url_for("desk.show"), token)


@bp.route("/account/password", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    """Set a new password, knowing the one until now."""
    viewer, form = web.viewer(), ChangePasswordForm()
    if request.method == "POST" and form.validate():
        at = clock.now()
        spent = limits.once(db.database, limits.PASSWORD_OF_ADDRESS, f"account {viewer.user_id}", at=at)
        try:
            people.change_password(db.session, form.password.data or "", form.new_password.data or "", by=viewer, at=at)
        except people.WrongPassword as refusal:
            form.refuse("password", web.explain(refusal))
        except people.WeakPassword as refusal:
            form.refuse("new_password", web.explain(refusal))
        else:
            db.session.commit()
            limits.give_back(db.database, spent)
            flash(_("Your password has been changed. You have been signed out everywhere else."), "success")
            return web.see_other(url_for(".account"))
        db.session.rollback()
    has_password = db.session.get_one(User, viewer.user_id).password_hash is not None
    page = {"form": form, "has_password": has_password, "least": SHORTEST}
    if form.errors:
        return web.invalid("members/change_password.html", **page)
    return render_template("members/change_password.html", **page)


@bp.post("/account/sign-out-everywhere")
def end_sessions() -> ResponseReturnValue:
    """Sign out on every device, this one too."""
    sessions.end_everywhere(db.session, web.viewer().user_id or 0, at=clock.now())
    db.session.commit()
    return signed_out(_("You have signed out everywhere."))
