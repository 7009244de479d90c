import type { ArchiveStoreOptions } from "./archive_store.ts";
import type { HttpStoreOptions } from "./http_store.ts";
import type { Store } from "./store.ts";

// Not literal import()s: most programs read files of this machine only.
const ARCHIVE: string = "./archive_store.ts";
const HTTP: string = "./http_store.ts";

/**
 * The files in a zip, tar or tar.gz archive, for reading. All of it is unpacked into memory, never onto a disk, and it is
 * refused when it holds something that leads elsewhere (`..`, absolute paths, links), a path twice, or too much.
 *
 * @throws {StoreError} With kind `corrupt` when it is no archive, is damaged, or holds what it must not.
 */
export async function archiveStore(archive: Uint8Array, options: ArchiveStoreOptions = {}): Promise<Store> {
  const { archiveStore }: typeof import("./archive_store.ts") = await import(ARCHIVE);
  return await archiveStore(archive, options);
}

/**
 * Files of a web server below a URL, for reading. They are listed by the index pages that the server makes of folders
 * (as nginx, Apache and `python -m http.server` do): every link to something below the folder is an entry.
 *
 * @param url Folder of the server. A user and password in it are sent, and never shown.
 * @throws {TypeError} When it is no http or https URL.
 */
export async function httpStore(url: string | URL, options: HttpStoreOptions = {}): Promise<Store> {
  const { httpStore }: typeof import("./http_store.ts") = await import(HTTP);
  return httpStore(url, options);
}
