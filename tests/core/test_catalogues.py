"""The catalogue tooling, on a small project of its own."""

import gettext
import os
import re
from io import StringIO
from pathlib import Path

import django
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from pytest_django import Settings

from cms.core import catalogues
from cms.core.catalogues import CatalogueError
from cms.core.management.commands import check_messages, compile_messages, update_messages


def write(base_dir: Path, name: str, text: str) -> None:
    path = base_dir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def template(base_dir: Path, text: str) -> None:
    write(base_dir, "home/templates/home/page.html", text)


def po(base_dir: Path, language: str) -> Path:
    return base_dir / "locale" / language / "LC_MESSAGES" / "django.po"


def edit(base_dir: Path, language: str, old: str, new: str) -> None:
    path = po(base_dir, language)
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def translate(base_dir: Path, language: str, msgid: str, msgstr: str) -> None:
    edit(base_dir, language, f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{msgstr}"')


def translate_plural(base_dir: Path, language: str, singular: str, *forms: str) -> None:
    """Give the forms of a plural message that has none, as many as there are."""
    text = po(base_dir, language).read_text()
    pattern = rf'(msgid "{re.escape(singular)}"\nmsgid_plural .*\n)(msgstr\[\d\] ""\n)+'
    lines = "".join(f'msgstr[{index}] "{form}"\n' for index, form in enumerate(forms))
    text, count = re.subn(pattern, lambda match: match[1] + lines, text)
    assert count == 1
    po(base_dir, language).write_text(text)


def messages(base_dir: Path) -> set[tuple[object, str | None]]:
    return {(message.id, message.context) for message in catalogues.extract(base_dir) if message.id}


def problems(base_dir: Path, language: str) -> list[str]:
    prefix = f"locale/{language}/LC_MESSAGES/django.po: "
    lines = catalogues.problems(base_dir)
    return [line.removeprefix(prefix) for line in lines if line.startswith(prefix)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "Read more" %}', {("Read more", None)}),
        ("{% trans 'Read \"more\"' as label %}", {('Read "more"', None)}),
        ('{% translate "May" context "month" %}', {("May", "month")}),
        ('{% translate "50% off" noop %}', {("50%% off", None)}),
        (
            "{% blocktranslate with name=village.name %}Live in {{ name }}{% endblocktranslate %}",
            {("Live in %(name)s", None)},
        ),
        (
            '{% blocktranslate context "verb" %}Open{% endblocktranslate %}',
            {("Open", "verb")},
        ),
        (
            "{% blocktranslate trimmed %}\n    One\n    line\n{% endblocktranslate %}",
            {("One line", None)},
        ),
        (
            "{% blocktranslate count n=homes|length %}{{ n }} home{% plural %}{{ n }} homes"
            "{% endblocktranslate %}",
            {(("%(n)s home", "%(n)s homes"), None)},
        ),
        (
            '{% blocktranslate trimmed count n=n context "shop" %}\n  one\n{% plural %}\n'
            "  {{ n }} at 5%\n{% endblocktranslate %}",
            {(("one", "%(n)s at 5%%"), "shop")},
        ),
        ('{{ _("Home") }}', {("Home", None)}),
        ('{{ title|default:_("Home")|upper }}', {("Home", None)}),
        ("{% include 'x.html' with a=_('Home') b=_(\"Away\") %}", {("Home", None), ("Away", None)}),
        (
            '{% blocktranslate with a=_("Home") %}Go {{ a }}{% endblocktranslate %}',
            {("Home", None), ("Go %(a)s", None)},
        ),
        ('{# {% translate "No" %} #}', set()),
        ('{% comment %}{% translate "No" %}{% endcomment %}', set()),
        (
            '{% comment %}Translators: a button{% endcomment %}{% translate "Open" %}',
            {("Open", None)},
        ),
        (
            '<p>It\'s "odd":\u00a0({{ x }} # [\n\t{% if x %}\n'
            '  {% translate "Où\u00a0?" %}{% endif %}',
            {("Où\u00a0?", None)},
        ),
    ],
)
def test_the_messages_of_a_template_are_extracted(
    tmp_path: Path, source: str, expected: set[tuple[object, str | None]]
) -> None:
    template(tmp_path, source)
    assert messages(tmp_path) == expected


