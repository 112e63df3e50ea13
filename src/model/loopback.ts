/**
 * Whether a host name or address means this machine and no other.
 * @example isLoopback('127.0.0.1') // true; so are localhost, ::1 and [::1]
 */
export function isLoopback(host: string): boolean {
  const bare = withoutBrackets(host).toLowerCase();
  return (
    bare === 'localhost' ||
    bare.endsWith('.localhost') ||
    bare === '::1' ||
    /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(bare)
  );
}

/** `[::1]`, as URLs and Host headers write it, as `::1`. */
export function withoutBrackets(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}
