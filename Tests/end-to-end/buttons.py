#!/usr/bin/env python3
"""Presses what can be pressed on the pages, in real Chromium: confirm, add models, rerun, cancel, sync, test a connection.

    buttons.py --binaries .build/debug --folder /tmp/somewhere [--screenshots /tmp/shots] [--stay]

Real dbt-core, git, DuckDB and server; the sandbox's GitHub and dbt Cloud. Each button is pressed by mouse or keyboard, with and without
JavaScript, and what it did is asked of the API. Then every page is looked at by somebody who is signed in: light, dark, at 390 pixels.
Prints one line per check; exit code 1 names the first that fails. --stay keeps serving at the end.
"""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Error, expect, sync_playwright

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import review  # noqa: E402
import stage_door  # noqa: E402
from stage_door import ROOT, check, demo  # noqa: E402

CONFIGURATION = demo.CONFIGURATION + """\
    slim_ci: true
    diff_threshold: 2
    sync_metadata_schedule: "0 2 * * *"
    sync_metadata_time_zone: Europe/Berlin
"""
# This play begins with a server that has no settings, and says so to the demo.
import settings  # noqa: E402

# Milliseconds.
LONG = 300_000


class Hand:
    """Somebody in a browser, and what the run's page shows them."""

    def __init__(self, browser, stage, run: int, **options):
        self.visit = settings.Visit(browser, stage.server.base, **options)
        self.page, self.stage, self.run = self.visit.page, stage, run

    def open_run(self):
        return self.visit.open(f"/runs/{self.run}")

    def button(self, name: str):
        return self.page.locator(f"#ask-{name}")

    def notice(self, text: str, tone: str = "ok"):
        expect(self.page.locator(f"main .alert.{tone}").first).to_contain_text(text)

    def badge(self, *words: str):
        """Waits, by the page's own looking again, until the run stands so."""
        expect(self.page.locator("#verdict .badge")).to_have_text(re.compile("|".join(words)), timeout=LONG)

    def until_badge(self, *words: str):
        """The same for a browser without JavaScript, whose pages load themselves again."""
        deadline = time.monotonic() + LONG / 1000
        while not any(word in self.open_run().locator("#verdict .badge").inner_text() for word in words):
            check(time.monotonic() < deadline, f"the run is {words}", self.page.locator("#verdict").inner_text())
            time.sleep(1)


def phase(stage, run: int) -> str:
    return stage.server.get(f"/api/v1/runs/{run}")["phase"]


def origins(stage, run: int) -> dict:
    return {model["name"]: model for model in stage.server.get(f"/api/v1/runs/{run}")["report"]["models"]}


def sign_in_from_the_run(hand: Hand):
    hand.open_run()
    check(hand.page.locator("main button").count() == 0, "who is not signed in sees no button")
    hand.page.get_by_role("link", name="Sign in", exact=True).last.click()
    hand.visit.fill({"email": "ann@example.com", "password": settings.PASSWORD})
    hand.visit.press("Sign in")
    check(hand.page.url.endswith(f"/runs/{hand.run}"), "the sign-in leads back to the run", hand.page.url)


def confirm(hand: Hand):
    waiting = sum(model["verdict"] == "waiting" for model in origins(hand.stage, hand.run).values())
    heading = hand.page.locator("h1").inner_text()
    check(heading.startswith(f"{waiting} models to compare"), "the run says how many models wait", heading)
    expect(hand.button("confirm")).to_have_text(f"Compare {waiting} models")
    hand.button("confirm").focus()
    hand.page.keyboard.press("Enter")
    hand.notice("Confirmed")
    check(phase(hand.stage, hand.run) != "needs_confirmation", "Enter on the button confirms")
    hand.badge("Different", "Errors")
    check(True, "the page follows the run to its end by itself")


def add_models(hand: Hand):
    left_out = hand.page.locator("#left-out")
    names = left_out.locator("label bdi").all_inner_texts()
    check(len(names) > 2, "downstream models that were left out are listed", names)
    check(all(name not in origins(hand.stage, hand.run) for name in names), "none of them was compared")
    chosen = names[0]
    left_out.get_by_label(chosen, exact=True).check()
    hand.button("add-chosen").click()
    hand.notice(f"Added to this run: {chosen}")
    expect(hand.page.locator("#models .title", has_text=chosen)).to_be_visible(timeout=LONG)
    hand.badge("Different", "Errors")
    compared = origins(hand.stage, hand.run)
    check(compared[chosen]["datadiff_id"] is not None, f"{chosen} was compared, too", compared[chosen])
    check(names[1] not in compared, "and no other one")
    hand.button("add-all").click()
    hand.notice("All downstream models are added")
    expect(left_out).to_have_count(0, timeout=LONG)
    hand.badge("Different", "Errors")
    compared = origins(hand.stage, hand.run)
    check(all(compared[name]["datadiff_id"] is not None for name in names), "the button compared the rest", sorted(compared))
    row = hand.page.locator("#models tr", has_text=names[0]).inner_text()
    check("key " in row and "downstream of" in row, "a row says its key with the rule, and what it is downstream of", row)


def cancel_and_rerun(hand: Hand):
    """Without JavaScript."""
    hand.visit.sign_in()
    hand.open_run()
    hand.button("rerun").click()
    hand.notice("was begun again")
    hand.until_badge("Needs confirmation")
    hand.button("cancel").click()
    hand.notice("told to end")
    hand.until_badge("Cancelled")
    check(phase(hand.stage, hand.run) == "cancelled", "a run is cancelled and rerun without JavaScript")
    check("cancelled by Ann" in hand.page.locator("#verdict").inner_text(), "the page names who cancelled it")


