"""Claims and counterclaims about contested armed incidents, kept apart and side by side."""

__version__ = "0.1.0"
