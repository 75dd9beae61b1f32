// The page: panels side by side, the server's view, the theme and the keys.
import { Panel } from "./panel.js";
import { describe, loadRoutes, origin } from "./routes.js";
import { ServerView } from "./server_view.js";
import { themeButton } from "./theme.js";

const MAX_PANELS = 8;
const byId = (id) => document.getElementById(id);

class App {
  constructor(routes) {
    this.routes = routes;
    this.panels = [];
    this.count = 0;
    this.grid = byId("panels");
    this.addButton = byId("add");
    this.serverButton = byId("server");
    this.help = byId("help");
    this.server = new ServerView();
    this.grid.before(this.server.node);
    this.addButton.addEventListener("click", () => this.add());
    this.serverButton.addEventListener("click", () => this.toggleServer());
    byId("keys").addEventListener("click", () => this.help.showModal());
    document.addEventListener("keydown", (event) => this.onKey(event));
    themeButton(byId("theme"));
  }

  add() {
    if (this.panels.length >= MAX_PANELS) return null;
    this.count += 1;
    const panel = new Panel(this.count, {
      origin: origin(location),
      routes: this.routes.map((route) => describe(route, this.count)),
      remove: (which) => this.remove(which),
      duplicate: (which) => this.duplicate(which),
    });
    this.panels.push(panel);
    this.grid.append(panel.node);
    this.update();
    if (this.count > 1) panel.form.path.focus();
    return panel;
  }

  duplicate(panel) {
    const copy = this.add();
    if (!copy) return;
    copy.form.path.value = panel.form.path.value;
    copy.form.choosePath();
    if (!copy.form.url.value.startsWith(panel.form.url.value.split("?")[0])) copy.form.setUrl(panel.form.url.value);
    copy.form.protocols.value = panel.form.protocols.value;
    copy.form.hello.input.checked = panel.form.hello.input.checked;
    copy.form.button.focus();
  }

  remove(panel) {
    const at = this.panels.indexOf(panel);
    this.panels.splice(at, 1);
    panel.dispose();
    this.update();
    const next = this.panels[Math.min(at, this.panels.length - 1)];
    if (next) next.node.querySelector("h2").focus();
    else this.addButton.focus();
  }

  update() {
    this.grid.dataset.count = String(this.panels.length);
    this.addButton.disabled = this.panels.length >= MAX_PANELS;
    byId("none").hidden = this.panels.length > 0;
  }

  toggleServer() {
    const shown = this.serverButton.getAttribute("aria-pressed") !== "true";
    this.serverButton.setAttribute("aria-pressed", String(shown));
    this.server.setShown(shown);
  }

  /** Alt with a letter, so that nothing that is typed is taken for a command. */
  onKey(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const panel = this.panels.find(({ node }) => node.contains(document.activeElement)) ?? this.panels[0];
    const commands = {
      KeyN: () => this.add(),
      KeyS: () => this.toggleServer(),
      KeyK: () => this.help.showModal(),
      KeyC: () => panel?.form.button.click(),
      KeyM: () => panel?.composer.text.focus(),
    };
    const digit = event.code.match(/^Digit([1-8])$/);
    const command = digit ? () => this.panels[digit[1] - 1]?.composer.text.focus() : commands[event.code];
    if (!command) return;
    event.preventDefault();
    command();
  }
}

const app = new App(await loadRoutes());
app.add();
document.documentElement.dataset.ready = "true";
