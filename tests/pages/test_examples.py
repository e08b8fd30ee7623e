"""The examples in the docstrings of the pages' blocks; pages themselves cannot be collected, because importing one runs it."""

import doctest
import importlib
import pkgutil

import pytest

import pages.parts

MODULES = [module.name for module in pkgutil.iter_modules(pages.parts.__path__, "pages.parts.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES) >= 4
