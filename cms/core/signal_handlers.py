"""What follows when a page is published, unpublished or deleted."""