def test_the_messages_of_a_module_are_extracted(tmp_path: Path) -> None:
    write(
        tmp_path,
        "cms/core/models.py",
        """
_("alias")
gettext("plain" " and long")
gettext_lazy("lazy")
ngettext("%(n)s home", "%(n)s homes", n) % {"n": n}
ngettext_lazy("{n} village", "{n} villages", "n")
pgettext("month", "May")
pgettext_lazy("verb", "may")
npgettext("shop", "one", "many", n)
npgettext_lazy("house", "one", "many", n)
for _ in ("not", "these"):
    other("not this")
""",
    )
    assert messages(tmp_path) == {
        ("alias", None),
        ("plain and long", None),
        ("lazy", None),
        (("%(n)s home", "%(n)s homes"), None),
        (("{n} village", "{n} villages"), None),
        ("May", "month"),
        ("may", "verb"),
        (("one", "many"), "shop"),
        (("one", "many"), "house"),
    }


def test_only_modules_and_templates_of_our_apps_are_read(tmp_path: Path) -> None:
    write(tmp_path, "stories/templates/stories/mail.txt", '{% translate "mail" %}')
    write(tmp_path, "search/views.py", '_("search")')
    write(tmp_path, "tests/test_it.py", '_("test")')
    write(tmp_path, "home/static/home/page.html", '{% translate "static" %}')
    write(tmp_path, "home/notes.txt", '{% translate "notes" %}')
    assert messages(tmp_path) == {("mail", None), ("search", None)}


@pytest.mark.parametrize(
    "source",
    [
        '{{ _("Home | Gers") }}',
        "{{ title|default:_('50% off') }}",
        "{% blocktranslate %}{% if x %}no{% endif %}{% endblocktranslate %}",
    ],
)
def test_a_message_that_django_would_not_find_is_refused(tmp_path: Path, source: str) -> None:
    template(tmp_path, source)
    with pytest.raises(CatalogueError, match=r"^home/templates/home/page\.html: "):
        catalogues.extract(tmp_path)


def test_a_module_that_is_not_python_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "home/models.py", 'x = _("open"')
    with pytest.raises(CatalogueError, match=r"^home/models\.py: "):
        catalogues.extract(tmp_path)


def test_update_writes_sorted_messages_with_files_and_no_line_numbers(tmp_path: Path) -> None:
    write(tmp_path, "home/models.py", '_("b")\n_("b")\n_("a")')
    template(tmp_path, '{# Translators: a letter #}\n{% translate "a" %}')
    catalogues.update(tmp_path)
    assert (
        po(tmp_path, "fr")
        .read_text()
        .endswith(
            '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
            "\n"
            "#. Translators: a letter\n"
            "#: home/models.py home/templates/home/page.html\n"
            'msgid "a"\n'
            'msgstr ""\n'
            "\n"
            "#: home/models.py\n"
            'msgid "b"\n'
            'msgstr ""\n'
        )
    )


def test_update_keeps_translations_and_comments_and_drops_obsolete_messages(tmp_path: Path) -> None:
    template(tmp_path, '{% translate "Open" context "verb" %}{% translate "Close" %}')
    catalogues.update(tmp_path)
    translate(tmp_path, "fr", "Open", "Ouvrir")
    translate(tmp_path, "fr", "Close", "Fermer")
    edit(tmp_path, "fr", 'msgctxt "verb"', '# On a button.\nmsgctxt "verb"')
    template(tmp_path, '{% translate "Open" context "verb" %}{% translate "Open" %}')
    catalogues.update(tmp_path)
    text = po(tmp_path, "fr").read_text()
    assert 'msgctxt "verb"\nmsgid "Open"\nmsgstr "Ouvrir"' in text
    assert 'msgid "Open"\nmsgstr ""' in text
    assert "# On a button." in text
    assert "Close" not in text


def test_update_keeps_a_fuzzy_message_fuzzy(tmp_path: Path) -> None:
    template(tmp_path, '{% translate "Open" %}')
    catalogues.update(tmp_path)
    translate(tmp_path, "fr", "Open", "Ouvrir")
    edit(tmp_path, "fr", 'msgid "Open"', '#, fuzzy\nmsgid "Open"')
    catalogues.update(tmp_path)
    assert problems(tmp_path, "fr") == ["fuzzy: 'Open'"]


