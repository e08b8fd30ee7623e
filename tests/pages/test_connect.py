"""Connecting a live system on the screen: seen, tested, pulled, watched, locked, disconnected. The system is played on this machine."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from insights.connectors.fields import Kind
from insights.pipeline.live import connections
from insights.pipeline.live.connections import Safe, Wishes
from insights.pipeline.live.keeper import Keeper, ask
from insights.pipeline.live.tokens import Keep
from insights.pipeline.pulling import run_pull
from insights.store.control import Control
from tests.insights.connectors.played import GIVEN, world_of
from tests.insights.connectors.playing import TOKEN, Answered, served
from tests.pages.conftest import APP, words

FAULT = "could not be shown"
PASSPHRASE = "four words that fit"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HEADROOM_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def world(monkeypatch):
    with served(world_of("zendesk").fill(12)) as made:
        monkeypatch.setattr(connections, "TEST", made.network)
        yield made


@pytest.fixture
def keeper(home):
    made = Keeper(home)
    yield made
    made.close()


def opened(page: str = "start", **asked: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30)
    for name, value in asked.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page(f"pages/{page}.py").run() if page != "start" else app


def filled(app: AppTest, **given: str) -> AppTest:
    for name, value in (GIVEN["zendesk"] | given).items():
        app.text_input(key=f"connect_zendesk_{name}").input(value)
    return app.run()


def connected(home, keeper, **how) -> tuple[str, str]:
    workspace = Control(home).create_workspace("Acme").id
    return workspace, connections.connect(home, workspace, "zendesk", GIVEN["zendesk"], keeper, account="Ada", **how)


def said(app: AppTest) -> str:
    return words(app).replace("\\", "").replace("\u2060", "")


def test_the_door_leads_to_a_form_that_says_who_is_asked_and_what_stays(home):
    assert "only your own account is asked" in said(opened())
    app = opened(connect="zendesk")
    assert "asks **your address at zendesk.com**, and nobody else" in said(app)
    assert "no conversation, label or number is sent" in said(app)
    assert "asks **acme.zendesk.com**" in said(filled(app))
    assert FAULT not in said(app)


@pytest.mark.parametrize("system", [each.name for each in connections.SYSTEMS])
def test_every_system_has_a_form_that_masks_its_secrets(home, system):
    app = opened(connect=system)
    one = next(each for each in connections.SYSTEMS if each.name == system)
    masked = [each.label for each in app.text_input if each.proto.type == each.proto.PASSWORD]
    assert masked == [each.label for each in one.fields if each.kind is Kind.SECRET]
    assert FAULT not in said(app)


def test_a_system_that_there_is_not_is_told_calmly(home):
    assert "This system cannot be connected." in said(opened(connect="fax"))


def test_what_is_missing_is_said_before_anybody_is_asked(home, world):
    app = opened(connect="zendesk")
    app.button(key="connect_test").click().run()
    assert "Subdomain is missing." in said(app)
    assert world.asked == []


def test_a_test_says_in_one_line_what_can_be_reached(home, world):
    app = filled(opened(connect="zendesk"))
    app.button(key="connect_test").click().run()
    assert "Reached Ada: about 12 conversations." in said(app)
    assert Control(home).workspaces() == ()


def test_a_right_that_is_missing_keeps_from_connecting(home, world):
    world.faults[3] = Answered(403)
    app = filled(opened(connect="zendesk"))
    app.button(key="connect_go").click().run()
    assert "It may not: export tickets (admins only)." in said(app)
    assert Control(home).workspaces() == ()


def test_a_wrong_token_is_said_and_not_shown(home, world):
    world.revoked_from = 1
    app = filled(opened(connect="zendesk"))
    app.button(key="connect_go").click().run()
    assert "does not accept this API token" in said(app)
    assert "What came so far is kept" not in said(app)
    assert TOKEN not in said(app)


def test_connecting_begins_a_pull_and_shows_how_far_it_is(home, world):
    app = filled(opened(connect="zendesk"))
    app.button(key="connect_go").click().run()
    control = Control(home)
    (workspace,) = control.workspaces()
    (made,) = connections.connections(home, workspace.id)
    (job,) = control.jobs(workspace.id)
    assert (made.account, made.kept, made.days, made.nightly) == ("Ada", "session", 90, False)
    assert (job.kind, job.payload["connection"]) == ("pull", made.id)
    assert "Pulling from Zendesk" in said(app)
    assert ask(home, made.id) == TOKEN
    app.button(key=f"stop_{job.id}").click().run()
    assert control.job(job.id).state == "cancelled"
    assert "The pull from Zendesk stopped" in said(app)
    app.button(key=f"again_{made.id}").click().run()
    assert "Pulling from Zendesk" in said(app)


def test_what_came_is_told_and_leads_on(home, world, keeper):
    workspace, connection = connected(home, keeper, wishes=Wishes(days=None))
    control = Control(home)
    connections.request_pull(home, workspace, connection)
    job = control.claim("w")
    run_pull(home, control, job, lambda *_: None, network=world.network)
    control.finish(job)
    assert "**12 conversations**] came" in said(opened(workspace=workspace, pulled=connection))
    listed = said(opened("workspace", workspace=workspace))
    assert "**Zendesk** · Ada" in listed
    assert "everything · last pulled" in listed
    assert "12 conversations came so far · API token in memory until the app stops" in listed


def test_a_pull_that_failed_says_why_and_can_go_on(home, keeper):
    workspace, connection = connected(home, keeper)
    control = Control(home)
    connections.request_pull(home, workspace, connection)
    control.fail(control.claim("w"), "Zendesk does not answer.", "Try again later.")
    app = opened("workspace", workspace=workspace)
    assert "Zendesk does not answer." in said(app)
    app.button(key=f"again_{connection}").click().run()
    assert [job.state for job in control.jobs(workspace)] == ["queued", "failed"]


def test_a_locked_token_is_unlocked_by_its_passphrase_only(home, keeper):
    workspace, connection = connected(home, keeper, safe=Safe(Keep.FILE, PASSPHRASE))
    keeper.close()
    app = opened("workspace", workspace=workspace)
    assert "The API token is locked since the app was started." in said(app)
    app.text_input(key=f"token_{connection}").input("something else")
    app.button(key=f"use_{connection}").click().run()
    assert "This is not the passphrase." in said(app)
    app.text_input(key=f"token_{connection}").input(PASSPHRASE)
    app.button(key=f"use_{connection}").click().run()
    assert ask(home, connection) == TOKEN
    app.button(key=f"pull_{connection}").click().run()
    assert [job.kind for job in Control(home).jobs(workspace)] == ["pull"]


def test_a_token_that_is_gone_is_given_again_once_it_works(home, world, keeper):
    workspace, connection = connected(home, keeper)
    keeper.close()
    app = opened("workspace", workspace=workspace)
    app.text_input(key=f"token_{connection}").input("another")
    app.button(key=f"use_{connection}").click().run()
    assert ask(home, connection) == "another"


def test_every_night_is_switched_on_and_says_when_it_last_did(home, keeper):
    workspace, connection = connected(home, keeper, safe=Safe(Keep.FILE, PASSPHRASE))
    app = opened("workspace", workspace=workspace)
    app.toggle(key=f"nightly_{connection}").set_value(True).run()
    assert connections.connections(home, workspace)[0].nightly
    assert "It did not do so yet." in said(app)
    control = Control(home)
    control.enqueue(workspace, "pull", {"connection": connection, "who": "nightly"})
    control.finish(control.claim("w"))
    assert ": done." in said(opened("workspace", workspace=workspace))


def test_a_token_in_memory_cannot_wait_for_the_night(home, keeper):
    workspace, connection = connected(home, keeper)
    app = opened("workspace", workspace=workspace)
    assert app.toggle(key=f"nightly_{connection}").disabled


def test_disconnecting_deletes_the_token(home, keeper):
    workspace, connection = connected(home, keeper, safe=Safe(Keep.FILE, PASSPHRASE))
    app = opened("workspace", workspace=workspace)
    app.button(key=f"disconnect_{connection}").click().run()
    assert connections.connections(home, workspace) == ()
    assert "No system is connected." in said(app)


def test_a_longer_time_can_be_wanted_and_what_was_kept_be_read_anew_or_wiped(home, keeper):
    workspace, connection = connected(home, keeper, wishes=Wishes(keeps_raw=True))
    control = Control(home)
    app = opened("workspace", workspace=workspace)
    assert "what came is kept as it came, with its personal data" in said(app)
    assert app.button(key=f"span_{connection}").disabled
    app.selectbox(key=f"days_{connection}").select(365).run()
    app.button(key=f"span_{connection}").click().run()
    assert connections.connections(home, workspace)[0].days == 365
    control.cancel(control.jobs(workspace)[0].id)
    opened("workspace", workspace=workspace).button(key=f"over_{connection}").click().run()
    control.cancel(control.jobs(workspace)[0].id)
    opened("workspace", workspace=workspace).button(key=f"reread_{connection}").click().run()
    assert [job.state for job in control.jobs(workspace)] == ["queued", "cancelled", "cancelled"]
    opened("workspace", workspace=workspace).button(key=f"wipe_{connection}").click().run()
    assert not connections.connections(home, workspace)[0].keeps_raw


def test_help_articles_are_asked_for_where_the_same_token_opens_them(home, keeper):
    workspace, connection = connected(home, keeper)
    app = opened("workspace", workspace=workspace)
    app.button(key=f"articles_{connection}").click().run()
    assert [job.kind for job in Control(home).jobs(workspace)] == ["articles"]
    assert not [button for button in app.button if button.key == f"articles_{connection}"]


def test_a_new_token_takes_the_place_of_a_revoked_one_once_it_works(home, world, keeper):
    workspace, connection = connected(home, keeper, safe=Safe(Keep.FILE, PASSPHRASE))
    app = opened("workspace", workspace=workspace)
    app.text_input(key=f"new_{connection}").input("another")
    app.button(key=f"renew_{connection}").click().run()
    assert "A passphrase has at least 8 characters." in said(app)
    world.revoked_from = 1
    app.text_input(key=f"new_passphrase_{connection}").input(PASSPHRASE)
    app.button(key=f"renew_{connection}").click().run()
    assert "does not accept this API token" in said(app)
    assert ask(home, connection) == TOKEN
    world.revoked_from = None
    app.button(key=f"renew_{connection}").click().run()
    assert ask(home, connection) == "another"


def test_the_workspace_says_that_raw_payloads_hold_personal_data(home, keeper, open_page, homes):
    workspace, connection = connected(home, keeper, wishes=Wishes(keeps_raw=True))
    homes["live"] = home
    assert "is kept only with what came from live systems" in words(open_page("live", "workspace"))
    connections.change(home, workspace, connection, Wishes())
    assert "is not kept anywhere" in words(open_page("live", "workspace"))


@pytest.mark.parametrize(
    ("system", "word"),
    [("zendesk", "API token"), ("gorgias", "API key"), ("helpscout", "app secret"), ("imap", "password"), ("s3", "secret access key")],
)
def test_the_form_calls_the_secret_what_the_system_calls_it(home, system, word):
    app = opened(connect=system)
    assert f"Where the {word} is kept" in [each.label for each in app.radio]
    assert f"with your {word}." in said(app)
    assert "**Permission:**" in said(app)


def test_a_mailbox_asks_for_what_was_chosen_to_log_in_with(home):
    app = opened(connect="imap")
    app.selectbox(key="connect_imap_way").select("oauth").run()
    assert "OAuth token" in [each.label for each in app.text_input]
    assert "Where the OAuth token is kept" in [each.label for each in app.radio]


def test_where_to_find_each_thing_stands_below_its_field(home):
    assert "choose **Add API token**" in said(opened(connect="zendesk"))
