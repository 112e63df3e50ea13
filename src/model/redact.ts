import { idOf } from './random.ts';

/**
 * How an API key is shown in the journal, the log and errors: the prefix, and the last four characters of a key of 24
 * or more; a shorter key shows a short hash instead (platform.md, "Authentication").
 * @example redactKey('txc_test_4f9a0c2b7d1e8a63') // 'txc_test_…8a63'
 * @example redactKey('txc_test_42') // 'txc_test_#' and six characters
 */
export function redactKey(apiKey: string): string {
  const prefix = /^txc_(?:test|live)_/.exec(apiKey)?.[0] ?? '';
  if (apiKey.length >= 24) return `${prefix}…${apiKey.slice(-4)}`;
  return `${prefix}#${idOf('', apiKey).slice(0, 6)}`;
}

/** A text of a client's with every API key in it redacted: one that stands in a path, say, by mistake. */
export function redactKeysIn(text: string): string {
  if (!text.includes('txc_')) return text;
  return text.replace(/txc_(?:test|live)_[^\s/?#&"']+/g, redactKey);
}