def test_update_keeps_the_translation_of_a_message_that_gains_a_plural_as_fuzzy(
    tmp_path: Path,
) -> None:
    write(tmp_path, "home/views.py", '_("home")')
    catalogues.update(tmp_path)
    translate(tmp_path, "fr", "home", "maison")
    write(tmp_path, "home/views.py", 'ngettext("home", "homes", n)')
    catalogues.update(tmp_path)
    assert 'msgstr[0] "maison"\nmsgstr[1] ""' in po(tmp_path, "fr").read_text()
    assert problems(tmp_path, "fr") == ["1 of 2 plural forms: 'home'", "fuzzy: 'home'"]
    assert 'msgstr[0] "home"\nmsgstr[1] "homes"' in po(tmp_path, "en").read_text()
    assert problems(tmp_path, "en") == []


def test_update_fills_english_with_the_message_and_keeps_an_english_translation(
    tmp_path: Path,
) -> None:
    write(tmp_path, "home/views.py", '_("colour")\nngettext("home", "homes", n)')
    catalogues.update(tmp_path)
    text = po(tmp_path, "en").read_text()
    assert 'msgid "colour"\nmsgstr "colour"' in text
    assert 'msgstr[0] "home"\nmsgstr[1] "homes"' in text
    edit(tmp_path, "en", 'msgstr "colour"', 'msgstr "tint"')
    catalogues.update(tmp_path)
    assert 'msgid "colour"\nmsgstr "tint"' in po(tmp_path, "en").read_text()


def test_update_writes_only_what_changes(tmp_path: Path) -> None:
    template(tmp_path, '{% translate "Open" %}')
    assert catalogues.update(tmp_path) == [po(tmp_path, code) for code in ("fr", "en", "de", "nl")]
    assert catalogues.update(tmp_path) == []


def test_update_refuses_a_catalogue_that_cannot_be_read(tmp_path: Path) -> None:
    template(tmp_path, '{% translate "Open" %}')
    catalogues.update(tmp_path)
    edit(tmp_path, "de", 'msgid "Open"', '<<<<<<< HEAD\nmsgid "Open"')
    with pytest.raises(CatalogueError, match=r"^locale/de/LC_MESSAGES/django\.po: line \d+: "):
        catalogues.update(tmp_path)


def test_gettext_finds_what_was_compiled_and_not_what_is_fuzzy(tmp_path: Path) -> None:
    template(
        tmp_path,
        '{% translate "Open" %}{% translate "Open" context "verb" %}{% translate "Close" %}',
    )
    catalogues.update(tmp_path)
    translate(tmp_path, "de", "Close", "Zu")
    edit(tmp_path, "de", 'msgid "Close"', '#, fuzzy\nmsgid "Close"')
    edit(
        tmp_path,
        "de",
        'msgctxt "verb"\nmsgid "Open"\nmsgstr ""',
        'msgctxt "verb"\nmsgid "Open"\nmsgstr "Öffnen"',
    )
    translate(tmp_path, "de", "Open", "Offen")
    assert len(catalogues.compile_all(tmp_path)) == len(catalogues.PLURAL_FORMS)
    german = gettext.translation("django", tmp_path / "locale", ["de"])
    assert german.gettext("Open") == "Offen"
    assert german.pgettext("verb", "Open") == "Öffnen"
    assert german.gettext("Close") == "Close"


def test_compile_skips_a_catalogue_older_than_its_compiled_file(tmp_path: Path) -> None:
    template(tmp_path, '{% translate "Open" %}')
    catalogues.update(tmp_path)
    for language in catalogues.PLURAL_FORMS:
        os.utime(po(tmp_path, language), (1, 1))
    catalogues.compile_all(tmp_path)
    assert catalogues.compile_all(tmp_path) == []
    compiled = po(tmp_path, "nl").with_suffix(".mo")
    os.utime(compiled, (1, 1))
    assert catalogues.compile_all(tmp_path) == [compiled]
    assert {path.suffix for path in compiled.parent.iterdir()} == {".po", ".mo"}


def test_compile_refuses_a_missing_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"does not exist; run update_messages$"):
        catalogues.compile_all(tmp_path)


def test_our_plural_forms_are_those_of_djangos_catalogues() -> None:
    locale = Path(django.__file__).parent / "conf" / "locale"
    for language, plural_forms in catalogues.PLURAL_FORMS.items():
        assert f'"Plural-Forms: {plural_forms}\\n"' in po(locale.parent, language).read_text()


def test_our_languages_are_those_of_the_settings(settings: Settings) -> None:
    assert set(catalogues.PLURAL_FORMS) == {code for code, _name in settings.LANGUAGES}


