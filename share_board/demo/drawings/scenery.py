"""What lies behind: rooms, streets, hills, tables. Each backdrop fills the whole picture."""

from dataclasses import dataclass

from share_board.demo.drawings.canvas import HEIGHT, WIDTH, Canvas, ellipse
from share_board.demo.drawings.palette import (
    BARK,
    BLUE,
    BLUSH,
    BUTTER,
    CORAL,
    CREAM,
    GOLDEN,
    LAGOON,
    LEAF,
    LILAC,
    MINT,
    MOSS,
    MUSTARD,
    NAVY,
    PAPER,
    PEACH,
    ROSE,
    SKY,
    WHITE,
    WOOD,
    Colour,
    darker,
    lighter,
    mix,
    sheer,
)  # fmt: skip


@dataclass(frozen=True)
class Mood:
    """The colours of one picture: wall, floor, and the cloth and paint that go with them."""

    wall: Colour
    floor: Colour
    cloth: Colour
    paint: Colour


MOODS = (
    Mood("#f8e3d3", "#e3bf93", LAGOON, CORAL),
    Mood("#e2eee2", "#e5c69c", ROSE, MUSTARD),
    Mood("#fbeecb", "#d9b48a", LILAC, "#6da6a6"),
    Mood("#e3e3f2", "#e6cba6", BUTTER, CORAL),
    Mood("#ddedf0", "#e0bd92", PEACH, "#7fae7c"),
    Mood("#f9e2de", "#dfc09a", MINT, BLUE),
)


def mood(c: Canvas) -> Mood:
    return c.random.choice(MOODS)


def room(c: Canvas, colours: Mood, horizon: float = 520, *, planks: bool = True) -> None:
    """A wall, a skirting and a floor that comes toward us."""
    c.box(-10, -10, WIDTH + 20, horizon + 20, colours.wall, 0, "down", 0.28)
    c.box(-10, horizon, WIDTH + 20, HEIGHT - horizon + 10, colours.floor, 0, "up", 0.3)
    if planks:
        seam = darker(colours.floor, 0.09)
        for number in range(-9, 22):
            top = 600 + (number * 100 - 600) * 0.72
            c.line([(top, horizon), (600 + (number * 100 - 600) * 1.55, HEIGHT)], seam, 2.5)
        for row in (0.16, 0.42, 0.8):
            y = horizon + (HEIGHT - horizon) * row
            c.line([(0, y), (WIDTH, y)], mix(seam, colours.floor, 0.55), 2)
    c.box(-10, horizon - 16, WIDTH + 20, 18, lighter(colours.wall, 0.6), 0, depth=0)
    c.box(-10, horizon, WIDTH + 20, 5, darker(colours.floor, 0.2), 0, depth=0)


def window(
    c: Canvas, x: float, y: float, width: float, height: float, view: str = "day", curtain: Colour | None = None
) -> None:
    """A window with something to see; `view` is day, dusk or night."""
    frame = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    with c.inside(frame), c.at(x, y, 1):
        skies = {"day": SKY, "dusk": "#f6cfae", "night": "#5d6a97"}
        c.box(0, 0, width, height, skies[view], 0, "up", 0.25)
        if view == "night":
            c.oval(width * 0.72, height * 0.3, 26, 26, BUTTER, depth=0.2)
            c.oval(width * 0.72 - 12, height * 0.3 - 6, 22, 22, skies[view], depth=0)
            c.dots([(width * c.random.random(), height * 0.55 * c.random.random()) for _ in range(9)], 2.6, CREAM)
        else:
            cloud(c, width * c.random.uniform(0.25, 0.7), height * 0.26, 0.5 * min(1, width / 320))
        far, near = {"day": (MINT, LEAF), "dusk": ("#cdb9a8", "#9a9f86"), "night": ("#4d5a86", "#41506f")}[view]
        c.oval(width * 0.2, height * 1.1, width * 0.55, height * 0.42, far, "round", 0.3)
        c.oval(width * 0.85, height * 1.15, width * 0.6, height * 0.4, near, "round", 0.3)
    c.line([*frame, frame[0]], WHITE, 14)
    c.line([(x + width / 2, y), (x + width / 2, y + height)], WHITE, 8)
    c.box(x - 20, y + height + 2, width + 40, 16, WHITE, 5, "down", 0.3)
    if curtain:
        drop = height + 60
        for side, edge in ((1, x - 34), (-1, x + width + 34)):
            wide = side * max(64, width * 0.22)
            hem = [
                (edge + wide * share, y - 20 + drop + (0, 9, 0, 9, 0)[number])
                for number, share in enumerate((1, 0.75, 0.5, 0.25, 0))
            ]
            c.fill([(edge, y - 22), (edge + wide, y - 22), *hem], curtain, "down", 0.35)
            for share in (0.28, 0.56, 0.82):
                c.line([(edge + wide * share, y - 8), (edge + wide * share, y + drop - 34)], darker(curtain, 0.1), 4)
        c.line([(x - 50, y - 24), (x + width + 50, y - 24)], BARK, 9)


