/**
 * Characters that act on a terminal, or make a line read otherwise than it is: C0, DEL and C1 controls (Cc), what turns,
 * hides or joins text, such as bidirectional controls and zero widths (Cf), line separators, and halves of a pair.
 */
const ACTING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * A text of a client's as it may stand in a log line: what would act on a terminal is written out.
 * @example visible('a\u001b[2Jb') // 'a\\u001b[2Jb'
 */
export function visible(text: string): string {
  return text.replace(ACTING, escape);
}

/** A value as one line of JSON without a character that acts on a terminal; the escapes are JSON's own. */
export function visibleJson(value: unknown): string {
  // JSON has escaped C0 within strings, and has none outside them.
  return JSON.stringify(value).replace(ACTING, escape);
}

function escape(char: string): string {
  // Beyond the first plane a character is two units, as in JSON.
  const units = Array.from({ length: char.length }, (_, i) => char.charCodeAt(i).toString(16).padStart(4, '0'));
  return units.map((unit) => `\\u${unit}`).join('');
}
