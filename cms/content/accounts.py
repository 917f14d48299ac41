"""The development accounts, one per role; never made in production."""

from django.contrib.auth.models import Group

from cms.core.roles import EDITORS, TRANSLATORS
from cms.users.models import User
from villages.committees import reconcile
from villages.models import Committee

PASSWORD = "soho-solo-demo"  # noqa: S105 -- published on purpose, for development only
COMMITTEES = {
    "lombez-samatan@example.org": "Lombez-Samatan",
    "marciac@example.org": "Marciac",
    "lectoure@example.org": "Lectoure",
}


def make_development_accounts() -> int:
    """Make the accounts that do not exist yet and return how many were made."""
    made = _make("admin@example.org", "Admin", None, is_staff=True, is_superuser=True)
    made += _make("editor@example.org", "Editor", EDITORS)
    made += _make("translator@example.org", "Translator", TRANSLATORS)
    for email, name in COMMITTEES.items():
        committee = Committee.objects.filter(name=name).first()
        if committee:
            made += _make(email, name, reconcile(committee).name)
    return made


def _make(email: str, name: str, group: str | None, **fields: bool) -> int:
    if User.objects.filter(email=email).exists():
        return 0
    user = User.objects.create_user(email, PASSWORD, first_name=name, **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return 1
