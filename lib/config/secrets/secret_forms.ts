// Shorter ones would be found in words that have nothing to do with them.
const LEAST_LENGTH = 4;
// Of what is only a part of a secret, or made of one.
const LEAST_MADE = 8;

/**
 * Every form that a secret may be written in: as it is, in URLs, in JSON, in Base64, and each line of one that has several,
 * as a console prints them apart.
 */
export function secretForms(secret: string): readonly string[] {
  const lines = secret.split(/[\r\n]+/).map((line) => line.trim());
  const parts = lines.length < 2 ? [] : lines.filter(isOwnLine).flatMap(textForms);
  return [...new Set([...textForms(secret), ...parts, ...base64Forms(secret)])];
}

// Every key begins and ends with the same ones.
function isOwnLine(line: string): boolean {
  return line.length >= LEAST_MADE && !line.startsWith("-----");
}

function textForms(text: string): readonly string[] {
  const inJson = JSON.stringify(text).slice(1, -1);
  // Consoles choose quotes that stand not in the text.
  return [
    text,
    text.trim(),
    ...urlForms(text),
    inJson,
    inJson.replaceAll('\\"', '"'),
    inJson.replaceAll("/", "\\/"),
  ]
    .filter((form) => form.trim().length >= LEAST_LENGTH);
}

// Each place in a URL leaves other signs as they are.
function urlForms(text: string): readonly string[] {
  // Half of a surrogate pair has no place in a URL.
  const whole = text.toWellFormed();
  const url = new URL("http://host/");
  Object.assign(url, { password: whole, pathname: whole, search: whole });
  const parsed = [url.password, url.pathname.slice(1), url.search.slice(1)]
    // Leaving out `..` and line breaks leaves words that are written elsewhere too.
    .filter((form) => form.length >= whole.length);
  const forms = [
    encodeURI(whole),
    encodeURIComponent(whole),
    encodeURIComponent(whole).replaceAll("'", "%27"),
    new URLSearchParams({ "": whole }).toString().slice(1),
    ...parsed,
  ];
  return forms.flatMap((form) => [form, form.replace(/%[\dA-F]{2}/g, (sign) => sign.toLowerCase())]);
}

// Of `user:password`, say: what stands before shifts it by none, one or two bytes, and the signs at the seams are left out.
function base64Forms(secret: string): readonly string[] {
  const bytes = new TextEncoder().encode(secret);
  return [0, 1, 2].flatMap((shift) => {
    const shifted = new Uint8Array(shift + bytes.length);
    shifted.set(bytes, shift);
    const form = shifted.toBase64().slice(Math.ceil(shift * 8 / 6), Math.floor(shifted.length * 8 / 6));
    return form.length < LEAST_MADE ? [] : [form, form.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
