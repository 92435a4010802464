"""The boundary: what people type, and what is kept of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from share_board import text

ANY = st.text(alphabet=st.characters(exclude_categories=()))  # surrogates too
NAMES = [
    "髙橋",
    "﨑",
    "①",
    "邉",
    "𠮷田",
    "葛󠄀城",
    "塚本",
    "神社",
    "㈱デモ",
    "１２３",
    "ｶﾅ",
    "👨‍👩‍👧‍👦",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "🇯🇵",
    "❤️‍🔥",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_kept_as_it_is_typed(name: str) -> None:
    assert text.clean_line(name, 80) == name
    assert text.clean_text(name, 80) == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("　前野デモ中央町会　", "前野デモ中央町会"),
        ("田中\t花子\r\n", "田中 花子"),
        ("一行\n二行", "一行 二行"),
        ("か\u3099", "が"),
        ("e\u0301", "é"),
        ("\u202e逆さ\u202c", "逆さ"),
        ("\ufeff先頭の印", "先頭の印"),
        ("見え\u200bない\u00ad印", "見えない印"),
        ("鳴る\x07", "鳴る"),
        ("　 \u200b\u3164", ""),
        ("a\u200db", "ab"),
    ],
)
def test_a_line_loses_only_what_cannot_be_seen(typed: str, kept: str) -> None:
    assert text.clean_line(typed, 80) == kept


def test_every_kind_of_break_is_one_newline() -> None:
    assert text.clean_text("\r\n一\r\n二\r三\x0b四\u2028五　\n\n六 \n", 80) == "一\n二\n三\n四\n五\n\n六"


@pytest.mark.parametrize("typed", ["a\0b", "\ud800", "\ufffe", "\ufdd0"])
def test_what_no_keyboard_makes_is_refused(typed: str) -> None:
    with pytest.raises(text.NotText):
        text.clean_line(typed, 80)
    with pytest.raises(text.NotText):
        text.clean_text(typed, 80)


def test_a_text_too_long_says_by_how_much() -> None:
    with pytest.raises(text.TooLong) as refused:
        text.clean_line(" " + "あ" * 81, 80)

    assert (refused.value.limit, refused.value.length) == (80, 81)
    assert text.clean_line(" " + "𠮷" * 80, 80) == "𠮷" * 80


@given(ANY)
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    for clean in (text.clean_line, text.clean_text):
        try:
            kept = clean(typed, 40)
        except text.UnfitText:
            continue
        assert clean(kept, 40) == kept
        assert kept.encode().decode() == kept
        assert kept == kept.strip()


@pytest.mark.parametrize(("typed", "read"), [("１２−３４", "1234"), ("R8-0123", "80123"), ("②٣²", ""), ("", "")])
def test_digits_of_any_width(typed: str, read: str) -> None:
    assert text.digits(typed) == read


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("0312345678", "03-1234-5678"),
        ("０３ー１２３４ー５６７８", "03-1234-5678"),
        ("０３－１２３４－５６７８", "03-1234-5678"),
        ("03−1234‐5678", "03-1234-5678"),
        ("03（1234）5678", "03-1234-5678"),
        ("(03)1234-5678", "03-1234-5678"),
        ("03 1234　5678", "03-1234-5678"),
        ("03.1234.5678", "03-1234-5678"),
        ("03-0000-0101", "03-0000-0101"),
        ("０９０１２３４５６７８", "090-1234-5678"),
        ("070ー1234ー5678", "070-1234-5678"),
        ("0120-123-456", "0120-123-456"),
        ("0800-123-4567", "0800-123-4567"),
        ("0422-51-5131", "0422-51-5131"),
        ("050-1234-5678", "050-1234-5678"),
        ("+81 3-1234-5678", "03-1234-5678"),
        ("+81 (0)90 1234 5678", "090-1234-5678"),
        ("TEL：03-1234-5678", "03-1234-5678"),
        ("℡03-1234-5678", "03-1234-5678"),
        ("03-3964-1111（代）", "03-3964-1111"),
        ("03-1234-5678 内線１２", "03-1234-5678 (内線12)"),
        ("03-1234-5678 (内線12)", "03-1234-5678 (内線12)"),
        ("+1 650-253-0000", "+1 650-253-0000"),
    ],
)
def test_a_phone_number_is_read_however_it_is_written(typed: str, printed: str) -> None:
    assert text.phone(typed) == printed
    assert text.phone(printed) == printed
    assert text.phone_key(typed) == text.phone_key(printed) == text.digits(printed.partition(" (内線")[0])


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ー",
        "119",
        "39641111",
        "090-123-4567",
        "03-1234-56789",
        "00-1234-5678",
        "電話なし",
        "03-1234-567八",
        "+99912",
        "+",
    ],
)
def test_what_is_no_phone_number_is_not_guessed(typed: str) -> None:
    assert text.phone(typed) is None


def test_a_key_of_a_phone_number_always_fits_its_column() -> None:
    assert text.phone_key("1" * 100) == "1" * 20
    assert text.phone_key("３９６４ー１１１１") == "39641111"


WIDE = {ord(letter): ord(letter) + 0xFEE0 for letter in "0123456789()-@."} | {ord("-"): "ー"}


@given(st.from_regex(r"\A0(?:3[0-9]{8}|[789]0[0-9]{8}|[1-46-9][1-9][0-9]{7})\Z"))
def test_a_printed_phone_number_is_read_back(number: str) -> None:
    printed = text.phone(number)

    assert printed is not None
    assert text.digits(printed) == number == text.phone_key(printed)
    assert text.phone(printed.translate(WIDE)) == printed


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1730004", "173-0004"),
        ("〒１７３ー０００４", "173-0004"),
        ("〒 173−0004", "173-0004"),
        ("173-004", None),
        ("173-00044", None),
        ("", None),
    ],
)
def test_a_postal_code(typed: str, code: str | None) -> None:
    assert text.postal_code(typed) == code


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" Taro@Example.JP\n", "taro@example.jp"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"),
        ("taro＠example。jp", "taro@example.jp"),
        ("ｔａｒｏ＠ｄｅｍｏーｔｏｗｎ．ｊｐ", "taro@demo-town.jp"),
        ("\u200btaro@example.jp", "taro@example.jp"),
        ("a..b.@docomo.ne.jp", "a..b.@docomo.ne.jp"),
        (".taro-@ezweb.ne.jp", ".taro-@ezweb.ne.jp"),
        ("a~b@example.jp", "a~b@example.jp"),
        ("a+b@sub.example.co.jp", "a+b@sub.example.co.jp"),
        ("a" * 64 + "@example.jp", "a" * 64 + "@example.jp"),
    ],
)
def test_a_mail_address_is_read_in_any_width(typed: str, address: str) -> None:
    assert text.email(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "taro",
        "taro@localhost",
        "taro@@example.jp",
        "taro@example..jp",
        "taro@-example.jp",
        "taro@127.0.0.1",
        "taro tanaka@example.jp",
        "taro@example.jp\r\nBcc: all@example.jp",
        "<taro@example.jp>",
        "太郎@example.jp",
        "a" * 65 + "@example.jp",
        "a@" + "b." * 130 + "jp",
        "taro@example.jp\0",
    ],
)
def test_what_mail_cannot_reach_is_no_address(typed: str) -> None:
    assert text.email(typed) is None


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        ("１２", 12),
        (" 1,200 ", 1200),
        ("１，２００円", 1200),
        ("１、２００", 1200),
        ("12人", 12),
        ("約３０名", 30),
        ("40人くらい", 40),
        ("３ 張", 3),
        ("約 30 人", 30),
        ("2セット", 2),
        ("007", 7),
        ("0", 0),
        ("¥480", 480),
        ("999999999999", 999_999_999_999),
    ],
)
def test_a_whole_number_with_its_counter(typed: str, number: int) -> None:
    assert text.whole_number(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "人",
        "-1",
        "+5",
        "1_000",
        "1e3",
        "0x10",
        "5.0",
        "NaN",
        "inf",
        "²",
        "٣",
        "①",
        "5万",
        "3ダース",
        "3〜5人",
        "1,20",
        "12,3456",
        "十二",
        "9" * 13,
        "9" * 9999,
        "10 20",
    ],
)
def test_what_could_mean_another_number_is_not_read(typed: str) -> None:
    assert text.whole_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "words", "number"),
    [
        ("90", text.MINUTES, 90),
        ("１時間", text.MINUTES, 60),
        ("1時間30分", text.MINUTES, 90),
        ("1時間半", text.MINUTES, 90),
        ("3日", text.MINUTES, 3 * 24 * 60),
        ("2週間前", text.DAYS, 14),
        ("5営業日", text.SINGLE_DAYS, 5),
        ("１年", text.MONTHS, 12),
        ("3ヶ月", text.MONTHS, 3),
        ("1か月", text.DAYS, None),
        ("2週間", text.SINGLE_DAYS, None),
        ("30分", text.HOURS, None),
        ("2日半", text.DAYS, None),
        ("10人", text.MINUTES, None),
        ("2時間", text.PIECES, None),
    ],
)
def test_a_length_is_counted_in_what_is_asked_for(typed: str, words: text.Words, number: int | None) -> None:
    assert text.whole_number(typed, words) == number


@given(st.integers(0, 999_999_999_999))
def test_numbers_are_read_back_in_every_width(number: int) -> None:
    grouped = f"{number:,}"
    wide = grouped.translate({ord(letter): ord(letter) + 0xFEE0 for letter in "0123456789,"})

    assert text.whole_number(str(number)) == text.whole_number(grouped) == text.whole_number(wide) == number


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("ﾀｶﾊｼ ﾊﾅｺ", "たかはし はなこ"),
        ("タカシマダイラ", "たかしまだいら"),
        ("ﾊﾞｰﾍﾞｷｭｰ", "ばーべきゅー"),
        ("ヴヵヶヽ", "ゔゕゖゝ"),
        ("かき氷", "かき氷"),
        ("ＡＥＤ", "AED"),
    ],
)
def test_a_reading_is_hiragana(typed: str, reading: str) -> None:
    assert text.kana(typed) == reading


@given(ANY)
def test_no_text_breaks_a_reader(typed: str) -> None:
    number = text.phone(typed)
    address = text.email(typed)

    assert number is None or text.phone(number) == number
    assert address is None or text.email(address) == address
    assert set(text.phone_key(typed)) <= set("0123456789")
    assert text.kana(text.kana(typed)) == text.kana(typed)
    text.whole_number(typed)
    text.postal_code(typed)
