"""What is wrong with a lexicon: names that two concepts claim, circles, references into nothing, unused rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, info, warning
from generator.transforms.folding import fold_case, fold_width
from generator.transforms.lexicon import is_cased, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.transforms.lexicon import Concept, Lexicon

PACK = "packs/"
"""Where the path of a concept's span begins if it came with the tool."""


def check(lexicon: Lexicon, texts: Iterable[str] = ()) -> tuple[Diagnostic, ...]:
    """Return all that is wrong with a lexicon, each with the line of the row to change.

    Args:
        lexicon: The lexicon as loaded.
        texts: The notes; concepts of the project's own that none of them names are told. No texts, no such remarks.
    """
    return (*_shared_names(lexicon), *_circles(lexicon), *_unknown(lexicon), *_unused(lexicon, texts))


def _shared_names(lexicon: Lexicon) -> Iterator[Diagnostic]:
    owners: dict[tuple[str, str], Concept] = {}
    for concept in lexicon.concepts.values():
        for form in concept.forms:
            clashing = {owner.id: owner for owner in _owners(owners, concept, form)}
            for other in clashing.values():
                message = f'"{form}" is a name of `{other.id}` ({other.span}) and of `{concept.id}`; the latter has it'
                hint = "take it from one of them, or give the ambiguous name a concept of its own"
                yield warning(Code.SHARED_NAME, message, concept.span, hint)


def _owners(owners: dict[tuple[str, str], Concept], concept: Concept, form: str) -> Iterator[Concept]:
    """Yield earlier concepts with a spelling of this name, and enter the concept as its owner."""
    for spelling in spellings(form):
        key = (fold_case(spelling), fold_width(spelling) if is_cased(form, concept) else "")
        owner = owners.setdefault(key, concept)
        if owner.id != concept.id:
            owners[key] = concept
            yield owner


def _circles(lexicon: Lexicon) -> Iterator[Diagnostic]:
    told: set[str] = set()
    for concept in lexicon.concepts.values():
        above = lexicon.ancestors(concept.id)
        if concept.id not in above or concept.id in told:
            continue
        ring = sorted(other for other in above if concept.id in lexicon.ancestors(other))
        told.update(ring)
        message = f"is_a runs in a circle: {', '.join(f'`{one}`' for one in ring)}"
        yield warning(Code.TERM_CIRCLE, message, concept.span, "a thing cannot be a kind of itself: take one is_a out")


def _unknown(lexicon: Lexicon) -> Iterator[Diagnostic]:
    topics = {topic.id for topic in lexicon.topics}
    for concept in lexicon.concepts.values():
        for key, names in (("is_a", concept.is_a), ("contrast", concept.contrast)):
            for name in names:
                if name not in lexicon.concepts:
                    message = f"{key} of `{concept.id}` names `{name}`, which is no concept"
                    yield warning(Code.UNKNOWN_TERM, message, concept.span, "write the id of a concept, or add one")
        if concept.topic and concept.topic not in topics:
            message = f"topic of `{concept.id}` is `{concept.topic}`, which is no topic"
            yield warning(Code.UNKNOWN_TERM, message, concept.span, "add a [[topic]] with this id, or correct it")


def _unused(lexicon: Lexicon, texts: Iterable[str]) -> Iterator[Diagnostic]:
    used = {found for text in texts for found in lexicon.ids(text)}
    own = (concept for concept in lexicon.concepts.values() if not concept.span.path.startswith(PACK))
    for concept in own:
        if used and concept.id not in used:
            message = f"no note mentions `{concept.id}` ({', '.join(concept.forms)})"
            yield info(Code.UNUSED_TERM, message, concept.span, "check its names, or leave it for later notes")
