"""Which files of a set are one plan, which of them figures count, and which plan is the next edition of which.

Files of a council are held against each other, those whose council is unknown against all; what decides stands in
`pipeline.compare.one_plan`. Candidates are found by the sketches of what the files say, so rows are read of those alone
that are much alike. What `sources.toml` says of a file (`plan`, `series`, `edition`, `counts`) decides before evidence.
The result depends on the files and not on their order; of a set of any size it keeps what files with something to tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from pipeline.compare.one_plan import (
    CopyFacts,
    EditionFacts,
    Judgement,
    SaidActions,
    actions_in_common,
    compare_periods,
    compare_titles,
    copy_weights,
    gap_and_overlap,
    judge_copy,
    judge_edition,
    most_in_common,
    subjects,
    title_year,
)
from pipeline.compare.sketch import Sketch, shared
from schema.codelists import flag
from schema.rows import ActionRow, IssueRow

ReadActions = Callable[[str], Sequence[ActionRow]]  # by the key of a document's part

WORTH_READING = 0.35  # share of the shorter file's words, by the sketches, from which rows are read and paired
MUCH_MORE = 0.9  # of the most values said by a file of a plan: those with as many may speak for it, by their route
_KEYS = 8  # hashes of a sketch by which candidates are found
_MOST_NEAR = 60  # files that one is held against at most
_MOST_PLANS = 200  # plans of a council that are held against each other as editions
_KEPT = 64  # documents whose rows are kept while their neighbours are looked at


@dataclass(frozen=True, slots=True)
class SaidOfPlan:
    """What `sources.toml` says of the plan that a file holds."""

    plan: str | None = (
        None  # files of one council with one name here hold one plan, with different ones different plans
    )
    series: str | None = None  # plans of one council with one name here are editions of each other, others are not
    edition: int | None = None  # year
    counts: bool = False  # this file, and no other of its plan, is the one that figures count


@dataclass(frozen=True, slots=True)
class PlanFile:
    """One file with actions, as it is known without its rows."""

    key: str  # of its part
    document_id: str
    source: str
    council: str | None
    title: str | None
    first: date | None  # of the plan's period
    last: date | None
    actions: int
    values: int  # said of the actions: owners, dates, outcomes and so on
    routes: tuple[str, ...]
    sketch: Sketch
    said: SaidOfPlan = SaidOfPlan()

    @property
    def edition(self) -> int | None:
        """Return the year in which the plan's period starts."""
        return self.said.edition or (self.first.year if self.first else None)


@dataclass(frozen=True, slots=True)
class DocumentPlan:
    """What a document is in its set: the columns of `documents` of the same names."""

    plan_id: str | None = None
    edition: int | None = None
    copy_of: str | None = None
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True)
class CopiesTold:
    """One plan that stands in several files, as a run tells of it."""

    source: str  # of the file that figures count
    council: str | None
    title: str | None
    copies: tuple[str, ...]  # sources


@dataclass(slots=True)
class Plans:
    """What the documents of a set are to each other; `of` answers for each, whatever was kept of it."""

    plans: int = 0
    files: int = 0  # with actions
    superseded: int = 0  # plans
    copied: list[CopiesTold] = field(default_factory=list)
    _known: dict[str, DocumentPlan] = field(default_factory=dict)
    _issues: dict[str, list[IssueRow]] = field(default_factory=dict)

    def of(self, document_id: str, first: date | None, *, actions: bool) -> DocumentPlan:
        """Return what a document is; `first` is the first day of its period, `actions` whether it has any."""
        own = DocumentPlan(document_id if actions else None, first.year if first else None)
        return self._known.get(document_id, own)

    def of_some(self, document_ids: Iterable[str]) -> Plans:
        """Return what some documents are, and nothing of the others."""
        ids = sorted(document_ids)
        known = {one: self._known[one] for one in ids if one in self._known}
        issues = {one: self._issues[one] for one in ids if one in self._issues}
        return Plans(_known=known, _issues=issues)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Plans:
        """Read what `asdict` gave, passed through JSON, of documents and issues."""
        known = {one: DocumentPlan(**plan) for one, plan in told["_known"].items()}
        return cls(
            _known=known, _issues={one: [IssueRow(**row) for row in rows] for one, rows in told["_issues"].items()}
        )

    def issues(self, document_id: str) -> Sequence[IssueRow]:
        """Return what a person should look at."""
        return self._issues.get(document_id, ())

    @property
    def copies(self) -> int:
        """Return how many files were taken for copies."""
        return self.files - self.plans

    def keep(self, document_id: str, told: DocumentPlan) -> None:
        """Keep what a document is."""
        self._known[document_id] = told

    def tell(self, issue: IssueRow) -> None:
        """Keep an issue."""
        self._issues.setdefault(issue.document_id, []).append(issue)

    def forget(self, document_id: str, code: str) -> None:
        """Drop what is kept of a document, and its issues of one code."""
        self._known.pop(document_id, None)
        self._issues[document_id] = [one for one in self._issues.get(document_id, ()) if one.code != code]

    def rename_next(self, old: str, new: str) -> None:
        """Let plans that `old` takes the place of have `new` there."""
        for document_id, told in self._known.items():
            if told.superseded_by == old:
                self._known[document_id] = replace(told, superseded_by=new)


