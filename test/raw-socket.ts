import { connect as connectSocket, type Socket } from 'node:net';

/** How a connection ended: by the other side's FIN, or by its RST. */
export type End = 'fin' | 'rst';

/** An answer as it came over the wire. */
export interface WireReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A client that sends and sees bytes, so that a test can tell what no HTTP client shows. */
export class RawClient {
  readonly socket: Socket;
  /** Resolves when the connection has ended. */
  readonly ended: Promise<End>;
  received = '';
  #over = false;
  #wake = (): void => {};

  constructor(port: number, host = '127.0.0.1') {
    this.socket = connectSocket({ port, host, allowHalfOpen: true });
    this.socket.setEncoding('latin1');
    this.socket.on('data', (text: string) => {
      this.received += text;
      this.#wake();
    });
    this.ended = new Promise((resolve, reject) => {
      this.socket.once('end', () => {
        resolve('fin');
        this.socket.destroy();
      });
      this.socket.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve('rst');
        else reject(error);
      });
      this.socket.once('close', () => {
        this.#over = true;
        this.#wake();
      });
    });
  }

  send(bytes: string | Uint8Array): this {
    this.socket.write(bytes);
    return this;
  }

  /** Waits until so many whole answers are here, or the connection has ended, and returns them. */
  async replies(count: number): Promise<WireReply[]> {
    for (;;) {
      const replies = parseReplies(this.received);
      if (replies.length >= count || this.#over) return replies;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async reply(): Promise<WireReply> {
    const [reply] = await this.replies(1);
    if (reply === undefined) throw new Error(`No whole answer came: ${JSON.stringify(this.received)}`);
    return reply;
  }

  /** Waits until the connection has ended. Returns how, and everything that came. */
  async all(): Promise<{ end: End; text: string }> {
    return { end: await this.ended, text: this.received };
  }

  async socketOpen(): Promise<void> {
    if (this.socket.connecting) await new Promise((resolve) => this.socket.once('connect', resolve));
  }

  close(): void {
    this.socket.destroy();
  }
}

export const BODY = '{"amount":1000,"currency":"MAD","sender":{"user_id":"user_123"}}';

/** The bytes of a request; what is not given is that of a good payment. */
export function requestText({
  method = 'POST',
  path = '/v1/transactions/score',
  apiKey = 'txc_test_42',
  key = undefined as string | undefined,
  headers = [] as readonly string[],
  body = BODY,
} = {}): string {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Bearer ${apiKey}`,
    ...(key === undefined ? [] : [`Idempotency-Key: ${key}`]),
    ...headers,
  ];
  if (body !== '') lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** The whole answers at the front of what was received, each by its Content-Length. */
export function parseReplies(received: string): WireReply[] {
  const replies: WireReply[] = [];
  let rest = received;
  for (;;) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return replies;
    const reply = parseHead(rest.slice(0, end));
    const length = Number(reply.headers['content-length'] ?? 0);
    const body = rest.slice(end + 4, end + 4 + length);
    if (body.length < length) return replies;
    if (reply.status >= 200) replies.push({ ...reply, body: Buffer.from(body, 'latin1').toString() });
    rest = rest.slice(end + 4 + length);
  }
}

/** A head without its empty line. */
export function parseHead(head: string): WireReply {
  const [first = '', ...lines] = head.split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const at = line.indexOf(':');
    headers[line.slice(0, at).toLowerCase()] = line.slice(at + 1).trim();
  }
  return { status: Number(first.split(' ')[1]), headers, body: '' };
}
