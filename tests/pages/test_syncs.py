"""Living sources on the screen: added, synced, tested, removed, their history, and their age."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, time, timedelta
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from analysis.mapping_file import parse_mapping
from analysis.schedule import Schedule
from data import accounts
from data.ledger import Source, SyncRun, open_ledger
from data.ledger.accounts import Account
from data.settings import Home
from data.snapshot import open_snapshot, publish
from data.sync import SyncOptions, sync
from pages.shared.text_sync import FOOT_LATE
from tests.conftest import MOMENT
from tests.data.sheet_values import ID, TAB, TOML, book
from tests.data.sheets_server import Rows, SheetsServer, serving

ROWS: Rows = [[46146.33 + row / 100, "X1", "Hài lòng", "nhanh"] for row in range(20)]
FOLDER = """[source]
name = "hop-thu"
kind = "folder"
path = "{path}"
partial = true
[columns]
submitted_at = "Thời gian"
unit = "Đơn vị"
[answers]
overall = "Chung"
"""


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[SheetsServer]:
    with serving() as running:
        running.books[ID] = book(ROWS)
        monkeypatch.setenv("SURVEY_SHEETS_URL", running.url)
        yield running


def page(app: AppTest, name: str, **address: str) -> AppTest:
    app.run()
    app.switch_page(f"pages/{name}.py")
    for key, value in address.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def living(app: AppTest) -> AppTest:
    return sound(page(app, "admin/sources", task="living"))


def sound(app: AppTest) -> AppTest:
    assert not app.exception and not [e.value for e in app.error]
    return app


def click(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def submit(app: AppTest, label: str = "Đọc tiêu đề") -> AppTest:
    return next(b for b in app.button if b.label == label).click().run()


def words_of(app: AppTest) -> str:
    parts = (app.text, app.caption, app.markdown, app.success, app.info, app.warning, app.error)
    return "\n".join(str(one.value) for part in parts for one in part).replace("\\", "")


def known(home: Home) -> tuple[list[Source], list[SyncRun]]:
    with closing(open_ledger(home)) as ledger:
        return ledger.sources(), ledger.sync_runs()


def with_sheet(home: Home, at: datetime = MOMENT) -> None:
    """The home once its sheet was registered and read at a moment."""
    with closing(open_ledger(home)) as ledger:
        ledger.add_source(parse_mapping(TOML), "thử", at)
        sync(ledger, SyncOptions("thử", clock=lambda: at))


def counted(home: Home) -> int:
    with open_snapshot(home).cursor() as cursor:
        return int(cursor.execute("SELECT count(*) FROM response").fetchone()[0])


def test_an_empty_history_says_what_a_living_source_is(tiny_store: Home, app: AppTest) -> None:
    sound(page(app, "admin/syncs"))
    assert app.subheader[0].value == "Chưa có lần đồng bộ nào"
    assert "bảng tính Google, kho DuckDB hoặc thư mục" in words_of(app)


def test_the_history_opens_on_an_empty_home(empty_store: Home, app: AppTest) -> None:
    assert sound(page(app, "admin/syncs")).subheader[0].value == "Chưa có lần đồng bộ nào"


def test_the_history_names_every_run_in_words(
    tiny_store: Home, google: SheetsServer, app: AppTest
) -> None:
    with_sheet(tiny_store, MOMENT - timedelta(hours=1))
    google.books[ID].shared = False
    with closing(open_ledger(tiny_store)) as ledger:
        sync(ledger, SyncOptions("server", clock=lambda: MOMENT))
    shown = sound(page(app, "admin/syncs")).dataframe[0].value
    assert shown["outcome"].tolist() == ["không đọc được", "đã đọc"]
    assert shown["at"].tolist() == ["20/11/2026 09:00", "20/11/2026 08:00"]
    assert shown["new"].tolist() == [0, 20] and shown["who"].tolist() == ["máy chủ", "thử"]
    assert "chưa được chia sẻ" in shown["said"][0] and shown["said"][1] == ""
    assert "1 lần không đọc được" in words_of(app)


def test_when_a_source_is_read_is_changed_on_its_card(
    tiny_store: Home, google: SheetsServer, app: AppTest
) -> None:
    with_sheet(tiny_store)
    number = known(tiny_store)[0][-1].id
    key = f"schedule-{number}"
    living(app).number_input(key=f"{key}-minutes").set_value(60)
    app.time_input(key=f"{key}-opens").set_value(time(7))
    app.time_input(key=f"{key}-closes").set_value(time(17, 30))
    app.button_group(key=f"{key}-days").set_value([0, 1, 4])
    submit(app, "Lưu lịch đọc")
    said = "mỗi 60 phút, từ 07:00 đến 17:30, Thứ Hai, Thứ Ba, Thứ Sáu"
    assert said in sound(app).success[0].value.replace("\\", "").replace("\u2060", "")
    kept = known(tiny_store)[0][-1].mapping
    assert kept.schedule == Schedule(60, time(7), time(17, 30), (0, 1, 4))
    assert kept.answers and said in words_of(living(app)).replace("\\", "").replace("\u2060", "")
    app.time_input(key=f"{key}-closes").set_value(time(6))
    assert "ít nhất một ngày" in submit(app, "Lưu lịch đọc").error[0].value
    assert known(tiny_store)[0][-1].mapping == kept


def test_the_history_is_filtered_by_source(
    tiny_store: Home, google: SheetsServer, tmp_path: Path, app: AppTest
) -> None:
    with_sheet(tiny_store)
    with closing(open_ledger(tiny_store)) as ledger:
        number = ledger.add_source(parse_mapping(FOLDER.format(path=tmp_path / "hop")), "thử").id
        sync(ledger, SyncOptions("thử"), "hop-thu")
    shown = sound(page(app, "admin/syncs", source=str(number))).dataframe[0].value
    assert shown["source"].tolist() == ["hop-thu"]
    assert len(page(app, "admin/syncs", source="không có").dataframe[0].value) == 2


def test_a_sheet_is_added_from_its_live_header(
    tiny_store: Home, google: SheetsServer, app: AppTest
) -> None:
    living(app)
    assert "Chưa có nguồn tự động" in [s.value for s in app.subheader]
    app.text_input(key="where_google_sheet").set_value(
        f"https://docs.google.com/spreadsheets/d/{ID}/edit#gid=0"
    )
    app.text_input(key="part_google_sheet").set_value(TAB)
    submit(app)
    assert "20 dòng" in words_of(sound(app))
    assert next(t for t in app.text_input if t.label == "Tên nguồn").value == "cau-tra-loi-bieu-mau-1"
    assert next(s for s in app.selectbox if s.label == "Đơn vị").value == "Đơn vị"
    before = counted(tiny_store)
    click(app, "living_try")
    assert {m.label: m.value for m in sound(app).metric}["Mới"] == "20"
    assert known(tiny_store)[1] == [], "a dry run writes nothing"
    click(app, "living_yes")
    assert "Đã đăng ký nguồn" in sound(app).success[0].value
    assert "20 phiếu mới" in app.success[0].value and counted(tiny_store) == before + 20
    source = known(tiny_store)[0][-1]
    assert source.kind == "google_sheet" and source.mapping.options["spreadsheet_id"] == ID
    assert known(tiny_store)[1][0].outcome == "done"
    assert source.name in words_of(living(app))


def test_what_is_wrong_with_a_sheet_is_one_sentence(
    tiny_store: Home, google: SheetsServer, app: AppTest
) -> None:
    living(app)
    assert submit(app).error[0].value == "Hãy ghi địa chỉ hoặc đường dẫn của nguồn\\."
    google.books[ID].shared = False
    app.text_input(key="where_google_sheet").set_value(ID)
    assert "chưa được chia sẻ" in submit(app).error[0].value
    assert not app.exception and len(known(tiny_store)[0]) == 1


def test_a_store_is_added_by_its_path_and_table(
    tiny_store: Home, tmp_path: Path, app: AppTest
) -> None:
    path = tmp_path / "kho.duckdb"
    with duckdb.connect(str(path)) as store:
        store.execute("CREATE TABLE phieu AS SELECT * FROM (VALUES ('01/09/2026 08:00:00', 'X1', "
                      "'Hài lòng'), ('02/09/2026 08:00:00', 'X1', 'Bình thường')) "
                      't("Thời gian", "Đơn vị", "Mức độ hài lòng chung")')
    living(app).segmented_control(key="living_kind").set_value("duckdb").run()
    app.text_input(key="where_duckdb").set_value(str(path))
    app.text_input(key="part_duckdb").set_value("phieu")
    submit(app)
    click(sound(app), "living_try")
    click(sound(app), "living_yes")
    assert "2 phiếu mới" in sound(app).success[0].value


@pytest.mark.parametrize("where", ["kho/phieu.duckdb", "home", "/"])
def test_a_path_that_leads_astray_is_refused(tiny_store: Home, app: AppTest, where: str) -> None:
    living(app).segmented_control(key="living_kind").set_value("folder").run()
    chosen = str(tiny_store.snapshots) if where == "home" else where
    app.text_input(key="where_folder").set_value(chosen)
    assert len(submit(app).error) == 1 and not app.exception


def test_an_empty_folder_is_added_by_its_mapping_file(
    tiny_store: Home, tmp_path: Path, app: AppTest
) -> None:
    folder = tmp_path / "hop"
    folder.mkdir()
    living(app).segmented_control(key="living_kind").set_value("toml").run()
    content = FOLDER.format(path=folder).encode()
    app.file_uploader[0].upload("hop.toml", content, "application/toml").run()
    click(sound(app), "living_try")
    assert "chưa có tệp nào" in words_of(sound(app))
    click(app, "living_yes")
    assert known(tiny_store)[0][-1].mapping.options["path"] == str(folder)


def test_a_person_syncs_tests_and_removes_a_source(
    tiny_store: Home, google: SheetsServer, app: AppTest
) -> None:
    with_sheet(tiny_store)
    number = known(tiny_store)[0][-1].id
    before = counted(tiny_store)
    google.books[ID] = book([*ROWS, [46150.5, "X1", "Hài lòng"]])
    click(living(app), f"test-{number}")
    assert "có 21 dòng" in sound(app).info[0].value
    click(app, f"sync-{number}")
    assert "1 phiếu mới" in sound(app).success[0].value and counted(tiny_store) == before + 1
    click(app, f"remove-{number}")
    click(sound(app), f"remove-{number}-yes")
    assert "Đã gỡ nguồn" in sound(app).success[0].value
    assert not known(tiny_store)[0][-1].active and counted(tiny_store) == before + 1
    assert len(page(app, "admin/syncs").dataframe[0].value) == 2, "its history stays"


def test_a_late_source_is_named_on_its_card_and_around_every_page(
    tiny_store: Home, google: SheetsServer, app: AppTest
) -> None:
    with_sheet(tiny_store, MOMENT - timedelta(minutes=31))
    assert "Số liệu cũ hơn hai chu kỳ đồng bộ" in words_of(living(app))
    page(app, "results/overview", period="all")
    assert any(FOOT_LATE in str(said.value) for said in app.caption), "in the foot"
    assert any(FOOT_LATE in str(said.value) for said in app.markdown), "in the headline"


def test_a_source_read_in_time_warns_of_nothing(
    tiny_store: Home, google: SheetsServer, app: AppTest
) -> None:
    with_sheet(tiny_store, MOMENT - timedelta(minutes=20))
    assert "hai chu kỳ" not in words_of(living(app))
    assert "hai chu kỳ" not in words_of(page(app, "results/overview", period="all"))


def test_living_sources_are_for_whoever_answers_for_every_unit(
    tiny_store: Home, app: AppTest
) -> None:
    with closing(open_ledger(tiny_store)) as ledger:
        for person in (Account("quan.tri", "admin"), Account("hoa", "staff", units=("X2",))):
            accounts.add_account(ledger, person, "thử", MOMENT)
    app.user = {"account": "hoa"}
    living(app)
    assert "living_kind" not in [str(one.key) for one in app.segmented_control]
    assert "người phụ trách toàn bộ đơn vị" in words_of(app)
    app.user = {"account": "quan.tri"}
    living(app)
    assert len(app.segmented_control(key="living_kind").options) > 1


def history(app: AppTest, source: str) -> bool:
    """Whether the page of syncs names a source."""
    sound(page(app, "admin/syncs"))
    return source in " ".join([words_of(app), *(frame.value.to_csv() for frame in app.dataframe)])


def test_staff_see_the_syncs_of_sources_that_are_theirs_alone(
    tiny_store: Home, google: SheetsServer, app: AppTest
) -> None:
    """The sheet holds answers of X1; whoever answers for X2 alone learns nothing of it."""
    with_sheet(tiny_store)
    with closing(open_ledger(tiny_store)) as ledger:
        publish(ledger, tiny_store, MOMENT)
        accounts.add_account(ledger, Account("quan.tri", "admin"), "thử", MOMENT)
        for name, unit in (("hoa", "X2"), ("mai", "X1")):
            accounts.add_account(ledger, Account(name, "staff", units=(unit,)), "thử", MOMENT)
        source = ledger.sources()[-1].name
    for name, sees in (("hoa", False), ("mai", True), ("quan.tri", True)):
        app.user = {"account": name}
        assert history(app, source) is sees, name
    app.user = {"account": "mai"}
    google.books[ID] = book([*ROWS, [46150.5, "X2", "Hài lòng", "chung"]])
    with closing(open_ledger(tiny_store)) as ledger:
        sync(ledger, SyncOptions("thử", clock=lambda: MOMENT))
        publish(ledger, tiny_store, MOMENT)
    assert not history(app, source), "now it holds answers of others, too"
