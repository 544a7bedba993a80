"""Several mappings of a flow, mappings and tables in files, and whether they fit the format and Acme."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from reference import FOLDER

from desktop_sync.core.errors import SettingsError
from desktop_sync.core.mapping import version_of
from desktop_sync.core.mapping_model import MappingModel
from desktop_sync.kinds import kinds as real_kinds
from desktop_sync.settings.file import SettingsFile
from desktop_sync.settings.mapping_history import KEPT, keep_mapping
from desktop_sync.settings.model import Flow, Kinds
from desktop_sync.settings.named_files import NamedFiles
from desktop_sync.settings.validation import Validated, validate

MAPPING = """\
resource = "orders"

[table_files]
units = {file = "units.csv"}

[fields]
external_reference = {from = "No"}
date = {from = "Date", convert = ["date"]}
currency = {constant = "EUR"}
buyer.number = {from = "Buyer"}

[fields.lines]
each = "Line"

[fields.lines.fields]
number = {from = "@no", convert = ["integer"]}
sku = {from = "Sku"}
quantity = {from = "Qty", convert = [{decimal = "1.234,50"}]}
unit_price = {from = "Price", convert = [{decimal = "1.234,50"}]}
unit = {from = "Unit", convert = [{lookup = "units"}]}
"""
SHARED = """\
[[flows.mappings]]
of = "order"
mapping_file = "mappings/orders.toml"
"""
INLINE = """
[[flows.mappings]]
of = "invoice"
resource = "invoices"
[flows.mappings.fields]
external_reference = {from = "No"}
date = {from = "Date", convert = ["date"]}
currency = {constant = "EUR"}
buyer.number = {from = "Buyer"}
[flows.mappings.fields.lines]
each = "Line"
[flows.mappings.fields.lines.fields]
number = {from = "@no", convert = ["integer"]}
sku = {from = "Sku"}
quantity = {from = "Qty", convert = [{decimal = "1.234,50"}]}
unit_price = {from = "Price", convert = [{decimal = "1.234,50"}]}
"""
RECORDS = 'records = {order = "Batch/Order", invoice = "Batch/Invoice"}'


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    return real_kinds()


@pytest.fixture(scope="module")
def frame() -> str:
    """The example's settings with @FORMAT@ and @MAPPINGS@ where these belong."""
    text = (FOLDER / "settings.example.toml").read_text(encoding="utf-8")
    before, _, rest = text.partition("[flows.mapping]")
    return (
        before.replace('record = "Orders/Order"', "@FORMAT@")
        + "@MAPPINGS@\n[flows.target]"
        + rest.partition("[flows.target]")[2]
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with a mapping file and its table."""
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "orders.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "mappings" / "units.csv").write_text("ours,theirs\npcs,PCE\nkg,KGM\n", encoding="utf-8")
    return tmp_path


def checked(frame: str, folder: Path, kinds: Kinds, mappings: str, format_: str = RECORDS) -> Validated:
    text = frame.replace("@FORMAT@", format_).replace("@MAPPINGS@", mappings)
    return validate(text, kinds, files=NamedFiles(folder))


def told(validated: Validated) -> list[str]:
    return [str(one) for one in validated.report.errors]


def flow_of(validated: Validated) -> Flow:
    assert told(validated) == []
    [flow] = validated.settings.flows
    return flow


def model_of(flow: Flow, number: int = 0) -> MappingModel:
    model = flow.mappings[number].model
    assert isinstance(model, MappingModel)
    return model


def test_several_mappings_one_of_them_in_a_file(frame: str, folder: Path, kinds: Kinds) -> None:
    validated = checked(frame, folder, kinds, SHARED + INLINE)
    flow = flow_of(validated)
    assert [(one.of, one.file) for one in flow.mappings] == [("order", "mappings/orders.toml"), ("invoice", "")]
    assert model_of(flow).tables == {"units": {"pcs": "PCE", "kg": "KGM"}}
    assert validated.report.warnings == ()


def test_the_version_of_a_mapping_is_the_same_wherever_it_stands(frame: str, folder: Path, kinds: Kinds) -> None:
    shared = SHARED.replace('of = "order"\n', "").replace("[[flows.mappings]]", "[flows.mapping]")
    simple = 'record = "Batch/Order"'
    in_file = model_of(flow_of(checked(frame, folder, kinds, shared, simple)))
    written = MAPPING.replace('[table_files]\nunits = {file = "units.csv"}', '[tables.units]\npcs = "PCE"\nkg = "KGM"')
    inline = written.replace("[", "[flows.mapping.", 1).replace("\n[fields", "\n[flows.mapping.fields")
    here = model_of(flow_of(checked(frame, folder, kinds, f"[flows.mapping]\n{inline}", simple)))
    assert version_of(in_file) == version_of(here)
    (folder / "mappings" / "units.csv").write_text("ours,theirs\npcs,PCE\nkg,KG\n", encoding="utf-8")
    assert version_of(model_of(flow_of(checked(frame, folder, kinds, shared, simple)))) != version_of(here)


def test_the_data_folder_can_be_moved(
    frame: str, folder: Path, kinds: Kinds, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = flow_of(checked(frame, folder, kinds, SHARED + INLINE))
    elsewhere = folder.rename(tmp_path_factory.mktemp("elsewhere") / "data")
    after = flow_of(checked(frame, elsewhere, kinds, SHARED + INLINE))
    assert version_of(model_of(before)) == version_of(model_of(after))


def test_whole_paths_need_no_folder(frame: str, folder: Path, kinds: Kinds) -> None:
    whole = SHARED.replace('"mappings/orders.toml"', f"'{folder.as_posix()}/mappings/orders.toml'")
    text = frame.replace("@FORMAT@", RECORDS).replace("@MAPPINGS@", whole + INLINE)
    assert validate(text, kinds).report.ok
    [problem] = validate(text.replace(folder.as_posix(), "."), kinds).report.errors
    assert "there is no file ./mappings/orders.toml" in str(problem)


@pytest.mark.parametrize(
    "mappings,format_,expected",
    [
        (SHARED, RECORDS, ['flows[0] "orders" → format: no mapping takes records of the kind "invoice"']),
        (
            SHARED + INLINE.replace('"invoice"', '"invoce"', 1),
            RECORDS,
            ['no mapping takes records of the kind "invoice"', 'mappings[1].of: found "invoce", but the'],
        ),
        (
            SHARED.replace('of = "order"\n', "") + INLINE,
            RECORDS,
            ['no mapping takes records of the kind "order"', "mappings[0].of: the format knows several kinds"],
        ),
        (SHARED, 'record = "Batch/Order"', ['found "order", but the format knows one kind of record only']),
        (
            SHARED + INLINE.replace('"invoices"', '"invoicse"'),
            RECORDS,
            ['mappings[1].resource: found "invoicse", but the API profile has no such resource; did you mean'],
        ),
        (
            SHARED + INLINE.replace("currency =", "curency ="),
            RECORDS,
            ["mappings[1].fields.curency: Acme has no field curency; did you mean currency?"],
        ),
        (
            SHARED + INLINE.replace('"Buyer"', '"p:Buyer"'),
            RECORDS,
            ["mappings[1].fields.buyer.number.from: found 'p:Buyer': the prefix p: has no entry in namespaces"],
        ),
        (
            SHARED + INLINE.replace('"Line"', '"L[1]"'),
            RECORDS,
            ["mappings[1].fields.lines.each: found 'L[1]': 'L[1]' is no name of an element"],
        ),
        (
            SHARED.replace("orders.toml", "none.toml") + INLINE,
            RECORDS,
            ["mappings[0].mapping_file: there is no file mappings/none.toml (looked for: "],
        ),
        (
            SHARED + 'resource = "orders"\n' + INLINE,
            RECORDS,
            ["mappings[0].mapping_file: the mapping is in the file: leave out what else stands here (resource)"],
        ),
        (SHARED + INLINE + "[flows.mapping]\nresource = 'orders'\n", RECORDS, ["write either [flows.mapping], or"]),
        ("", RECORDS, ["mapping: is missing; every flow has one: write [flows.mapping]"]),
        ("[flows.mappings]\nof = 'order'", RECORDS, ["expected tables that begin with [[flows.mappings]] each"]),
    ],
)  # fmt: skip
def test_faults_are_told_where_they_stand(
    frame: str, folder: Path, kinds: Kinds, mappings: str, format_: str, expected: list[str]
) -> None:
    found = told(checked(frame, folder, kinds, mappings, format_))
    assert len(found) == len(expected), found
    for part in expected:
        assert any(part in one for one in found), found


TYPES = """\
type = "delimited"
delimiter = ";"
header = false
record_type = "1"
[flows.format.records]
order = {type = "O", columns = ["t", "No", "Date", "Buyer"]}
invoice = {type = "I", columns = ["t", "Number", "Date", "Buyer"]}
line = {type = "L", below = "order", columns = ["t", "no", "Sku", "Qty", "Price", "Unit"]}
"""


def test_paths_are_judged_by_the_kind_of_record(frame: str, folder: Path, kinds: Kinds) -> None:
    lines = MAPPING.replace('"Line"', '"line"').replace('"@no"', '"no"')
    (folder / "mappings" / "orders.toml").write_text(lines, encoding="utf-8")
    less = INLINE[: INLINE.index("[flows.mappings.fields.lines]")]
    text = frame.replace('type = "xml"\n', "")
    [problem] = told(checked(text, folder, kinds, SHARED + less, TYPES))
    assert "mappings[1].fields.external_reference.from: found 'No'" in problem  # which the other kind has


def test_faults_in_a_mapping_file_name_its_lines(frame: str, folder: Path, kinds: Kinds) -> None:
    file = folder / "mappings" / "orders.toml"
    text = (
        MAPPING.replace("currency =", "curency =")
        .replace('"@no"', '"@n o"')
        .replace('{lookup = "units"}', '{lookup = "x"}')
    )
    file.write_text(text, encoding="utf-8")
    found = told(checked(frame, folder, kinds, SHARED + INLINE))
    assert found == [
        (
            "mappings/orders.toml, line 20: fields.lines.fields.unit: looks up the table 'x', which is not there;"
            " tables: units"
        )
    ]
    file.write_text(text.replace('{lookup = "x"}', '{lookup = "units"}'), encoding="utf-8")
    assert told(checked(frame, folder, kinds, SHARED + INLINE)) == [
        "mappings/orders.toml, line 9: fields.curency: Acme has no field curency; did you mean currency?",
        (
            "mappings/orders.toml, line 16: fields.lines.fields.number.from: found '@n o': "
            "'@n o' is no name of an attribute"
        ),
    ]
    file.write_text(text + "[", encoding="utf-8")
    [syntax] = told(checked(frame, folder, kinds, SHARED + INLINE))
    assert syntax.startswith("mappings/orders.toml: this is not TOML: ")


def test_faults_of_one_part_do_not_hide_those_of_another(frame: str, folder: Path, kinds: Kinds) -> None:
    file = folder / "mappings" / "orders.toml"
    file.write_text(MAPPING.replace('convert = ["date"]', 'convert = ["decimal"]'), encoding="utf-8")
    inline = (
        INLINE.replace("currency =", "curency =").replace('"Buyer"', '"p:Buyer"').replace('"invoice"', '"invoce"', 1)
    )
    found = told(checked(frame.replace('pattern = "ORD', 'patern = "ORD'), folder, kinds, SHARED + inline))
    parts = ["source.patern", 'kind "invoice"', "mappings[1].of", "curency", "mappings/orders.toml, line 8"]
    assert len(found) == len(parts), found
    for part, one in zip(parts, found, strict=True):
        assert part in one


def test_a_file_that_two_flows_share_is_blamed_once(frame: str, folder: Path, kinds: Kinds) -> None:
    (folder / "mappings" / "orders.toml").write_text(MAPPING.replace("currency =", "curency ="), encoding="utf-8")
    text = frame.replace("@FORMAT@", RECORDS).replace("@MAPPINGS@", SHARED + INLINE)
    second = text[text.index("[[flows]]") :].replace('id = "orders"', 'id = "more"').replace("ORD*.xml", "MORE*.xml")
    found = told(validate(f"{text}\n{second}", kinds, files=NamedFiles(folder)))
    assert [one for one in found if "curency" in one] == [
        "mappings/orders.toml, line 9: fields.curency: Acme has no field curency; did you mean currency?"
    ]


def test_what_acme_requires_and_nobody_maps_is_warned_of(frame: str, folder: Path, kinds: Kinds) -> None:
    less = INLINE.replace('sku = {from = "Sku"}\n', "").replace('date = {from = "Date", convert = ["date"]}\n', "")
    validated = checked(frame, folder, kinds, SHARED + less)
    assert told(validated) == []
    assert [one.what.partition(",")[0] for one in validated.report.warnings] == [
        "Acme requires date",
        "Acme requires lines.sku",
    ]


@pytest.mark.parametrize(
    "table,options,part",
    [
        (
            "a;b\npcs;PCE\n",
            "",
            "units.csv, line 1: there are fewer than 2 columns; divided by ',' its headings are 'a;b'",
        ),
        ("a,b\npcs,PCE\npcs,KG\n", "", "units.csv, line 3: 'pcs' stands there before, with another value ('PCE')"),
        ("a,b\n,PCE\n", "", "units.csv, line 2: the key is empty"),
        ("a,b,c\npcs\n", "", "units.csv, line 2: it has 1 columns, and column 2 is needed"),
        ("a,b\npcs,PCE\n", 'key = "x"', "there is no column 'x'; divided by ',' its headings are 'a', 'b'"),
        ('a,b\n"pcs,PCE\n', "", "units.csv, line 2: unexpected end of data"),
        ("a,b\npcs,PCE\n", 'encoding = "klingon"', "there is no encoding 'klingon'"),
        ("a,b\nST\xdcCK,PCE\n", "", "units.csv is not utf-8 (line 2)"),
    ],
)
def test_tables_that_cannot_be_read(
    frame: str, folder: Path, kinds: Kinds, table: str, options: str, part: str
) -> None:
    (folder / "mappings" / "units.csv").write_bytes(table.encode("latin-1"))
    named = MAPPING.replace('"units.csv"', f'"units.csv"{"," * bool(options)} {options}')
    (folder / "mappings" / "orders.toml").write_text(named, encoding="utf-8")
    [problem] = checked(frame, folder, kinds, SHARED + INLINE).report.errors
    assert (problem.file, problem.place, problem.line) == ("mappings/orders.toml", "table_files.units.file", 4)
    assert part in problem.what


def test_tables_of_all_kinds(frame: str, folder: Path, kinds: Kinds) -> None:
    (folder / "mappings" / "units.csv").write_bytes("\ufeffx;theirs;ours\n1; PCE ; St\u00fcck\n\n2;KGM;kg\n".encode())
    (folder / "mappings" / "rank.toml").write_text('"a b" = 1\nyes = true\n', encoding="utf-8")
    named = MAPPING.replace(
        '{file = "units.csv"}',
        '{file = "units.csv", key = "ours", value = "theirs", delimiter = ";"}\nrank = {file = "rank.toml"}',
    )
    (folder / "mappings" / "orders.toml").write_text(named, encoding="utf-8")
    tables = model_of(flow_of(checked(frame, folder, kinds, SHARED + INLINE))).tables
    assert tables == {"units": {"St\u00fcck": "PCE", "kg": "KGM"}, "rank": {"a b": 1, "yes": True}}
    (folder / "mappings" / "rank.toml").write_text("pi = 3.14", encoding="utf-8")
    [problem] = told(checked(frame, folder, kinds, SHARED + INLINE))
    assert "rank.toml: pi: expected a text, a whole number, true or false" in problem
    both = named.replace("[table_files]", "[tables.units]\na = 'b'\n[table_files]")
    (folder / "mappings" / "orders.toml").write_text(both, encoding="utf-8")
    assert any(
        "a table of this name in tables already" in one for one in told(checked(frame, folder, kinds, SHARED + INLINE))
    )


# -- saving ------------------------------------------------------------------------------------------------------------


def test_installing_brings_along_what_stands_beside_the_settings_and_keeps_what_it_replaces(
    frame: str, folder: Path, kinds: Kinds, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = tmp_path_factory.mktemp("data")
    now = datetime(2026, 8, 17, 12, tzinfo=UTC)
    file = SettingsFile(data / "settings.toml", data / "history", kinds, lambda: now)
    text = frame.replace("@FORMAT@", RECORDS).replace("@MAPPINGS@", SHARED + INLINE)
    with pytest.raises(SettingsError) as caught:
        file.save(text)
    assert "there is no file mappings/orders.toml" in caught.value.problems[0]
    file.save(text, folder)
    assert (data / "mappings" / "orders.toml").read_text(encoding="utf-8") == MAPPING
    assert file.load().flows[0].mappings[0].file == "mappings/orders.toml"
    (folder / "mappings" / "units.csv").write_text("ours,theirs\npcs,H87\n", encoding="utf-8")
    file.save(text, folder)  # the settings are the same, the table is not
    assert "H87" in (data / "mappings" / "units.csv").read_text(encoding="utf-8")
    assert "PCE" in file.former_files(1)["mappings/units.csv"].decode()
    file.roll_back()  # and with it come the files that it named
    assert "PCE" in (data / "mappings" / "units.csv").read_text(encoding="utf-8")
    assert "H87" in file.former_files(2)["mappings/units.csv"].decode()


def test_settings_that_are_refused_bring_nothing_along(
    frame: str, folder: Path, kinds: Kinds, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = tmp_path_factory.mktemp("data")
    file = SettingsFile(data / "settings.toml", data / "history", kinds)
    text = frame.replace("@FORMAT@", RECORDS).replace("@MAPPINGS@", SHARED)
    with pytest.raises(SettingsError):
        file.save(text, folder)
    assert list(data.iterdir()) == []


def test_what_a_version_meant_is_kept_once(tmp_path: Path) -> None:
    keep_mapping(tmp_path, "abc", {"resource": "orders", "fields": {"a": "Ä"}})
    file = tmp_path / "mappings" / "abc.json"
    assert '"Ä"' in file.read_text(encoding="utf-8")
    keep_mapping(tmp_path, "abc", {"other": 1})
    assert "other" not in file.read_text(encoding="utf-8")
    for number in range(KEPT + 5):
        (tmp_path / "mappings" / f"{number:05}.json").write_text("{}", encoding="utf-8")
    keep_mapping(tmp_path, "new", {})
    assert len(list((tmp_path / "mappings").iterdir())) == KEPT
    assert (tmp_path / "mappings" / "new.json").exists()


def test_a_run_goes_on_where_a_mapping_cannot_be_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "history").write_text("a file, not a folder", encoding="utf-8")
    keep_mapping(tmp_path / "history", "abc", {})
    assert "could not be kept" in caplog.text
