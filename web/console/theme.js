// Light, dark, or as the system has it; remembered by the browser.

const KEY = "parley-theme";
const THEMES = ["system", "light", "dark"];

function remembered() {
  try {
    const theme = localStorage.getItem(KEY);
    return THEMES.includes(theme) ? theme : "system";
  } catch {
    return "system"; // the browser keeps nothing for this page
  }
}

function remember(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It lasts as long as the page, then.
  }
}

/** Makes `button` go from one theme to the next. */
export function themeButton(button) {
  const apply = (theme) => {
    document.documentElement.dataset.theme = theme;
    button.lastElementChild.textContent = theme;
    dispatchEvent(new Event("themechange"));
  };
  button.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
    remember(next);
    apply(next);
  });
  apply(remembered());
}
