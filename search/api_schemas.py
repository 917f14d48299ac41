"""What the API answers to a search."""

import datetime
from typing import Literal

from pydantic import Field

from cms.core.api.schemas import Coordinates, Described, Locale, Translation

Status = Literal["host", "associated", "none"]
HitKind = Literal["village", "testimonial", "news", "telecentre", "page"]


class Matched(Described):
    """A reason why something was found."""

    facet: str = Field(
        description="What was asked for: the name of a filter, `place`, `name`, or `text` for "
        "words of the text.",
        examples=["service"],
    )
    code: str = Field(
        description="The code of what was asked for; empty for words.", examples=["pharmacy"]
    )
    text: str = Field(description="The reason in the reader's language.", examples=["pharmacy"])
    fulfilled: bool = Field(
        description="False for a wish that the village does not fulfil itself.", examples=[True]
    )


class ServiceItem(Described):
    """A service that a village has."""

    code: str = Field(description="The code of the type of service.", examples=["pharmacy"])
    label: str = Field(description="Its name in the reader's language.", examples=["pharmacy"])
    count: int = Field(description="How many there are; more than 0.", examples=[2])
    source: str = Field(
        description="The source, by name, in the reader's language.",
        examples=["Insee (French statistics office), facilities database (BPE) 2020"],
    )
    source_code: str = Field(description="The code of the source.", examples=["insee-bpe-2020"])
    as_of: datetime.date = Field(
        description="The day on which it was last known to be true.", examples=["2020-12-31"]
    )


class Found(Described):
    """What all results carry."""

    url: str | None = Field(
        description="The full address of its page for the reader; null where there is none.",
        examples=["https://www.example.org/de/doerfer/lombez/"],
    )
    locale: Locale = Field(description="The language asked for.", examples=["de"])
    content_language: Locale = Field(
        description="The language that the text is given in.", examples=["fr"]
    )
    translations: list[Translation] = Field(
        description="Its page as the readers of each language get it; empty without a page."
    )
    highlight: str = Field(
        description="A piece of the text as safe HTML, with `<mark>` around what was searched; "
        "empty without one.",
        examples=["Une <mark>pharmacie</mark> au centre du village"],
    )
    highlight_language: Locale = Field(description="The language of `highlight`.", examples=["fr"])
    matched: list[Matched] = Field(description="Why it was found.")


class VillageItem(Found):
    """A village that was found."""

    insee: str = Field(description="The INSEE code of the commune.", examples=["32213"])
    slug: str = Field(description="Its name in addresses.", examples=["lombez"])
    name: str = Field(description="Its name.", examples=["Lombez"])
    status: Status = Field(
        description="The part it takes in the programme: `host` welcomes newcomers, `associated` "
        "is a partner of a host, `none` takes no part.",
        examples=["host"],
    )
    population: int = Field(description="How many people live there.", examples=[2233])
    population_year: int = Field(description="The year of the population.", examples=[2023])
    position: Coordinates = Field(description="Where it is: its town hall or its centre.")
    distance_km: float | None = Field(
        description="The distance in a straight line from the place asked for, in kilometres; "
        "null without one.",
        examples=[12.4],
    )
    services: list[ServiceItem] = Field(description="The services that it has.")
    telecentre: bool = Field(description="Whether there is a telecentre.", examples=[True])
    connectivity: list[str] = Field(
        description="The best fixed connection and the best mobile network, by code; what is not "
        "known is left out.",
        examples=[["fibre", "4g"]],
    )
    speaks: list[str] = Field(
        description="The languages of those who welcome there, by code.", examples=[["fr", "de"]]
    )
    housing: list[Literal["rent", "buy"]] = Field(
        description="Whether homes are offered to rent, to buy.", examples=[["rent"]]
    )


class SearchHit(Found):
    """Something that was found."""

    kind: HitKind = Field(description="What it is.", examples=["testimonial"])
    title: str = Field(description="Its title.", examples=["Lombez"])
    language: Locale = Field(description="The language of the title.", examples=["fr"])
    insee: str | None = Field(
        description="The INSEE code of a village or of a telecentre's village, else null.",
        examples=["32213"],
    )


