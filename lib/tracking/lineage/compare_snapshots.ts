import { resolve } from "node:path";
import { isPlainObject } from "../../core/json.ts";
import type { DatasetParts } from "../../datasets/dataset.ts";
import { localStore } from "../../stores/local_store.ts";
import type { DatasetUse } from "../dataset_use.ts";
import { digestObject, type ObjectDigest } from "./digest_object.ts";
import { digestParts, isFolderDigest } from "./digest_parts.ts";
import type { StoreKey } from "../../stores/store.ts";
import { REDACTED } from "../redact.ts";
import { withoutRandomNames } from "../run_name.ts";
import { SNAPSHOT } from "./snapshot_names.ts";

/** Something that is not as it was. */
export interface Difference {
  /** What it belongs to. */
  readonly what: "request" | "configuration" | "graph" | "environment" | "lockfile" | "data";
  /** Where: `parameters.model.trees`, a node, a file. */
  readonly path: string;
  /** What it was; `undefined` when it was not there. */
  readonly then: string | undefined;
  /** What it is; `undefined` when it is gone. */
  readonly now: string | undefined;
}

type Texts = Readonly<Record<string, string | undefined>>;

const PARTS = [
  ["configuration", SNAPSHOT.configuration],
  ["graph", SNAPSHOT.graph],
  ["environment", SNAPSHOT.environment],
] as const;

/** What differs between what a run was made from and what another would be made from, value by value. */
export function compareSnapshots(then: Texts, now: Texts): readonly Difference[] {
  const differences = PARTS.flatMap(([what, name]) =>
    compareMaps(leavesOf(then[name]), leavesOf(now[name])).map((difference) => ({ what, ...difference }))
  );
  const [before, after] = [then[SNAPSHOT.lockfile], now[SNAPSHOT.lockfile]];
  if (before === after) return differences;
  const say = (text: string | undefined): string | undefined => text && `${text.length} characters`;
  return [
    ...differences,
    { what: "lockfile", path: SNAPSHOT.lockfile, then: say(before), now: say(after) },
  ];
}

/** Where data is that a run read. */
export interface DataPlaces {
  /** The folder of the project. */
  readonly root: string;
  /** The objects in the folder that a dataset is today; `undefined` when it is none. */
  readonly partsOf: (name: string) => Promise<DatasetParts | undefined>;
  /** The object that a dataset is today; `undefined` when it is none. */
  readonly objectOf: (name: string) => Promise<StoreKey | undefined>;
}

/** Which files and folders that a run read are not what they were. */
export async function compareData(
  uses: readonly DatasetUse[],
  { root, partsOf, objectOf }: DataPlaces,
): Promise<readonly Difference[]> {
  const written = new Set(uses.filter(({ role }) => role === "output").map(({ uri }) => uri));
  const differences: Difference[] = [];
  for (const { role, uri, dataset } of uses) {
    const isFile = uri !== undefined && !/^[a-z][a-z0-9+.-]+:\//i.test(uri);
    if (role !== "input" || !isFile || written.has(uri)) continue;
    const found = isFolderDigest(dataset.digest)
      ? await digestParts((await partsOf(dataset.name))?.parts ?? [])
      : await digestObjectAt(
        uri.includes(REDACTED) ? await objectOf(dataset.name) : fileAt(resolve(root, uri)),
      );
    if (found?.digest === dataset.digest) continue;
    differences.push({ what: "data", path: uri, then: dataset.digest, now: found?.digest });
  }
  return differences;
}

async function digestObjectAt(place: StoreKey | undefined): Promise<ObjectDigest | undefined> {
  return place && await digestObject(place);
}

function fileAt(path: string): StoreKey {
  return { store: localStore(resolve(path, "..")), key: path.split(/[\\/]/).at(-1) ?? "" };
}

function compareMaps(
  then: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): readonly Omit<Difference, "what">[] {
  const paths = [...new Set([...then.keys(), ...now.keys()])].sort();
  return paths.filter((path) => !isSame(then.get(path), now.get(path)))
    .map((path) => ({ path, then: then.get(path), now: now.get(path) }));
}

// A name that is made anew for each run is nothing that somebody changed.
function isSame(then: string | undefined, now: string | undefined): boolean {
  if (then === now) return true;
  return then !== undefined && now !== undefined && withoutRandomNames(then) === withoutRandomNames(now);
}

function leavesOf(text: string | undefined): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  if (text !== undefined) collect(JSON.parse(text), "", leaves);
  return leaves;
}

// Nodes stand under their names, other lists are values.
function collect(value: unknown, path: string, leaves: Map<string, string>): void {
  const inner = isPlainObject(value)
    ? Object.entries(value)
    : Array.isArray(value) && value.length > 0 && value.every(isNamed)
    ? value.map((item) => [item.name, item] as const)
    : undefined;
  if (inner === undefined || inner.length === 0) {
    leaves.set(path, typeof value === "string" ? value : JSON.stringify(value));
  } else for (const [key, item] of inner) collect(item, path === "" ? key : `${path}.${key}`, leaves);
}

function isNamed(value: unknown): value is { readonly name: string } {
  return isPlainObject(value) && typeof value["name"] === "string";
}
