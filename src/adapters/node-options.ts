import { isIP } from 'node:net';
import type { Mock } from '../mock.ts';
import { show } from '../model/show.ts';
import { listOf, onlyNames, onlyObject, OptionError } from '../option-values.ts';
import { type MockOptions, OPTION_NAMES } from '../options.ts';

/** The options of a server: its own, and those of the mock that it makes unless it is given one. */
export interface ServerOptions extends MockOptions {
  /** 0 takes a free one. @default 0 */
  readonly port?: number | undefined;
  /** The address to listen on. @default '127.0.0.1' */
  readonly host?: string | undefined;
  /** A mock of your own; without one the server makes one of the other options. */
  readonly mock?: Mock | undefined;
  /** Origins of web pages that may call `/v1`, beyond loopback ones: `https://app.example.com`. */
  readonly corsOrigin?: string | readonly string[] | undefined;
  /** Other Host names that `/_mock` answers to, such as a CI service name. */
  readonly allowHost?: string | readonly string[] | undefined;
  /** What `/_mock` wants in `X-Mock-Control-Token` when `host` is not loopback. */
  readonly controlToken?: string | undefined;
}

/** The options, checked and filled in. */
export interface ServerSettings {
  readonly port: number;
  readonly host: string;
  readonly mock: Mock | undefined;
  readonly corsOrigin: readonly string[];
  readonly allowHost: readonly string[];
  readonly controlToken: string | undefined;
  /** What is left for the mock. */
  readonly mockOptions: MockOptions;
}

const OWN: Readonly<Record<Exclude<keyof ServerOptions, keyof MockOptions>, true>> = {
  port: true,
  host: true,
  mock: true,
  corsOrigin: true,
  allowHost: true,
  controlToken: true,
};

/** A name of a host; four numbers are an address, or nothing. */
const HOST_NAME = /^(?!\d+(?:\.\d+){3}$)[A-Za-z0-9.-]+$/;

/**
 * Checks the server's options; those of the mock are checked by the mock.
 * @throws {OptionError} for an unknown option, or a value that cannot be, with the right form
 */
export function readServerOptions(options: ServerOptions): ServerSettings {
  onlyObject(options, 'startServer({ port: 4010 })');
  const { port = 0, host = '127.0.0.1', mock, corsOrigin, allowHost, controlToken, ...mockOptions } = options;
  onlyNames(mockOptions, [...Object.keys(OWN), ...OPTION_NAMES]);
  const [forMock] = Object.keys(mockOptions);
  if (mock !== undefined && forMock !== undefined) {
    throw new OptionError(`${forMock}: the mock is made already; give this option to createMock.`);
  }
  if (mock !== undefined && typeof mock?.begin !== 'function') {
    throw new OptionError('mock: it must be one that createMock has made.');
  }
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new OptionError(`port: ${show(port)} is not a port. Write 0 to 65535; 0 takes a free one.`);
  }
  if (typeof host !== 'string' || (isIP(host) === 0 && !HOST_NAME.test(host))) {
    throw new OptionError(`host: ${show(host)} is not an address. Write for example 127.0.0.1, ::1 or 0.0.0.0.`);
  }
  if (controlToken !== undefined && !(typeof controlToken === 'string' && /^[\x21-\x7e]+$/.test(controlToken))) {
    throw new OptionError('controlToken: a token is one or more printable ASCII characters without spaces.');
  }
  return {
    port,
    host,
    mock,
    corsOrigin: listOf('corsOrigin', corsOrigin).map(checkOrigin),
    allowHost: listOf('allowHost', allowHost).map(checkHost),
    controlToken,
    mockOptions,
  };
}

function checkOrigin(text: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : 'null';
  // Every sandboxed page and every file has the origin `null`.
  if (origin === text && origin !== 'null') return text;
  const form = origin === 'null' ? 'https://app.example.com' : origin;
  throw new OptionError(`corsOrigin: ${JSON.stringify(text)} is not an origin. Write it as a browser does: ${form}`);
}

function checkHost(text: string): string {
  if (/^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])$/.test(text)) return text;
  throw new OptionError(
    `allowHost: ${JSON.stringify(text)} is not a host name. Write it without scheme and port: mock.ci`,
  );
}
