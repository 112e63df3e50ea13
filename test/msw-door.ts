import type { HttpHandler } from 'msw';
import { setupServer } from 'msw/node';
import { createHandlers } from '../src/adapters/msw.ts';
import { createMock } from '../src/mock.ts';
import type { Door } from './doors.ts';

const server = setupServer();
const open = new Set<readonly HttpHandler[]>();
let opened = 0;

/** Starts msw in this process: whatever no mock answers is an error, not a request to the net. */
export function listenMsw(): void {
  server.listen({ onUnhandledRequest: 'error' });
}

export function closeMsw(): void {
  server.close();
}

/** In this process, behind the global `fetch`: msw's `setupServer`. Every mock has a host of its own. */
export const mswDoor: Door = {
  name: 'msw in Node',
  shows: { connectionReset: false, hang: true, truncation: false },
  open: async (options) => {
    const mock = createMock(options);
    const origin = `https://mock-${++opened}.example`;
    const handlers = createHandlers(mock, { baseUrl: `${origin}/v1` });
    open.add(handlers);
    server.resetHandlers(...[...open].flat());
    return {
      mock,
      fetch: async (path, init) => await fetch(`${origin}${path}`, init),
      close: async () => {
        open.delete(handlers);
        server.resetHandlers(...[...open].flat());
      },
    };
  },
};
