"""The application: what it has, which routes, and what every request goes through."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles

from optimizer.version import version
from optimizer.web import api, errors, health, pages
from optimizer.web.access.gate import Gate
from optimizer.web.access.headers import SafeHeaders
from optimizer.web.access.known import Known
from optimizer.web.api.shapes import ProblemDetails
from optimizer.web.house import House
from optimizer.web.requests import RequestLog
from optimizer.web.settings import Settings
from optimizer.web.store.database import AWAY
from optimizer.web.store.migrate import ensure_local_firm, migrate

STATIC = Path(__file__).with_name("static")


def create_app(settings: Settings) -> FastAPI:
    """The application of these settings; its database is brought up to date when it starts."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    house = House.of(settings)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        make_ready(house)
        yield
        house.database.dispose()

    app = FastAPI(
        title="Freight optimizer",
        version=version(),
        lifespan=life,
        openapi_url=f"{api.PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        middleware=[
            Middleware(RequestLog),
            Middleware(SafeHeaders, behind_tls=settings.behind_tls),
            Middleware(errors.Faults),
            Middleware(Gate, settings=settings, say=errors.say),
            Middleware(Known, house=house, say=errors.say),
        ],
    )
    app.state.house = house
    errors.handle(app)
    for router in api.ROUTERS:
        app.include_router(router, prefix=api.PREFIX)
    for router in (*pages.ROUTERS, *pages.OPEN_ROUTERS, health.router):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    _describe(app)
    return app


def make_ready(house: House) -> None:
    """Bring the database up to date.

    Raises
    ------
    SchemaError
        If it is of a newer version of the program.
    OSError
        If it cannot be reached or written to.
    """
    try:
        migrate(house.database)
        if not house.settings.shared:
            with house.database.of_system() as session:
                ensure_local_firm(session)
    except AWAY as error:
        raise OSError(f"the database cannot be reached, or is locked by another program: {_why(error)}") from error


def _why(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).partition("\n")[0]


def _describe(app: FastAPI) -> None:
    """Add to the OpenAPI description the shape of refusals, which no route names by itself."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        found = plain()
        shape = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
        shapes = found.setdefault("components", {}).setdefault("schemas", {})
        shapes |= shape.pop("$defs", {}) | {"ProblemDetails": shape}
        return found

    app.openapi = described  # type: ignore[method-assign]
