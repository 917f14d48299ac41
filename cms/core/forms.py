"""The form of every page in the admin."""

from wagtail.admin.forms import WagtailAdminPageForm

from cms.core.publication import refusal, translation_obstacles


class BasePageForm(WagtailAdminPageForm):
    """Says why a page cannot be published while the editor still has the text before them."""

    def is_valid(self) -> bool:
        """Return whether the page can be saved, and published where that is asked."""
        valid: bool = super().is_valid()
        if valid and self.instance.pk and self.data.get("action-publish"):
            reasons = translation_obstacles(self.instance)
            if reasons:
                self.add_error(None, refusal(self.instance, reasons))
            return not reasons
        return valid
