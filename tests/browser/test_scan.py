"""A real table in the real app: uploaded, checked, judged, put into the register, exported; and what is refused."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.answers import TITLES
from browser.running import App
from browser.test_lab import _run
from browser.visitor import PATIENCE, Visitor
from premortem.store import open_log
from premortem.workbook import Workbook, link_in

Shoot = Callable[[Page, str], None]
CHAPTER = "data-risks"
RISKS = f"{CHAPTER}.risks"
SECRET = "Zebrafish"  # stands in cells only
READING = 120_000
FIGURES = {
    "probability": {"low": 10, "best": 30, "high": 60},
    "detection": {"low": 20, "best": 40, "high": 70},
    "late": {"low": 40_000, "best": 80_000, "high": 150_000},
    "early": {"low": 2_000, "best": 5_000, "high": 10_000},
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """An app of its own: two megabytes are as much as it takes, and nothing that another test found is kept."""
    folder = tmp_path_factory.mktemp("app")
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("PREMORTEM_UPLOAD_MB", "2")
        settings.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        running = App(folder / "store.sqlite", folder / "app.log")
    yield running
    running.stop()


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """3,000 orders: ages missing, a column known only afterwards, one country in two spellings, orders there twice."""
    chance = random.Random(tmp_path.name)  # a table of its own: what was read before is not read again
    lines = ["order,region,age,country,refunded on,note,churned"]
    for number in range(3000):
        churned = chance.random() < 0.3
        age = "" if chance.random() < 0.12 else str(chance.randint(18, 80))
        country = chance.choice(["Germany", "Germany", "germany", "France"])
        refund = f"2026-0{chance.randint(1, 9)}-11" if churned else ""
        region = chance.choice(["north", "south", "east"])
        order = number - 1 if number % 50 == 0 else number
        lines.append(f"{order},{region},{age},{country},{refund},{SECRET} {number},{'yes' if churned else 'no'}")
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture
def link(app: App, visitor: Visitor, page: Page) -> str:
    """A new workbook in euros, open at the chapter."""
    page.goto(app.url)
    visitor.begin("Orders")
    visitor.answer("start.currency", "EUR")
    visitor.saved()
    visitor.open(TITLES[CHAPTER], CHAPTER)
    return link_in(page.url)


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Look at a real table")


def file(page: Page) -> Locator:
    return panel(page).get_by_label("A file with the table")


def check(page: Page) -> Locator:
    return panel(page).get_by_role("button", name="Check this table")


def card(page: Page, title: str) -> Locator:
    return page.locator("article.finding").filter(has_text=title).first


def opened(page: Page, path: Path) -> None:
    """Upload a table and wait until its columns are known."""
    file(page).set_input_files(path)
    expect(panel(page)).to_contain_text("is open: say what you know about it", timeout=READING)


def checked(page: Page, path: Path) -> None:
    """Upload a table, say which column holds the right answer and what its key is, and wait for what is found."""
    opened(page, path)
    panel(page).get_by_role("button", name="What else do you know about it?").click()
    panel(page).get_by_label("Which column holds the right answer?").select_option("churned")
    keys = panel(page).get_by_role("group", name="Which columns together name one row?").first
    keys.get_by_label("order", exact=True).check()
    check(page).click()
    expect(panel(page)).to_contain_text("They stand in the findings.", timeout=READING)


@pytest.mark.parametrize("width", [390, 1440])
def test_a_table_becomes_evidence_that_the_team_judges_and_takes_along(
    app: App, visitor: Visitor, page: Page, link: str, orders: Path, shoot: Shoot, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    shoot(page, f"scan-before-{width}")
    opened(page, orders)
    panel(page).get_by_role("button", name="What else do you know about it?").click()
    panel(page).get_by_label("Which column holds the right answer?").select_option("churned")
    keys = panel(page).get_by_role("group", name="Which columns together name one row?").first
    keys.get_by_label("order", exact=True).check()
    shoot(page, f"scan-described-{width}")
    check(page).click()
    panel(page).get_by_text(" of 26: ").first.wait_for(timeout=READING)
    shoot(page, f"scan-checking-{width}")
    expect(panel(page)).to_contain_text("They stand in the findings.", timeout=READING)
    expect(page.get_by_role("heading", name="Evidence from the table")).to_be_focused(timeout=PATIENCE)
    shoot(page, f"scan-found-{width}")

    leak = card(page, "Columns that give the answer away")
    expect(leak).to_contain_text("refunded on")
    for title in ("Columns that give the answer away", "Empty cells"):
        card(page, title).get_by_role("button", name="It is so").click()
        expect(card(page, title).get_by_role("button", name="It is so")).to_have_count(0, timeout=PATIENCE)
    spelled = card(page, "One thing spelled in several ways")
    spelled.get_by_text("Dismiss it").click()
    spelled.get_by_role("button", name="Dismiss, with this reason").click()
    expect(spelled.get_by_label("Why is this no trouble?")).to_be_focused()
    spelled.get_by_label("Why is this no trouble?").fill("They are joined before training")
    spelled.get_by_role("button", name="Dismiss, with this reason").click()
    expect(page.locator(".evidence")).to_contain_text("1 dismissed", timeout=PATIENCE)

    card(page, "Keys that are not unique").get_by_role("button", name="Put in the register").click()
    row = visitor.question(RISKS).locator("[data-row-id]")
    expect(row).to_have_count(1, timeout=PATIENCE)
    expect(row.locator("[data-column='what'] :is(input, textarea)")).to_be_focused(timeout=PATIENCE)
    for column, figures in FIGURES.items():
        for part, number in figures.items():
            row.locator(f"[data-column='{column}'] [data-part={part}]").fill(str(number))
    visitor.saved()

    page.goto(f"{app.url}/?workbook={link}&chapter={CHAPTER}")
    visitor.at(CHAPTER)
    expect(page.locator(".evidence")).to_contain_text("1 dismissed", timeout=PATIENCE)
    assert visitor.shown(RISKS, "probability") == {"low": "10", "best": "30", "high": "60"}
    with open_log(f"sqlite:///{app.store}") as log:
        workbook = Workbook(log, link)
        (scanned,) = workbook.state.scans
        judged = sorted(each.judgement for each in scanned.judged.values())
        assert judged == ["confirmed", "confirmed", "dismissed", "risk"]
        (risk,) = workbook.state.rows(RISKS)
        assert {column: risk.values[column] for column in FIGURES} == FIGURES
        assert SECRET not in str(workbook.recorded)

    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    report = download.value.path().read_text("utf-8")
    assert "Columns that give the answer away" in report
    assert "refunded on" in report
    assert SECRET not in report


def test_who_only_reads_sees_the_evidence_and_can_change_nothing(
    app: App, visitor: Visitor, page: Page, link: str, orders: Path, browser: Browser
) -> None:
    opened(page, orders)
    check(page).click()
    expect(panel(page)).to_contain_text("They stand in the findings.", timeout=READING)
    with open_log(f"sqlite:///{app.store}") as log:
        read = Workbook(log, link).links.read
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    reader = context.new_page()
    reader.goto(f"{app.url}/?workbook={read}&chapter={CHAPTER}")
    expect(reader.locator(".evidence")).to_be_visible(timeout=PATIENCE)
    expect(panel(reader)).to_have_count(0)
    expect(reader.locator("[data-judge], [data-drop-scan], input[type=file]")).to_have_count(0)
    context.close()
    assert visitor.verdict


def test_a_file_above_the_limit_is_refused_before_a_byte_is_sent(
    page: Page, link: str, tmp_path: Path, shoot: Shoot
) -> None:
    assert link
    large = tmp_path / "large.csv"
    large.write_bytes(b"a,b\n" + b"1,2\n" * 600_000)
    sent: list[int] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(len(frame))))
    file(page).set_input_files(large)
    expect(panel(page).get_by_role("alert").first).to_contain_text(
        "large.csv has 2.4 MB, at most 2 MB can be sent here", timeout=PATIENCE
    )
    shoot(page, "scan-too-large")
    assert not any(size > 100_000 for size in sent)


def test_a_check_is_stopped_in_the_middle_and_leaves_nothing(app: App, page: Page, link: str, orders: Path) -> None:
    opened(page, orders)
    check(page).click()
    panel(page).get_by_role("button", name="Stop").click()
    expect(panel(page)).to_contain_text("Stopped. Nothing was kept.", timeout=PATIENCE)
    expect(check(page)).to_be_focused()
    with open_log(f"sqlite:///{app.store}") as log:
        assert Workbook(log, link).state.scans == ()


def test_in_the_public_app_no_path_is_asked_for(page: Page, link: str) -> None:
    assert link
    expect(file(page)).to_be_visible(timeout=PATIENCE)
    expect(panel(page).get_by_label("path")).to_have_count(0)


def test_what_is_no_table_is_told_beside_the_file(page: Page, link: str, tmp_path: Path) -> None:
    assert link
    path = tmp_path / "picture.xlsx"
    path.write_bytes(b"PK\x03\x04 this is no sheet")
    file(page).set_input_files(path)
    alarm = panel(page).get_by_role("alert").first
    expect(alarm).to_contain_text("picture.xlsx", timeout=READING)
    assert "Traceback" not in alarm.inner_text()


def test_in_a_chapters_own_notebook_a_table_is_named_by_its_path(
    page: Page, visitor: Visitor, orders: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("lab")
    lab = App(folder / "store.sqlite", folder / "lab.log", "lab", "--port", "0", "--no-browser")
    try:
        with open_log(f"sqlite:///{lab.store}") as log:
            link = Workbook.create(log, "By path").link
        _run(page, lab, "02-data-risks.ipynb")
        visitor.at(CHAPTER)
        panel(page).get_by_label("Or a path or an address").fill(str(orders))
        page.keyboard.press("Enter")
        expect(panel(page)).to_contain_text("is open: say what you know about it", timeout=READING)
        check(page).click()
        expect(panel(page)).to_contain_text("They stand in the findings.", timeout=READING)
        with open_log(f"sqlite:///{lab.store}") as log:
            assert Workbook(log, link).state.scans[0].scan.rows == 3000
    finally:
        lab.stop()
    assert orders.exists(), "a table that was named is only read"
