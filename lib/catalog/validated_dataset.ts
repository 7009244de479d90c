import type { Dataset, LoadOptions, TransferOptions } from "../datasets/dataset.ts";
import type { ValidatorSettings } from "./find_validator.ts";

// Not a literal import(): most catalogs have no validators.
const IMPLEMENTATION: string = "./_validate.ts";

/**
 * A dataset whose values go through a validator when they are loaded and saved. What it returns takes the place of the
 * value, as in Kedro; nothing means that the value stays.
 */
export function validatedDataset(dataset: Dataset, settings: ValidatorSettings): Dataset {
  const { on, skipLoadAfterSave } = settings;
  let isSavedChecked = false;
  const check = async (value: unknown): Promise<unknown> => {
    const { validate }: typeof import("./_validate.ts") = await import(IMPLEMENTATION);
    return await validate(value, settings);
  };
  return {
    type: dataset.type,
    traits: dataset.traits,
    ...bindOthers(dataset),
    async load(options?: LoadOptions): Promise<unknown> {
      const value = await dataset.load(options);
      const isSkipped = !on.includes("load") || (skipLoadAfterSave && isSavedChecked);
      return isSkipped ? value : await check(value);
    },
    async save(value: unknown, options?: TransferOptions): Promise<void> {
      isSavedChecked = false;
      const checked = on.includes("save") ? await check(value) : value;
      await dataset.save(checked, options);
      isSavedChecked = on.includes("save");
    },
  };
}

// Bound one by one, as the dataset may be an instance of a class.
function bindOthers(dataset: Dataset): Pick<Dataset, "exists" | "describe"> {
  const bound: Record<string, unknown> = {};
  for (
    let from: object = dataset;
    from !== Object.prototype && from !== null;
    from = Object.getPrototypeOf(from)
  ) {
    for (const name of Object.getOwnPropertyNames(from)) {
      const method: unknown = Reflect.get(dataset, name);
      if (typeof method === "function" && name !== "constructor") bound[name] ??= method.bind(dataset);
    }
  }
  // Every dataset has those two, and the others are theirs to have.
  return bound as unknown as Pick<Dataset, "exists" | "describe">;
}
