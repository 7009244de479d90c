/**
 * Which room may import which: the table of the architecture, lowest rank first. The lint plugin and
 * `tests/repo/rooms_test.ts` both read it from here. A room may always import itself.
 */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  deps: [],
  core: ["deps"],
  http: ["core", "deps"],
  stores: ["core", "deps"],
  pipeline: ["core", "deps"],
  config: ["core", "deps", "stores"],
  datasets: ["core", "deps", "stores"],
  catalog: ["core", "deps", "stores", "datasets"],
  hooks: ["core", "deps", "pipeline", "catalog"],
  runner: ["core", "deps", "stores", "pipeline", "catalog", "hooks"],
  tracking: ["core", "deps", "stores", "datasets", "pipeline", "hooks"],
  models: ["core", "deps", "http", "stores", "datasets", "catalog", "pipeline", "hooks", "runner"],
  plan: ["core", "deps", "pipeline", "catalog"],
  server: ["core", "deps", "http", "stores", "tracking"],
  engine: ["core", "deps", "plan", "runner", "hooks"],
  ui: ["core", "deps", "http", "stores", "datasets", "catalog", "pipeline", "tracking", "server"],
};

const LIBRARY: readonly string[] = [...Object.keys(ROOMS), "project"];

/** Rooms that a file of `room` may import besides its own; undefined for a room that the table does not name. */
export function allowedRooms(room: string): readonly string[] | undefined {
  if (room === "project") return Object.keys(ROOMS);
  if (room === "mod.ts") return LIBRARY.filter((name) => name !== "deps");
  if (room === "cli") return ["mod.ts", "deps"];
  return ROOMS[room];
}

/** The room of a path relative to the clone: a folder of lib, `mod.ts` or `cli`; undefined outside of them. */
export function roomOf(path: string): string | undefined {
  if (path === "mod.ts") return "mod.ts";
  if (path.startsWith("cli/")) return "cli";
  return /^lib\/([^/]+)\//.exec(path)?.[1];
}

/** Why the file `from` may not import the file `to` (paths relative to the clone); undefined when it may. */
export function importProblem(from: string, to: string): string | undefined {
  const fromRoom = roomOf(from);
  const toRoom = roomOf(to);
  const toFolder = to.slice(0, to.lastIndexOf("/") + 1);
  if (to.slice(toFolder.length).startsWith("_") && !from.startsWith(toFolder)) {
    return `"${to}" is private to its folder`;
  }
  if (fromRoom === undefined) return undefined;
  const allowed = allowedRooms(fromRoom);
  if (allowed === undefined) return `room "${fromRoom}" is not in the table of tasks/lint/rooms.ts`;
  if (toRoom === undefined) return `"${fromRoom}" may not import "${to}", which is in no room`;
  if (toRoom === fromRoom || allowed.includes(toRoom)) return undefined;
  // The one file that the command line needs before it loads the library.
  if (fromRoom === "cli" && to === "lib/core/version.ts") return undefined;
  return `"${fromRoom}" may not import "${toRoom}" (table in tasks/lint/rooms.ts)`;
}
