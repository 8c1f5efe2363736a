"""The web pages and the API over a ledger: `create_app(ledger, settings)` makes them, `counterclaim serve` runs them.

docs/pages.md and docs/api.md say what there is.

A request goes through safety.py (host, size, rate, headers), one of the modules named after a page, the ledger, and a template.
Text of reports is hostile: it is escaped in every template, and no address in it is ever requested.
"""

from counterclaim.web.app import create_app
from counterclaim.web.settings import LOCAL, Desk, Restored, Submission, Submitted, WebSettings
from counterclaim.web.tokens import new_token, read_tokens

__all__ = ["LOCAL", "Desk", "Restored", "Submission", "Submitted", "WebSettings", "create_app", "new_token", "read_tokens"]
