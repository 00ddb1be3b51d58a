"""Somebody's site (`/pages/…`): announcements that are edited, moved and removed by adding their newest state."""

from http import HTTPStatus

from tests.standin.answers import in_html
from tests.standin.world import Request, Response, World


def answer(request: Request, world: World) -> Response:
    """The page as it is now."""
    pages = world.library.pages
    page = pages.get(request.path) or pages.get(request.path.lstrip("/"))
    if page is None:
        return in_html("Not Found", status=404)
    if page.moved_to:
        to = f"{request.base}{page.moved_to}" if page.moved_to.startswith("/") else page.moved_to
        status = page.status if page.status in range(300, 400) else HTTPStatus.MOVED_PERMANENTLY
        return in_html("Moved Permanently", status=status, headers=(("Location", to),))
    return Response(status=page.status, body=page.body.encode(), content_type=page.content_type)
