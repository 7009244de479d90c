import { toBytes } from "../../core/bytes.ts";
import { ModelError } from "../../core/errors.ts";
import type { Store } from "../../stores/store.ts";
import { findFlavor, type FindFlavorOptions } from "./find_flavor.ts";
import type { ModelFlavor } from "./flavor.ts";
import { MLMODEL, parseMlmodel } from "./mlmodel.ts";

/** How to read a model. */
export interface ReadFilesOptions extends FindFlavorOptions {
  /** Its flavour, or the name of it. @default {the one that the model was saved with} */
  readonly flavor?: ModelFlavor | string | undefined;
  /** The model in words, for messages. */
  readonly label: string;
}

/**
 * Read a model from its files.
 *
 * @throws {ModelError} When there is no model, or it is of another flavour.
 */
export async function readFiles(store: Store, options: ReadFilesOptions): Promise<unknown> {
  const { label, root } = options;
  if (await store.stat(MLMODEL) === undefined) {
    throw new ModelError(`Cannot read ${label}: it has no file "${MLMODEL}"`, { model: label });
  }
  const text = new TextDecoder().decode(await toBytes(await store.read(MLMODEL)));
  const written = await parseMlmodel(text, label);
  const wanted = options.flavor ?? written.module ?? written.flavor;
  if (wanted === undefined) {
    throw new ModelError(`Cannot read ${label}: its flavors are of Python`, { model: label });
  }
  const flavor = typeof wanted === "string" ? await findFlavor(wanted, { root }) : wanted;
  if (written.flavor !== undefined && written.flavor !== flavor.name) {
    const saved = `it was saved as "${written.flavor}", not as "${flavor.name}"`;
    throw new ModelError(`Cannot read ${label}: ${saved}`, { model: label });
  }
  const { className } = written;
  if (className !== undefined && flavor.details?.["class"] !== className) {
    const fix = `give jsonFlavor(${className}), or in a catalog flavor: ./<module>.ts#${className}`;
    throw new ModelError(`Cannot read ${label}: it is an instance of ${className}; ${fix}`, { model: label });
  }
  return await flavor.load(store);
}
