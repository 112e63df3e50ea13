const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0));
const PAD = 61;

/** Bytes to base64 with padding (RFC 4648 §4), in any runtime: a picture of 32 MiB is too long for one `btoa` argument list. */
export function encodeBase64(bytes: Uint8Array): string {
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  for (let i = 0, o = 0; i < bytes.length; i += 3, o += 4) {
    const a = bytes[i] ?? 0;
    const b = bytes[i + 1] ?? 0;
    const c = bytes[i + 2] ?? 0;
    out[o] = CODES[a >> 2] ?? 0;
    out[o + 1] = CODES[((a & 3) << 4) | (b >> 4)] ?? 0;
    out[o + 2] = i + 1 < bytes.length ? (CODES[((b & 15) << 2) | (c >> 6)] ?? 0) : PAD;
    out[o + 3] = i + 2 < bytes.length ? (CODES[c & 63] ?? 0) : PAD;
  }
  return new TextDecoder('latin1').decode(out);
}
