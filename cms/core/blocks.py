"""The blocks that body text is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

RICH_TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


class PictureBlock(blocks.StructBlock):
    """A picture with an optional caption; its alternative text is that of the picture."""

    image = ImageChooserBlock(label=_("image"))
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("picture")
        template = "core/blocks/picture.html"


class BodyBlock(blocks.StreamBlock):
    """Headings, paragraphs and pictures."""

    heading = blocks.CharBlock(
        label=_("heading"), icon="title", max_length=120, template="core/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        label=_("paragraph"), icon="pilcrow", features=RICH_TEXT_FEATURES
    )
    picture = PictureBlock()
