import { fc } from '@fast-check/vitest';

/** Mostly `during`, where the key is held. */
const anyPhase = fc.constantFrom('before', 'during', 'during', 'after');
const inAnyPhase = fc.constantFrom(
  'reset',
  'close',
  'timeout',
  'timeout ms=5',
  'delay ms=10',
  'delay ms=1-50',
  'hold',
  'status code=503',
  'status code=200',
);

/** A fault of any kind in any phase that the kind can have. */
export const anyFault = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(inAnyPhase, anyPhase).map(([kind, phase]) => `${kind} phase=${phase}`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'status code=503 phase=during store=true',
      'status code=201 phase=during store=true',
      'rate-limit retry-after=2',
      'truncate bytes=5',
      'truncate share=0.5 then=rst',
      'garble as=bytes',
      'garble as=chunk',
      'garble as=json',
      'slow rate=100',
    ),
  },
);

/** One clause of a rule, or none. */
const maybe = (...clauses: readonly string[]): fc.Arbitrary<string> => fc.constantFrom('', '', ...clauses);

/**
 * Any rule.
 * @param bounded false: without `times`, whose firings go to whoever comes first
 */
export function anyRule(paths: readonly string[], bounded: boolean): fc.Arbitrary<string> {
  return fc
    .tuple(
      anyFault,
      maybe(...paths.map((path) => `on=${path}`)),
      maybe('key=order_1*', 'key=*'),
      maybe('api-key=*_a'),
      maybe('attempt=1', 'attempt=1-2', 'attempt=2'),
      maybe('probability=0.5', 'probability=0.9'),
      bounded ? maybe('times=1', 'times=3') : fc.constant(''),
    )
    .map((clauses) => clauses.filter((clause) => clause !== '').join(' '));
}

/** Any script. */
export function anyScript(paths: readonly string[]): fc.Arbitrary<{ on: string; script: string[] }> {
  return fc.record({
    on: fc.constantFrom(...paths),
    script: fc.array(fc.oneof(fc.constant('ok'), anyFault), { minLength: 1, maxLength: 4 }),
  });
}
