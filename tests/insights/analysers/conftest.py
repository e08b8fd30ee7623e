from __future__ import annotations

import pytest

from insights.text.encoding import Encoder


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return Encoder.load()
