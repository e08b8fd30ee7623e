"""Columns of common exports, in five languages, and what they are taken for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from insights.errors import MissingColumns, UnusableSetting
from insights.model import Conversation, Role
from insights.sources import Mapping, Meaning, look, read
from insights.sources.guess import guess
from insights.sources.mapping import checked
from tests.insights.sources.files import parts, words, written

VALUES = {
    Meaning.CONVERSATION: ("4711", "4711", "4712"),
    Meaning.TIME: ("2026-03-12 14:05:00", "2026-03-12 14:06:00", "2026-03-13 09:00:00"),
    Meaning.AUTHOR_ROLE: ("customer", "agent", "customer"),
    Meaning.AUTHOR: ("Ada", "Ben", "Cleo"),
    Meaning.TEXT: ("Where is my parcel, please?", "It should arrive tomorrow.", "I want to cancel my order."),
    Meaning.TRANSCRIPT: ("Customer: hi\nAgent: hello", "Customer: hey\nAgent: hi", "Customer: yo\nAgent: hello"),
    Meaning.CHANNEL: ("chat", "chat", "email"),
    Meaning.TEAM: ("Returns", "Returns", "Billing"),
    Meaning.CUSTOMER: ("c-1", "c-1", "c-2"),
    Meaning.SUBJECT: ("Parcel", "Parcel", "Cancel"),
    Meaning.CSAT: ("5", "", "3"),
    Meaning.CSAT_COMMENT: ("very quick", "", "a bit slow"),
    Meaning.INTERNAL: ("false", "true", "false"),
    Meaning.TAGS: ("a, b", "", "c"),
    Meaning.LANGUAGE: ("en", "en", "de"),
    Meaning.STATE: ("open", "closed", "open"),
    Meaning.URL: ("https://desk.example/1", "https://desk.example/1", "https://desk.example/2"),
    Meaning.LEAVE_OUT: ("x", "y", "z"),
}
M = Meaning
EXPORTS = {
    "Intercom messages": {
        "message_id": M.LEAVE_OUT, "message_body": M.TEXT, "message_created_at": M.TIME, "message_author_type": M.AUTHOR_ROLE, "conversation_id": M.CONVERSATION,
        "conversation_tags": M.TAGS, "conversation_state": M.STATE,
    },
    "Zendesk comments": {"Ticket ID": M.CONVERSATION, "Created at": M.TIME, "Author role": M.AUTHOR_ROLE, "Comment": M.TEXT, "Requester": M.CUSTOMER, "Channel": M.CHANNEL, "Group": M.TEAM},
    "Chatwoot": {"conversation_id": M.CONVERSATION, "content": M.TEXT, "sender_type": M.AUTHOR_ROLE, "created_at": M.TIME, "private": M.INTERNAL, "inbox": M.TEAM},
    "HubSpot": {"Thread ID": M.CONVERSATION, "Timestamp": M.TIME, "Direction": M.AUTHOR_ROLE, "Text": M.TEXT, "Sender": M.AUTHOR},
    "camel case": {"conversationId": M.CONVERSATION, "sentAt": M.TIME, "senderType": M.AUTHOR_ROLE, "messageText": M.TEXT, "csatScore": M.CSAT, "csatComment": M.CSAT_COMMENT},
    "chat logs": {"Chat ID": M.CONVERSATION, "Chat transcript": M.TRANSCRIPT, "Started at": M.TIME, "Visitor": M.CUSTOMER, "Rating": M.CSAT},
    "German": {
        "Ticketnummer": M.CONVERSATION, "Zeitpunkt": M.TIME, "Absendertyp": M.AUTHOR_ROLE, "Nachricht": M.TEXT, "Kanal": M.CHANNEL, "Abteilung": M.TEAM, "Betreff": M.SUBJECT,
        "Bewertung": M.CSAT, "Sprache": M.LANGUAGE, "Kundennummer": M.CUSTOMER,
    },
    "French": {"Numéro de ticket": M.CONVERSATION, "Date d’envoi": M.TIME, "Type d’auteur": M.AUTHOR_ROLE, "Contenu du message": M.TEXT, "Canal": M.CHANNEL, "Équipe": M.TEAM, "Objet": M.SUBJECT, "Langue": M.LANGUAGE},
    "Spanish": {"ID de conversación": M.CONVERSATION, "Fecha": M.TIME, "Rol": M.AUTHOR_ROLE, "Mensaje": M.TEXT, "Asunto": M.SUBJECT, "Etiquetas": M.TAGS, "Calificación": M.CSAT, "Estado": M.STATE},
    "Portuguese": {"Protocolo": M.CONVERSATION, "Data e hora": M.TIME, "Papel": M.AUTHOR_ROLE, "Mensagem": M.TEXT, "Equipe": M.TEAM, "Avaliação": M.CSAT, "Idioma": M.LANGUAGE},
    "names that say nothing": {"a": M.LEAVE_OUT, "b": M.TIME, "c": M.AUTHOR_ROLE, "d": M.TEXT},
    "two columns of prose": {"id": M.CONVERSATION, "body": M.TEXT, "subject": M.SUBJECT, "feedback": M.CSAT_COMMENT},
    "links and the rest": {"case_number": M.CONVERSATION, "message": M.TEXT, "from": M.AUTHOR, "permalink": M.URL, "priority": M.LEAVE_OUT},
}  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
def test_columns_of_common_exports_are_known(name: str):
    expected = EXPORTS[name]
    rows = [[VALUES[meaning][row] for meaning in expected.values()] for row in range(3)]
    assert dict(guess(tuple(expected), rows).columns) == expected


def test_a_name_gives_way_to_values_that_speak_against_it():
    rows = [["2026-03-12", "Where is my parcel, please?", "7"], ["2026-03-13", "I want to cancel my order.", "8"]]
    assert dict(guess(("conversation", "created", "ticket"), rows).columns)["conversation"] is Meaning.TIME


def test_a_transcript_wins_over_a_description():
    rows = [["1", "Customer: hi\nAgent: hello", "A customer said hi to us."]] * 3
    found = dict(guess(("id", "transcript", "description"), rows).columns)
    assert (found["transcript"], found["description"]) == (Meaning.TRANSCRIPT, Meaning.LEAVE_OUT)


def test_values_of_the_role_column_are_mapped():
    rows = [["1", role, "Where is my parcel, please?"] for role in ("End-user", "Agent", "ChatBot", "System", "zzz")]
    found = guess(("id", "role", "text"), rows).roles
    assert found == (("end-user", Role.CUSTOMER), ("agent", Role.AGENT), ("chatbot", Role.BOT), ("system", Role.SYSTEM))


@pytest.mark.parametrize(("name", "yes"), [("inbound", Role.CUSTOMER), ("from_agent", Role.AGENT)])
def test_a_column_of_yes_and_no_says_who_wrote(name: str, yes: Role):
    found = dict(guess(("id", name, "text"), [["1", "True", "Where is my parcel?"], ["1", "False", "It comes tomorrow."]]).roles)
    assert found["true"] is yes
    assert found["false"] is not yes


@pytest.mark.parametrize(
    ("ratings", "scale"),
    [
        (("5", "1"), (1, 5)),
        (("0", "9"), (0, 10)),
        (("10", "8"), (1, 10)),
        (("7", "2"), (1, 7)),
        (("0", "5"), (1, 5)),
        (("1", "0"), (0, 1)),
        (("0", "80"), (0, 100)),
        (("good", "bad"), None),
        (("5/5", "★★★"), (1, 5)),
        (("", ""), (1, 5)),
    ],
)
def test_the_scale_of_ratings_is_seen(ratings: tuple[str, str], scale: tuple[int, int] | None):
    assert guess(("id", "text", "csat"), [["1", "Where is my parcel?", rating] for rating in ratings]).csat_scale == scale


@pytest.mark.parametrize(
    ("written_as", "ratings"),
    [
        (("good", "Bad", ""), {"good": 5, "bad": 1}),
        (("offered", "good"), {"good": 5, "offered": None}),
        (("Very satisfied", "satisfied", "dissatisfied"), {"dissatisfied": 1, "satisfied": 4, "very satisfied": 5}),
        (("😡", "🙁", "😐", "🙂", "🤩"), {"😡": 1, "🙁": 2, "😐": 3, "🙂": 4, "🤩": 5}),
        (("👍", "👎"), {"👎": 1, "👍": 5}),
        (("zufrieden", "unzufrieden", "sehr unzufrieden"), {"sehr unzufrieden": 1, "unzufrieden": 2, "zufrieden": 5}),
        (("0", "3", "10", "7"), {"0": 1, "3": 2, "7": 4, "10": 5}),
        (("0", "5", "3"), {"0": None}),
        (("0", "1"), {"0": 1, "1": 5}),
        (("100 %", "20 %"), {"20 %": 2, "100 %": 5}),
        (("5", "1", "4"), {}),
        (("★★★", "★★★★★"), {}),
        (("meh", "good"), {"good": 5, "meh": None}),
    ],
)
def test_ratings_on_other_scales_are_put_on_five_by_value(written_as: tuple[str, ...], ratings: dict[str, int | None]):
    assert dict(guess(("id", "text", "csat"), [["1", "Where is my parcel?", rating] for rating in written_as]).ratings) == ratings


def test_too_many_different_ratings_are_put_on_five_by_their_scale():
    found = guess(("id", "text", "csat"), [["1", "Where is my parcel?", str(rating)] for rating in range(0, 101, 2)])
    assert (found.csat_scale, found.ratings) == ((0, 100), ())


def test_a_rating_on_another_scale_is_put_on_five_and_kept_as_it_was(tmp_path: Path):
    (only, _), _ = parts(written(tmp_path, "id,text,csat\n1,Where is my parcel?,9\n2,Where is it now?,0\n"))
    assert (only.csat, only.attributes) == (5, {"rating_value": "9"})


def test_what_the_user_says_of_a_rating_counts(tmp_path: Path):
    file = written(tmp_path, "id,text,csat\n1,Where is my parcel?,good\n2,Where is it now?,bad\n")
    mapping = look(file).mapping
    assert mapping is not None
    said = replace(mapping, ratings=(("good", 4), ("bad", None)))
    assert [item.csat for item in read(file, said) if isinstance(item, Conversation)] == [4, None]


def test_a_mapping_survives_storage_and_is_remembered_by_its_header():
    mapping = Mapping(
        (("a", Meaning.TEXT), ("ü,\"'", Meaning.LEAVE_OUT)), (("end-user", Role.CUSTOMER),), True, "Europe/Berlin", None, (("good", 5), ("n/a", None))
    )
    assert Mapping.from_json(mapping.to_json()) == mapping
    assert mapping.header_hash == replace(mapping, columns=(("a", Meaning.LEAVE_OUT), ("ü,\"'", Meaning.TEXT))).header_hash
    assert mapping.header_hash != replace(mapping, columns=(("b", Meaning.TEXT),)).header_hash


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"columns": 3}', '{"columns": [["a", "nonsense"]], "roles": [], "day_first": 1, "time_zone": "UTC", "csat_scale": null}'],
)
def test_a_damaged_mapping_is_refused(text: str):
    with pytest.raises(UnusableSetting):
        Mapping.from_json(text)


def test_every_meaning_has_a_label():
    labels = [meaning.label for meaning in Meaning]
    assert len(set(labels)) == len(labels) == 18
    assert Meaning.AUTHOR_ROLE.label == "Who wrote (role)"


@pytest.mark.parametrize("columns", [(("a", Meaning.CONVERSATION),), (("a", Meaning.TEXT),)])
def test_a_mapping_without_what_is_needed_is_refused(columns: tuple[tuple[str, Meaning], ...]):
    with pytest.raises(MissingColumns):
        checked(Mapping(columns), "export.csv")


@pytest.mark.parametrize("zone", ["Mars/Base", "../../etc/passwd", ""])
def test_a_zone_that_does_not_exist_is_refused(zone: str):
    with pytest.raises(UnusableSetting):
        checked(Mapping((("a", Meaning.TEXT), ("b", Meaning.CONVERSATION)), time_zone=zone), "export.csv")


def test_a_corrected_mapping_is_used(tmp_path: Path):
    path = written(tmp_path, "k,x,y,z\n1,me,Where is my parcel?,12/03/2026 10:00\n1,you,It comes tomorrow.,12/03/2026 11:00\n")
    mapping = Mapping(
        (("k", Meaning.CONVERSATION), ("x", Meaning.AUTHOR_ROLE), ("y", Meaning.TEXT), ("z", Meaning.TIME)),
        (("me", Role.AGENT), ("you", Role.CUSTOMER)),
        day_first=True,
        time_zone="Europe/Berlin",
    )
    (only,), _ = parts(path, mapping)
    assert [(message.role, message.sent_at.isoformat()) for message in only.messages if message.sent_at] == [
        (Role.AGENT, "2026-03-12T09:00:00+00:00"),
        (Role.CUSTOMER, "2026-03-12T10:00:00+00:00"),
    ]


def test_a_look_shows_each_column(tmp_path: Path):
    seen = look(written(tmp_path, "id,who,text,empty\n1,customer,Where is my parcel?,\n1,,It comes tomorrow.,\n"))
    assert [(column.header, column.first, column.filled, column.meaning) for column in seen.columns] == [
        ("id", "1", 1.0, Meaning.CONVERSATION),
        ("who", "customer", 0.5, Meaning.AUTHOR),
        ("text", "Where is my parcel?", 1.0, Meaning.TEXT),
        ("empty", "", 0.0, Meaning.LEAVE_OUT),
    ]


def roles(folder: Path, content: str) -> list[str]:
    (only,), _ = parts(written(folder, content))
    return [message.role.value for message in only.messages]


def test_without_roles_the_requester_is_the_customer_and_a_bot_has_the_name_of_one(tmp_path: Path):
    content = (
        "id,requester,author,text\n1,ada,HelpBot,How can I help you today?\n1,ada,ben,Let me have a look at it.\n1,ada,ada,My parcel is late again.\n"
    )
    assert roles(tmp_path, content) == ["bot", "agent", "customer"]


def test_without_roles_and_requester_the_first_author_is_the_customer(tmp_path: Path):
    assert roles(tmp_path, "id,author,text\n1,ada,My parcel is late again.\n1,ben,Let me have a look at it.\n1,ada,Thank you very much.\n") == [
        "customer",
        "agent",
        "customer",
    ]


def test_without_any_author_every_message_is_the_customers(tmp_path: Path):
    assert roles(tmp_path, "id,text\n1,My parcel is late again.\n1,Is anybody there at all?\n") == ["customer", "customer"]


def test_a_public_column_marks_the_other_messages_as_internal(tmp_path: Path):
    (only,), _ = parts(written(tmp_path, "id,text,public\n1,My parcel is late again.,true\n1,She wrote twice already.,false\n"))
    assert [message.internal for message in only.messages] == [False, True]


def test_the_order_of_day_and_month_is_found_far_down_the_file(tmp_path: Path):
    rows = "".join(f"{number},0{number % 9 + 1}/03/2026 10:00,Where is my parcel?\n" for number in range(2_500))
    for last, day_first, note in (
        ("2500,13/03/2026 10:00,x\n", True, "dates read day first: a first number above 12 was found"),
        ("2500,03/13/2026 10:00,x\n", False, "dates read month first: a second number above 12 was found"),
    ):
        path = written(tmp_path, "id,date,text\n" + rows + last)
        seen = look(path)
        assert seen.mapping is not None
        assert (seen.mapping.day_first, seen.notes) == (day_first, (note,))
        assert {item.started_at.isoformat()[:7] for item in parts(path)[0] if item.started_at} == (
            {"2026-03"} if day_first else {f"2026-0{month}" for month in range(1, 10)}
        )


def test_an_order_that_nothing_shows_is_told(tmp_path: Path):
    seen = look(written(tmp_path, "id,date,text\n1,03/04/2026 10:00,Where is my parcel?\n"))
    assert seen.notes == ("dates could be read day first or month first; no number above 12 was found, so check one",)


def test_where_nothing_shows_the_order_the_number_that_changes_more_often_is_the_day(tmp_path: Path):
    for first, second, day_first, told in ((True, False, True, "first"), (False, True, False, "second")):
        rows = "".join(f"{n},0{n if first else 3}/0{n if second else 3}/2026 10:00,Where is my parcel?\n" for n in range(1, 8))
        seen = look(written(tmp_path, "id,date,text\n" + rows))
        assert seen.mapping is not None
        assert (seen.mapping.day_first, seen.notes[1:]) == (day_first, (f"the {told} number changes more often, as days do",))


def test_dates_with_dots_begin_with_the_day(tmp_path: Path):
    seen = look(written(tmp_path, "id,date,text\n1,03.04.2026 10:00,Where is my parcel?\n"))
    assert seen.mapping is not None
    assert (seen.mapping.day_first, seen.notes) == (True, ("dates read day first, as dates with dots are",))


def test_a_case_reference_and_happiness_are_known_and_a_robot_face_is_a_bot(tmp_path: Path):
    path = written(
        tmp_path, "Case Ref.,Sender name,Msg body,Happy?\n#1,Jane,Where is my parcel today?,good\n#1,Sparky 🤖,It comes tomorrow by noon.,\n"
    )
    seen = look(path)
    assert seen.mapping is not None
    assert [meaning for _, meaning in seen.mapping.columns] == [M.CONVERSATION, M.AUTHOR, M.TEXT, M.CSAT]
    assert seen.mapping.ratings == (("good", 5),)
    (only,), _ = parts(path)
    assert [message.role for message in only.messages] == [Role.CUSTOMER, Role.BOT]


def test_a_transcript_table_without_ids_gets_the_same_ids_every_time(tmp_path: Path):
    path = written(tmp_path, 'transcript\n"Customer: hi\nAgent: hello"\n"Customer: hey\nAgent: yes"\n')
    first, second = parts(path)[0], parts(path)[0]
    assert len({item.conversation_id for item in first}) == 2
    assert words(first) == words(second)


def test_the_same_id_in_two_transcripts_is_a_duplicate(tmp_path: Path):
    conversations, rejects = parts(written(tmp_path, 'id,transcript\n1,"Customer: hi\nAgent: hello"\n1,"Customer: hey\nAgent: yes"\n'))
    assert words(conversations) == {"1": ["hi", "hello"]}
    assert [(reject.row, reject.reason) for reject in rejects] == [(4, "duplicate: the conversation 1 is already in row 2")]


SYSTEMS = {
    "Front": (
        '"Message ID","Message date","Direction","Author","Subject","Body","Conversation ID"\n'
        '"m1","2026-03-12 14:05:00","Inbound","","Where","Where is my order?","cnv_1"\n'
        '"m2","2026-03-12 15:05:00","Outbound","Ben","Re: Where","It arrives tomorrow.","cnv_1"\n'
    ),
    "Gorgias": (
        '"Ticket id","Channel","Subject","Created (UTC)","Customer email","Message body","Sender"\n'
        '9,email,Lamp,2026-03-12 14:05,ada@mail.example,"Where is my lamp?",customer\n9,email,Lamp,2026-03-12 14:15,ada@mail.example,"On its way.",agent\n'
    ),
    "Help Scout": (
        "Conversation Number,Subject,Customer,Created At,Thread Body,Thread Author\n"
        "12,Lamp,Ada,2026-03-12 14:05,Where is my lamp?,Ada\n12,Lamp,Ada,2026-03-12 14:15,On its way.,Ben\n"
    ),
    "Chatwoot": (
        "Conversation ID,Contact Name,Inbox,Message Type,Sender Name,Content,Created At\n"
        "1,Ada,Web,incoming,Ada,Where is my lamp?,2026-03-12 14:05\n1,Ada,Web,outgoing,Ben,On its way.,2026-03-12 14:06\n"
    ),
}


@pytest.mark.parametrize("name", SYSTEMS)
def test_tables_of_known_systems_need_no_correction(name: str, tmp_path: Path):
    conversations, rejects = parts(written(tmp_path, SYSTEMS[name]))
    assert rejects == []
    assert [[message.role.value for message in item.messages] for item in conversations] == [["customer", "agent"]]


def test_a_table_without_messages_says_how_to_get_them(tmp_path: Path):
    with pytest.raises(MissingColumns) as caught:
        look(written(tmp_path, '"Ticket ID","Subject","Status","Created time"\n1,"Lamp","Closed","2026-03-12 14:05:00"\n'))
    assert "Export it with messages, or as JSON." in f"{caught.value} {caught.value.hint}"
