import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { readFaultFile } from '../src/faults/file.ts';
import { formatRule, formatStep, parseRule, parseStep } from '../src/faults/grammar.ts';
import { KIND_WORDS } from '../src/cli/fault-words.ts';
import { FAULT_KINDS } from '../src/faults/kinds.ts';
import { PROFILES } from '../src/faults/profiles.ts';
import { RuleError } from '../src/faults/rule-error.ts';

const context = {
  operations: [
    { operationId: 'verifyIdentity', method: 'POST', path: '/identity/verify', idempotent: true },
    { operationId: 'getVerification', method: 'GET', path: '/identity/verifications/{id}', idempotent: false },
    { operationId: 'deleteVerification', method: 'DELETE', path: '/identity/verifications/{id}', idempotent: false },
    { operationId: 'scoreTransaction', method: 'POST', path: '/v1/transactions/score', idempotent: true },
    { operationId: 'getTransaction', method: 'GET', path: '/transactions/{id}', idempotent: false },
    { operationId: 'uploadDocument', method: 'POST', path: '/identity/sessions/{id}/documents', idempotent: false },
    { operationId: 'verifyCompany', method: 'POST', path: '/kyb/verify', idempotent: true },
    { operationId: 'createAssessment', method: 'POST', path: '/lending/assess', idempotent: true },
  ],
};
const parse = (input: string | object) => parseRule(input, context);

function refusal(read: () => unknown): RuleError {
  try {
    read();
  } catch (error) {
    if (error instanceof RuleError) return error;
    throw error;
  }
  throw new Error('It was taken.');
}

describe('a rule', () => {
  it('is the same as a line and as an object', () => {
    const rule = parse(
      'status code=503 retry-after=2 phase=after on=/transactions/score attempt=1-2 api-key=txc_test_*',
    );
    expect(rule).toEqual({
      kind: 'status',
      code: 503,
      body: 'json',
      retry_after: 2,
      phase: 'after',
      on: '/transactions/score',
      attempt: [1, 2],
      api_key: 'txc_test_*',
    });
    const object = { kind: 'status', code: 503, phase: 'after', on: 'scoreTransaction', attempt: [1, 2] };
    expect(parse({ ...object, retry_after: 2, api_key: 'txc_test_*' })).toEqual(rule);
    expect(parse({ ...object, 'retry-after': '2', apiKey: 'txc_test_*' })).toEqual(rule);
  });

  it.each([
    ['lost-response on=/transactions/score attempt=1', 'lost-response on=/transactions/score attempt=1'],
    ['reset on=/v1/transactions/score', 'lost-response on=/transactions/score'],
    ['lost-request phase=before on=scoreTransaction', 'lost-request on=/transactions/score'],
    ['reset   times=1 phase=during', 'reset phase=during times=1'],
    ['delay ms=100-200', 'delay ms=100-200'],
    ['delay dist=normal sd=20 ms=100 probability=.5', 'delay ms=100 dist=normal sd=20 probability=0.5'],
    ['truncate share=0.5 then=fin', 'truncate'],
    ['truncate bytes=0 then=rst', 'truncate bytes=0 then=rst'],
    ['status code=204 body=empty', 'status code=204'],
    ['503 body=html retry-after=date+2', 'status code=503 body=html retry-after=date+2'],
    ['status code=500 phase=during store=true', 'status code=500 store=true phase=during'],
    ['rate-limit retry-after=1', 'rate-limit'],
    ['reset on=/identity/verifications/{id}', 'lost-response on=/identity/verifications/{id}'],
    ['reset on="GET /identity/verifications/{id}"', 'lost-response on=getVerification'],
    ['close key="a \\"b\\" *"', 'close key="a \\"b\\" *"'],
  ])('%s reads back as %s', (line, canonical) => {
    expect(formatRule(parse(line))).toBe(canonical);
    expect(parse(canonical)).toEqual(parse(line));
  });

  it('has a valid example in the table of kinds, and in every profile', () => {
    for (const [kind, spec] of Object.entries(FAULT_KINDS)) {
      expect(spec.phases, kind).toContain(spec.phase);
    }
    for (const [kind, { example }] of Object.entries(KIND_WORDS)) expect(parse(example)).toMatchObject({ kind });
    for (const line of Object.values(PROFILES).flat()) expect(formatRule(parse(line))).toBe(line);
  });
});

