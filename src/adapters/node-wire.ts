import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Reply } from '../model/outcome.ts';

/** How long an idle connection is kept, in milliseconds: longer than the minute of common proxies and clients. */
export const KEEP_ALIVE_MS = 72_000;

/** What the server adds to the head of a reply. */
export interface Extra {
  /** Field lines, names and values in turn. */
  readonly fields: readonly string[];
  /** Whether the connection ends with this answer. */
  readonly close: boolean;
}

/** Whether a reply itself announces that the connection ends with it. The engine writes that last. */
export function saysClose(reply: Reply): boolean {
  const last = reply.headers[reply.headers.length - 1];
  return last !== undefined && last[0] === 'Connection' && last[1] === 'close';
}

/**
 * The field lines of a reply, names and values in turn, as Node takes them without copying.
 * @param length of the body, in bytes; undefined: it is not announced
 */
export function fieldLines(reply: Reply, extra: Extra, length: number | undefined): string[] {
  const lines: string[] = [];
  for (const [name, value] of reply.headers) lines.push(name, value);
  for (const text of extra.fields) lines.push(text);
  // RFC 9110, 8.6: no Content-Length where there can be no body.
  if (length !== undefined && reply.status !== 204 && reply.status !== 304) {
    lines.push('Content-Length', String(length));
  }
  if (extra.close && !saysClose(reply)) lines.push('Connection', 'close');
  return lines;
}

/** Sends a reply whole. Node puts the head and the body into one packet. */
export function sendReply(response: ServerResponse, reply: Reply, extra: Extra): void {
  response.writeHead(reply.status, fieldLines(reply, extra, Buffer.byteLength(reply.body)));
  response.end(reply.body);
}

/**
 * The bytes of a head as Node would write it, for answers that Node would not write: their bodies are not what their
 * heads announce.
 * @param length of the body, as announced
 */
export function headBytes(reply: Reply, extra: Extra, length: number | 'chunked'): Buffer {
  const lines = fieldLines(reply, extra, length === 'chunked' ? undefined : length);
  if (length === 'chunked') lines.push('Transfer-Encoding', 'chunked');
  lines.push('Date', new Date().toUTCString());
  if (!extra.close && !saysClose(reply)) {
    lines.push('Connection', 'keep-alive', 'Keep-Alive', `timeout=${KEEP_ALIVE_MS / 1000}`);
  }
  let head = `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? 'unknown'}\r\n`;
  for (let i = 0; i + 1 < lines.length; i += 2) head += `${lines[i]}: ${lines[i + 1]}\r\n`;
  return Buffer.from(`${head}\r\n`, 'latin1');
}
