"""From numbers to pictures: the one palette (`theme`)."""
