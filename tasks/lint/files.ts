import { relativePath } from "./paths.ts";

const MAX_LINES = 300;

/** Files are named in snake_case; a leading `_` marks a file that is private to its folder. */
export const fileNames: Deno.lint.Rule = {
  create(context) {
    const name = relativePath(context.filename).split("/").at(-1) ?? "";
    return {
      Program: (node) => {
        if (/^_?[a-z0-9]+(_[a-z0-9]+)*(\.d)?\.tsx?$/.test(name)) return;
        context.report({ node, message: `File name "${name}" is not in snake_case` });
      },
    };
  },
};

/** A file that needs more lines wants to be two; but for the one barrel, which is a list. */
export const fileLength: Deno.lint.Rule = {
  create(context) {
    if (relativePath(context.filename) === "mod.ts") return {};
    return {
      Program: (node) => {
        const lines = context.sourceCode.text.trimEnd().split("\n").length;
        if (lines > MAX_LINES) {
          context.report({
            node,
            message: `File has ${lines} lines, more than ${MAX_LINES}: split it by idea`,
          });
        }
      },
    };
  },
};
