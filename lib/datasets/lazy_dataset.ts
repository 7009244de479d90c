import type { Dataset } from "./dataset.ts";
import { once } from "../core/once.ts";
import { previewValue } from "./preview.ts";

/** A dataset whose code is read when it is first used: `open` brings it. */
export function lazyDataset(
  known: Pick<Dataset, "type" | "traits" | "describe">,
  open: () => Promise<Dataset>,
): Dataset {
  let opened: Dataset | undefined;
  const dataset = once(async () => opened = await open());
  return {
    ...known,
    load: async (options) => await (await dataset()).load(options),
    save: async (value, options) => await (await dataset()).save(value, options),
    exists: async () => await (await dataset()).exists(),
    obstacle: async () => await (await dataset()).obstacle?.(),
    preview: async (options = {}) => {
      const { load, preview } = await dataset();
      return preview === undefined
        ? await previewValue(await load(options), options)
        : await preview(options);
    },
    locate: async (transfer) => await (await dataset()).locate?.(transfer),
    locateParts: async (transfer) => await (await dataset()).locateParts?.(transfer),
    release: () => opened?.release?.(),
    confirm: async () => {
      const { confirm, type } = await dataset();
      if (confirm === undefined) throw new TypeError(`A dataset of type ${type} has nothing to confirm`);
      await confirm();
    },
  };
}
