"""What many items of the API carry."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Locale = Literal["fr", "en", "de", "nl"]


class Described(BaseModel):
    """A part of an answer: the fields it has stand in its schema, and no others."""

    model_config = ConfigDict(extra="forbid")


class Translation(Described):
    """The page of an item as a reader of one language gets it."""

    locale: Locale = Field(description="The language of the reader.", examples=["de"])
    url: str = Field(
        description="The full address of the page for that reader.",
        examples=["https://www.example.org/de/doerfer/lombez/"],
    )
    status: Literal["translated", "fallback"] = Field(
        description="`translated` where the text is in that language, `fallback` where the reader "
        "gets it in another one.",
        examples=["translated"],
    )


class Coordinates(Described):
    """A position (WGS 84)."""

    lat: float = Field(description="Latitude in degrees.", examples=[43.474985])
    lon: float = Field(description="Longitude in degrees.", examples=[0.910521])
