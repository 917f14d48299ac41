"""The words of the search: the files are sound, a load keeps what editors wrote."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.core.generation import current_generation
from cms.core.roles import EDITORS, reconcile_roles
from cms.users.models import User
from search.analysis import stem
from search.models import Concept, Facet, FruitlessSearch
from search.query.wording import Wording, wording
from search.vocabulary import FILES, known_codes, load_vocabulary, read_concepts, spelling
from tests import builders
from villages.models import ServiceType
from villages.open_data.faults import Fault
from villages.open_data.merge import Values
from villages.open_data.vocabulary import read_vocabulary

pytestmark = pytest.mark.django_db

LANGUAGES = ("fr", "en", "de", "nl")
REAL_VOCABULARY = settings.BASE_DIR / "data" / "vocabulary"
FEWEST_WORDS = 8
# Concepts for which a language has fewer words that people use: (code, language). Only French has
# one word for nursery and primary school together.
FEWER_WORDS = frozenset({("ecole", "en"), ("ecole", "de"), ("ecole", "nl")})


def concept(code: str, **fields: Any) -> dict[str, Any]:
    """Return an entry of a file; its words are its code with the language behind it."""
    labels = {f"label_{language}": f"{code} {language}" for language in LANGUAGES}
    words = {f"words_{language}": [f"{code} word {language}"] for language in LANGUAGES}
    return {"code": code, "facet": "housing", "values": ["buy"], **labels, **words, **fields}


def written(directory: Path, *concepts: dict[str, Any]) -> Path:
    """Write the files: a concept of a service in the first, `concepts` in the second."""
    builders.service_type("pharmacy")
    pharmacy = concept("pharmacy", facet="service", values=["pharmacy"])
    for name, entries in zip(FILES, ([pharmacy], concepts), strict=True):
        lines = []
        for entry in entries:
            lines += ["[[concept]]", *(f"{key} = {json.dumps(entry[key])}" for key in entry)]
        (directory / name).write_text("\n".join(lines))
    return directory


def words_of_concept(values: Values, language: str) -> list[str]:
    """Return the label and the words of a concept as it is read from a file."""
    return [values[f"label_{language}"], *values[f"synonyms_{language}"].splitlines()]


def folded(word: str) -> tuple[str, ...]:
    return tuple(spelling(word).split())


def stems(word: str, language: str) -> tuple[str, ...]:
    return tuple(stem(part, language) for part in spelling(word).split())


@pytest.fixture
def editor(client: Client) -> Client:
    """Return a browser in which a CCI editor is signed in, whose admin is in German."""
    reconcile_roles()
    user = User.objects.create_user("editor@example.org", "a-long-password")
    user.groups.add(Group.objects.get(name=EDITORS))
    UserProfile.objects.create(user=user, preferred_language="de")
    client.force_login(user)
    return client


def form_of(record: Concept) -> dict[str, str]:
    """Return what the form of a concept in the admin sends when nothing is changed."""
    texts = [f"{name}_{language}" for name in ("label", "synonyms") for language in LANGUAGES]
    return {
        "code": record.code,
        "facet": record.facet,
        "values": json.dumps(record.values),
        **{name: "\r\n".join(getattr(record, name).splitlines()) for name in texts},
    }


def save_in_admin(client: Client, record: Concept, **changes: str) -> None:
    address = reverse("wagtailsnippets_search_concept:edit", args=[record.pk])
    answer = client.post(address, {**form_of(record), **changes})
    assert answer.status_code == 302, answer.context["form"].errors
    record.refresh_from_db()


class RealFilesTests:
    """What the editors of the files promise."""

    @pytest.fixture
    def concepts(self) -> dict[str, Values]:
        """Return the concepts of the real files, which must have no faults."""
        faults: list[Fault] = []
        services = read_vocabulary(REAL_VOCABULARY, faults)[ServiceType]
        codes = {**known_codes(), Facet.SERVICE: list(services)}
        concepts = read_concepts(REAL_VOCABULARY, codes, faults)
        assert [str(fault) for fault in faults] == []
        return concepts

    def test_every_type_of_service_can_be_asked_for(self, concepts: dict[str, Values]) -> None:
        asked = {
            code
            for values in concepts.values()
            if values["facet"] == Facet.SERVICE
            for code in values["values"]
        }
        assert asked == set(read_vocabulary(REAL_VOCABULARY, [])[ServiceType])

    @pytest.mark.parametrize(
        "facet", [Facet.STATUS, Facet.CONNECTIVITY, Facet.SPEAKS, Facet.HOUSING]
    )
    def test_every_value_of_a_filter_can_be_asked_for(
        self, concepts: dict[str, Values], facet: Facet
    ) -> None:
        asked = {
            code
            for values in concepts.values()
            if values["facet"] == facet
            for code in values["values"]
        }
        assert asked == set(known_codes()[facet]) - {"none"}

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_concept_has_eight_words_besides_its_label(
        self, concepts: dict[str, Values], language: str
    ) -> None:
        few = {
            (code, language)
            for code, values in concepts.items()
            if len(values[f"synonyms_{language}"].splitlines()) < FEWEST_WORDS
        }
        assert few == {pair for pair in FEWER_WORDS if pair[1] == language}

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_two_concepts_have_words_of_one_stem(
        self, concepts: dict[str, Values], language: str
    ) -> None:
        owners: dict[tuple[str, ...], set[str]] = {}
        for code, values in concepts.items():
            for word in words_of_concept(values, language):
                owners.setdefault(stems(word, language), set()).add(code)
        assert {key: codes for key, codes in owners.items() if len(codes) > 1} == {}

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_word_of_a_concept_is_a_small_word(
        self, concepts: dict[str, Values], language: str
    ) -> None:
        small = {
            folded(word)
            for role in fields(Wording)
            if role.name != "compound_parts"
            for word in getattr(wording(language), role.name)
        }
        found = {
            word
            for values in concepts.values()
            for word in words_of_concept(values, language)
            if folded(word) in small
        }
        assert found == set()


def test_a_load_writes_labels_and_words_in_four_languages(tmp_path: Path) -> None:
    counts = load_vocabulary(
        written(tmp_path, concept("buy", label_de="Kaufangebot", words_de=["kaufen", "Kauf"]))
    )
    record = Concept.objects.get(code="buy")
    assert counts.new == 2
    assert (record.facet, record.values) == ("housing", ["buy"])
    assert record.label_nl == "buy nl"
    assert record.words_in("de") == ["Kaufangebot", "kaufen", "Kauf"]


def test_a_second_load_of_the_same_files_changes_nothing(tmp_path: Path) -> None:
    load_vocabulary(written(tmp_path, concept("buy")))
    generation = current_generation()
    counts = load_vocabulary(tmp_path)
    assert (counts.unchanged, counts.new, counts.changed, counts.kept) == (2, 0, 0, 0)
    assert current_generation() == generation


def test_a_word_of_an_editor_stays_and_new_words_arrive_where_nobody_wrote(
    tmp_path: Path, editor: Client
) -> None:
    load_vocabulary(written(tmp_path, concept("buy")))
    record = Concept.objects.get(code="buy")
    save_in_admin(editor, record, synonyms_de="buy word de\r\nHäuschen kaufen")

    written(tmp_path, concept("buy", words_de=["Neues"], words_nl=["buy word nl", "kopen"]))
    counts = load_vocabulary(tmp_path)

    record.refresh_from_db()
    assert record.words_in("de") == ["buy de", "buy word de", "Häuschen kaufen"]
    assert record.words_in("nl") == ["buy nl", "buy word nl", "kopen"]
    assert counts.kept == 1


def test_saving_a_concept_unchanged_in_the_admin_is_no_correction(
    tmp_path: Path, editor: Client
) -> None:
    load_vocabulary(written(tmp_path, concept("buy", words_fr=["achat", "acheter"])))
    record = Concept.objects.get(code="buy")
    save_in_admin(editor, record)

    load_vocabulary(written(tmp_path, concept("buy", words_fr=["achat", "acquérir"])))

    record.refresh_from_db()
    assert record.words_in("fr") == ["buy fr", "achat", "acquérir"]


def test_a_concept_that_leaves_the_files_goes_unless_an_editor_wrote_in_it(tmp_path: Path) -> None:
    load_vocabulary(written(tmp_path, concept("buy"), concept("rent"), concept("home")))
    edited = Concept.objects.get(code="rent")
    edited.synonyms_en = "to let"
    edited.save()
    generation = current_generation()

    counts = load_vocabulary(written(tmp_path, concept("home")))

    assert set(Concept.objects.values_list("code", flat=True)) == {"pharmacy", "rent", "home"}
    assert (counts.removed, counts.kept) == (1, 1)
    assert current_generation() > generation


def test_a_concept_of_an_editor_is_left_alone(tmp_path: Path) -> None:
    Concept.objects.create(code="buy", facet="housing", values=["buy"], label_fr="achat")
    load_vocabulary(written(tmp_path, concept("buy")))
    assert Concept.objects.get(code="buy").label_fr == "achat"


def test_whoever_saves_or_deletes_a_concept_raises_the_generation() -> None:
    first = current_generation()
    record = Concept.objects.create(code="buy", facet="housing", values=["buy"], label_fr="achat")
    second = current_generation()
    record.delete()
    assert first < second < current_generation()


@pytest.mark.parametrize(
    ("entries", "line"),
    [
        ([concept("buy", values=["hire"])], 'concept buy: unknown housing "hire"'),
        ([concept("buy", values=[])], "concept buy: values is not a list of codes"),
        (
            [concept("shop", facet="service", values=["chemist"])],
            'concept shop: unknown service "chemist"',
        ),
        (
            [concept("buy", facet="price")],
            'concept buy: unknown facet "price" (there are: service, status, connectivity, '
            "speaks, housing, kind, place-kind)",
        ),
        ([concept("buy", label_de=" ")], "concept buy: label_de is not a text"),
        (
            [concept("buy", label_de="x" * 121)],
            "concept buy: label_de is longer than 120 characters",
        ),
        ([concept("buy", words_nl="kopen")], "concept buy: words_nl is not a list of texts"),
        ([concept("buy", words_nl=["kopen", ""])], "concept buy: words_nl is not a list of texts"),
        ([concept("buy", words_es=["comprar"])], 'concept buy: unknown key "words_es"'),
        ([concept("Buy!")], "concept number 1 has no proper code"),
        ([concept("buy"), concept("buy")], "concept buy: stands there twice"),
        (
            [concept("buy", words_fr=["Achat", "à-chat", "achat"])],
            'concept buy: words_fr: "achat" stands there twice',
        ),
        (
            [concept("buy", words_fr=["prix"]), concept("rent", words_fr=["Prix"])],
            'concept rent: words_fr: "prix" asks for buy already',
        ),
        ([], "there is no [[concept]]"),
    ],
)
def test_a_fault_is_one_line_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], entries: list[Any], line: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("load_search_vocabulary", data_dir=written(tmp_path, *entries))
    assert stopped.value.code == 1
    assert capsys.readouterr().err == f"concepts_other.toml: {line}\n"
    assert not Concept.objects.exists()


def test_a_file_that_is_missing_or_no_toml_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FILES[1]).write_text("[[concept]]\ncode = \n")
    with pytest.raises(SystemExit) as stopped:
        call_command("load_search_vocabulary", data_dir=tmp_path)
    assert stopped.value.code == 1
    missing, broken = capsys.readouterr().err.splitlines()
    assert missing.startswith("concepts_services.toml: there is no such file")
    assert broken.startswith("concepts_other.toml:2: is not TOML")


def test_an_editor_adds_a_word_and_only_that_column_changes(editor: Client) -> None:
    record = Concept.objects.create(
        code="buy",
        facet="housing",
        values=["buy"],
        **{f"label_{language}": f"label {language}" for language in LANGUAGES},
        **{f"synonyms_{language}": f"word {language}" for language in LANGUAGES},
    )
    save_in_admin(editor, record, synonyms_nl="word nl\r\nhuisje kopen")
    assert {language: record.words_in(language) for language in LANGUAGES} == {
        "fr": ["label fr", "word fr"],
        "en": ["label en", "word en"],
        "de": ["label de", "word de"],
        "nl": ["label nl", "word nl", "huisje kopen"],
    }


def test_an_editor_finds_a_concept_by_a_word_of_any_language(editor: Client) -> None:
    for code, word in (("buy", "huisje kopen"), ("rent", "huren")):
        Concept.objects.create(
            code=code, facet="housing", values=[code], label_fr=code, synonyms_nl=word
        )
    content = editor.get(
        reverse("wagtailsnippets_search_concept:list"), {"q": "huisje"}
    ).content.decode()
    buy, rent = Concept.objects.get(code="buy"), Concept.objects.get(code="rent")
    assert reverse("wagtailsnippets_search_concept:edit", args=[buy.pk]) in content
    assert reverse("wagtailsnippets_search_concept:edit", args=[rent.pk]) not in content


def test_an_editor_reads_and_clears_the_searches_without_result_and_writes_none(
    editor: Client,
) -> None:
    dutch = FruitlessSearch.objects.create(language="nl", query="molen", count=3)
    FruitlessSearch.objects.create(language="de", query="Skilift")
    content = editor.get(reverse("fruitless_searches:index"), {"language": "nl"}).content.decode()
    assert "molen" in content
    assert "Skilift" not in content
    assert reverse("fruitless_searches:add") not in content
    assert editor.get(reverse("fruitless_searches:add")).status_code == 302
    edit = reverse("fruitless_searches:edit", args=[dutch.pk])
    assert edit not in content
    editor.post(edit, {"query": "windmolen"})
    dutch.refresh_from_db()
    assert dutch.query == "molen"
    editor.post(reverse("fruitless_searches:delete", args=[dutch.pk]))
    assert list(FruitlessSearch.objects.values_list("query", flat=True)) == ["Skilift"]


def test_editors_have_no_right_to_write_what_is_searched() -> None:
    reconcile_roles()
    rights = Permission.objects.filter(
        group__name=EDITORS, content_type__app_label="search"
    ).values_list("codename", flat=True)
    assert set(rights) == {
        "add_concept",
        "change_concept",
        "delete_concept",
        "view_concept",
        "view_fruitlesssearch",
        "delete_fruitlesssearch",
    }
