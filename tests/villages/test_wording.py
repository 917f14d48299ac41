"""Shouting names in proper French."""

import pytest

from villages.open_data import wording


@pytest.mark.parametrize(
    ("capitals", "proper"),
    [
        ("ECOLE ELEMENTAIRE PUBLIQUE", "École élémentaire publique"),
        ("ECOLE ELEMENTAIRE PUBLIQUE JEAN JAURES", "École élémentaire publique Jean Jaurès"),
        ("LYCÉE POLYVALENT LE GARROS", "Lycée polyvalent Le Garros"),
        ("COLLEGE PRIVEE LES ENFANTS DE L'ADOUR", "Collège privé Les Enfants de l'Adour"),
        (
            "SECTION D'ENSEIGNEMENT PROFESSIONNEL DU LYCÉE POLYVALENT D'ARTAGNAN",
            "Section d'enseignement professionnel du lycée polyvalent d'Artagnan",
        ),
        ("ECOLE PRIMAIRE PRIVEE SAINT PAUL", "École primaire privée Saint-Paul"),
        (
            "LEGTA D'AUCH, BEAULIEU ET LAVACANT - SITE DE LAVACANT",
            "LEGTA d'Auch, Beaulieu et Lavacant - site de Lavacant",
        ),
        ("PLACE DE L HOTEL DE VILLE", "Place de l'Hôtel de Ville"),
        ("34 BIS BOULEVARD D ARTAGNAN", "34 bis boulevard d'Artagnan"),
        ("5  AVENUE GOUNON", "5 avenue Gounon"),
        ("rue DE L'ABBE TOURNIER", "Rue de l'Abbé Tournier"),
        ("18 Rue des Cordeliers", "18 Rue des Cordeliers"),
        ("Collège d'Eauze-Cazaubon", "Collège d'Eauze-Cazaubon"),
    ],
)
def test_names_in_capitals_are_written_as_french_writes_them(capitals: str, proper: str) -> None:
    assert wording.tidy(capitals) == proper


@pytest.mark.parametrize(
    ("label", "commune", "name"),
    [
        ("AIGNAN BP", "Aignan", "Aignan"),
        ("L ISLE DE NOE APC AP", "L'Isle-de-Noé", "L'Isle-de-Noé"),
        ("AUCH GAMBETTA", "Auch", "Auch Gambetta"),
        ("AUCH PATTE D OIE BP", "Auch", "Auch Patte d'Oie"),
        ("PLAISANCE DU GERS BP", "Plaisance", "Plaisance du Gers"),
        ("CASTELNAU D AUZAN AP", "Castelnau d'Auzan Labarrère", "Castelnau d'Auzan"),
        ("BARBOTAN LES THERMES AP", "Cazaubon", "Barbotan-les-Thermes"),
    ],
)
def test_a_post_office_is_named_without_the_codes_of_its_label(
    label: str, commune: str, name: str
) -> None:
    assert wording.post_office_name(label, commune) == name


def test_an_address_names_the_town_as_the_commune_is_written() -> None:
    parts = ["MAIRIE", "PLACE MAURICE DUBERNET", ""]
    assert wording.address(parts, "32160", "BEAUMARCHES", "Beaumarchés") == (
        "Mairie, Place Maurice Dubernet, 32160 Beaumarchés"
    )
    assert wording.address(["PLACE DU FOIRAIL"], "32380", "ST CLAR", "Saint-Clar") == (
        "Place du Foirail, 32380 Saint-Clar"
    )


def test_a_town_alone_is_no_address() -> None:
    assert wording.address(["", ""], "32008", "", "Auch") == ""
