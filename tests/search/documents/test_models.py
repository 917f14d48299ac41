"""No kind of content is forgotten."""

import pytest
from django.apps import apps
from django.db import models
from django.db.models.signals import post_save, pre_save

from cms.core.changes import Content
from cms.core.models import BasePage
from search.documents.signal_handlers import FACTS, NAMED
from search.models import Concept
from stories.models import NewsVillage
from villages.models import Village

SAYS_NOTHING = {
    "villages.ImportedRow": "it remembers what the open data said, and no reader sees it",
}
NOT_IN_DOCUMENTS = {
    "villages.Committee": "its name is not searched",
    "villages.Destination": "distances are measured when one searches",
    "villages.Mairie": "phone and hours of the town hall are not searched",
    "villages.Neighbour": "nearness is measured when one searches",
    "villages.PartnerAgency": "homes are searched without their agency",
    "villages.ServiceCategory": "its words are those of the vocabulary",
    "villages.VacantHomes": "figures are not searched",
    "villages.VillageOutline": "it is a drawing",
    "home.KeyFigure": "figures are not searched",
}
APPS = ("villages", "stories", "home")
MODELS = [model for name in APPS for model in apps.get_app_config(name).get_models()]


@pytest.mark.parametrize("model", [*MODELS, Concept], ids=lambda model: model._meta.label)
def test_to_save_any_content_is_a_change_of_the_site(model: type[models.Model]) -> None:
    if model._meta.label in SAYS_NOTHING:
        assert not issubclass(model, Content)
    else:
        assert issubclass(model, (Content, BasePage))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_is_either_in_the_documents_or_left_out_with_a_reason(
    model: type[models.Model],
) -> None:
    handled = issubclass(model, (*FACTS, *NAMED, Village, NewsVillage, BasePage))
    reasons = {**SAYS_NOTHING, **NOT_IN_DOCUMENTS}
    assert handled is not (model._meta.label in reasons)
    if handled:
        uid = f"search {model._meta.label}"
        receivers = [*pre_save.receivers, *post_save.receivers]
        assert any(receiver[0][0] == uid for receiver in receivers)