@pytest.mark.parametrize(
    ("language", "plural_of_zero"), [("fr", "a"), ("en", "b"), ("de", "b"), ("nl", "b")]
)
def test_django_uses_our_plural_forms_at_run_time(
    tmp_path: Path, settings: Settings, language: str, plural_of_zero: str
) -> None:
    write(tmp_path, "home/views.py", 'ngettext("%(n)s zzz", "%(n)s zzzs", n)\n_("%(n)s zzz")')
    catalogues.update(tmp_path)
    po(tmp_path, language).write_text(
        re.sub(
            r'msgstr\[0\] ".*"\nmsgstr\[1\] ".*"',
            'msgstr[0] "%(n)s a"\nmsgstr[1] "%(n)s b"',
            po(tmp_path, language).read_text(),
        )
    )
    catalogues.compile_all(tmp_path)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    with translation.override(language):
        forms = {
            n: translation.ngettext("%(n)s zzz", "%(n)s zzzs", n) for n in (0, 1, 2, 5, 1_000_000)
        }
        assert translation.gettext("%(n)s zzz") == "%(n)s a"
    assert forms == {
        0: f"%(n)s {plural_of_zero}",
        1: "%(n)s a",
        2: "%(n)s b",
        5: "%(n)s b",
        1_000_000: "%(n)s b",
    }


def test_complete_catalogues_have_no_problem(tmp_path: Path) -> None:
    template(
        tmp_path,
        "{% blocktranslate count n=n %}One home{% plural %}{{ n }} homes{% endblocktranslate %}"
        '{% translate "share in %" %}',
    )
    catalogues.update(tmp_path)
    for language in ("fr", "de", "nl"):
        translate(tmp_path, language, "share in %%", "share in per cent")
    translate_plural(tmp_path, "fr", "One home", "%(n)s maison", "%(n)s maisons")
    translate_plural(tmp_path, "de", "One home", "Ein Haus", "%(n)s Häuser")
    translate_plural(tmp_path, "nl", "One home", "Eén huis", "%(n)s huizen")
    assert catalogues.problems(tmp_path) == []


def test_a_missing_catalogue_is_one_problem(tmp_path: Path) -> None:
    template(tmp_path, '{% translate "Open" %}{% translate "Close" %}')
    assert problems(tmp_path, "fr") == ["does not exist; run update_messages"]


def test_missing_and_obsolete_messages_are_problems(tmp_path: Path) -> None:
    template(tmp_path, '{% translate "Open" %}{% translate "Shut" %}')
    catalogues.update(tmp_path)
    template(tmp_path, '{% translate "Open" context "verb" %}{% translate "Shut" %}')
    assert problems(tmp_path, "en") == ["missing: 'Open' (context 'verb')", "obsolete: 'Open'"]


def test_a_message_whose_plural_changed_is_missing(tmp_path: Path) -> None:
    write(tmp_path, "home/views.py", '_("home")')
    catalogues.update(tmp_path)
    write(tmp_path, "home/views.py", 'ngettext("home", "homes", n)')
    assert problems(tmp_path, "en") == ["missing: 'home'"]


def test_an_obsolete_message_kept_as_a_comment_is_a_problem(tmp_path: Path) -> None:
    template(tmp_path, '{% translate "Open" %}')
    catalogues.update(tmp_path)
    edit(tmp_path, "en", 'msgstr "Open"\n', 'msgstr "Open"\n\n#~ msgid "Shut"\n#~ msgstr "Shut"\n')
    assert problems(tmp_path, "en") == ["obsolete: 'Shut'"]


