// `key=value`, `key: value` of a block; a value goes on to the next pair or the end of the block.
const PAIRS = /([\w.\-]{1,200})(["']?\s*[=:]\s*)((?:(?![,;&]\s*["']?[\w.\-]+["']?\s*[=:])[^}\]])+)/g;
const URL_CREDENTIALS = /([a-z][a-z0-9+.\-]{0,30}:\/\/)[^\s\/?#]*@/gi;

/** The value of a flag as it may be shown: `***` for what `isHidden` says of its key, and for credentials in URLs. */
export function hideValues(text: string, isHidden: (path: readonly string[]) => boolean): string {
  return text.replace(URL_CREDENTIALS, "$1***@").replace(
    PAIRS,
    (pair: string, key: string, sign: string) => isHidden(key.split(".")) ? `${key}${sign}***` : pair,
  );
}
