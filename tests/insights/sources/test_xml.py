"""XML: Zendesk's and any other, as a stream, and what must not be done with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from insights.errors import InsightsError
from insights.model import Conversation
from insights.sources import LIMITS, look, read
from tests.insights.sources.files import parts, reasons, words, written

SAMPLES = Path(__file__).parent / "samples"


def test_zendesk_as_xml_is_read_like_zendesk_as_json():
    seen = look(SAMPLES / "zendesk.xml")
    first = next(item for item in read(SAMPLES / "zendesk.xml") if isinstance(item, Conversation))
    assert (seen.source, first.conversation_id, first.tags, first.state) == ("zendesk", "601", ("lampe", "küche"), "solved")
    assert [(m.role.value, m.text, m.internal) for m in first.messages] == [
        ("customer", "Die Lampe für die Küche ist kaputt.", False),
        ("agent", "Eine neue kommt <b>morgen</b> & kostenlos.", False),
        ("agent", "dritte diese Woche", True),
    ]


def test_any_other_xml_is_a_table_of_its_messages():
    seen = look(SAMPLES / "chats.xml")
    assert (seen.source, [column.header for column in seen.columns]) == (
        "messages_table", ["chat id", "channel", "started", "from", "role", "time", "text"],
    )  # fmt: skip
    conversations, rejects = parts(SAMPLES / "chats.xml")
    assert words(conversations) == {"c-1": ["Do you ship to Norway?", "Let me ask somebody.", "Yes, for 9 €."], "c-2": ["Hello?"]}
    assert reasons(rejects) == [(3, "every message is empty")]


ONE = "<message><conversation-id>1</conversation-id><author>Ada</author><text>hi there</text></message>"
TWO = ONE.replace("hi there", "hello there").replace("Ada", "Ben")
SHAPES = {
    "a list": f"<messages>{ONE}{TWO}</messages>",
    "a list inside": f"<export><about>x</about><messages>{ONE}{TWO}</messages></export>",
    "beside something else": f"<export><version>1</version>{ONE}{TWO}</export>",
    "one record": "<chat><id>1</id><subject>x</subject><message author='Ada'>hi there</message><message author='Ben'>hello there</message></chat>",
    "one in a list": "<chats><chat id='1'><m author='Ada'>hi there</m><m author='Ben'>hello there</m></chat></chats>",
    "rows of attributes": "<rows><row conversation='1' author='Ada' text='hi there'/><row conversation='1' author='Ben' text='hello there'/></rows>",
    "names with a space": f"<x:messages xmlns:x='urn:y'>{ONE}{TWO}</x:messages>".replace("<message>", "<x:message>").replace(
        "</message>", "</x:message>"
    ),
    "a comment first": f"<!-- made by hand --><messages>{ONE}{TWO}</messages>",
}


@pytest.mark.parametrize("name", SHAPES)
def test_records_are_found_wherever_they_are(name: str, tmp_path: Path):
    conversations, rejects = parts(written(tmp_path, '<?xml version="1.0"?>\n' + SHAPES[name], "export.xml"))
    assert (words(conversations), rejects) == ({"1": ["hi there", "hello there"]}, [])


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + place)} "{f"&{chr(97 + place)};" * 10}">' for place in range(9))
    + "]><messages><message>&j;</message></messages>"
)
REFUSED = {
    "a bomb": BOMB,
    "a file of this machine": '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><messages><m>&x;</m></messages>',
    "a type from elsewhere": '<?xml version="1.0"?><!DOCTYPE messages SYSTEM "http://198.51.100.1/x.dtd"><messages><m>a</m></messages>',
    "a parameter entity": '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><m/>',
    "nested without end": '<?xml version="1.0"?>' + "<a>" * 100_000,
    "letters that nobody knows": '<?xml version="1.0" encoding="utf--18"?><messages><m>a</m></messages>',
    "letters of several bytes": '<?xml version="1.0" encoding="shift_jis"?><messages><m>a</m></messages>',
    "nothing": '<?xml version="1.0"?><messages/>',
    "a web page": "<!doctype html><html><body>hi</body></html>",
    "a web page as XML": '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html/>',
    "a picture": '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_export_has_is_refused(name: str, tmp_path: Path):
    path = written(tmp_path, REFUSED[name], "export.xml")
    with pytest.raises(InsightsError) as caught:
        look(path)
    assert caught.value.hint
    assert "root:" not in str(caught.value)


def test_records_before_a_damage_are_kept(tmp_path: Path):
    conversations, rejects = parts(written(tmp_path, f"<?xml version='1.0'?>\n<messages>{ONE}{TWO}\n<message><text>a & b", "export.xml"))
    assert words(conversations) == {"1": ["hi there", "hello there"]}
    assert [(row, reason.partition(":")[0]) for row, reason in reasons(rejects)] == [(3, "the file is damaged from line 3 on")]


def test_a_record_over_the_limit_is_rejected_and_the_next_is_read(tmp_path: Path):
    long = ONE.replace("hi there", "x" * 5_000)
    content = f"<messages>{ONE}{long}{TWO}</messages>"
    conversations, rejects = parts(written(tmp_path, content, "export.xml"), limits=replace(LIMITS, json_record=2_000))
    assert words(conversations) == {"1": ["hi there", "hello there"]}
    assert reasons(rejects) == [(2, "longer than 2,000 characters")]
