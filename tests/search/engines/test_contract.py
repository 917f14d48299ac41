"""What every engine does, in the same way."""

import threading
from collections.abc import Iterator

import pytest

from search.engines import distributed
from search.engines.protocol import Engine, EngineError, Found, IndexedDocument, QueryWord

HOSTILE = [
    "",
    " ",
    "'",
    '"',
    '"un mot',
    "\\",
    "*",
    "?",
    "~2",
    "a.*(b|c)[",
    "^$",
    "/regex/",
    "<1-9>",
    "#@&",
    "title:lombez",
    "_id",
    "AND",
    "AND OR NOT",
    "+a -b",
    "{}",
    "null",
    "\0",
    "a\0b",
    "\n",
    "\u200f\u202e",
    "\ufeff",
    "😀",
    "👩‍👩‍👧‍👦" * 20,
    "ß" * 100,
    "x" * 256,
    "x" * 5_000,
    "mot " * 1_250,
]


def document(
    pk: int,
    title: str = "",
    keywords: str = "",
    text: str = "",
    words: str | None = None,
    generation: int = 1,
) -> IndexedDocument:
    """Return a document whose stems are its words, unless `words` says otherwise."""
    if words is None:
        words = f"{title} {keywords} {text}"
    return IndexedDocument(pk, generation, f"digest of {pk}", title, keywords, text, words)


def word(stem: str, parts: tuple[str, ...] = (), edits: int = 0) -> QueryWord:
    return QueryWord(stem, stem, parts, edits)


def find(engine: Engine, *words: QueryWord) -> list[Found]:
    return engine.find({"fr": words})["fr"]


def found(engine: Engine, *words: QueryWord) -> list[int]:
    return [one.pk for one in find(engine, *words)]


def counts(engine: Engine, *words: QueryWord) -> dict[int, tuple[int, int]]:
    """Return, by primary key, how many words a document holds, and how many as typed."""
    return {one.pk: (one.words, one.exact) for one in find(engine, *words)}


def test_a_document_is_found_by_a_stem_in_any_field(engine: Engine) -> None:
    engine.rebuild(
        "fr",
        [
            document(1, title="lombez"),
            document(2, keywords="lombez"),
            document(3, text="lombez"),
            document(4, title="samatan"),
        ],
    )
    assert counts(engine, word("lombez")) == {1: (1, 1), 2: (1, 1), 3: (1, 1)}


def test_words_are_looked_for_among_stems_unless_errors_are_allowed(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, title="ecol", words="ecoles")])
    assert found(engine, word("ecol")) == [1]
    assert found(engine, word("ecoles")) == []
    assert counts(engine, word("ecoles", edits=1)) == {1: (1, 0)}


def test_the_score_counts_the_words_a_document_holds(engine: Engine) -> None:
    engine.rebuild(
        "fr",
        [
            document(1, title="lombez", text="ecole pharmacie"),
            document(2, title="samatan", text="ecole ecole ecole"),
            document(3, title="auch"),
        ],
    )
    words = (word("lombez"), word("ecole"), word("pharmacie"))
    assert counts(engine, *words) == {1: (3, 3), 2: (1, 1)}


def test_the_score_counts_twelve_words(engine: Engine) -> None:
    stems = [f"mot{number}" for number in range(12)]
    engine.rebuild("fr", [document(1, " ".join(stems), " ".join(stems), " ".join(stems) * 50)])
    asked = [QueryWord(stem, stem, ("mot0", "mot1"), 2, is_prefix=True) for stem in stems]
    assert counts(engine, *asked) == {1: (12, 12)}


@pytest.mark.parametrize(
    "typed", ["pharmacei", "pharmaci", "pharmaciee", "bharmacie", "hparmacie", "pharmacié"]
)
def test_one_typing_error_is_forgiven(engine: Engine, typed: str) -> None:
    engine.rebuild("fr", [document(1, text="pharmacie"), document(2, text="boulangerie")])
    assert counts(engine, word(typed, edits=1)) == {1: (1, 0)}
    assert found(engine, word(typed)) == []


def test_two_typing_errors_are_forgiven_where_two_are_allowed(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, text="pharmacie")])
    assert found(engine, word("hparmacei", edits=2)) == [1]
    assert found(engine, word("hparmacei", edits=1)) == []
    assert found(engine, word("hparmaceia", edits=2)) == []


def test_a_word_as_typed_counts_more_than_one_with_an_error(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, title="marchac"), document(2, text="long text marciac")])
    assert find(engine, word("marciac", edits=2))[0].pk == 2
    assert counts(engine, word("marciac", edits=2)) == {1: (1, 0), 2: (1, 1)}


def test_all_words_within_an_error_are_found_however_many(engine: Engine) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    engine.rebuild(
        "fr",
        [
            document(pk, text=f"pharma{one}{two}")
            for pk, (one, two) in enumerate((one, two) for one in letters for two in letters)
        ],
    )
    assert len(find(engine, word("pharma99", edits=2))) == 26 * 26


