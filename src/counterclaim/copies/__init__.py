"""Families of copies: documents that descend from one report, however they were cut, merged, edited or spun.

    copies = Copies(sign(document) for document in documents)
    copies.add(sign(another))                # at any time; no text is read again
    copies.families()                        # one independent report each
    copies.sources()                         # families that share a communiqué or a quotation and are no copies

The whole story:

    words       words.py       words as numbers, with names, numbers and quotations marked
    signatures  signature.py   what is kept of a document, to be stored; features by which it meets others
    meeting     meet.py        which texts are worth comparing
    alignment   align.py       passages: words in the same order, with replaced ones between
    comparison  compare.py     how much of each the other has, and whether numbers and names agree
    families    family.py      each member is held by its head directly
    index       index.py       all of it, kept up as signatures come in
    evidence    evidence.py    links with their passages
"""

from __future__ import annotations

from counterclaim.copies.index import Copies
from counterclaim.copies.signature import Signature, from_bytes, sign, to_bytes
from counterclaim.copies.values import Family, Link, Passage, link_row

__all__ = ["Copies", "Family", "Link", "Passage", "Signature", "from_bytes", "link_row", "sign", "to_bytes"]
