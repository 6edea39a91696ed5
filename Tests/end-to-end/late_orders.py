"""Orders that come in between production's build and the pull request's, and what a review says of them.

`fct_orders` has dbt's `event_time`, `fct_order_items` has not: the same late orders are left out of the one and are new rows of the other.
"""

import time

import duckdb
from stage_door import check, demo

SCHEMA = f"dbt_cloud_pr_{demo.PULL_REQUEST_JOB}_1"
COUNT = 50
# One order every eleven minutes: two days later, all of them are newer than the newest.
SHIFT, DAYS = 1_000_000, 2


def rows(statement: str, read_only: bool = True) -> list[tuple]:
    """What a statement answers in the sandbox's warehouse, once nobody else writes to it."""
    for _ in range(120):
        try:
            with duckdb.connect(str(demo.FOLDER / "sandbox" / "warehouse.duckdb"), read_only=read_only) as connection:
                return connection.execute(statement).fetchall()
        except duckdb.IOException:
            time.sleep(0.5)
    raise demo.Trouble("the sandbox's warehouse stayed locked for a minute")


def arrive():
    """Copies of the newest orders and their lines, under numbers and times of their own."""
    copied = f"(select order_id from raw.orders order by order_id desc limit {COUNT})"
    columns = "status, channel, currency_code, voucher_code, shipping_amount, is_test"
    rows(f"""
        begin;
        insert into raw.order_items select order_item_id + {SHIFT} * 10, order_id + {SHIFT}, product_id, quantity, unit_price, discount_rate
            from raw.order_items where order_id in {copied};
        insert into raw.orders (order_id, customer_id, {columns}, ordered_at, shipped_at, customer_note)
            select order_id + {SHIFT}, customer_id, {columns}, ordered_at + interval {DAYS} day, shipped_at + interval {DAYS} day, customer_note
            from raw.orders where order_id in {copied};
        commit;
    """, read_only=False)


def check_window(stage, run: dict, wanted: dict):
    """`wanted` is what the change does to `fct_orders` in the time that both sides cover: all that production has."""
    report = stage.server.get(f"/api/v1/runs/{run['id']}")["report"]
    ids = {model["unique_id"].rsplit(".", 1)[1]: model.get("datadiff_id") for model in report["models"]}
    newest = rows("select max(ordered_at) from prod.fct_orders")[0][0]
    late = rows(f"select count(*) from {SCHEMA}.fct_orders where ordered_at > '{newest}'")[0][0]
    check(0 < late <= COUNT, "the pull request's tables hold orders that production does not know yet", late)
    result = stage.server.get(f"/api/v1/datadiffs/{ids['fct_orders']}/summary_results")
    window = result["window"]
    check((window["column"], window["reason"]) == ("ordered_at", "overlap"), "fct_orders is compared in the time that both sides cover", window)
    check(window["left_out"] == [0, late] and window["left_out_older"] == [0, 0], "the late orders are left out, and nothing else", window)
    check(window["to"].startswith(str(newest)), "the window ends with production's newest order", (window["to"], str(newest)))
    check(result["timeline"] and sum(bucket["different"] for bucket in result["timeline"]["buckets"]) == wanted["rows_with_differences"],
          "differences over time add up to all of them")
    seen = {"rows": result["pks"]["total_rows"], "exclusive_keys": result["pks"]["exclusives"],
            "rows_with_differences": result["values"]["rows_with_differences"], "values_with_differences": result["values"]["values_with_differences"]}
    check(seen == {key: wanted[key] for key in seen}, "within the window every count is what the change does", seen)
    items = stage.server.get(f"/api/v1/datadiffs/{ids['fct_order_items']}/summary_results")
    new = rows(f"select count(*) from {SCHEMA}.fct_order_items where order_item_id not in (select order_item_id from prod.fct_order_items)")[0][0]
    check(items["window"] is None and items["pks"]["exclusives"][1] == new > 0, "without event_time the late lines are new rows", items["pks"])
    body = stage.comments(1)[0]["body"]
    check(f"left out by time: 0 → {late}" in body and f"left out: 0 rows of a, {late} of b" in body, "the comment says what was left out")
