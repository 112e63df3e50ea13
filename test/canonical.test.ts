import canonicalize from 'canonicalize';
import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { withExactNumbers } from '../src/idempotency/long-numbers.ts';
import { canonicalText, MAX_DEPTH, UncomparableError } from '../src/idempotency/canonical.ts';

const json = fc.oneof(
  fc.jsonValue({ stringUnit: 'binary' }),
  fc.dictionary(fc.constantFrom('b', 'a', 'é', '"', '\\', '\u2028', '__proto__', '10', '9', ''), fc.jsonValue()),
);

property.prop([json], { numRuns: 2000 })('equal parameters share the text of RFC 8785 (R5)', (value) => {
  const parsed: unknown = JSON.parse(JSON.stringify(value));
  expect(canonicalText(parsed)).toBe(canonicalize(parsed));
});

test.each([
  ['{"a":1,"b":2}', '{ "b" : 2, "a" : 1 }', true],
  ['{"amount":1000}', '{"amount":1e3}', true],
  ['{"amount":1000}', '{"amount":1000.0}', true],
  ['{"zero":0}', '{"zero":-0}', true],
  ['"\\u00e9"', '"é"', true],
  ['[1,2]', '[2,1]', false],
  ['{"a":null}', '{}', false],
  ['{"a":"1"}', '{"a":1}', false],
  ['["a,b"]', '["a","b"]', false],
])('%s and %s: the same parameters, %s (R5)', (one, other, same) => {
  expect(canonicalText(JSON.parse(one)) === canonicalText(JSON.parse(other))).toBe(same);
});

test.each([
  ['"\\ud800"', 'lone surrogate'],
  ['{"\\udc00x":1}', 'lone surrogate'],
  ['[1e999]', 'too large for a double'],
  [`${'['.repeat(MAX_DEPTH + 1)}${']'.repeat(MAX_DEPTH + 1)}`, 'more than 100 levels'],
])('%s cannot be compared (R5)', (text, reason) => {
  const value: unknown = JSON.parse(text);
  expect(() => canonicalText(value)).toThrow(UncomparableError);
  expect(() => canonicalText(value)).toThrow(reason);
});

test('a body nested 100 levels deep can (R5)', () => {
  const text = `${'['.repeat(MAX_DEPTH)}${']'.repeat(MAX_DEPTH)}`;
  expect(canonicalText(JSON.parse(text))).toBe(text);
});

test.each([
  ['9007199254740993', '9007199254740992', false],
  ['-9007199254740993', '9007199254740993', false],
  ['9007199254740993', '9007199254740993.0', true],
  ['9007199254740993', '9.007199254740993e15', true],
  ['{"a":"9007199254740993","b":1}', '{ "b": 1, "a": "9007199254740993" }', true],
  ['["\\"9007199254740993",12345678901234567890]', '["\\"9007199254740993",12345678901234567891]', false],
  ['9007199254740993', '"9007199254740993e0"', false],
  ['0.30000000000000004', '3.0000000000000004e-1', true],
  ['0.00000000000000000', '-0', true],
])('%s and %s, beyond a double: the same value, %s (R5)', (one, other, same) => {
  const text = (json: string): string =>
    [json, withExactNumbers(json) ?? 'null'].map((form) => canonicalText(JSON.parse(form))).join('\n');
  expect(text(one) === text(other)).toBe(same);
});
