"""A search document as the engines keep it: analysed."""

import hashlib

from search.analysis import analysed, folded_words, is_stop_word
from search.engines.protocol import IndexedDocument
from search.models import SearchDocument


def indexed(document: SearchDocument) -> IndexedDocument:
    """Return a document analysed in its language."""
    language = document.language
    fields = [document.title, document.keywords, document.text]
    words = {
        word for field in fields for word in folded_words(field) if not is_stop_word(word, language)
    }
    return IndexedDocument(
        pk=document.pk,
        generation=document.generation,
        digest=digest_of(document),
        title=" ".join(analysed(document.title, language)),
        keywords=" ".join(analysed(document.keywords, language)),
        text=" ".join(analysed(document.text, language)),
        words=" ".join(sorted(words)),
    )


def digest_of(document: SearchDocument) -> str:
    """Return what tells the text of a document from any other: sixteen hexadecimal digits."""
    fields = [document.title, document.keywords, document.text]
    return hashlib.sha256("\0".join(fields).encode()).hexdigest()[:16]
