"""How what is found is named in the list of results."""

from django import template

from search.models import Kind
from villages.models.village import ProgrammeStatus

register = template.Library()


@register.filter
def kind_label(code: str) -> str:
    """Return the name of a kind of result."""
    return str(Kind(code).label)


@register.filter
def status_label(code: str) -> str:
    """Return the name of the part a village takes in the programme."""
    return str(ProgrammeStatus(code).label)