def cloud(c: Canvas, x: float, y: float, size: float = 1.0, colour: Colour = WHITE) -> None:
    left, right, middle = (c.random.uniform(0.85, 1.2) for _ in range(3))
    with c.at(x, y, size):
        c.oval(-62 * left, -6, 46 * left, 36, colour, "down", 0.3)
        c.oval(60 * right, -8, 48 * right, 38, colour, "down", 0.3)
        c.oval(-6, -30, 56 * middle, 50 * middle, colour, "down", 0.3)
        c.box(-112 * left, -12, 112 * (left + right), 44, colour, 22, "down", 0.3)


def tree(c: Canvas, x: float, y: float, size: float = 1.0, colour: Colour = LEAF) -> None:
    """A round tree standing at (x, y), about 220 high."""
    with c.at(x, y, size):
        c.fill([(-13, 0), (-8, -110), (8, -110), (13, 0)], BARK, "pipe", 0.4)
        c.blob(
            [(-80, -100), (-92, -150), (-50, -208), (12, -222), (72, -190), (92, -132), (60, -92), (0, -78)],
            colour,
            "round",
            0.6,
        )
        c.dots([(c.random.uniform(-55, 40), c.random.uniform(-190, -120)) for _ in range(7)], 6, lighter(colour, 0.25))


def house(c: Canvas, x: float, y: float, width: float, height: float, wall: Colour, roof: Colour) -> None:
    c.box(x, y - height, width, height, wall, 4, "slope", 0.3)
    c.fill(
        [(x - 14, y - height + 4), (x + width * 0.5, y - height - width * 0.36), (x + width + 14, y - height + 4)],
        roof,
        "slope",
        0.4,
    )
    c.box(x + width * 0.2, y - height * 0.66, width * 0.22, width * 0.24, CREAM, 4, depth=0)
    c.box(x + width * 0.58, y - height * 0.66, width * 0.22, width * 0.24, CREAM, 4, depth=0)


def meadow(c: Canvas, horizon: float = 500, *, town: bool = True, sky: Colour | None = None) -> None:
    """Outside on a fine day: sky, hills, a row of roofs, a lawn."""
    sky = sky or c.random.choice((SKY, "#d9ecea", "#fbe9d2", "#dfe7f5"))
    c.box(-10, -10, WIDTH + 20, horizon + 30, sky, 0, "up", 0.2)
    for number in range(3):
        cloud(c, 170 + number * 420 + c.random.uniform(-90, 90), c.random.uniform(80, 170), c.random.uniform(0.6, 0.95))
    for middle, rx, ry in ((150, 420, 150), (1010, 480, 190), (580, 420, 110)):
        c.oval(middle + c.random.uniform(-60, 60), horizon + 20, rx, ry, mix(MINT, sky, 0.3), "down", 0.3)
    if town:
        x = -30.0
        while x < WIDTH:
            width = c.random.uniform(84, 130)
            wall, roof = (
                c.random.choice((CREAM, BLUSH, "#f4e4c8")),
                c.random.choice((CORAL, GOLDEN, "#8fa7b8", "#b98b76")),
            )
            house(c, x, horizon + 14, width, c.random.uniform(56, 90), mix(wall, sky, 0.25), mix(roof, sky, 0.35))
            x += width + c.random.uniform(30, 110)
            if c.random.random() < 0.6:
                tree(c, x - 30, horizon + 18, c.random.uniform(0.45, 0.65), mix(MOSS, sky, 0.35))
    grass = c.random.choice(("#bcd6a4", "#c4d7a0", "#b5d2ab"))
    c.box(-10, horizon, WIDTH + 20, HEIGHT - horizon + 10, grass, 0, "up", 0.35)
    tufts(c, horizon, darker(grass, 0.14))


