import { type Mask, maskError, maskTexts } from "../core/mask.ts";
import type { Dataset, DatasetParts } from "../datasets/dataset.ts";
import type { StoreKey } from "../stores/store.ts";

/**
 * A dataset whose place holds a secret, as a token in a path: no message, description or record of it tells the secret. Its
 * values stay as they are.
 */
export function maskedDataset(dataset: Dataset, mask: Mask): Dataset {
  return new Proxy(dataset, {
    get(target, key): unknown {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== "function") return member;
      const show = SHOWN.get(key);
      // Called on the dataset itself, as it may be an instance of a class.
      return (...args: readonly unknown[]) =>
        settle(() => member.apply(target, args), {
          found: (value) => show === undefined ? value : show(value, mask),
          thrown: (error) => maskError(error, mask),
        });
    },
  });
}

interface Outcome {
  readonly found: (value: unknown) => unknown;
  readonly thrown: (error: unknown) => unknown;
}

function settle(call: () => unknown, { found, thrown }: Outcome): unknown {
  try {
    const value = call();
    return value instanceof Promise
      ? value.then(found, (error) => {
        throw thrown(error);
      })
      : found(value);
  } catch (error) {
    throw thrown(error);
  }
}

// Members whose results tell where data is.
const SHOWN: ReadonlyMap<PropertyKey, (value: unknown, mask: Mask) => unknown> = new Map([
  ["describe", maskTexts],
  ["obstacle", maskTexts],
  // These two give what the interface of datasets says.
  ["locate", (place, mask) => place && maskPlace(place as StoreKey, mask)],
  ["locateParts", (parts, mask) => parts && maskParts(parts as DatasetParts, mask)],
]);

// Read as before, and told without the secret.
function maskPlace({ store, key }: StoreKey, mask: Mask): StoreKey {
  return { store: { ...store, root: mask(store.root), uri: (key) => mask(store.uri(key)) }, key };
}

function maskParts({ folder, parts }: DatasetParts, mask: Mask): DatasetParts {
  return { folder: maskPlace(folder, mask), parts };
}
