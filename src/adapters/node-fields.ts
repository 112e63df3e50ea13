/** The field lines that the server itself goes by; the engine picks out its own. */
export interface RequestFields {
  readonly host: string | undefined;
  /** How many `Host` lines there are: one, or the request is malformed (RFC 9112, 3.2). */
  readonly hosts: number;
  readonly origin: string | undefined;
  readonly userAgent: string | undefined;
  /** 0 without a body; undefined when it comes in chunks. */
  readonly bodyLength: number | undefined;
}

/**
 * Reads them in one pass, without the object of all headers, which Node would only build for us.
 * @param raw as in `http.IncomingMessage.rawHeaders`
 */
export function readFields(raw: readonly string[]): RequestFields {
  let host: string | undefined;
  let hosts = 0;
  let origin: string | undefined;
  let userAgent: string | undefined;
  let bodyLength: number | undefined = 0;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] as string;
    switch (name.length) {
      case 4:
        if (name.toLowerCase() === 'host') {
          host = raw[i + 1] as string;
          hosts++;
        }
        break;
      case 6:
        if (name.toLowerCase() === 'origin') origin = origin === undefined ? raw[i + 1] : `${origin}, ${raw[i + 1]}`;
        break;
      case 10:
        if (name.toLowerCase() === 'user-agent') userAgent = raw[i + 1] as string;
        break;
      case 14:
        if (name.toLowerCase() === 'content-length') bodyLength = Number(raw[i + 1]);
        break;
      case 17:
        if (name.toLowerCase() === 'transfer-encoding') bodyLength = undefined;
        break;
      default:
    }
  }
  return { host, hosts, origin, userAgent, bodyLength };
}

/**
 * The value of a field; of several lines all, joined (RFC 9110, 5.3), which no check takes for one of them.
 * @param name in lower case
 */
export function fieldOf(raw: readonly string[], name: string): string | undefined {
  const values = raw.filter((_, i) => i % 2 === 1 && (raw[i - 1] as string).toLowerCase() === name);
  return values.length === 0 ? undefined : values.join(', ');
}
