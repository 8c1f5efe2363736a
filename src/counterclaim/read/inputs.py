"""What to read: the files that paths, folders, patterns and "-" stand for, in a fixed order."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from counterclaim.errors import Rejected
from counterclaim.model import Rejection
from counterclaim.read.listing import LISTING, Listing, listing
from counterclaim.read.options import Metadata, rejected

STDIN = "-"
NOTHING_STATED = Metadata()


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read, or standard input (`path` None), and what its folder's docs.json says of it."""

    source: str
    path: Path | None = None
    stated: Metadata = NOTHING_STATED

    @property
    def name(self) -> str:
        """The name that tells the format, without .gz."""
        return self.path.name.lower().removesuffix(".gz") if self.path else ""


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds inputs; keeps the listings of the folders it has seen, so that each docs.json is read once."""

    max_bytes: int
    seen: dict[Path, Listing | None] = field(default_factory=dict)

    def find(self, given: str) -> Iterator[Input | Rejection]:
        """The inputs that one argument stands for: a file, a folder, a pattern, or "-". Never raises."""
        try:
            yield from self._find(given)
        except Rejected as reason:
            yield Rejection(reason.source, reason.reason, reason.detail)
        except (OSError, ValueError) as error:  # ValueError: a NUL in a path
            yield _unreadable(shown(given), error)

    def _find(self, given: str) -> Iterator[Input | Rejection]:
        if given == STDIN:
            yield Input(STDIN)
        elif Path(given).exists():
            yield from self._path(Path(given))
        elif matches := sorted(glob.glob(given, recursive=True)):  # noqa: PTH207  (Path.glob takes no absolute pattern)
            for match in matches:
                if not ("**" in given and Path(match).is_dir()):  # whose files match as well
                    yield from self._path(Path(match))
        else:
            raise rejected(shown(given), "not_found", "no such file, folder or pattern")

    def _path(self, path: Path) -> Iterator[Input | Rejection]:
        """A file is read whether or not it is listed; docs.json itself is never a report."""
        if path.is_dir():
            yield from self._folder(path)
        elif path.name != LISTING:
            beside, bad = self._listing(path.absolute().parent)
            yield from bad
            yield Input(source_of(path), path, beside.files.get(path.name, NOTHING_STATED) if beside else NOTHING_STATED)

    def _folder(self, root: Path) -> Iterator[Input | Rejection]:
        waiting = [(root, False)]
        while waiting:
            folder, governed = waiting.pop()
            beside, bad = self._listing(folder.absolute())
            yield from bad
            try:
                files, folders = _entries(folder)
            except OSError as error:
                yield _unreadable(source_of(folder), error)
                continue
            if beside:
                yield from (_listed(folder, name, stated) for name, stated in beside.files.items())
            elif not governed:
                yield from (_inside(root, file) for file in files)
            waiting.extend((below, governed or beside is not None) for below in reversed(folders))

    def _listing(self, folder: Path) -> tuple[Listing | None, tuple[Rejection, ...]]:
        """The listing of a folder; with what is wrong in it, the first time."""
        new = folder not in self.seen
        if new:
            self.seen[folder] = listing(folder, self.max_bytes)
        found = self.seen[folder]
        return found, found.rejections if found and new else ()


def source_of(path: Path) -> str:
    """The last two components of the resolved path, with forward slashes: the same on every machine."""
    return shown("/".join(part for part in path.resolve().parts[-2:] if part != path.anchor))


def _entries(folder: Path) -> tuple[list[Path], list[Path]]:
    """The files and the folders of a folder, sorted by name, without hidden ones."""
    with os.scandir(folder) as found:
        entries = sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda entry: entry.name)
    folders = [folder / entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    return [folder / entry.name for entry in entries if not entry.is_dir(follow_symlinks=False)], folders


def _listed(folder: Path, name: str, stated: Metadata) -> Input | Rejection:
    found = _inside(folder, folder / name)
    return found if isinstance(found, Rejection) else Input(found.source, found.path, stated)


def _inside(root: Path, path: Path) -> Input | Rejection:
    """A file found by its folder. A symbolic link is followed only to a file inside that folder."""
    source = shown("/".join(path.absolute().parts[-2:]))  # as it is named there, not where it leads
    try:
        if not path.exists():
            return Rejection(source, "not_found", "listed or linked, but not there")
        if not path.resolve().is_relative_to(root.resolve()):
            return Rejection(source, "outside_folder", "a symbolic link that leaves the folder")
        return Input(source_of(path), path) if path.is_file() else Rejection(source, "unreadable", "not a regular file")
    except OSError as error:
        return _unreadable(source, error)


def _unreadable(source: str, error: Exception) -> Rejection:
    return Rejection(source, "unreadable", getattr(error, "strerror", None) or str(error))


def shown(path: str) -> str:
    """A path as text that any encoding can write: what is not Unicode in it becomes U+FFFD."""
    return path.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
