from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from insights.errors import UnusableSetting
from insights.teachers import hub


class Web(ModuleType):
    """As much of the network's package as is asked for."""

    class HTTPError(Exception):
        """No answer."""


class Hub(ModuleType):
    """A hub that gives these files, or fails."""

    def __init__(self, failure: Exception | None = None) -> None:
        super().__init__("hub")
        self.failure, self.asked = failure, []

    def snapshot_download(self, repository, *, local_dir, allow_patterns, etag_timeout):
        self.asked.append(repository)
        (Path(local_dir) / "model.onnx").write_text("half")
        if self.failure:
            raise self.failure


@pytest.fixture
def network(monkeypatch):
    def placed(failure: Exception | None = None) -> Hub:
        made = Hub(failure)
        monkeypatch.setitem(sys.modules, "huggingface_hub", made)
        monkeypatch.setitem(sys.modules, "httpx", Web("httpx"))
        return made

    return placed


def test_a_teacher_is_downloaded_once(network, tmp_path):
    asked = network().asked
    one = hub.KNOWN[0]
    assert hub.fetch(one, tmp_path / "teachers") == hub.fetch(one, tmp_path / "teachers") == tmp_path / "teachers" / "all-MiniLM-L6-v2"
    assert asked == ["Qdrant/all-MiniLM-L6-v2-onnx"]


@pytest.mark.parametrize("failure", [ConnectionError(), Web.HTTPError(), ValueError(), TimeoutError()], ids=repr)
def test_without_the_network_nothing_half_is_left(network, tmp_path, failure):
    network(failure)
    with pytest.raises(UnusableSetting, match="all-MiniLM-L6-v2 could not be downloaded"):
        hub.fetch(hub.KNOWN[0], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_the_package_nothing_is_downloaded(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(UnusableSetting, match="fastembed, which is not installed"):
        hub.fetch(hub.KNOWN[0], tmp_path)


def test_what_is_not_known_is_no_download():
    assert hub.known("../../etc") is None
