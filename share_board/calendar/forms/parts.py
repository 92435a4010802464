"""What is used together with a resource: a row for each thing, and an empty one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from flask import request
from wtforms import HiddenField

from share_board.calendar import labels
from share_board.calendar.models import PartKind, ResourcePart
from share_board.calendar.wholes import MOST_PARTS, PartDraft, mark
from share_board.forms import BaseForm, ChoiceField, LineField, NumberField
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.resources.models import Resource

FEWEST_ROWS: Final = 2


class PartsForm(BaseForm):
    """Fields: part_0, kind_0, units_0 and words_0 are of the first row; a row without a thing says nothing."""

    seen = HiddenField()
    count = 0
    ids: Mapping[str, int]

    @classmethod
    def of(cls, parts: Sequence[ResourcePart], choices: Iterable[Resource]) -> "PartsForm":
        """As it is kept, with room for more. What was sent is read into as many rows as were sent, however many a
        colleague has left since.
        """
        sent = sum(f"part_{number}" in request.form for number in range(MOST_PARTS))
        count = min(max(len(parts) + 1, FEWEST_ROWS, sent), MOST_PARTS)
        fields = {f"{name}_{number}": field for number in range(count) for name, field in _row().items()}
        filled: dict[str, object] = {"seen": mark(map(PartDraft.of, parts))}
        filled |= {
            f"{name}_{number}": value
            for number, part in enumerate(parts)
            for name, value in (
                ("part", part.part.public_id), ("kind", part.kind.value), ("units", part.units), ("words", part.words),
            )
        }  # fmt: skip
        made: type[PartsForm] = type("PartsForm", (cls,), {**fields, "count": count})
        form = made()
        if not form.is_submitted():
            form = made(data=filled)
        form.ids = {resource.public_id: resource.id for resource in choices}
        things = [("", _("Nothing")), *((resource.public_id, resource.title) for resource in choices)]
        for number in range(count):
            form[f"part_{number}"].offer(things)
        return form

    def rows(self) -> Iterator[list[Any]]:
        """For the page: the fields of each row."""
        for number in range(self.count):
            yield [self[f"{name}_{number}"] for name in ("part", "kind", "units", "words")]

    def validate(self, extra_validators: Any = None) -> bool:
        """Nothing is named twice."""
        if not super().validate(extra_validators):
            return False
        named: set[str] = set()
        for part, *_others in self.rows():
            if part.data in named:
                self.refuse(part.name, _("This stands here twice. Please write how many instead."))
            named |= {part.data} - {""}
        return not self.errors

    def draft(self) -> list[PartDraft]:
        """The typed drafts; call only after validation."""
        return [
            PartDraft(self.ids[part.data], units.data or 1, PartKind(kind.data), words.data)
            for part, kind, units, words in self.rows()
            if part.data
        ]

    def row_of(self, part_id: int) -> int:
        """In which row a part stands."""
        return next(number for number, (part, *_others) in enumerate(self.rows()) if self.ids.get(part.data) == part_id)


def _row() -> dict[str, Any]:
    kinds = [(kind.value, label) for kind, label in labels.PART_KIND.items()]
    return {
        "part": ChoiceField(_l("Thing or person"), default=""),
        "kind": ChoiceField(_l("How they belong together"), choices=kinds, default=PartKind.MADE_OF.value),
        "units": NumberField(_l("How many for one use"), least=1, most=999, default=1),
        "words": LineField(_l("Words for the board"), limit=40),
    }
