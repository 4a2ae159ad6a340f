"""The pages of a review and what their forms do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from rapidfuzz import fuzz
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from extractors.errors import DocumentUnreadable
from pipeline.correction import OF_DOCUMENT
from pipeline.corrections.corrections_file import CorrectionsError
from pipeline.corrections.values import shown_value
from pipeline.fold import fold, fold_space
from pipeline.looks.look import Look
from pipeline.looks.queue import Wanted
from pipeline.normalise.framework.edition import read_edition
from pipeline.read.columns import EXTRA_ROLES, MAIN_ROLES
from pipeline.report.labels import words
from pipeline.review.answers import ANSWERS, corrections_of
from pipeline.review.desk import Desk, Refused, SaidElsewhere, slug_of
from pipeline.review.guard import HEADERS, MOST_BYTES, Guard
from pipeline.review.pictures import frames_of, page_picture, plan_file
from schema.codelists import codelists
from schema.rows import ActionRow, CellRow, OwnerRow

_SHOWN = 100  # looks of the queue on its page
_ROWS_AROUND = 3
_ALIKE = 88  # likeness of two owners' names from which they are shown as perhaps one
_FIELDS = (
    "theme",
    "objective",
    "reference",
    "action",
    "outcome",
    "owners",
    "owner_text",
    "periods",
    "timescale_text",
    "state",
    "rag",
    "status_text",
    "evidence",
    "progress",
    "characteristics",
    "eflg_theme",
)
_ROLES_SHOWN: Mapping[str, tuple[str, ...]] = {
    "owner_text": ("owner",),
    "owners": ("owner",),
    "timescale_text": ("timescale", "start"),
    "periods": ("timescale", "start"),
    "due": ("timescale", "start"),
    "start": ("timescale", "start"),
    "state": ("status",),
    "status_text": ("status",),
    "rag": ("status",),
    "row": ("action",),
    "characteristics": ("action",),
    "eflg_theme": ("action",),
}
_ASKED: Mapping[str, str] = {  # how a page asks whether a column is what it was taken for
    "owner_text": "the owner",
    "owners": "the owner",
    "timescale_text": "the timescale",
    "periods": "the timescale",
    "due": "the due date",
    "start": "the start date",
    "status_text": "the status",
    "state": "the status",
    "rag": "the rating",
    "reference": "the reference number",
}
_CODES = ("state", "rag", "recurrence", "characteristics")  # fields whose values are codes of the codelist of that name
_ASSETS = {
    "report.css": ("pipeline.report", "text/css"),
    "icon.svg": ("pipeline.review", "image/svg+xml"),
    "review.css": ("pipeline.review", "text/css"),
    "review.js": ("pipeline.review", "text/javascript"),
}

Answer = Callable[[Request, Mapping[str, str]], Response]


def make_app(desk: Desk, guard: Guard, passwords: Sequence[str] = ()) -> ASGIApp:
    """Return the review as an application that answers nobody without the token."""
    pages = _Pages(desk, guard, tuple(passwords))
    root = f"/{guard.token}"
    routes = [
        Route(f"{root}/", pages.get(pages.queue)),
        Route(f"{root}/look/{{key}}", pages.get(pages.look), methods=["GET"]),
        Route(f"{root}/look/{{key}}", pages.post(pages.answer), methods=["POST"]),
        Route(f"{root}/action/{{action_id}}", pages.get(pages.action)),
        Route(f"{root}/owners", pages.get(pages.councils)),
        Route(f"{root}/owners/{{slug}}", pages.get(pages.owners), methods=["GET"]),
        Route(f"{root}/owners/{{slug}}", pages.post(pages.name_owners), methods=["POST"]),
        Route(f"{root}/undo", pages.post(pages.undo), methods=["POST"]),
        Route(f"{root}/apply", pages.post(pages.apply), methods=["POST"]),
        Route(f"{root}/picture/{{action_id}}", pages.get(pages.picture)),
        Route(f"{root}/assets/{{name}}", pages.get(pages.asset)),
    ]
    return _Guarded(Starlette(routes=routes, exception_handlers={HTTPException: pages.trouble}), guard)


class _Guarded:
    """Refuses what the guard refuses before anything else is done, and sets the headers of every answer."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self._app = app
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        status = self._guard.refusal(request.url.path, request.method, request.headers)

        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *headers]}
            await send(message)

        app = self._app if status is None else Response(f"Refused ({status}).", status, media_type="text/plain")
        await app(scope, receive, with_headers)


