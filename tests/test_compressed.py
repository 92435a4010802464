"""Texts among the static files are sent small, and always those of this version."""

from pathlib import Path

from flask import Flask

from share_board import compressed
from share_board.app import create_app
from share_board.database import Database


def test_served_texts_are_small_and_the_same(database: Database, app: Flask, tmp_path: Path) -> None:
    settings = app.extensions["share_board.settings"]
    with app.test_client().get("/static/share-board.css") as answer:
        plain, policy = answer.data, answer.headers["Content-Security-Policy"]
    (tmp_path / "static-of-another-version").mkdir()

    compressed.write(settings.instance)
    compressed.write(settings.instance)  # a second process finds it done

    small = create_app(settings, database).test_client()
    assert [path.name for path in tmp_path.glob("static-*")] == [compressed.folder(tmp_path).name]
    for encoding, most in (("br", 0.25), ("gzip", 0.3)):
        with small.get("/static/share-board.css", headers={"Accept-Encoding": encoding}) as sent:
            assert sent.headers["Content-Encoding"] == encoding
            assert len(sent.data) < most * len(plain)
            assert sent.headers["Vary"] == "Accept-Encoding"
            assert sent.headers["Content-Security-Policy"] == policy
    with small.get("/static/share-board.css") as sent:
        assert sent.data == plain
