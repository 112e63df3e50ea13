import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { AttemptFacts } from '../src/faults/attempt.ts';
import { compileGlob } from '../src/faults/glob.ts';
import { FaultLedger } from '../src/faults/ledger.ts';
import { hasConnectionBreaking, MAX_RULES, RuleSet } from '../src/faults/rule-set.ts';
import { RuleError } from '../src/faults/rule-error.ts';
import { MAX_SCRIPT_OPERATIONS } from '../src/faults/script-entry.ts';
import { NO_FAULTS, selectFaults } from '../src/faults/select.ts';
import type { FaultPlan } from '../src/faults/select.ts';

const context = {
  operations: [
    { operationId: 'scoreTransaction', method: 'POST', path: '/transactions/score', idempotent: true },
    { operationId: 'verifyCompany', method: 'POST', path: '/kyb/verify', idempotent: true },
  ],
};

function setOf(...rules: string[]): RuleSet {
  const set = new RuleSet(context, new FaultLedger());
  for (const rule of rules) set.add(rule);
  return set;
}

function attemptOf(
  changes: { attempt?: number; key?: string; apiKey?: string; operationId?: string } = {},
): AttemptFacts {
  const { attempt = 1, key = 'order_456_payment', apiKey = 'txc_test_a', operationId = 'scoreTransaction' } = changes;
  const endpoint = operationId === 'scoreTransaction' ? 'POST /transactions/score' : 'POST /kyb/verify';
  return {
    operationId,
    endpoint,
    apiKey,
    idempotencyKey: key,
    subject: key,
    operation: `${apiKey} ${endpoint} ${key}`,
    attempt,
  };
}

/** Performs everything a plan holds, and names it. */
function perform(plan: FaultPlan): string[] {
  const happened: string[] = [];
  for (const phase of ['before', 'during', 'after'] as const) {
    for (const active of plan.at(phase)) {
      plan.fire(active);
      happened.push(`${active.id} ${active.fault.kind} ${active.phase}`);
    }
  }
  plan.release();
  return happened;
}

const meet = (
  sets: RuleSet | readonly RuleSet[],
  changes: Parameters<typeof attemptOf>[0] = {},
  seed = '1',
): string[] => perform(selectFaults(sets instanceof RuleSet ? [sets] : sets, attemptOf(changes), seed));

describe('which rule meets an attempt', () => {
  it('is none, at no cost, without rules or when none matches', () => {
    expect(selectFaults([setOf(), setOf()], attemptOf(), '1')).toBe(NO_FAULTS);
    expect(selectFaults([setOf('reset on=/kyb/verify', 'reset attempt=2')], attemptOf(), '1')).toBe(NO_FAULTS);
  });

  it('is the first that matches: of the world, then of the mock', () => {
    const ids = new FaultLedger();
    const [mock, world] = [new RuleSet(context, ids), new RuleSet(context, ids)];
    mock.add('reset');
    world.add('close on=/transactions/score attempt=2');
    world.add('timeout key=order_* attempt=2-3');
    expect([1, 2, 3, 4].map((attempt) => meet([world, mock], { attempt }))).toEqual([
      ['flt_1 reset after'],
      ['flt_2 close after'],
      ['flt_3 timeout after'],
      ['flt_1 reset after'],
    ]);
    expect(mock.list().map(({ fired }) => fired)).toEqual([2]);
    expect(world.get('flt_3')).toMatchObject({ rule: 'timeout key=order_* attempt=2-3', kind: 'timeout', fired: 1 });
  });

  it('is narrowed by the globs of the keys; without a key no glob matches', () => {
    const set = setOf('reset key=*', 'close api-key=txc_test_?');
    const { idempotencyKey, ...withoutKey } = attemptOf();
    expect(idempotencyKey).toBeDefined();
    expect(perform(selectFaults([set], withoutKey, '1'))).toEqual(['flt_2 close after']);
    expect(meet(set)).toEqual(['flt_1 reset after']);
    expect(perform(selectFaults([set], { ...withoutKey, apiKey: 'txc_test_ab' }, '1'))).toEqual([]);
  });

  it('is joined by one delay and one slow, wherever they stand, in the order of performing', () => {
    const set = setOf('slow rate=10', 'delay ms=5', '503 phase=after', 'delay ms=6', 'reset');
    expect(meet(set)).toEqual(['flt_2 delay after', 'flt_3 status after', 'flt_1 slow after']);
    const plan = selectFaults([setOf('503', 'delay ms=5', 'slow rate=10')], attemptOf(), '1');
    expect(plan.at('before').map(({ fault }) => fault.kind)).toEqual(['status']);
    expect(plan.onAnswer().map(({ fault }) => fault.kind)).toEqual(['delay', 'slow']);
  });

  it('and a key is never shown whole', () => {
    const set = setOf(
      'reset api-key=txc_live_4f9a0c2b7d1e8a63',
      'reset api-key=txc_test_42',
      'reset api-key=txc_test_*',
    );
    expect(JSON.stringify(set.list())).not.toMatch(/4f9a|test_42/);
    expect(set.get('flt_3')).toMatchObject({ rule: 'lost-response api-key=txc_test_*', api_key: 'txc_test_*' });
  });
});

