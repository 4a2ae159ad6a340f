"""What one mention is, taken as a whole: its runs, its brackets and what it shares with its neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalise.owner.lexicon import owner_lexicon
from pipeline.normalise.owner.naming import bracket_leads, person_and_post, speaking_runs
from pipeline.normalise.owner.runs import Part, Run
from pipeline.normalise.owner.shape import STRONG, Shape, find_function, shape_of

# What parts no post from a mention, by whether that is complete: "Member Fairness Panel" is one, "Manager Parks" not.
_HIDES: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset({"space"}))
_KINDS_IN_BRACKETS = frozenset({"board", "team"})


def shape_of_part(part: Part) -> Shape:
    """Say what a mention is. Of a person with a post the post counts."""
    if part.person:
        return replace(shape_of(part.words), kind="person")
    person, post = person_and_post(part)
    runs = post or speaking_runs(part)
    words = [*part.shared_subject, *(token for run in runs for token in run.words)]
    shape = _led_by_post(runs, shape_of(words))
    if person is not None:
        shape = _held_by(person.shape, shape)
    inner = [token for run in runs for content in run.inner for token in content if not token.mark]
    if inner:
        shape = _with_bracket(shape, shape_of(inner))
    if part.shared_title is not None:
        shape = replace(shape, kind="role", seniority=part.shared_title.seniority, facts=shape.facts - {"guessed"})
    return shape


def _held_by(holder: Shape, post: Shape) -> Shape:
    """A post of no level is a member's where a member holds it: "Cllr Green, Older People's Champion"."""
    elected = (holder.seniority, post.seniority) == ("member", "none")
    return replace(post, seniority="member") if elected else post


def _led_by_post(runs: Sequence[Run], shape: Shape) -> Shape:
    """The field behind a post ("… Officer, Place") hides its head: the post is what the words before it say."""
    ends = (size for size in range(len(runs) - 1, 0, -1) if runs[size].gap.kind not in _HIDES["closed" in shape])
    posts = (shape_of(token for run in runs[:size] for token in run.words) for size in ends)
    post = next((found for found in posts if found.kind == "role" and "modifiers_only" not in found), None)
    if post is None:
        return shape
    if shape.kind == "role":
        untitled = shape.title is None and post.title is not None
        return replace(shape, seniority=post.seniority) if untitled else shape
    loud = post if post.weight >= min(STRONG, shape.weight) else shape
    return replace(post, function=loud.function, weight=loud.weight, keys=shape.keys)


def _with_bracket(shape: Shape, inside: Shape) -> Shape:
    """What the words and their bracket say together."""
    if bracket_leads(shape, inside.kind):
        return _held_by(shape, inside)
    if shape.weight < STRONG <= inside.weight:
        member = shape.seniority == "member"
        function, weight = find_function(inside.keys, owner_lexicon(), member=member)
        shape = replace(shape, function=function, weight=weight)
    if not shape.kind and inside.kind in _KINDS_IN_BRACKETS:
        shape = replace(shape, kind=inside.kind)
    return shape
