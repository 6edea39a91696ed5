// Keeps an unfinished page up to date: looks again when the server says so, or every few seconds where it does not.
const pause = 1000;
const interval = 4000;
let source = null;
let timer = null;
let isLoading = false;
let isWanted = false;
// What is pressed must still be there when the button is let go; a press that ends outside of the window is forgotten.
let pressedUntil = 0;

async function look() {
    if (isLoading) {
        isWanted = true;
        return;
    }
    isLoading = true;
    isWanted = false;
    try {
        const reply = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
        if (reply.ok) show(new DOMParser().parseFromString(await reply.text(), "text/html"));
    } catch {
        // The server may be restarting; the next look will tell.
    }
    setTimeout(() => {
        isLoading = false;
        if (isWanted) look();
    }, pause);
}

function show(fresh) {
    const old = document.getElementById("main");
    const main = fresh.getElementById("main");
    if (!old || !main) return;
    if (Date.now() < pressedUntil) {
        isWanted = true;
        return;
    }
    document.title = fresh.title;
    keep(old, main);
    const active = document.activeElement;
    const place = active && old.contains(active) ? find(active) : null;
    if (old.innerHTML !== main.innerHTML) {
        const checked = [...old.querySelectorAll("input:checked")].map((it) => it.name);
        old.replaceChildren(...main.childNodes);
        for (const box of old.querySelectorAll("input[type=checkbox]")) box.checked = checked.includes(box.name);
        if (place) old.querySelector(place)?.focus({ preventScroll: true });
    }
    if (!fresh.body.hasAttribute("data-live")) stop();
}

// What somebody has unfolded or folded stays so.
function keep(old, main) {
    for (const details of old.querySelectorAll("details[id]")) {
        const again = main.querySelector(`#${CSS.escape(details.id)}`);
        if (again) again.open = details.open;
    }
}

// The same place in the page that comes.
function find(element) {
    if (element.id) return `#${CSS.escape(element.id)}`;
    for (const name of ["href", "name"]) {
        const value = element.getAttribute(name);
        if (value) return `${element.tagName}[${name}="${CSS.escape(value)}"]`;
    }
    return element.tagName === "SUMMARY" && element.parentElement.id ? `#${CSS.escape(element.parentElement.id)} > summary` : null;
}

function stop() {
    source?.close();
    clearInterval(timer);
    isWanted = false;
}

function start() {
    addEventListener("pointerdown", () => (pressedUntil = Date.now() + 3000));
    for (const name of ["click", "pointercancel"]) addEventListener(name, () => (pressedUntil = 0));
    const events = document.body.dataset.events;
    if (!events) {
        timer = setInterval(look, interval);
        return;
    }
    source = new EventSource(events);
    source.onmessage = look;
    source.addEventListener("progress", look);
    source.addEventListener("done", look);
    source.onerror = () => {
        // A refused stream is not tried again by the browser: ask by the clock from here on.
        if (source.readyState === EventSource.CLOSED && timer === null) timer = setInterval(look, interval);
    };
}

start();
