"""Who calls: what is known of a telephone number, and filled in where nothing has been typed yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from share_board import text
from share_board.extensions import db
from share_board.members.models import Group
from share_board.requests import queries
from share_board.requests.forms import EnterForm
from share_board.requests.models import ShareRequest

EARLIER = 5


@dataclass(frozen=True)
class Known:
    """Who has this number: registered groups, and earlier requests, newest first."""

    groups: Sequence[Group]
    earlier: Sequence[ShareRequest]
    is_asked: bool


def known_by(phone: str | None) -> Known:
    """Who has called from this number before, or is registered with it."""
    key = text.phone_key(phone or "")
    if not key:
        return Known((), (), is_asked=False)
    groups = db.session.scalars(queries.group_of_phone(key)).all()
    earlier = db.session.scalars(queries.by_phone(key, limit=EARLIER)).unique().all()
    return Known(groups, earlier, is_asked=True)


def fill_in(form: EnterForm, known: Known) -> None:
    """What is known of the caller, where nothing has been typed yet."""
    last = known.earlier[0] if known.earlier else None
    if known.groups:
        group = known.groups[0]
        _suggest(form, group_name=group.name, contact_name=group.representative, email=group.email)
        if form.group_name.data == group.name:
            form.group_kind.data = group.kind.value
    if last is not None:
        _suggest(form, group_name=last.group_name, contact_name=last.contact_name, email=last.email)
        if form.group_name.data == last.group_name:
            form.group_kind.data = last.group_kind.value


def _suggest(form: EnterForm, **values: str) -> None:
    for name, value in values.items():
        if not form[name].data and not form[name].errors and not getattr(form[name], "typed", ""):
            form[name].data = value
