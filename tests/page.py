"""A browser without a screen: opens a page and checks what every page must satisfy."""

from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from share_board.members.models import User
from share_board.members.signed_in import COOKIE, begin
from tests.town import Town

UNLABELLED_OK = {"hidden", "submit", "button"}


def words(element: Element) -> str:
    """The text of an element as a person reads it."""
    return " ".join("".join(element.itertext()).split())


@dataclass
class Page:
    """An answer, read as a person and as a parser read it."""

    answer: TestResponse
    tree: Element

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def text(self) -> str:
        body = self.tree.find("body")
        assert body is not None
        return words(body)

    @property
    def h1(self) -> str:
        return words(next(self.tree.iter("h1")))

    @property
    def errors(self) -> list[str]:
        """The sentences beside fields."""
        return [words(e) for e in self.tree.iter() if "field-error" in (e.get("class") or "").split()]

    @property
    def wrong(self) -> list[str]:
        """The names of the fields that are to be put right."""
        return [e.get("name", "") for e in self.tree.iter() if e.get("aria-invalid") == "true"]

    @property
    def buttons(self) -> list[str]:
        return [words(e) for e in self.tree.iter("button")]

    def links(self, containing: str = "") -> list[str]:
        return [e.get("href", "") for e in self.tree.iter("a") if containing in e.get("href", "")]

    def field(self, name: str) -> str:
        """What a field shows."""
        for e in self.tree.iter():
            if e.get("name") == name:
                if e.tag == "textarea":
                    return (e.text or "").lstrip("\n")
                return e.get("value", "")
        raise AssertionError(f"no field {name}")


def check(page: Page) -> None:
    """What every page of the board satisfies, whatever it says."""
    assert page.tree.get("lang") == "ja"
    assert len(list(page.tree.iter("h1"))) == 1, [words(h) for h in page.tree.iter("h1")]
    assert len(list(page.tree.iter("main"))) == 1
    title = next(page.tree.iter("title"))
    assert words(title)
    ids = [e.get("id", "") for e in page.tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    labelled = {e.get("for") for e in page.tree.iter("label")}
    inside = {id(child) for label in page.tree.iter("label") for child in label.iter()}
    for e in page.tree.iter():
        if e.tag in {"input", "select", "textarea"} and e.get("type") not in UNLABELLED_OK:
            named = e.get("id") in labelled or id(e) in inside or e.get("aria-label") or e.get("aria-labelledby")
            assert named, f"no label: {e.get('name')}"
        assert not e.get("style"), f"inline style on {e.tag}"
        assert not any(name.startswith("on") for name in e.attrib), f"inline script on {e.tag}"


class Browser:
    """Opens pages as the person who is signed in, if anybody is."""

    def __init__(self, app: Flask, town: Town) -> None:
        self.app, self.town = app, town
        self.client = app.test_client()

    def sign_in(self, user: User) -> "Browser":
        user_id, membership_id = user.id, user.memberships[0].id
        self.town.session.rollback()  # on SQLite a session that only reads keeps others from writing, too
        with self.app.app_context(), self.app.extensions["share_board.database"].writing() as session:
            token = begin(session, user_id=user_id, membership_id=membership_id, device="test")
        self.client.set_cookie(COOKIE, token)
        return self

    def sign_out(self) -> None:
        self.client.delete_cookie(COOKIE)

    def open(self, url: str, status: Any = 200, **query: Any) -> Page:
        return self._page(self.client.get(url, query_string=query or None), status)

    def send(self, url: str, status: Any = 303, **form: Any) -> Page:
        """Post a form. 303 is an act that went well; a file is a (stream, name) pair."""
        self.town.session.rollback()
        page = self._page(self.client.post(url, data=form), status)
        self.town.session.expire_all()
        return page

    def follow(self, page: Page) -> Page:
        return self.open(page.answer.location)

    def _page(self, answer: TestResponse, status: int) -> Page:
        assert answer.status_code == status, f"{answer.status_code}: {answer.get_data(as_text=True)[:3000]}"
        if answer.mimetype != "text/html" or status in {301, 302, 303, 304}:
            return Page(answer, Element("html"))
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        page = Page(answer, parser.parse(answer.get_data(as_text=True)))
        check(page)
        return page
