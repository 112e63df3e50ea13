// @ts-check
// `npm run bench`: every speed claim is a ratio against a bare node:http server in the same run (docs/benchmarks.md).
import { memory } from './memory.mjs';
import { msw } from './msw.mjs';
import { noRules } from './no-rules.mjs';
import { startup } from './startup.mjs';
import { throughput } from './throughput.mjs';

await startup();
await throughput();
await noRules();
await msw();
memory();
