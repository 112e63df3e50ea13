// @ts-check
// `npm run bench`: every speed claim is a ratio against a bare node:http server in the same run (docs/benchmarks.md).
import { measure, report } from './lib.mjs';
import { msw } from './msw.mjs';
import { startup } from './startup.mjs';
import { throughput } from './throughput.mjs';

await startup();
await throughput();
await msw();
const million = measure('million.mjs', ['--expose-gc', '--max-old-space-size=8192']);
report('bytes of a stored record beside its body', String(million.recordBytes), '≤ 1,024', million.recordBytes <= 1024);
report(
  `longest pause of our own, ${million.keys.toLocaleString('en')} keys stored and expired`,
  `${million.longestPause.toFixed(0)} ms`,
  `≤ 50 ms (longest garbage collection ${million.longestCollection.toFixed(0)} ms; ${million.keysLeft.toLocaleString('en')} keys left)`,
  million.longestPause <= 50,
);
