import { createMockOn, type Mock } from '../mock.ts';
import { nodeSha256 } from './node-hash.ts';
import { readServerOptions, type ServerOptions } from './node-options.ts';
import { listen, TIMEOUTS } from './node-server.ts';
import { nodeCourier } from './node-webhooks.ts';

export type { ServerOptions } from './node-options.ts';
export { ListenError } from './node-server.ts';

/** A server that accepts connections. */
export interface RunningServer extends AsyncDisposable {
  /** Where it is: `http://127.0.0.1:4010`. */
  readonly url: string;
  /** What clients take for TXCloud's base URL: `http://127.0.0.1:4010/v1`. */
  readonly baseUrl: string;
  readonly port: number;
  readonly mock: Mock;
  /** Stops it within a second: requests under way have 250 ms to be answered, hung ones are cut. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts a server on this machine, with a mock of its own or the one that is given.
 * @throws {OptionError} for an unknown option or a value that cannot be, with the right form
 * @throws {ListenError} when the port is in use, with what to do
 * @example
 * await using server = await startServer({ seed: 'checkout' });
 * const client = new Client({ baseUrl: server.baseUrl, apiKey: 'txc_test_42' });
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const settings = readServerOptions(options);
  const mock = settings.mock ?? createMockOn({ now: () => Date.now(), sha256: nodeSha256 }, settings.mockOptions);
  const listening = await listen(mock, settings, TIMEOUTS);
  const courier = nodeCourier();
  const detach = mock.attach(courier);
  const { port } = listening;
  const close = async (): Promise<void> => {
    // The events of what is still answered go out.
    await listening.close();
    detach();
    courier.stop();
  };
  const url = `http://${urlHost(settings.host)}:${port}`;
  return { url, baseUrl: `${url}/v1`, port, mock, close, [Symbol.asyncDispose]: close };
}

/** A host as a URL names it: IPv6 addresses in brackets, and for "every address" one that can be called. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
