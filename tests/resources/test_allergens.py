"""Allergens: today's list, and never a word that nobody checked."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from share_board.resources import allergens
from share_board.resources.models import Allergen, AllergenClass, AllergenUse, ProductAllergen, ProductProfile
from tests.town import Town

TODAY = date(2026, 11, 24)


def names(session: Session, day: date, class_: AllergenClass) -> list[str]:
    return [one.name for one in session.scalars(allergens.in_force(day)) if one.allergen_class is class_]


def test_nine_must_be_labelled_today_and_seven_in_2022(session: Session) -> None:
    allergens.seed(session)

    assert names(session, TODAY, AllergenClass.MANDATORY) == [
        "えび", "かに", "カシューナッツ", "くるみ", "小麦", "そば", "卵", "乳", "落花生（ピーナッツ）",
    ]  # fmt: skip
    assert len(names(session, date(2022, 1, 1), AllergenClass.MANDATORY)) == 7
    assert "まつたけ" in names(session, date(2024, 3, 27), AllergenClass.RECOMMENDED)
    assert "まつたけ" not in names(session, date(2024, 3, 28), AllergenClass.RECOMMENDED)
    assert len(names(session, TODAY, AllergenClass.RECOMMENDED)) == 20


def test_seeding_again_changes_nothing(session: Session) -> None:
    allergens.seed(session)
    before = session.scalar(select(func.count(Allergen.id)))
    allergens.seed(session)
    assert session.scalar(select(func.count(Allergen.id))) == before == 30


def test_what_nobody_checked_is_never_said_to_be_absent(session: Session, town: Town) -> None:
    allergens.seed(session)
    asked_about = list(session.scalars(allergens.in_force(TODAY)))
    by_code = {one.code: one for one in asked_about}
    product = town.cookies().product
    assert product is not None

    assert allergens.statement(product, asked_about) == allergens.Statement((), (), (), tuple(asked_about), None)

    _answer(product, by_code["egg"], AllergenUse.NOT_USED)
    _answer(product, by_code["wheat"], AllergenUse.USED)
    _answer(product, by_code["milk"], AllergenUse.SAME_FACTORY)
    session.flush()
    undated = allergens.statement(product, asked_about)
    assert (undated.not_used, undated.used, undated.same_factory) == ((), (by_code["wheat"],), (by_code["milk"],))
    assert by_code["egg"] in undated.unchecked

    product.allergens_checked_on = date(2026, 11, 1)
    dated = allergens.statement(product, asked_about)
    assert dated.not_used == (by_code["egg"],)
    assert (dated.checked_on, dated.is_complete) == (date(2026, 11, 1), False)
    assert len(dated.unchecked) == len(asked_about) - 3


def test_an_allergen_that_is_new_to_the_list_is_unchecked_until_somebody_looks(session: Session, town: Town) -> None:
    allergens.seed(session)
    before = list(session.scalars(allergens.in_force(date(2026, 3, 31))))
    product = town.cookies().product
    assert product is not None
    for one in before:
        _answer(product, one, AllergenUse.NOT_USED)
    product.allergens_checked_on = date(2026, 3, 1)
    session.flush()
    assert allergens.statement(product, before).is_complete

    after = allergens.statement(product, session.scalars(allergens.in_force(date(2026, 4, 1))))

    assert [one.name for one in after.unchecked] == ["カシューナッツ", "ピスタチオ"]
    assert not after.is_complete


def _answer(product: ProductProfile, allergen: Allergen, use: AllergenUse) -> None:
    product.allergens.append(ProductAllergen(allergen=allergen, use=use))
