"""What is asked about a product: its price, its makers, and the allergens of today's list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from share_board import clock, text
from share_board.forms import BooleanField, DayField, LineField, NumberField, RadioChoiceField, TextField
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.resources import labels
from share_board.resources.drafts import ResourceDraft
from share_board.resources.forms.common import FOUND, RULES, WHO, ResourceForm, Section
from share_board.resources.models import Allergen, AllergenClass, AllergenUse, CapacityLamp, FeeKind, Kind

NOTHING_SAID = ""


@dataclass(frozen=True)
class AllergenQuestions:
    title: Any
    questions: Sequence[Any]

    @property
    def has_answers(self) -> bool:
        return any(question.data for question in self.questions)


class ProductForm(ResourceForm):
    """The price says what it costs; a product without a price is made by estimate."""

    kind = Kind.PRODUCT
    essentials = ("title", "is_service", "price_yen", "unit_word", "smallest_order", "about", "lamp")
    details = (
        Section(
            _l("Making and delivering"),
            ("deadline_days", "most_a_day", "working_days", "season", "delivery", "payment", "wrapping"),
        ),
        Section(_l("For food"), ("content", "best_before", "storage", "ingredients")),
        Section(
            _l("The makers' story"), ("story",), _l("Please name nobody, and ask before you write about somebody.")
        ),
        Section(WHO.title, ("is_for_groups", "is_for_schools", "is_for_individuals", "who_may_use", "visibility")),
        RULES,
        FOUND,
    )
    not_asked = (
        "fee_kind",
        "fee_note",
        "is_barrier_free",
        "horizon_months",
        "buffer_before_minutes",
        "buffer_after_minutes",
    )

    is_service = BooleanField(
        _l("It is a service, not a thing"), description=_l("For example: cleaning, packing, printing.")
    )
    price_yen = NumberField(
        _l("Price"), most=9_999_999, description=_l("Leave it empty if you make an estimate each time.")
    )
    unit_word = LineField(
        _l("Word for counting"), limit=12, description=_l("For example: 箱, 袋, 個, 枚."), default="個"
    )
    smallest_order = NumberField(_l("Orders from"), least=1, most=99_999, default=1)
    lamp = RadioChoiceField(
        _l("Can you take orders now?"), choices=labels.LAMP.items(), default=CapacityLamp.PLENTY, coerce=CapacityLamp
    )
    deadline_days = NumberField(
        _l("Order until"),
        most=365,
        words=text.DAYS,
        description=_l("Days you need between the order and the delivery."),
    )
    most_a_day = NumberField(_l("What you can make in a day"), least=1, most=99_999)
    working_days = LineField(_l("Days of work"), limit=80, description=_l("For example: Tuesday and Thursday."))
    season = LineField(_l("Season"), limit=80)
    delivery = LineField(
        _l("Delivery"), limit=200, description=_l("For example: fetched here, brought within the ward from 30 boxes.")
    )
    payment = LineField(_l("Payment"), limit=120, description=_l("For example: cash, on invoice."))
    wrapping = LineField(
        _l("Wrapping"), limit=200, description=_l("For example: wrapped one by one, ribbon, paper with a name.")
    )
    content = LineField(_l("What is in one"), limit=120, description=_l("For example: five kinds, 120 g."))
    best_before = LineField(_l("Keeps for"), limit=80, description=_l("For example: 30 days from making."))
    storage = LineField(_l("How to store it"), limit=80)
    ingredients = TextField(_l("Ingredients"), limit=2000)
    story = TextField(_l("Story"), limit=2000)
    allergens_checked_on = DayField(
        _l("Checked on"),
        description=_l("The day on which somebody compared this with the packages of the ingredients."),
    )

    asked_about: tuple[Allergen, ...] = ()

    @property
    def allergen_groups(self) -> list[AllergenQuestions]:
        """The questions of each class, those that must be labelled first."""
        return [
            AllergenQuestions(
                labels.ALLERGEN_CLASS[one], [self[_field_of(a)] for a in self.asked_about if a.allergen_class is one]
            )
            for one in AllergenClass
        ]

    @property
    def has_wrong_allergens(self) -> bool:
        return bool(self.allergens_checked_on.errors or any(self[_field_of(a)].errors for a in self.asked_about))

    def is_right(self, *, is_draft: bool) -> bool:
        is_right = super().is_right(is_draft=is_draft)
        day = self["allergens_checked_on"]
        if not day.errors and self._answers() and (day.data is None or day.data > clock.today()):
            self.refuse(
                "allergens_checked_on", _("Please write the day on which you checked the allergens, today or earlier.")
            )
            return False
        return is_right

    def draft(self) -> ResourceDraft:
        return replace(super().draft(), fee_kind=FeeKind.PAID)

    def _answers(self) -> dict[str, AllergenUse]:
        answers = {one.code: self[_field_of(one)].data for one in self.asked_about}
        return {code: AllergenUse(said) for code, said in answers.items() if said in set(AllergenUse)}

    def _more(self) -> dict[str, Any]:
        return {"allergens": self._answers()}


def product_form(asked_about: Sequence[Allergen]) -> type[ProductForm]:
    """The form with one question for each allergen; who answers nothing has not checked."""
    choices = [(NOTHING_SAID, labels.UNCHECKED), *labels.ALLERGEN_USE.items()]
    questions = {
        _field_of(allergen): RadioChoiceField(
            allergen.name, choices=choices, default=NOTHING_SAID, validate_choice=True
        )
        for allergen in asked_about
    }
    return type("AskingProductForm", (ProductForm,), {"asked_about": tuple(asked_about), **questions})


def _field_of(allergen: Allergen) -> str:
    return f"allergen_{allergen.code}"
