"""Calendar files as offices write them, and as nobody should."""

from collections.abc import Iterable

START, END = "DTSTART;TZID=Asia/Tokyo:20261201T100000", "DTEND;TZID=Asia/Tokyo:20261201T120000"


def event(*lines: str, uid: str = "a") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", ""])


def calendar(*events: str, name: str = "") -> bytes:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", *([f"X-WR-CALNAME:{name}"] if name else []), ""]
    return ("\r\n".join(head) + "".join(events) + "END:VCALENDAR\r\n").encode()


def numbered(events: Iterable[tuple[str, str]]) -> list[str]:
    """Events of one hour, each with a name of its own: (start as 20261201T100000, title) pairs."""
    return [
        event(f"DTSTART:{start}", "DURATION:PT1H", f"SUMMARY:{title}", uid=str(number))
        for number, (start, title) in enumerate(events)
    ]
