// What a user's TypeScript sees; compiled as an ES module, as CommonJS, and for a bundler.
import { setupServer } from 'msw/node';
import { createMock, type Mock, type MockOptions, OptionError } from 'txcloud-mock';
import { createHandlers, type HandlersOptions } from 'txcloud-mock/msw';
import { startServer } from 'txcloud-mock/node';

const options: MockOptions = { seed: 'checkout', fault: ['lost-response attempt=1'] };
const mock: Mock = createMock(options);
const where: HandlersOptions = { baseUrl: 'https://api.txcloud.io/v1' };
export const server = setupServer(...createHandlers(mock, where));
export async function url(): Promise<string> {
  const running = await startServer({ port: 0, mock });
  const fired: number = mock.faults.add('close').fired;
  return `${running.baseUrl}?${fired}`;
}
export const isOurs = (error: unknown): boolean => error instanceof OptionError;
// @ts-expect-error: there is no such option
createMock({ sed: 1 });
// @ts-expect-error: there is no such option
createHandlers(mock, { baseURL: '' });
