import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import { logImage } from "../../../lib/tracking/logging/log_image.ts";
import { encodePng } from "../../../lib/tracking/logging/png.ts";
import { inNode, recordedRun } from "../../support/recorded_run.ts";

Deno.test("logImage() stores the bytes of an image as they are", async () => {
  const run = recordedRun();
  const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3);

  await inNode(run, () => logImage(jpeg, "photos/a.JPG"));

  assert.deepEqual([...run.artifacts.get("photos/a.JPG") ?? []], [...jpeg]);
});

Deno.test("logImage() makes a PNG of pixels with one to four bytes", async () => {
  for (const [channels, colorType] of [[1, 0], [2, 4], [3, 2], [4, 6]] as const) {
    const run = recordedRun();
    const data = Uint8ClampedArray.from({ length: 3 * 2 * channels }, (_, i) => i * 7);

    await inNode(run, () => logImage({ data, width: 3, height: 2 }, "a.png"));

    const png = run.artifacts.get("a.png") ?? new Uint8Array();
    const view = new DataView(png.buffer, png.byteOffset);
    assert.deepEqual([view.getUint32(16), view.getUint32(20), png[24], png[25]], [3, 2, 8, colorType]);
    const rows = inflateSync(png.subarray(41, 41 + view.getUint32(33)));
    const stride = 3 * channels;
    assert.equal(rows[0], 0);
    assert.deepEqual([...rows.subarray(1, stride + 1)], [...data.subarray(0, stride)]);
    assert.deepEqual([...rows.subarray(stride + 2)], [...data.subarray(stride)]);
  }
});

Deno.test("encodePng() writes checksums that decoders ask for", async () => {
  const png = await encodePng({ data: Uint8Array.of(255), width: 1, height: 1 });

  const end = new DataView(png.buffer, png.length - 12);
  // The last chunk is the same in every PNG.
  assert.deepEqual([end.getUint32(0), end.getUint32(4), end.getUint32(8)], [0, 0x49454e44, 0xae426082]);
});

Deno.test("logImage() refuses pixels that do not fill the image", async () => {
  const image = { data: new Uint8Array(7), width: 3, height: 2 };

  await assert.rejects(inNode(recordedRun(), () => logImage(image, "a.png")), {
    name: "RangeError",
    message: "Cannot make an image of 3 × 2: 1 to 4 bytes are needed for each pixel, there are 7",
  });
});

Deno.test("logImage() refuses bytes that are not what the path says", async () => {
  const gif = new TextEncoder().encode("GIF89a");

  await inNode(recordedRun(), () => logImage(gif, "a.gif"));
  await assert.rejects(inNode(recordedRun(), () => logImage(gif, "a.png")), {
    name: "TypeError",
    message: 'Cannot store an image as "a.png": its bytes are not those of a .png file',
  });
  await assert.rejects(inNode(recordedRun(), () => logImage(gif, "a.txt")), {
    name: "TypeError",
    message:
      'Cannot store an image as "a.txt": its path must end in one of .png, .jpg, .jpeg, .gif, .webp, .avif, .bmp',
  });
});

Deno.test("logImage() outside a run says how to open one", async () => {
  await assert.rejects(
    logImage(new Uint8Array(), "a.png"),
    /Cannot call logImage\(\) outside a run: .*withRun\(/,
  );
});
