#!/usr/bin/env python
"""Run the site's management commands."""

import os
import sys


def main() -> None:
    """Run the command of the command line, once the settings are found to be right."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from cms.settings.environment import one_sentence

    with one_sentence():
        # Any setting: the first one read loads them all.
        _ = settings.INSTALLED_APPS
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
