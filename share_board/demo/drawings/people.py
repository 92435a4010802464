"""The people of the town: small, round and kind. The feet stand at (0, 0), a grown-up is about 300 high."""

import math
from dataclasses import dataclass, replace
from random import Random

from share_board.demo.drawings.canvas import Canvas, Point, ellipse
from share_board.demo.drawings.palette import (
    BARK,
    BLUE,
    BUTTER,
    COCOA,
    CORAL,
    INK,
    LAGOON,
    LEAF,
    LILAC,
    MUSTARD,
    NAVY,
    PLUM,
    ROSE,
    TEAL,
    Colour,
    darker,
    sheer,
)  # fmt: skip

SKINS = ("#f8dac4", "#f5d0b5", "#f0c3a4")
TOPS = (CORAL, MUSTARD, LEAF, TEAL, BLUE, LILAC, ROSE, LAGOON, BUTTER)
BOTTOMS = (NAVY, COCOA, PLUM, "#6d7f86", BARK)
DARK_HAIR = ("#3f3747", "#54423c", "#6b4a3a", "#4a3a3a")
GREY_HAIR = ("#c9c4c6", "#dedad6", "#aaa4ab")


@dataclass(frozen=True)
class Look:
    """How somebody looks."""

    skin: Colour = SKINS[0]
    hair: Colour = DARK_HAIR[0]
    cut: str = "short"  # short, bob, bun, long, bald, tails
    top: Colour = CORAL
    bottom: Colour = NAVY
    apron: Colour | None = None
    glasses: bool = False
    child: bool = False

    def with_(self, **changes: object) -> "Look":
        return replace(self, **changes)  # type: ignore[arg-type]


def somebody(random: Random, **wishes: object) -> Look:
    """A grown-up by chance."""
    look = Look(
        skin=random.choice(SKINS), hair=random.choice(DARK_HAIR), cut=random.choice(("short", "bob", "bun", "long")),
        top=random.choice(TOPS), bottom=random.choice(BOTTOMS), glasses=random.random() < 0.15,
    )  # fmt: skip
    return look.with_(**wishes)


def elder(random: Random, **wishes: object) -> Look:
    return somebody(random, hair=random.choice(GREY_HAIR), cut=random.choice(("short", "bun", "bob", "bald"))).with_(
        **wishes
    )


def child(random: Random, **wishes: object) -> Look:
    return somebody(random, cut=random.choice(("short", "bob", "tails")), child=True, glasses=False).with_(**wishes)


def person(
    c: Canvas, x: float, y: float, look: Look, *, size: float = 1.0,
    left: Point = (-58, -98), right: Point = (58, -98),
    gaze: float = 0.0, tilt: float = 0.0, stride: float = 0.0, shadow: bool = True, mouth: str = "smile",
) -> None:  # fmt: skip
    """Somebody standing. `left` and `right` are where the hands are, `gaze` -1 to 1 where the face is turned."""
    size *= 0.68 if look.child else 1.0
    with c.at(x, y, size):
        if shadow:
            c.shadow(4, 0, 62, 13)
        for side in (-1, 1):
            foot = side * 22 + side * stride * 26
            c.line([(side * 20, -100), (foot, -14)], look.bottom, 34)
            c.oval(foot + gaze * 6, -8, 24, 12, darker(look.bottom, 0.45), depth=0.2)
        upper_body(c, look, left=left, right=right, gaze=gaze, tilt=tilt, mouth=mouth)


def onlooker(c: Canvas, x: float, y: float, look: Look, *, size: float = 1.0, arm: Point | None = None) -> None:
    """Somebody seen from behind, from the hips up, as an audience is; (x, y) is the middle of the hips."""
    size *= 0.78 if look.child else 1.0
    with c.at(x, y, size):
        if arm:
            _arm(c, look, 1, (arm[0], arm[1] - 100))
        with c.at(0, 100):
            c.blob(
                [(-42, -200), (0, -212), (42, -200), (58, -150), (60, -84), (-60, -84), (-58, -150)],
                look.top,
                "round",
                0.45,
            )
            c.line([(0, -196), (0, -214)], darker(look.skin, 0.1), 26)
            with c.at(0, -252, _head_size(look)):
                for side in (-1, 1):
                    c.oval(side * 43, 6, 9, 11, look.skin, depth=0.2)
                _hair_behind(c, look)
                bare = look.cut == "bald"
                c.oval(0, -3, 45, 46, look.skin if bare else look.hair, depth=0.4)
                if bare:
                    c.blob([(-44, 0), (-20, 12), (20, 12), (44, 0), (36, 32), (0, 42), (-36, 32)], look.hair, depth=0.3)


def sitting(
    c: Canvas, x: float, y: float, look: Look, *, size: float = 1.0, left: Point = (-40, -60), right: Point = (40, -60),
    gaze: float = 0.0, tilt: float = 0.0, mouth: str = "smile", legs: bool = True,
) -> None:  # fmt: skip
    """Somebody sitting and seen from the front; (x, y) is the seat, the feet hang 95 below."""
    size *= 0.68 if look.child else 1.0
    with c.at(x, y, size):
        if legs:
            for side in (-1, 1):
                c.line([(side * 30, 16), (side * 32, 84)], look.bottom, 33)
                c.oval(side * 34, 92, 25, 13, darker(look.bottom, 0.45), depth=0.2)
        with c.at(0, 100):
            upper_body(
                c,
                look,
                left=(left[0], left[1] - 100),
                right=(right[0], right[1] - 100),
                gaze=gaze,
                tilt=tilt,
                mouth=mouth,
            )
        if legs:
            for side in (-1, 1):
                c.oval(side * 30, 12, 27, 24, look.bottom, depth=0.4)


