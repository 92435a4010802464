"""What the people of the invented town have asked for: the twenty requests of a winter, told relative to today.

A day is told as (weeks from this one, weekday 0 = Monday): the story stays in season whenever the town is built.
Steps are the verbs that people would press, one after the other.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from share_board.requests.models import Channel

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


class Step(StrEnum):
    """What happened to a line after it was received."""

    ASK = "ask"
    YES = "yes"
    YES_IF = "yes_if"
    NO = "no"
    APPROVE = "approve"
    DECLINE = "decline"
    SEND_BACK = "send_back"
    WITHDRAW = "withdraw"
    HAND_OVER = "hand_over"
    FINISH = "finish"
    CANCEL = "cancel"
    PROPOSE = "propose"


ASKED: Final = (Step.ASK,)
AGREED: Final = (Step.ASK, Step.YES)
DECIDED: Final = (Step.ASK, Step.YES, Step.APPROVE)


@dataclass(frozen=True)
class Thing:
    """One line: what, from when (and until which day, if not the same), how many; `waits` where it is taken."""

    title: str
    week: int
    weekday: int
    hours: tuple[int, int] = (10, 16)
    days: int = 0
    units: int = 1
    waits: bool = False


@dataclass(frozen=True)
class Told:
    """One request: who, for what, how it came, how long ago, its lines, what became of them, and the word given."""

    group: str
    occasion: str
    people: int
    channel: Channel
    days_ago: int
    things: tuple[Thing, ...]
    steps: tuple[Step, ...] = ()
    word: str = ""


STORY: Final = (
    Told("前野デモ中央町会", "歳末もちつき", 150, Channel.PHONE, 12,
         (Thing("イベントテント(2間×3間)", 2, SAT, (9, 12), 0, 2), Thing("パイプいす", 2, SAT, (9, 12), 0, 40)), DECIDED,
         "前日の夕方に取りに来てください。"),
    Told("前野デモ中央町会", "歳末もちつき", 150, Channel.PHONE, 6,
         (Thing("もちつきセット(臼・杵・せいろ)", 2, SAT, (9, 12)),), ASKED),
    Told("デモ第三小学校", "4年生 総合的な学習", 96, Channel.WEB, 5,
         (Thing("介護職がはなす「お年よりとくらす」(小4-6)", 9, WED, (10, 11)),), AGREED),
    Told("デモ第三小学校", "4年生 車いす体験", 96, Channel.WEB, 5,
         (Thing("車いす(学校体験用)", 9, WED, (9, 15), 0, 10),), ASKED),
    Told("高島平デモ団地自治会", "総会と健康講座", 70, Channel.FAX, 14,
         (Thing("ホール「ふなかぜ」", 3, SAT, (13, 16)),), DECIDED),
    Told("高島平デモ団地自治会", "総会と健康講座", 30, Channel.FAX, 14,
         (Thing("転ばない体操とフレイル予防", 4, THU, (10, 11)),), DECIDED),
    Told("子育てサークル ぽっけ", "クリスマス会", 24, Channel.LINE, 9, (Thing("遊戯室", 4, SAT, (13, 17)),), DECIDED),
    Told("デモ中学校 PTA", "卒業記念", 120, Channel.WEB, 3,
         (Thing("焼き菓子詰め合わせ「まちのおやつ」", 14, FRI, units=120),), (Step.ASK, Step.YES_IF),
         "2日に分けてのお届けでしたら、120箱お作りできます。"),
    Told("民生委員 大谷口地区", "見守り研修", 18, Channel.PHONE, 8, (Thing("作業室(土日)", 11, SAT, (10, 15)),),
         (Step.ASK, Step.NO), "その日は機械の点検日です。お役に立てず申し訳ありません。"),
    Told("NPO みんなの食卓デモ", "こども食堂", 40, Channel.WEB, 7,
         (Thing("調理室", 8, SAT, (9, 15)), Thing("調理室", 12, SAT, (9, 15)), Thing("調理室", 16, SAT, (9, 15))), AGREED),
    Told("成増デモ商店会", "夏まつり", 300, Channel.COUNTER, 120,
         (Thing("かき氷機(ブロック氷)", -13, FRI, (10, 16), 1),), (*DECIDED, Step.HAND_OVER, Step.FINISH)),
    Told("蓮根デモ自治会", "日帰りバス旅行", 45, Channel.PHONE, 10,
         (Thing("車いす(自走)", 0, TUE, (9, 16), 7, 2),), (*DECIDED, Step.HAND_OVER)),
    Told("サロン ひなたぼっこ", "茶話会", 15, Channel.PHONE, 6, (Thing("介護なんでも相談", 3, WED, (10, 11)),), DECIDED),
    Told("デモ区 福祉課", "障がい者週間", 200, Channel.MAIL, 15,
         (Thing("米粉クッキー(小麦・卵・乳 不使用)", 2, THU, units=200),), DECIDED),
    Told("シニアクラブ 若葉デモ", "手話に親しむ会", 25, Channel.PAPER, 1, (Thing("手話であいさつ", 12, THU, (10, 11)),)),
    Told("宗教法人デモ", "礼拝", 30, Channel.WEB, 11, (Thing("地域交流室「くも」", 4, SUN, (9, 12)),), (Step.DECLINE,),
         "会の規約により、礼拝でのご利用はお受けできません。"),
    Told("板橋デモ町会連合会 支部", "支部まつり", 400, Channel.PHONE, 2,
         (Thing("綿菓子機", 24, SAT, (9, 12)), Thing("輪投げ・射的 縁日セット", 24, SAT, (9, 12)))),
    Told("デモ特別支援学校", "交流授業", 30, Channel.WEB, 4, (Thing("ボッチャ用具", 10, THU, (9, 15), 0, 2),),
         (Step.SEND_BACK,), "参加する人数と学年をお知らせください。"),
    Told("富士見デモ町会", "もちつき大会", 80, Channel.PHONE, 9,
         (Thing("もちつきセット(臼・杵・せいろ)", 3, SUN - 1, (9, 12)),), ASKED),
    Told("シニアクラブ 若葉デモ", "ふるさと料理の会", 24, Channel.PHONE, 4,
         (Thing("調理室", 8, SAT, (9, 15), waits=True),)),
    Told("サロン ひなたぼっこ", "手芸の会", 12, Channel.PHONE, 3, (Thing("作業室(土日)", 11, SAT, (10, 15)),),
         (Step.PROPOSE,), "この日は機械の点検があります。次の週の同じ時間でしたら、お使いいただけます。"),
    Told("富士見デモ町会", "防災訓練", 60, Channel.FAX, 20, (Thing("調理室", 5, SAT, (9, 12)),), (*DECIDED, Step.CANCEL),
         "感染症の対応のため、館内の貸出しを止めています。"),
)  # fmt: skip
