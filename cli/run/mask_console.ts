/**
 * Hide secrets in everything that `console` prints, until the returned function is called. What tells none is printed as it
 * is.
 */
export function maskConsole(mask: (text: string) => string): () => void {
  const original = { ...globalThis.console };
  const console = globalThis.console as unknown as Record<string, unknown>;
  for (const [name, method] of Object.entries(original)) {
    if (typeof method !== "function") continue;
    // Every method of a console takes values to print, or their names.
    const print = method as (...values: readonly unknown[]) => void;
    console[name] = (...values: readonly unknown[]) => {
      const [first, second] = values;
      const options = name === "dir" && typeof second === "object" && second !== null ? second : {};
      const isJson = typeof first === "string" && first.includes("%j");
      const show = (value: unknown): unknown => {
        const shown = shownWithout(value, { mask, options });
        return isJson && typeof value === "object" ? jsonWithout(shown, mask) : shown;
      };
      print.apply(original, values.map(show));
    };
  }
  return () => void Object.assign(globalThis.console, original);
}

function shownWithout(
  value: unknown,
  { mask, options }: { readonly mask: (text: string) => string; readonly options: Deno.InspectOptions },
): unknown {
  if (typeof value === "string") return mask(value);
  const text = Deno.inspect(value, options);
  const shown = mask(text);
  return shown === text ? value : shown;
}

// What `%j` prints is deeper than what a console shows.
function jsonWithout(value: unknown, mask: (text: string) => string): unknown {
  const text = JSON.stringify(value);
  const shown = text && mask(text);
  if (shown === undefined || shown === text) return value;
  try {
    return JSON.parse(shown);
  } catch {
    // A number was a secret.
    return shown;
  }
}