def test_untranslated_and_fuzzy_messages_are_problems(tmp_path: Path) -> None:
    template(tmp_path, '{% translate "Open" %}{% translate "Shut" %}')
    catalogues.update(tmp_path)
    translate(tmp_path, "nl", "Shut", "Dicht")
    edit(tmp_path, "nl", 'msgid "Shut"', '#, fuzzy\nmsgid "Shut"')
    assert problems(tmp_path, "nl") == ["untranslated: 'Open'", "fuzzy: 'Shut'"]


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("Live in %(name)s", "Vivre à %(nom)s"),
        ("Live in %(name)s", "Vivre à %(name)d"),
        ("Live in %(name)s", "Vivre ici"),
        ("Live here", "Vivre à %s"),
        ("Live in {name}", "Vivre à {nom}"),
        ("{share:.1%} here", "{share} ici"),
        ("%s of %d", "%d de %s"),
        ("{} of {}", "{}"),
        ("%(share)s%% of homes", "%(share)s % des maisons"),
        ("50%% of homes", "50 % des maisons"),
    ],
)
def test_placeholders_that_differ_are_a_problem(tmp_path: Path, msgid: str, msgstr: str) -> None:
    write(tmp_path, "home/views.py", f'_("{msgid}")')
    catalogues.update(tmp_path)
    translate(tmp_path, "fr", msgid, msgstr)
    assert problems(tmp_path, "fr") == [f"placeholders differ in {msgstr!r}: {msgid!r}"]


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("%(a)s and %(b)s", "%(b)s et %(a)s et encore %(a)s"),
        ("{a} and {b}", "{b} et {a}"),
        ("%(share)s%% of homes", "%(share)s %% des maisons"),
        ("50% of homes", "50 % des maisons"),
        ("share in %", "pourcentage"),
        ("half of homes", "50 % des maisons"),
    ],
)
def test_placeholders_may_change_places(tmp_path: Path, msgid: str, msgstr: str) -> None:
    write(tmp_path, "home/views.py", f'_("{msgid}")')
    catalogues.update(tmp_path)
    translate(tmp_path, "fr", msgid, msgstr)
    assert problems(tmp_path, "fr") == []


def test_every_form_but_the_first_needs_the_placeholders_of_the_plural(tmp_path: Path) -> None:
    write(tmp_path, "home/views.py", 'ngettext("One home", "%(n)s homes", n)')
    catalogues.update(tmp_path)
    translate_plural(tmp_path, "fr", "One home", "%(n)s maison", "des maisons")
    assert problems(tmp_path, "fr") == ["placeholders differ in 'des maisons': 'One home'"]


def test_too_few_and_too_many_plural_forms_are_problems(tmp_path: Path) -> None:
    write(tmp_path, "home/views.py", 'ngettext("home", "homes", n)')
    catalogues.update(tmp_path)
    translate_plural(tmp_path, "fr", "home", "maison")
    translate_plural(tmp_path, "de", "home", "Haus", "Häuser", "Häuser")
    assert problems(tmp_path, "fr") == ["1 of 2 plural forms: 'home'"]
    (line,) = problems(tmp_path, "de")
    assert re.fullmatch(r"line \d+: .*more translations than num_plurals.*", line)


def test_other_plural_forms_than_djangos_are_a_problem(tmp_path: Path) -> None:
    template(tmp_path, '{% translate "Open" %}')
    catalogues.update(tmp_path)
    edit(tmp_path, "en", "plural=(n != 1);", "plural=(n > 1);")
    (line,) = problems(tmp_path, "en")
    assert line.startswith("Plural-Forms is 'nplurals=2; plural=(n > 1);'")


def test_the_commands_update_check_and_compile(tmp_path: Path, settings: Settings) -> None:
    settings.BASE_DIR = tmp_path
    template(tmp_path, '{% translate "Open" %}')
    output, errors = StringIO(), StringIO()
    call_command(update_messages.Command(), stdout=output)
    assert output.getvalue().splitlines()[0] == f"Wrote {po(tmp_path, 'fr')}."
    with pytest.raises(SystemExit) as stop:
        call_command(check_messages.Command(), stderr=errors, no_color=True)
    assert stop.value.code == 1
    assert errors.getvalue().splitlines() == [
        f"locale/{language}/LC_MESSAGES/django.po: untranslated: 'Open'"
        for language in ("fr", "de", "nl")
    ]
    for language in ("fr", "de", "nl"):
        translate(tmp_path, language, "Open", "Auf")
    call_command(check_messages.Command())
    call_command(compile_messages.Command(), stdout=output)
    assert po(tmp_path, "fr").with_suffix(".mo").exists()


def test_a_command_says_in_one_sentence_what_cannot_be_read(
    tmp_path: Path, settings: Settings
) -> None:
    settings.BASE_DIR = tmp_path
    template(tmp_path, '{{ _("a|b") }}')
    for module in (update_messages, check_messages):
        with pytest.raises(CommandError, match=r"^home/templates/home/page\.html: "):
            call_command(module.Command())
    with pytest.raises(CommandError, match="does not exist"):
        call_command(compile_messages.Command())
