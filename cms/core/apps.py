from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"

    def ready(self) -> None:
        """Connect the receivers and install the guards on third-party code."""
        from cms.core import checks, guards, signal_handlers  # noqa: F401

        guards.install()
