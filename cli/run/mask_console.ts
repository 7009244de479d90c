/**
 * Hide secrets in everything that `console` prints, until the returned function is called. What tells none is printed as it
 * is.
 */
export function maskConsole(mask: (text: string) => string): () => void {
  const original = { ...globalThis.console };
  const show = (value: unknown): unknown => {
    if (typeof value === "string") return mask(value);
    const text = Deno.inspect(value);
    const shown = mask(text);
    return shown === text ? value : shown;
  };
  const console = globalThis.console as unknown as Record<string, unknown>;
  for (const [name, method] of Object.entries(original)) {
    if (typeof method !== "function") continue;
    // Every method of a console takes values to print, or their names.
    const print = method as (...values: readonly unknown[]) => void;
    console[name] = (...values: readonly unknown[]) => print.apply(original, values.map(show));
  }
  return () => void Object.assign(globalThis.console, original);
}
