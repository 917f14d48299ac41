"""Loading the open data: what the records say, and what a second load keeps."""

import csv
import datetime
import io
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.utils import translation
from wagtail.models import GroupPagePermission
from wagtail.search.backends import get_search_backend

from cms.users.models import User
from tests import builders
from tests.villages.open_data_directory import (
    AIGNAN,
    COMMUNES,
    GIMONT,
    LOMBEZ,
    REAL_DATA,
    REAL_VOCABULARY,
    SAMATAN,
    DataDirectory,
)
from villages.models import (
    Committee,
    Equipment,
    Establishment,
    Host,
    ImportedRow,
    Mairie,
    Neighbour,
    ServiceType,
    Source,
    Telecentre,
    VacantHomes,
    Village,
    VillageOutline,
    VillageService,
)
from villages.open_data.load import Report, load

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path: Path) -> DataDirectory:
    return DataDirectory.cut(tmp_path / "gers")


@pytest.fixture
def loaded(data: DataDirectory) -> DataDirectory:
    outcome = data.load()
    assert outcome.err == ""
    assert outcome.status == 0
    return data


def village(insee: str) -> Village:
    return Village.objects.get(insee_code=insee)


def service(insee: str, code: str) -> VillageService:
    return VillageService.objects.get(village__insee_code=insee, service_type__code=code)


def real_rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((REAL_DATA / name).read_text(), newline="")))


def test_a_village_has_its_facts_each_with_its_source(loaded: DataDirectory) -> None:
    samatan = village(SAMATAN)
    row = next(row for row in real_rows("communes.csv") if row["insee"] == SAMATAN)
    assert (samatan.name, samatan.slug, samatan.status) == ("Samatan", "samatan", "host")
    assert (samatan.population, samatan.population_year) == (int(row["population"]), 2023)
    assert samatan.area_km2 == float(row["area_km2"])
    assert (samatan.latitude, samatan.longitude) == (
        float(row["latitude"]),
        float(row["longitude"]),
    )
    assert samatan.postal_codes == row["postal_codes"].split("|")
    assert samatan.epci.long_name == "Communauté de communes du Saves"
    assert samatan.canton.name == row["canton_name"]
    assert samatan.committee is not None
    assert samatan.committee.name == "Lombez-Samatan"
    assert samatan.source.code == "insee-geography-2026"
    assert samatan.population_source.code == "insee-population-2023"
    assert samatan.area_source.code == "ign-contours"
    assert samatan.position_source.code == "dila-directory"
    assert samatan.status_source.code == "programme-2012"
    assert samatan.checked_on == samatan.source.date


def test_the_centre_of_a_commune_is_a_position_of_the_contours(data: DataDirectory) -> None:
    data.set("communes.csv", AIGNAN, position="centre")
    data.load()
    assert village(AIGNAN).position_source.code == "ign-contours"


def test_a_commune_outside_the_programme_has_no_status_and_no_committee(
    data: DataDirectory,
) -> None:
    data.remove("programme_villages.csv", AIGNAN)
    data.load()
    assert village(AIGNAN).status == "none"
    assert village(AIGNAN).committee is None


def test_one_committee_serves_two_villages(loaded: DataDirectory) -> None:
    committee = Committee.objects.get(name="Lombez-Samatan")
    assert {item.insee_code for item in committee.villages.all()} == {LOMBEZ, SAMATAN}
    assert committee.group is not None


def test_communes_of_one_name_have_different_slugs(data: DataDirectory) -> None:
    data.set("communes.csv", GIMONT, name="Lombez")
    data.set("communes.csv", AIGNAN, name="Escornebœuf")
    data.load()
    assert [village(insee).slug for insee in COMMUNES] == [
        "escorneboeuf",
        "lombez",
        "lombez-32213",
        "samatan",
    ]


def test_neighbours_of_the_gers_are_linked_and_others_named(data: DataDirectory) -> None:
    data.repeat(
        "neighbours.csv",
        LOMBEZ,
        neighbour_insee="31098",
        neighbour_name="Cadours",
        neighbour_departement="31",
    )
    data.load()
    linked, named = village(LOMBEZ).neighbours.order_by("-insee_code")
    assert (linked.neighbour, linked.shared_border_km) == (village(SAMATAN), 8.47)
    assert (named.neighbour, named.name, named.department_code) == (None, "Cadours", "31")


