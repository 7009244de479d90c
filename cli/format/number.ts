/** A number with the digits that matter: `0.982`, `71`, `1234`, `1.2e-7`. Whole numbers are never cut. */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return withMinus(Number.isInteger(value) ? wholeNumber(value) : fraction(value, digits));
}

/**
 * Numbers of one column: as many decimals for each as the most precise one needs, so that digits stand below each other,
 * and enough of them to tell values apart that differ.
 */
export function formatNumbers(values: readonly number[]): string[] {
  const digits = [3, 4, 5, 6, 8, 10, 12, 15].find((count) => {
    const texts = new Set(values.map((value) => formatNumber(value, count)));
    return texts.size === new Set(values).size;
  }) ?? 17;
  const texts = values.map((value) => formatNumber(value, digits));
  const decimals = Math.max(
    0,
    ...texts.map((text) => text.includes("e") ? 0 : (text.split(".")[1] ?? "").length),
  );
  return texts.map((text, index) => {
    const value = values[index] ?? NaN;
    const isPlain = Number.isFinite(value) && !Number.isInteger(value) && !text.includes("e");
    return isPlain && decimals <= 6 ? withMinus(value.toFixed(decimals)) : text;
  });
}

function wholeNumber(value: number): string {
  return Math.abs(value) < 1e15 ? String(value === 0 ? 0 : value) : value.toPrecision(3).replace("+", "");
}

function fraction(value: number, digits: number): string {
  const size = Math.abs(value);
  if (size < 1e-4) return value.toExponential(Math.max(1, digits - 2));
  if (size >= 10 ** digits) return String(Math.round(value));
  return value.toPrecision(digits).replace(/\.?0+$/, "");
}

function withMinus(text: string): string {
  return text.replace(/^-/, "−");
}
