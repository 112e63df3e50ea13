import type { IncomingMessage } from 'node:http';
import type { CallBody } from '../model/call.ts';

const EMPTY = new Uint8Array();

/**
 * Reads the body of a request, up to a bound; what lies beyond it is let go by.
 * @param length as announced; undefined: in chunks
 * @param bound in bytes
 * @param done called once: when the body is complete, or as soon as it is known to be too large. Never when it ends early
 */
export function readBody(
  request: IncomingMessage,
  length: number | undefined,
  bound: number,
  done: (body: CallBody) => void,
): void {
  if (length !== undefined && length > bound) {
    request.resume();
    done('too-large');
    return;
  }
  // Nearly always one chunk, which is then the body as it is.
  let first: Buffer | undefined;
  let more: Buffer[] | undefined;
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    if (size > bound) return;
    size += chunk.length;
    if (size > bound) {
      first = more = undefined;
      done('too-large');
    } else if (first === undefined) first = chunk;
    else if (more === undefined) more = [first, chunk];
    else more.push(chunk);
  });
  request.on('end', () => {
    if (size <= bound) done(more === undefined ? (first ?? EMPTY) : Buffer.concat(more, size));
  });
}
