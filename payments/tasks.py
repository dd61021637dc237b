"""The long work of this room: the statement of a year. Importing it registers its handler."""

from . import statements

__all__ = ["statements"]
