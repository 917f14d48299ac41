from django.apps import AppConfig


class ContentConfig(AppConfig):
    """Loads the first texts, the demonstration records and the development accounts."""

    name = "cms.content"
    label = "content"
