"""An invitation that somebody has received: opening shows it, one press accepts it."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, links, web
from share_board.errors import NotThere, Refusal
from share_board.extensions import db, settings
from share_board.i18n import gettext as _
from share_board.links import Purpose
from share_board.members import labels, queries, signed_in
from share_board.members.actions import invitations, sessions
from share_board.members.actions.people import WeakPassword
from share_board.members.forms.signing_in import InvitationForm
from share_board.members.passwords import SHORTEST
from share_board.members.views import bp


@bp.route("/invitation/<token>", methods=["GET", "POST"])
def invitation(token: str) -> ResponseReturnValue:
    """Show it, or accept it and go on signed in. The letter went to the person's own letter box."""
    public_id = links.verify(Purpose.INVITATION, token, secret_key=settings().secret_key)
    if public_id is None:
        raise NotThere
    received, form, at = web.one_or_404(queries.invitation(public_id)), InvitationForm(), clock.now()
    organisation = received.facility or received.group or received.corporation
    page = {
        "form": form,
        "invitation": received,
        "organisation_name": organisation.name if organisation else "",
        "role_label": labels.role_label(received.role),
        "may_choose_password": invitations.may_choose_password(db.session, received),
        "least": SHORTEST,
        "over": "",
    }
    if request.method != "POST":
        try:
            invitations.require_open(received, at)
        except Refusal as refusal:
            page["over"] = web.explain(refusal)
        return render_template("members/invitation.html", **page)
    if form.validate():
        try:
            membership = invitations.accept(db.session, received, form.new_password.data or "", at=at)
        except WeakPassword as refusal:
            db.session.rollback()
            form.refuse("new_password", web.explain(refusal))
        else:
            before = web.viewer().session_id
            if before is not None:
                sessions.end(db.session, before, at=at)
            begun = sessions.begin(db.session, membership, device=signed_in.device(), at=at)
            db.session.commit()
            flash(_("Welcome! You are signed in."), "success")
            return signed_in.hand_over(url_for("desk.show"), begun)
    return web.invalid("members/invitation.html", **page)
