"""Allergens: a list with dates, and what a maker says of each. What nobody has checked is never said to be absent."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from share_board.resources.models import Allergen, AllergenClass, AllergenUse, ProductProfile

LIST: Final = Path(__file__).with_name("allergens.csv")


@dataclass(frozen=True)
class Statement:
    """What can be said of a product's allergens, each in exactly one of four places."""

    used: tuple[Allergen, ...]
    same_factory: tuple[Allergen, ...]
    not_used: tuple[Allergen, ...]
    unchecked: tuple[Allergen, ...]
    checked_on: date | None

    @property
    def is_complete(self) -> bool:
        """Whether every allergen that must be labelled has been checked."""
        return not any(allergen.allergen_class is AllergenClass.MANDATORY for allergen in self.unchecked)


def in_force(day: date) -> Select[Allergen]:
    """The allergens to be asked about on `day`, in the order of the standard."""
    return (
        select(Allergen)
        .where(Allergen.from_on <= day, or_(Allergen.until_on.is_(None), Allergen.until_on >= day))
        .order_by(Allergen.position)
    )


def statement(product: ProductProfile, asked_about: Iterable[Allergen]) -> Statement:
    """What the maker says of each allergen in `asked_about`; without a day of checking, nothing counts as absent."""
    answers = {answer.allergen_id: answer.use for answer in product.allergens}
    places: dict[AllergenUse | None, list[Allergen]] = {use: [] for use in (*AllergenUse, None)}
    for allergen in asked_about:
        use = answers.get(allergen.id)
        if use is AllergenUse.NOT_USED and product.allergens_checked_on is None:
            use = None
        places[use].append(allergen)
    return Statement(
        used=tuple(places[AllergenUse.USED]),
        same_factory=tuple(places[AllergenUse.SAME_FACTORY]),
        not_used=tuple(places[AllergenUse.NOT_USED]),
        unchecked=tuple(places[None]),
        checked_on=product.allergens_checked_on,
    )


def seed(session: Session) -> None:
    """Bring the table to what the list says; asked again, it changes nothing. Rows are never taken away."""
    known = {allergen.code: allergen for allergen in session.scalars(select(Allergen))}
    for row in _lines():
        allergen = known.get(row["code"]) or Allergen(code=row["code"])
        allergen.name, allergen.allergen_class = row["name"], AllergenClass(row["allergen_class"])
        allergen.position, allergen.from_on = int(row["position"]), date.fromisoformat(row["from_on"])
        allergen.until_on = date.fromisoformat(row["until_on"]) if row["until_on"] else None
        session.add(allergen)
    session.flush()


def _lines() -> Iterator[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))
