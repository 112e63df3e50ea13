import type { ApiError, ErrorCode } from '../model/error-table.ts';

/** Whom a request is from. */
export interface Caller {
  readonly apiKey: string;
  /** What a scoped test key may do; undefined: everything. */
  readonly permissions: ReadonlySet<string> | undefined;
}

/** Any key of either prefix is good, as far as it is one word that a header can hold, without the comma of a joined line; the bound keeps worlds nameable. */
const API_KEY = /^txc_(?:test|live)_[\x21-\x7e]{1,500}(?<!,)$/;

/** Keys with a fate, for tests: exactly so, or followed by a dot and anything. */
const FATES: readonly (readonly [prefix: string, code: ErrorCode, message: string])[] = [
  ['txc_test_revoked', 'key_revoked', 'This API key has been revoked.'],
  ['txc_test_expired', 'key_expired', 'This API key has expired.'],
  ['txc_test_forbidden', 'forbidden', 'This API key may not do this.'],
  ['txc_test_ip_blocked', 'ip_not_allowed', 'This API key may not be used from this IP address.'],
];

const SCOPED = 'txc_test_scoped.';

const HINT = 'Send Authorization: Bearer txc_test_… with a test key of your choice.';

/**
 * Tells whom a request is from (platform.md, "Authentication"; R19: before anything that could reveal a key's use).
 * @param authorization the header, as sent
 * @param known the only good keys; undefined: every well-formed key is good
 */
export function authenticate(
  authorization: string | undefined,
  known: ReadonlySet<string> | undefined,
): Caller | ApiError {
  if (authorization === undefined)
    return { code: 'unauthorized', message: `The Authorization header is missing. ${HINT}` };
  const apiKey = bearerOf(authorization);
  if (apiKey === undefined) return { code: 'unauthorized', message: `The Authorization header is malformed. ${HINT}` };
  if (!isApiKey(apiKey)) return { code: 'unauthorized', message: `This is not a TXCloud API key. ${HINT}` };
  for (const [prefix, code, message] of FATES) {
    if (apiKey.startsWith(prefix) && (apiKey.length === prefix.length || apiKey[prefix.length] === '.'))
      return { code, message };
  }
  if (known !== undefined && !known.has(apiKey))
    return { code: 'unauthorized', message: 'This API key is not known here.' };
  return {
    apiKey,
    permissions: apiKey.startsWith(SCOPED) ? new Set(apiKey.slice(SCOPED.length).split(',')) : undefined,
  };
}

/** Whether a text has the form of a TXCloud API key. */
export function isApiKey(text: string): boolean {
  return API_KEY.test(text);
}

/**
 * The error of a caller who lacks a permission, if he does.
 * @param permission `<api>:read` or `<api>:write`
 */
export function refuseWithout(permission: string, caller: Caller): ApiError | undefined {
  if (caller.permissions === undefined || caller.permissions.has(permission)) return undefined;
  return { code: 'forbidden', message: `This API key lacks the permission ${permission}.` };
}

/** The API key that a header holds, well-formed or not. */
export function bearerOf(authorization: string): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
}
