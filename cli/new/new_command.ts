import { buildCommand, type Command } from "../../lib/deps/stricli.ts";
import type { CliContext } from "../context.ts";
import { describeWithExamples } from "../examples.ts";

// Not a literal import(): Deno reads all that one leads to before it starts, and this one leads to the library.
const NEW_PROJECT: string = "./new_project.ts";

/** `kedge new`. */
export function newCommand(prefix: string): Command<CliContext> {
  return buildCommand<Record<never, never>, [string], CliContext>({
    docs: {
      brief: "Make a new project",
      fullDescription: describeWithExamples(
        prefix,
        "Make a new project: a small pipeline that runs at once, its configuration, data, a test and a CI file.",
        [
          { args: "new weather", does: "in a new folder, weather" },
          { args: "new .", does: "in the current folder, when it is empty" },
        ],
      ),
    },
    parameters: {
      positional: {
        kind: "tuple",
        parameters: [{
          placeholder: "DIR",
          brief: "Folder of the project: new, or empty",
          parse: (input: string) => input,
        }],
      },
    },
    loader: async () => (await import(NEW_PROJECT) as typeof import("./new_project.ts")).newProject,
  });
}
