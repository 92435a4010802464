"""Write every letter into its file."""

from tests.letters import FOLDER, NAMES, written

for name in NAMES:
    (FOLDER / f"{name}.txt").write_text(written(name), encoding="utf-8")
