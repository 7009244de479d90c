import { errorMessages } from "./error_messages.ts";
import { fileLength, fileNames } from "./files.ts";
import { imports } from "./imports.ts";
import { lazyCommands, noConsole, noDefaultExport, noProcessState } from "./library.ts";

/** The rules of this repository that Deno's own linter does not know. */
const plugin: Deno.lint.Plugin = {
  name: "kedge",
  rules: {
    imports,
    "file-names": fileNames,
    "file-length": fileLength,
    "no-console": noConsole,
    "no-default-export": noDefaultExport,
    "no-process-state": noProcessState,
    "lazy-commands": lazyCommands,
    "error-messages": errorMessages,
  },
};

export default plugin;
