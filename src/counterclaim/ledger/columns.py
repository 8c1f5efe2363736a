"""Column types that give back what was put in, and sort alike on SQLite and PostgreSQL."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

# No database text may hold a NUL or half a surrogate pair, and file names do; the backslash makes room for them.
AWKWARD = re.compile("[\\\\\\0\ud800-\udfff]")
ESCAPED = re.compile(r"\\(\\|u[0-9a-f]{4})")


def plain_text() -> TypeEngine[str]:
    """Text in code point order on every database and in every locale."""
    return Text().with_variant(Text(collation="C"), "postgresql")


def escaped(text: str) -> str:
    return AWKWARD.sub(lambda found: "\\\\" if found[0] == "\\" else f"\\u{ord(found[0]):04x}", text)


def unescaped(text: str) -> str:
    return ESCAPED.sub(lambda found: "\\" if found[1] == "\\" else chr(int(found[1][1:], 16)), text)


class ExactText(TypeDecorator[str]):
    """Any Python string, kept exactly."""

    impl = plain_text()
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else escaped(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else unescaped(value)


class Instant(TypeDecorator[datetime]):
    """An instant in UTC, as ISO 8601 text of one length, so that text order is order in time."""

    impl = plain_text()
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant without a time zone: {value}")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value).astimezone(UTC)
