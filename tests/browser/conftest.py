"""Chromium and the served town; nothing else."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.stage import Stage, on_postgresql, on_sqlite, painted_town
from tests.conftest import SQLITE
from tests.engines import Engines

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Debian's Chromium, or the one that SHARE_BOARD_CHROMIUM names; compulsory in CI."""
    request.getfixturevalue(
        "stages"
    )  # begun before the browser, so ended after it: a server waits for its last visitor
    names = (os.environ.get("SHARE_BOARD_CHROMIUM", ""), "chromium", "google-chrome")
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium on this machine: apt-get install chromium")
        pytest.skip("NO PAGE IS OPENED IN A REAL BROWSER: there is no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture(scope="session")
def stages(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Stage]]:
    """One town for each database, made when the first test asks for it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    made: dict[str, Stage] = {}
    with ExitStack() as open_ones:

        def stage_on(engine_name: str) -> Stage:
            if engine_name not in made:
                folder = tmp_path_factory.mktemp(engine_name)
                opened = (
                    on_sqlite(painted_town(shared), folder) if engine_name == SQLITE else on_postgresql(engines, folder)
                )
                made[engine_name] = open_ones.enter_context(opened)
            return made[engine_name]

        yield stage_on


@pytest.fixture
def stage(stages: Callable[[str], Stage], engine_name: str, chromium: Browser) -> Stage:
    """The town; asked for after the browser, so that nothing is built where there is none."""
    assert chromium.is_connected()
    return stages(engine_name)
