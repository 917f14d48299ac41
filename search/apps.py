from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The search over the offer: what is searched, how a query is understood, the engines."""

    name = "search"

    def ready(self) -> None:
        from search import jobs  # noqa: F401
        from search.documents import signal_handlers  # noqa: F401
