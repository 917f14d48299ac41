"""The one JSON API of the site."""
