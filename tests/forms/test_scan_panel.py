"""A real table is brought in pieces, described and checked; with the keyboard alone, on a phone, refused in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from harness import Bench
from playwright.sync_api import Locator, expect
from test_accessible import WIDTHS, fits, violations

from premortem.forms.widgets import Page, Scan

Message = dict[str, Any]
TABLE = {
    "name": "orders.csv",
    "size": "2.4 MB",
    "rows": 1200,
    "notes": ["Cells are separated by a comma."],
    "columns": ["id", "region", "", "paid <b>", "said"],
}
WIDE = {**TABLE, "columns": [f"column {n}" for n in range(500)]}
EVIDENCE = '<section class="verdict" data-verdict="not-known"><p class="verdict-level">Not known</p></section>{more}'


class Server:
    """Takes pieces as the app does; `mode` is "well", "silent", or the line with which it refuses."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.mode, self.pieces = bench, "well", list[Message]()

    def hear(self, name: str, message: Message) -> None:
        if name != "scan" or message["type"] != "upload":
            return
        self.pieces.append(message)
        if self.mode == "well":
            came = min(message["offset"] + 2**20, message["size"])
            self.bench.tell("scan", {"type": "uploaded", "id": message["id"], "bytes": came})
        elif self.mode != "silent":
            self.bench.tell("scan", {"type": "refused", "at": "table", "id": message["id"], "message": self.mode})


@pytest.fixture
def server(bench: Bench) -> Server:
    return Server(bench)


@pytest.fixture
def show(bench: Bench, server: Server, show_form: Callable[..., None]) -> Callable[..., Locator]:
    """Mount the panel under a form, as a chapter does."""

    def mount(**traits: Any) -> Locator:
        show_form()
        bench.hear = server.hear
        bench.mount(Scan, "scan", "#asked", **traits)
        return bench.page.get_by_role("region", name="Look at a real table")

    return mount


def file(panel: Locator) -> Locator:
    return panel.get_by_label("A file with the table")


def alarm(panel: Locator, kind: str = "table") -> Locator:
    return panel.locator(f"[data-intake={kind}] .pm-error")


def check(panel: Locator) -> Locator:
    return panel.get_by_role("button", name="Check this table")


