"""Mailboxes: threads, sides, broken encodings, what is marked, and memory that does not grow with attachments."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from insights.errors import FileTooLarge
from insights.model import Conversation, Reject
from insights.sources import LIMITS, Mapping, look, read
from insights.sources.mail import decoded, headers_of, mail_of, unpacked
from insights.sources.mailbox import in_mbox
from tests.insights.sources.files import parts, reasons, written

SAMPLE = Path(__file__).parent / "samples" / "mailbox.mbox"


def said(items: list[Conversation]) -> list[tuple[str | None, list[str]]]:
    return [(item.subject, [f"{m.role}{'!' * m.internal}: {m.text.strip()}" for m in item.messages]) for item in items]


def mail(
    name: str, *, sender: str = "ada@mail.example", to: str = "help@lamp.example", subject: str = "Lamp", day: int = 1, text: str = "", **more: str
) -> str:
    extra = "".join(f"{key.replace('_', '-')}: {value}\n" for key, value in more.items())
    date = f"Date: {day:02} Mar 2026 10:00:00 +0000\n"
    return f"From {sender} Thu Mar {day:02} 10:00:00 2026\nFrom: {sender}\nTo: {to}\nMessage-ID: <{name}>\nSubject: {subject}\n{date}{extra}\n{text or name}\n\n"


def test_the_sample_is_threads_with_sides_notes_and_automatic_mail():
    items = [item for item in read(SAMPLE) if isinstance(item, Conversation)]
    assert said(items) == [
        (
            "Lamp is broken 😠",
            [
                "customer: The lamp for my Küche arrived broken. What now?",
                "agent: <html><head><style>p{}</style></head><body><p>We send a new one.</p><blockquote>The lamp arrived broken.</blockquote></body></html>",
                "agent!: Dan, third one this week.",
                "system: Ich bin im Urlaub.",
            ],
        ),
        ("Invoice", ["customer: Please send the invoice to München.\nFrom here it is far.", "agent: Attached.", "system: No such user."]),
        ("AW: Invoice two", ["customer: Thanks! It is here."]),
        ("New request", ["customer: Do you sell bulbs?"]),
        ("New request", ["customer: <p>Where is order <b>7</b>?</p>"]),
        (None, ["customer: [bill.pdf]"]),
    ]
    assert [item.rows for item in items] == [4, 3, 1, 2, 1, 1]
    assert [item.customer_id for item in items] == [
        "ada@mail.example", "ben@post.example", "ada@mail.example", "eva@home.example", "finn@home.example", "gus@mail.example",
    ]  # fmt: skip
    assert items[0].attributes == {"mails": 4, "automatic_mails": 1, "files": ["lämp.jpg"]}
    assert reasons([item for item in read(SAMPLE) if isinstance(item, Reject)]) == [(12, "not a mail: it has neither sender nor date")]


def test_who_the_support_side_is_taken_for_is_said_and_can_be_told(tmp_path: Path):
    seen = look(SAMPLE)
    assert seen.mapping is not None
    assert (seen.mapping.team, seen.notes) == (("lamp.example",), ("everybody at lamp.example is taken for the support side",))
    told = [item for item in read(SAMPLE, Mapping((), team=("mail.example",))) if isinstance(item, Conversation)]
    assert [message.role for message in told[0].messages] == ["agent", "customer", "customer", "system"]


def test_of_two_domains_in_every_mail_the_one_with_fewer_addresses_is_the_support_side(tmp_path: Path):
    path = written(tmp_path, "".join(mail(f"m{n}", sender=f"jane{n}@acme.example", to="help@shop.example", day=n) for n in range(1, 6)), "all.mbox")
    seen = look(path)
    assert seen.mapping is not None
    assert seen.mapping.team == ("shop.example",)


def test_a_bot_is_told_by_its_name():
    told = [item for item in read(SAMPLE, Mapping((), team=("lamp.example",), bots=("cleo  from LAMPS",))) if isinstance(item, Conversation)]
    assert [message.role for message in told[0].messages] == ["customer", "bot", "agent", "system"]


def test_a_mailbox_at_a_public_provider_is_one_address(tmp_path: Path):
    content = mail("1", sender="ada@gmail.com", to="lamps@gmail.com") + mail("2", sender="ben@gmail.com", to="lamps@gmail.com")
    (seen,) = (look(written(tmp_path, content, "box")).mapping,)
    assert seen is not None
    assert seen.team == ("lamps@gmail.com",)


THREADS = {
    "by reply": ([mail("1"), mail("2", In_Reply_To="<1>", subject="x")], 1),
    "by references": ([mail("3", References="<1> <2>"), mail("1")], 1),
    "the answer first": ([mail("2", In_Reply_To="<1>"), mail("1")], 1),
    "over a mail that is missing": ([mail("1", References="<0>"), mail("2", References="<0>")], 1),
    "by Gmail": ([mail("1", X_GM_THRID="77", subject="a"), mail("2", X_GM_THRID="77", subject="b")], 1),
    "by subject": ([mail("1"), mail("2", subject="Re: Lamp", sender="help@lamp.example", to="ada@mail.example")], 1),
    "by subject in German": ([mail("1"), mail("2", subject="AW: [Ticket 5] lamp")], 1),
    "the same subject of another customer": ([mail("1"), mail("2", subject="Re: Lamp", sender="ben@mail.example")], 2),
    "the same subject anew": ([mail("1"), mail("2")], 2),
    "a short subject": ([mail("1", subject="Hi"), mail("2", subject="Re: Hi")], 2),
}


def test_a_mail_is_known_by_the_same_id_with_and_without_stray_characters(tmp_path: Path):
    (only,), _ = parts(written(tmp_path, mail("12") + mail("1\x002"), "box"))
    assert (only.rows, len(only.messages)) == (2, 1)


@pytest.mark.parametrize("name", THREADS)
def test_mails_belong_together(name: str, tmp_path: Path):
    content, count = THREADS[name]
    conversations, rejects = parts(written(tmp_path, "".join([*content, mail("9", sender="zoe@else.example", subject="Other")]), "box"))
    assert (len(conversations), rejects, sum(item.rows for item in conversations)) == (count + 1, [], len(content) + 1)


def test_single_mails_in_a_folder_or_a_zip_are_one_mailbox(tmp_path: Path):
    mails = {"a.eml": mail("1"), "b/c.eml": mail("2", In_Reply_To="<1>"), "b/d.eml": "not a mail\n", "b/photo.jpg": "x"}
    folder = tmp_path / "export"
    (folder / "b").mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        for name, content in mails.items():
            bare = content.partition("\n")[2] if content.startswith("From ") else content
            archive.writestr(name, bare)
            (folder / name).write_text(bare)
    for path in (folder, tmp_path / "export.zip"):
        conversations, rejects = parts(path)
        assert [[message.text.strip() for message in item.messages] for item in conversations] == [["1", "2"]]
        assert (sum(item.rows for item in conversations), sum(reject.rows for reject in rejects)) == (2, 1)
        assert look(path).source == "mailbox"


def test_a_single_mail_is_a_mailbox(tmp_path: Path):
    (only,), _ = parts(written(tmp_path, mail("1").partition("\n")[2], "a.eml"))
    assert [message.text.strip() for message in only.messages] == ["1"]


def test_what_nobody_can_answer_was_written_by_nobody(tmp_path: Path):
    content = mail("1", sender="noreply@bank.example") + mail("2", sender="no-reply@lamp.example", to="ada@mail.example") + mail("3") * 2
    conversations, _ = parts(written(tmp_path, content, "box"))
    assert [[message.role.value for message in item.messages] for item in conversations] == [["system"], ["system"], ["customer"]]


def test_an_archive_may_hold_every_kind_at_once(tmp_path: Path):
    samples = Path(__file__).parent / "samples"
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("mailbox.mbox", "whatsapp.txt", "zendesk.xml", "chats.xml", "freshdesk.json", "messages.csv"):
            archive.write(samples / name, name)
    conversations, rejects = parts(path)
    assert len(conversations) == 6 + 3 + 1 + 2 + 3 + 2
    assert sum(reject.rows for reject in rejects) == 6


def test_the_same_mail_in_two_exports_has_the_same_id(tmp_path: Path):
    (first,), _ = parts(written(tmp_path, mail("1"), "one"))
    (second,), _ = parts(written(tmp_path, mail("1") + mail("2", In_Reply_To="<1>", day=2), "two"))
    assert first.conversation_id == second.conversation_id


class Attachments(io.RawIOBase):
    """A mailbox of mails with an attachment of 40 MB each, made while it is read."""

    def __init__(self, count: int) -> None:
        self.pieces = self.made(count)
        self.largest = 0

    def made(self, count: int) -> Iterator[bytes]:
        line = b"QUJD" * 19 + b"\n"
        for number in range(count):
            head = (
                mail(str(number))
                .encode()
                .replace(b"\n\n", b"\nContent-Type: multipart/mixed; boundary=B\n\n--B\n\nhello\n--B\nContent-Type: a/b; name=c.bin\n\n", 1)
            )
            yield head
            for _ in range(40):
                yield line * 13_000

    def read(self, size: int = -1) -> bytes:
        return next(self.pieces, b"")


def test_a_mailbox_of_attachments_is_read_in_the_memory_of_one_mail():
    limits = replace(LIMITS, mail_bytes=2_000_000)
    sizes, texts = [], []
    for raw in in_mbox(Attachments(4), limits):  # type: ignore[arg-type]
        sizes.append(len(raw))
        found = mail_of(raw, headers_of(raw))
        texts.append((found.text, found.files))
    assert texts == [("hello", ("c.bin",))] * 4
    assert max(sizes) <= 2_000_000 + 1_000


def test_a_mailbox_over_its_own_limit_is_refused_and_one_over_that_of_other_files_is_not(tmp_path: Path):
    path = written(tmp_path, mail("1") * 20, "box")
    assert parts(path, limits=replace(LIMITS, raw_bytes=100))[0][0].rows == 20
    with pytest.raises(FileTooLarge):
        parts(path, limits=replace(LIMITS, mailbox_bytes=100))


TEXTS = [
    (b"Gr\xc3\xbc\xc3\x9fe", "utf-8", "Grüße"),
    (b"Gr\xfc\xdfe", "iso-8859-1", "Grüße"),
    (b"Gr\xfc\xdfe", "utf-8", "Grüße"),
    (b"5 \x80", "iso-8859-1", "5 €"),
    (b"Gr\xc3\xbc\xc3\x9fe", "us-ascii", "Grüße"),
    (b"Gr\xc3\xbc\xc3\x9fe", "x-nobody-knows", "Grüße"),
    (b"a", "unicode_escape", "a"),
    (b"a\\x41", "unicode_escape", "a\\x41"),
    ("日本語".encode("iso-2022-jp"), "iso-2022-jp", "日本語"),
    (b"\xcf\xf0\xe8\xe2\xe5\xf2", "windows-1251", "Привет"),
    (b"", "", ""),
]


@pytest.mark.parametrize(("content", "charset", "text"), TEXTS)
def test_a_text_in_any_character_set_is_read(content: bytes, charset: str, text: str):
    assert decoded(content, charset) == text


@pytest.mark.parametrize("content", [b"SGVsbG8=", b"SGVsbG8", b"SGVs\nbG8=", b"SGVsbG8=!!"])
def test_base64_that_is_cut_or_mixed_with_other_things_is_read(content: bytes):
    assert unpacked(content, " BASE64 ") == b"Hello"


STRANGE = {
    "nested without end": "Content-Type: multipart/mixed; boundary=a\n\n" + "--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 200 + "x",
    "no boundary": "Content-Type: multipart/mixed\n\n--a\n\nhi\n--a--",
    "a boundary of odd letters": 'Content-Type: multipart/mixed; boundary="\u00fc=?"\n\n--\u00fc=?\n\nhi\n--\u00fc=?--',
    "many parts": "Content-Type: multipart/mixed; boundary=a\n\n" + "--a\n\nx\n" * 5_000,
    "a broken word": "Subject: =?utf-8?B?%%%?= =?x?Q?=ZZ?=\nContent-Type: text/plain; charset==?\n\nhi",
    "no body": "Subject: a",
    "an address without end": f"From: {'<' * 50_000}a@b\n\nhi",
    "a header without end": "X: " + "a" * 1_000_000,
}


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_mail_is_read_or_left(name: str, tmp_path: Path):
    content = "From a Thu Mar 12 14:05:00 2026\nDate: 12 Mar 2026 10:00:00 +0000\n" + STRANGE[name] + "\n\n" + mail("2")
    conversations, rejects = parts(written(tmp_path, content, "box"))
    assert sum(item.rows for item in (*conversations, *rejects)) == 2
