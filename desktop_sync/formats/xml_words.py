"""What expat says about a payload that is no XML, in words for people: where, what, what to do."""

from __future__ import annotations

from xml.parsers.expat import ExpatError, errors

from desktop_sync.core.errors import Owner, Rejected
from desktop_sync.core.model import Position

_SEND_AGAIN = "Let the sending system write the file again, whole."
_TELL = "Tell the vendor of the sending system: the file is not well-formed XML."
_CUT = frozenset(
    errors.codes[text]
    for text in (errors.XML_ERROR_NO_ELEMENTS, errors.XML_ERROR_UNCLOSED_TOKEN, errors.XML_ERROR_PARTIAL_CHAR)
) | {errors.codes[errors.XML_ERROR_UNCLOSED_CDATA_SECTION]}
_WORDS = {
    errors.XML_ERROR_INVALID_TOKEN: "there is a character that cannot stand here, such as a bare & or < in a text",
    errors.XML_ERROR_SYNTAX: "there is something that is not XML",
    errors.XML_ERROR_TAG_MISMATCH: "an element ends that is not the one that is open: an end tag is missing or wrong",
    errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "an element has the same attribute twice",
    errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "something follows after the end of the document, such as a second one",
    errors.XML_ERROR_UNDEFINED_ENTITY: "there is an entity (&name;) that XML does not know",
    errors.XML_ERROR_BAD_CHAR_REF: "a numeric entity (&#…;) names a character that XML does not allow",
    errors.XML_ERROR_MISPLACED_XML_PI: "the line <?xml …?> does not stand at the very beginning",
    errors.XML_ERROR_XML_DECL: "the line <?xml …?> is not as it must be",
    errors.XML_ERROR_UNBOUND_PREFIX: "a name has a prefix for which no namespace is declared",
}
_BY_CODE = {errors.codes[text]: words for text, words in _WORDS.items()}


def unreadable(error: ExpatError, *, root: str, open_since: Position | None, size: int) -> Rejected:
    """``root``: the first element, or empty; ``open_since``: the record that is open; ``size``: bytes read."""
    where = f"line {error.lineno}, column {error.offset + 1}"
    if not root:
        return _no_document(error, where, size)
    if error.code in _CUT:
        inside = f"inside the record that begins at {open_since}" if open_since else f"before <{root}> is closed"
        return _rejected(f"It breaks off at {where}, {inside}.", _SEND_AGAIN, Owner.CLERK)
    words = _BY_CODE.get(error.code, f"it is not well-formed XML ({errors.messages.get(error.code, 'error')})")
    inside = f", in the record that begins at {open_since}" if open_since else ""
    return _rejected(f"At {where}{inside}, {words}.", _TELL)


def _no_document(error: ExpatError, where: str, size: int) -> Rejected:
    if not size:
        return _rejected("It is empty.", _SEND_AGAIN, Owner.CLERK)
    if error.code in _CUT:
        return _rejected(f"It ends at {where} before its first element.", _SEND_AGAIN, Owner.CLERK)
    words = _BY_CODE.get(error.code, "there is something that is not XML")
    return _rejected(f"It does not begin like an XML document: at {where}, {words}.", _TELL)


def _rejected(what: str, hint: str, owner: Owner = Owner.VENDOR) -> Rejected:
    return Rejected(what, hint, owner, reason="unreadable")
