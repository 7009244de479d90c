import { isShipped, relativePath } from "./paths.ts";

/** The library speaks through the `Logger` it is given. */
export const noConsole: Deno.lint.Rule = {
  create(context) {
    if (!relativePath(context.filename).startsWith("lib/")) return {};
    return {
      'MemberExpression[object.name="console"]': (node: Deno.lint.MemberExpression) => {
        context.report({ node, message: "The library writes to the Logger it is given, not to the console" });
      },
    };
  },
};

/** Exports have names; `export default` is for what users write. */
export const noDefaultExport: Deno.lint.Rule = {
  create(context) {
    if (!isShipped(relativePath(context.filename))) return {};
    return {
      ExportDefaultDeclaration: (node) => {
        context.report({ node, message: "Export by name: default exports are for what users write" });
      },
    };
  },
};

/** A command is read when it is called: a literal `import()` in a `loader` would be read before anything starts. */
export const lazyCommands: Deno.lint.Rule = {
  create(context) {
    if (!relativePath(context.filename).startsWith("cli/")) return {};
    return {
      'Property[key.name="loader"] ImportExpression[source.type="Literal"]': (
        node: Deno.lint.ImportExpression,
      ) => {
        context.report({
          node,
          message:
            "Keep the specifier in a constant: Deno reads all that a literal import() leads to ahead of --help",
        });
      },
    };
  },
};

/** Test files run in parallel in one process, and so would node functions that change what all of them share. */
export const noProcessState: Deno.lint.Rule = {
  create(context) {
    return {
      'CallExpression[callee.type="MemberExpression"]': (node: Deno.lint.CallExpression) => {
        const callee = context.sourceCode.getText(node.callee);
        if (callee === "Deno.chdir" || callee === "Deno.env.set" || callee === "Deno.env.delete") {
          context.report({
            node,
            message: `${callee}() changes the whole process: pass the value as an argument`,
          });
        }
      },
    };
  },
};
