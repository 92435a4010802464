"""What a search means: `matches` is the definition, and whatever the databases are asked must equal it.

Text is folded: ways of writing that people do not tell apart become one. A query is words; each word is looked for
as a part of the folded text, or one of its synonyms is, and all words must be found. Folded text holds letters and
digits only (and line breaks between the parts of a document), so it needs no escaping in LIKE.

A word is replaced by its synonyms only if it *is* a word of a group. A part of it is not enough: 車いす holds 車 and
運動会 holds 運動, and to look for lorries and gymnastics then would bury what was meant.

Words that say what a person wants to do (予約, 借りたい, 貸出 …) say nothing about the thing, for all that stands on
the board can be asked for. Beside other words they are left out, at the end of a word they are cut off (テント貸出,
車椅子を借りたい), and alone they are looked for like any other.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from share_board.text import hiragana

MOST_WORDS, LONGEST_WORD = 8, 40
HIDDEN, TYPED_ONLY = "!", "~"  # marks before a word of a group; see synonyms.csv
ASKING = ("借りたい", "借りる")  # the groups of these words are the words of asking
SYNONYMS = Path(__file__).with_name("synonyms.csv")

_BETWEEN_WORDS = re.compile(r"[\s、,，]+")
_PARTICLES = ("を", "の", "が", "は")
_LONG_MARK = "ー"
_VOICE_MARKS = "\u3099\u309a"  # ゛ and ゜ typed behind a letter

# The first letter of each stands for all. 𠮷 is not here: who looks for 吉 does not mean it.
_VARIANTS = """
高髙 崎﨑嵜 辺邉邊 斎斉齋齊 浜濱濵 沢澤 広廣 桜櫻 国國 島嶋嶌 真眞 恵惠 徳德 黒黑 関關 滝瀧 竜龍 富冨
万萬 与與 会會 伝傳 体體躰 児兒 円圓 剣劍劒 励勵 労勞 団團 囲圍 塩鹽 声聲 売賣 変變 奥奧 学學 宝寶 実實
寿壽 将將 専專 巌巖 帯帶 庁廳 応應 栄榮 桧檜 検檢 楽樂 様樣 横橫 歩步 気氣 渋澁澀 渓溪 湾灣 灯燈 点點
為爲 焼燒 県縣 祢禰 秋穐 稲稻 穂穗 経經 絵繪 緑綠 総總 縄繩 聡聰 館舘 芸藝 荘莊 蔵藏 薬藥 蛍螢 衛衞 覚覺
観觀 読讀 豊豐 鉄鐵 銭錢 険險 隠隱 雑雜 霊靈 静靜 頼賴 顔顏 駅驛 髪髮 鶏鷄 麦麥 黄黃 弥彌 条條 来來 柳栁
桑桒 峰峯 岳嶽 亀龜 礼禮 禄祿 曽曾 槙槇 遥遙 凛凜 尭堯 晋晉 篭籠 芦蘆 鴎鷗 碍礙 麺麵 餅餠 醤醬 痩瘦 祷禱
繋繫 頬頰 剥剝 戸戶 壱壹 双雙 独獨 図圖 写寫 画畫 台臺 当當 対對 予豫 余餘 転轉 軽輕 両兩 旧舊 参參
単單 発發 医醫
"""
_TO_COMMON = {ord(old): variants[0] for variants in _VARIANTS.split() for old in variants[1:]}
_TO_COMMON |= dict.fromkeys(map(ord, _VOICE_MARKS), "")

# Written with all their kana; any of the kana may be missing.
_OKURIGANA = """
貸し出し 申し込み 打ち合わせ 引き取り 受け付け 引き渡し 受け取り 受け渡し 取り扱い 取り消し 持ち込み
持ち帰り 貸し切り 問い合わせ 待ち合わせ 詰め合わせ 組み合わせ 組み立て 積み込み 積み下ろし 炊き出し
飾り付け 片付け 割り引き 繰り返し 呼び出し 立ち会い 立ち入り 読み聞かせ 見守り 手伝い 乗り降り 助け合い
支え合い 話し合い 見積もり 払い戻し 使い捨て 盆踊り 祭り 折り紙 手作り 輪投げ 綱引き 貸し
"""


def _any_okurigana(full: str) -> str:
    """打ち合わせ → 打(?:ち)*合(?:わせ|せ)*"""
    return re.sub(
        "[ぁ-ん]+",
        lambda kana: f"(?:{'|'.join(kana[0][start:] for start in range(len(kana[0])))})*",
        full,
    )


_COMPOUND = re.compile("|".join(_any_okurigana(full) for full in _OKURIGANA.split()))
_KANA = re.compile("[ぁ-ん]+")
_FOLDING = re.compile("折り?(?:畳|たた)み?")
_FOLDED_AWAY = "折疊"  # apart from 畳: a folding chair stands in no tatami room
_KANJI_DIGITS = "〇一二三四五六七八九"
_CHOME = re.compile(rf"([{_KANJI_DIGITS}]?)(十?)([{_KANJI_DIGITS}]?)(?=丁目)")
_COUNTER_KA = re.compile(rf"(?<=[0-9十数何{_KANJI_DIGITS}])[け箇個](?=[月所国年条])")  # 3ヶ月, 三箇所
_PLACE_GA = re.compile("(?<=[一-龠])が(?=[谷丘原崎関浦瀬島池窪森峰岳根台鼻沼淵峠平本里山野浜塚作岡坂])")  # 市が谷
_PLACE_TSU = re.compile(f"(?<=[{_KANJI_DIGITS}])っ(?=[一-龠])")  # 四ッ谷
_ABBREVIATION = ("bbq", "ばべきゅ")


def fold(text: str) -> str:
    """One spelling for all that sound or look the same to a reader; folding twice changes nothing more."""
    even = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    letters = unicodedata.normalize("NFC", "".join(letter for letter in even if _is_kept(letter)))
    plain = unicodedata.normalize("NFC", hiragana(letters).translate(_TO_COMMON))
    plain = plain.replace("ゖ", "け").replace("ゕ", "か").replace(*_ABBREVIATION)
    plain = _COMPOUND.sub(lambda found: _KANA.sub("", found[0]), _FOLDING.sub(_FOLDED_AWAY, plain))
    plain = _COUNTER_KA.sub("か", _CHOME.sub(_in_digits, plain))
    return _PLACE_TSU.sub("つ", _PLACE_GA.sub("け", plain))


def _is_kept(letter: str) -> bool:
    return letter in _VOICE_MARKS or (letter != _LONG_MARK and unicodedata.category(letter)[0] in "LN")


def _in_digits(found: re.Match[str]) -> str:
    tens, ten, ones = found.groups()
    if not ten:
        return "".join(str(_KANJI_DIGITS.index(digit)) for digit in tens + ones)
    return str(10 * (_KANJI_DIGITS.index(tens) if tens else 1) + (_KANJI_DIGITS.index(ones) if ones else 0))


def document(*parts: str) -> str:
    """What is kept of a resource for searching. Nothing is found that begins in one part and ends in the next."""
    return "\n".join(folded for part in parts if (folded := fold(part)))


def bigrams(folded: str) -> list[str]:
    """The pairs of neighbouring letters, in order, none across a line break; one letter alone stands for itself.

    A document that holds a word holds all its pairs. The reverse is not true, so pairs narrow and never decide.
    """
    return [line[start : start + 2] for line in folded.splitlines() for start in range(max(1, len(line) - 1))]


def words(query: str) -> tuple[str, ...]:
    """The words of a query as typed: at most eight, of at most forty letters; what is more is left out."""
    return tuple(word[:LONGEST_WORD] for word in _BETWEEN_WORDS.split(query) if word)[:MOST_WORDS]


class Synonyms:
    """Groups of words that mean the same to the people who search.

    A word may bear a mark: `!` it is looked for and never shown; `~` typing it leads to its group, but it is not
    looked for in place of the others, because it hides in too many words (水 in 水曜, 0円 in 500円).
    """

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._looked_for: dict[str, dict[str, None]] = {}
        self._shown: dict[str, dict[str, None]] = {}
        asking = {fold(word) for word in ASKING}
        self._asking: set[str] = set()
        for group in groups:
            typed = dict.fromkeys(fold(word) for word in group)
            looked_for = dict.fromkeys(fold(word) for word in group if not word.startswith(TYPED_ONLY))
            shown = dict.fromkeys(word.lstrip(TYPED_ONLY) for word in group if not word.startswith(HIDDEN))
            for word in typed:
                self._looked_for.setdefault(word, {word: None}).update(looked_for)
                self._shown.setdefault(word, {}).update(shown)
            if not asking.isdisjoint(typed):
                self._asking |= typed.keys()

    def alternatives(self, word: str) -> tuple[str, ...]:
        """Folded, `word` first: what may stand in a text for it. A word of several groups has those of all."""
        folded = fold(word)
        return tuple(self._looked_for.get(folded, (folded,)))

    def related(self, word: str) -> tuple[str, ...]:
        """Other words for `word` that may be shown to a person, as they are written."""
        folded = fold(word)
        return tuple(other for other in self._shown.get(folded, ()) if fold(other) != folded)

    def longer(self, about: Iterable[str]) -> tuple[str, ...]:
        """Folded words of other groups that hold one of these: 車いす is no いす, マイクロバス no マイク."""
        texts = set(about)
        return tuple(word for word in self._looked_for if word not in texts and any(each in word for each in texts))

    def is_asking(self, folded: str) -> bool:
        """Whether it says what a person wants to do, not what they look for."""
        return folded in self._asking

    def thing(self, folded: str) -> str:
        """テント of テントを借りたい; a word that does not end in a word of asking, or is one, stays."""
        end = max((word for word in self._asking if folded.endswith(word)), key=len, default="")
        rest = folded.removesuffix(end)
        if rest != folded and rest.endswith(_PARTICLES):
            rest = rest[:-1]
        return rest or end


NO_SYNONYMS = Synonyms(())


def expand(query: str, synonyms: Synonyms) -> tuple[tuple[str, ...], ...]:
    """All of these, of each any: folded texts to look for. Empty if the query asks nothing: then all is found.

    An alternative that holds another one is left out, for what it would find is found already.
    """
    return tuple(shortest(synonyms.alternatives(word)) for word in things(query, synonyms))


def things(query: str, synonyms: Synonyms) -> list[str]:
    """The words of a query that say what is looked for, folded."""
    folded = dict.fromkeys(synonyms.thing(word) for typed in words(query) if (word := fold(typed)))
    return [word for word in folded if not synonyms.is_asking(word)] or list(folded)


def shortest(alternatives: tuple[str, ...]) -> tuple[str, ...]:
    """Those that hold no other one of them."""
    return tuple(one for one in alternatives if not any(other in one and other != one for other in alternatives))


def matches(folded_document: str, query: str, synonyms: Synonyms) -> bool:
    """Whether the document is found: the truth that every search over a database must equal."""
    return all(any(one in folded_document for one in either) for either in expand(query, synonyms))


def load_groups(path: Path = SYNONYMS) -> Iterator[tuple[str, ...]]:
    """The words of each group in the file, with their marks; numbers and remarks left out."""
    with path.open(encoding="utf-8", newline="") as file:
        for number, *group in csv.reader(file):
            if not number.startswith("#"):
                yield tuple(group)


def load_synonyms(path: Path = SYNONYMS) -> Synonyms:
    """The synonyms that come with the board."""
    return Synonyms(load_groups(path))