describe('times', () => {
  it('counts reservations, so that concurrent attempts share them out exactly', () => {
    const set = setOf('reset times=2');
    const plans = [1, 2, 3].map((attempt) => selectFaults([set], attemptOf({ attempt }), '1'));
    expect(plans.map((plan) => plan.at('after').length)).toEqual([1, 1, 0]);
    expect(set.get('flt_1')).toMatchObject({ fired: 0 });
    expect(plans.flatMap(perform)).toHaveLength(2);
    expect(set.get('flt_1')).toMatchObject({ fired: 2 });
    expect(meet(set)).toEqual([]);
  });

  it('gets back what was reserved and did not happen', () => {
    const set = setOf('reset phase=during times=1');
    const replay = selectFaults([set], attemptOf(), '1');
    replay.release();
    const [active] = replay.at('during');
    expect(() => active && replay.fire(active)).toThrow(/released/);
    expect(meet(set, { attempt: 2 })).toEqual(['flt_1 reset during']);
    expect(meet(set, { attempt: 3 })).toEqual([]);
  });

  it('a fault is counted once, however often it is confirmed', () => {
    const set = setOf('reset');
    const plan = selectFaults([set], attemptOf(), '1');
    const [active] = plan.at('after');
    if (active === undefined) throw new Error('No fault.');
    plan.fire(active);
    plan.fire(active);
    expect(set.get('flt_1')).toMatchObject({ fired: 1 });
    expect(() => NO_FAULTS.fire(active)).toThrow(/not part of the plan/);
  });
});

describe('probability', () => {
  const attempts = Array.from({ length: 2000 }, (_, i) => ({ key: `operation_${i >> 1}`, attempt: (i & 1) + 1 }));
  const facing = (rule: string, order: typeof attempts, apiKey = 'txc_test_a', seed = '1'): string[] => {
    const set = setOf(rule);
    return order
      .filter((each) => meet(set, { ...each, apiKey }, seed).length > 0)
      .map(({ key, attempt }) => `${key} ${attempt}`);
  };

  it('meets about its share of attempts, exactly the same ones for any API key, others for another seed or rule', () => {
    const met = facing('reset probability=0.3', attempts);
    expect(met.length).toBe(630); // of 2,000; 600 ± 20 would be one standard deviation
    expect(facing('reset probability=0.3', attempts, 'txc_test_b')).toEqual(met);
    expect(facing('lost-response probability=.3', attempts)).toEqual(met);
    expect(facing('reset probability=0.3', attempts, 'txc_test_a', '2')).not.toEqual(met);
    expect(facing('close probability=0.3', attempts)).not.toEqual(met);
    expect(facing('reset probability=0', attempts)).toEqual([]);
    expect(facing('reset probability=1', attempts)).toHaveLength(attempts.length);
  });

  test.prop([fc.shuffledSubarray(attempts, { minLength: 50, maxLength: 50 })], { numRuns: 30 })(
    'does not depend on the order of attempts',
    (order) => {
      const rules = [
        'reset probability=0.2',
        'delay ms=0-100 probability=0.5',
        '503 probability=0.5 attempt=2',
      ] as const;
      const [mixed, sorted] = [setOf(...rules), setOf(...rules)];
      const select = (set: RuleSet, each: (typeof attempts)[number]): string =>
        JSON.stringify([
          each,
          selectFaults([set], attemptOf(each), '1').at('before'),
          selectFaults([set], attemptOf(each), '1').at('after'),
        ]);
      expect(order.map((each) => select(mixed, each)).toSorted()).toEqual(
        attempts
          .filter((each) => order.includes(each))
          .map((each) => select(sorted, each))
          .toSorted(),
      );
    },
  );
});