def test_a_town_hall_has_its_opening_hours(loaded: DataDirectory) -> None:
    mairie = Mairie.objects.get(village__insee_code=AIGNAN)
    assert mairie.opening_hours == [
        ["lundi", "vendredi", [["08:30:00", "12:30:00"], ["14:00:00", "16:30:00"]]]
    ]
    assert mairie.source.code == "dila-directory"


def test_establishments_have_proper_names_and_the_source_of_their_row(
    loaded: DataDirectory,
) -> None:
    said = {
        item.reference: (item.kind, item.name, item.address, item.source.code)
        for item in Establishment.objects.all()
    }
    assert said["0320381R"] == ("ecole", "École primaire publique", "", "education-2022")
    assert said["0320001C"] == (
        "college",
        "Collège public Lucie Aubrac",
        "Avenue du docteur Dousset, 32290 Aignan",
        "education-2024",
    )
    assert said["0320030J"] == (
        "lycee",
        "Lycée professionnel des métiers Clément Ader",
        "",
        "education-2026",
    )
    assert said["05651A"] == (
        "post-office",
        "Aignan",
        "Place du Colonel Parisot, 32290 Aignan",
        "laposte-2020",
    )
    station = Establishment.objects.get(kind="station")
    assert (station.passengers, station.passengers_year) == (65166, 2024)
    desk = Establishment.objects.get(kind="france-services", reference="1270")
    assert len(desk.opening_hours) == 7
    assert desk.opening_hours[2] == "09:00 - 12:00"
    assert desk.opening_hours[6] == ""


def test_the_travellers_are_those_of_the_last_year_that_is_known(data: DataDirectory) -> None:
    data.set("stations.csv", GIMONT, passengers_2024="", passengers_2023="0")
    data.load()
    station = Establishment.objects.get(kind="station")
    assert (station.passengers, station.passengers_year) == (0, 2023)


def test_secret_numbers_of_homes_are_not_zero(data: DataDirectory) -> None:
    data.set("logements_vacants.csv", AIGNAN, vacant_dwellings_2025="")
    data.set("logements_vacants.csv", GIMONT, vacant_dwellings_2025="0")
    data.load()
    vacant = dict(VacantHomes.objects.values_list("village__insee_code", "vacant"))
    assert (vacant[AIGNAN], vacant[GIMONT]) == (None, 0)


def test_a_telecentre_is_a_record_and_a_service(loaded: DataDirectory) -> None:
    assert {item.insee_code for item in Telecentre.objects.all()} == {GIMONT, SAMATAN}
    assert service(SAMATAN, "telecentre").count == 1
    absent = service(LOMBEZ, "telecentre")
    assert (absent.count, absent.nearest) == (0, village(SAMATAN))
    assert absent.source.code == "programme-2012"


def test_every_village_knows_of_every_type_of_service(loaded: DataDirectory) -> None:
    assert VillageService.objects.count() == 4 * 47
    assert not VillageService.objects.filter(service_type__code="dentist").exists()


def test_a_second_load_finds_everything_unchanged(loaded: DataDirectory) -> None:
    first = Counter(ImportedRow.objects.values_list("table", flat=True))
    outcome = loaded.load()
    assert outcome.status == 0
    assert {column: outcome.total(column) for column in ("new", "changed", "kept", "removed")} == {
        "new": 0,
        "changed": 0,
        "kept": 0,
        "removed": 0,
    }
    assert outcome.total("unchanged") == sum(first.values()) - first["open-data"]
    assert Counter(ImportedRow.objects.values_list("table", flat=True)) == first


def test_the_command_says_what_it_does(data: DataDirectory) -> None:
    lines = data.load().out.splitlines()
    assert any(line.startswith("Merge villages.village: ") for line in lines)
    table = lines[next(n for n, line in enumerate(lines) if line.startswith("table ")) :]
    assert len({len(line) for line in table}) == 1
    assert table[0].split() == ["table", "new", "changed", "unchanged", "kept", "removed"]


def test_files_that_have_not_changed_are_not_loaded_again(loaded: DataDirectory) -> None:
    assert loaded.load(if_changed=True).out.splitlines() == [
        f"{loaded.path} is loaded already: nothing to do."
    ]
    loaded.set("communes.csv", AIGNAN, population="800")
    assert loaded.load(if_changed=True).counts["villages.village"]["changed"] == 1
    assert "nothing to do" in loaded.load(if_changed=True).out


