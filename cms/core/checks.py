"""System checks that hold the conventions of the site."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning


@register()
def every_language_has_its_fallbacks(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse a language for which `cms.core.i18n` names no languages to fall back to."""
    from cms.core.i18n import FALLBACKS

    return [
        Error(
            f"The language '{code}' has no fallback languages.",
            hint="Add it to FALLBACKS in cms/core/i18n.py.",
            id="core.E001",
        )
        for code, _name in settings.LANGUAGES
        if code not in FALLBACKS
    ]


@register()
def translations_start_as_drafts(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse settings under which wagtail-localize would publish French as another language."""
    if settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE:
        return [
            Error(
                "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE must be False.",
                hint="A new translation holds French text until somebody has translated it.",
                id="core.E002",
            )
        ]
    return []


@register()
def messages_are_compiled(**_kwargs: Any) -> list[CheckMessage]:
    """Warn of a language without compiled messages: its readers would get English."""
    files = [
        Path(folder) / code / "LC_MESSAGES" / "django.mo"
        for folder in settings.LOCALE_PATHS
        for code, _name in settings.LANGUAGES
    ]
    return [
        CheckWarning(
            f"There is no {file}.",
            hint="Run 'manage.py compile_messages'.",
            id="core.W001",
        )
        for file in files
        if not file.exists()
    ]
