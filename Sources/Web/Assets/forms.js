// Brings the pickers of a form up to date while it is being filled in, and makes long pickers searchable. Forms work without it.
const form = document.querySelector("form[data-live-form]");
let asked = 0;

function searchable(root) {
    for (const select of root.querySelectorAll("select")) {
        if (select.options.length < 10 || select.dataset.searchable !== undefined) continue;
        select.dataset.searchable = "";
        const all = [...select.options];
        const search = document.createElement("input");
        search.type = "search";
        search.placeholder = "Search";
        search.className = "picker-search";
        search.setAttribute("aria-label", "Search the list below");
        search.addEventListener("input", () => {
            const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
            select.replaceChildren(...all.filter((it) => it.selected || words.every((word) => it.text.toLowerCase().includes(word))));
        });
        search.addEventListener("keydown", (event) => {
            if (event.key === "Enter") event.preventDefault();
        });
        select.before(search);
    }
}

async function refresh() {
    const number = ++asked;
    const data = new URLSearchParams(new FormData(form));
    data.set("action", "check");
    form.setAttribute("aria-busy", "true");
    try {
        // Not form.action: the buttons are called that.
        const reply = await fetch(form.getAttribute("action"), { method: "POST", body: data, headers: { Accept: "text/html" } });
        const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
        if (number !== asked || !fresh.querySelector("form[data-live-form]")) return;
        // Typed secrets come back encrypted, in hidden fields; the fields they were typed into come back empty.
        const held = "input[type=hidden][name$='.held']";
        for (const old of form.querySelectorAll(held)) old.remove();
        form.prepend(...fresh.querySelectorAll(`form[data-live-form] ${held}`));
        const focused = document.activeElement?.id;
        for (const old of form.querySelectorAll("[data-refreshed]")) {
            const row = fresh.getElementById(old.id);
            if (row && !old.contains(document.activeElement)) old.replaceWith(row);
        }
        watch();
        searchable(form);
        if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    } catch {
        // The server may be restarting; the button checks just as well.
    } finally {
        if (number === asked) form.removeAttribute("aria-busy");
    }
}

function watch() {
    for (const control of form.querySelectorAll("[data-watched]")) {
        if (control.dataset.isWatched !== undefined) continue;
        control.dataset.isWatched = "";
        control.addEventListener("change", refresh);
    }
}

if (form) {
    watch();
    searchable(form);
}