def test_a_failed_load_is_tried_again(loaded: DataDirectory) -> None:
    loaded.set("communes.csv", AIGNAN, population="x")
    assert loaded.load(if_changed=True).status == 1
    assert loaded.load(if_changed=True).status == 1


def test_a_correction_is_kept_while_the_other_facts_follow_the_data(
    loaded: DataDirectory,
) -> None:
    aignan = village(AIGNAN)
    aignan.population = 999
    aignan.save()
    for population, area in (("800", "40.5"), ("900", "41.5")):
        loaded.set("communes.csv", AIGNAN, population=population, area_km2=area)
        assert loaded.load().counts["villages.village"] == {
            "new": 0,
            "changed": 0,
            "unchanged": 3,
            "kept": 1,
            "removed": 0,
        }
        aignan = village(AIGNAN)
        assert (aignan.population, aignan.area_km2) == (999, float(area))
        assert aignan.population_source.code == "correction"
        assert aignan.area_source.code == "ign-contours"
        assert aignan.checked_on > datetime.date(2026, 1, 1)
        base = ImportedRow.objects.get(table="villages.village", key=AIGNAN).values
        assert base["population"] == int(population)


def test_a_correction_that_the_data_catch_up_with_is_one_no_longer(
    loaded: DataDirectory,
) -> None:
    aignan = village(AIGNAN)
    aignan.population = 800
    aignan.save()
    loaded.set("communes.csv", AIGNAN, population="800")
    loaded.load()
    assert village(AIGNAN).population_source.code == "insee-population-2023"
    assert loaded.load().total("unchanged") == ImportedRow.objects.count() - 1
    loaded.set("communes.csv", AIGNAN, population="810")
    loaded.load()
    assert village(AIGNAN).population == 810


def test_a_corrected_count_decides_which_village_is_nearest(loaded: DataDirectory) -> None:
    station = service(LOMBEZ, "station")
    station.count = 1
    station.save()
    loaded.load()
    assert service(SAMATAN, "station").nearest == village(LOMBEZ)
    assert (service(LOMBEZ, "station").count, service(LOMBEZ, "station").nearest) == (1, None)


def test_a_date_confirmed_by_hand_is_not_set_back(loaded: DataDirectory) -> None:
    bakery = service(LOMBEZ, "bakery")
    bakery.checked_on = datetime.date(2026, 11, 20)
    bakery.save()
    assert loaded.load().counts["villages.villageservice"]["kept"] == 1
    assert service(LOMBEZ, "bakery").checked_on == datetime.date(2026, 11, 20)


def test_a_committee_that_an_editor_changed_stays(loaded: DataDirectory) -> None:
    other = Committee.objects.create(name="Val de Save")
    lombez = village(LOMBEZ)
    lombez.committee = other
    lombez.save()
    Committee.objects.filter(name="Aignan").update(name="Aignan et environs")
    loaded.load()
    assert village(LOMBEZ).committee == other
    assert {item.name for item in Committee.objects.all()} == {
        "Aignan et environs",
        "Gimont",
        "Lombez-Samatan",
        "Val de Save",
    }
    committee = village(AIGNAN).committee
    assert committee is not None
    assert committee.name == "Aignan et environs"


def test_what_was_deleted_by_hand_stays_deleted(loaded: DataDirectory) -> None:
    Mairie.objects.get(village__insee_code=AIGNAN).delete()
    Establishment.objects.get(reference="0320381R").delete()
    for phone in ("05 00 00 00 00", "05 00 00 00 01"):
        loaded.set("mairies.csv", AIGNAN, phone=phone)
        counts = loaded.load().counts
        assert counts["villages.mairie"]["kept"] == 1
        assert counts["villages.establishment"]["kept"] == 1
        assert not Mairie.objects.filter(village__insee_code=AIGNAN).exists()
    assert not Establishment.objects.filter(reference="0320381R").exists()


