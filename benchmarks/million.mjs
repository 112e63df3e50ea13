// @ts-check
// Run with --expose-gc by main.mjs: a million keys stored, then expired by a million more. Prints JSON: the bytes of a
// record beside its body, and the longest pause that is not garbage collection.
import { PerformanceObserver } from 'node:perf_hooks';

// By its address, so that the type checker reads the sources and not the bundles.
/** @type {unknown} */
const built = await import(new URL('../dist/index.js', import.meta.url).href);
const { createMock } = /** @type {typeof import('../src/index.ts')} */ (built);

const KEYS = Number(process.env.BENCH_KEYS ?? 1_000_000);
const encoder = new TextEncoder();
const mock = createMock({ maxKeys: 3 * KEYS, maxBytes: '64GB', clock: '2026-11-24T10:00:00Z', freeze: true });

/** @type {{ start: number, end: number }[]} */
const collections = [];
const observer = new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries())
    collections.push({ start: startTime, end: startTime + duration });
});
observer.observe({ entryTypes: ['gc'] });

/** @type {{ start: number, end: number }[]} */
const slow = [];

let bodyBytes = 0;

/** @param {string} run @param {number} from @param {number} to */
async function store(run, from, to) {
  for (let i = from; i < to; i++) {
    const call = {
      method: 'POST',
      target: '/v1/transactions/score',
      headers: {
        authorization: 'Bearer txc_test_benchmark_4f9a0c2b',
        contentType: 'application/json',
        idempotencyKeys: [`payment_${run}_${String(i).padStart(9, '0')}`],
      },
      body: encoder.encode(
        `{"transaction_id":"o_${run}_${i}","amount":1000,"currency":"MAD","sender":{"user_id":"user_123"}}`,
      ),
      reusedConnection: true,
    };
    const start = performance.now();
    const step = mock.begin(call).next();
    const end = performance.now();
    if (end - start > 5) slow.push({ start, end });
    if (step.done !== true || step.value.kind !== 'reply' || step.value.reply.status !== 200)
      throw new Error(JSON.stringify(step));
    bodyBytes += step.value.reply.body.length;
    if (i % 2000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

const collect = /** @type {() => void} */ (globalThis.gc);
// The journal keeps the last 100,000 attempts, whatever is stored: fill it first, so that records alone are weighed.
await store('warm', 0, 100_000);
collect();
const before = process.memoryUsage().heapUsed;
bodyBytes = 0;
const SAMPLE = Math.min(100_000, KEYS);
await store('first', 0, SAMPLE);
collect();
const recordBytes = (process.memoryUsage().heapUsed - before - bodyBytes) / SAMPLE;
await store('first', SAMPLE, KEYS);
mock.clock.advance('24h');
await store('second', 0, KEYS);
const left = mock.keys.list().length;
await new Promise((resolve) => setTimeout(resolve, 50));

const pauses = slow.map(({ start, end }) => {
  const collected = collections.reduce(
    (sum, gc) => sum + Math.max(0, Math.min(end, gc.end) - Math.max(start, gc.start)),
    0,
  );
  return end - start - collected;
});
console.log(
  JSON.stringify({
    recordBytes: Math.round(recordBytes),
    longestPause: Math.max(0, ...pauses),
    longestCollection: Math.max(0, ...collections.map(({ start, end }) => end - start)),
    keysLeft: left,
    keys: KEYS,
  }),
);
