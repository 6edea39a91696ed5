#!/usr/bin/env python3
"""Sets a fresh server up in real Chromium: the link in the log, sign-in, a repository, a data source, CI configurations.

    settings.py --binaries .build/debug --folder /tmp/somewhere [--screenshots /tmp/shots]

The pickers fill from the sandbox's dbt Cloud, once without JavaScript and once with it. Pages are looked at in light, dark and at 390 pixels.
Prints one line per check; exit code 1 names the first that fails.
"""

import os
import re
import sys
from pathlib import Path

from playwright.sync_api import Error, expect, sync_playwright

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import stage_door  # noqa: E402
from stage_door import ROOT, check, demo  # noqa: E402

demo.CONFIGURATION = """\
server: {{listen: "127.0.0.1:{port}", public_url: "{server}", data_dir: "{folder}/data"}}
"""
PASSWORD = "four words nobody knows"
MODES = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "narrow": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}},
}


class Visit:
    """A browser's context that notes what its console says."""

    def __init__(self, browser, base: str, **options):
        self.base = base
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.messages = []
        self.page.on("console", lambda message: self.messages.append(message.text) if message.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))

    def open(self, path: str):
        self.page.goto(self.base + path)
        return self.page

    def row(self, name: str):
        return self.page.locator(f"#field-{re.sub('[^A-Za-z0-9]', '-', name)}-row")

    def fill(self, fields: dict):
        for name, value in fields.items():
            self.page.locator(f"[name='{name}']").fill(value)

    def press(self, text: str):
        self.page.get_by_role("button", name=text, exact=True).first.click()

    def sign_in(self):
        self.open("/sign-in")
        self.fill({"email": "ann@example.com", "password": PASSWORD})
        self.press("Sign in")


def make_administrator(visit: Visit, log: Path):
    link = re.search(r"http\S+(/setup/[A-Za-z0-9_-]{43})", log.read_text(errors="replace"))
    check(link is not None, "the log has a link that makes the administrator")
    visit.open(link[1])
    visit.fill({"name": "Ann Reyes", "email": "ann@example.com", "password": PASSWORD, "repeated": PASSWORD})
    visit.press("Make the account")
    check(visit.page.url.endswith("/settings"), "the first account is made and signed in", visit.page.url)
    check(visit.context.new_page().goto(visit.base + link[1]).status == 404, "the link works once")


def add_repository(visit: Visit, sandbox: str):
    visit.open("/settings/repositories/new")
    visit.fill({"name": demo.REPOSITORY, "token": demo.SANDBOX_TOKEN, "api_url": f"{sandbox}/github"})
    visit.press("Save")
    expect(visit.page.locator(".alert.ok")).to_contain_text("Saved")
    check(True, "a repository is added")


def add_data_source(visit: Visit):
    visit.open("/settings/data-sources/new")
    visit.page.locator("[name='type']").select_option("postgresql")
    visit.press("Show its fields")
    check(visit.page.locator("[name='options.password']").count() == 1, "the fields of another kind of data source are shown")
    visit.page.locator("[name='type']").select_option("duckdb")
    visit.press("Show its fields")
    visit.fill({"name": "warehouse", "options.path": f"{demo.FOLDER}/sandbox/nothing.duckdb"})
    visit.press("Save")
    visit.press("Test")
    check("does not exist" in visit.page.locator(".alert.failed").inner_text(), "a data source that is not there is told")


def type_key(visit: Visit, name: str, sandbox: str):
    visit.open("/settings/ci/new")
    visit.page.locator("[name='repository']").select_option(demo.REPOSITORY)
    visit.page.locator("[name='data_source']").select_option("warehouse")
    visit.fill({"name": name, "dbt_cloud.access_url": sandbox, "dbt_cloud.api_key": demo.SANDBOX_TOKEN})


def finish(visit: Visit, name: str):
    jobs = visit.row("dbt_cloud.artifacts_job_id").locator("option").all_inner_texts()
    check(any(" · Production" in job for job in jobs), "jobs show as Project · Job", jobs)
    visit.page.locator("[name='dbt_cloud.artifacts_job_id']").select_option("10")
    visit.page.locator("[name='dbt_cloud.pull_request_job_id']").select_option("11")
    visit.fill({"sampling.tolerance": "0.1%", "sync_metadata_schedule": "30 2 * * 1-5", "sync_metadata_time_zone": "Europe/Berlin"})
    visit.press("Save")
    expect(visit.page.locator(".alert.ok").first).to_contain_text("Saved")
    check(visit.page.locator("h1").inner_text() == name, f"the configuration {name} is saved")
    check("4,606" in visit.row("sampling.confidence").inner_text(), "the size of the sample is shown")
    check("Next:" in visit.row("sync_metadata_schedule").inner_text(), "the schedule's next times are shown")
    check(demo.SANDBOX_TOKEN not in visit.page.content(), "the key is not in the page")


