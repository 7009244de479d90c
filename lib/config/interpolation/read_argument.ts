const INTEGER = /^[+-]?(?:0|[1-9](?:_?\d)*)$/;
const FLOAT =
  /^[+-]?(?:(?:0|[1-9](?:_?\d)*)?\.\d(?:_?\d)*|(?:0|[1-9](?:_?\d)*)\.?)(?:[eE][+-]?\d(?:_?\d)*)?$/;

/** What an argument without quotes means: the looks decide, as OmegaConf has it, which is not quite as in YAML. */
export function readArgument(text: string): null | boolean | number | bigint | string {
  const word = text.toLowerCase();
  if (word === "null") return null;
  if (word === "true" || word === "false") return word === "true";
  const digits = text.replaceAll("_", "");
  if (INTEGER.test(text)) return Number.isSafeInteger(Number(digits)) ? Number(digits) : readLarge(digits);
  if (FLOAT.test(text)) return Number(digits);
  if (/^[+-]?inf$/.test(word)) return word.startsWith("-") ? -Infinity : Infinity;
  return /^[+-]?nan$/.test(word) ? NaN : text;
}

function readLarge(digits: string): bigint {
  const amount = BigInt(digits.replace(/^[+-]/, ""));
  return digits.startsWith("-") ? -amount : amount;
}
