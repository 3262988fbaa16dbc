"""The course: its stations in their order, and what each of them asks."""
