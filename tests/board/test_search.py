"""What a search finds and in which order, the same on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board.board import counting, queries
from share_board.board.conditions import says
from share_board.board.filters import Filters, Who
from share_board.members.models import Field
from share_board.resources.models import FeeKind, Kind, Resource, ResourceStatus, SynonymGroup, Visibility
from share_board.resources.search_text import document, expand, fold, load_groups, load_synonyms, matches
from share_board.resources.thesaurus import topics
from tests.board.shelf import asked, put, secret_shelter, titles, words
from tests.conftest import both
from tests.town import MORNING, Town

SYNONYMS = load_synonyms()
SHELF: tuple[tuple[Kind, str, dict[str, Any]], ...] = (
    (Kind.ROOM, "会議室(小)", {}),
    (Kind.ROOM, "ホール「ふなかぜ」", {}),
    (Kind.ROOM, "多目的室(バリアフリー)", {}),
    (Kind.GOODS, "車椅子(自走)", {}),
    (Kind.GOODS, "イベントテント(2間×3間)", {}),
    (Kind.GOODS, "かき氷機(ブロック氷)", {}),
    (Kind.GOODS, "和太鼓", {}),
    (Kind.GOODS, "髙砂の面", {"keywords": "能 踊り"}),
    (Kind.GOODS, "パイプ椅子", {"about": "会議に使いやすい折り畳み。"}),
    (Kind.LECTURE, "ＡＥＤと心肺蘇生", {}),
    (Kind.LECTURE, "水害タイムラインづくり講座", {}),
    (Kind.PRODUCT, "米粉クッキー", {}),
)


@both
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("会議", {"会議室(小)", "パイプ椅子"}),
        ("太鼓", {"和太鼓"}),
        ("くるまいす", {"車椅子(自走)"}),
        ("車いす", {"車椅子(自走)"}),
        ("ｸﾙﾏｲｽ", {"車椅子(自走)"}),
        ("カキゴオリ", {"かき氷機(ブロック氷)"}),
        ("AED", {"ＡＥＤと心肺蘇生"}),
        ("ａｅｄ", {"ＡＥＤと心肺蘇生"}),
        ("高砂", {"髙砂の面"}),
        ("髙砂", {"髙砂の面"}),
        ("会議　椅子", {"パイプ椅子"}),
        ("テント 貸出", {"イベントテント(2間×3間)"}),
        ("テントを借りたい", {"イベントテント(2間×3間)"}),
        ("お菓子", {"米粉クッキー"}),
        ("宇宙船", set()),
        ("会議 宇宙船", set()),
        ("%", {title for _kind, title, _more in SHELF}),
        ("_", {title for _kind, title, _more in SHELF}),
        ("100%", set()),
    ],
)
def test_people_find_what_they_mean(session: Session, town: Town, query: str, found: set[str]) -> None:
    words(town)
    for kind, title, more in SHELF:
        put(town, kind, title, **more)

    seen = titles(session, town, q=query)

    assert set(seen) == found
    assert counting.count(session, asked(session, town, q=query)).total == len(seen)


PIECES = [
    "テント", "会議", "室", "車", "いす", "くるまいす", "ひろば", "水", "AED", "ｶﾞｽ", "髙", "%", "_", "/", "\\", "0円",
    "借りたい", " ", "　", "'", "ー",
]  # fmt: skip


@both
def test_the_database_finds_what_the_rule_says(session: Session, town: Town) -> None:
    """`search_text.matches` is the definition."""

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(st.lists(st.sampled_from(PIECES), max_size=4).map("".join), min_size=1, max_size=5),
        st.lists(st.sampled_from(PIECES), max_size=4).map("".join),
    )
    def agree(texts: list[str], query: str) -> None:
        found = {each for each in things if matches(texts_of(each, texts), query, SYNONYMS)}
        for each in things:
            each.search_text = texts_of(each, texts)
        session.flush()
        answered = session.scalars(select(Resource).where(says(expand(query, SYNONYMS)))).all()
        assert {each.id for each in answered} == {each.id for each in found}

    def texts_of(thing: Resource, texts: list[str]) -> str:
        return document(*texts[things.index(thing) % len(texts) :])

    things = [put(town, Kind.ROOM, f"部屋{number}") for number in range(4)]
    agree()


@both
def test_the_nearest_come_first_then_titles_then_the_newest(session: Session, town: Town) -> None:
    words(town)
    shelter = secret_shelter(town)
    far = town.facility("遠くの園（デモ）", town.star_corporation, None)
    put(town, Kind.GOODS, "遠いテント", far)
    put(town, Kind.GOODS, "となりのテント", town.star_workshop)
    put(town, Kind.GOODS, "古いテント", published_at=MORNING - timedelta(days=9))
    put(town, Kind.GOODS, "新しいテント", published_at=MORNING)
    put(town, Kind.GOODS, "敷物", about="テントの下に敷く。", published_at=MORNING + timedelta(days=1))
    put(town, Kind.GOODS, "タープ", published_at=MORNING + timedelta(days=2))
    put(town, Kind.GOODS, "お休みのテント", status=ResourceStatus.PAUSED)
    put(town, Kind.GOODS, "秘密のテント", shelter, published_at=MORNING + timedelta(days=3))
    own = ["新しいテント", "古いテント", "タープ", "敷物"]

    assert titles(session, town, q="テント", district="maeno") == [*own, "となりのテント", "お休みのテント"]
    assert titles(session, town, town.viewer(town.chair), q="テント") == [
        *own, "となりのテント", "秘密のテント", "遠いテント", "お休みのテント",
    ]  # fmt: skip


@both
def test_pages_hold_everything_once(session: Session, town: Town) -> None:
    for number in range(45):
        put(town, Kind.GOODS, f"机{number}")
    viewer = town.viewer(town.chair)
    for everything in (asked(session, town), asked(session, town, q="机"), asked(session, town, viewer, kind="goods")):
        pages = [counting.search_and_count(session, everything, offset=offset) for offset in (0, 20, 40, 60)]

        assert [len(page) for page, _counts in pages] == [20, 20, 5, 0]
        assert len({found.resource.id for page, _counts in pages for found in page}) == 45
        assert {counts.total for _page, counts in pages} == {45}


@both
def test_each_condition_narrows(session: Session, town: Town) -> None:
    nursery = town.facility("まめ保育園（デモ）", town.star_corporation, town.nakajuku)
    nursery.field = Field.CHILDREN
    hall = put(town, Kind.ROOM, "ホール", capacity=80, is_barrier_free=True)
    assert hall.room
    hall.room.standing_capacity = 120
    put(town, Kind.ROOM, "小さい部屋", nursery, capacity=6, fee_kind=FeeKind.AT_COST, is_for_individuals=True)
    put(town, Kind.GOODS, "テント", stock=4, is_for_schools=False)
    cookies = put(town, Kind.PRODUCT, "クッキー")
    assert cookies.product
    cookies.product.most_a_day = 50
    town.session.commit()

    wanted: dict[str, Any] = {
        "kind": Kind.ROOM, "people": 100, "units": 3, "field": Field.CHILDREN, "free": True, "barrier_free": True,
        "who": Who.INDIVIDUALS, "district": "nakajuku",
    }  # fmt: skip
    found = {name: titles(session, town, **{name: value}) for name, value in wanted.items()}

    assert found == {
        "kind": ["小さい部屋", "ホール"],
        "people": ["ホール"],
        "units": ["クッキー", "テント"],
        "field": ["小さい部屋"],
        "free": ["テント", "ホール"],
        "barrier_free": ["ホール"],
        "who": ["小さい部屋"],
        "district": ["小さい部屋"],
    }
    assert titles(session, town, who=Who.SCHOOLS) == ["クッキー", "小さい部屋", "ホール"]
    assert titles(session, town, units=51) == []


@both
def test_each_choice_tells_how_many_it_would_find(session: Session, town: Town) -> None:
    nursery = town.facility("まめ保育園（デモ）", town.star_corporation, town.nakajuku)
    nursery.field = Field.CHILDREN
    shelter = secret_shelter(town)
    put(town, Kind.ROOM, "ホール")
    put(town, Kind.ROOM, "遊戯室", nursery)
    put(town, Kind.GOODS, "テント", nursery)
    put(town, Kind.GOODS, "台車", shelter)

    everything = counting.count(session, asked(session, town))
    rooms = counting.count(session, asked(session, town, kind=Kind.ROOM, district="maeno"))

    assert everything == counting.Counts(
        total=4,
        here=0,
        kinds={Kind.ROOM: 2, Kind.GOODS: 2},
        fields={Field.ELDERLY: 1, Field.CHILDREN: 3},
        districts={town.maeno.id: 1, town.nakajuku.id: 2},
    )
    assert rooms == counting.Counts(
        total=2,
        here=1,
        kinds={Kind.ROOM: 2, Kind.GOODS: 1},
        fields={Field.ELDERLY: 1, Field.CHILDREN: 1},
        districts={town.maeno.id: 1, town.nakajuku.id: 1},
    )


@both
def test_no_district_finds_a_secret_address(session: Session, town: Town) -> None:
    shelter = secret_shelter(town)
    put(town, Kind.GOODS, "秘密の台車", shelter)
    district = shelter.district
    assert district is not None

    assert titles(session, town, q="秘密の台車") == ["秘密の台車"]
    assert titles(session, town, district="himitsu") == []
    assert titles(session, town, q="ひみつ") == []
    assert counting.count(session, asked(session, town)).districts == {}


@both
def test_each_role_sees_its_own_board(session: Session, town: Town) -> None:
    put(town, Kind.ROOM, "みんなの部屋")
    put(town, Kind.ROOM, "会員の部屋", visibility=Visibility.MEMBERS)
    put(town, Kind.ROOM, "災害の部屋", visibility=Visibility.DISASTER)
    put(town, Kind.ROOM, "下書き", status=ResourceStatus.DRAFT)
    put(town, Kind.ROOM, "終わった部屋", status=ResourceStatus.WITHDRAWN)
    left = town.facility("やめた施設（デモ）", town.star_corporation, None, left_on=MORNING.date() - timedelta(days=1))
    put(town, Kind.ROOM, "やめた部屋", left)

    public, members = ["みんなの部屋"], ["会員の部屋", "みんなの部屋"]

    seen = {
        name: titles(session, town, town.viewer(getattr(town, name, None)))
        for name in ("nobody", "chair", "ward", "cook", "stranger", "head_office", "coordinator", "secretary")
    }
    assert seen == {
        "nobody": public, "chair": public, "ward": public, "cook": members, "stranger": members,
        "head_office": members, "coordinator": members, "secretary": members,
    }  # fmt: skip


@both
def test_what_else_would_find_something(session: Session, town: Town) -> None:
    words(town)
    put(town, Kind.GOODS, "テント", town.star_workshop)
    put(town, Kind.ROOM, "会議室", capacity=10)
    nothing = asked(session, town, q="テント 太鼓", kind=Kind.GOODS, district="maeno")
    too_many = asked(session, town, q="会議室", people=50)

    assert queries.alternatives(session, nothing) == [
        queries.Alternative(Filters(q="テント 太鼓", kind=Kind.GOODS), 0),
        queries.Alternative(Filters(q="テント 太鼓", district="maeno"), 0),
        queries.Alternative(Filters(q="テント 太鼓"), 0),
        queries.Alternative(Filters(q="テント"), 1),
        queries.Alternative(Filters(q="太鼓"), 0),
    ]
    assert queries.alternatives(session, too_many) == [queries.Alternative(Filters(q="会議室"), 1)]
    assert queries.alternatives(session, asked(session, town, q="太鼓")) == []


@both
def test_whatever_piece_of_a_word_is_typed_is_answered_by_few_statements(session: Session, town: Town) -> None:
    """At last those letters are typed that stand in the most words."""
    words(town)
    put(town, Kind.GOODS, "といい")
    known = [fold(word.lstrip("!~")) for group in load_groups() for word in group]
    pieces = {word[start : start + length] for word in known for start in range(len(word)) for length in (1, 2)}
    typed = [*sorted(pieces), "車 機 食 手", " ".join(sorted(pieces, key="".join(known).count)[-8:])]

    each = [asked(session, town, q=query) for query in typed]
    found = {query: queries.totals(session, one) for query, one in zip(typed, each, strict=True)}

    assert (found["と"], found["い"], found["机"]) == ((1, 1), (1, 1), (0, 0))
    assert len({one.question for one in each}) < 25


@both
def test_the_secretariat_may_know_any_number_of_words(session: Session, town: Town) -> None:
    longer = [f"机{number}番" for number in range(900)]
    session.add_all([SynonymGroup(words="机、つくえ"), SynonymGroup(words="、".join(longer))])
    put(town, Kind.GOODS, "机899番")
    put(town, Kind.GOODS, "机90番と机")

    assert queries.totals(session, asked(session, town, q="机")) == (2, 1)


@both
@pytest.mark.parametrize(("title", "kana"), [("PAセット", "ぴーえーせっと"), ("ピーエーセット", "")])
def test_a_reading_says_what_a_thing_is_however_it_is_spelt(
    session: Session, town: Town, title: str, kana: str
) -> None:
    put(town, Kind.GOODS, title, kana=kana, about="音響を聞く。", keywords="スピーカー")

    assert queries.totals(session, asked(session, town, q="ピーエーセット")) == (1, 1)
    assert queries.totals(session, asked(session, town, q="スピーカー")) == (1, 0)


def test_what_a_title_is_about() -> None:
    assert "車椅子" in topics("車いす(学校体験用)", SYNONYMS)
    assert "軽トラ" not in topics("車いす(学校体験用)", SYNONYMS)
    assert topics("ぬぬぬ", SYNONYMS) == ()


@both
def test_things_like_it_are_the_nearest_that_are_about_the_same(session: Session, town: Town) -> None:
    words(town)
    far = town.facility("遠くの園（デモ）", town.star_corporation, None)
    chair = put(town, Kind.GOODS, "車いす(自走)")
    put(town, Kind.GOODS, "車椅子(体験用)", far)
    put(town, Kind.GOODS, "くるまいす", town.star_workshop)
    put(town, Kind.GOODS, "軽トラック")
    put(town, Kind.LECTURE, "車いす体験教室")
    put(town, Kind.GOODS, "車いす(お休み)", status=ResourceStatus.PAUSED)
    nobody = town.viewer(None)

    found = queries.similar(session, nobody, chair, SYNONYMS)

    assert [each.resource.title for each in found] == ["くるまいす", "車椅子(体験用)"]


@both
def test_the_newest_of_each_kind_stand_first(session: Session, town: Town) -> None:
    for number, kind in enumerate([Kind.ROOM, Kind.ROOM, Kind.GOODS, Kind.ROOM, Kind.LECTURE]):
        put(town, kind, f"{kind}{number}", published_at=MORNING + timedelta(days=number))

    found = queries.newest(session, town.viewer(None), limit=4)

    assert [each.resource.title for each in found] == ["lecture4", "room3", "goods2", "room1"]


def test_an_empty_board_answers(session: Session, town: Town) -> None:
    assert titles(session, town) == []
    assert queries.alternatives(session, asked(session, town)) == []
