"""The one Markdown dialect: what notes may contain, as safe HTML, as plain text, as facts."""

from generator.markup.facts import Facts, facts
from generator.markup.html import Sink, render
from generator.markup.text import plain

__all__ = ["Facts", "Sink", "facts", "plain", "render"]
