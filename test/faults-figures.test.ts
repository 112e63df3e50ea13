import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { faultReply } from '../src/faults/fault-reply.ts';
import { delayMs, truncatedLength } from '../src/faults/figures.ts';

const facts = { requestId: 'req_abcdefghijkl', realNow: Date.parse('2026-11-24T10:00:00.250Z') };

describe('a delay', () => {
  const many = (draw: (salt: string) => number): number[] => Array.from({ length: 4000 }, (_, i) => draw(`salt ${i}`));
  const mean = (list: number[]): number => list.reduce((sum, each) => sum + each, 0) / list.length;

  it('is fixed, uniform, normal or log-normal', () => {
    expect(delayMs({ kind: 'delay', ms: 40 }, 'a')).toBe(40);
    const uniform = many((salt) => delayMs({ kind: 'delay', ms: [100, 200] }, salt));
    expect([Math.min(...uniform), Math.max(...uniform)]).toEqual([100, 200]);
    expect(mean(uniform)).toBeCloseTo(150, -1);
    const normal = many((salt) => delayMs({ kind: 'delay', ms: 500, dist: 'normal', sd: 50 }, salt));
    expect(mean(normal)).toBeCloseTo(500, -1);
    expect(Math.sqrt(mean(normal.map((each) => (each - 500) ** 2)))).toBeCloseTo(50, -1);
    const lognormal = many((salt) => delayMs({ kind: 'delay', ms: 800, dist: 'lognormal', sigma: 0.5 }, salt));
    expect(lognormal.filter((each) => each < 800).length / lognormal.length).toBeCloseTo(0.5, 1);
  });

  test.prop([
    fc.nat(86_400_000),
    fc.double({ min: 0, max: 86_400_000, noNaN: true }),
    fc.double({ min: 0, max: 10, noNaN: true }),
    fc.string(),
  ])('is whole, never negative, at most a day, and the same for the same salt', (ms, sd, sigma, salt) => {
    for (const fault of [
      { kind: 'delay', ms, dist: 'normal', sd },
      { kind: 'delay', ms, dist: 'lognormal', sigma },
    ] as const) {
      const drawn = delayMs(fault, salt);
      expect(Number.isInteger(drawn) && drawn >= 0 && drawn <= 86_400_000).toBe(true);
      expect(delayMs(fault, salt)).toBe(drawn);
    }
  });
});

test.prop([fc.nat(10_000), fc.nat(20_000), fc.double({ min: 0, max: 1, noNaN: true })])(
  'a truncated body always misses something',
  (length, bytes, share) => {
    const most = Math.max(0, length - 1);
    expect(truncatedLength({ kind: 'truncate', bytes, then: 'fin' }, length)).toBe(Math.min(bytes, most));
    const sent = truncatedLength({ kind: 'truncate', share, then: 'fin' }, length);
    expect(sent >= 0 && sent <= most && sent <= share * length).toBe(true);
  },
);

describe('the answer of a fault', () => {
  it('is the documented error, a page as a gateway sends it, or nothing', () => {
    expect(faultReply({ kind: 'status', code: 503, body: 'json', retry_after: 2 }, facts)).toEqual({
      status: 503,
      headers: [
        ['Content-Type', 'application/json'],
        ['Retry-After', '2'],
      ],
      body: '{"error":{"code":"internal_error","message":"Service Temporarily Unavailable","type":"api_error","request_id":"req_abcdefghijkl","retry_after":2}}',
    });
    const page = faultReply({ kind: 'status', code: 502, body: 'html' }, facts);
    expect(page.headers).toEqual([['Content-Type', 'text/html']]);
    expect(page.body).toContain('<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>');
    expect(faultReply({ kind: 'status', code: 500, body: 'empty' }, facts)).toEqual({
      status: 500,
      headers: [],
      body: '',
    });
    expect(faultReply({ kind: 'status', code: 204 }, facts)).toEqual({ status: 204, headers: [], body: '' });
    expect(faultReply({ kind: 'status', code: 202, body: 'json' }, facts).body).toBe('{}');
  });

  it('has a code and a type for every status', () => {
    for (let code = 400; code <= 599; code++) {
      const { error } = JSON.parse(faultReply({ kind: 'status', code, body: 'json' }, facts).body) as {
        error: { code: string; type: string; request_id: string };
      };
      expect(error.code).toMatch(/^[a-z_]+$/);
      expect(error.request_id).toBe(facts.requestId);
      if (code >= 500) expect(error.type).toBe('api_error');
    }
  });

  it('can date its Retry-After, on real time, never too early', () => {
    const { headers, body } = faultReply({ kind: 'status', code: 503, body: 'json', retry_after: 'date+2' }, facts);
    expect(headers).toContainEqual(['Retry-After', 'Tue, 24 Nov 2026 10:00:03 GMT']);
    expect(body).toContain('"retry_after":2');
  });

  it('is the documented 429 for rate-limit', () => {
    expect(faultReply({ kind: 'rate-limit', retry_after: 7 }, facts)).toEqual({
      status: 429,
      headers: [
        ['Content-Type', 'application/json'],
        ['Retry-After', '7'],
      ],
      body: '{"error":{"code":"rate_limit_exceeded","message":"Rate limit exceeded","type":"rate_limit_error","request_id":"req_abcdefghijkl","retry_after":7}}',
    });
  });
});
