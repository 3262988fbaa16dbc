"""The sections of the page about the forward pass."""
