const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
// Colour types of PNG by the number of channels: grey, grey with alpha, RGB, RGB with alpha.
const COLOR_TYPES = [undefined, 0, 4, 2, 6];

/** Pixels row by row, with 1 (grey), 2 (grey and alpha), 3 (RGB) or 4 (RGBA) bytes each, as canvas and image libraries give them. */
export interface ImagePixels {
  /** The bytes. */
  readonly data: Uint8Array | Uint8ClampedArray;
  /** Pixels in a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
}

/** Pixels as a PNG file. The compressor is the one every web platform has, so no package is needed. */
export async function encodePng({ data, width, height }: ImagePixels): Promise<Uint8Array<ArrayBuffer>> {
  const channels = data.length / (width * height);
  const colorType = COLOR_TYPES[channels];
  if (colorType === undefined) {
    throw new RangeError(
      `Cannot make an image of ${width} × ${height}: 1 to 4 bytes are needed for each pixel, there are ${data.length}`,
    );
  }
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  header.setUint8(9, colorType);
  return concat([
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("IDAT", await deflate(withFilters(data, height))),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

// Each row begins with the number of its filter; 0 is none.
function withFilters(data: Uint8Array | Uint8ClampedArray, height: number): Uint8Array<ArrayBuffer> {
  const stride = data.length / height;
  const rows = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    rows.set(data.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  }
  return rows;
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return await new Response(stream).bytes();
}

function chunk(type: string, data: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const typeAndData = concat([new TextEncoder().encode(type), data]);
  const bytes = new Uint8Array(typeAndData.length + 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(typeAndData, 4);
  view.setUint32(typeAndData.length + 4, crc32(typeAndData));
  return bytes;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function concat(parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