def test_a_village_deleted_by_hand_does_not_return_with_its_facts(
    loaded: DataDirectory,
) -> None:
    village(AIGNAN).delete()
    loaded.repeat("post_offices.csv", "05651A", id="99999Z")
    assert loaded.load().status == 0
    assert Village.objects.count() == 3
    assert not Establishment.objects.filter(reference="99999Z").exists()
    assert VillageService.objects.count() == 3 * 47


def test_what_was_added_by_hand_is_kept(data: DataDirectory) -> None:
    shop = {"kind": "post-office", "name": "La Poste du marché", "village__insee_code": AIGNAN}
    data.remove("post_offices.csv", "05651A")
    data.load()
    Establishment.objects.create(
        village=village(AIGNAN), kind=shop["kind"], reference="05651A", name=shop["name"]
    )
    Establishment.objects.create(
        village=village(AIGNAN), kind="post-office", reference="own", name="Une autre"
    )
    data.repeat("post_offices.csv", "05670A", id="05651A", insee=AIGNAN)
    assert data.load().counts["villages.establishment"]["kept"] == 1
    data.remove("post_offices.csv", "05651A")
    data.load()
    assert Establishment.objects.filter(**shop).exists()
    assert Establishment.objects.filter(reference="own").exists()


def test_what_the_data_no_longer_have_is_removed_unless_it_was_corrected(
    loaded: DataDirectory,
) -> None:
    gimont = Establishment.objects.get(reference="05670A")
    gimont.phone = "3631"
    gimont.save()
    for reference in ("05670A", "05651A"):
        loaded.remove("post_offices.csv", reference)
    counts = loaded.load().counts["villages.establishment"]
    assert (counts["removed"], counts["kept"]) == (1, 1)
    assert Establishment.objects.filter(reference="05670A", phone="3631").exists()
    assert not Establishment.objects.filter(reference="05651A").exists()
    loaded.repeat("post_offices.csv", "05681A", id="05651A")
    assert loaded.load().counts["villages.establishment"]["new"] == 1


def test_equipment_that_falls_to_none_is_removed(loaded: DataDirectory) -> None:
    assert Equipment.objects.filter(village__insee_code=AIGNAN, equipment_type__code="B102")
    loaded.set("equipements_bpe_2020.csv", AIGNAN, B102="0")
    assert loaded.load().counts["villages.equipment"]["removed"] == 1
    assert not Equipment.objects.filter(village__insee_code=AIGNAN, equipment_type__code="B102")
    assert service(AIGNAN, "supermarket").count == 0
    assert service(AIGNAN, "supermarket").nearest is not None


def test_a_telecentre_with_desks_outlives_the_list(loaded: DataDirectory) -> None:
    Telecentre.objects.filter(village__insee_code=GIMONT).update(desks=6)
    loaded.set("programme_villages.csv", GIMONT, telecentre="")
    loaded.set("programme_villages.csv", SAMATAN, telecentre="")
    loaded.load()
    assert [(item.insee_code, item.desks) for item in Telecentre.objects.all()] == [(GIMONT, 6)]


def test_a_commune_that_has_merged_goes_with_all_its_facts(loaded: DataDirectory) -> None:
    loaded.remove_commune(AIGNAN)
    outcome = loaded.load()
    assert outcome.status == 0
    assert outcome.counts["villages.village"]["removed"] == 1
    assert outcome.counts["villages.villageservice"]["removed"] == 47
    assert outcome.total("kept") == 0
    assert not Village.objects.filter(insee_code=AIGNAN).exists()
    assert not Committee.objects.filter(name="Aignan").exists()
    assert loaded.load().total("removed") == 0


def test_a_commune_with_a_host_stays_even_if_the_data_drop_it(loaded: DataDirectory) -> None:
    Host.objects.create(village=village(AIGNAN), name="Anne", languages=["fr"], consent=True)
    loaded.remove_commune(AIGNAN)
    outcome = loaded.load()
    assert outcome.counts["villages.village"]["kept"] == 1
    assert Host.objects.get().village == village(AIGNAN)


def test_a_committee_with_members_is_never_removed(loaded: DataDirectory) -> None:
    committee = Committee.objects.get(name="Aignan")
    member = User.objects.create_user(email="aignan@example.org", password="not-a-secret")
    member.groups.add(Group.objects.get(pk=committee.group_id))
    loaded.remove("programme_villages.csv", AIGNAN)
    outcome = loaded.load()
    assert village(AIGNAN).status == "none"
    assert outcome.counts["villages.committee"]["kept"] == 1
    assert Committee.objects.filter(name="Aignan").exists()


