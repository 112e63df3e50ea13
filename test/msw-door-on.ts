import type { HttpHandler } from 'msw';
import { createHandlers } from '../src/adapters/msw.ts';
import { createMock } from '../src/mock.ts';
import type { Door } from './doors.ts';

/** What stands between `fetch` and the net: msw's server in Node, or its worker in a page. */
interface Network {
  resetHandlers(...handlers: HttpHandler[]): void;
}

/** A door of msw, behind the global `fetch`. Every mock has a host of its own. */
export function mswDoorOn(name: string, network: Network): Door {
  const open = new Set<readonly HttpHandler[]>();
  let opened = 0;
  return {
    name,
    shows: { connectionReset: false, hang: true, truncation: false },
    open: async (options) => {
      const mock = createMock(options);
      const origin = `https://mock-${++opened}.example`;
      const handlers = createHandlers(mock, { baseUrl: `${origin}/v1` });
      open.add(handlers);
      network.resetHandlers(...[...open].flat());
      return {
        mock,
        fetch: async (path, init) => await fetch(`${origin}${path}`, init),
        close: async () => {
          open.delete(handlers);
          network.resetHandlers(...[...open].flat());
        },
      };
    },
  };
}