def tufts(c: Canvas, horizon: float, colour: Colour) -> None:
    for _ in range(26):
        x, y = c.random.uniform(0, WIDTH), c.random.uniform(horizon + 30, HEIGHT - 10)
        for lean in (-8, 0, 8):
            c.line([(x, y), (x + lean, y - 15)], colour, 3.5)


def bunting(
    c: Canvas, y: float = 70, sag: float = 70, colours: tuple[Colour, ...] = (CORAL, MUSTARD, LAGOON, LILAC, LEAF)
) -> None:
    """Little flags from edge to edge."""

    def height(x: float) -> float:
        return y + sag * (1 - ((x - 600) / 640) ** 2)

    c.curve([(x, height(x)) for x in range(-40, 1280, 60)], mix(BARK, PAPER, 0.3), 4)
    for number, x in enumerate(range(-6, 1200, 84)):
        c.fill(
            [(x, height(x)), (x + 56, height(x + 56)), (x + 28, height(x + 28) + 62)],
            colours[number % len(colours)],
            "slope",
            0.4,
        )


def lanterns(c: Canvas, y: float = 60, sag: float = 60) -> None:
    """Paper lanterns of a summer festival."""
    c.curve([(x, y + sag * (1 - ((x - 600) / 640) ** 2)) for x in range(-40, 1280, 60)], NAVY, 4)
    for number, x in enumerate(range(60, 1200, 180)):
        top = y + sag * (1 - ((x - 600) / 640) ** 2)
        c.box(x - 15, top, 30, 12, NAVY, 3, depth=0)
        c.oval(x, top + 54, 42, 48, (CORAL, CREAM)[number % 2], "round", 0.5)
        for rib in (-24, 0, 24):
            c.arc(x, top + 54 + rib - 6, 42 - abs(rib) * 0.35, 9, 15, 165, sheer(BARK, 0.25), 2.5)
        c.box(x - 15, top + 98, 30, 10, NAVY, 3, depth=0)


def festival(c: Canvas, *, evening: bool = False) -> None:
    """The ground of a summer festival, for machines that make sweet things."""
    sky = "#7e88b8" if evening else c.random.choice(("#fbe4cf", "#d8ebee", "#fde9c7"))
    c.box(-10, -10, WIDTH + 20, 560, sky, 0, "up", 0.25)
    c.oval(600, 620, 760, 190, mix(LEAF, sky, 0.45), "down", 0.25)
    c.box(-10, 560, WIDTH + 20, 250, "#ecd7b2", 0, "up", 0.3)


def counter(c: Canvas, colours: Mood, y: float = 560) -> None:
    """A table that fills the lower edge, covered with a checked cloth."""
    c.box(-10, y, WIDTH + 20, HEIGHT - y + 10, lighter(colours.cloth, 0.25), 0, "up", 0.3)
    for number in range(-2, 15):
        c.fill(
            [(number * 90, y), (number * 90 + 44, y), (number * 96 + 14, HEIGHT), (number * 96 - 34, HEIGHT)],
            sheer(colours.cloth, 0.5),
            depth=0,
        )
    for row in (0.1, 0.52):
        c.box(-10, y + (HEIGHT - y) * row, WIDTH + 20, (HEIGHT - y) * 0.22, sheer(colours.cloth, 0.5), 0, depth=0)
    c.box(-10, y - 5, WIDTH + 20, 9, lighter(colours.cloth, 0.55), 0, depth=0)


