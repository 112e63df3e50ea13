/** Sixteen digits or more, which a double may not hold; also within strings, which costs a look at the text and no more. */
const LONG = /\d[\d.]{15}/;
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** A string opens, or a number: what `next` finds outside strings. */
const NEXT = /"|-?\d[\d.eE+-]*/g;

/**
 * The text with each number that a double does not hold as the string of its exact value, so that `9007199254740993` and
 * `9007199254740992` stay two values (R5). Numbers are equal as values: `9007199254740993.0` is the first of them.
 * @param json text that `JSON.parse` has taken
 * @returns undefined when there is none, as nearly always
 */
export function withExactNumbers(json: string): string | undefined {
  if (!LONG.test(json)) return undefined;
  let exact = '';
  let copied = 0;
  NEXT.lastIndex = 0;
  for (let found = NEXT.exec(json); found !== null; found = NEXT.exec(json)) {
    const [token] = found;
    if (token === '"') {
      NEXT.lastIndex = endOfString(json, found.index + 1);
      continue;
    }
    const value = valueOf(token);
    if (value === valueOf(String(Number(token)))) continue;
    exact += `${json.slice(copied, found.index)}"${value}"`;
    copied = NEXT.lastIndex;
  }
  return copied === 0 ? undefined : exact + json.slice(copied);
}

/** The index behind the quote that closes a string. */
function endOfString(json: string, from: number): number {
  let at = from;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** The one text of all numbers of this value: digits without zeros at either end, and a power of ten. */
function valueOf(token: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(token) ?? [];
  const digits = whole + fraction;
  let start = 0;
  while (digits[start] === '0') start++;
  let end = digits.length;
  while (end > start && digits[end - 1] === '0') end--;
  if (start === end) return '0';
  return `${sign}${digits.slice(start, end)}e${Number(exponent) - fraction.length + digits.length - end}`;
}
