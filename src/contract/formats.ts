import { COUNTRIES } from './generated/countries.ts';

export { COUNTRIES } from './generated/countries.ts';

const countries: ReadonlySet<string> = new Set(COUNTRIES);

/** The formats that the generated validators ask for. */
export const FORMATS = {
  byte: isBase64,
  country: (text: string): boolean => countries.has(text),
  date: isDate,
  'date-time': isDateTime,
  email: isEmail,
  uri: isUri,
};

/** Each format's right form, in words that fit after “must be”. */
export const FORMAT_WORDS: Readonly<Record<string, string>> = {
  byte: 'base64',
  date: 'a date such as `1990-04-12`',
  'date-time': 'a date and time such as `2026-11-24T09:30:00Z`',
  email: 'an email address',
  uri: 'a URL such as `https://example.com/hook`',
};

/** RFC 4648 §4, with padding. A scan and no nested pattern: a picture of 32 MiB must not exhaust the matcher's stack. */
function isBase64(text: string): boolean {
  if (text.length === 0 || text.length % 4 !== 0) return false;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return !/[^A-Za-z0-9+/]/.test(text.slice(0, text.length - padding));
}

/** RFC 3339 full-date, on the calendar. */
function isDate(text: string): boolean {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (parts === null) return false;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  // Day 0 of the next month is the last of this one; setUTCFullYear, since Date.UTC moves the years 0–99 to 1900.
  const last = new Date(0);
  last.setUTCFullYear(year, month, 0);
  return month >= 1 && month <= 12 && day >= 1 && day <= last.getUTCDate();
}

/** RFC 3339 date-time, without leap seconds: a `Date` has none. */
function isDateTime(text: string): boolean {
  return (
    isDate(text.slice(0, 10)) &&
    /^[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/.test(text.slice(10))
  );
}

/** Enough to catch a mix-up; 254 characters are the most that SMTP carries. */
function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text);
}

/** An absolute URI with an authority, the only kind that a webhook can have. */
function isUri(text: string): boolean {
  return text.length <= 4096 && /^[A-Za-z][A-Za-z0-9+.-]*:\/\/\S+$/.test(text) && URL.canParse(text);
}
