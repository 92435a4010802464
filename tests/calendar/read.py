"""Calendars, read by two libraries that know nothing of each other."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import icalendar
import vobject


@dataclass(frozen=True)
class Event:
    """One event as both of them understand it."""

    uid: str
    summary: str
    standing: str
    start: date | datetime
    end: date | datetime
    sequence: int
    description: str = ""
    location: str = ""
    url: str = ""


def events(text: bytes) -> list[Event]:
    """All events, in their order in the file."""
    first = [_first(component) for component in parts(text, "VEVENT")]
    assert first == [_second(component) for component in parts_by_vobject(text, "vevent")]
    return first


def parts(text: bytes, name: str) -> list[Any]:
    """The components of that name as icalendar reads them: what they hold is whatever it is."""
    return list(icalendar.Calendar.from_ical(text).walk(name))


def parts_by_vobject(text: bytes, name: str) -> list[Any]:
    """The same as vobject reads them."""
    calendars = vobject.readComponents(text.decode())
    return [component for calendar in calendars for component in calendar.contents.get(name, [])]


def is_well_folded(text: bytes) -> bool:
    """Lines end with CR LF and have at most 75 octets, each of them whole letters."""
    lines = text.split(b"\r\n")
    return lines.pop() == b"" and all(
        len(line) <= 75 and not {"Cc", "Zl", "Zp"} & {unicodedata.category(letter) for letter in line.decode()}
        for line in lines
    )


def _first(event: Any) -> Event:
    return Event(
        uid=str(event["uid"]),
        summary=str(event.get("summary", "")),
        standing=str(event["status"]),
        start=event.decoded("dtstart"),
        end=event.decoded("dtend"),
        sequence=int(event["sequence"]),
        description=str(event.get("description", "")),
        location=str(event.get("location", "")),
        url=str(event.get("url", "")),
    )


def _second(event: Any) -> Event:
    said = {name: event.contents[name][0].value for name in event.contents}
    return Event(
        uid=said["uid"],
        summary=said.get("summary", ""),
        standing=said["status"],
        start=said["dtstart"],
        end=said["dtend"],
        sequence=int(said["sequence"]),
        description=said.get("description", ""),
        location=said.get("location", ""),
        url=said.get("url", ""),
    )
