/** What changes when a file is replaced or written into: its time, its size and, where the disk tells it, which file it is. */
export function fileEtag({ mtime, size, ino }: Deno.FileInfo): string {
  return [mtime?.getTime() ?? 0, size, ino ?? 0].map((part) => part.toString(36)).join("-");
}
