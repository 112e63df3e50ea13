import { setupServer } from 'msw/node';
import { mswDoorOn } from './msw-door-on.ts';

const server = setupServer();

/** Starts msw in this process: whatever no mock answers is an error, not a request to the net. */
export function listenMsw(): void {
  server.listen({ onUnhandledRequest: 'error' });
}

export function closeMsw(): void {
  server.close();
}

/** In this process: msw's `setupServer`. */
export const mswDoor = mswDoorOn('msw in Node', server);
