import { startServer } from '../src/adapters/node.ts';
import { createMock, type Mock } from '../src/mock.ts';
import type { MockOptions } from '../src/options.ts';

/**
 * A way in to the mock. The conformance suite (`adapters.case.ts`) sees doors only through this, so a new one needs no
 * more than an entry here and a test file of three lines.
 */
export interface Door {
  readonly name: string;
  readonly shows: Shows;
  open(options: MockOptions): Promise<OpenDoor>;
}

/** What of a fault a client behind this door can tell. Whatever the door: it is an error, and never a wrong answer. */
export interface Shows {
  /** A reset and a close carry different codes in the error's `cause`. */
  readonly connectionReset: boolean;
  /** A request that is never answered hangs until the client gives up. */
  readonly hang: boolean;
  /** Of a body that is cut off, the head and the first bytes arrive. */
  readonly truncation: boolean;
}

/** A mock behind an open door. */
export interface OpenDoor {
  readonly mock: Mock;
  /** As the global `fetch`. @param path with `/v1` */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

/** In this process: `mock.fetch`. */
export const fetchDoor: Door = {
  name: 'fetch',
  shows: { connectionReset: true, hang: true, truncation: true },
  open: async (options) => {
    const mock = createMock(options);
    return {
      mock,
      fetch: async (path, init) => await mock.fetch(`https://api.txcloud.io${path}`, init),
      close: async () => {},
    };
  },
};

/** Over a socket of this machine: the server, called by Node's own fetch. */
export const serverDoor: Door = {
  name: 'server',
  shows: { connectionReset: true, hang: true, truncation: true },
  open: async (options) => {
    const server = await startServer({ ...options, port: 0 });
    return {
      mock: server.mock,
      fetch: async (path, init) => await fetch(`${server.url}${path}`, init),
      close: async () => await server.close(),
    };
  },
};