def halo(c: Canvas, colour: Colour, x: float = 600, y: float = 400, size: float = 330) -> None:
    """A large quiet shape behind the thing that matters."""
    c.blob(
        [(x + px * size * c.random.uniform(0.97, 1.05), y + py * size * c.random.uniform(0.97, 1.05))
         for px, py in ellipse(0, 0, 1.18, 0.92)[:-1]],
        colour, "round", 0.18,
    )  # fmt: skip


def studio(c: Canvas, colours: Mood, horizon: float = 560) -> None:
    """A plain wall and a plain floor with a large soft shape: for one thing to be looked at."""
    c.box(-10, -10, WIDTH + 20, horizon + 20, colours.wall, 0, "down", 0.2)
    halo(c, mix(lighter(colours.wall, 0.3), colours.cloth, 0.36), y=horizon - 190)
    c.box(-10, horizon, WIDTH + 20, HEIGHT - horizon + 10, mix(colours.floor, PAPER, 0.35), 0, "up", 0.3)


def plant(c: Canvas, x: float, y: float, size: float = 1.0, pot: Colour = CORAL) -> None:
    """A plant in a pot, about 190 high, standing at (x, y)."""
    with c.at(x, y, size):
        c.shadow(4, -2, 46, 10)
        for lean, height in ((-52, 118), (48, 124), (-24, 160), (28, 168), (0, 186)):
            c.curve([(0, -60), (lean * 0.4, -height * 0.75), (lean, -height)], MOSS, 5)
            c.blob(
                [
                    (lean * 0.5, -height * 0.6),
                    (lean * 1.25 - 12, -height * 0.86),
                    (lean, -height - 10),
                    (lean * 0.95 + 16, -height * 0.8),
                ],
                LEAF,
                "round",
                0.5,
            )
        c.fill([(-38, -66), (38, -66), (28, 0), (-28, 0)], pot, "pipe", 0.5)
        c.box(-44, -78, 88, 20, lighter(pot, 0.15), 6, "pipe", 0.4)


def shelf_of_books(c: Canvas, x: float, y: float, width: float, rows: int = 3, height: float = 92) -> None:
    """A bookcase; (x, y) is its upper left corner."""
    total = rows * height + 14
    c.box(x, y, width, total, WOOD, 6, "slope", 0.4)
    for row in range(rows):
        top = y + 12 + row * height
        c.box(x + 12, top, width - 24, height - 14, darker(WOOD, 0.32), 2, depth=0.2)
        left = x + 18
        while left < x + width - 46:
            thick, tall = c.random.uniform(13, 25), c.random.uniform(0.62, 0.92) * (height - 14)
            colour = c.random.choice((CORAL, MUSTARD, LAGOON, LILAC, LEAF, ROSE, BLUE, CREAM))
            c.box(left, top + height - 14 - tall, thick, tall, colour, 2, "pipe", 0.35)
            left += thick + 2
            if c.random.random() < 0.12:
                left += 26


def rug(c: Canvas, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
    c.oval(x, y, rx, ry, colour, "down", 0.25)
    c.arc(x, y, rx * 0.86, ry * 0.82, 0, 360, lighter(colour, 0.45), 5)


def clock(c: Canvas, x: float, y: float, r: float = 34) -> None:
    c.oval(x + 3, y + 4, r, r, sheer("#4b4257", 0.15), depth=0)
    c.oval(x, y, r, r, WHITE, depth=0.2)
    c.arc(x, y, r, r, 0, 360, MUSTARD, 6)
    c.line([(x, y), (x, y - r * 0.55)], NAVY, 4)
    c.line([(x, y), (x + r * 0.4, y + r * 0.12)], NAVY, 4)


def lamp(c: Canvas, x: float, y: float, colour: Colour = MUSTARD) -> None:
    """A lamp that hangs from the ceiling and ends at (x, y)."""
    c.line([(x, -5), (x, y - 52)], BARK, 4)
    c.oval(x, y + 2, 22, 16, BUTTER, depth=0.1)
    c.fill([(x - 20, y - 56), (x + 20, y - 56), (x + 62, y), (x - 62, y)], colour, "slope", 0.45)
