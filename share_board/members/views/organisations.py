"""Corporations, facilities, groups, districts, and the settings of the network."""

from collections.abc import Callable
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import text, web
from share_board.errors import Stale
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.members import paging, policy, queries
from share_board.members.actions import organisations as verbs
from share_board.members.asking import NobodyCanAsk
from share_board.members.forms.organisations import (
    CorporationForm,
    FacilityFactsForm,
    FacilityForm,
    GroupContactForm,
    GroupForm,
    NetworkForm,
)
from share_board.members.forms.people import SearchForm
from share_board.members.models import Facility, Group, Network
from share_board.members.views import bp
from share_board.members.views.people import page_number

LISTS: dict[str, Callable[[str], Any]] = {
    "groups": queries.groups,
    "facilities": queries.facilities,
    "corporations": queries.corporations,
    "districts": lambda _words: queries.districts(),
}


@bp.get("/organisations")
def organisations() -> ResponseReturnValue:
    """One list at a time: groups, facilities, corporations or districts."""
    search = SearchForm(request.args)
    shown, words = search.show.data or "", search.q.data
    if shown not in LISTS:
        shown = "groups"
    found = paging.page(
        db.session,
        LISTS[shown](words),
        page_number(),
        lambda number: url_for(".organisations", show=shown, q=words, page=number),
    )
    return render_template("members/organisations.html", shown=shown, page=found, search=search)


@bp.route("/corporations/new", methods=["GET", "POST"])
def corporation_new() -> ResponseReturnValue:
    """A corporation joins."""
    form = CorporationForm()
    return _edited(
        "members/corporation_edit.html",
        form,
        lambda: verbs.add_corporation(db.session, form.draft(), by=web.viewer()),
        shown="corporations",
        corporation=None,
    )


@bp.route("/corporations/<public_id>/edit", methods=["GET", "POST"])
def corporation_edit(public_id: str) -> ResponseReturnValue:
    """Its name."""
    corporation = web.one_or_404(queries.corporation(web.reach(), public_id))
    form = CorporationForm(obj=corporation)
    return _edited(
        "members/corporation_edit.html",
        form,
        lambda: verbs.change_corporation(db.session, corporation, form.draft(), by=web.viewer()),
        shown="corporations",
        corporation=corporation,
    )


@bp.route("/facilities/new", methods=["GET", "POST"])
def facility_new() -> ResponseReturnValue:
    """A facility joins."""
    form = _facility_form(FacilityForm, None)
    return _edited(
        "members/facility_edit.html",
        form,
        lambda: verbs.add_facility(db.session, form.place(), form.facts(), by=web.viewer()),
        shown="facilities",
        facility=None,
    )


@bp.route("/facilities/<public_id>/edit", methods=["GET", "POST"])
def facility_edit(public_id: str) -> ResponseReturnValue:
    """What a facility says of itself; the office also says where it belongs."""
    viewer = web.viewer()
    facility = web.one_or_404(queries.facility(viewer, web.reach(), public_id))
    form = _facility_form(FacilityForm if policy.may_keep_book(viewer) else FacilityFactsForm, facility)
    return _edited(
        "members/facility_edit.html",
        form,
        lambda: verbs.change_facility(
            db.session, facility, form.facts(), form.place(), seen_version=_seen(), by=viewer
        ),
        shown="facilities",
        facility=facility,
    )


@bp.route("/groups/new", methods=["GET", "POST"])
def group_new() -> ResponseReturnValue:
    """A group is written into the book."""
    form = _group_form(GroupForm, None)
    return _edited(
        "members/group_edit.html",
        form,
        lambda: verbs.add_group(db.session, form.place(), form.contact(), by=web.viewer()),
        shown="groups",
        group=None,
    )


@bp.route("/groups/<public_id>/edit", methods=["GET", "POST"])
def group_edit(public_id: str) -> ResponseReturnValue:
    """How a group is reached; the office also says what it is."""
    viewer = web.viewer()
    group = web.one_or_404(queries.group(viewer, web.reach(), public_id))
    form = _group_form(GroupForm if policy.may_keep_book(viewer) else GroupContactForm, group)
    return _edited(
        "members/group_edit.html",
        form,
        lambda: verbs.change_group(db.session, group, form.contact(), form.place(), seen_version=_seen(), by=viewer),
        shown="groups",
        group=group,
    )


@bp.route("/network", methods=["GET", "POST"])
def network() -> ResponseReturnValue:
    """The settings of this installation."""
    form = NetworkForm(obj=queries.network(db.session) or Network())
    return _edited(
        "members/network.html", form, lambda: verbs.change_network(db.session, form.draft(), by=web.viewer()), shown=""
    )


def _edited(
    template: str, form: Any, write: Callable[[], object], *, shown: str, **context: object
) -> ResponseReturnValue:
    """Show the form, or write it and go back to where one came from."""
    if request.method != "POST":
        return render_template(template, form=form, is_stale=False, **context)
    if not form.validate():
        return web.invalid(template, form=form, is_stale=False, **context)
    try:
        write()
    except (verbs.NameTaken, NobodyCanAsk) as refusal:
        form.refuse("name" if isinstance(refusal, verbs.NameTaken) else "deadline_days", web.explain(refusal))
        return web.invalid(template, form=form, is_stale=False, **context)
    except Stale as refusal:
        form.version.data = str(getattr(context.get("facility") or context.get("group"), "version", 0))
        return render_template(template, form=form, is_stale=True, **context), refusal.status
    db.session.commit()
    flash(_("It has been saved."), "success")
    viewer = web.viewer()
    if not policy.may_keep_book(viewer):
        return web.see_other(request.full_path.rstrip("?"))
    return web.see_other(url_for(".organisations", show=shown) if shown else url_for(".network"))


def _facility_form(kind: type[FacilityFactsForm], facility: Facility | None) -> Any:
    values: dict[str, object] = {"version": "0"}
    if facility is not None:
        values = {**_columns(facility), "corporation": facility.corporation.public_id, "district": ""}
        if facility.district is not None:
            values["district"] = facility.district.code
    form = kind(data=values)
    form.offer("district", queries.districts_offered(db.session), nothing=_("Not said"))
    if isinstance(form, FacilityForm):
        form.offer("corporation", queries.corporations_offered(db.session))
    return form


def _group_form(kind: type[GroupContactForm], group: Group | None) -> Any:
    values: dict[str, object] = {"version": "0"}
    if group is not None:
        values = {**_columns(group), "district": group.district.code if group.district else ""}
    form = kind(data=values)
    if isinstance(form, GroupForm):
        form.offer("district", queries.districts_offered(db.session), nothing=_("Not said"))
    return form


def _columns(thing: Facility | Group) -> dict[str, object]:
    return {column.name: getattr(thing, column.name) for column in thing.__table__.columns}


def _seen() -> int:
    """The version that stood on the form; whoever sends none has seen none."""
    return text.whole_number(request.form.get("version", "")) or 0
