import { reasonOf } from "../../core/describe_value.ts";
import { TrackingError } from "../../core/errors.ts";
import type { ModelHandle, RunHandle } from "../../core/run_context.ts";
import { entryText } from "../entry_text.ts";
import { filesStore } from "../files_store.ts";
import type { TrackedFile } from "../files.ts";
import type { LoggedModelRef, LogModelOptions } from "../logging/log_model.ts";
import type { KeptFlavor } from "./mlmodel.ts";
import { writeModel } from "./write_model.ts";

/** How to keep a model as one of a run. */
export interface LogToRunOptions extends Omit<LogModelOptions, "flavor" | "root"> {
  /** What it is kept as. */
  readonly kept: KeptFlavor;
}

/** Keep a model as one of a run; of a model whose files cannot be stored, it is known why. */
export async function logToRun(
  run: RunHandle,
  model: unknown,
  options: LogToRunOptions,
): Promise<LoggedModelRef> {
  const { name, kept: { flavor, module }, modelType, step = 0, registeredModelName } = options;
  if (run.startModel === undefined) {
    const reason = "the run was opened by another version of Kedge, which keeps no models";
    throw new TrackingError(`Cannot log model "${name}": ${reason}`, { code: "NOT_IMPLEMENTED" });
  }
  const handle = await run.startModel({
    name,
    modelType,
    params: toTexts(options.params),
    tags: toTexts(options.tags),
  });
  try {
    await writeModel(storeOf(handle, name), {
      model,
      flavor,
      module,
      signature: options.signature,
      facts: {
        modelId: handle.id,
        runId: run.id,
        artifactUri: handle.artifactUri,
        metadata: options.metadata,
        time: Date.now(),
      },
    });
  } catch (error) {
    await handle.fail(reasonOf(error));
    throw error;
  }
  const version = await handle.finish({ step, register: registeredModelName });
  return { modelId: handle.id, uri: `models:/${handle.id}`, version };
}

// Only written to.
function storeOf(handle: ModelHandle, name: string): ReturnType<typeof filesStore> {
  const label = `model "${name}" (${handle.id})`;
  const files: TrackedFile[] = [];
  const refuse = (): never => {
    throw new TypeError(`Cannot read ${label}: it is being saved`);
  };
  return filesStore(() =>
    Promise.resolve({
      label,
      async write(path, body) {
        const file = { path, size: (await handle.write(path, body)).size };
        files.push(file);
        return file;
      },
      read: refuse,
      list: () => Promise.resolve(files),
    })
  );
}

function toTexts(values: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, entryText(value) ?? ""]));
}