class FacetItem(Described):
    """A value to filter by."""

    code: str = Field(description="The value of the parameter.", examples=["pharmacy"])
    label: str = Field(description="Its name in the reader's language.", examples=["pharmacy"])
    count: int = Field(
        description="How many villages have it, given all other filters.", examples=[31]
    )
    chosen: bool = Field(description="Whether it is filtered by.", examples=[False])


class Facets(Described):
    """The values to filter by, by the name of the parameter."""

    service: list[FacetItem] = Field(description="Services.")
    status: list[FacetItem] = Field(description="The part in the programme.")
    connectivity: list[FacetItem] = Field(description="Internet and mobile network.")
    speaks: list[FacetItem] = Field(description="Languages of those who welcome.")
    housing: list[FacetItem] = Field(description="Homes to rent and to buy.")


class UnderstoodItem(Described):
    """Words of the query that became a filter."""

    label: str = Field(
        description="What was understood, in the reader's language.", examples=["primary school"]
    )
    facet: str = Field(
        description="The name of a filter, `place`, `name` or `population`.", examples=["service"]
    )
    codes: list[str] = Field(
        description="The codes any of which fulfils it.", examples=[["primary-school"]]
    )
    words: str = Field(description="The words that were typed.", examples=["Grundschule"])
    query: str = Field(description="The query without them.", examples=["pharmacie"])
    negated: bool = Field(
        description="Whether it was asked for to be without it.", examples=[False]
    )


class Correction(Described):
    """A word that was read with a typing error."""

    typed: str = Field(description="The word that was typed.", examples=["pharmcie"])
    searched: str = Field(description="The word that was searched.", examples=["pharmacie"])


class DropItem(Described):
    """A word or a filter to do without, where nothing was found."""

    label: str = Field(
        description="What to do without, in the reader's language.", examples=["fibre"]
    )
    count: int = Field(description="How many results there are then.", examples=[12])
    url: str = Field(
        description="The full address of that search.",
        examples=["https://www.example.org/api/v1/villages?q=pharmacie"],
    )


class Answered(Described):
    """What the answer to any search says."""

    count: int = Field(description="How many results there are on all pages.", examples=[31])
    page: int = Field(description="The page; the first one is 1.", examples=[1])
    page_size: int = Field(description="How many results a page has.", examples=[20])
    did_you_mean: str | None = Field(
        description="Another query that may have been meant, else null.", examples=["pharmacie"]
    )
    understood: list[UnderstoodItem] = Field(
        description="The words of the query that became filters."
    )
    left_out: list[str] = Field(
        description="Words that the results do not depend on.", examples=[["xylophone"]]
    )
    corrections: list[Correction] = Field(description="Words read with a typing error.")
    drops: list[DropItem] = Field(description="What to do without, where nothing was found.")
    radius_km: float | None = Field(
        description="The radius searched around the place asked for, in kilometres; null without "
        "one.",
        examples=[20],
    )
    degraded: bool = Field(
        description="Whether the text was searched more plainly than usual, because the search "
        "engine did not answer.",
        examples=[False],
    )


class VillagesAnswer(Answered):
    """A page of villages."""

    results: list[VillageItem] = Field(description="The villages of this page.")
    facets: Facets = Field(description="The values to filter by.")


class SearchAnswer(Answered):
    """A page of results of all kinds."""

    results: list[SearchHit] = Field(description="The results of this page.")


class SuggestionItem(Described):
    """A completion of what is being typed."""

    query: str = Field(description="The whole query, completed.", examples=["pharmacie"])
    text: str = Field(description="The completion as it is shown.", examples=["pharmacie"])
    kind: str = Field(
        description="A kind of results, `place`, or `concept` for a word of the vocabulary.",
        examples=["concept"],
    )
    url: str | None = Field(
        description="The full address of what is suggested; null where it is no page.",
        examples=["https://www.example.org/fr/villages/lombez/"],
    )
    insee: str | None = Field(
        description="The INSEE code of a village, else null.", examples=["32213"]
    )


class Suggestions(Described):
    """The completions, the best first."""

    results: list[SuggestionItem] = Field(description="The completions.")
