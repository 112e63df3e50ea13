import { setupWorker } from 'msw/browser';
import { createMock, type Mock } from 'txcloud-mock';
import { createHandlers } from 'txcloud-mock/msw';

/**
 * Starts TXCloud inside the page. Its address says what happens: `?scenario=decline`, `?fault=lost-response attempt=1`.
 */
export async function startMock(address: URLSearchParams): Promise<Mock> {
  const mock = createMock({ fault: address.getAll('fault'), scenario: address.getAll('scenario') });
  await setupWorker(...createHandlers(mock)).start({ quiet: true, onUnhandledRequest: 'bypass' });
  return mock;
}
