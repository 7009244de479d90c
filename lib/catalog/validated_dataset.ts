import type { Dataset, LoadOptions, TransferOptions } from "../datasets/dataset.ts";
import type { ValidatorSettings } from "./find_validator.ts";

// Not a literal import(): most catalogs have no validators.
const IMPLEMENTATION: string = "./_validate.ts";

/** Methods that a dataset may have beside those that are checked. */
const OTHERS = [
  "exists",
  "release",
  "confirm",
  "preview",
  "describe",
  "listVersions",
  "loadPath",
  "savePath",
];

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
  const methods = dataset as unknown as Readonly<Record<string, unknown>>;
  const bound = OTHERS.flatMap((name) => {
    const method = methods[name];
    return typeof method === "function" ? [[name, method.bind(dataset)] as const] : [];
  });
  // Every dataset has those two, and the others are theirs to have.
  return Object.fromEntries(bound) as unknown as Pick<Dataset, "exists" | "describe">;
}