describe('a script', () => {
  const scripted = (...before: string[]): RuleSet => {
    const set = setOf(...before);
    set.script('/transactions/score', ['lost-response', '503 retry-after=2', 'ok', 'hold']);
    return set;
  };

  it('gives each operation its steps in turn, from its first attempt after the script was added', () => {
    const set = scripted();
    set.add('close');
    expect([7, 8, 9].map((attempt) => meet(set, { attempt }))).toEqual([
      ['scr_1 reset after'],
      ['scr_1 status before'],
      [],
    ]);
    expect(meet(set, { key: 'another_operation' })).toEqual(['scr_1 reset after']);
    expect(meet(set, { operationId: 'verifyCompany' })).toEqual(['flt_1 close after']);
    expect(set.get('scr_1')).toEqual({
      id: 'scr_1',
      on: '/transactions/score',
      script: ['lost-response', '503 retry-after=2', 'ok', 'hold'],
      fired: 3,
      unused: 1,
      overrun: 0,
    });
    expect([10, 11, 12].flatMap((attempt) => meet(set, { attempt }))).toEqual([
      'scr_1 hold during',
      'flt_1 close after',
      'flt_1 close after',
    ]);
    expect(set.get('scr_1')).toMatchObject({ fired: 4, unused: 0, overrun: 2 });
  });

  it('counts an attempt that an earlier rule took, so that its steps keep their numbers', () => {
    const set = scripted('timeout attempt=1');
    expect(meet(set, { attempt: 1 })).toEqual(['flt_1 timeout after']);
    expect(meet(set, { attempt: 2 })).toEqual(['scr_1 status before']);
  });

  it('follows a bounded number of operations, and says how many it dropped', () => {
    const set = scripted();
    for (let i = 0; i < MAX_SCRIPT_OPERATIONS; i++)
      selectFaults([set], attemptOf({ key: `operation_${i}` }), '1').release();
    expect(meet(set, { key: 'one_too_many' })).toEqual([]);
    expect(meet(set, { key: 'operation_0', attempt: 2 })).toEqual(['scr_1 status before']);
    expect(set.get('scr_1')).toMatchObject({ dropped: 1 });
  });
});

describe('a set', () => {
  it('is listed in order, and forgets what is removed', () => {
    const set = setOf('reset', 'close');
    expect(set.put({ on: 'verifyCompany', script: ['ok'] })).toMatchObject({ id: 'scr_1', on: '/kyb/verify' });
    expect(set.remove('flt_1')).toBe(true);
    expect(set.remove('flt_1')).toBe(false);
    expect(set.list().map(({ id }) => id)).toEqual(['flt_2', 'scr_1']);
    expect(meet(set)).toEqual(['flt_2 close after']);
    set.clear();
    expect(set.size).toBe(0);
    expect(set.add('hold')).toMatchObject({ id: 'flt_3' });
  });

  it(`holds ${MAX_RULES} rules`, () => {
    const set = setOf(...Array.from({ length: MAX_RULES }, () => 'hold'));
    expect(() => set.add('hold')).toThrow(RuleError);
    expect(() => set.script('/kyb/verify', ['ok'])).toThrow(/remove some first/);
  });

  it('knows whether a rule that breaks connections is left', () => {
    const breaks = (...rules: string[]): boolean => hasConnectionBreaking([setOf(), setOf(...rules)]);
    expect(breaks('503', 'delay ms=1', 'slow rate=1', 'hold', 'garble as=json', 'rate-limit')).toBe(false);
    for (const rule of ['reset', 'close', 'timeout', 'truncate', 'garble as=bytes', 'garble as=chunk'])
      expect(breaks(rule)).toBe(true);

    const set = setOf('reset times=1', 'hold');
    meet(set);
    expect(hasConnectionBreaking([set])).toBe(false);
    set.script('/kyb/verify', ['503', 'reset']);
    expect(hasConnectionBreaking([set])).toBe(true);
    set.remove('scr_1');
    expect(hasConnectionBreaking([set])).toBe(false);
  });
});

test.prop([
  fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 8 }),
  fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }),
])('a glob matches what the same regular expression matches', (glob, text) => {
  const expected = new RegExp(`^${glob.join('').replaceAll('?', '.').replaceAll('*', '.*')}$`);
  expect(compileGlob(glob.join(''))(text.join(''))).toBe(expected.test(text.join('')));
});
