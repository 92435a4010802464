"""What people fill in to post: one form for each kind, and the small ones."""

from collections.abc import Mapping, Sequence
from typing import Final

from share_board.resources.drafts import ResourceDraft
from share_board.resources.forms.common import ResourceForm, Section, shown
from share_board.resources.forms.kinds import ConsultationForm, GoodsForm, LectureForm, RoomForm
from share_board.resources.forms.products import ProductForm, product_form
from share_board.resources.forms.small import FacilityForm, PauseForm, PhotoForm, PhotosForm, WordsForm
from share_board.resources.models import Allergen, Kind

__all__ = [
    "FacilityForm",
    "PauseForm",
    "PhotoForm",
    "PhotosForm",
    "ProductForm",
    "ResourceForm",
    "Section",
    "WordsForm",
    "resource_form",
    "shown",
]

FORMS: Final[Mapping[Kind, type[ResourceForm]]] = {
    Kind.ROOM: RoomForm,
    Kind.GOODS: GoodsForm,
    Kind.LECTURE: LectureForm,
    Kind.CONSULTATION: ConsultationForm,
}


def resource_form(
    kind: Kind, *, asked_about: Sequence[Allergen] = (), draft: ResourceDraft | None = None
) -> ResourceForm:
    """The form of `kind`, showing `draft` until something is sent; `asked_about` are the allergens of today's list."""
    form = product_form(asked_about) if kind is Kind.PRODUCT else FORMS[kind]
    return form(data=shown(draft)) if draft is not None else form()
