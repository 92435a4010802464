"""What a search finds, as plain values: documents and queries."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from share_board.resources.search_text import (
    LONGEST_WORD,
    MOST_WORDS,
    Synonyms,
    bigrams,
    document,
    expand,
    fold,
    load_groups,
    load_synonyms,
    matches,
    words,
)

SYNONYMS = load_synonyms()
ANY = st.text(alphabet=st.characters(exclude_categories=()))  # surrogates too
BOARD = st.text(  # letters that the rules of folding are about
    "貸し出申込みむ打ち合わせ引き取り受け付市ヶケがカか谷四ッツつ一二三十丁目1３月折たたみ畳祭"
    "BBQｂバーベ・ー 　髙高﨑崎齋斎かﾞ゛ｶ\u3099"
)

TENT = document("イベントテント(2間×3間)", "いべんとてんと", "4張", "4人以上で設営, 重り付, 濡れたら乾燥")
WHEELCHAIR = document("車いす(自走)", "くるまいす", "6台", "2週間まで, 個人可。貸し出し中の方は…")
MEETING_ROOM = document("会議室A(板橋)", "かいぎしつ", "36人", "登録団体, 21時まで")
HALL = document("多目的ホール", "土日, 駐車3台", "光熱費500円/回", "お使いいただくには実費が必要です")
DRUM = document("和太鼓セット", "わだいこ", "音出しは昼間のみ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("プロジェクター", "ﾌﾟﾛｼﾞｪｸﾀ"),
        ("ＢＢＱ", "バーベキュー"),
        ("bbq", "ばーべきゅー"),
        ("カキ氷", "かき氷"),
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("渡邉", "渡辺"),
        ("渡邊", "渡辺"),
        ("齋藤", "斎藤"),
        ("齊藤", "斉藤"),
        ("濵田", "浜田"),
        ("濱田", "浜田"),
        ("金澤", "金沢"),
        ("葛\U000e0100城", "葛城"),
        ("塚本", "塚本"),
        ("市ヶ谷", "市が谷"),
        ("市ケ谷", "市ガ谷"),
        ("四ツ谷", "四ッ谷"),
        ("三つ葉", "三ツ葉"),
        ("1ヶ月", "１か月"),
        ("三カ所", "三箇所"),
        ("一丁目", "１丁目"),
        ("高島平 十二丁目", "高島平12丁目"),
        ("二十丁目", "20丁目"),
        ("貸し出し", "貸出"),
        ("貸出し", "貸出"),
        ("貸し会議室", "貸会議室"),
        ("申し込み", "申込"),
        ("申込み", "申込"),
        ("申し込む", "申込む"),
        ("打ち合わせ", "打合せ"),
        ("打合わせ", "打合"),
        ("引き取り", "引取り"),
        ("受け付け", "受付"),
        ("折りたたみ椅子", "折畳み椅子"),
        ("夏祭り", "夏祭"),
        ("ポップ・コーン", "ポップコーン"),
        ("フード パントリー", "フードパントリー"),
        ("フ−ドバンク", "フードバンク"),
        ("１００〜２００", "100～200"),
        ("「ほっと」カフェ", "ほっとかふぇ"),
        ("ＡＥＤ", "aed"),
        ("か゛くせい", "がくせい"),
    ],
)
def test_ways_of_writing_that_nobody_tells_apart_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("吉田", "𠮷田"),
        ("机", "椅子"),
        ("三丁目", "二丁目"),
        ("折りたたみ", "畳"),
        ("子どもが遊ぶ", "子どもけ遊ぶ"),
        ("東京", "京都"),
    ],
)
def test_what_means_another_thing_stays_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)
    assert fold(other) not in fold(one)


@given(ANY | BOARD)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_voice_mark_between_other_letters_leaves_no_trace() -> None:
    assert fold("\u1100\u3099\u1161") == "가"


@given(ANY | BOARD)
def test_folded_text_holds_letters_and_digits_only(text: str) -> None:
    assert {unicodedata.category(letter)[0] for letter in fold(text)} <= {"L", "N"}
    assert fold(text).encode().decode() == fold(text)


@given(ANY | BOARD)
def test_width_and_case_do_not_matter(text: str) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)

    assert fold(wide) == fold(text) == fold(unicodedata.normalize("NFKC", text))


@given(st.text(alphabet=[chr(code) for code in range(0x30A1, 0x30F7)]))
def test_katakana_is_hiragana(katakana: str) -> None:
    assert fold(katakana) == fold("".join(chr(ord(letter) - 0x60) for letter in katakana))


def test_the_parts_of_a_document_do_not_flow_together() -> None:
    kept = document("大きな机", "、、", "器具つき")

    assert kept == "大きな机\n器具つき"
    assert not matches(kept, "机器", SYNONYMS)


@given(ANY | BOARD, ANY | BOARD)
def test_pairs_narrow_and_never_lose_a_document(text: str, word: str) -> None:
    kept, part = document(text, word), fold(word)

    if len(part) > 1:
        assert set(bigrams(part)) <= set(bigrams(kept))


def test_pairs_of_letters() -> None:
    assert bigrams("会議室") == ["会議", "議室"]
    assert bigrams("鼓") == ["鼓"]
    assert bigrams("会議\n室") == ["会議", "室"]
    assert bigrams("") == []


def test_a_query_is_at_most_eight_words_of_forty_letters() -> None:
    assert words(" 車椅子　貸出\tテント、机\n") == ("車椅子", "貸出", "テント", "机")
    assert words("　") == ()
    assert words("あ " * 9) == ("あ",) * MOST_WORDS
    assert words("い" * 41) == ("い" * LONGEST_WORD,)


@pytest.mark.parametrize(
    ("kept", "query"),
    [
        (MEETING_ROOM, "会議"),
        (MEETING_ROOM, "かいぎ"),
        (MEETING_ROOM, "ｶｲｷﾞ"),
        (MEETING_ROOM, "会議室予約"),
        (MEETING_ROOM, "会議室　板橋"),
        (MEETING_ROOM, "研修室"),
        (DRUM, "太鼓"),
        (DRUM, "鼓"),
        (DRUM, "わだいこ"),
        (TENT, "テント"),
        (TENT, "ﾃﾝﾄ"),
        (TENT, "タープ"),
        (TENT, "テント 借りたい"),
        (TENT, "借りたい　テント"),
        (TENT, "テント貸し出し"),
        (TENT, "テントを借りたい"),
        (TENT, "テントのレンタル"),
        (WHEELCHAIR, "車椅子"),
        (WHEELCHAIR, "車イス"),
        (WHEELCHAIR, "クルマイス"),
        (WHEELCHAIR, "wheelchair"),
        (WHEELCHAIR, "車椅子 貸出"),
        (WHEELCHAIR, "車椅子貸出"),
        (WHEELCHAIR, "貸出"),
        (WHEELCHAIR, "レンタル"),
        (document("綿菓子機"), "綿あめ"),
        (document("綿菓子機"), "わたがし"),
        (document("もちつきセット(臼・杵・せいろ)"), "餅つき"),
        (HALL, "有料"),
        (HALL, "集会室"),
        (HALL, ""),
        (HALL, "・・・"),
    ],
)
def test_found(kept: str, query: str) -> None:
    assert matches(kept, query, SYNONYMS)


@pytest.mark.parametrize(
    ("kept", "query"),
    [
        (TENT, "車椅子"),
        (TENT, "車椅子 借りたい"),
        (TENT, "テント 板橋"),
        (TENT, "かき氷"),
        (HALL, "無料"),
        (HALL, "軽トラック"),
        (WHEELCHAIR, "マイクロバス"),
        (WHEELCHAIR, "パンフレット"),
        (document("折りたたみ椅子"), "和室"),
        (document("絵本の読み聞かせ", "水曜日"), "非常食"),
        (document("館内放送設備"), "講師"),
    ],
)
def test_not_found(kept: str, query: str) -> None:
    assert not matches(kept, query, SYNONYMS)


def test_only_a_whole_word_has_synonyms() -> None:
    synonyms = Synonyms([["車", "トラック"], ["椅子", "いす"]])

    assert synonyms.alternatives("車") == ("車", "とらっく")
    assert synonyms.alternatives("ﾄﾗｯｸ") == ("とらっく", "車")
    assert synonyms.alternatives("車椅子") == ("車椅子",)
    assert synonyms.alternatives("椅") == ("椅",)


def test_a_word_of_two_groups_has_the_words_of_both() -> None:
    assert set(SYNONYMS.alternatives("スピーカー")) >= {"すぴか", "音響", "講師"}
    assert "すぴか" not in SYNONYMS.alternatives("講師")


def test_a_marked_word_leads_to_its_group_and_is_not_looked_for_in_its_place() -> None:
    synonyms = Synonyms([["認知症", "!痴呆"], ["車両", "~車"]])

    assert synonyms.alternatives("痴呆") == ("痴呆", "認知症")
    assert synonyms.related("痴呆") == ("認知症",)
    assert synonyms.related("認知症") == ()
    assert synonyms.alternatives("車") == ("車", "車両")
    assert synonyms.alternatives("車両") == ("車両",)
    assert synonyms.related("車両") == ("車",)


@pytest.mark.parametrize(
    ("query", "looked_for"),
    [
        ("和太鼓　借りたい", (("和太鼓",),)),
        ("使いたい", (("使いたい", "予約", "申込", "申請", "もうしこみ", "借りたい"),)),
        ("パイプいす", (("いす", "椅子", "すたっきんぐちぇあ"),)),
        ("鼓 鼓 ツヅミ", (("鼓",), ("つづみ",))),
        ("を借りたい", (("借りたい", "予約", "申込", "申請", "もうしこみ", "使いたい"),)),
        ("！？", ()),
    ],
)
def test_a_query_is_all_of_these_and_of_each_any(query: str, looked_for: tuple[tuple[str, ...], ...]) -> None:
    assert [set(either) for either in expand(query, SYNONYMS)] == [set(either) for either in looked_for]


@given(ANY | BOARD, ANY | BOARD)
def test_no_query_breaks_the_search_and_each_finds_itself(text: str, query: str) -> None:
    plain = Synonyms([])

    assert matches(document(text, *words(query)), query, plain)
    assert matches(document(text), query, plain) == all(fold(word) in document(text) for word in words(query))
    assert all(either and all(either) for either in expand(query, SYNONYMS))


@given(ANY | BOARD, st.sampled_from([word for group in load_groups() for word in group]))
def test_leaving_out_the_longer_alternatives_loses_nothing(text: str, word: str) -> None:
    kept = document(text, word)
    either = SYNONYMS.alternatives(SYNONYMS.thing(fold(word)))

    assert matches(kept, word, SYNONYMS) == any(one in kept for one in either)


def test_every_group_of_the_file_is_whole() -> None:
    groups = list(load_groups())
    plain = [word.lstrip("!~") for group in groups for word in group]

    assert len(groups) == 57  # 56 groups; 無料 and 有料 are the halves of one
    assert [word for word in plain if not fold(word) or word != word.strip() or set(word) & set("()!~; ")] == []
    assert [group for group in groups if len(group) < 2] == []


def test_every_word_of_a_group_finds_the_others() -> None:
    for group in load_groups():
        for typed in group:
            for written in group:
                if not written.startswith("~"):
                    assert matches(document(written), typed, SYNONYMS), (typed, written)
