/** What stands in a page for `node:crypto`. */
export const randomUUID = (): string => crypto.randomUUID();
