"""Everything a resource says of its time beyond its usual week; the forms of the week carry these fields with them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from wtforms import HiddenField

from share_board import text
from share_board.calendar.forms.asking import AskingForm, filled_by_asking
from share_board.calendar.forms.differing import DifferingForm, filled_by_rows, filled_by_year_end
from share_board.calendar.hours import Hours
from share_board.calendar.setting import OpeningDraft, RulesDraft, mark
from share_board.forms import NumberField
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l

PART_OF: Final = {
    "weekday": "numbered", "weeks": "numbered", "n": "numbered", "is": "numbered", "on": "dated", "d": "dated",
    "s": "seasonal", "year": "year_end", "closes": "closes", "opens": "opens", "first": "first", "before": "buffers",
    "after": "buffers", "shortest": "limits", "longest": "limits", "uses": "limits",
}  # fmt: skip
"""How the names of its fields begin -> the part of the screen; what is not named here is of the usual week."""


class RulesForm(AskingForm, DifferingForm):
    """All rules but the usual week; with no week of its own for what is agreed upon by phone."""

    seen = HiddenField()
    before_minutes = NumberField(_l("Time to prepare, before each use"), most=24 * 60, words=text.MINUTES)
    after_minutes = NumberField(_l("Time to tidy up, after each use"), most=24 * 60, words=text.MINUTES)
    shortest_minutes = NumberField(_l("Shortest use"), least=1, most=99 * 60, words=text.MINUTES)
    longest_minutes = NumberField(_l("Longest use"), least=1, most=9999, words=text.MINUTES)
    uses_a_year = NumberField(_l("How often a group may use it in a fiscal year"), least=1, most=99)

    @classmethod
    def of(cls, rules: Iterable[Hours], draft: RulesDraft, today: date) -> Any:
        """The form as it is filled by the rules that hold now."""
        rows = list(rules)
        seen = {"seen": mark(rows, draft)}
        return cls(formdata=None, data=seen | cls.week_of(rows) | filled_by(draft) | filled_by_rows(rows, today))

    @classmethod
    def week_of(cls, _rows: Sequence[Hours]) -> dict[str, object]:
        """What the usual week fills in."""
        return {}

    def week(self) -> list[OpeningDraft]:
        """The usual week; call only after validation."""
        return []

    def fill_week(self, week: Sequence[Hours]) -> None:
        """Show another usual week; everything else stays as it was typed."""
        for name, value in self.week_of(week).items():
            self[name].data, self[name].typed = value, ""

    @property
    def wrong(self) -> frozenset[str]:
        """The parts of the screen in which something has to be put right."""
        return frozenset(PART_OF.get(name.split("_")[0], "week") for name in self.errors)

    def validate(self, extra_validators: Any = None) -> bool:
        """What can be read also belongs together."""
        if not super().validate(extra_validators):
            return False
        self.require_asking()
        self.require_differing()
        shortest, longest = self.shortest_minutes.data, self.longest_minutes.data
        if shortest and longest and longest < shortest:
            self.refuse("longest_minutes", _("The longest use cannot be shorter than the shortest."))
        return not self.errors

    def hours(self) -> list[OpeningDraft]:
        """All rows of hours; call only after validation."""
        return [*self.week(), *self.differing()]

    def draft(self) -> RulesDraft:
        """The rules beyond the hours; call only after validation."""
        year_end_from, year_end_until = self.year_end_days()
        return RulesDraft(
            **self.asking(),
            buffer_before_minutes=self.before_minutes.data or 0,
            buffer_after_minutes=self.after_minutes.data or 0,
            shortest_minutes=self.shortest_minutes.data,
            longest_minutes=self.longest_minutes.data,
            uses_a_year=self.uses_a_year.data,
            year_end_from=year_end_from,
            year_end_until=year_end_until,
        )


def filled_by(draft: RulesDraft) -> dict[str, object]:
    """What the rules beside the hours fill in."""
    return {
        **filled_by_asking(draft),
        **filled_by_year_end(draft),
        "before_minutes": draft.buffer_before_minutes or None, "after_minutes": draft.buffer_after_minutes or None,
        "shortest_minutes": draft.shortest_minutes, "longest_minutes": draft.longest_minutes,
        "uses_a_year": draft.uses_a_year,
    }  # fmt: skip
