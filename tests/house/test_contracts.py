"""The contracts about who may import whom leave no drawer out; `lint-imports` says whether they are kept."""

import tomllib
from fnmatch import fnmatchcase
from typing import Any, Final

import pytest

from share_board.settings import ROOT

PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS: Final[dict[str, Any]] = {
    contract["name"].partition(":")[0]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]
}
KNOW_FLASK: Final = {"views", "forms", "signed_in"}


def drawers(room: str) -> set[str]:
    folder = ROOT.joinpath(*room.split("."))
    return {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()} - {
        "__init__"
    }


@pytest.mark.parametrize("room", [*CONTRACTS["Drawers"]["containers"]])
def test_every_drawer_but_the_doors_does_without_flask(room: str) -> None:
    sources = CONTRACTS["No Flask below the doors"]["source_modules"]
    listed = {name for name in drawers(room) if any(fnmatchcase(f"{room}.{name}", source) for source in sources)}

    assert drawers(room) - KNOW_FLASK - listed == set()
    assert listed & KNOW_FLASK == set()


@pytest.mark.parametrize("room", [*CONTRACTS["Drawers"]["containers"]])
def test_every_drawer_has_its_place_between_two_others(room: str) -> None:
    places = [name.strip(" ()") for layer in CONTRACTS["Drawers"]["layers"] for name in layer.split(":")]

    assert CONTRACTS["Drawers"]["exhaustive"] is True
    assert drawers(room) - set(places) == set()
    assert len(places) == len(set(places))
