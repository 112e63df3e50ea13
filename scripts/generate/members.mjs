// @ts-check
import { phraseOf } from './phrases.mjs';

/** @typedef {import('./document.mjs').Api} Api */
/** @typedef {import('./document.mjs').Schema} Schema */
/** @typedef {{ expected: string | readonly string[], code: string | undefined }} Member */

/**
 * Every member of a request by its path, `existing_debts[].monthly_payment`, with its right form, in words or as a list of
 * values, and the error code of its own, if it has one.
 * @param {Api} api
 * @param {Schema} schema
 * @param {string} [at]
 * @returns {Record<string, Member>}
 */
export function membersOf(api, schema, at = '') {
  const { properties = {}, items } = api.resolve(schema);
  /** @type {Record<string, Member>} */
  const members = {};
  const enter = (/** @type {string} */ path, /** @type {Schema} */ unresolved) => {
    const member = api.resolve(unresolved);
    const expected = member['x-form'] === undefined && member.enum !== undefined ? member.enum : phraseOf(member);
    members[path] = { expected, code: member['x-error-code'] };
    Object.assign(members, membersOf(api, member, path));
  };
  for (const [name, property] of Object.entries(properties)) enter(at === '' ? name : `${at}.${name}`, property);
  if (items !== undefined) enter(`${at}[]`, items);
  return members;
}
