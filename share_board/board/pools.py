"""What might suit a wish: one set-based statement for each wish, the best answer first, then the nearest."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, and_, func, literal, select, true
from sqlalchemy.orm import Session

from share_board.board import usable
from share_board.board.conditions import Asked, Question, means_it, relevance
from share_board.board.looks import Answer
from share_board.board.reading_on import SINCE
from share_board.database import worked_out_once
from share_board.long_statements import LIMIT, OFFSET, kept
from share_board.members.nearness import nearness
from share_board.resources.models import Kind, Resource, ResourceStatus

NOBODY_SAYS: Final = literal(int(Answer.NO))
MEANT, MENTION = "meant", "mention"
LOOKED_AT: Final = 50  # of one wish at once: their days are judged by Python


@dataclass(frozen=True)
class Candidate:
    """One resource that might suit. `answer` is what SQL thinks of it on the day; NO, if no day was asked about.

    `is_meant`: it is what was looked for, and does not only speak of it; a fan that cools tents is no tent.
    """

    id: int
    facility_id: int
    answer: Answer
    is_meant: bool


@dataclass(frozen=True)
class Pool:
    """Some candidates from one place of the list on; how many there are of each answer in all. What only speaks of
    what was looked for fills no wish; its `mentions` are counted by themselves.
    """

    candidates: tuple[Candidate, ...]
    numbers: Mapping[Answer, int]
    mentions: Mapping[Answer, int]

    @property
    def meant(self) -> tuple[Candidate, ...]:
        return tuple(one for one in self.candidates if one.is_meant)

    @property
    def total(self) -> int:
        return sum(self.numbers.values())

    @property
    def offered(self) -> int:
        """How many can be asked for on the day, at least in part."""
        return self.total - self.numbers[Answer.NO]

    @property
    def listed(self) -> int:
        """The same with what only speaks of it, as they are turned over page by page."""
        return self.offered + sum(self.mentions.values()) - self.mentions[Answer.NO]


def fish(
    session: Session,
    asked: Asked,
    *,
    on_one_day: bool,
    offset: int = 0,
    limit: int = LOOKED_AT,
    with_slots: bool = False,
) -> Pool:
    """What fits the wish, whatever the day; on one day what can be had stands first, and of this the best answers.
    `with_slots` leaves products out.

    What rests cannot be asked for and is not there. Fewer than are wished are better than none, so they are there.
    """
    asked = asked if on_one_day else asked.with_(asked.filters.without("date"))
    values = {**asked.values, "offset": offset, "limit": limit}
    rows = _best(session, asked.question, with_slots).rows(session, values)
    if not rows and offset:
        return fish(session, asked, on_one_day=on_one_day, limit=limit, with_slots=with_slots)
    return Pool(
        tuple(Candidate(row.id, row.facility_id, Answer(row.answer), bool(row.is_meant)) for row in rows),
        *({each: getattr(rows[0], f"{sort}_{each:d}") if rows else 0 for each in Answer} for sort in (MEANT, MENTION)),
    )


@kept
def _best(question: Question, with_slots: bool) -> Select[Any]:  # noqa: FBT001
    told = question.told
    fits = list(question.at_all().conditions.values())
    if with_slots:
        fits.append(Resource.kind != Kind.PRODUCT)
    rank = usable.answer(told.when, told.least) if told.when else NOBODY_SAYS
    pool = worked_out_once(
        select(
            Resource.id, Resource.facility_id, rank.label("answer"), nearness(told.here).label("near"),
            relevance(told).label("relevance"), SINCE.label("since"), means_it(told).label("is_meant"),
        )
        .join(Resource.facility)
        .where(and_(*fits), Resource.status == ResourceStatus.PUBLISHED)
    )  # fmt: skip
    column = pool.c
    numbers = select(
        *(
            func.count().filter(column.answer == int(each), is_so).label(f"{sort}_{each:d}")
            for sort, is_so in ((MEANT, column.is_meant), (MENTION, ~column.is_meant))
            for each in Answer
        )
    )
    counted = worked_out_once(numbers.select_from(pool))  # for all rows
    best_first = (column.answer == int(Answer.NO), ~column.is_meant, column.answer, column.near, column.relevance)
    return (
        select(column.id, column.facility_id, column.answer, column.is_meant, counted)
        .join_from(pool, counted, true())
        .order_by(*best_first, column.since.desc(), column.id.desc())
        .offset(OFFSET)
        .limit(LIMIT)
    )


def ids(pools: Collection[Pool]) -> list[int]:
    """Everything in these pools, once."""
    return list(dict.fromkeys(each.id for pool in pools for each in pool.candidates))
