"""The order of the work; the only package that reads content/ and writes build/."""

from generator.pipeline.bank import Reading, check_lexicon, grouping_of, read_project, suggest_terms
from generator.pipeline.outputs import (
    Outcome,
    Wishes,
    build,
    check_project,
    fetch_pictures,
    gaps_of,
    make_quiz,
    make_some,
)
from generator.pipeline.progress import Progress, silent

__all__ = [
    "Outcome",
    "Progress",
    "Reading",
    "Wishes",
    "build",
    "check_lexicon",
    "check_project",
    "fetch_pictures",
    "gaps_of",
    "grouping_of",
    "make_quiz",
    "make_some",
    "read_project",
    "silent",
    "suggest_terms",
]
