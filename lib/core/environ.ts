/**
 * An environment variable, or `undefined` when it is not set, empty, or may not be read: asking never prompts.
 * The library reads the environment only through this function.
 */
export function environVariable(name: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) || undefined : undefined;
}