@dataclass(slots=True)
class _Plan:
    """One plan: its files, the one that speaks for it first."""

    files: list[PlanFile]

    @property
    def speaker(self) -> PlanFile:
        return self.files[0]

    @property
    def edition(self) -> int | None:
        said = [one.said.edition for one in self.files if one.said.edition]
        return said[0] if said else next((one.edition for one in self.files if one.edition), None)

    @property
    def year(self) -> int | None:
        """The year by which it is put in order: of its period, else the first that its title names."""
        return self.edition or next((year for one in self.files if (year := title_year(one.title))), None)

    @property
    def title(self) -> str | None:
        return next((one.title for one in self.files if one.title), None)

    @property
    def period(self) -> tuple[date | None, date | None]:
        return next(((one.first, one.last) for one in self.files if one.first and one.last), (None, None))

    @property
    def series(self) -> str | None:
        return next((one.said.series for one in self.files if one.said.series), None)

    @property
    def council(self) -> str | None:
        return next((one.council for one in self.files if one.council), None)


def find_plans(files: Iterable[PlanFile], read_actions: ReadActions) -> Plans:
    """Find out what the files of a set are to each other.

    `files` have actions and different document_ids, stand by council, those without one last, and are gone through
    twice. `read_actions` gives the rows of a part.
    """
    judge = _Judge(read_actions)
    nameless = _Index()
    for one in files:
        if one.council is None:
            nameless.add(one)
    found = Plans(files=len(nameless.files))
    held: dict[int, _Held] = {}  # by the place of a file without a council: the plan of a council that it seems to hold
    for council, group in groupby(files, key=lambda one: one.council):
        if council is None:
            break
        plans = _plans_of(list(group), judge, found)
        found.files += sum(len(plan.files) for plan in plans)
        _settle_council(plans, found)
        for plan in plans if nameless.files else ():
            _look_for(plan, nameless, judge, held)
    for place, seems in sorted(held.items()):
        if seems.judged.doubtful:
            _doubt_copy(nameless.files[place], seems.like, seems.judged, found)
    taken = {place: seems.plan for place, seems in sorted(held.items()) if seems.judged.yes}
    grown: dict[str, tuple[_Plan, list[PlanFile]]] = {}
    for place, plan in taken.items():
        grown.setdefault(plan.speaker.document_id, (plan, []))[1].append(nameless.files[place])
    for plan, more in grown.values():
        _grow(plan, more, found)
    for plan in _plans_of([one for place, one in enumerate(nameless.files) if place not in taken], judge, found):
        _settle(plan, found, None)
    found.copied.sort(key=lambda told: (told.council is None, told.council or "", told.source))
    return found


@dataclass(frozen=True, slots=True)
class _Held:
    """The plan of a council that a file without one seems to hold, as one of its files shows."""

    judged: Judgement
    like: PlanFile
    plan: _Plan


def _look_for(plan: _Plan, nameless: _Index, judge: _Judge, held: dict[int, _Held]) -> None:
    """Look for a plan among the files without a council; keep for each the plan that is the likest."""
    for one in plan.files:
        for place in nameless.near(one):
            judged = judge(one, nameless.files[place])
            if judged is not None and (place not in held or judged.sum > held[place].judged.sum):
                held[place] = _Held(judged, one, plan)


