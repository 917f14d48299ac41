"""The index of an evaluation."""

import pytest

from search.analysis import stem
from search.engines.protocol import QueryWord
from search.evaluation.indexes import temporary_index
from search.models import SearchDocument

pytestmark = pytest.mark.django_db


def document(**fields: object) -> SearchDocument:
    values = {
        "kind": "village",
        "key": "32213",
        "language": "fr",
        "content_language": "fr",
        "title": "Lombez",
        "generation": 7,
        **fields,
    }
    return SearchDocument.objects.create(**values)


def test_it_holds_the_documents_of_now_and_leaves_the_outbox_as_it_is() -> None:
    row = document()
    gone = document(key="32233", title="Marciac", is_deleted=True)
    with temporary_index("tantivy://") as engine:
        assert set(engine.contents("fr")) == {row.pk}
        word = QueryWord(stem=stem("lombez", "fr"), folded="lombez")
        assert [found.pk for found in engine.find({"fr": [word]})["fr"]] == [row.pk]
        assert engine.contents("nl") == {}
    assert set(SearchDocument.objects.pending()) == {row, gone}


def test_an_address_of_no_engine_is_refused() -> None:
    with pytest.raises(ValueError, match="solr"), temporary_index("solr://localhost"):
        pass