def upper_body(
    c: Canvas, look: Look, *, left: Point, right: Point, gaze: float = 0.0, tilt: float = 0.0, mouth: str = "smile"
) -> None:
    """From the hips (at -95) upward, arms and all; the hips are where a table may cut it off."""
    hands = ((-1, left), (1, right))
    behind = [(side, hand) for side, hand in hands if hand[1] < -215]
    for side, hand in behind:
        _arm(c, look, side, hand)
    with c.at(0, -204, turn=tilt), c.at(0, -48, _head_size(look)):
        _hair_behind(c, look)
    c.blob(
        [(-40, -200), (0, -212), (40, -200), (54, -150), (56, -92), (0, -82), (-56, -92), (-54, -150)],
        look.top,
        "round",
        0.45,
    )
    if look.apron:
        c.blob(
            [(-26, -186), (26, -186), (30, -150), (46, -92), (0, -80), (-46, -92), (-30, -150)],
            look.apron,
            "round",
            0.3,
        )
        c.box(-16, -132, 32, 24, darker(look.apron, 0.08), 7, depth=0.2)
    with c.at(0, -204, turn=tilt):
        head(c, look, gaze, mouth)
    for side, hand in hands:
        if (side, hand) not in behind:
            _arm(c, look, side, hand)


def _arm(c: Canvas, look: Look, side: int, hand: Point) -> None:
    shoulder, bone = (side * 40, -184), 47
    dx, dy = hand[0] - shoulder[0], hand[1] - shoulder[1]
    reach = math.hypot(dx, dy) or 1
    out = math.sqrt(max(0.0, bone**2 - (reach / 2) ** 2)) + 6
    # Of the two ways in which an elbow can bend, the one that points down and away from the body.
    ways = [
        (shoulder[0] + dx / 2 - dy / reach * bend, shoulder[1] + dy / 2 + dx / reach * bend) for bend in (-out, out)
    ]
    middle = max(ways, key=lambda elbow: side * elbow[0] + 1.2 * elbow[1])
    c.curve([shoulder, middle, hand], darker(look.top, 0.1), 27)
    c.oval(hand[0], hand[1], 15, 15, look.skin, depth=0.25)


def head(c: Canvas, look: Look, gaze: float = 0.0, mouth: str = "smile") -> None:
    """The neck stands at (0, 0)."""
    c.line([(0, 6), (0, -14)], darker(look.skin, 0.1), 26)
    with c.at(0, -48, _head_size(look)):
        c.oval(-42 + gaze * 8, 6, 9, 11, darker(look.skin, 0.06), depth=0.2)
        c.oval(42 + gaze * 8, 6, 9, 11, darker(look.skin, 0.06), depth=0.2)
        c.oval(0, 0, 43, 45, look.skin, depth=0.25)
        _hair_in_front(c, look, gaze)
        turn = gaze * 15
        for side in (-1, 1):
            c.oval(side * 16 + turn, 5, 4.3, 5.4, INK, depth=0)
            c.oval(side * 27 + turn * 0.9, 19, 9, 6, sheer(CORAL, 0.32), depth=0)
            if look.glasses:
                c.arc(side * 17 + turn, 5, 13, 12, 0, 360, INK, 3)
        if look.glasses:
            c.line([(-4 + turn, 4), (4 + turn, 4)], INK, 3)
        if mouth == "open":
            c.blob(
                [(turn - 9, 19), (turn, 21), (turn + 9, 19), (turn + 6, 29), (turn, 32), (turn - 6, 29)],
                darker(CORAL, 0.3),
                depth=0,
            )
        else:
            c.arc(turn, 15, 10, 9, 25, 155, INK, 3.2)


def _head_size(look: Look) -> float:
    return 1.16 if look.child else 1.0


def _hair_behind(c: Canvas, look: Look) -> None:
    if look.cut == "long":
        c.blob(
            [(-46, -20), (0, -52), (46, -20), (57, 40), (50, 78), (0, 70), (-50, 78), (-57, 40)], look.hair, depth=0.35
        )
    elif look.cut == "bob":
        c.blob(
            [(-46, -20), (0, -52), (46, -20), (53, 24), (44, 44), (0, 36), (-44, 44), (-53, 24)], look.hair, depth=0.35
        )
    elif look.cut == "bun":
        c.oval(0, -58, 23, 21, look.hair, depth=0.4)
    elif look.cut == "tails":
        for side in (-1, 1):
            c.blob(
                [(side * 38, -22), (side * 62, -24), (side * 68, 10), (side * 56, 34), (side * 48, 6)],
                look.hair,
                depth=0.35,
            )
    elif look.cut == "bald":
        for side in (-1, 1):
            c.oval(side * 41, -2, 10, 19, look.hair, depth=0.3)


def _hair_in_front(c: Canvas, look: Look, gaze: float) -> None:
    if look.cut == "bald":
        return
    part = gaze * 12
    crown = ellipse(0, -4, 47, 47, 190, 350)
    if look.cut == "short":
        fringe = [(42, -8), (30 + part, -22), (6 + part, -26), (-20 + part, -20), (-40, -4)]
    elif look.cut == "bun":
        fringe = [(42, -6), (26, -24), (0 + part, -34), (-26, -24), (-42, -6)]
    else:
        fringe = [(44, 2), (30, -14), (part, -17), (-30, -14), (-44, 2)]
    c.blob([*crown[::3], *fringe], look.hair, "slope", 0.35)


def cane(c: Canvas, x: float, y: float, height: float = 130, colour: Colour = BARK) -> None:
    """A walking stick whose handle is at (x, y)."""
    c.arc(x - 12, y, 12, 13, 180, 360, colour, 8)
    c.line([(x, y), (x, y + height)], colour, 8)
