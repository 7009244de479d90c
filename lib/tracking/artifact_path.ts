import { invalid } from "./limits.ts";

/** Refuse a path that leads out of a run or model. */
export function checkArtifactPath(path: string): void {
  const isPlain = !/[\\\0]|^[a-z]:/i.test(path) &&
    !path.split("/").some((part) => part === "" || part === "." || part === "..");
  if (isPlain) return;
  throw invalid(
    `Cannot use artifact path "${path}": it must be relative, with "/" between names, without empty, "." or ".." ones`,
  );
}
