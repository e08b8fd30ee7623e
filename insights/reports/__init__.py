"""The exports that leave the app."""
