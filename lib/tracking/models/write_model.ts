import type { Store } from "../../stores/store.ts";
import { notingStore } from "../noting_store.ts";
import type { ModelSignature } from "./flavor.ts";
import { type KeptFlavor, MLMODEL, mlmodelText, type ModelFacts } from "./mlmodel.ts";

/** A model to be written. */
export interface WriteModelOptions extends KeptFlavor {
  /** The model. */
  readonly model: unknown;
  /** What it takes and gives. @default {what the flavour says} */
  readonly signature?: ModelSignature | undefined;
  /** What it is called by. */
  readonly facts: ModelFacts;
}

/**
 * Write the files of a model below the root of a store, `MLmodel` last: a model without it is not whole. Returns the paths that
 * were written.
 */
export async function writeModel(store: Store, options: WriteModelOptions): Promise<readonly string[]> {
  const { model, flavor, module, facts } = options;
  const signature = options.signature ?? await flavor.signature?.(model);
  const sizes = new Map<string, number>();
  await flavor.save(model, notingStore(store, { onWrite: ({ key, size }) => void sizes.set(key, size) }));
  const size = [...sizes.values()].reduce((sum, each) => sum + each, 0);
  const text = await mlmodelText({ flavor, module }, { ...facts, signature, size });
  await store.write(MLMODEL, new TextEncoder().encode(text));
  return [...sizes.keys(), MLMODEL];
}
