"""The rules of the house that a test can check. Each exception stands here by name, with its reason."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import metadata, requires
from typing import Final

import pytest
from flask import Flask

from share_board import doors
from share_board.requests import lifecycle
from share_board.settings import ROOT

CODE: Final = ROOT / "share_board"
TEMPLATES: Final = ROOT / "templates"
LETTERS: Final = TEMPLATES / "letters"

# ---- exceptions, by name -------------------------------------------------------------------------------------------

COMMITS_ELSEWHERE: Final = {
    "desk/letters.py": "the doors of the desk's letters",
    "engines.py": "what a new connection is told holds from then on",
}
OWN_TRANSACTIONS: Final = {
    "database.py": "makes them",
    "jobs.py": "what the clock asks for: each job is one transaction",
    "outbox/delivery.py": "a letter is claimed, sent and marked in steps that survive a crash",
    "members/limits.py": "a try stays counted when the act is rolled back",
    "members/signed_in.py": "whoever clicks stays signed in, on pages that may not write, too",
    "board/views/finding.py": "a search that found nothing is noted by a page that may not write",
    "cli/beginning.py": "the first row, before there is anybody",
    "demo/town.py": "builds a town",
    "seeding/board.py": "builds a board for measuring",
}
LONG: Final = {  # file: the most lines it may have
    "demo/drawings/": (410, "drawings: one long list of shapes each"),
    "migrations/versions/": (1000, "what a machine wrote down once"),
    "calendar/models.py": (340, "the nouns of a room stand together"),
    "members/models.py": (340, "the nouns of a room stand together"),
    "resources/models.py": (340, "the nouns of a room stand together"),
    "requests/models.py": (350, "the nouns of a room stand together"),
}
LONGEST: Final = 300
KNOWS_JAPANESE: Final = {
    "text.py": "how Japanese is typed",
    "dates.py": "how days are written",
    "outbox/plain.py": "where a Japanese line may break",
    "resources/search_text.py": "what sounds or looks the same",
    "resources/found_by.py": "the words by which kinds are found",
    "resources/forms/kinds.py": "counters, to be chosen",
    "resources/forms/products.py": "counters, to be chosen",
    "calendar/availability.py": "the marks of a month: ○ △ × － 休",
    "board/views/finding.py": "what people look for, as examples",
    "api/asked.py": "what programmes look for, as an example",
    "api/views/explaining.py": "what programmes look for, as an example",
    "exchange/cells.py": "how spreadsheets say it",
    "exchange/columns.py": "the columns of a network's lists",
    "exchange/saving.py": "the columns of a network's lists",
    "exchange/sheets.py": "the columns of a network's lists",
    "cli/beginning.py": "the usual hours of an office, to begin with",
    "demo/closures.py": "when the houses of the invented town are closed",
    "demo/returning.py": "what comes again in the invented town",
    "demo/story.py": "what is asked in the invented town",
    "demo/together.py": "what belongs together in the invented town",
    "demo/town.py": "who lives in the invented town",
    "seeding/board.py": "who uses the board that is measured",
    "seeding/plan.py": "what stands on the board that is measured",
    "seeding/things.py": "what stands on the board that is measured",
    "seeding/bookings.py": "what is asked for on the board that is measured",
}
READS_STATUS: Final = {
    "requests/lifecycle.py": "the life of a line",
    "requests/policy.py": "who may know whom before a yes",
    "requests/labels.py": "one word for each status, and what is waited for",
    "requests/feed.py": "how sure a time is in a calendar",
    "requests/causes.py": "in which status a letter is still true",
    "requests/moving.py": "the one place that moves a line",
    "requests/after_proposal.py": "where an answer to a proposal leads",
    "requests/queries/alternatives.py": "what else is near when something did not work",
    "desk/show.py": "what may be asked for again",
}
COMPARES_ROLES: Final = {
    "members/actions/invitations.py": "whether somebody has this very seat already",
    "members/actions/people.py": "the last administrator stays",
    "requests/actions/submitting.py": "a facility that asks is kept with what it asks",
}
BY_MACHINES: Final = {"health.alive", "health.ready", *(name for name in doors.table() if name.startswith("api.v1."))}
BY_LETTER: Final = {
    "requests.answer",
    "requests.proposal",
    "members.invitation",
}  # nobody comes here but by a link in a mail


# ---- reading our own code ------------------------------------------------------------------------------------------


@cache
def sources() -> dict[str, str]:
    """Path below share_board -> text, of every module."""
    return {path.relative_to(CODE).as_posix(): path.read_text(encoding="utf-8") for path in sorted(CODE.rglob("*.py"))}


@cache
def templates() -> dict[str, str]:
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATES.rglob("*"))
        if path.is_file()
    }


def where(pattern: str, texts: dict[str, str] | None = None) -> set[str]:
    """The files in which the pattern is found."""
    found = re.compile(pattern)
    return {name for name, text in (sources() if texts is None else texts).items() if found.search(text)}


@cache
def strings(source: str) -> tuple[str, ...]:
    """The strings of a module that are not its documentation; what is filled in is left open as `*`."""
    tree = ast.parse(sources()[source])
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    found = []
    for node in ast.walk(tree):
        if id(node) in said | parts:
            continue
        if isinstance(node, ast.JoinedStr):
            found.append("".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append(node.value)
    return tuple(found)


@cache
def all_strings() -> frozenset[str]:
    return frozenset(text for source in sources() for text in strings(source))


# ---- transactions --------------------------------------------------------------------------------------------------


def test_only_doors_commit() -> None:
    commits = where(r"\.commit\(")
    behind_doors = {name for name in commits if not re.search(r"(^|/)(views|cli)(/|\.py)", name)}
    assert behind_doors == set(COMMITS_ELSEWHERE)


def test_only_those_named_here_have_a_transaction_of_their_own() -> None:
    assert where(r"\.writing\(\)|def writing\b") == set(OWN_TRANSACTIONS)


def test_whoever_asks_for_the_head_of_a_page_is_not_taken_for_somebody_who_acts() -> None:
    """HEAD is no GET and no POST: `if request.method == "GET"` would let it fall through to the act."""
    assert where(r'request\.method == "(GET|HEAD)"') == set()


def test_a_form_is_read_from_what_was_sent_and_an_address_from_the_address() -> None:
    assert where(r"request\.(get_json|json|data|stream|cookies\[)") == set()


# ---- doors ---------------------------------------------------------------------------------------------------------


def test_every_door_has_a_line_and_every_line_a_door(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(doors.table())


def test_every_door_is_found_from_a_page(app: Flask) -> None:
    """Somebody links to it, or it is named above."""
    linked = {
        name
        for texts in (sources(), templates())
        for source, text in texts.items()
        if not source.startswith("demo/")
        for name in _named(source, text)
    }
    unreachable = set(app.view_functions) - linked
    assert unreachable == BY_MACHINES | BY_LETTER - linked


def _named(source: str, text: str) -> Iterator[str]:
    """The endpoints that a file names, with the dot alone for its own room."""
    room = source.partition("/")[0]
    for name in re.findall(r"""["'](\w*\.\w+)["']""", text):
        yield f"{room}{name}" if name.startswith(".") else name


# ---- templates and letters -----------------------------------------------------------------------------------------


def test_every_template_is_used() -> None:
    named = {name for text in templates().values() for name in re.findall(r'"([\w/]+\.html)"', text)}
    opened = [re.escape(text).replace(r"\*", r"\w+") for text in all_strings() if text.endswith(".html")]
    unused = {
        name
        for name in templates()
        if name.endswith(".html") and name not in named and not any(re.fullmatch(one, name) for one in opened)
    }
    assert unused == set()


def test_every_template_that_is_named_is_there() -> None:
    named = {name for text in templates().values() for name in re.findall(r'"([\w/]+\.html)"', text)}
    named |= {text for text in all_strings() if text.endswith(".html") and "*" not in text}
    assert named - set(templates()) == set()


def test_every_letter_is_written_by_somebody_and_every_letter_that_is_sent_is_there() -> None:
    letters = {path.stem for path in LETTERS.glob("[a-z]*.txt")}
    included = {name for text in templates().values() for name in re.findall(r'"(_\w+\.txt)"', text)}

    assert letters - all_strings() == set()
    assert {path.name for path in LETTERS.glob("_*.txt")} == included
    assert {letter for step in lifecycle.STEPS.values() for _reader, letter in step.letters} - letters == set()


def test_nothing_is_let_through_unescaped_but_what_is_ours() -> None:
    assert where(r"\|\s*safe\b|autoescape|\{%\s*raw", templates()) == set()
    ours = {"board/facts.py", "i18n.py"}  # sentences of the book, as Jinja takes them: what is filled in is escaped
    assert where(r"\bMarkup\(|render_template_string|autoescape *= *False|\.unescape\(") == ours
    assert re.findall(r"Markup\((.*?)\)", sources()["board/facts.py"]) == ['"<br>"']  # which escapes what it joins


def test_pages_hold_no_script_no_style_and_no_other_host() -> None:
    pages = {name: text for name, text in templates().items() if name.endswith(".html")}
    assert where(r"<script(?![^>]*\ssrc=)|<style\b|<\w[^<>{}]*\s(style|on\w+)=|javascript:", pages) == set()
    assert where(r"""["'(](https?:)?//[a-z]""", pages) == set()


def test_every_form_that_acts_carries_its_token() -> None:
    for name, text in templates().items():
        for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL):
            is_act = re.search(r'method="(?!get)', form) is not None
            assert not is_act or re.search(r"csrf_token\(\)|_token\(\)", form), name
        assert not re.search(r"form\.(csrf_token|hidden_tag)", text), f"{name}: this token is not masked"


