"""Names and addresses that the sources write in capitals without accents, in proper French."""

import re
import unicodedata

# Words that are not part of a proper noun: capitals in the source, lower case here.
_COMMON_WORDS = """
école élémentaire primaire maternelle secondaire publique public privée privé collège lycée
général générale technologique professionnel professionnelle agricole polyvalent métiers
section enseignement site campus hors contrat institution lieu dit village bourg mairie bis
ter avenue boulevard chemin cité impasse place promenade quartier route rue voie domaine
grande tabac presse bar restaurant épicerie quincaillerie auberge gîte étape dépannage
agence postale communale maison tourisme centre commercial faubourg nationale principale
monsieur docteur calvaire thermal groupe scolaire
"""
_SMALL_WORDS = "de du des d l la le les et en au aux à sur sous lès"


def _without_accents(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


# The proper form by the capitals of the source, which may have lost their accents.
_COMMON = {
    capitals: word
    for word in _COMMON_WORDS.split()
    for capitals in (word.upper(), _without_accents(word.upper()))
}
_SMALL = {word.upper(): word for word in _SMALL_WORDS.split()}
_ARTICLES = ("LA", "LE", "LES")
_PREPOSITIONS = ("DE", "A", "À", "SUR", "SOUS", "ET", "EN", "D")
_ACRONYMS = ("LEGTA", "LP", "BP", "LD", "ZA", "ZI", "ZAC")
# Proper nouns whose accents the capitals have lost.
_PROPER = {
    "ABBE": "Abbé",
    "ADOLPHE": "Adolphe",
    "ARENES": "Arènes",
    "BAQUE": "Baqué",
    "CHATEAU": "Château",
    "DEMANDES": "Demandès",
    "DUFFRECHOU": "Duffréchou",
    "EGLISE": "Église",
    "ELIE": "Élie",
    "ELOI": "Éloi",
    "ELYSEE": "Élysée",
    "EXUPERY": "Exupéry",
    "FELIX": "Félix",
    "FRANCOIS": "François",
    "HERITIER": "Héritier",
    "HOTEL": "Hôtel",
    "IMMACULEE": "Immaculée",
    "JAURES": "Jaurès",
    "JEROME": "Jérôme",
    "LIBERATION": "Libération",
    "MENDES": "Mendès",
    "MONTREAL": "Montréal",
    "PIETAT": "Piétat",
    "PYRENEES": "Pyrénées",
    "RENE": "René",
    "SEAILLES": "Séailles",
    "SOULES": "Soulès",
}
# What no rule finds, in the words that the rules give.
_PHRASES = {
    "Collège privée": "Collège privé",
    "Lieu dit": "Lieu-dit",
    "lieu dit": "lieu-dit",
    "Notre Dame": "Notre-Dame",
    "Barbotan les Thermes": "Barbotan-les-Thermes",
    "Barbotan Les Thermes": "Barbotan-les-Thermes",
    "Grand Rue": "Grand-Rue",
    "Ordan Larroquec": "Ordan-Larroque",
    "St-Blancard": "Saint-Blancard",
}

_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = "AEIOUYHÀÂÉÈÊËÎÏÔÛÜŒ"


def folded(text: str) -> str:
    """Return `text` in capitals without accents, hyphens and apostrophes, to compare names."""
    plain = text.replace("œ", "oe").replace("Œ", "OE")
    plain = re.sub(r"[^A-Z0-9]+", " ", _without_accents(plain).upper())
    return re.sub(r"\bST(E?) ", r"SAINT\1 ", plain).strip()


def tidy(text: str) -> str:
    """Return `text` with its words in capitals written as French writes them.

    "ECOLE ELEMENTAIRE PUBLIQUE JEAN JAURES" gives "École élémentaire publique Jean Jaurès";
    words that have lower-case letters already stay as they are.
    """
    text = " ".join(text.split())
    if not any(word.isupper() and len(word) > 1 for word in _WORD.findall(text)):
        return text
    # "D ARTAGNAN" has lost its apostrophe, "SAINT PAUL" its hyphen.
    text = re.sub(rf"\b([DL]) (?=[{_VOWELS}])", r"\1'", text)
    text = re.sub(r"\b(SAINTE?|STE?) (?=[A-ZÀ-Ý])", r"\1-", text)
    words: list[str] = []
    position = 0
    before = ""
    for match in _WORD.finditer(text):
        between = text[position : match.start()]
        words += [between, _written(match.group(), before, text[match.end() : match.end() + 1])]
        position, before = match.end(), match.group().upper()
    tidied = "".join(words) + text[position:]
    tidied = tidied[:1].upper() + tidied[1:]
    for phrase, proper in _PHRASES.items():
        tidied = re.sub(rf"\b{phrase}\b", proper, tidied)
    return tidied


def _written(word: str, before: str, after: str) -> str:
    """Return one word; `before` is the word before it in capitals, `after` what follows it."""
    if not word.isupper() or word in _ACRONYMS:
        return word
    if len(word) == 1 and not (word in "DL" and after in ("'", "’")) and word not in "AÀ":
        return word
    if word == "A":
        return "à"
    if word in _ARTICLES and before and before not in _PREPOSITIONS:
        return word.capitalize()
    return _COMMON.get(word) or _SMALL.get(word) or _PROPER.get(word) or word.capitalize()


def post_office_name(label: str, commune: str) -> str:
    """Return the name of a post office from its label, which ends in codes of La Poste.

    "L ISLE DE NOE APC AP" in L'Isle-de-Noé gives "L'Isle-de-Noé".
    """
    name = re.sub(r"( (BP|AP|RP|APC|RPC|LPR|LPAC))+$", "", label)
    plain, plain_commune = folded(name), folded(commune)
    if plain == plain_commune:
        return commune
    if plain.startswith(f"{plain_commune} "):
        rest = plain[len(plain_commune) :].strip()
        tidied = tidy(rest)
        first = rest.split()[0]
        return f"{commune} {_SMALL.get(first, tidied.split()[0])}{tidied[len(first) :]}"
    return tidy(name)


def address(parts: list[str], postal_code: str, town: str, commune: str) -> str:
    """Return an address on one line, empty without a street or a place.

    The town is written as the commune is where both are the same.
    """
    places = [tidy(part) for part in parts if part]
    if not places:
        return ""
    written_town = commune if folded(town) in ("", folded(commune)) else tidy(town)
    return ", ".join([*places, f"{postal_code} {written_town}".strip()])
