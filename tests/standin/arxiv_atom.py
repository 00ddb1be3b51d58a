"""To come."""

from tests.standin.world import Request, Response, World


def answer(request: Request, world: World) -> Response:
    """Nothing yet."""
    return Response(status=404)