class _Groups:
    """Numbers put into groups two by two."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def top(self, place: int) -> int:
        while self._above[place] != place:
            self._above[place] = self._above[self._above[place]]
            place = self._above[place]
        return place

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.top(one), self.top(other)))
        self._above[high] = low


def _plans_of(files: Sequence[PlanFile], judge: _Judge, found: Plans) -> list[_Plan]:
    """Group the files of one council, or those of none, into plans."""
    groups, sure = _Groups(len(files)), _Groups(len(files))
    named: dict[str, int] = {}
    for place, one in enumerate(files):
        if one.said.plan is not None:
            first = named.setdefault(one.said.plan, place)
            groups.join(first, place)
            sure.join(first, place)
    names = {groups.top(place): name for name, place in named.items()}
    doubted: list[tuple[int, int, Judgement]] = []
    index = _Index()
    for place, one in enumerate(files):
        for other in index.near(one):
            mine, theirs = groups.top(place), groups.top(other)
            if sure.top(place) == sure.top(other) or (mine != theirs and mine in names and theirs in names):
                continue
            judged = judge(files[other], one)
            if judged is None:
                continue
            if judged.doubtful:
                doubted.append((place, other, judged))
            elif judged.yes:
                sure.join(place, other)
            if judged.yes and mine != theirs:
                name = names.pop(mine, None) or names.pop(theirs, None)
                groups.join(place, other)
                names.update({groups.top(place): name} if name else {})
        index.add(one)
    told: set[int] = set()
    for place, other, judged in doubted:
        if place not in told and sure.top(place) != sure.top(other):
            told.add(place)
            _doubt_copy(files[place], files[other], judged, found)
    grouped: dict[int, list[PlanFile]] = {}
    for place, one in enumerate(files):
        grouped.setdefault(groups.top(place), []).append(one)
    return [_Plan(_ranked(some)) for some in grouped.values()]


def _ranked(files: Sequence[PlanFile]) -> list[PlanFile]:
    """Put the file first that speaks for the plan.

    That is the one that `sources.toml` says, else of those that say much the most the one with a council and a title,
    read by the surest route, first by name.
    """
    most = max(one.values for one in files)
    best = copy_weights().routes

    def rank(one: PlanFile) -> tuple[bool, bool, bool, bool, int, str]:
        route = max((best.index(name) if name in best else len(best) for name in one.routes), default=len(best))
        says_less = one.values < MUCH_MORE * most
        return not one.said.counts, says_less, one.council is None, not one.title, route, one.source

    return sorted(files, key=rank)


def _settle_council(plans: Sequence[_Plan], found: Plans) -> None:
    """Keep what the files of one council's plans are."""
    next_ones = _next_editions(plans, found)
    for place, plan in enumerate(plans):
        later = next_ones.get(place)
        superseded_by = plans[later].speaker.document_id if later is not None else None
        _settle(plan, found, superseded_by, keep=place in next_ones.values())


def _settle(plan: _Plan, found: Plans, superseded_by: str | None, *, keep: bool = False) -> None:
    """Keep what the files of one plan are, with `keep` also where there is nothing to tell."""
    speaker, edition = plan.speaker, plan.edition
    found.plans += 1
    found.superseded += superseded_by is not None
    for one in plan.files:
        copy_of = None if one is speaker else speaker.document_id
        told = DocumentPlan(speaker.document_id, edition, copy_of, superseded_by)
        if keep or told != DocumentPlan(one.document_id, one.first.year if one.first else None):
            found.keep(one.document_id, told)
        if copy_of is not None:
            message = f"{one.source} holds the same plan as {speaker.source}, which figures count."
            found.tell(_issue("copy_of_plan", one, speaker.source, message))
    if len(plan.files) > 1:
        copies = tuple(one.source for one in plan.files[1:])
        found.copied.append(CopiesTold(speaker.source, plan.council, plan.title, copies))


def _grow(plan: _Plan, more: Sequence[PlanFile], found: Plans) -> None:
    """Put files without a council to the plan that they hold, and keep anew what its files are."""
    old = plan.speaker.document_id
    superseded_by = found.of(old, None, actions=True).superseded_by
    found.plans -= 1
    found.superseded -= superseded_by is not None
    found.copied = [told for told in found.copied if told.source != plan.speaker.source]
    for one in plan.files:
        found.forget(one.document_id, "copy_of_plan")
    plan = _Plan(_ranked([*plan.files, *more]))
    _settle(plan, found, superseded_by, keep=True)
    if plan.speaker.document_id != old:
        found.rename_next(old, plan.speaker.document_id)


def _next_editions(plans: Sequence[_Plan], found: Plans) -> dict[int, int]:
    """Return for each plan of a council that has one the plan that takes its place."""
    known = [(plan.year, place) for place, plan in enumerate(plans) if plan.year is not None]
    ordered = sorted(known, key=lambda one: (one[0], plans[one[1]].speaker.source))
    next_ones: dict[int, int] = {}
    for at, (year, place) in enumerate(ordered):
        judged = [
            (later, judge, other)
            for later, other in ordered[at + 1 :][:_MOST_PLANS]
            if later > year and (judge := _judge_edition(plans[place], plans[other])) is not None
        ]
        following = [(later, -judge.sum, other) for later, judge, other in judged if judge.yes]
        if following:
            chosen = min(following, key=lambda one: (one[0], one[1], plans[one[2]].speaker.source))[2]
            next_ones[place] = chosen
        for _, judge, other in judged:
            if judge.doubtful and next_ones.get(place) in (None, other):
                _doubt_edition(plans[place], plans[other], judge, found)
                break
    return next_ones


