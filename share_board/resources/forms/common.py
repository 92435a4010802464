"""What is asked about every resource: few questions in sight, the rest behind 「くわしく書く」."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from wtforms import HiddenField

from share_board import text
from share_board.forms import (
    BaseForm,
    BooleanField,
    ChoiceField,
    KanaField,
    LineField,
    NumberField,
    RadioChoiceField,
    TextField,
)
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.members.models import ConsentOrder
from share_board.resources import labels
from share_board.resources.drafts import COMMON, NEEDED, PROFILE, ResourceDraft, profile_names
from share_board.resources.models import FeeKind, Kind, Visibility

AS_THE_NETWORK = ""
CONSENT = [
    (AS_THE_NETWORK, _l("As everywhere in the network")),
    (ConsentOrder.SECRETARIAT_RECEIVES, _l("Secretariat receives, facility consents, secretariat decides")),
    (ConsentOrder.FACILITY_FIRST, _l("Facility consents first, then the secretariat decides")),
    (ConsentOrder.FACILITY_LAST, _l("Secretariat decides first, then the facility consents")),
    (ConsentOrder.SECRETARIAT_ONLY, _l("Secretariat alone")),
    (ConsentOrder.FACILITY_ONLY, _l("Facility alone")),
    (ConsentOrder.AUTOMATIC_IF_TRUSTED, _l("Decided at once for trusted groups")),
]


PEOPLE, MINUTES, PIECES = _l("people"), _l("minutes"), _l("pieces")
SUFFIXES: Final[Mapping[str, Any]] = {
    "deadline_days": _l("days before"),
    "horizon_months": _l("months before"),
    "buffer_before_minutes": MINUTES,
    "buffer_after_minutes": MINUTES,
    "capacity": PEOPLE,
    "standing_capacity": PEOPLE,
    "fewest_people": PEOPLE,
    "people_needed": PEOPLE,
    "lecturers": PEOPLE,
    "minutes": MINUTES,
    "area_m2": _l("m²"),
    "tables": PIECES,
    "chairs": PIECES,
    "longest_days": _l("days"),
    "times_a_year": _l("times a year"),
    "price_yen": _l("yen with tax"),
    "smallest_order": PIECES,
    "most_a_day": PIECES,
}
"""What stands behind a number."""


@dataclass(frozen=True)
class Section:
    """Questions that belong together, folded until somebody opens them."""

    title: Any
    names: tuple[str, ...]
    hint: Any = ""


def consent_order(word: str) -> ConsentOrder | str:
    return ConsentOrder(word) if word else AS_THE_NETWORK


WHO = Section(
    _l("Who may use it"),
    ("is_for_groups", "is_for_schools", "is_for_individuals", "who_may_use", "visibility"),
)
WHEN = Section(
    _l("When to ask, and time around it"),
    ("deadline_days", "horizon_months", "buffer_before_minutes", "buffer_after_minutes"),
    _l("Left empty, the rules of the network are used."),
)
RULES = Section(_l("What we ask of users"), ("conditions", "prohibited"))
FOUND = Section(
    _l("So that it is found easily"),
    ("kana", "keywords"),
    _l("People search with many words. One or two more help them."),
)
CONSENTS = Section(_l("Whose consent is needed (set by the secretariat)"), ("consent_order",))


class ResourceForm(BaseForm):
    """The common questions. A kind adds its own and says what stands in sight and what is folded.

    With `is_draft` nothing is needed but a title; to stand on the board, what `NEEDED` names must be said.
    """

    kind: ClassVar[Kind]
    essentials: ClassVar[tuple[str, ...]]
    details: ClassVar[tuple[Section, ...]]
    not_asked: ClassVar[tuple[str, ...]] = ()
    suffixes: ClassVar[Mapping[str, Any]] = SUFFIXES

    version = HiddenField()
    title = LineField(_l("What is it called?"), limit=80)
    about = TextField(
        _l("What is it?"),
        limit=2000,
        description=_l("A few lines, as you would tell it on the phone. What is it good for, who has used it before?"),
    )
    fee_kind = RadioChoiceField(_l("Cost"), choices=labels.FEE.items(), default=FeeKind.FREE, coerce=FeeKind)
    fee_note = LineField(
        _l("About the cost"), limit=120, description=_l("For example: gas 500 yen, fuel after use. May stay empty.")
    )
    is_for_groups = BooleanField(_l("Neighbourhood associations and other groups"), default=True)
    is_for_schools = BooleanField(_l("Schools and parents' associations"), default=True)
    is_for_individuals = BooleanField(_l("Private persons too"))
    who_may_use = LineField(
        _l("More about who may use it"),
        limit=200,
        description=_l("For example: groups of this area, classes from the fourth year on."),
    )
    visibility = RadioChoiceField(
        _l("Who sees it on the board"), choices=labels.VISIBILITY.items(), default=Visibility.PUBLIC, coerce=Visibility
    )
    is_barrier_free = BooleanField(
        _l("Wheelchair users can use it"), description=_l("It is found when somebody looks for barrier-free places.")
    )
    deadline_days = NumberField(
        _l("Ask until"), most=365, description=_l("0 means: even on the same day."), words=text.DAYS
    )
    horizon_months = NumberField(_l("Ask from"), least=1, most=24, words=text.MONTHS)
    buffer_before_minutes = NumberField(_l("Time to prepare, before each use"), most=24 * 60, words=text.MINUTES)
    buffer_after_minutes = NumberField(_l("Time to tidy up, after each use"), most=24 * 60, words=text.MINUTES)
    conditions = TextField(
        _l("Promises"), limit=2000, description=_l("For example: please return it clean, please clear up together.")
    )
    prohibited = TextField(
        _l("What is not possible"),
        limit=2000,
        description=_l("For example: business, religion, politics, lending to others, smoking."),
    )
    kana = KanaField(_l("Reading in kana"), limit=120)
    keywords = LineField(
        _l("Other words for it"),
        limit=200,
        description=_l("For example: hall, meeting place, festival. Separated by 、"),
    )
    consent_order = ChoiceField(_l("Order of consents"), choices=CONSENT, coerce=consent_order)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name in self.not_asked:
            del self[name]
        for name in NEEDED[self.kind]:
            self[name].flags.required = True

    @property
    def sections(self) -> tuple[Section, ...]:
        """What is folded, without questions that this viewer is not asked."""
        return tuple(section for section in (*self.details, CONSENTS) if all(name in self for name in section.names))

    def is_open(self, section: Section) -> bool:
        """Whether a section must stand open: something in it is to be put right."""
        return any(self[name].errors for name in section.names)

    def is_right(self, *, is_draft: bool) -> bool:
        """Whether what was sent can be kept, as a draft or for the board; what is wrong is said beside the fields."""
        is_valid = bool(self.validate_on_submit())
        missing = [
            name
            for name in (("title",) if is_draft else NEEDED[self.kind])
            if not self[name].data and not self[name].errors
        ]
        for name in missing:
            self.refuse(name, _("Please fill this in."))
        return is_valid and not missing

    def draft(self) -> ResourceDraft:
        """What was said, typed; call only after `is_right`. An empty number leaves the draft's own default."""
        profile = PROFILE[self.kind]
        return ResourceDraft(
            profile=profile(**self._said(profile_names(profile)), **self._more()), **self._said(COMMON)
        )

    @property
    def seen_version(self) -> int:
        """The version that stood on the page when it was opened; -1 is none."""
        sent = self.version.data or ""
        return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else -1  # noqa: PLR2004 - fits the column

    def _said(self, names: tuple[str, ...]) -> dict[str, Any]:
        return {name: self[name].data for name in names if name in self and self[name].data is not None}

    def _more(self) -> dict[str, Any]:
        """What a kind says beside its plain columns."""
        return {}


def shown(draft: ResourceDraft) -> dict[str, Any]:
    """A draft as the fields of its form are named."""
    said = {name: getattr(draft, name) for name in COMMON}
    profile = {name: getattr(draft.profile, name) for name in profile_names(type(draft.profile))}
    answers = getattr(draft.profile, "allergens", {})
    return said | profile | {f"allergen_{code}": use for code, use in answers.items()}
