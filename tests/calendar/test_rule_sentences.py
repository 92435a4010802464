"""The rules of a resource as the screen says them, in the words that people read."""

from datetime import date

import pytest

from share_board.calendar import rule_sentences
from share_board.calendar.asking import Priority, Shift
from share_board.calendar.kept_rules import rules_of
from share_board.calendar.models import NO_DAY, NO_YEAR_END, ResourceRules
from share_board.calendar.setting import RulesDraft
from share_board.resources.models import Kind
from tests.calendar.calendars import Row

TODAY = date(2026, 11, 1)
OFFICE = [Row(weekday, 540, 1020) for weekday in range(5)]
MORNING, AFTERNOON = (540, 720, "午前"), (780, 1020, "午後")


def said(part: str, hours: list[Row], draft: RulesDraft | None = None) -> list[str]:
    draft = draft or RulesDraft()
    own = ResourceRules()
    draft.write_into(own)
    rules = rules_of(draft, own, hours, kind=Kind.ROOM, usual=(14, 3), district_id=None)
    return rule_sentences.of(rules, draft, TODAY)[part]


@pytest.mark.parametrize(
    ("hours", "sentences"),
    [
        ([], ["電話で相談"]),
        (OFFICE, ["月〜金　9:00〜17:00", "祝日　ふだんの曜日と同じ"]),
        ([*OFFICE, Row(7, 0, 0)], ["月〜金　9:00〜17:00", "祝日は休み"]),
        ([*OFFICE, Row(5, 540, 720), Row(7, 600, 720)],
         ["月〜金　9:00〜17:00", "土　9:00〜12:00", "祝日　10:00〜12:00"]),
        ([Row(day, *stretch) for day in (0, 2) for stretch in (MORNING, AFTERNOON)],
         ["月・水　午前(9:00〜12:00)、午後(13:00〜17:00)", "祝日　ふだんの曜日と同じ"]),
        ([Row(day, *stretch) for day in (5, 6) for stretch in ((540, 720), (780, 1440))],
         ["土・日　9:00〜12:00、13:00〜24:00", "祝日　ふだんの曜日と同じ"]),
    ],
)  # fmt: skip
def test_the_usual_week(hours: list[Row], sentences: list[str]) -> None:
    assert said("week", hours) == sentences


def test_fixed_days_of_the_month_single_days_and_seasons() -> None:
    hours = [
        *OFFICE, Row(0, 0, 0, week=2, is_moved=True), Row(0, 0, 0, week=4, is_moved=True), Row(5, 600, 900, week=3),
        *(Row(day.weekday(), 0, 0, day=day) for day in map(date, [2026] * 5, [10, 11, 11, 12, 12], [1, 3, 21, 6, 7])),
        *(Row(day, 600, 900, "", 701, 831) for day in range(3)),
    ]  # fmt: skip

    assert said("week", hours) == ["月〜金　9:00〜17:00", "祝日　ふだんの曜日と同じ"]
    assert said("numbered", hours) == [
        "毎月 第2、第4月曜日　休み（祝日なら次の平日が休み）", "毎月 第3土曜日　10:00〜15:00"
    ]  # fmt: skip
    assert said("dated", hours) == [
        "2026年11月3日(火・祝)　休み", "2026年11月21日(土)　休み", "2026年12月6日(日)　休み", "ほか1日"
    ]  # fmt: skip
    assert said("seasonal", hours) == ["7/1〜8/31　月〜水　10:00〜15:00"]


@pytest.mark.parametrize(
    ("part", "draft", "sentences"),
    [
        ("year_end", RulesDraft(), ["12/29〜1/3は休み"]),
        ("year_end", RulesDraft(year_end_from=1228, year_end_until=104), ["12/28〜1/4は休み"]),
        ("year_end", RulesDraft(year_end_from=NO_YEAR_END, year_end_until=103), ["1/1〜1/3は休み"]),
        ("year_end", RulesDraft(year_end_from=NO_YEAR_END, year_end_until=NO_DAY), ["年末年始も、ふだんどおり開ける"]),
        ("closes", RulesDraft(), ["14日前まで（社福連のふだんのきまり）"]),
        ("closes", RulesDraft(deadline_days=5, are_working_days=True, closes_shift=Shift.PREVIOUS),
         ["5営業日前（土日祝のときは直前の平日）まで"]),
        ("closes", RulesDraft(closes_months=1, closes_on_day=20), ["前の月の20日まで"]),
        ("opens", RulesDraft(), ["3か月前の同じ日から（社福連のふだんのきまり）"]),
        ("opens", RulesDraft(horizon_months=2, opens_on_day=1, opens_shift=Shift.NEXT),
         ["2か月前の月の1日（土日祝のときは次の平日）から"]),
        ("opens", RulesDraft(opens_days=120), ["120日前から"]),
        ("first", RulesDraft(), ["なし"]),
        ("first", RulesDraft(first_for=int(Priority.SCHOOL), first_days=120),
         ["学校・保育園・PTA：120日前から"]),
        ("buffers", RulesDraft(), ["なし"]),
        ("buffers", RulesDraft(buffer_before_minutes=30, buffer_after_minutes=60), ["前に30分、後に1時間"]),
        ("limits", RulesDraft(), ["制限なし"]),
        ("limits", RulesDraft(shortest_minutes=60, longest_minutes=240, uses_a_year=2),
         ["1回1時間以上", "1回4時間まで", "1団体につき、年度に2回まで"]),
    ],
)  # fmt: skip
def test_every_other_rule(part: str, draft: RulesDraft, sentences: list[str]) -> None:
    assert said(part, OFFICE, draft) == sentences
