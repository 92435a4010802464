"""What the doors of posting share."""

from collections.abc import Sequence

from flask import Blueprint, request

from share_board import web
from share_board.errors import NotThere
from share_board.extensions import db, settings
from share_board.i18n import gettext as _
from share_board.members.models import Facility
from share_board.resources import queries
from share_board.resources.forms import FacilityForm
from share_board.resources.models import Resource
from share_board.resources.photo_store import PhotoStore

bp = Blueprint("resources", __name__)


def one(public_id: str) -> Resource:
    """The resource with this address, if it is one of the viewer's."""
    return web.one_or_404(queries.by_public_id(web.viewer(), web.reach(), public_id))


def again(public_id: str) -> Resource:
    """The same, read anew in a new transaction: somebody may have changed it, or the viewer may have moved on."""
    db.session.rollback()
    db.session.expire_all()
    return one(public_id)


def photo_store() -> PhotoStore:
    return PhotoStore(settings().upload_folder)


def facility_choice(facilities: Sequence[Facility], *, may_be_all: bool = False) -> FacilityForm:
    """The question which facility is meant, with the answer in the address already chosen."""
    form = FacilityForm(formdata=request.args)
    choices = [(facility.public_id, facility.name) for facility in facilities]
    form.facility.offer([("", _("All facilities")), *choices] if may_be_all else choices)
    return form


def named_facility(facilities: Sequence[Facility]) -> Facility | None:
    """The facility in the address; one that the viewer does not act for is as if it did not exist."""
    named = request.args.get("facility", "")
    found = next((facility for facility in facilities if facility.public_id == named), None)
    if named and found is None:
        raise NotThere
    return found
