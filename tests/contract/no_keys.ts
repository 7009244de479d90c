/** What every store refuses as a key. */
export const NO_KEYS: readonly string[] = [
  "",
  "/",
  "/a",
  "a/",
  "a//b",
  ".",
  "..",
  "../a",
  "a/../../b",
  "a/./b",
  "a/..",
  "a\0b",
  "a\ud800",
  "\udc00b",
];