def test_the_beginning_of_a_word_finds_it_where_asked(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, text="boulangerie"), document(2, text="mabou")])
    assert counts(engine, QueryWord("boul", "boul", is_prefix=True)) == {1: (1, 0)}
    assert found(engine, QueryWord("boul", "boul")) == []


def test_a_word_is_held_by_all_its_parts_together(engine: Engine) -> None:
    engine.rebuild(
        "fr",
        [
            document(1, title="grund", text="schul"),
            document(2, text="schul"),
            document(3, keywords="grundschul"),
        ],
    )
    compound = word("grundschul", parts=("grund", "schul"))
    assert counts(engine, compound) == {1: (1, 1), 3: (1, 1)}


def test_the_best_comes_first(engine: Engine) -> None:
    """By words held, words as typed, then relevance; the primary key where all is the same."""
    engine.rebuild(
        "fr",
        [
            document(1, "nom", "nom", "fibre"),
            document(2, "nom", "nom", "fibre"),
            document(3, "nom", "nom", "fibre et encore autres mots dont personne ne parle ici"),
            document(4, "nom", "fibre", "nom"),
            document(5, "fibre", "nom", "nom"),
            document(6, "nom", "nom", "fibra ecole"),
            document(7, "nom", "nom", "fibre ecole"),
            document(8, "nom", "nom", "rien"),
            document(9, "ecole", "nom", "nom"),
        ],
    )
    order = found(engine, word("fibre", edits=1), word("ecole"))
    assert order == [7, 6, 5, 9, 4, 1, 2, 3]


def test_the_relevance_is_the_same_on_every_engine(engine: Engine) -> None:
    engine.rebuild(
        "fr",
        [
            document(1, title="lac"),
            document(2, title="lac et moulin", text="un mot apres un mot " * 20),
            document(3, title="village", keywords="lac"),
            document(4, title="village", text="lac lac moulin"),
            document(5, title="village"),
        ],
    )
    relevances = {one.pk: one.relevance for one in find(engine, word("lac"), word("moulin"))}
    assert relevances == pytest.approx({1: 0.0564, 2: 0.1067, 3: 0.0436, 4: 0.0909}, abs=0.0005)


def test_a_rare_word_weighs_more_than_a_common_one(engine: Engine) -> None:
    engine.rebuild(
        "fr",
        [
            *(document(pk, text="village calme") for pk in range(1, 20)),
            document(20, text="moulin calme"),
        ],
    )
    assert found(engine, word("village"), word("moulin"))[0] == 20


def test_no_more_than_the_limit_are_found_and_those_are_the_best(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, text="lac"), document(2, "lac"), document(3, keywords="lac")])
    hits = engine.find({"fr": [word("lac")]}, limit=2)["fr"]
    assert [hit.pk for hit in hits] == [2, 3]


def test_each_language_has_its_own_documents(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, "gare")])
    engine.rebuild("de", [document(2, "gare"), document(3, "bahnhof")])
    asked = {"fr": [word("gare")], "de": [word("gare"), word("bahnhof")]}
    hits = engine.find(asked)
    assert {language: [hit.pk for hit in some] for language, some in hits.items()} == {
        "fr": [1],
        "de": [2, 3],
    }


def test_who_asks_for_nothing_finds_nothing(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, "gare")])
    assert engine.find({}) == {}
    assert engine.find({"fr": []}) == {"fr": []}
    assert engine.known({}) == {}
    assert engine.known({"fr": []}) == {"fr": set()}


def test_any_text_may_be_asked_for(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, "lombez")])
    for text in HOSTILE:
        asked = [word("lombez")]
        asked += [QueryWord(text, text, (text, "a"), edits) for edits in (0, 1, 2)]
        if text.strip():
            asked.append(QueryWord(text, text, is_prefix=True))
        assert counts(engine, *asked) == {1: (1, 1)}, text
        assert engine.known({"fr": [text, "lombez"]}) == {"fr": {"lombez"}}, text


def test_the_words_of_each_language_are_known(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, title="ecol", words="ecoles lombez")])
    engine.rebuild("nl", [document(2, words="school")])
    asked = {"fr": ["ecoles", "ecol", "school", "lombez"], "nl": iter(["school", "lombez"])}
    assert engine.known(asked) == {"fr": {"ecoles", "lombez"}, "nl": {"school"}}


def test_hundreds_of_words_may_be_asked_for_at_once(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, words="mot7 mot900")])
    assert engine.known({"fr": [f"mot{number}" for number in range(1_500)]}) == {
        "fr": {"mot7", "mot900"}
    }


def test_the_words_of_a_former_text_are_forgotten(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, "ecole"), document(2, "gare")])
    engine.push("fr", [document(1, "moulin", generation=2)], {2: 2})
    assert engine.known({"fr": ["ecole", "gare", "moulin"]}) == {"fr": {"moulin"}}


def test_what_was_pushed_is_found(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, "ecole"), document(2, "gare"), document(3, "lac")])
    refused = engine.push("fr", [document(1, "moulin", generation=2), document(4, "lac")], {2: 2})
    assert refused == {}
    assert found(engine, word("ecole")) == []
    assert found(engine, word("moulin")) == [1]
    assert found(engine, word("gare")) == []
    assert found(engine, word("lac")) == [3, 4]


