"""Settings: `base` holds what is true everywhere; the others add only what differs."""