class _Pages:
    """One method a page; each returns its answer, and raises HTTPException for what is not there."""

    def __init__(self, desk: Desk, guard: Guard, passwords: tuple[str, ...]) -> None:
        self._desk = desk
        self._guard = guard
        self._passwords = passwords
        self._root = f"/{guard.token}"
        self._templates = Environment(
            loader=PackageLoader("pipeline.review"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(words=words, slug=slug_of)
        self._templates.globals.update(root=self._root, form_token=guard.form_token, desk=desk)

    def get(self, answer: Callable[[Request], Response]) -> Callable[[Request], Any]:
        """Return an endpoint that reads nothing but the address."""

        async def endpoint(request: Request) -> Response:
            return await run_in_threadpool(answer, request)

        return endpoint

    def post(self, answer: Answer) -> Callable[[Request], Any]:
        """Return an endpoint for the forms of our pages."""

        async def endpoint(request: Request) -> Response:
            body = b""
            async for piece in request.stream():
                body += piece
                if len(body) > MOST_BYTES:
                    return self._page("trouble.html.j2", 413, title="Too much", message="The form is too long.")
            fields = self._guard.form(body)
            if fields is None:
                return self._page("trouble.html.j2", 403, title="Refused", message="The form is not of this review.")
            return await run_in_threadpool(answer, request, fields)

        return endpoint

    async def trouble(self, request: Request, error: Exception) -> Response:
        """Return the page for what is not there."""
        del request
        status = error.status_code if isinstance(error, HTTPException) else 500
        message = str(error.detail) if isinstance(error, HTTPException) else "Something went wrong."
        return self._page("trouble.html.j2", status, title="Not there", message=message)

    def _page(self, template: str, status: int = 200, **told: Any) -> HTMLResponse:
        return HTMLResponse(self._templates.get_template(template).render(**told), status)

    # The queue

    def queue(self, request: Request) -> Response:
        """Return the queue under its filters."""
        chosen = _chosen(request)
        left = self._desk.queue(_holds(chosen))
        every = self._desk.queue()
        return self._page(
            "queue.html.j2",
            looks=left[:_SHOWN],
            total=len(left),
            values=sum(one.values for one in left),
            query=_query(chosen),
            chosen=chosen,
            councils=Counter(one.council or "" for one in every),
            fields=Counter(one.field for one in every if one.field),
            codes=Counter(one.code for one in every),
            said=request.query_params.get("said", ""),
        )

    # One look

    def look(self, request: Request) -> Response:
        """Return one look beside the page of its plan."""
        return self._look_page(request, self._known(request), "", {})

    def _known(self, request: Request) -> Look:
        look = self._desk.look(request.path_params["key"])
        if look is None:
            raise HTTPException(404, "This look is not in the queue any more: the tables were read again.")
        return look

    def _look_page(self, request: Request, look: Look, fault: str, fields: Mapping[str, str]) -> Response:
        chosen = _chosen(request)
        queue = self._desk.queue(_holds(chosen))
        trace = self._desk.trace(look.action_id) if look.action_id else None
        action = trace.action if trace else None
        seen = ""
        if action is not None and look.field:
            seen = self._desk.seen([self._desk.base(action, look.field, "", "")])
        keys = [one.key for one in queue]
        at = keys.index(look.key) if look.key in keys else 0
        document = self._desk.documents[look.document_id]
        owners = self._desk.owners(look.council) if look.field in ("owners", "owner_text") and look.council else []
        return self._page(
            "look.html.j2",
            409 if fault else 200,
            look=look,
            action=action,
            document=document,
            shown=[(name, shown_value(action, name)) for name in _FIELDS] if action else [],
            of_document=OF_DOCUMENT,
            asked=_ASKED.get(look.field, f"the {words(look.field).lower()}"),
            columns=self._desk.columns_of(look) if look.field else [],
            asked_role=self._desk.role_of_look(look),
            roles=(*MAIN_ROLES, *EXTRA_ROLES),
            picture=self._has_picture(look),
            rows=self._rows_around(action, look) if action else [],
            marked=_roles(look.field),
            owners=owners,
            choices=_choices(look.field),
            fault=fault,
            fields=fields,
            seen=seen,
            query=_query(chosen),
            at=at + 1,
            left=len(queue),
            next_key=keys[at + 1] if at + 1 < len(keys) else "",
        )

    def _has_picture(self, look: Look) -> bool:
        document = self._desk.documents[look.document_id]
        if document.media_type != "application/pdf" or look.page is None or look.action_id is None:
            return False
        return plan_file(self._desk.paths.plans, document.source, document.document_id) is not None

    def _rows_around(self, action: ActionRow, look: Look) -> list[tuple[int, list[CellRow]]]:
        """The rows of the source table around an action, its headings first."""
        if action.table is None or action.row is None:
            return []
        cells = self._desk.table_cells(look.document_id, action.table)
        near = range(action.row - _ROWS_AROUND, action.row + _ROWS_AROUND + 1)
        by_row: dict[int, list[CellRow]] = {}
        for cell in cells:
            if cell.role == "header" or cell.row in near or cell.action_id == action.action_id:
                by_row.setdefault(cell.row, []).append(cell)
        return [(row, sorted(some, key=lambda cell: cell.column)) for row, some in sorted(by_row.items()) if row]

    def answer(self, request: Request, fields: Mapping[str, str]) -> Response:
        """Save what was said of a look and go on to the next."""
        look = self._known(request)
        chosen = _chosen(request)
        keys = [one.key for one in self._desk.queue(_holds(chosen))]
        following = keys[keys.index(look.key) + 1 :] if look.key in keys else keys
        if fields.get("do") == "skip":
            self._desk.skipped.add(look.key)
        else:
            try:
                said = corrections_of(self._desk, look, fields)
                seen = fields.get("seen") if fields.get("do") in ("accept", "correct") and len(said) == 1 else None
                same = said and said[0].field == look.field
                about = f"{look.field} of “{look.printed[:60]}”" if look.field else look.source
                words = f"{ANSWERS[fields['do']]}: {about}"
                self._desk.save(look.key, words, look.action_id, said, seen=(seen or None) if same else None)
            except (Refused, SaidElsewhere, CorrectionsError) as error:
                return self._look_page(request, look, str(error), fields)
            except OSError as error:
                return self._look_page(request, look, f"It could not be saved: {error.strerror}.", fields)
        here = f"look/{following[0]}" if following else ""
        return self._go(here, chosen)

    def action(self, request: Request) -> Response:
        """Return a row as it stands in the tables, with who said what of it."""
        trace = self._desk.trace(request.path_params["action_id"])
        if trace is None:
            raise HTTPException(404, "No action of the tables has this id.")
        action = trace.action
        return self._page(
            "action.html.j2",
            action=action,
            document=trace.document,
            shown=[(name, shown_value(action, name)) for name in _FIELDS],
            rules={one.field: one.rule for one in action.rules if one.rule.startswith(("corrected", "found right"))},
        )

    # Owners

    def councils(self, request: Request) -> Response:
        """Return the councils whose owners can be looked through."""
        del request
        named = [(slug_of(name), name, len(self._desk.owners(name))) for name in self._desk.councils()]
        return self._page("councils.html.j2", councils=named)

    def owners(self, request: Request) -> Response:
        """Return the owners of a council, those that may be one together."""
        return self._owners_page(request, "")

    def _owners_page(self, request: Request, fault: str) -> Response:
        council = self._desk.council_of(request.path_params["slug"])
        if council is None:
            raise HTTPException(404, "No council of the tables has this address.")
        owners = self._desk.owners(council)
        return self._page(
            "owners.html.j2",
            409 if fault else 200,
            council=council,
            slug=slug_of(council),
            clusters=cluster_owners(owners),
            owners=owners,
            fault=fault,
        )

    def name_owners(self, request: Request, fields: Mapping[str, str]) -> Response:
        """Unite, rename or part owners of a council."""
        council = self._desk.council_of(request.path_params["slug"])
        if council is None:
            raise HTTPException(404, "No council of the tables has this address.")
        name = fold_space(fields.get("name", ""))
        chosen = [owner.name for owner in self._desk.owners(council) if fields.get(f"owner-{slug_of(owner.name)}")]
        spelling = fields.get("spelling", "")
        try:
            if not name:
                raise Refused("Write the name that is right.")
            if spelling:
                owner, _, mention = spelling.partition("\n")
                said = self._desk.rename_owner(council, owner, name, mention)
            elif chosen:
                said = tuple(
                    one for read in chosen if read != name for one in self._desk.rename_owner(council, read, name)
                )
            else:
                raise Refused("Choose the owners that this name is right for.")
            self._desk.save(f"owner {name}", f"Owners named “{name}”", None, said)
        except (Refused, CorrectionsError) as error:
            return self._owners_page(request, str(error))
        return self._go(f"owners/{slug_of(council)}", {})

    # What holds for all

    def undo(self, request: Request, fields: Mapping[str, str]) -> Response:
        """Take back what was said last."""
        del request, fields
        last = self._desk.undo()
        if last is not None and self._desk.look(last.key) is not None:
            return self._go(f"look/{last.key}", {})
        return self._go("", {"said": "undone"} if last else {})

    def apply(self, request: Request, fields: Mapping[str, str]) -> Response:
        """Run over the plans again, so that what was said is in the tables."""
        del request, fields
        try:
            self._desk.apply()
        except Exception as error:
            return self._page("trouble.html.j2", 500, title="The run stopped", message=str(error))
        return self._go("", {"said": "applied"})

    def picture(self, request: Request) -> Response:
        """Return the page of an action as a picture."""
        trace = self._desk.trace(request.path_params["action_id"])
        if trace is None or trace.action.page is None or trace.document.media_type != "application/pdf":
            raise HTTPException(404, "There is no page to draw.")
        file = plan_file(self._desk.paths.plans, trace.document.source, trace.document.document_id)
        if file is None:
            raise HTTPException(404, "The file is not below the plans, or it has changed since it was read.")
        page = trace.action.page
        frames = frames_of(trace.cells, page, _roles(request.query_params.get("field", "")))
        whole = request.query_params.get("whole") == "yes"
        try:
            picture = page_picture(file, trace.document.document_id, page, frames, self._passwords, whole=whole)
        except (DocumentUnreadable, OSError) as error:
            raise HTTPException(404, f"The page cannot be drawn: {error}") from error
        return Response(picture, media_type="image/png")

    def asset(self, request: Request) -> Response:
        """Return a style or script of ours."""
        name = request.path_params["name"]
        if name not in _ASSETS:
            raise HTTPException(404, "There is no such file.")
        package, media_type = _ASSETS[name]
        return Response((files(package) / "static" / name).read_bytes(), media_type=media_type)

    def _go(self, where: str, query: Mapping[str, str]) -> Response:
        return RedirectResponse(f"{self._root}/{where}{_query(query)}", 303)


def cluster_owners(owners: Sequence[OwnerRow]) -> list[list[OwnerRow]]:
    """Return owners in groups of names that are much alike, the larger groups first; those alone come last."""
    groups: list[list[OwnerRow]] = []
    for owner in owners:
        name = fold(owner.name)
        near = next((group for group in groups if any(_alike(name, fold(other.name)) for other in group)), None)
        if near is None:
            groups.append([owner])
        else:
            near.append(owner)
    return sorted(groups, key=lambda group: (-min(len(group), 2), -sum(owner.actions for owner in group)))


def _alike(one: str, other: str) -> bool:
    return fuzz.token_sort_ratio(one, other) >= _ALIKE or fuzz.token_set_ratio(one, other) == 100


def _choices(field: str) -> list[str]:
    """What a value may be said to be, where it is one of a list."""
    if field == "eflg_theme":
        return [f"{theme.number} {theme.name}" for theme in read_edition().themes]
    return list(codelists()[field].names()) if field in _CODES else []


def _roles(field: str) -> tuple[str, ...]:
    return _ROLES_SHOWN.get(field, (field,) if field else ())


def _chosen(request: Request) -> dict[str, str]:
    return {name: text for name in ("council", "field", "code") if (text := request.query_params.get(name, ""))}


def _holds(chosen: Mapping[str, str]) -> Callable[[Look], bool]:
    return Wanted(**{**asdict(Wanted()), **chosen}).holds


def _query(chosen: Mapping[str, str]) -> str:
    return f"?{urlencode(chosen, quote_via=quote)}" if chosen else ""
