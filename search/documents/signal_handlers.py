"""What follows for the search when content changes."""
