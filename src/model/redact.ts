import { idOf } from './random.ts';

/**
 * How an API key is shown in the journal, the log and errors: the prefix, and the last four characters of a key of 24
 * or more; a shorter key shows a short hash instead (platform.md, "Authentication").
 * @example redactKey('txc_test_4f9a0c2b7d1e8a63') // 'txc_test_…8a63'
 * @example redactKey('txc_test_42') // 'txc_test_#' and six characters
 */
export function redactKey(apiKey: string): string {
  const prefix = /^txc[_-](?:test|live)[_-]/.exec(apiKey)?.[0] ?? '';
  if (apiKey.length >= 24) return `${prefix}…${apiKey.slice(-4)}`;
  return `${prefix}#${idOf('', apiKey).slice(0, 6)}`;
}

/**
 * A text with every API key in it redacted: one that stands in a path, say, by mistake; also with hyphens, as a member's
 * name is written in a rule. What is redacted already stays as it is.
 */
export function redactKeysIn(text: string): string {
  return /txc[_-]/.test(text) ? text.replace(/txc[_-](?:test|live)[_-][^\s/?#&"'…]+/g, redactKey) : text;
}
