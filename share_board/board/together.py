"""What a resource is made of and needs, in sentences with links; what is not on the board has no name there."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from flask import url_for
from markupsafe import Markup, escape

from share_board.calendar.models import PartKind, ResourcePart
from share_board.doors import Viewer
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.resources import policy
from share_board.resources.models import Resource

SAID: Final[dict[PartKind, Any]] = {
    PartKind.MADE_OF: _l("It is made of %(parts)s."),
    PartKind.HOLDS: _l("In the set: %(parts)s"),
    PartKind.NEEDS: _l("Used together with: %(parts)s"),
    PartKind.LECTURER: _l("Lecturer: %(parts)s"),
}


def said(parts: Sequence[ResourcePart], resource: Resource, viewer: Viewer) -> list[Markup]:
    """The sentences about the parts, then those about what it is a part of."""
    sentences = []
    for kind, sentence in SAID.items():
        named = [_part(part, viewer) for part in parts if part.whole_id == resource.id and part.kind is kind]
        if any(named):
            sentences.append(escape(sentence) % {"parts": _listed(named)})
    wholes = [_link(part.whole) for part in parts if part.part_id == resource.id and _is_shown(part.whole, viewer)]
    if wholes:
        sentences.append(escape(_("When %(wholes)s is used, this is taken too.")) % {"wholes": _listed(wholes)})
    return sentences


def _part(part: ResourcePart, viewer: Viewer) -> Markup:
    if not _is_shown(part.part, viewer):
        return escape(part.words)
    if part.units == 1:
        return _link(part.part)
    return escape(_("%(title)s (%(units)d)")) % {"title": _link(part.part), "units": part.units}


def _is_shown(resource: Resource, viewer: Viewer) -> bool:
    return resource.status in policy.ON_THE_BOARD and policy.may_see(viewer, resource)


def _link(resource: Resource) -> Markup:
    address = url_for("board.show", public_id=resource.public_id)
    return Markup('<a href="{}">{}</a>').format(address, resource.title)


def _listed(words: Iterable[Markup]) -> Markup:
    return escape(_(", ")).join(word for word in words if word)
