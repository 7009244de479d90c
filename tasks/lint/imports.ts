import { BASE_URL } from "../../lib/core/version.ts";
import { isShipped, relativePath, resolveImport } from "./paths.ts";
import { importProblem } from "./rooms.ts";

const SPECIFIER = /^(\.\.?\/\S+\.ts|(npm|jsr):\S+)$/;

/** Rooms import as the table says, packages are named in `lib/deps` alone, and nothing needs an import map. */
export const imports: Deno.lint.Rule = {
  create(context) {
    const from = relativePath(context.filename);
    const check = (node: Deno.lint.Node, specifier: string) => {
      const problem = specifierProblem(from, specifier);
      if (problem !== undefined) context.report({ node, message: `Import of "${specifier}": ${problem}` });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => {
        if (node.source !== null) check(node, node.source.value);
      },
      ImportExpression: (node) => {
        if (node.source.type === "Literal") check(node, String(node.source.value));
      },
      // A specifier kept in a constant, so that the module is downloaded only when it is used.
      "VariableDeclarator > Literal": (node: Deno.lint.StringLiteral) => {
        const value: unknown = node.value;
        if (typeof value === "string" && SPECIFIER.test(value)) check(node, value);
      },
    };
  },
};

function specifierProblem(from: string, specifier: string): string | undefined {
  if (/^\.\.?\//.test(specifier)) return importProblem(from, resolveImport(from, specifier));
  if (specifier.startsWith("node:")) return undefined;
  if (specifier.startsWith("npm:")) return packageProblem(from, specifier);
  if (specifier.startsWith(BASE_URL)) {
    return isShipped(from) ? "the library imports itself by relative paths" : undefined;
  }
  return /^[a-z]+:/.test(specifier)
    ? "modules come from npm, node or this repository"
    : "bare specifiers need an import map, which importing by URL does not have";
}

function packageProblem(from: string, specifier: string): string | undefined {
  if (isShipped(from) && !from.startsWith("lib/deps/")) return "packages are named in lib/deps only";
  return /^npm:(@[^/]+\/)?[^@/]+@\d+\.\d+\.\d+[^/]*(\/|$)/.test(specifier)
    ? undefined
    : "the version is not exact";
}