def test_a_village_that_changes_its_committee_takes_its_pages_along(
    loaded: DataDirectory,
) -> None:
    builders.site()
    builders.village_page(village(LOMBEZ), ["fr"])
    loaded.set("programme_villages.csv", LOMBEZ, committee="Lombez")
    loaded.load()
    rights = GroupPagePermission.objects.filter(page__slug="lombez")
    assert [right.group_id for right in rights] == [Committee.objects.get(name="Lombez").group_id]


def test_a_commune_that_is_renamed_keeps_its_address(loaded: DataDirectory) -> None:
    loaded.set("communes.csv", AIGNAN, name="Aignan-en-Armagnac")
    loaded.load()
    assert (village(AIGNAN).name, village(AIGNAN).slug) == ("Aignan-en-Armagnac", "aignan")


def test_an_outline_and_a_border_follow_the_data(loaded: DataDirectory) -> None:
    ring = [[0.1, 43.7], [0.2, 43.7], [0.2, 43.8], [0.1, 43.7]]
    loaded.edit_features(
        lambda features: features[0].update(geometry={"type": "Polygon", "coordinates": [ring]})
    )
    loaded.set("neighbours.csv", LOMBEZ, shared_border_km="9.5")
    counts = loaded.load().counts
    assert counts["villages.villageoutline"]["changed"] == 1
    assert VillageOutline.objects.get(village__insee_code=AIGNAN).geometry["coordinates"] == [ring]
    assert Neighbour.objects.get(village__insee_code=LOMBEZ).shared_border_km == 9.5


def test_a_school_that_moves_to_another_commune_is_one_record_still(
    loaded: DataDirectory,
) -> None:
    pk = Establishment.objects.get(reference="0320099J").pk
    loaded.set("schools.csv", "0320099J", insee=SAMATAN)
    assert loaded.load().counts["villages.establishment"]["changed"] == 1
    assert Establishment.objects.get(pk=pk).village == village(SAMATAN)


def test_the_admin_finds_the_villages_it_was_given(loaded: DataDirectory) -> None:
    found = get_search_backend().search("samatan", Village)
    assert [item.insee_code for item in found] == [SAMATAN]


class VocabularyTests:
    """The labels: the same merge, from a directory of its own."""

    @pytest.fixture
    def vocabulary(self, tmp_path: Path) -> Path:
        return Path(shutil.copytree(REAL_VOCABULARY, tmp_path / "vocabulary"))

    @staticmethod
    def rewrite(vocabulary: Path, name: str, old: str, new: str) -> None:
        content = (vocabulary / name).read_text()
        assert content.count(old) == 1
        (vocabulary / name).write_text(content.replace(old, new))

    @staticmethod
    def load(data: DataDirectory, vocabulary: Path) -> Report:
        return load(data.path, vocabulary, lambda _line: None)

    def test_labels_are_loaded_in_four_languages_whatever_language_is_active(
        self, data: DataDirectory
    ) -> None:
        with translation.override("de"):
            data.load()
            pharmacy = ServiceType.objects.get(code="pharmacy")
        assert (pharmacy.label_fr, pharmacy.label_en) == ("pharmacie", "pharmacy")
        assert (pharmacy.label_de, pharmacy.label_nl) == ("Apotheke", "apotheek")
        assert ServiceType.objects.order_by("position").first().code == "nursery-school"

    def test_a_label_that_an_editor_changed_is_kept_and_the_others_follow(
        self, loaded: DataDirectory, vocabulary: Path
    ) -> None:
        pharmacy = ServiceType.objects.get(code="pharmacy")
        pharmacy.label_nl = "drogist"
        pharmacy.save()
        self.rewrite(vocabulary, "service_types.toml", '"apotheek"', '"de apotheek"')
        self.rewrite(vocabulary, "service_types.toml", '"Apotheke"', '"die Apotheke"')
        for _load in range(2):
            report = self.load(loaded, vocabulary)
            assert report.counts["vocabulary.servicetype"].kept == 1
            pharmacy.refresh_from_db()
            assert (pharmacy.label_nl, pharmacy.label_de) == ("drogist", "die Apotheke")

    def test_a_new_edition_of_a_source_dates_its_facts(
        self, loaded: DataDirectory, vocabulary: Path
    ) -> None:
        self.rewrite(vocabulary, "sources.toml", 'date = "2020-12-01"', 'date = "2027-12-01"')
        report = self.load(loaded, vocabulary)
        assert report.counts["vocabulary.source"].changed == 1
        assert report.counts["villages.establishment"].changed == 4
        office = Establishment.objects.get(reference="05651A")
        assert office.checked_on == datetime.date(2027, 12, 1)

    def test_a_source_that_facts_have_is_not_removed(
        self, loaded: DataDirectory, vocabulary: Path
    ) -> None:
        content = (vocabulary / "sources.toml").read_text()
        entry = content.index('[[source]]\ncode = "sncf-travellers-2024"')
        after = content.index("[[source]]", entry + 1)
        (vocabulary / "sources.toml").write_text(content[:entry] + content[after:])
        station = Establishment.objects.get(kind="station")
        station.source = Source.objects.get(code="sncf-travellers-2024")
        station.save()
        assert self.load(loaded, vocabulary).counts["vocabulary.source"].kept == 1
        assert Source.objects.filter(code="sncf-travellers-2024").exists()
        station.delete()
        assert self.load(loaded, vocabulary).counts["vocabulary.source"].removed == 1