def csv(folder: Path, size: int, name: str = "orders.csv") -> Path:
    path = folder / name
    path.write_bytes((b"1,2.5,north\n" * (size // 12 + 1))[:size])
    return path


def test_a_file_leaves_in_pieces_of_a_megabyte_each_after_the_one_before(
    bench: Bench, server: Server, show: Callable[..., Locator], tmp_path: Path
) -> None:
    panel = show()
    file(panel).set_input_files(csv(tmp_path, 2_500_000))
    expect(panel.get_by_role("progressbar")).to_have_count(0)
    first, *_ = server.pieces
    assert [piece["offset"] for piece in server.pieces] == [0, 2**20, 2**21]
    assert {piece["id"] for piece in server.pieces} == {first["id"]}
    assert (first["kind"], first["name"], first["size"]) == ("table", "orders.csv", 2_500_000)
    bench.set("scan", table=TABLE)
    expect(panel).to_contain_text("orders.csv · 2.4 MB · 1,200 rows · 5 columns")
    expect(panel.get_by_label("Name of the source")).to_have_value("orders.csv")


def test_while_it_is_on_its_way_the_bar_says_how_much_and_it_can_be_cancelled(
    bench: Bench, server: Server, show: Callable[..., Locator], tmp_path: Path
) -> None:
    panel = show()
    server.mode = "silent"
    file(panel).set_input_files(csv(tmp_path, 4_000_000))
    bar = panel.get_by_role("progressbar", name="orders.csv: 0.0 of 4.0 MB")
    expect(bar).to_have_attribute("aria-valuenow", "0")
    bench.page.wait_for_function("models.scan.sent.some((m) => m.type === 'upload')")
    bench.tell("scan", {"type": "uploaded", "id": server.pieces[0]["id"], "bytes": 2**20})
    expect(panel.get_by_role("progressbar", name="orders.csv: 1.0 of 4.0 MB")).to_have_attribute("aria-valuenow", "26")
    expect(file(panel)).to_be_disabled()
    panel.get_by_role("button", name="Cancel the upload").click()
    assert bench.sent("scan", "abandon") == [{"type": "abandon", "id": server.pieces[0]["id"]}]
    expect(bar).to_have_count(0)
    expect(file(panel)).to_be_focused()


def test_a_file_above_the_limit_is_refused_before_a_byte_is_sent(
    server: Server, show: Callable[..., Locator], tmp_path: Path
) -> None:
    panel = show(upload_mb=2)
    file(panel).set_input_files(csv(tmp_path, 2_000_001))
    expect(alarm(panel)).to_have_text(
        "orders.csv has 2.0 MB, at most 2 MB can be sent here: bring a part of it, "
        "or use premortem scan on the machine where it lies."
    )
    file(panel).set_input_files(csv(tmp_path, 0, "nothing.csv"))
    expect(alarm(panel)).to_have_text("nothing.csv is empty: choose a file with rows.")
    assert server.pieces == []


def test_what_the_server_refuses_stands_beside_the_file_and_another_may_be_chosen(
    server: Server, show: Callable[..., Locator], tmp_path: Path
) -> None:
    panel = show()
    server.mode = "The server has no room for 1.0 MB now: bring a part of the table."
    file(panel).set_input_files(csv(tmp_path, 1_000_000))
    expect(alarm(panel)).to_have_text(server.mode)
    expect(file(panel)).to_have_attribute("aria-invalid", "true")
    server.mode = "well"
    file(panel).set_input_files(csv(tmp_path, 1_000_000))
    expect(alarm(panel)).to_be_empty()


def test_a_workbook_that_does_not_answer_is_told_after_a_while(
    bench: Bench, server: Server, show: Callable[..., Locator], tmp_path: Path
) -> None:
    bench.page.clock.install()
    panel = show()
    server.mode = "silent"
    file(panel).set_input_files(csv(tmp_path, 1000))
    panel.get_by_role("progressbar").wait_for()
    bench.page.wait_for_function("models.scan.sent.some((m) => m.type === 'upload')")
    bench.page.clock.run_for(61_000)
    expect(alarm(panel)).to_contain_text("The upload broke off, as the workbook does not answer")


def test_a_file_can_be_dropped(server: Server, show: Callable[..., Locator], bench: Bench) -> None:
    panel = show()
    given = "() => { const t = new DataTransfer(); t.items.add(new File(['a,b\\n1,2\\n'], 'dropped.csv')); return t }"
    panel.locator(".pm-drop").first.dispatch_event("drop", {"dataTransfer": bench.page.evaluate_handle(given)})
    bench.page.wait_for_function("models.scan.sent.some((m) => m.type === 'upload')")
    assert server.pieces[0]["name"] == "dropped.csv"


def test_what_is_known_of_a_table_is_sent_by_the_places_of_its_columns(
    bench: Bench, show: Callable[..., Locator]
) -> None:
    panel = show(table=TABLE, sources=["Orders", "Weather"])
    panel.get_by_label("Name of the source").fill("Orders")
    panel.get_by_role("button", name="What else do you know about it?").click()
    panel.get_by_label("Which column holds the right answer?").select_option("paid <b>")
    panel.get_by_label("Which column holds what a model said?").select_option("said")
    groups = panel.get_by_role("group", name="Which columns name groups of people or things?").first
    groups.get_by_label("region").check()
    groups.get_by_label("column 3, without a name").check()
    panel.get_by_role("group", name="Which columns together name one row?").first.get_by_label("id", exact=True).check()
    expect(panel.get_by_label("Mask the examples")).to_be_hidden()
    panel.get_by_label("Keep up to five example rows").check()
    panel.get_by_label("Mask the examples").check()
    check(panel).click()
    assert bench.sent("scan", "scan") == [
        {
            "type": "scan", "source": "Orders", "label": 3, "prediction": 4, "groups": [1, 2], "key": [0],
            "keep": True, "masked": True,
        }
    ]  # fmt: skip


def test_no_example_is_kept_unless_somebody_says_so(bench: Bench, show: Callable[..., Locator]) -> None:
    panel = show(table=TABLE)
    check(panel).click()
    (asked,) = bench.sent("scan", "scan")
    assert (asked["keep"], asked["masked"], asked["label"], asked["groups"]) == (False, False, None, [])


def test_in_a_wide_table_columns_are_found_by_a_part_of_their_name(bench: Bench, show: Callable[..., Locator]) -> None:
    panel = show(table=WIDE)
    panel.get_by_role("button", name="What else do you know about it?").click()
    groups = panel.get_by_role("group", name="Which columns name groups of people or things?").first
    expect(groups.get_by_role("checkbox")).to_have_count(200)
    expect(groups).to_contain_text("300 more: type a part of the name.")
    groups.get_by_label("Find a column by a part of its name").fill("n 499")
    groups.get_by_role("checkbox").check()
    groups.get_by_label("Find a column by a part of its name").fill("no such")
    expect(groups).to_contain_text("No column has this in its name.")
    expect(groups).to_contain_text("Ticked: column 499")
    check(panel).click()
    assert bench.sent("scan", "scan")[0]["groups"] == [499]


def test_progress_is_told_by_check_and_can_be_stopped_with_the_keyboard_alone(
    bench: Bench, show: Callable[..., Locator]
) -> None:
    panel = show(table=TABLE)
    keys = bench.page.keyboard
    check(panel).focus()
    keys.press("Enter")
    bench.set("scan", doing="wait")
    expect(panel.get_by_role("progressbar")).to_have_accessible_name(
        "Two other tables are being read on this server: yours is next, wait a moment."
    )
    expect(panel.get_by_role("button", name="Stop")).to_be_focused()
    bench.set("scan", doing="scan", progress={"done": 18, "of": 26, "title": "Columns that give the answer away"})
    expect(panel.get_by_role("progressbar")).to_have_accessible_name("18 of 26: columns that give the answer away")
    expect(panel.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "69")
    expect(panel.get_by_role("status")).to_be_empty()
    expect(file(panel)).to_be_disabled()
    keys.press("Enter")
    assert bench.sent("scan", "cancel") == [{"type": "cancel"}]
    bench.set("scan", doing="", progress={}, said="Stopped. Nothing was kept.")
    expect(check(panel)).to_be_focused()
    expect(panel.get_by_role("status")).to_have_text("Stopped. Nothing was kept.")


def test_whoever_waited_goes_on_at_the_evidence_and_whoever_went_on_is_left_there(
    bench: Bench, show: Callable[..., Locator]
) -> None:
    panel = show(table=TABLE)
    bench.mount(Page, "page", "#found", html=EVIDENCE.format(more=""), chapter="a")
    check(panel).click()
    bench.set("scan", doing="scan")
    bench.set("scan", doing="", said="Read 1,200 rows and 5 columns: 2 findings. They stand in the findings.")
    bench.tell("scan", {"type": "scanned", "scan": "s1"})
    bench.set(
        "page", html=EVIDENCE.format(more='<section><h3>Found</h3><button data-drop-scan="s1">Drop</button></section>')
    )
    expect(bench.page.get_by_role("heading", name="Found")).to_be_focused()
    expect(panel.get_by_role("status")).to_contain_text("2 findings")
    elsewhere = bench.page.locator('[data-question="every-kind.route"] input').first
    elsewhere.focus()
    bench.tell("scan", {"type": "scanned", "scan": "s1"})
    bench.page.wait_for_timeout(150)
    expect(elsewhere).to_be_focused()


def test_a_path_is_asked_for_only_where_one_may_be_named(bench: Bench, show: Callable[..., Locator]) -> None:
    panel = show(addresses="A file on this computer.")
    panel.get_by_role("button", name="Open it").first.click()
    expect(alarm(panel)).to_have_text("Type where the table lies first.")
    panel.get_by_label("Or a path or an address").fill(" /data/orders.parquet ")
    bench.page.keyboard.press("Enter")
    assert bench.sent("scan", "look") == [{"type": "look", "kind": "table", "address": "/data/orders.parquet"}]
    bench.tell("scan", {"type": "refused", "at": "table", "id": "", "message": "There is no file there."})
    expect(alarm(panel)).to_have_text("There is no file there.")


def test_in_an_app_without_permission_no_path_is_asked_for(show: Callable[..., Locator]) -> None:
    panel = show(table=TABLE)
    panel.get_by_role("button", name="What else do you know about it?").click()
    expect(panel.get_by_label("path")).to_have_count(0)


def test_the_second_table_and_the_rules_are_taken_back(bench: Bench, show: Callable[..., Locator]) -> None:
    panel = show(table=TABLE, against={**TABLE, "name": "test.csv"}, rules={"name": "orders.yaml"})
    panel.get_by_role("button", name="What else do you know about it?").click()
    for kind, name in (("against", "test.csv"), ("rules", "orders.yaml")):
        intake = panel.locator(f"[data-intake={kind}]")
        expect(intake).to_contain_text(name)
        intake.get_by_role("button", name="Leave it out").click()
        bench.set("scan", **{kind: {}})
        expect(intake).not_to_contain_text(name)
    assert [message["kind"] for message in bench.sent("scan", "drop")] == ["against", "rules"]


def test_a_refusal_of_the_second_table_opens_what_hides_it(bench: Bench, show: Callable[..., Locator]) -> None:
    panel = show(table=TABLE)
    bench.tell("scan", {"type": "refused", "at": "against", "id": "", "message": "It has no rows."})
    expect(alarm(panel, "against")).to_be_visible()
    bench.tell("scan", {"type": "refused", "at": "scan", "id": "", "message": "Give the source a name."})
    expect(panel.locator(":scope > .pm-error")).to_have_text("Give the source a name.")


JUDGED = (
    '<section><div class="card"><input data-reason aria-label="Reason">'
    '<button data-judge="confirmed" data-scan="s1" data-finding="missing|a">Confirm</button>'
    '<button data-judge="dismissed" data-scan="s1" data-finding="missing|a">Dismiss</button>'
    '<button data-judge="risk" data-scan="s1" data-finding="missing|a">Make it a risk</button></div>'
    '<button data-drop-scan="s1">Drop</button></section>'
)


def test_a_finding_is_judged_and_dismissed_only_with_a_reason(bench: Bench, show_form: Callable[..., None]) -> None:
    show_form()
    bench.mount(Page, "page", "#found", html=JUDGED, chapter="a")
    page = bench.page
    page.get_by_role("button", name="Dismiss").click()
    assert bench.sent("page", "judge") == []
    expect(page.get_by_label("Reason")).to_be_focused()
    page.get_by_label("Reason").fill("It is empty by design")
    for name in ("Dismiss", "Confirm", "Make it a risk", "Drop"):
        page.get_by_role("button", name=name).click()
    about = {"type": "judge", "scan": "s1", "finding": "missing|a"}
    assert bench.sent("page", "judge") == [
        {**about, "judgement": "dismissed", "reason": "It is empty by design"},
        {**about, "judgement": "confirmed", "reason": ""},
        {**about, "judgement": "risk", "reason": ""},
    ]
    assert bench.sent("page", "drop-scan") == [{"type": "drop-scan", "scan": "s1"}]
    bench.tell("page", {"type": "goto", "question": "every-kind.owner"})
    expect(page.locator('[data-question="every-kind.owner"] input')).to_be_focused()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_panel_is_accessible_and_fits_whatever_it_shows(
    bench: Bench, show: Callable[..., Locator], width: int
) -> None:
    bench.page.set_viewport_size({"width": width, "height": 900})
    panel = show(addresses="A file on this computer.", sources=["Orders"])
    assert violations(bench) == []
    long = {**WIDE, "name": "a_very_long_name_of_a_file_without_any_space_in_it_" * 3 + ".csv"}
    bench.set("scan", table=long, against=TABLE, rules={"name": "orders.yaml"})
    panel.get_by_role("button", name="What else do you know about it?").click()
    panel.get_by_label("Keep up to five example rows").check()
    bench.tell("scan", {"type": "refused", "at": "rules", "id": "", "message": "Line 3 is no rule: write one."})
    assert violations(bench) == []
    assert fits(bench)
    bench.set("scan", doing="scan", progress={"done": 3, "of": 26, "title": "Rows that are there twice"})
    assert violations(bench) == []
    assert fits(bench)
