"""What a resource is made of and needs, and what it is a part of; what is not on the board has no name there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for

from share_board.calendar.models import PartKind, ResourcePart
from share_board.doors import Viewer
from share_board.resources import policy
from share_board.resources.models import Resource

WHOLE: Final = "whole"  # stands beside the kinds of parts


@dataclass(frozen=True)
class Named:
    """A thing of a sentence; without an address it is only words."""

    title: str
    url: str = ""
    units: int = 1


def said(parts: Sequence[ResourcePart], resource: Resource, viewer: Viewer) -> list[tuple[str, list[Named]]]:
    """For each sentence its kind and its things; drawn by board/together.html."""
    named = [(part.kind.value, _part(part, viewer)) for part in parts if part.whole_id == resource.id]
    named += [
        (WHOLE, _named(part.whole)) for part in parts if part.part_id == resource.id and _is_shown(part.whole, viewer)
    ]
    sentences = ((kind, [thing for of, thing in named if of == kind and thing.title]) for kind in (*PartKind, WHOLE))
    return [(str(kind), things) for kind, things in sentences if things]


def _part(part: ResourcePart, viewer: Viewer) -> Named:
    return _named(part.part, part.units) if _is_shown(part.part, viewer) else Named(part.words)


def _is_shown(resource: Resource, viewer: Viewer) -> bool:
    return resource.status in policy.ON_THE_BOARD and policy.may_see(viewer, resource)


def _named(resource: Resource, units: int = 1) -> Named:
    return Named(resource.title, url_for("board.show", public_id=resource.public_id), units)