def check_that_every_record_is_there() -> None:
    assert Village.objects.count() == len(real_rows("communes.csv")) == 458
    assert sum(item.population for item in Village.objects.all()) == 192_645
    statuses = Counter(Village.objects.values_list("status", flat=True))
    assert statuses == {"host": 52, "associated": 31, "none": 375}
    assert Committee.objects.count() == 51
    assert VillageOutline.objects.count() == 458
    assert Neighbour.objects.count() == len(real_rows("neighbours.csv"))
    assert Neighbour.objects.filter(neighbour=None).count() == 212
    assert Mairie.objects.count() == VacantHomes.objects.count() == 458
    secret = [row for row in real_rows("logements_vacants.csv") if not row["vacant_dwellings_2025"]]
    assert VacantHomes.objects.filter(vacant=None).count() == len(secret)
    assert Telecentre.objects.count() == 8
    kinds = Counter(Establishment.objects.values_list("kind", flat=True))
    levels = Counter(row["level"] for row in real_rows("schools.csv"))
    assert [kinds[kind] for kind in ("ecole", "college", "lycee")] == [
        levels[level] for level in ("école", "collège", "lycée")
    ]
    assert [kinds[kind] for kind in ("post-office", "postal-agency", "postal-relay")] == [
        39,
        38,
        23,
    ]
    assert (kinds["france-services"], kinds["station"]) == (27, 4)


def check_that_services_are_the_sums_of_the_equipment() -> None:
    totals: Counter[str] = Counter()
    for code, count in Equipment.objects.values_list("equipment_type__code", "count"):
        totals[code] += count
    expected = {
        row["code"]: int(row["total_gers_2020"]) for row in real_rows("equipements_bpe_codes.csv")
    }
    assert {code: totals[code] for code in expected} == expected
    services: Counter[str] = Counter()
    for code, count in VillageService.objects.values_list("service_type__code", "count"):
        services[code] += count
    types = real_rows("service_types.csv")
    assert VillageService.objects.count() == 458 * len(types)
    for row in types:
        if row["source"] == "equipements_bpe_2020.csv":
            assert services[row["code"]] == sum(
                expected[code] for code in row["source_codes"].split()
            )
    assert (services["post-office"], services["station"], services["telecentre"]) == (100, 4, 8)
    station = service(LOMBEZ, "station")
    assert station.nearest == village(GIMONT)
    assert station.distance_km == pytest.approx(17.2, abs=0.05)
    shouting = [item.name for item in Establishment.objects.all() if item.name.isupper()]
    assert shouting == []
    hours = json.loads(next(iter(real_rows("mairies.csv")))["opening_hours_json"])
    assert Mairie.objects.get(village__insee_code="32001").opening_hours == hours


def test_the_real_data_are_loaded_as_the_files_say() -> None:
    outcome = DataDirectory(REAL_DATA).load()
    assert outcome.err == ""
    check_that_every_record_is_there()
    check_that_services_are_the_sums_of_the_equipment()
