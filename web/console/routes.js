// The paths that the server offers, and what suits each: which URL to start with, and how to keep and show its data.

/** By behaviour: a name for people, a query to start with, the settings of the Variable and the view of its data; of
 *  groups an example of what may follow; what is otherwise where its option "kind" says so. */
const BEHAVIOURS = {
  "node-demo": { title: "Node demo", hello: true, strategy: "append", view: "list" },
  echo: { title: "Echo", strategy: "append", view: "list" },
  broadcast: { title: "Broadcast", strategy: "append", view: "list" },
  heartrate: { title: "Heart-rate monitor", strategy: "append", view: "chart" },
  chatroom: { title: "Chat room", query: (user) => `?username=user${user}`, strategy: "append", view: "list" },
  "clown-hub": { title: "Clown.Hub", example: "clown-talk-server_nodes_bridge_0", strategy: "append", view: "list" },
  shootout: { title: "Shootout", strategy: "refresh", view: "list" },
  ticker: { title: "Ticker", strategy: "prepend", view: "table", kinds: { weather: { strategy: "refresh" } } },
};

const FALLBACK = [
  { path: "/", behaviour: "node-demo", summary: "" },
  { path: "/echo", behaviour: "echo", summary: "" },
  { path: "/broadcast", behaviour: "broadcast", summary: "" },
];

const known = (behaviour) => BEHAVIOURS[behaviour] ?? BEHAVIOURS[behaviour.replace(/-/g, "")];

function titleOf(behaviour) {
  const words = behaviour.replace(/-/g, " ");
  return known(behaviour)?.title ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** "/auth/" of "/auth/*", which stands for all paths below it; null of any other path. */
const groupOf = (path) => (path.endsWith("/*") ? path.slice(0, -1) : null);

/** A route of the server with what is known of its behaviour. `user` tells panels apart where a path wants a name.
 *  Where the path stands for a group, `rest` is an example of what is still to be said, and the target lacks it. */
export function describe({ path, behaviour, summary, options = {} }, user = 1) {
  const { kinds, ...usual } = known(behaviour) ?? {};
  const { hello = false, query = () => "", strategy = "refresh", view = "list" } = { ...usual, ...kinds?.[options.kind] };
  const settings = Object.entries(options).map(([name, value]) => `${name} ${value}`).join(", ");
  const title = settings ? `${titleOf(behaviour)} (${settings})` : titleOf(behaviour);
  const group = groupOf(path);
  const rest = group && (known(behaviour)?.example ?? "lobby");
  return { path, title, summary, hello, strategy, view, rest, target: group ?? path + query(user) };
}

/** The route that a path belongs to: its own, or the group with the longest name that it is below. */
export function routeOf(routes, path) {
  const groups = routes.filter((route) => route.rest && path.startsWith(route.target));
  groups.sort((a, b) => b.target.length - a.target.length);
  return routes.find((route) => route.path === path) ?? groups[0];
}

export async function loadRoutes() {
  try {
    const response = await fetch("/console/routes.json", { signal: AbortSignal.timeout(5000) });
    if (response.ok) return await response.json();
  } catch {
    // The page is still of use without its server.
  }
  return FALLBACK;
}

/** "ws://host:port" of the server that gave the page. */
export function origin(location) {
  return `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}`;
}