def _judge_edition(old: _Plan, new: _Plan) -> Judgement | None:
    """Judge whether one plan follows another; None where `sources.toml` says that it does not."""
    if old.series or new.series:
        return Judgement(float("inf"), ("sources.toml",), doubtful=False) if old.series == new.series else None
    gap, overlap = gap_and_overlap(old.period, new.period)
    return judge_edition(
        EditionFacts(
            compare_titles(old.title, new.title),
            subjects(old.title) != subjects(new.title),
            shared(old.speaker.sketch, new.speaker.sketch),
            gap,
            overlap,
        )
    )


class _Judge:
    """Judges pairs of files, reading the rows of those whose sketches are much alike."""

    def __init__(self, read_actions: ReadActions) -> None:
        self._said = lru_cache(maxsize=_KEPT)(lambda key: SaidActions.of(read_actions(key)))

    def __call__(self, one: PlanFile, other: PlanFile) -> Judgement | None:
        """Judge whether two files hold one plan; None where they plainly do not."""
        if one.said.plan and other.said.plan and one.said.plan != other.said.plan:
            return None
        if shared(one.sketch, other.sketch) < WORTH_READING:
            return None
        mine, theirs = self._said(one.key), self._said(other.key)
        most = most_in_common(mine, theirs)
        best = _judge_files(one, other, most, 1.0 if most else None)
        if not best.yes and not best.doubtful:  # whatever is found
            return None
        return _judge_files(one, other, *actions_in_common(mine.rows, theirs.rows))


def _judge_files(one: PlanFile, other: PlanFile, pairs: int, same_dates: float | None) -> Judgement:
    """Judge two files of which some actions stand in both, and of those with dates a share is due alike."""
    return judge_copy(
        CopyFacts(
            pairs / max(one.actions, other.actions),
            pairs / min(one.actions, other.actions),
            pairs,
            same_dates,
            compare_periods((one.first, one.last), (other.first, other.last)),
            compare_titles(one.title, other.title),
            one.council is not None and other.council is not None,
        )
    )


class _Index:
    """Files by the least hashes of their sketches."""

    def __init__(self) -> None:
        self.files: list[PlanFile] = []
        self._by_hash: dict[int, list[int]] = {}

    def add(self, one: PlanFile) -> None:
        for number in one.sketch.hashes[:_KEYS]:
            self._by_hash.setdefault(number, []).append(len(self.files))
        self.files.append(one)

    def near(self, one: PlanFile) -> list[int]:
        """Return the places of the files that share the most of their least hashes with one, not more than a few."""
        met = Counter(place for number in one.sketch.hashes[:_KEYS] for place in self._by_hash.get(number, ()))
        return [place for place, _ in sorted(met.items(), key=lambda found: (-found[1], found[0]))[:_MOST_NEAR]]


def _doubt_copy(one: PlanFile, other: PlanFile, judged: Judgement, found: Plans) -> None:
    counted = "counted once" if judged.yes else "counted as two"
    message = (
        f"{one.source} may hold the same plan as {other.source}; they are {counted} ({_spoke(judged)}). "
        "Say which is right with 'plan' in sources.toml."
    )
    found.tell(_issue("copy_doubtful", one, other.source, message))


def _doubt_edition(old: _Plan, new: _Plan, judged: Judgement, found: Plans) -> None:
    taken = "is taken for" if judged.yes else "is not taken for"
    message = (
        f"{new.speaker.source} {taken} the next edition of {old.speaker.source} ({_spoke(judged)}). "
        "Say which is right with 'series' in sources.toml."
    )
    found.tell(_issue("edition_doubtful", old.speaker, new.speaker.source, message))


def _spoke(judged: Judgement) -> str:
    return ", ".join(rule.replace("_", " ") for rule in judged.rules)


def _issue(code: str, one: PlanFile, verbatim: str, message: str) -> IssueRow:
    known = flag(code)
    return IssueRow(
        document_id=one.document_id,
        code=code,
        severity=known.severity,
        responsible=known.responsible,
        verbatim=verbatim,
        message=message,
    )