describe('a wrong rule is refused with the place, the reason and the advice', () => {
  it('in one sentence', () => {
    expect(refusal(() => parse('lost-response attemp=1')).message).toBe(
      'column 15: "attemp" is not a word of a rule; did you mean "attempt"? Form: <kind> [figures] ' +
        '[phase=before|during|after] [on=<path|operationId|webhook:event>] [key=<glob>] [api-key=<glob>] [attempt=n|a-b] [probability=p] [times=n]',
    );
  });

  it.each<[rule: string | object, column: number | string | undefined, reason: RegExp, hint: RegExp]>([
    ['', 1, /starts with its kind/, /<kind>/],
    ['on=/kyb/verify reset', 1, /starts with its kind/, /<kind>/],
    ['rest', 1, /"rest" is not a kind/, /"reset"/],
    ['reset whatever', 7, /not a word of a rule/, /times\. Form: <kind>/],
    ['constructor', 1, /not a kind/, /one of: lost-request/],
    ['ok', 1, /step of a script/, /<kind>/],
    ['reset close', 7, /second kind/, /one kind/],
    ['reset bytes=3', 7, /a figure of truncate, not of reset/, /no figures/],
    ['lost-response ms=3', 15, /a figure of timeout and delay/, /no figures/],
    ['lost-response phase=before', 21, /can't happen in phase before/, /phase=after/],
    ['rate-limit phase=after', 18, /can't happen in phase after/, /phase=before/],
    ['truncate phase=during', 16, /can't happen/, /phase=after/],
    ['reset phase=befor', 13, /"befor" is not/, /"before"/],
    ['reset on=/transactions/scor', 10, /not an operation/, /"\/transactions\/score"/],
    ['reset on=/v1/transactions/scores', 10, /not an operation/, /"\/transactions\/score"/],
    ['reset on=/transactions/scoer', 10, /not an operation/, /"\/transactions\/score"/],
    ['reset on=/transactions/score?x=1', 10, /not an operation/, /"\/transactions\/score"/],
    ['reset on=/transactions/trs_42', 10, /not an operation/, /"\/transactions\/\{id\}"/],
    ['reset on=/transaction/score', 10, /not an operation/, /"\/transactions\/score"/],
    ['reset on=scoreTransactions', 10, /not an operation/, /"scoreTransaction"/],
    ['reset on=/identity/verifications/ver_1', 10, /not an operation/, /"\/identity\/verifications\/\{id\}"/],
    ['reset on="GET /kyb/verify"', 10, /has no "GET"/, /POST/],
    ['reset on=POST /kyb/verify', 15, /not a word/, /in quotes/],
    ['reset on=*', 10, /no glob/, /leave on= out/],
    ['reset on=webhook:transaction.scored', 1, /can't happen to a webhook delivery/, /delay, duplicate, reorder/],
    ['duplicate on=/transactions/score', 1, /for webhook deliveries only/, /on=webhook:\*/],
    ['bad-signature', 1, /for webhook deliveries only/, /on=webhook:\*/],
    ['duplicate on=webhook:transaction.score', 14, /is not an event/, /did you mean "webhook:transaction.scored"/],
    ['duplicate on=webhook:* key=order*', 24, /no idempotency key/, /leave key= out/],
    ['delay ms=5 on=webhook:* phase=during', 25, /has no phases/, /leave phase= out/],
    // Where nothing is processed there is no phase during, and a key that is ignored narrows to nothing.
    ['hold on=getTransaction', 1, /"\/transactions\/\{id\}" reads or deletes/, /phase=before or phase=after/],
    ['hold on=/identity/verifications/{id}', 1, /has no phase during/, /phase=before/],
    ['reset on=getTransaction phase=during', 25, /has no phase during/, /phase=before/],
    ['reset on=uploadDocument key=order*', 25, /takes no idempotency key/, /leave key= out/],
    [{ kind: 'reset', on: '/transactions/{id}', key: '*' }, 'key', /takes no idempotency key/, /leave key= out/],
    ['reset attempt', 7, /needs a value/, /attempt=n\|a-b/],
    ['reset attempt=', 7, /needs a value/, /attempt=/],
    ['reset attempt=0', 15, /"0" is not a whole number from 1/, /^$/],
    ['reset attempt=3-1', 15, /backwards/, /1-3/],
    ['reset attempt=1-2-3', 15, /not a range/, /first-last/],
    [{ kind: 'reset', attempt: [1, 2, 3] }, 'attempt', /not a range/, /\[first, last\]/],
    ['reset attempt=1 attempt=2', 17, /there twice/, /^$/],
    ['reset probability=1.1', 19, /from 0 to 1/, /^$/],
    ['reset probability=30%', 19, /from 0 to 1/, /"0.3"/],
    [{ kind: 'reset', probability: NaN }, 'probability', /NaN is not/, /^$/],
    ['reset times=0', 13, /from 1/, /^$/],
    ['delay', 1, /delay needs ms/, /ms=/],
    ['delay ms=-5', 10, /"-5" is not/, /^$/],
    ['delay ms=2s', 10, /milliseconds/, /"2000"/],
    ['delay ms=0x10', 10, /"0x10" is not/, /^$/],
    ['delay ms=200-100', 10, /backwards/, /100-200/],
    ['delay ms=100 sd=3', 14, /dist=normal only/, /^$/],
    ['delay ms=100 dist=normal', 1, /needs sd/, /sd=/],
    ['delay ms=1-2 dist=normal sd=1', 7, /one number/, /^$/],
    ['truncate bytes=3 share=0.2', 18, /exclude each other/, /one of them/],
    ['status code=199', 13, /200 to 599/, /^$/],
    ['status code=204 body=html', 17, /has no body/, /^$/],
    ['status code=500 store=true', 17, /not processing/, /phase=during/],
    ['status code=500 retry-after=soon', 29, /"soon"/, /date\+2/],
    ['slow rate=0', 11, /from 1/, /^$/],
    ['garble as=xml', 11, /"xml" is not/, /one of|mean/],
    ['reset key="abc', 11, /do not end/, /close them/],
    ['reset key="\\x"', 11, /not a quoted value/, /escapes/],
    ['reset key=é', 11, /printable ASCII/, /\*/],
    [{ on: '/kyb/verify' }, 'kind', /needs its kind/, /lost-response/],
    [{ kind: 'reset', apiKey: 'a', api_key: 'b' }, 'api_key', /twice/, /^$/],
    [{ kind: 'reset', attemp: 1 }, 'attemp', /not a word/, /"attempt"/],
    [[], undefined, /not a rule/, /a line or an object/],
  ])('%j', (rule, column, reason, hint) => {
    const error = refusal(() => parse(rule));
    expect(error.column).toBe(column);
    expect(error.reason).toMatch(reason);
    expect(error.hint ?? '').toMatch(hint);
  });

  it('when it is too long, in either form', () => {
    expect(refusal(() => parse(`reset key=${'a'.repeat(1000)}`)).message).toBe(
      'column 1001: a rule has at most 1000 characters, and this one has 1010',
    );
    const quotes = '"'.repeat(255);
    expect(refusal(() => parse({ kind: 'reset', key: quotes, api_key: quotes })).reason).toMatch(
      /at most 1000 characters/,
    );
  });

  it('without showing what could act on a terminal, or a long text', () => {
    const { message } = refusal(() => parse(`\u001b[31m\u009b${'x'.repeat(100)}`));
    expect(message).toMatch(/^column 1: "\\u001b\[31m\\u009bx+…" is not a kind/);
  });
});

describe('a script', () => {
  it('has steps of a kind, figures and a phase', () => {
    expect(parseStep('503 retry-after=2')).toEqual({
      kind: 'status',
      code: 503,
      body: 'json',
      retry_after: 2,
      phase: 'before',
    });
    expect(parseStep(503)).toEqual(parseStep('503'));
    expect(parseStep({ kind: 'lost-response' })).toEqual({ kind: 'reset', phase: 'after' });
    expect(['ok', 'lost-response', 'status code=503 retry-after=2'].map((step) => formatStep(parseStep(step)))).toEqual(
      ['ok', 'lost-response', '503 retry-after=2'],
    );
    expect(refusal(() => parseStep('reset attempt=1')).reason).toMatch(/does not belong in a step/);
    expect(refusal(() => parseStep('reset phas=after')).hint).toMatch(
      /^did you mean "phase"\? Form: <kind> \[figures\] \[phase=before\|during\|after\]$/,
    );
    expect(refusal(() => parseStep('ok ms=1')).column).toBe(4);
    expect(refusal(() => parseStep('42')).reason).toMatch(/200 to 599/);
  });
});

describe('a file of faults', () => {
  it('holds lines, objects and scripts, bare or under "faults"', () => {
    const list = ['lost-response', { kind: 'reset' }, { on: '/kyb/verify', script: ['ok', 503] }];
    expect(readFaultFile(list, context)).toEqual(list);
    expect(readFaultFile({ faults: list }, context)).toEqual(list);
    expect(readFaultFile([{ rule: 'hold' }], context)).toEqual(['hold']);
  });

  it.each<[unknown, string]>([
    [['hold', 'hol'], 'entry 2: column 1: "hol" is not a kind of fault; did you mean "hold"?'],
    [
      [{ on: '/kyb/verify', script: ['ok', 'reset ms=1'] }],
      'entry 1, step 2: column 7: "ms" is a figure of timeout and delay, not of reset',
    ],
    [
      ['hold', { on: '/kyb/verify', script: ['ok', 'duplicate'] }],
      'entry 2, step 2: duplicate is for webhook deliveries only',
    ],
    [
      [{ on: 'getTransaction', script: ['hold'] }],
      'entry 1, step 1: "/transactions/{id}" reads or deletes and has no phase during',
    ],
    [[{ on: '/kyb/verify', script: [] }], 'entry 1: member "script": an array is not 1 to 1000 steps'],
    [[{ on: '/kyb/verify', script: ['ok'], times: 2 }], 'entry 1: member "times": a script has no "times"'],
    [[7], 'entry 1: 7 is not a rule'],
    [{ faults: [], more: 1 }, 'member "more": "more" does not go with "faults"'],
    ['hold', 'a file of faults is a list'],
  ])('%j is refused', (value, message) => {
    expect(refusal(() => readFaultFile(value, context)).message).toContain(message);
  });
});

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const ms = fc.nat(86_400_000);
const range = (max: number, min = 0) =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const glob = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 });
const then = optional(fc.constantFrom('fin', 'rst'));
const anyPhase = optional(fc.constantFrom('before', 'during', 'after'));
const after = optional(
  fc.oneof(
    fc.nat(1e6),
    fc.nat(1e6).map((seconds) => `date+${seconds}`),
  ),
);

const anyFault = fc.oneof(
  fc.record({ kind: fc.constantFrom('reset', 'close', 'hold'), phase: anyPhase }),
  fc.record({ kind: fc.constant('timeout'), ms: optional(ms), phase: anyPhase }),
  fc.record({ kind: fc.constant('delay'), ms: fc.oneof(ms, range(86_400_000)), phase: anyPhase }),
  fc.record({ kind: fc.constant('delay'), ms, dist: fc.constant('normal'), sd: share, phase: anyPhase }),
  fc.record({ kind: fc.constant('delay'), ms, dist: fc.constant('lognormal'), sigma: share }),
  fc.record({ kind: fc.constant('truncate'), bytes: fc.nat(), then }).filter(({ bytes }) => bytes <= 1e9),
  fc.record({ kind: fc.constant('truncate'), share: optional(share), then }),
  fc.record({ kind: fc.constant('garble'), as: optional(fc.constantFrom('bytes', 'chunk', 'json')) }),
  fc.record({ kind: fc.constant('slow'), rate: fc.integer({ min: 1, max: 1e9 }) }),
  fc.record({
    kind: fc.constant('status'),
    code: fc.integer({ min: 200, max: 599 }),
    retry_after: after,
    phase: anyPhase,
  }),
  fc.record({
    kind: fc.constant('status'),
    code: fc.integer({ min: 400, max: 599 }),
    body: optional(fc.constantFrom('json', 'html', 'empty')),
    store: optional(fc.boolean()),
    phase: fc.constant('during'),
  }),
  fc.record({ kind: fc.constant('rate-limit'), retry_after: optional(fc.nat(1e6)) }),
);
const anyTarget = fc.record({
  on: optional(
    fc.constantFrom('/kyb/verify', 'scoreTransaction', 'getVerification', '/v1/identity/verifications/{id}'),
  ),
  key: optional(glob),
  api_key: optional(glob),
  attempt: optional(fc.oneof(range(1e6, 1), fc.integer({ min: 1, max: 1e6 }))),
  probability: optional(share),
  times: optional(fc.integer({ min: 1, max: 1e9 })),
});

test.prop([anyFault, anyTarget])('any rule survives its canonical line, and its own JSON', (fault, target) => {
  // There a rule with a key, or of phase during, could never fire, and is refused.
  const reads = /verifications?/i.test(target.on ?? '');
  fc.pre(!reads || (target.key === undefined && parse(fault).phase !== 'during'));
  const rule = parse({ ...fault, ...target });
  const line = formatRule(rule);
  expect(parse(line)).toEqual(rule);
  expect(formatRule(parse(line))).toBe(line);
  expect(parse(JSON.parse(JSON.stringify(rule)) as object)).toEqual(rule);
});

test.prop([fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^(reset|delay|status) [a-z=0-9" -]*$/))])(
  'any text is a rule or a RuleError, nothing else',
  (text) => {
    try {
      parse(text);
    } catch (error) {
      expect(error).toBeInstanceOf(RuleError);
    }
  },
);
