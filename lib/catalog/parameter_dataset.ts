import type { ConfigValue } from "../core/config_value.ts";
import type { Dataset } from "../datasets/dataset.ts";

/** A parameter as a dataset that can only be loaded; every load gives a copy that the caller may change. It has no value where a schema brings the default. */
export function parameterDataset(value: ConfigValue | undefined): Dataset {
  return {
    type: "parameter",
    traits: { ephemeral: false },
    load: () => Promise.resolve(structuredClone(value)),
    save: () => Promise.reject(new TypeError("Parameters cannot be saved")),
    exists: () => Promise.resolve(true),
    describe: () => ({ type: "parameter" }),
  };
}
