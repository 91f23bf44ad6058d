"""Studypress: notes in; study guides, cheat sheets, quizzes with keys and Anki decks out."""

__version__ = "0.1.0"
