"""Pictures and documents, described in each language."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class CustomImage(AbstractImage):
    """A picture with its alternative text in four languages and its credit."""

    alt_text = models.CharField(
        _("alternative text"),
        max_length=250,
        blank=True,
        help_text=_("What the picture shows, for somebody who cannot see it."),
    )
    credit = models.CharField(_("credit"), max_length=250, blank=True)

    admin_form_fields: ClassVar[tuple[str, ...]] = (
        *(field for field in Image.admin_form_fields if field != "description"),
        "alt_text_fr",
        "alt_text_en",
        "alt_text_de",
        "alt_text_nl",
        "credit",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        """The alternative text in the reader's language, else in French, else empty."""
        return self.alt_text or ""


class Rendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together: ClassVar[list[tuple[str, ...]]] = [
            ("image", "filter_spec", "focal_point_key")
        ]


class CustomDocument(AbstractDocument):
    """A document to download."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
