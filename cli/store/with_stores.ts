import type { RemoteOptions, StoreLocation } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { guard } from "../guard.ts";
import { requireProject, userFolder } from "../project_folder.ts";
import { shortPath } from "../short_path.ts";
import { type Interrupts, listenForInterrupts } from "../run/interrupts.ts";
import { UsageError } from "../usage_error.ts";
import type { StoreFlags } from "./store_routes.ts";

/** What a command about stores works with. */
export interface Stores {
  /** Finds what a place names. */
  readonly locate: (uri: string) => Promise<StoreLocation>;
  /** Requests to stop. */
  readonly interrupts: Interrupts;
}

/** Do something with stores, and set the exit code. */
export async function withStores(
  context: CliContext,
  flags: StoreFlags,
  action: (stores: Stores) => Promise<number>,
): Promise<void> {
  await guard(context, { json: flags.json }, async () => {
    const { createLocator } = await import("../../mod.ts");
    const credentials = await findCredentials(context, flags);
    const interrupts = listenForInterrupts(context, { first: () => {}, second: () => {} });
    const { signal } = interrupts;
    await using find = createLocator({ root: userFolder(context), credentials, signal });
    try {
      return await action({ locate: (uri) => asUsage(() => find(uri)), interrupts });
    } catch (error) {
      const code = interrupts.exitCode();
      if (code === undefined) throw error;
      context.stderr.write("  stopped\n");
      return code;
    } finally {
      interrupts.stop();
    }
  });
}

/** How messages call a location. */
export function uriOf(location: StoreLocation): string {
  switch (location.kind) {
    case "object":
      return location.store.uri(location.key);
    case "folder":
      return `${location.store.root}${location.prefix}`;
    case "nothing":
      return location.place.store.uri(location.place.key);
  }
}

/** An object, or a folder in which something may be. */
export type Found = Exclude<StoreLocation, { readonly kind: "nothing" }>;

/**
 * What a place names.
 *
 * @throws {UsageError} When it names nothing.
 */
export async function findPlace(context: CliContext, { locate }: Stores, place: string): Promise<Found> {
  const location = await locate(place);
  if (location.kind === "nothing") throw nothingAt(context, location);
  return location;
}

/** The error for a place where nothing is. */
export function nothingAt(context: CliContext, location: StoreLocation): UsageError {
  return new UsageError(`Nothing is at "${shortPath(uriOf(location), context)}"`);
}

/** The words for a folder that was meant without being said. */
export function needsRecursive(context: CliContext, location: StoreLocation, verb: string): UsageError {
  const name = shortPath(uriOf(location), context);
  return new UsageError(`"${name}" is a folder: give --recursive to ${verb} all that is in it`);
}

async function findCredentials(
  context: CliContext,
  { credentials: name, env, project }: StoreFlags,
): Promise<RemoteOptions["credentials"]> {
  if (name === undefined) return undefined;
  const { findProject, isSecret, readProjectConfig, secret, suggest } = await import("../../mod.ts");
  const root = await requireProject(context, findProject, project);
  const { data: known } = (await readProjectConfig(root, { env })).credentials;
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found !== undefined && !isSecret(found)) {
    return Object.fromEntries(
      Object.entries(found).map(([key, value]) => [key, isSecret(value) ? value : secret(value)]),
    );
  }
  const near = suggest(name, Object.keys(known));
  const advice = near === undefined ? "" : `. Did you mean "${near}"?`;
  throw new UsageError(`Flag --credentials is "${name}": the project has no such credentials${advice}`);
}

/** Do something; what cannot be done with the places that were typed is a mistake of whoever typed them. */
export async function asUsage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}
