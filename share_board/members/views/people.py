"""The book of people, for the office: who is a member as what, invitations, and saying goodbye."""

from collections.abc import Iterable

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, dates, web
from share_board.errors import NotThere
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.members import labels, paging, policy, queries
from share_board.members.actions import invitations
from share_board.members.actions import people as verbs
from share_board.members.forms.people import WITH_ORGANISATION, InviteForm, SearchForm
from share_board.members.models import Corporation, Facility, Group, Invitation, Membership, Role
from share_board.members.views import bp


@bp.get("/people")
def people() -> ResponseReturnValue:
    """Everybody, by name, and the invitations that wait."""
    viewer, search = web.viewer(), SearchForm(request.args)
    words = search.q.data
    found = paging.page(
        db.session, queries.people(words), page_number(), lambda number: url_for(".people", q=words, page=number)
    )
    rows = [
        {
            "user": user,
            "url": url_for(".person", public_id=user.public_id),
            "roles": [
                _said(membership) for membership in user.memberships if policy.is_in_force(membership, viewer.today)
            ],
        }
        for user in found.rows
    ]
    waiting = [
        {
            "public_id": invitation.public_id,
            "name": invitation.name,
            "email": invitation.email,
            "role": _said(invitation),
            "until": dates.say_moment(invitation.ends_at),
            "may_take_back": policy.may_give(viewer, invitation.role),
        }
        for invitation in queries.open_invitations(db.session, at=clock.now())
    ]
    return render_template("members/people.html", page=found, rows=rows, waiting=waiting, search=search)


@bp.route("/people/invite", methods=["GET", "POST"])
def invite() -> ResponseReturnValue:
    """Invite somebody by letter."""
    viewer = web.viewer()
    form = InviteForm(
        role=request.args.get("role", Role.GROUP.value), organisation=request.args.get("organisation", "")
    )
    form.role.offer(labels.choices(labels.ROLE, [role for role in Role if policy.may_give(viewer, role)]))
    form.organisation.offer(
        [
            ("", _("None")),
            *_named(_("Group"), queries.names_of(db.session, Group)),
            *_named(_("Facility"), queries.names_of(db.session, Facility)),
            *_named(_("Corporation"), queries.names_of(db.session, Corporation)),
        ]
    )
    if request.method != "POST":
        return render_template("members/invite.html", form=form)
    if form.validate():
        role = Role(form.role.data)
        organisation = queries.organisation(db.session, role, form.organisation.data)
        if organisation is None and role in WITH_ORGANISATION:
            form.refuse("organisation", _("Please choose the one that fits the role."))
        else:
            try:
                invitations.invite(db.session, form.draft(organisation), by=viewer, at=clock.now())
            except invitations.AlreadyMember as refusal:
                form.refuse("email", web.explain(refusal))
            else:
                db.session.commit()
                flash(_("The invitation for %(name)s is on its way.", name=form.name.data), "success")
                return web.see_other(url_for(".people"))
    return web.invalid("members/invite.html", form=form)


@bp.post("/people/invitations/<public_id>/take-back")
def take_back_invitation(public_id: str) -> ResponseReturnValue:
    """It went to the wrong address."""
    invitation = web.one_or_404(queries.invitation(public_id))
    invitations.take_back(db.session, invitation, by=web.viewer(), at=clock.now())
    db.session.commit()
    flash(_("The invitation opens nothing any more."), "success")
    return web.see_other(url_for(".people"))


@bp.get("/people/<public_id>")
def person(public_id: str) -> ResponseReturnValue:
    """One person: what they are, and what they were."""
    viewer, user = web.viewer(), web.one_or_404(queries.person(web.reach(), public_id))
    memberships = [
        {
            "number": number,
            "role": _said(membership),
            "from": dates.say_day(membership.from_on),
            "until": dates.say_day(membership.until_on) if membership.until_on else "",
            "is_in_force": policy.is_in_force(membership, viewer.today),
            "may_end": policy.is_in_force(membership, viewer.today) and policy.may_end(viewer, membership),
        }
        for number, membership in enumerate(user.memberships, start=1)
    ]
    held = [membership for membership in user.memberships if policy.is_in_force(membership, viewer.today)]
    may_close = user.is_active and policy.may_close(viewer, held)
    return render_template("members/person.html", user=user, memberships=memberships, may_close=may_close)


@bp.post("/people/<public_id>/end-membership")
def end_membership(public_id: str) -> ResponseReturnValue:
    """From now on the person is not this any more."""
    user = web.one_or_404(queries.person(web.reach(), public_id))
    numbered = {str(number): membership for number, membership in enumerate(user.memberships, start=1)}
    if (membership := numbered.get(request.form.get("number", ""))) is None:
        raise NotThere
    verbs.end_membership(db.session, membership, by=web.viewer(), at=clock.now())
    db.session.commit()
    flash(_("The registration has ended."), "success")
    return web.see_other(url_for(".person", public_id=public_id))


@bp.post("/people/<public_id>/close")
def close_account(public_id: str) -> ResponseReturnValue:
    """The person can no longer sign in; requests and history stay with the organisation."""
    user = web.one_or_404(queries.person(web.reach(), public_id))
    verbs.close_account(db.session, user, by=web.viewer(), at=clock.now())
    db.session.commit()
    flash(_("%(name)s can no longer sign in.", name=user.name), "success")
    return web.see_other(url_for(".person", public_id=public_id))


def page_number() -> int:
    """The page that was asked for."""
    return paging.number_in(request.args.get("page", ""))


def _said(held: Membership | Invitation) -> str:
    """The role and where: 「団体の担当者（前野町会）」."""
    organisation = held.facility or held.group or held.corporation
    role = str(labels.role_label(held.role))
    return _("%(role)s (%(organisation)s)", role=role, organisation=organisation.name) if organisation else role


def _named(kind: str, rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(public_id, f"{kind}: {name}") for public_id, name in rows]
