#!/usr/bin/env python3
"""Opens Plumbline's pages in real Chromium and says what is wrong with them.

    check_pages.py --base-url http://127.0.0.1:8080 --run 1 --diff 1 --diff 2 \
        --screenshots /tmp/shots --expect '{"run": ["2 of 3 compared models differ"], "diff/1/overview": ["1,200 keys"]}'

Each page is opened in light and dark, at 1280 and 390 pixels, and without JavaScript. Looked at: the HTTP status, messages of the
console, violations of the content security policy, horizontal overflow, a heading and a title, the first Tab stop and its visible focus,
and the expected texts (all white space, no-break spaces too, counts as one space).

With --cookie NAME=VALUE somebody is signed in. The keys of --expect are page names: `runs`, `run`, `run/<id>`, `diff/<id>/<tab>`, `missing`; `diff` stands for every overview.
Prints one line per finding; exit code 0 without findings, 1 with some, 2 when the browser could not be started.
"""

import argparse
import json
import pathlib
import re
import sys
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Error, sync_playwright

TABS = ["overview", "columns", "keys", "values", "profiles"]
MODES = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "narrow": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}},
    "narrow-dark": {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
    "no-script": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--api-key", help="sent as `Authorization: Key …` to the base address only")
    parser.add_argument("--cookie", help="NAME=VALUE of a session: the pages are looked at by somebody who is signed in")
    parser.add_argument("--run", action="append", default=[], help="id of a run (repeatable)")
    parser.add_argument("--diff", action="append", default=[], help="id of a diff (repeatable)")
    parser.add_argument("--page", action="append", default=[], help="name=/path of another page (repeatable)")
    parser.add_argument("--expect", default="{}", help="JSON object, or @file: page name to list of texts")
    parser.add_argument("--screenshots", type=pathlib.Path, help="folder for PNG files")
    parser.add_argument("--mode", action="append", choices=sorted(MODES), help="only these modes")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--timeout", type=float, default=30, help="seconds per page")
    return parser.parse_args()


def pages(options):
    """Page names with paths and the HTTP status they should have."""
    yield "runs", "/", 200
    for run in options.run:
        yield f"run/{run}", f"/runs/{run}", 200
    for diff in options.diff:
        for tab in TABS:
            yield f"diff/{diff}/{tab}", f"/datadiffs/{diff}/{tab}", 200
    for page in options.page:
        name, path = page.split("=", 1)
        yield name, path, 200
    yield "missing", "/runs/999999999", 404


def expected(expectations, name):
    texts = list(expectations.get(name, []))
    if name.startswith("run/"):
        texts += expectations.get("run", [])
    if name.startswith("diff/") and name.endswith("/overview"):
        texts += expectations.get("diff", [])
    return texts


def squeeze(text):
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip()


class Check:
    def __init__(self, options, expectations):
        self.options = options
        self.expectations = expectations
        self.findings = []

    def find(self, mode, name, text):
        self.findings.append(f"{mode} {name}: {text}")

    def authorize(self, context):
        if not self.options.api_key:
            return
        host = urlsplit(self.options.base_url).netloc

        def send(route):
            headers = dict(route.request.headers)
            if urlsplit(route.request.url).netloc == host:
                headers["authorization"] = f"Key {self.options.api_key}"
            route.continue_(headers=headers)

        context.route("**/*", send)

    def run(self, browser, mode):
        context = browser.new_context(**MODES[mode])
        self.authorize(context)
        if self.options.cookie:
            name, value = self.options.cookie.split("=", 1)
            context.add_cookies([{"name": name, "value": value, "url": self.options.base_url}])
        for name, path, status in pages(self.options):
            page = context.new_page()
            try:
                self.look(page, mode, name, path, status)
            except Error as error:
                self.find(mode, name, f"could not be opened: {error.message.splitlines()[0]}")
            finally:
                page.close()
        context.close()

    def look(self, page, mode, name, path, status):
        messages = []
        page.on("console", lambda message: messages.append(f"{message.type}: {message.text}") if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: messages.append(f"exception: {error}"))
        page.on("requestfailed", lambda request: messages.append(f"not loaded: {request.url} {request.failure}") if is_fault(request) else None)
        foreign = []
        host = urlsplit(self.options.base_url).netloc
        page.on("request", lambda request: foreign.append(request.url) if urlsplit(request.url).netloc not in ("", host) else None)
        if mode != "no-script":
            page.add_init_script("document.addEventListener('securitypolicyviolation', (e) => console.error('CSP violation: ' + e.violatedDirective + ' ' + e.blockedURI))")
        reply = page.goto(urljoin(self.options.base_url, path), wait_until="load", timeout=self.options.timeout * 1000)
        if reply is None or reply.status != status:
            self.find(mode, name, f"answered {reply.status if reply else 'nothing'} instead of {status}")
        self.policy(reply, mode, name)
        self.content(page, mode, name)
        if mode.startswith("narrow"):
            self.width(page, mode, name)
        if mode == "light":
            self.keyboard(page, mode, name)
        if mode in ("light", "narrow"):
            self.control_names(page, mode, name)
        self.shoot(page, mode, name)
        for message in messages:
            if not (status >= 400 and f"status of {status}" in message):
                self.find(mode, name, message)
        for url in foreign:
            self.find(mode, name, f"loads from elsewhere: {url}")

    def policy(self, reply, mode, name):
        policy = (reply.headers if reply else {}).get("content-security-policy", "")
        if "default-src 'self'" not in policy or "unsafe" in policy:
            self.find(mode, name, f"content security policy is not strict: {policy or 'none'}")

    def content(self, page, mode, name):
        if not page.title().strip():
            self.find(mode, name, "has no title")
        if page.locator("h1").count() != 1:
            self.find(mode, name, f"has {page.locator('h1').count()} main headings")
        if page.locator("main").count() != 1 or page.locator("html[lang]").count() != 1:
            self.find(mode, name, "has no main landmark or no language")
        text = squeeze(page.locator("body").inner_text())
        for wanted in expected(self.expectations, name):
            if squeeze(wanted) not in text:
                self.find(mode, name, f"does not say {wanted!r}")

    def width(self, page, mode, name):
        extra = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if extra > 0:
            self.find(mode, name, f"overflows by {extra} pixels")

    def keyboard(self, page, mode, name):
        page.keyboard.press("Tab")
        first = focus(page)
        if not first or first["tag"] != "A" or first["href"] != "#main":
            self.find(mode, name, f"first Tab stop is {first}, not the link to the content")
        page.keyboard.press("Tab")
        second = focus(page)
        for stop in (first, second):
            if stop and not stop["visible"]:
                self.find(mode, name, f"focus cannot be seen on {stop['text']!r}")
        if not second or second["tag"] != "A":
            self.find(mode, name, f"second Tab stop is {second}, not a link")
        page.evaluate("document.activeElement.blur()")

    def control_names(self, page, mode, name):
        nameless = page.evaluate(
            "[...document.querySelectorAll('a, button, select, textarea, input:not([type=hidden])')].filter((e) => !e.hidden && !(e.innerText || e.ariaLabel || e.labels?.length)).length"
        )
        if nameless:
            self.find(mode, name, f"{nameless} links or controls have no name")

    def shoot(self, page, mode, name):
        if self.options.screenshots:
            path = self.options.screenshots / f"{name.replace('/', '-')}-{mode}.png"
            page.screenshot(path=path, full_page=True)


def is_fault(request):
    # A page that is left or reloads itself ends its event stream.
    return request.resource_type != "eventsource" and "ERR_ABORTED" not in (request.failure or "")


def focus(page):
    return page.evaluate(
        """() => {
            const it = document.activeElement;
            if (!it || it === document.body) return null;
            const style = getComputedStyle(it);
            const box = it.getBoundingClientRect();
            const isInView = box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth;
            const hasOutline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
            return { tag: it.tagName, href: it.getAttribute('href'), text: it.textContent.trim().slice(0, 40), visible: isInView && hasOutline };
        }"""
    )


def main():
    options = arguments()
    text = pathlib.Path(options.expect[1:]).read_text() if options.expect.startswith("@") else options.expect
    try:
        expectations = json.loads(text)
    except json.JSONDecodeError as error:
        print(f"--expect is not JSON: {error}", file=sys.stderr)
        return 2
    if options.screenshots:
        options.screenshots.mkdir(parents=True, exist_ok=True)
    check = Check(options, expectations)
    known = {name for name, _, _ in pages(options)}
    known |= {kind for kind in ("run", "diff") if getattr(options, kind)}
    for name in expectations.keys() - known:
        check.find("all", name, "is expected but not opened; give its --run or --diff")
    with sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
        except Error as error:
            print(f"Chromium at {options.chromium} could not be started: {error.message.splitlines()[0]}", file=sys.stderr)
            return 2
        for mode in options.mode or MODES:
            check.run(browser, mode)
        browser.close()
    for finding in check.findings:
        print(finding)
    count = len(list(pages(options))) * len(options.mode or MODES)
    print(f"{count} pages looked at, {len(check.findings)} findings", file=sys.stderr)
    return 1 if check.findings else 0


if __name__ == "__main__":
    sys.exit(main())
