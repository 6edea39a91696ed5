// Light, dark, or what the system says: remembered in this browser only. Pages are whole without it.
const order = ["auto", "light", "dark"];
const names = { auto: "Theme: system", light: "Theme: light", dark: "Theme: dark" };

function stored() {
    try {
        const theme = localStorage.getItem("plumbline-theme");
        return order.includes(theme) ? theme : "auto";
    } catch {
        return "auto";
    }
}

function apply(theme) {
    if (theme === "auto") {
        delete document.documentElement.dataset.theme;
    } else {
        document.documentElement.dataset.theme = theme;
    }
}

function prepareButton() {
    const button = document.querySelector("[data-theme-toggle]");
    if (!button) return;
    let theme = stored();
    button.textContent = names[theme];
    button.hidden = false;
    button.addEventListener("click", () => {
        theme = order[(order.indexOf(theme) + 1) % order.length];
        button.textContent = names[theme];
        apply(theme);
        try {
            localStorage.setItem("plumbline-theme", theme);
        } catch {
            // Without storage the choice holds for this page.
        }
    });
}

apply(stored());
if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", prepareButton);
} else {
    prepareButton();
}
