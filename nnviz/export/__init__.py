"""What one can take away of a run: programs, weights, its history. No file is ever written here."""
