"""Photographs on a real disk."""

import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import pytest

from share_board.resources.photo_store import PhotoMissing, PhotoStore

KEY = "0123456789abcdef0123456789abcdef"
HOSTILE = [
    "",
    "..",
    "../../../etc/passwd",
    "/etc/passwd",
    KEY.upper(),
    KEY[:-1],
    KEY + "0",
    KEY[:-1] + "/",
    KEY[:-1] + "\n",
    KEY + "\n",
    KEY[:-1] + "\x00",
    "0123456789abcdef0123456789abcde０",
    "園庭.jpg",
    "*" * 32,
    "?" * 32,
    "CON",
    "a" * 5000,
]


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    return PhotoStore(tmp_path / "uploads")


def files_in(store: PhotoStore) -> list[str]:
    return sorted(path.relative_to(store.root).as_posix() for path in store.root.rglob("*") if path.is_file())


def test_a_photograph_is_kept_in_two_folders_of_its_random_name(store: PhotoStore) -> None:
    store.put(KEY, "card", b"small")
    store.put(KEY, "page", b"large")

    assert (store.read(KEY, "card"), store.read(KEY, "page")) == (b"small", b"large")
    assert files_in(store) == [f"01/23/{KEY}.card.webp", f"01/23/{KEY}.page.webp"]


def test_nobody_else_on_the_machine_reads_photographs(store: PhotoStore) -> None:
    before = os.umask(0)
    try:
        store.put(KEY, "card", b"small")
    finally:
        os.umask(before)

    modes = {
        path.relative_to(store.root).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in store.root.rglob("*")
    }
    assert modes == {"01": 0o700, "01/23": 0o700, f"01/23/{KEY}.card.webp": 0o600}
    assert stat.S_IMODE(store.root.stat().st_mode) == 0o700


def test_names_are_random(store: PhotoStore) -> None:
    keys = {store.new_key() for _ in range(1000)}

    assert len(keys) == 1000
    assert {len(key) for key in keys} == {32}
    for key in keys:
        with pytest.raises(PhotoMissing):
            store.read(key, "card")


def test_putting_again_replaces_the_whole_rendition(store: PhotoStore) -> None:
    store.put(KEY, "card", b"a long first version")
    store.put(KEY, "card", b"second")

    assert store.read(KEY, "card") == b"second"
    assert files_in(store) == [f"01/23/{KEY}.card.webp"]


def test_deleting_takes_all_renditions_and_only_those(store: PhotoStore) -> None:
    neighbour = "0123" + "f" * 28
    store.put(KEY, "card", b"small")
    store.put(KEY, "page", b"large")
    store.put(neighbour, "card", b"theirs")

    store.delete(KEY)
    store.delete(KEY)

    assert files_in(store) == [f"01/23/{neighbour}.card.webp"]
    with pytest.raises(PhotoMissing) as missing:
        store.read(KEY, "card")
    assert (missing.value.key, missing.value.status) == (KEY, HTTPStatus.NOT_FOUND)


def test_a_file_lost_behind_our_back_is_missing_not_a_fault(store: PhotoStore) -> None:
    store.put(KEY, "card", b"small")
    (store.root / "01" / "23" / f"{KEY}.card.webp").unlink()

    with pytest.raises(PhotoMissing):
        store.read(KEY, "card")


@pytest.mark.parametrize("key", HOSTILE)
def test_a_key_that_is_not_ours_opens_nothing(store: PhotoStore, key: str) -> None:
    store.put(KEY, "card", b"small")

    with pytest.raises(PhotoMissing):
        store.put(key, "card", b"evil")
    with pytest.raises(PhotoMissing):
        store.read(key, "card")
    with pytest.raises(PhotoMissing):
        store.delete(key)

    assert files_in(store) == [f"01/23/{KEY}.card.webp"]
    assert sorted(path.name for path in store.root.parent.iterdir()) == ["uploads"]


@pytest.mark.parametrize(
    "rendition", ["", "../card", "card/..", "Card", "card\n", "card.webp", "*", "c" * 17, "ｃａｒｄ"]
)
def test_a_rendition_that_is_not_ours_opens_nothing(store: PhotoStore, rendition: str) -> None:
    store.put(KEY, "card", b"small")

    with pytest.raises(PhotoMissing):
        store.put(KEY, rendition, b"evil")
    with pytest.raises(PhotoMissing):
        store.read(KEY, rendition)

    assert files_in(store) == [f"01/23/{KEY}.card.webp"]


def test_a_write_that_fails_leaves_the_old_rendition_and_no_half(store: PhotoStore) -> None:
    store.put(KEY, "card", b"old")
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from share_board.resources.photo_store import PhotoStore\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        f"    PhotoStore(Path(sys.argv[1])).put({KEY!r}, 'card', bytes(9000))\n"
        "except OSError as full:\n"
        "    sys.exit(full.errno)\n"
    )

    told = subprocess.run([sys.executable, "-c", program, store.root], check=False)

    assert told.returncode == 27, "EFBIG: the disk took no more"
    assert (store.read(KEY, "card"), files_in(store)) == (b"old", [f"01/23/{KEY}.card.webp"])


def test_the_sweeper_finds_what_is_old_enough_and_what_was_interrupted(store: PhotoStore) -> None:
    interrupted, fresh = "a" * 32, "b" * 32
    for key in (KEY, fresh):
        store.put(key, "card", b"small")
        store.put(key, "page", b"large")
    half = store.root / "aa" / "aa" / f"{interrupted}.card.webp.0a1b2c3d.part"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"hal")
    (store.root / "01" / "23" / "README").write_text("not a photograph")
    now = datetime(2026, 4, 2, 9, tzinfo=UTC)
    yesterday, later = (now - timedelta(days=1)).timestamp(), (now + timedelta(hours=1)).timestamp()
    for path in store.root.glob("??/??/*"):
        os.utime(path, (yesterday, yesterday))
    os.utime(store.root / "bb" / "bb" / f"{fresh}.page.webp", (later, later))

    assert sorted(store.keys_before(now)) == [KEY, interrupted]
    store.delete(interrupted)
    assert not half.exists()


def test_an_empty_store_has_nothing_to_sweep(store: PhotoStore) -> None:
    assert list(store.keys_before(datetime(2026, 4, 2, tzinfo=UTC))) == []
