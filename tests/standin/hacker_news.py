"""Hacker News (`/v0/item/{number}.json`), as github.com/HackerNews/API tells: no limit, null for what is not."""

import re

from tests.standin.answers import in_json
from tests.standin.library import Story
from tests.standin.world import Request, Response, World


def answer(request: Request, world: World) -> Response:
    """Answer for Hacker News."""
    if not (found := re.fullmatch(r"/v0/item/(\d+)\.json", request.path)):
        return in_json({"error": "Permission denied"}, status=401)
    story = world.library.stories.get(int(found[1]))
    return in_json(_item(story) if story else None, content_type="application/json; charset=utf-8")


def _item(story: Story) -> dict[str, object]:
    """What a story lacks is left out, as there."""
    told = {
        "by": story.by,
        "descendants": story.descendants,
        "id": story.id,
        "kids": list(story.kids),
        "score": story.score,
        "text": story.text,
        "time": int(story.time.timestamp()),
        "title": story.title,
        "type": story.type,
        "url": story.url,
        "dead": story.dead,
    }
    always = {"by", "descendants", "id", "score", "time", "title", "type"}
    return {name: value for name, value in told.items() if value or name in always}