def without_script(visit: Visit, sandbox: str):
    type_key(visit, "plain", sandbox)
    check(visit.page.locator("[name='dbt_cloud.artifacts_job_id']").is_disabled(), "without a checked key there is nothing to choose")
    visit.press("Check key")
    check(visit.page.locator("[name='name']").input_value() == "plain", "a check keeps what was typed")
    check("The key is valid" in visit.row("dbt_cloud.api_key").inner_text(), "without JavaScript a button checks the key")
    check(visit.page.locator("[name='dbt_cloud.account_id']").input_value() == "1", "the only account fills itself in")
    finish(visit, "plain")


def with_script(visit: Visit, sandbox: str):
    type_key(visit, "lively", sandbox)
    visit.page.locator("[name='label']").focus()
    expect(visit.row("dbt_cloud.api_key")).to_contain_text("The key is valid")
    expect(visit.page.locator("[name='dbt_cloud.artifacts_job_id']")).to_be_enabled()
    check(True, "with JavaScript the pickers fill by themselves")
    check(visit.page.locator("[name='dbt_cloud.api_key']").input_value() == "", "a checked key leaves its field")
    finish(visit, "lively")
    type_key(visit, "third", sandbox)
    visit.fill({"dbt_cloud.api_key": "not-the-token"})
    visit.page.locator("[name='label']").focus()
    expect(visit.row("dbt_cloud.api_key")).to_contain_text("not accepted")
    check(True, "a key that is refused is told beside it")


def look(browser, base: str, screenshots: Path):
    screenshots.mkdir(parents=True, exist_ok=True)
    paths = {
        "sign-in": "/sign-in", "settings": "/settings", "new": "/settings/ci/new", "config": "/settings/ci/1", "users": "/settings/users",
        "keys": "/settings/keys", "repository": "/settings/repositories/1", "data-source": "/settings/data-sources/1", "account": "/settings/account",
    }
    for mode, options in MODES.items():
        visit = Visit(browser, base, **options)
        for name, path in paths.items():
            if name == "settings":
                visit.sign_in()
            page = visit.open(path)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            check(wide <= 0, f"{name} fits the window, {mode}", wide)
            nameless = page.evaluate(
                "[...document.querySelectorAll('a, button, select, input:not([type=hidden]), textarea')]"
                ".filter((e) => !e.hidden && !(e.innerText || e.ariaLabel || e.labels?.length)).map((e) => e.outerHTML)")
            check(nameless == [], f"{name}: every control has a name, {mode}", nameless)
            page.screenshot(path=screenshots / f"{name}-{mode}.png", full_page=True)
        check(visit.messages == [], f"the console is silent, {mode}", visit.messages)
        visit.context.close()


def play(household, screenshots: Path):
    venv = Path(os.environ.get("PLUMBLINE_VENV", ROOT / ".venv"))
    environment = os.environ | {"PLUMBLINE_VENV": str(venv), "PATH": f"{venv / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    port = demo.free_port(0)
    sandbox = demo.start_sandbox(household, environment, f"http://127.0.0.1:{port}/webhooks/github")
    server = demo.start_server(household, environment, port, sandbox, "no-key")
    log = demo.FOLDER / "server.log"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        plain = Visit(browser, server.base, java_script_enabled=False)
        make_administrator(plain, log)
        add_repository(plain, sandbox.base)
        add_data_source(plain)
        without_script(plain, sandbox.base)
        plain.press("Sign out")
        plain.open("/settings")
        check("/sign-in" in plain.page.url, "after signing out settings lead to the sign-in", plain.page.url)
        lively = Visit(browser, server.base)
        lively.sign_in()
        with_script(lively, sandbox.base)
        check(lively.messages == [], "the console is silent", lively.messages)
        look(browser, server.base, screenshots)
        browser.close()
    text = log.read_text(errors="replace")
    check(demo.SANDBOX_TOKEN not in text and PASSWORD not in text, "no secret is in the server's log")


def main() -> int:
    screenshots = stage_door.screenshots_of(stage_door.options_of(__doc__, stage_door.with_screenshots))
    return stage_door.perform(
        stage_door.at_home(lambda household: play(household, screenshots)), also=(Error, AssertionError))


if __name__ == "__main__":
    sys.exit(main())
