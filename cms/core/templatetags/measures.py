"""Numbers with their unit, as the reader's language writes them."""

from babel import Locale
from babel.numbers import format_currency, format_percent
from django import template
from django.template.defaultfilters import floatformat
from django.utils.formats import number_format

from cms.core import i18n

register = template.Library()

NO_BREAK_SPACE = "\u00a0"
KM_PER_MILE = 1.609344


@register.filter
def percent(share: int) -> str:
    """Return a share of a hundred: `82 %` in French and German, `82%` in English and Dutch."""
    return str(format_percent(share / 100, locale=i18n.reader_language()))


@register.filter
def with_unit(value: int, unit: str) -> str:
    """Return a number and its unit, which may be empty."""
    if unit.strip() == "%":
        return percent(value)
    number = number_format(value)
    return f"{number}{NO_BREAK_SPACE}{unit}" if unit else number


@register.filter
def distance(kilometres: float) -> str:
    """Return a distance in kilometres, for readers of English in miles as well."""
    written = f"{_rounded(kilometres)}{NO_BREAK_SPACE}km"
    if i18n.reader_language() != "en":
        return written
    miles = _rounded(kilometres / KM_PER_MILE)
    return f"{written} ({miles}{NO_BREAK_SPACE}miles)"


@register.filter
def euros(amount: int) -> str:
    """Return a price in whole euros."""
    locale = Locale.parse(i18n.reader_language())
    whole = locale.currency_formats["standard"].pattern.replace(".00", "")
    return str(format_currency(amount, "EUR", whole, locale=locale, currency_digits=False))


def _rounded(number: float) -> str:
    """Return a number with its one decimal below ten, as nobody needs metres further away."""
    return str(floatformat(number, "-1g" if number < 9.95 else "0g"))