def refuse(hand: Hand, number: int):
    """The page was loaded before the pull request was closed."""
    hand.open_run()
    expect(hand.button("rerun")).to_be_visible()
    hand.stage.sandbox.call("PATCH", f"/github/repos/{demo.REPOSITORY}/pulls/{number}", {"state": "closed"})
    hand.button("rerun").click()
    hand.notice("The pull request is closed", "failed")
    check(phase(hand.stage, hand.run) == "cancelled", "what is refused says why and changes nothing")


def sync(hand: Hand):
    hand.visit.open("/catalogue")
    check("(Europe/Berlin)" in hand.page.locator("#syncs").inner_text(), "the next times of the schedule are shown")
    hand.page.get_by_role("button", name="Sync now").click()
    hand.notice("A sync of storefront was asked for")
    expect(hand.page.locator("#syncs .badge")).to_have_text(re.compile("Synced"), timeout=LONG)
    expect(hand.page.locator("table.catalogue .title", has_text="fct_orders")).to_be_visible()
    check(True, "the sync's outcome and the nodes show by themselves")


def trouble(hand: Hand):
    path = f"/github/repos/{demo.REPOSITORY}"
    hand.stage.sandbox.call("POST", "/sandbox/faults", {"path": path, "status": 401, "count": 1000})
    hand.visit.open("/settings/repositories/1")
    hand.visit.press("Test the connection")
    hand.notice("not accepted", "failed")
    for place in ("/runs", f"/runs/{hand.run}", "/settings/repositories"):
        banner = hand.visit.open(place).locator("main .alert.failed").first.inner_text()
        check("not accepted" in banner, f"a token that was revoked is told at {place}", banner)
    hand.page.get_by_role("link", name="Open its settings").first.click()
    check(hand.page.url.endswith("/settings/repositories/1"), "the banner leads to the settings", hand.page.url)
    hand.stage.sandbox.call("DELETE", "/sandbox/faults")
    hand.visit.press("Test the connection")
    hand.notice("Reached acme/storefront")
    check(hand.visit.open("/runs").locator("main .alert").count() == 0, "a test that succeeds takes the banner away")


def look(stage, hand: Hand, screenshots: Path):
    cookie = next(cookie for cookie in hand.visit.context.cookies() if cookie["name"] == "plumbline_session")
    diff = next(model["datadiff_id"] for model in origins(stage, hand.run).values() if model["name"] == "fct_orders")
    pages = {
        "catalogue": "/catalogue", "node": "/catalogue/1/model.storefront.fct_orders", "settings": "/settings", "config": "/settings/ci/1",
        "new-config": "/settings/ci/new", "repositories": "/settings/repositories", "repository": "/settings/repositories/1",
        "new-repository": "/settings/repositories/new", "apps": "/settings/github-app", "new-app": "/settings/github-app/new",
        "confirm-app": "/settings/github-app/new?name=Plumbline&organisation=acme&host=https://github.com", "sources": "/settings/data-sources",
        "source": "/settings/data-sources/1", "users": "/settings/users", "keys": "/settings/keys", "account": "/settings/account",
    }
    command = [
        sys.executable, ROOT / "Tests" / "browser" / "check_pages.py", "--base-url", stage.server.base, "--run", hand.run, "--diff", diff,
        "--cookie", f"plumbline_session={cookie['value']}", "--screenshots", screenshots,
        *[part for name, path in pages.items() for part in ("--page", f"{name}={path}")],
        "--expect", json.dumps({"settings": ["storefront"], "repository": ["Test the connection"], "new-app": ["Repositories"]}),
    ]
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    check(result.returncode == 0, "the pages are right in Chromium for who is signed in", result.stdout + result.stderr)


def play(household, screenshots: Path, stays: bool):
    demo.CONFIGURATION = CONFIGURATION
    stage = review.Stage(household, review.environment())
    demo.build_production(household, stage.sandbox)
    pull_request = demo.open_pull_request(stage.sandbox)
    number, sha = pull_request["number"], pull_request["head"]["sha"]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        first = settings.Visit(browser, stage.server.base)
        settings.make_administrator(first, demo.FOLDER / "server.log")
        stage.wait("the question for confirmation", lambda: True if (stage.run_of(sha) or {}).get("phase") == "needs_confirmation" else None)
        run = stage.run_of(sha)["id"]
        hand = Hand(browser, stage, run)
        sign_in_from_the_run(hand)
        hand.page.screenshot(path=demo.FOLDER / "needs-confirmation.png", full_page=True)
        confirm(hand)
        hand.page.screenshot(path=demo.FOLDER / "left-out.png", full_page=True)
        add_models(hand)
        sync(hand)
        trouble(hand)
        look(stage, hand, screenshots)
        plain = Hand(browser, stage, run, java_script_enabled=False)
        cancel_and_rerun(plain)
        refuse(hand, number)
        for visitor in (hand, plain):
            check(visitor.visit.messages == [], "the console is silent", visitor.visit.messages)
        browser.close()
    review.check_no_secret_in_logs()
    if stays:
        print(f"serving at {stage.server.base}", flush=True)
        while True:
            household.check()
            time.sleep(1)


def more_options(parser):
    stage_door.with_screenshots(parser)
    parser.add_argument("--stay", action="store_true")


def main() -> int:
    options = stage_door.options_of(__doc__, more_options)
    screenshots = stage_door.screenshots_of(options)
    return stage_door.perform(
        stage_door.at_home(lambda household: play(household, screenshots, options.stay)), also=(Error, AssertionError))


if __name__ == "__main__":
    sys.exit(main())
