"""Tokens: who may write. A token is 256 random bits, shown once; only its SHA-256 is kept, in a TOML file of names and hashes."""

from __future__ import annotations

import hmac
import re
import secrets
import tomllib
from collections.abc import Mapping
from pathlib import Path

from counterclaim.errors import CounterclaimError
from counterclaim.text import sha256

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
PREFIX = "cc_"


class TokenError(CounterclaimError):
    """A file of tokens that cannot be read or written, or a name that cannot stand in one."""


def new_token(path: Path, name: str) -> str:
    """Add a token for `name` to a file of tokens, which is made if it is not there; the token, which is not kept."""
    if not NAME.fullmatch(name):
        raise TokenError(f"not a name for a token: {name!r} (letters, digits, and _ . @ - within)")
    if name in read_tokens(path, must_exist=False):
        raise TokenError(f"{path}: {name} has a token already; take its line out first")
    token = PREFIX + secrets.token_urlsafe(32)
    try:
        path.touch(mode=0o600)
        with path.open("a", encoding="utf-8") as file:
            file.write(f'"{name}" = "{hash_of(token)}"\n')
    except OSError as error:
        raise TokenError(f"{path} cannot be written: {error.strerror}") from error
    return token


def read_tokens(path: Path, *, must_exist: bool = True) -> dict[str, str]:
    """Name -> hash of each token in a file; TokenError where it is malformed or not there."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if must_exist:
            raise TokenError(f"there is no file of tokens {path}") from error
        return {}
    except (OSError, ValueError) as error:
        raise TokenError(f"{path} is no file of tokens: {error}") from error
    wrong = [name for name, digest in found.items() if not (isinstance(digest, str) and re.fullmatch("[0-9a-f]{64}", digest))]
    if wrong:
        raise TokenError(f"{path}: {wrong[0]} has no SHA-256 hash")
    return found


def holder(tokens: Mapping[str, str], token: str) -> str | None:
    """Whose token this is; None for nobody's. Compares with every hash, so that time tells nothing."""
    digest = hash_of(token)
    found = [name for name, kept in tokens.items() if hmac.compare_digest(kept, digest)]
    return found[0] if found else None


def hash_of(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass"))
