"""Write docs/engines.md anew: `python make/engines.py`; a test says when it is out of date."""

from pathlib import Path

from premortem.scan.capabilities import CAPABILITIES, LACKS, OPERATIONS, RUN_IN_TESTS, TITLES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "engines.md"

HEAD = """\
# Which engine can do what

A scan asks its questions as Ibis expressions. A file is read by DuckDB, which comes with Premortem; a table behind an address is read
by its own engine, and only the answers come here. A check that an engine cannot make is listed with the scan as "not checked here", with
the reason; nothing is left out without a word. This page is made from `widgets/premortem/scan/capabilities.py` by `python make/engines.py`.

## What each needs

| engine | address | install |
|---|---|---|
| DuckDB | a path, or `duckdb:///path/shop.duckdb?table=orders` | nothing |
| PostgreSQL | `postgres://user:password@host:5432/shop?table=public.orders` | `pip install 'premortem[postgres]'` |
| Spark | `spark:///path/to/parquet-or-csv`, `spark://host:7077?table=shop.orders` | `pip install 'premortem[spark]'`, Java 17 or 21 |
| any other below | as Ibis writes it, with `?table=` | `pip install 'ibis-framework[NAME]'` |

User, password and options of an address are shown nowhere: no name, message, log or workbook holds them. `%40` stands for an `@` in a
password, `%2F` for a `/`, `%23` for a `#`. A table is only read: a DuckDB file is opened read-only and closed to other files and
hosts; PostgreSQL is asked within one transaction, so that all figures are of one moment, and each question in it is set to read only; a
question may take ten minutes (`&statement_timeout=` in milliseconds says otherwise). A Spark that is started for a scan listens on this
machine alone.

"""

LEVELLED = """
## What is made alike

The checks run on DuckDB, PostgreSQL and Spark in the tests, on the same tables, and must find the same with the same figures. What these
engines do differently is levelled in `widgets/premortem/scan/engine.py`:

| | DuckDB | PostgreSQL | Spark | here |
|---|---|---|---|---|
| text that is no number, as a number | null | the query fails | null | null |
| `1_000`, `1d`, `NaN` as text | a number; null; NaN | the query fails; fails; NaN | null; a number; NaN | null |
| a number too large for a float | infinite | the query fails | infinite | null |
| a float that is not a number | not null | not null | not null to Spark, null to Ibis | null |
| dividing by zero | infinite | the query fails | the query fails | null |
| 30 February | null | the query fails | null | null |
| `infinity` as a day | a day | a day | null | null |
| a space that does not break, as a blank | no | no | no | yes |
| `$` in a pattern | end of text | end of text | also before a last line end | end of text |
| a sample of rows drawn again | by the number of the row | by a seed | by a seed | the same rows |

What stays different: how many distinct values a column has is an estimate where nearly all differ, and each engine estimates in its own
way (the finding says so); on PostgreSQL a text such as `25e305` or `1e-320`, at either end of what a float holds, is null; label noise is judged by a model that
learns from the rows in the order in which they come.
"""


def page() -> str:
    """Return the page."""
    lines = [HEAD, "## What each can do\n\n"]
    lines.append("| engine | " + " | ".join(CAPABILITIES) + " |\n|---|" + "---|" * len(CAPABILITIES) + "\n")
    for engine, title in TITLES.items():
        marks = ["–" if each in LACKS.get(engine, ()) else "yes" for each in CAPABILITIES]
        name = f"**{title}**" if engine in RUN_IN_TESTS else title
        lines.append(f"| {name} | {' | '.join(marks)} |\n")
    lines.append(
        "\nIn bold: the checks are run there in the tests. Of the others it is known only what Ibis can write for them; a scan"
        " says so.\n\n| | to | Ibis operations |\n|---|---|---|\n"
    )
    lines += [f"| {name} | {CAPABILITIES[name]} | {', '.join(OPERATIONS[name])} |\n" for name in CAPABILITIES]
    return "".join([*lines, LEVELLED])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"==> {PAGE.name}")
