"""The form of a search. It is filled from the address, where anything may stand, and never refuses."""

from collections.abc import Iterable, Mapping
from typing import Any

from share_board import text
from share_board.board.filters import LONGEST_LENGTH, Band, Filters, Who
from share_board.forms import (
    BaseForm,
    BooleanField,
    ChoiceField,
    DayField,
    EndTimeField,
    HiddenField,
    LineField,
    NumberField,
    TimeField,
)
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.members.labels import FIELD
from share_board.members.models import Field
from share_board.resources.models import Kind
from share_board.resources.search_text import fold

LONGEST_SEARCH = 80
LONGEST = {"WordsField": LONGEST_SEARCH, "DayField": 40, "TimeField": 20, "EndTimeField": 20, "NumberField": 20}
WHO = {
    Who.GROUPS: _l("Neighbourhood associations and groups"),
    Who.SCHOOLS: _l("Schools and PTAs"),
    Who.INDIVIDUALS: _l("Individuals"),
}

BAND = {
    Band.MORNING: _l("Morning (9 to 12)"),
    Band.AFTERNOON: _l("Afternoon (13 to 17)"),
    Band.EVENING: _l("Evening (18 to 21)"),
    Band.DAY: _l("All day (9 to 17)"),
}


class WordsField(LineField):
    """What is searched for. Too much of it is cut, not refused; signs alone ask for nothing."""

    def read(self, typed: str) -> str:
        seen = "".join(letter if letter.isprintable() else " " for letter in typed[: self.limit * 4])
        asked = text.clean_line(seen, self.limit * 4)[: self.limit].strip()
        return asked if fold(asked) else ""


class OneOfField(ChoiceField):
    """One of some words, or none. A word that is not (or no longer) offered is passed over."""

    def __init__(self, label: Any = None, *, choices: Iterable[tuple[str, Any]] = (), **options: Any) -> None:
        self.words = dict(choices)
        super().__init__(label, choices=self.words.items(), **options)

    def offer(self, choices: Iterable[tuple[str, Any]]) -> None:
        self.words = dict(choices)
        super().offer(self.words.items())

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist[:1])
        if self.data and self.data not in self.words:
            self.data = ""
            raise ValueError(_("Please choose one of these."))

    def say_how_many(self, numbers: Mapping[str, int]) -> None:
        """Behind each word, how many it would find, where that is known."""
        self.offer(
            [
                (value, _("%(label)s (%(number)d)", label=label, number=numbers[value]) if value in numbers else label)
                for value, label in self.words.items()
            ]
        )


def _tick(label: Any) -> BooleanField:
    return BooleanField(label, false_values=(False, "", "0", "false"))


class InAddress(BaseForm):
    """Give it the address's arguments; ask `draft()` for what could be read and `unread` for the names of the rest."""

    class Meta(BaseForm.Meta):
        """A search changes nothing, so it carries no token."""

        csrf = False

    def __init__(self) -> None:
        """No more can be typed than fits into an address."""
        super().__init__(formdata=None)
        for each in self:
            if each.type in LONGEST:
                each.flags.maxlength = LONGEST[each.type]

    def process(self, *arguments: Any, **more: Any) -> None:
        """What cannot be read is said beside the field, and no reason to refuse."""
        super().process(*arguments, **more)
        for each in self:
            each.errors = list(each.process_errors)

    @property
    def unread(self) -> tuple[str, ...]:
        """The labels of the conditions that stood in the address and could not be understood."""
        return tuple(str(field.label.text) for field in self if field.process_errors)


class SearchForm(InAddress):
    """What stands above the list."""

    q = WordsField(_l("What are you looking for?"), limit=LONGEST_SEARCH)
    kind = HiddenField()
    date = DayField(_l("Day of use"))
    start = TimeField(_l("From what time"))
    end = EndTimeField(_l("Until what time"))
    band = OneOfField(_l("Part of the day"), choices=[("", _l("Any")), *BAND.items()])
    length = NumberField(_l("Any hours of it will do: how many?"), least=1, most=LONGEST_LENGTH, words=text.HOURS)
    district = OneOfField(_l("District (and those beside it)"))
    people = NumberField(_l("How many people come"), least=1)
    units = NumberField(_l("How many you need"), least=1)
    field = OneOfField(_l("Whom the facility serves"), choices=[("", _l("Any")), *FIELD.items()])
    who = OneOfField(_l("Who asks"), choices=[("", _l("Any")), *WHO.items()])
    free = _tick(_l("Free of charge only"))
    barrier_free = _tick(_l("Barrier-free only"))

    def __init__(self, arguments: Any, districts: Mapping[str, str]) -> None:
        """`districts` are the names of the districts by their codes."""
        super().__init__()
        self.district.offer([("", _l("All districts")), *districts.items()])
        self.process(arguments)

    def count_choices(self, fields: Mapping[Field, int], districts: Mapping[str, int]) -> None:
        """Say behind each field, and each district that was looked at, how many it would find."""
        self.field.say_how_many({field.value: fields.get(field, 0) for field in Field})
        self.district.say_how_many(districts)

    def draft(self) -> Filters:
        """What could be read; the rest is no condition."""
        kind = self.kind.data or ""
        return Filters(
            q=self.q.data or "",
            kind=Kind(kind) if kind in set(Kind) else None,
            district=self.district.data or "",
            date=self.date.data,
            start=self.start.data if self.date.data else None,
            end=self.end.data if self.date.data else None,
            band=self._band(),
            length=self.length.data if self.date.data else None,
            people=self.people.data,
            units=self.units.data,
            field=Field(self.field.data) if self.field.data else None,
            free=bool(self.free.data),
            barrier_free=bool(self.barrier_free.data),
            who=Who(self.who.data) if self.who.data else None,
        )

    def _band(self) -> Band | None:
        """Hours that are said go before the band."""
        has_hours = self.start.data or self.end.data
        return Band(self.band.data) if self.band.data and self.date.data and not has_hours else None
