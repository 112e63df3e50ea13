import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 of bytes, or of a text's UTF-8 bytes, in hex. */
export type Sha256 = (data: string | Uint8Array) => string;

/** The same everywhere, synchronously: Web Crypto's is a promise. On Node the server passes in `node:crypto`'s, which is faster. */
export const portableSha256: Sha256 = (data) =>
  bytesToHex(nobleSha256(typeof data === 'string' ? utf8ToBytes(data) : data));
