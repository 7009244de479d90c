import { toBytes } from "../../core/bytes.ts";
import { assertPlainData } from "../../datasets/plain_data.ts";
import type { Store } from "../../stores/store.ts";
import type { ModelFlavor } from "./flavor.ts";

const FILE = "model.json";

/** A class whose instances turn into plain data and back, as those of ml.js do. */
export interface JsonModelClass<Model> {
  /** Its name. */
  readonly name: string;
  /** Make an instance from what `toJSON()` gave. */
  load(data: never): Model | Promise<Model>;
  /** Its instances have `toJSON()`. */
  readonly prototype: { toJSON(): unknown };
}

/**
 * The flavour of a class whose instances turn into plain data (`toJSON()`) and back (a static `load()`). The built-in flavour
 * `json` is for plain data alone.
 *
 * @example Keep a model of a class
 * ```ts
 * import assert from "node:assert/strict";
 * import { jsonFlavor, logModel, openEmbeddedStore, readModel, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * class Mean {
 *   constructor(readonly value: number) {}
 *   toJSON() {
 *     return { value: this.value };
 *   }
 *   static load({ value }: { value: number }) {
 *     return new Mean(value);
 *   }
 * }
 *
 * const directory = await Deno.makeTempDir();
 * const logged = await withRun(
 *   { directory },
 *   () => logModel(new Mean(3), { name: "mean", flavor: jsonFlavor(Mean) }),
 * );
 *
 * await using store = openEmbeddedStore(directory);
 * const model = await readModel(store, logged!.uri, { flavor: jsonFlavor(Mean) });
 * assert.ok(model instanceof Mean);
 * ```
 */
export function jsonFlavor<Model>(modelClass: JsonModelClass<Model>): ModelFlavor<Model> {
  return {
    name: "json",
    details: { class: modelClass.name },
    save: async (model, store) => await writeJson(model, store),
    // What was saved is what toJSON() gave, which load() takes.
    load: async (store) => await modelClass.load(await readJson(store) as never),
  };
}

/** The flavour of plain data. */
export const JSON_FLAVOR: ModelFlavor = {
  name: "json",
  save: async (model, store) => {
    const name = classOf(model);
    if (name !== undefined) {
      throw new TypeError(
        `A model of class ${name} is more than plain data, and would not come back as one: use jsonFlavor(${name}), or ` +
          `in a catalog flavor: ./<module>.ts#${name}`,
      );
    }
    await writeJson(model, store);
  },
  load: readJson,
};

/** Whether an export of a module is a class for {@linkcode jsonFlavor}. */
export function isJsonModelClass(value: unknown): value is JsonModelClass<unknown> {
  if (typeof value !== "function" || typeof value.prototype !== "object" || value.prototype === null) {
    return false;
  }
  return "load" in value && typeof value.load === "function" && "toJSON" in value.prototype &&
    typeof value.prototype.toJSON === "function";
}

function classOf(model: unknown): string | undefined {
  if (typeof model !== "object" || model === null) return undefined;
  const { constructor } = model;
  return isJsonModelClass(constructor) ? constructor.name : undefined;
}

async function writeJson(model: unknown, store: Store): Promise<void> {
  assertPlainData(model, { format: "JSON", usesToJson: true });
  await store.write(FILE, new TextEncoder().encode(JSON.stringify(model)));
}

async function readJson(store: Store): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await toBytes(await store.read(FILE))));
}