# ---- length, clock, language, life ---------------------------------------------------------------------------------


def test_no_file_is_longer_than_a_reader_s_patience() -> None:
    def most(name: str) -> int:
        return next((lines for start, (lines, _reason) in LONG.items() if name.startswith(start)), LONGEST)

    assert {name: n for name, text in sources().items() if (n := text.count("\n")) > most(name)} == {}
    assert [start for start in LONG if not any(name.startswith(start) for name in sources())] == []


def test_the_time_is_read_in_one_file() -> None:
    reading = r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.(time|localtime|gmtime|monotonic)\(|func\.now\("
    assert where(reading) == {"clock.py"}


def test_sentences_are_english_in_the_code_and_japanese_in_the_book() -> None:
    japanese = re.compile("[ぁ-んァ-ヶ一-龠]")
    speaking = {
        source
        for source in sources()
        if "migrations/versions" not in source
        for text in strings(source)
        if japanese.search(text) and not re.search("[A-Za-z]{3}", text)  # an English sentence may give an example
    }
    assert speaking - set(KNOWS_JAPANESE) == set()


@pytest.mark.parametrize("name", sorted(KNOWS_JAPANESE))
def test_those_who_may_know_japanese_do(name: str) -> None:
    assert any(re.search("[ぁ-んァ-ヶ一-龠]", text) for text in strings(name))


def test_a_line_is_moved_in_one_file_only() -> None:
    lines = {name: text for name, text in sources().items() if name.startswith(("requests/", "desk/", "selfcheck"))}
    assert where(r"\bline\.status = |\.status = (lifecycle\.)?Status\.", lines) <= {"requests/moving.py"}
    compared = r"(?<!Line)(?<!Resource)\.status (is|in|not in|==|!=) (?!(not )?ResourceStatus)"
    assert where(compared, lines) - set(READS_STATUS) == set()


def test_what_a_role_is_called_is_compared_where_it_is_decided() -> None:
    """A permission is a sentence with a name: roles are compared in policies and by the table of doors."""
    comparing = where(r"\.role (is|is not|==|!=|in|not in) ")
    assert {name for name in comparing if not name.endswith("policy.py")} - set(COMPARES_ROLES) == set()


# ---- the parcel ----------------------------------------------------------------------------------------------------


def test_nothing_tells_on_which_machine_it_was_written() -> None:
    parcel = {
        name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "requirements.lock", "pyproject.toml")
    }
    places = r"(?<![\w.])/(work|tmp|home|root|Users|mnt|opt)/|file://(?!/path)"
    assert where(places, parcel | sources() | templates()) == set()
    assert where(r"https?://|--(extra-)?index-url|--find-links|git\+", {"lock": parcel["requirements.lock"]}) == set()


def test_every_dependency_is_named_by_its_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    named = re.split(r"\n(?=[A-Za-z])", re.sub(r"(?m)^\s*#.*\n", "", lock).strip())
    assert len(named) > 15
    assert [one for one in named if not re.match(r"[\w.\[\]-]+==\S+", one) or "--hash=sha256:" not in one] == []
    locked = {re.split("==", one)[0] for one in named}
    asked = {re.match(r"[\w.-]+", line) for line in requires("share-board") or ()}
    assert {found[0].lower() for found in asked if found} - locked == set()


def test_the_licence_stands_in_the_metadata_and_for_readers() -> None:
    assert metadata("share-board")["License-Expression"] == "AGPL-3.0-or-later"
    assert "AGPL-3.0-or-later" in (ROOT / "README.md").read_text(encoding="utf-8")
