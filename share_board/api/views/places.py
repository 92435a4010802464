"""Facilities and districts, for programmes."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from share_board.api import answers, asked, cursor, queries
from share_board.api.description import door
from share_board.api.told import ToldFacility, whole
from share_board.api.views.common import next_url
from share_board.board import places
from share_board.board.cards import phone_of
from share_board.board.queries import takes_part
from share_board.extensions import db, settings
from share_board.i18n import lazy_gettext as _l
from share_board.members.models import Facility
from share_board.members.signed_in import network
from share_board.web import one_or_404, viewer

LIST = {"list": "facilities"}


@door(
    "/facilities",
    answers.Facilities,
    asked.Part,
    summary=_l("All facilities"),
    says=_l("The facilities that take part, by their reading."),
    can_be_missing=True,
)
def facilities(part: Mapping[str, Any]) -> Mapping[str, Any]:
    limit, after = part["limit"], None
    if "cursor" in part:
        kana, name = cursor.read(part["cursor"], of=LIST, secret_key=settings().secret_key)
        after = (kana, name)
    found = queries.facilities(db.session, viewer(), limit=limit + 1, after=after)
    shown, last = found[:limit], found[limit - 1] if len(found) > limit else None
    on = cursor.write([last.kana, last.name], of=LIST, secret_key=settings().secret_key) if last else None
    return {"items": [_told(each) for each in shown], "cursor": on, "next": next_url({"limit": str(limit)}, on)}


@door(
    "/facilities/<public_id>",
    answers.Facility,
    summary=_l("One facility"),
    says=_l("What its page tells to a visitor."),
    can_be_missing=True,
)
def facility(public_id: str) -> ToldFacility:
    return _told(
        one_or_404(
            select(Facility)
            .where(Facility.public_id == public_id, takes_part(viewer()))
            .options(joinedload(Facility.corporation), joinedload(Facility.district))
        )
    )


def _told(facility: Facility) -> ToldFacility:
    url = whole(url_for("board.facility", public_id=facility.public_id))
    return ToldFacility(facility, phone_of(facility, network()), url)


@door(
    "/districts",
    answers.Districts,
    summary=_l("All districts"),
    says=_l("The districts with their codes, and which lie beside each other."),
)
def districts() -> Mapping[str, Any]:
    known = places.load(db.session, viewer())
    return {
        "items": [
            {"code": known.codes[id_], "name": name, "beside": sorted(known.codes[near] for near in known.beside[id_])}
            for id_, name in known.names.items()
        ]
    }
