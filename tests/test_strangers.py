"""Notes as strangers write them are read as a person would read them."""

from __future__ import annotations

import re
import time

import pytest

from tests.reading_gauge import ASPECTS, Gauge, documents, gauge, reading, wanted

DOCUMENTS = documents()
FLOORS = {"prompt": 0.97, "answered": 0.97, "head": 0.97, "options": 0.98}
"""What is asked of all documents together."""
EACH = 0.8
"""What is asked of every single one, of recall and of precision."""
_MARKUP = re.compile(
    r"\*\*\w[^*]*\*\*|</?(?:b|strong|br|font|span|code|summary|details|p|em|u)\b[^>]*>|^#+\s|^[-*>]\s|\]\(http|\{\{c\d"
)


def test_there_are_enough():
    assert len(DOCUMENTS) >= 60
    assert sum(len(wanted(path)) for path in DOCUMENTS) >= 400


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_document(path):
    start = time.process_time()
    found = gauge(path)
    assert time.process_time() - start < 2
    assert found.recall >= EACH, found.misses
    assert found.precision >= EACH, found.misses
    assert not [entry.prompt for entry in reading(path).entries if _MARKUP.search(entry.prompt)]


def test_all_together():
    total = Gauge()
    for path in DOCUMENTS:
        total.add(gauge(path))
    assert total.recall >= 0.97, total.misses
    assert total.precision >= 0.97, total.misses
    for aspect in ASPECTS:
        assert total.share(aspect) >= FLOORS[aspect], [miss for miss in total.misses if aspect in miss]


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if not wanted(path)], ids=lambda path: path.name)
def test_what_asks_nothing_is_said_so(path):
    assert [found.code for found in reading(path).found] == ["no-entries"]


def test_the_gauge_sees_what_is_missing():
    path = next(path for path in DOCUMENTS if path.name == "lines_jump.md")
    found = gauge(path)
    assert found.wanted == 7
    worse = Gauge(wanted=4, read=5, matched=2)
    assert (worse.recall, worse.precision) == (0.5, 0.4)
