import { afterAll, beforeAll } from 'vitest';
import { conforms } from './adapters.case.ts';
import { closeMsw, listenMsw, mswDoor } from './msw-door.ts';

beforeAll(listenMsw);
afterAll(closeMsw);

conforms(mswDoor);
