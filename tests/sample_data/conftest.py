"""The three demo companies, generated once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sample_data.company import FOLDER, Company, read_company
from sample_data.generate import companies, generate, made_in
from sample_data.made import Made

TOY = Path(__file__).parent / "toy"


@pytest.fixture(scope="session")
def made() -> dict[str, list[Made]]:
    return {company: generate(company) for company in companies()}


@pytest.fixture(scope="session")
def told() -> dict[str, Company]:
    return {company: read_company(FOLDER / company) for company in companies()}


@pytest.fixture(scope="session")
def toy() -> list[Made]:
    return made_in(TOY)
