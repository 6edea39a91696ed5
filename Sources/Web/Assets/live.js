// Keeps an unfinished page up to date: looks again when the server says so, or every few seconds where it does not.
const pause = 1000;
const interval = 4000;
let source = null;
let timer = null;
let isLoading = false;
let isWanted = false;

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
    document.title = fresh.title;
    const active = document.activeElement;
    const place = active && old.contains(active) ? { tag: active.tagName, href: active.getAttribute("href") } : null;
    if (old.innerHTML !== main.innerHTML) old.replaceChildren(...main.childNodes);
    if (place) [...old.querySelectorAll(place.tag)].find((it) => it.getAttribute("href") === place.href)?.focus({ preventScroll: true });
    if (!fresh.body.hasAttribute("data-live")) stop();
}

function stop() {
    source?.close();
    clearInterval(timer);
    isWanted = false;
}

function start() {
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
