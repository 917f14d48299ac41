"""What is raised when something asked of the site would break one of its rules."""

from django.core.exceptions import PermissionDenied
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import Page


class Refused(PermissionDenied):
    """The site does not do what was asked; the message says why, in the editor's language.

    `page` is the page to lead the editor back to, where there is one.
    """

    def __init__(self, message: str, page: Page | None = None) -> None:
        super().__init__(message)
        self.page = page


class PublicationRefused(Refused, PublishPagePermissionError):
    """The page is not fit to be published."""
