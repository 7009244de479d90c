import type { Catalog } from "../../lib/catalog/catalog.ts";
import { DatasetError } from "../../lib/core/errors.ts";
import type { Issue } from "../../lib/core/issue.ts";
import { isPlainObject, type JsonObject, type JsonValue } from "../../lib/core/json.ts";
import type { Dataset, TransferOptions } from "../../lib/datasets/dataset.ts";

/** What a {@linkcode fakeCatalog} holds. */
export interface FakeCatalogOptions {
  /** Datasets that count as persistent, with their values; `undefined` for those that do not exist yet. */
  readonly stored?: Readonly<Record<string, unknown>>;
  /** Datasets that live in this process only. */
  readonly memory?: Readonly<Record<string, unknown>>;
  /** Parameters. */
  readonly parameters?: JsonObject;
  /** Called before a value is given or taken. */
  readonly onTransfer?: (
    action: "load" | "save",
    name: string,
    options: TransferOptions,
  ) => void | Promise<void>;
}

/** A catalog that keeps values as they are. */
export interface FakeCatalog extends Catalog {
  /** What is kept now. */
  readonly values: ReadonlyMap<string, unknown>;
  /** What was released, in order. */
  readonly released: readonly string[];
  /** What was confirmed, in order. */
  readonly confirmed: readonly string[];
}

/** Make a catalog for tests of what uses one. */
export function fakeCatalog(options: FakeCatalogOptions = {}): FakeCatalog {
  const { stored = {}, memory = {}, parameters = {}, onTransfer } = options;
  const names = [...Object.keys(stored), ...Object.keys(memory)];
  const values = new Map<string, unknown>();
  for (const [name, value] of Object.entries({ ...stored, ...memory })) {
    if (value !== undefined) values.set(name, value);
  }
  const released: string[] = [];
  const confirmed: string[] = [];
  const has = (name: string) => names.includes(name) || parameterOf(parameters, name) !== undefined;
  const load = async (name: string, transfer: TransferOptions = {}): Promise<unknown> => {
    await onTransfer?.("load", name, transfer);
    const parameter = parameterOf(parameters, name);
    if (parameter !== undefined) return structuredClone(parameter);
    if (values.has(name)) return values.get(name);
    throw new DatasetError(`Cannot load dataset "${name}": it does not exist`, { dataset: name });
  };
  const save = async (name: string, value: unknown, transfer: TransferOptions = {}): Promise<void> => {
    await onTransfer?.("save", name, transfer);
    values.set(name, value);
  };
  return {
    values,
    released,
    confirmed,
    saveVersion: "2026-01-02T03.04.05.678Z",
    parameters,
    names: () => names,
    patterns: () => [],
    written: (name) => names.includes(name) ? { name, entry: { type: "fake" } } : undefined,
    resolve: (name) => names.includes(name) ? { name, entry: { type: "fake" } } : undefined,
    has,
    get: (name) =>
      has(name) ? datasetOf(name, Object.hasOwn(stored, name), { load, save, values }) : undefined,
    load,
    save,
    exists: (name) => Promise.resolve(values.has(name)),
    release: (name) => void released.push(name),
    confirm: (name) => Promise.resolve(void confirmed.push(name)),
    check: (checked) => [...checked].flatMap((name) => unknownParameter(parameters, name)),
    schemaOf: () => undefined,
    checkParameters: () => Promise.resolve([]),
    preview: (name) => Promise.resolve({ kind: "value", value: String(values.get(name)), isWhole: true }),
    describe: (name) => has(name) ? { type: "fake" } : undefined,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function datasetOf(
  name: string,
  isStored: boolean,
  { load, save, values }: Pick<FakeCatalog, "load" | "save" | "values">,
): Dataset {
  return {
    type: "fake",
    traits: { ephemeral: !isStored },
    load: (options) => load(name, options),
    save: (value, options) => save(name, value, options),
    exists: () => Promise.resolve(values.has(name)),
    describe: () => ({ type: "fake" }),
  };
}

function unknownParameter(parameters: JsonObject, name: string): readonly Issue[] {
  if (!name.startsWith("params:") || parameterOf(parameters, name) !== undefined) return [];
  return [{ code: "catalog.unknown_parameter", message: `Parameter "${name}" is not known` }];
}

function parameterOf(parameters: JsonObject, name: string): JsonValue | undefined {
  if (name === "parameters") return parameters;
  if (!name.startsWith("params:")) return undefined;
  return name.slice("params:".length).split(".").reduce<unknown>(
    (value, key) => isPlainObject(value) ? value[key] : undefined,
    parameters,
  ) as JsonValue | undefined;
}
