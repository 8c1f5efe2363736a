"""Words of reports on a page: escaped, and with the characters that would act on what stands around them made visible."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from markupsafe import Markup, escape

# Embeddings, overrides and isolates; C0 and C1 controls but tab and line feed; half surrogate pairs; what nobody sees.
_ACTING = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200b\ufeff]")
_SPACES = re.compile(r"\s+")
LONGEST_ADDRESS = 2000


def visible(text: str) -> Markup:
    """Text for a page. A control is shown by its number, so that it can neither hide nor turn round any words."""
    pieces: list[Markup] = []
    at = 0
    for found in _ACTING.finditer(text):
        pieces += (escape(text[at : found.start()]), Markup('<span class="control">U+{:04X}</span>').format(ord(found[0])))
        at = found.end()
    return Markup("").join((*pieces, escape(text[at:])))


def harmless(value: object) -> object:
    """Whatever a template puts into a page: text without the controls, for attributes and for what nobody thought of."""
    return _ACTING.sub("", value) if type(value) is str else value


def one_line(text: str) -> str:
    """The same for a title or an attribute: on one line, controls left out."""
    return _SPACES.sub(" ", _ACTING.sub("", text)).strip()


def link(url: str | None) -> str | None:
    """An address of a report that may stand in a link: http or https, with a host; None for any other. It is never requested."""
    if not url or len(url) > LONGEST_ADDRESS or _ACTING.search(url) or _SPACES.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None
