import { z } from "../../deps/zod.ts";

/** Fields by which a tracked dataset is tied to runs: an id, a name, or `null` for the run that is in progress. */
export interface RunFields {
  /** Run to load from and to save to. @default {the run in progress} */
  readonly run_id?: string | null;
  /** Where to load from, if elsewhere. */
  readonly load?: RunField;
  /** Where to save to, if elsewhere. */
  readonly save?: RunField;
}

/** The run of one direction. */
export interface RunField {
  /** The run. */
  readonly run_id?: string | null;
}

/** The part of a schema that goes with {@linkcode RunFields}. */
export function runFields(): {
  readonly run_id: z.ZodExactOptional<z.ZodNullable<z.ZodString>>;
  readonly load: z.ZodExactOptional<z.ZodType<RunField>>;
  readonly save: z.ZodExactOptional<z.ZodType<RunField>>;
} {
  const run = z.string().min(1).nullable().exactOptional();
  return {
    run_id: run,
    load: z.strictObject({ run_id: run }).exactOptional(),
    save: z.strictObject({ run_id: run }).exactOptional(),
  };
}

/** The runs that a dataset loads from and saves to; `undefined` is the one in progress. */
export interface ChosenRuns {
  /** To load from. */
  readonly load: string | undefined;
  /** To save to. */
  readonly save: string | undefined;
}

/** The runs that checked fields mean: what stands under `load` and `save` wins over `run_id`. */
export function chooseRuns({ run_id, load, save }: RunFields): ChosenRuns {
  const choose = (field: RunField | undefined): string | undefined =>
    (field?.run_id === undefined ? run_id : field.run_id) ?? undefined;
  return { load: choose(load), save: choose(save) };
}
