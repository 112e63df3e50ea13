import { OPERATIONS } from '../contract/generated/operations.ts';
import { isLoopback } from '../control/guards.ts';

/** What a page may send beyond what every page may. A page that asks for another header gets that too. */
const HEADERS = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'X-Request-ID',
  'TXCloud-Version',
  'X-Mock-Scenario',
];
/** What a page may read beyond what every page may. */
const EXPOSED = [
  'Idempotency-Key',
  'Idempotent-Replayed',
  'X-Request-Id',
  'Retry-After',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'X-RateLimit-Window',
  'X-Mock-Fault',
].join(', ');
const METHODS = [...new Set(Object.values(OPERATIONS).map(({ method }) => method))].join(', ');
/** How long a browser may keep the answer to a preflight, in seconds: the longest that Chromium allows. */
const MAX_AGE = '7200';
const ORIGIN = /^https?:\/\/([^/:@\s]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Which web pages may call `/v1`: those of this machine, and those that were allowed by name. Never the origin `null`. */
export class Cors {
  readonly #allowed: ReadonlySet<string>;

  /** @param allowed origins beyond loopback, as browsers write them */
  constructor(allowed: readonly string[]) {
    this.#allowed = new Set(allowed);
  }

  /**
   * The field lines, names and values in turn, that an answer to a page of this origin carries.
   * @example cors.fields('http://localhost:5173')
   */
  fields(origin: string): readonly string[] {
    if (!this.#allows(origin)) return ['Vary', 'Origin'];
    return ['Access-Control-Allow-Origin', origin, 'Access-Control-Expose-Headers', EXPOSED, 'Vary', 'Origin'];
  }

  /**
   * The field lines of the answer to a preflight.
   * @param headers `Access-Control-Request-Headers`
   * @param privateNetwork whether it asks to come from a public page to a private address
   */
  preflight(origin: string, headers: string | undefined, privateNetwork: boolean): readonly string[] {
    const vary = ['Vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers'];
    if (!this.#allows(origin)) return vary;
    const known = new Set(HEADERS.map((name) => name.toLowerCase()));
    const asked = (headers ?? '').split(',').map((name) => name.trim().toLowerCase());
    const more = asked.filter((name) => /^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name) && !known.has(name));
    const fields = ['Access-Control-Allow-Origin', origin, 'Access-Control-Allow-Methods', METHODS];
    fields.push('Access-Control-Allow-Headers', [...HEADERS, ...more].join(', '));
    if (privateNetwork) fields.push('Access-Control-Allow-Private-Network', 'true');
    fields.push('Access-Control-Max-Age', MAX_AGE, ...vary);
    return fields;
  }

  #allows(origin: string): boolean {
    if (this.#allowed.has(origin)) return true;
    const host = ORIGIN.exec(origin)?.[1];
    return host !== undefined && isLoopback(host);
  }
}
