import { type Mask, maskError } from "../core/mask.ts";
import type { RunEntries } from "../core/run_context.ts";
import type { ActiveRun } from "./active_run.ts";
import type { DatasetUse } from "./dataset_use.ts";

/**
 * A run that records no secret: what nodes log, what is known of its data and models, and what it fails with pass through
 * the mask. Bytes of artifacts and models stay as they are, and so do the words that Kedge itself counts on.
 */
export function maskedRun(run: ActiveRun, mask: Mask): ActiveRun {
  const { startModel, recordInput } = run;
  const hide = <T extends string | undefined>(text: T) => (text === undefined ? text : mask(text)) as T;
  const hideValues = (texts: Readonly<Record<string, string>> | undefined) =>
    texts && Object.fromEntries(Object.entries(texts).map(([key, text]) => [mask(key), mask(text)]));
  return {
    ...run,
    mask,
    write: (entries, node) => run.write(hideEntries(entries, mask), node),
    log: (level, message, node) => run.log(level, mask(message), node),
    ...startModel && {
      startModel: async (model) => {
        const { params, tags } = model;
        const started = await startModel({ ...model, params: hideValues(params), tags: hideValues(tags) });
        return { ...started, fail: (message) => started.fail(mask(message)) };
      },
    },
    ...recordInput && {
      recordInput: ({ name, source, schema, profile, uri, ...others }, node) => {
        const shown = {
          name: mask(name),
          source: mask(source),
          schema: hide(schema),
          profile: hide(profile),
        };
        recordInput({ ...others, ...shown, uri: hide(uri) }, node);
      },
    },
    recordNode: (record) => run.recordNode({ ...record, error: hide(record.error) }),
    recordDatasets: (uses) => run.recordDatasets(uses.map((use) => hideUse(use, mask))),
    end: (status, error) => run.end(status, maskError(error, mask)),
  };
}

function hideEntries({ params, metrics, tags }: RunEntries, mask: Mask): RunEntries {
  const hide = ([key, text]: readonly [string, string]) => [mask(key), mask(text)] as const;
  return {
    params: params?.map(hide),
    // Whoever logs text has it refused with a message that quotes it.
    metrics: metrics?.map(({ key, value, ...point }) => ({
      ...point,
      key: mask(key),
      value: typeof value === "string" ? mask(value) as unknown as number : value,
    })),
    tags: tags?.map(hide),
  };
}

function hideUse({ dataset, uri, ...use }: DatasetUse, mask: Mask): DatasetUse {
  const { name, source, schema, profile } = dataset;
  return {
    ...use,
    dataset: {
      ...dataset,
      name: mask(name),
      source: mask(source),
      schema: schema && mask(schema),
      profile: profile && mask(profile),
    },
    uri: uri && mask(uri),
  };
}
