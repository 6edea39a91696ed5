"""The dbt project that the jobs build: models and tests that pass, fail, warn, wait for a file, or never end."""

from pathlib import Path

# What a dbt command says to have the models that go wrong.
TROUBLE = "--vars 'trouble: true'"

# Words that a log may hold and no CI system may obey.
HOSTILE = {
    "github": "::error file=forged.sql::forged by the log",
    "azure": "##vso[task.complete result=Succeeded]forged by the log",
    "gitlab": "section_end:1:plumbline_log",
}

FILES = {
    "dbt_project.yml": """\
name: shop
version: "1.0"
profile: shop
flags:
  send_anonymous_usage_stats: false
models:
  shop:
    gates:
      +enabled: "{{ var('gate', '') != '' }}"
    trouble:
      +enabled: "{{ var('trouble', false) }}"
""",
    "models/customers.sql": "select 1 as customer_id, 'one' as name union all select 2, 'two'\n",
    "models/orders.sql": "select customer_id, 10 * customer_id as amount from {{ ref('customers') }}\n",
    "models/shop.yml": """\
models:
  - name: customers
    columns:
      - name: customer_id
        data_tests: [unique, not_null]
  - name: orders
    columns:
      - name: amount
        data_tests:
          - accepted_values:
              arguments: {values: [10]}
              config: {severity: warn}
""",
    # Ends when somebody makes the file; costs next to nothing until then.
    "models/gates/gate.py": """\
import pathlib
import time


def model(dbt, session):
    dbt.config(materialized="table")
    gate = pathlib.Path(dbt.config.get("gate"))
    while not gate.exists():
        time.sleep(0.05)
    return session.sql("select 1 as id")
""",
    "models/gates/gates.yml": """\
models:
  - name: gate
    config: {gate: "{{ var('gate', '') }}"}
""",
    # Does not end by itself in the time of any test, and leaves the machine's other cores alone.
    "models/trouble/endless.sql": """\
{{ config(materialized='table', pre_hook='set threads to 1', tags=['endless']) }}
select count(*) as n from {{ ref('customers') }}, range(10000000) a, range(10000000) b where a.range * b.range % 7 = 3
""",
    "models/trouble/broken.sql": "select nonsense from {{ ref('customers') }}\n",
    "models/trouble/after_broken.sql": "select * from {{ ref('broken') }}\n",
    "models/trouble/hostile.sql": "{% if execute %}{{ exceptions.raise_compiler_error('a line\\n"
    + "\\n".join(HOSTILE.values()) + "') }}{% endif %}\nselect 1 as id\n",
    "models/trouble/doubled.sql": "select 1 as id union all select 1\n",
    "models/trouble/trouble.yml": """\
models:
  - name: doubled
    columns:
      - name: id
        data_tests: [unique]
""",
    # Works as soon as the account has a variable for it.
    "models/trouble/worth.sql": "{{ config(tags=['endless']) }}\nselect {{ env_var('DBT_WORTH', 'nonsense') }} as worth\n",
}

SUCCESS = "dbt build"
FAILURE = f"dbt build {TROUBLE} --exclude tag:endless"
ENDLESS = f"dbt run {TROUBLE} --select endless"
WORTH = f"dbt run {TROUBLE} --select worth"


def gated(gate: Path) -> str:
    """A command of two nodes, the second of which waits for a file."""
    return f"dbt run --threads 1 --select customers gate --vars '{{gate: {gate}}}'"


def write(folder: Path):
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