def test_a_push_of_nothing_is_nothing(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, "ecole")])
    assert engine.push("fr", [], {}) == {}
    assert found(engine, word("ecole")) == [1]


def test_thousands_of_documents_may_be_pushed_at_once(engine: Engine) -> None:
    engine.rebuild("fr", [])
    assert engine.push("fr", [document(pk, "lac") for pk in range(1, 1_601)], {}) == {}
    assert found(engine, word("lac")) == list(range(1, 1_601))


def test_an_older_change_never_replaces_a_newer_one(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, "moulin", generation=5)])
    assert engine.push("fr", [document(1, "ecole", generation=4)], {}) == {}
    assert engine.push("fr", [], {1: 4}) == {}
    assert found(engine, word("moulin"), word("ecole")) == [1]
    assert engine.contents("fr") == {1: (5, "digest of 1")}


def test_an_older_change_never_brings_back_what_was_deleted(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, "ecole", generation=2)])
    engine.push("fr", [], {1: 5, 2: 5})
    late = [document(1, "ecole", generation=4), document(2, "ecole", generation=3)]
    assert engine.push("fr", late, {}) == {}
    assert found(engine, word("ecole")) == []
    assert engine.contents("fr") == {}


def test_a_newer_change_brings_back_what_was_deleted(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, "ecole")])
    engine.push("fr", [], {1: 5})
    engine.push("fr", [document(1, "ecole", generation=6)], {})
    assert found(engine, word("ecole")) == [1]


def test_the_same_change_may_be_pushed_again(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, "ecole")])
    for _ in range(2):
        assert engine.push("fr", [document(1, "moulin", generation=2)], {9: 2}) == {}
    assert found(engine, word("moulin")) == [1]


def test_of_two_changes_in_one_push_the_newer_one_stays(engine: Engine) -> None:
    engine.rebuild("fr", [])
    changes = [document(1, "neuf", generation=3), document(1, "ancien", generation=2)]
    engine.push("fr", changes, {})
    assert found(engine, word("ancien"), word("neuf")) == [1]
    assert found(engine, word("ancien")) == []


def test_contents_are_the_generation_and_digest_of_every_document(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distributed, "PAGE_SIZE", 2)
    engine.rebuild("fr", [document(pk, "lac", generation=pk + 3) for pk in (1, 2, 3, 20, 100)])
    assert engine.contents("fr") == {pk: (pk + 3, f"digest of {pk}") for pk in (1, 2, 3, 20, 100)}


def test_before_the_first_rebuild_there_is_no_index(engine: Engine) -> None:
    assert engine.signature("fr") == ""
    with pytest.raises(EngineError):
        find(engine, word("lac"))
    with pytest.raises(EngineError):
        engine.known({"fr": ["lac"]})
    with pytest.raises(EngineError):
        engine.push("fr", [document(1, "lac")], {})
    with pytest.raises(EngineError):
        engine.contents("fr")
    assert engine.signature("fr") == ""


def test_a_rebuild_keeps_exactly_its_documents(engine: Engine) -> None:
    engine.rebuild("fr", [document(1, "lac"), document(2, "lac", generation=9)])
    engine.rebuild("fr", [document(2, "lac"), document(3, "lac")])
    assert engine.contents("fr") == {2: (1, "digest of 2"), 3: (1, "digest of 3")}
    assert found(engine, word("lac")) == [2, 3]


def test_the_signature_is_that_of_the_analysis_at_the_rebuild(
    engine: Engine, signatures: dict[str, str]
) -> None:
    engine.rebuild("fr", [])
    signatures["fr"] = "bbbb2222"
    assert engine.signature("fr") == "aaaa1111"
    engine.rebuild("fr", [])
    assert engine.signature("fr") == "bbbb2222"
    assert engine.signature("de") == ""


def test_a_rebuild_that_fails_leaves_the_former_index(engine: Engine) -> None:
    def documents() -> Iterator[IndexedDocument]:
        yield document(2, "lac")
        raise LookupError

    engine.rebuild("fr", [document(1, "lac")])
    with pytest.raises(LookupError):
        engine.rebuild("fr", documents())
    assert found(engine, word("lac")) == [1]


def test_no_search_fails_or_finds_nothing_while_indices_are_rebuilt(engine: Engine) -> None:
    documents = [document(pk, "lac") for pk in range(1, 51)]
    engine.rebuild("fr", documents)
    answers: list[int] = []
    failures: list[EngineError] = []
    is_over = threading.Event()

    def search() -> None:
        while not is_over.is_set() or len(answers) < 200:
            try:
                answers.append(len(find(engine, word("lac"))))
            except EngineError as error:
                failures.append(error)
                return

    searches = threading.Thread(target=search)
    searches.start()
    for _ in range(3):
        engine.rebuild("fr", documents)
    is_over.set()
    searches.join()
    assert failures == []
    assert set(answers) == {50}
    assert len(answers) >= 200
