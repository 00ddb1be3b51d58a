"""What tests of the API share."""

from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone


@pytest.fixture
def one_window() -> Iterator[None]:
    """The clock stands still: who begins a window of counted requests clears old counts away, in more queries."""
    with time_machine.travel(timezone.now(), tick=False):
        yield
