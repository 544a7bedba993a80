"""What the words in a name mean, in English and German: ``KundenNr`` is the number of a buyer. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_CONCEPTS: Mapping[str, str] = {
    "number": "no nr num number nummer id kennung",
    "order": "order auftrag bestell bestellung po purchase",
    "invoice": "invoice rechnung beleg bill",
    "date": "date datum day tag",
    "buyer": "buyer customer kunde kunden kaeufer debitor besteller client",
    "seller": "seller supplier lieferant verkaeufer vendor kreditor",
    "ship": "ship delivery liefer lieferung versand",
    "payment": "payment zahlung pay",
    "due": "due faellig faelligkeit",
    "requested": "requested gewuenscht wunsch required",
    "line": "line lines pos position positionen zeile row item items",
    "sku": "sku article artikel art material product produkt",
    "quantity": "quantity qty menge anzahl",
    "unit": "unit einheit uom me",
    "price": "price preis ep",
    "description": "description text bezeichnung beschreibung desc",
    "name": "name firma",
    "postal": "postal zip plz postcode postleitzahl",
    "city": "city ort stadt town",
    "street": "street strasse str",
    "country": "country land",
    "currency": "currency waehrung curr waers",
    "tax": "tax steuer mwst ust vat",
    "rate": "rate satz percent prozent",
    "amount": "amount betrag summe total wert",
    "net": "net netto",
    "gross": "gross brutto",
    "discount": "discount rabatt",
    "status": "status state zustand",
    "reference": "reference referenz ref zeichen",
    "your": "your ihr ihre",
    "notes": "notes note bemerkung hinweis remark comment",
    "email": "email mail",
    "phone": "phone telefon tel",
}
_WORDS = {word: concept for concept, words in _CONCEPTS.items() for word in words.split()}
_LONG = sorted((word for word in _WORDS if len(word) > 2), key=len, reverse=True)  # noqa: PLR2004 - a word
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SILENT = frozenset({"code", "value", "document", "doc", "the", "of", "to", "by"})  # words that tell nothing
_PLURALS = frozenset({"s", "es", "n", "en", "e"})


def strange_words(name: str) -> int:
    """Words in a name that mean nothing here."""
    pieces = [piece.lower() for piece in _PIECES.findall(name.translate(_UMLAUTS)) if not piece.isdigit()]
    return sum(not _meant(piece) and piece not in _SILENT for piece in pieces)


def plain(name: str) -> str:
    """Letters and digits alone, small."""
    return re.sub(r"[\W_]", "", name.lower().translate(_UMLAUTS))


@lru_cache(maxsize=4096)
def concepts(name: str) -> frozenset[str]:
    """What the words in a name mean: ``Auftragsnr`` order and number, ``unit_price`` unit and price."""
    found: set[str] = set()
    for piece in _PIECES.findall(name.translate(_UMLAUTS)):
        found |= _meant(piece.lower())
    return frozenset(found)


def _meant(word: str) -> set[str]:
    if word in _WORDS:
        return {_WORDS[word]}
    for known in _LONG:  # German puts words together: Bestell-datum, Kunden-nr
        if word.startswith(known):
            rest = word[len(known) :]
            if rest in _PLURALS:
                return {_WORDS[known]}
            more = _meant(rest) or _meant(rest.removeprefix("s"))
            return {_WORDS[known], *more} if more else set()
    return set()
