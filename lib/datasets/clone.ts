import { z } from "../deps/zod.ts";
import type { DatasetType } from "./dataset_type.ts";
import { fileFields, type FileOptions, fileType } from "./file_type.ts";
import { lazyCodec } from "./lazy_codec.ts";

/** Fields of a `clone` entry. */
export interface CloneOptions extends FileOptions {
  /** Taken and without meaning here: how Python would do it. */
  readonly backend?: string;
}

/** Almost any value of JavaScript, in the form that V8 gives to structured clones. It takes the place of Python's pickle, and reads none. */
export const CLONE: DatasetType<CloneOptions> = fileType({
  type: "clone",
  aliases: ["pickle.PickleDataset"],
  schema: () =>
    z.strictObject({
      ...fileFields(),
      backend: z.enum(["pickle", "joblib", "dill", "cloudpickle"]).exactOptional(),
    }),
  codec: () =>
    lazyCodec("clone", async () => {
      const { CLONE_CODEC }: typeof import("./clone/codec.ts") = await import(CODEC);
      return CLONE_CODEC;
    }),
});

const CODEC: string = "./clone/codec.ts";
