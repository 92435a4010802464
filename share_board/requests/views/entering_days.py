"""くりかえし on the secretariat's one screen: the days of a rule stand beside the thing before they are entered."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask import request

from share_board import clock, web
from share_board.calendar import labels as calendar_labels
from share_board.calendar.actions import Asker
from share_board.calendar.repetition import Repetition
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.requests import series
from share_board.requests.drafts import LineDraft
from share_board.requests.forms import AskForm, RepeatingForm
from share_board.requests.series import Occurrence
from share_board.requests.views import repeating
from share_board.resources.models import Resource


@dataclass(frozen=True)
class Days:
    """The days of one rule, judged. `waits`: those that are taken are waited for, until it is said of each.

    `has_set_aside`: the rules of the thing have been set aside, so that other days can be ticked.
    """

    key: str
    rule: Repetition
    found: Sequence[Occurrence]
    waits: bool
    has_set_aside: bool

    @property
    def seen(self) -> str:
        """What the page keeps of the days that it shows: when they are, how many are wanted, what is set aside."""
        slots = [each.draft.slot for each in self.found if each.draft.slot]
        times = [f"{slot.start.isoformat()}/{slot.end.isoformat()}" for slot in slots]
        said = [*times, *(str(each.draft.units) for each in self.found[:1]), str(self.has_set_aside)]
        return hashlib.sha256("|".join(said).encode()).hexdigest()

    @property
    def has_been_seen(self) -> bool:
        """Whether these very days stood on the page that was sent; others are not entered than were shown."""
        return request.form.get(f"{self.key}-seen") == self.seen

    @property
    def said(self) -> str:
        """The rule in words."""
        return calendar_labels.say_repetition(self.rule)

    @property
    def entries(self) -> list[repeating.Day]:
        """The days as requests/ticked_days.html draws them."""
        return repeating.described(self.found, self._ticked, self._waiting)

    @property
    def wanted(self) -> list[Occurrence]:
        """The days that are ticked, earliest first."""
        return series.wanted(self.found, self._ticked, waiting=self._waiting)

    @property
    def _ticked(self) -> Collection[date]:
        if not self.has_been_seen:
            return {each.day for each in self.found}
        return repeating.chosen(*(f"{self.key}-{name}" for name in repeating.TICKED))

    @property
    def _waiting(self) -> Collection[date]:
        if not self.has_been_seen:
            return {each.day for each in self.found if self.waits}
        return repeating.chosen(f"{self.key}-wait")


def days_of(
    key: str, form: AskForm, resource: Resource, draft: LineDraft, asker: Asker, *, override: str
) -> Days | None:
    """The days of what was typed; None for what happens once. Call only after validation.

    `override` is the reason for which rules are set aside, if there is one.
    """
    if not isinstance(form, RepeatingForm) or (rule := form.repetition()) is None:
        return None
    chosen = (
        repeating.chosen(*(f"{key}-{name}" for name in repeating.TICKED)) if f"{key}-seen" in request.form else None
    )
    found = series.occurrences(db.session, resource, draft, rule, asker=asker, at=clock.now(), chosen=chosen)
    if override:
        found = [each.with_rules_set_aside() for each in found]
    return Days(key, rule, found, draft.waits, bool(override))


def refuse(form: AskForm, days: Days) -> None:
    """Say beside the rule why a ticked day cannot be entered, or that none is ticked."""
    refused = [web.explain(each.refusal) for each in days.wanted if each.refusal is not None]
    if not days.wanted:
        refused = [_("Please tick at least one day.")]
    for sentence in dict.fromkeys(refused):
        form.refuse("repeats", sentence)
