"""People who come and tell, show and listen."""

from share_board.demo.drawings import furniture, scenery
from share_board.demo.drawings.canvas import WIDTH, Canvas
from share_board.demo.drawings.care import wheelchair
from share_board.demo.drawings.palette import (
    BLUE,
    BUTTER,
    CORAL,
    INK,
    LAGOON,
    LEAF,
    LILAC,
    MUSTARD,
    NAVY,
    OAK,
    ROSE,
    TEAL,
    WHITE,
    WOOD,
    lighter,
    mix,
    sheer,
)
from share_board.demo.drawings.people import child, elder, onlooker, person, sitting, somebody
from share_board.demo.drawings.signs import hand, heart


def _blackboard(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    c.box(x - 12, y - 12, width + 24, height + 24, WOOD, 8, depth=0.3)
    c.box(x, y, width, height, "#5f7f74", 4, "slope", 0.25)
    c.box(x, y + height - 4, width, 16, OAK, 4, depth=0.2)
    for number, colour in enumerate((WHITE, ROSE, BUTTER)):
        c.line([(x + 30 + number * 34, y + height), (x + 50 + number * 34, y + height)], colour, 8)


def _audience(c: Canvas, who: object, count: int = 6, *, y: float = 850, size: float = 1.25) -> None:
    for number in range(count):
        x = 600 + (number - (count - 1) / 2) * (1180 / count) + c.random.uniform(-12, 12)
        onlooker(c, x, y + (number % 2) * 20, who(c.random), size=size)  # type: ignore[operator]


def supporters_lesson(c: Canvas) -> None:
    """The orange ring is the sign of those who learnt to stand by people with dementia."""
    m = scenery.mood(c)
    scenery.room(c, m, 520)
    _blackboard(c, 300, 90, 600, 340)
    c.arc(470, 250, 76, 76, 0, 360, "#f0a35a", 24)
    c.arc(470, 250, 76, 76, 200, 280, "#f7c893", 8)
    heart(c, 470, 250, 0.8, ROSE)
    for row, width in enumerate((220, 170, 200, 130)):
        c.line([(620, 170 + row * 50), (620 + width, 170 + row * 50)], sheer(WHITE, 0.85), 7)
    scenery.plant(c, 110, 600, 1.15, m.paint)
    person(
        c,
        1020,
        690,
        somebody(c.random, top=TEAL, apron=None, cut="bob"),
        size=1.45,
        left=(-104, -220),
        gaze=-0.7,
        mouth="open",
    )
    c.line([(870, 372), (800, 300)], WOOD, 8)
    _audience(c, lambda random: somebody(random) if random.random() < 0.5 else elder(random))


def living_with_elders(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.room(c, m, 500)
    scenery.window(c, 90, 100, 270, 230, "day", m.cloth)
    furniture.picture_frame(c, 940, 120, 140, 160, m.paint)
    scenery.rug(c, 600, 690, 540, 100, lighter(m.cloth, 0.3))
    person(
        c,
        390,
        660,
        somebody(c.random, top=LAGOON, apron=WHITE, cut="bun"),
        size=1.4,
        right=(96, -176),
        left=(-60, -120),
        gaze=0.6,
        mouth="open",
    )
    furniture.armchair(c, 640, 660, m.paint, size=1.5)
    sitting(c, 640, 560, elder(c.random, glasses=True, top=LILAC), size=1.35, left=(-50, -54), right=(92, -104))
    scenery.plant(c, 1090, 640, 1.2, m.paint)
    sitting(
        c, 880, 640, child(c.random, top=MUSTARD), size=1.3, gaze=-0.8, left=(-34, -40), right=(40, -40), legs=False
    )
    _audience(c, child, 5, y=858, size=1.3)


def wheelchair_lesson(c: Canvas) -> None:
    """Children push each other round the cones in the school's hall."""
    m = scenery.mood(c)
    scenery.room(c, m, 440)
    for x in (70, 470, 870):
        scenery.window(c, x, 60, 260, 150, "day")
    c.box(-10, 280, WIDTH + 20, 148, mix(m.wall, WOOD, 0.45), 0, "down", 0.3)
    c.arc(600, 690, 520, 100, 0, 360, lighter(m.cloth, 0.15), 12)
    for x, y in ((940, 560), (1060, 640), (880, 742)):
        c.shadow(x, y, 46, 10)
        c.fill([(x - 12, y - 96), (x + 12, y - 96), (x + 34, y - 6), (x - 34, y - 6)], CORAL, "pipe", 0.5)
        c.fill([(x - 19, y - 66), (x + 19, y - 66), (x + 25, y - 42), (x - 25, y - 42)], WHITE, "pipe", 0.4)
        c.box(x - 46, y - 10, 92, 14, CORAL, 5, depth=0.3)
    person(
        c,
        330,
        740,
        child(c.random, top=BLUE, cut="short"),
        size=1.85,
        right=(84, -188),
        left=(70, -172),
        gaze=0.8,
        stride=0.5,
    )
    wheelchair(c, 540, 740, LAGOON, size=1.36, rider=child(c.random, top=MUSTARD, cut="bob"))
    person(c, 800, 590, somebody(c.random, top=CORAL), size=1.05, left=(-84, -210), gaze=-0.7, mouth="open")
    for x in (80, 180):
        person(c, x, 610 + (x > 100) * 24, child(c.random), size=1.35, gaze=0.8, left=(-30, -110), right=(34, -112))


def gymnastics(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.room(c, m, 470)
    for x in (90, 480, 870):
        scenery.window(c, x, 80, 240, 190, "day", m.cloth)
    for number, x in enumerate((190, 400, 800, 1010)):
        furniture.chair(c, x, 620, m.cloth, size=1.05)
        sitting(
            c,
            x,
            550,
            elder(c.random),
            size=1.08,
            left=(-84, -232),
            right=(84, -232),
            gaze=(0.3, 0.3, -0.3, -0.3)[number],
        )
    person(
        c,
        600,
        748,
        somebody(c.random, top=CORAL, bottom=NAVY),
        size=1.5,
        left=(-92, -292),
        right=(92, -292),
        mouth="open",
    )


def all_kinds_of_people(c: Canvas) -> None:
    scenery.meadow(c, 470)
    for number, colour in enumerate((ROSE, BUTTER, "#bfdcc0", LAGOON, LILAC)):
        c.arc(600, 520, 560 - number * 40, 440 - number * 38, 180, 360, lighter(colour, 0.2), 36)
    scenery.tufts(c, 500, "#9cbf86")
    people = (
        (140, elder(c.random, cut="bun"), (54, -110)), (320, somebody(c.random, top=MUSTARD, cut="short"), (66, -120)),
        (720, child(c.random, top=CORAL), (66, -120)), (890, somebody(c.random, top=TEAL, cut="bob"), (60, -120)),
        (1070, child(c.random, top=LILAC), (60, -130)),
    )  # fmt: skip
    for x, look, right in people:
        person(c, x, 730, look, size=1.32, right=right, left=(-66, -122), gaze=0.4 if x < 600 else -0.4)
    wheelchair(c, 500, 742, BLUE, size=1.25, rider=somebody(c.random, top=LEAF, cut="bob"))
    c.line([(984, 590), (1010, 752)], WHITE, 9)
    c.line([(1003, 706), (1010, 752)], CORAL, 9)
    for side in (-1, 1):
        c.oval(890 + side * 20, 396, 17, 14, INK, depth=0.3)
    c.line([(876, 392), (904, 392)], INK, 5)
    c.arc(262, 403, 9, 12, 60, 300, BLUE, 8)
    for x, y in ((230, 280), (620, 240), (980, 290)):
        heart(c, x, y, 0.7, CORAL)


def sign_language(c: Canvas) -> None:
    """Two people greet each other with their hands; between them, the hands in large."""
    m = scenery.mood(c)
    scenery.studio(c, m, 640)
    for side, x in ((-1, 165), (1, 1035)):
        look = somebody(c.random, top=(CORAL, LAGOON)[side > 0], cut=("bob", "short")[side > 0])
        person(c, x, 770, look, size=1.55, left=(-82, -190), right=(82, -190), gaze=-side * 0.8, mouth="open")
    hand(c, 440, 400, 1.5, (1, 1, 1, 1, 1), turn=-14)
    hand(c, 770, 420, 1.5, (1, 1, 0, 0, 1), turn=12, flip=True)
    for x, y, turn in ((300, 190, -40), (360, 140, -22), (876, 150, 28), (936, 206, 46)):
        with c.at(x, y, turn=turn):
            c.line([(0, 0), (0, -42)], m.paint, 11)
