import { isShipped, relativePath } from "./paths.ts";

const CONTRACTION =
  /\b(can't|won't|don't|doesn't|didn't|isn't|aren't|wasn't|couldn't|shouldn't|it's|you're)\b/i;

/** Messages of errors: sentence case, no final period, no contractions. */
export const errorMessages: Deno.lint.Rule = {
  create(context) {
    if (!isShipped(relativePath(context.filename))) return {};
    return {
      "NewExpression[callee.name=/Error$/]": (node: Deno.lint.NewExpression) => {
        const message = node.arguments[0];
        const problem = message && messageProblem(message);
        if (message && problem) context.report({ node: message, message: `Error message ${problem}` });
      },
    };
  },
};

function messageProblem(message: Deno.lint.Node): string | undefined {
  const parts = textParts(message);
  if (parts === undefined) return undefined;
  if (/^[a-z]/.test(parts[0] ?? "")) return "starts with a small letter";
  if (/(^|[^.])\.$/.test(parts.at(-1) ?? "")) return "ends with a period";
  const contraction = parts.map((part) => CONTRACTION.exec(part)?.[0]).find(Boolean);
  return contraction && `has the contraction "${contraction}"`;
}

// The fixed text around the placeholders, in order; undefined when the message is computed.
function textParts(message: Deno.lint.Node): string[] | undefined {
  if (message.type === "Literal") return typeof message.value === "string" ? [message.value] : undefined;
  if (message.type === "TemplateLiteral") return message.quasis.map((quasi) => quasi.cooked);
  return undefined;
}
