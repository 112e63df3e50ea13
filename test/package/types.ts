// What a user's TypeScript sees; compiled as an ES module, as CommonJS, and for a bundler.
import { setupServer } from 'msw/node';
import { createMock, type Mock, type MockOptions, OptionError, type Rule } from 'txcloud-mock';
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
mock.faults.add({ kind: 'status', code: 503, phase: 'after', on: '/transactions/score', attempt: [1, 2] });
mock.faults.script('/kyb/verify', ['lost-response', 503, { kind: 'delay', ms: [100, 200] }, 'ok']);
export const again = (rule: Rule): string => mock.faults.add(rule).id;
// What was read from a file has no types; it is checked when it is given.
export const fromFile = (text: string): Mock => createMock({ faults: JSON.parse(text) as unknown });
// @ts-expect-error: there is no such option
createMock({ sed: 1 });
// @ts-expect-error: there is no such profile
createMock({ profile: 'flakey' });
// @ts-expect-error: a conflict is a 409, 422 or 400
createMock({ conflictStatus: 404 });
// @ts-expect-error: there is no such kind of fault
mock.faults.add({ kind: 'resett' });
// @ts-expect-error: a rule has no such word
mock.faults.add({ kind: 'reset', attemp: 1 });
// @ts-expect-error: a step has no target
mock.faults.script('/kyb/verify', [{ kind: 'reset', on: '/kyb/verify' }]);
// @ts-expect-error: there is no such option
createHandlers(mock, { baseURL: '' });
