import { pythonWith } from '../tools.ts';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { run } from './program.ts';

/** One request that a client sends once, with its own retries off. */
export interface Sent {
  readonly url: string;
  /** Names the operation, and so the fault that meets it. */
  readonly key: string;
}

/** A client of the table "What clients report": what it says of each request, in the order given. */
export interface Client {
  readonly name: string;
  readonly available: () => Promise<boolean>;
  readonly report: (sent: readonly Sent[]) => Promise<string[]>;
}

/** How long each client waits for an answer, in milliseconds. */
const PATIENCE = 2000;
const BODY = '{"amount": 1000, "currency": "MAD", "sender": {"user_id": "user_123"}}';
const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

function headersOf({ key }: Sent): Record<string, string> {
  return { Authorization: 'Bearer txc_test_42', 'Content-Type': 'application/json', 'Idempotency-Key': key };
}

/** In the order of the table's columns. */
export const CLIENTS: readonly Client[] = [
  { name: 'curl', available: async () => true, report: inTurn(reportCurl) },
  {
    name: 'Node fetch',
    available: async () => true,
    report: inTurn(async (sent) => await reportFetch({ ...sent, headers: headersOf(sent), body: BODY, ms: PATIENCE })),
  },
  {
    name: 'Python requests',
    available: async () => pythonWith('requests') !== undefined,
    report: reportRequests,
  },
  { name: 'Chromium fetch', available: async () => existsSync(CHROMIUM), report: reportChromium },
];

function inTurn(report: (sent: Sent) => Promise<string>): Client['report'] {
  return async (all) => {
    const reports: string[] = [];
    for (const sent of all) reports.push(await report(sent));
    return reports;
  };
}

async function reportCurl(sent: Sent): Promise<string> {
  const headers = Object.entries(headersOf(sent)).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const options = ['-sS', '-o', '/dev/null', '-w', '%{http_code}', '--max-time', String(PATIENCE / 1000)];
  const { code, output } = await run('curl', [...options, ...headers, '-d', BODY, sent.url]);
  if (code === 0) return `\`${output}\``;
  const [, message = ''] = /^curl: \(\d+\) (.*)$/m.exec(output) ?? [];
  return `\`exit ${code}\` ${message.replaceAll(/\b\d+ (?=milliseconds|bytes|out of)/g, '… ').replace(/of \d+ bytes/, 'of … bytes')}`;
}

/** Runs in Node and in a page, and so uses nothing of this file. */
async function reportFetch(
  sent: Sent & { headers: Record<string, string>; body: string; ms: number },
): Promise<string> {
  const signal = AbortSignal.timeout(sent.ms);
  try {
    const response = await fetch(sent.url, { method: 'POST', headers: sent.headers, body: sent.body, signal });
    const text = await response.text();
    if (response.ok) JSON.parse(text);
    return `\`${response.status}\``;
  } catch (error) {
    if (!(error instanceof Error) && !(error instanceof DOMException)) throw error;
    // What a JSON parser says differs from one version to the next.
    if (error.name === 'SyntaxError') return '`SyntaxError` when it parses the body';
    const { cause } = error;
    const code =
      typeof cause === 'object' && cause !== null && 'code' in cause ? `, cause \`${String(cause.code)}\`` : '';
    return `\`${error.name}: ${error.message}\`${code}`;
  }
}

const PYTHON = `
import json, sys, requests
def innermost(error):
    inner = [reason for reason in error.args if isinstance(reason, BaseException)]
    return innermost(inner[-1]) if inner else error
for sent in json.load(open(sys.argv[1])):
    try:
        response = requests.post(sent["url"], data=sent["body"], headers=sent["headers"], timeout=${PATIENCE / 1000})
        if response.ok: response.json()
        print("\`%d\`" % response.status_code)
    except requests.exceptions.RequestException as error:
        name, reason = type(error).__name__, type(innermost(error)).__name__
        print("\`%s\`" % name if name == reason else "\`%s\`, from \`%s\`" % (name, reason))
`;

async function reportRequests(all: readonly Sent[]): Promise<string[]> {
  const python = pythonWith('requests') ?? 'python3';
  const input = JSON.stringify(all.map((sent) => ({ ...sent, headers: headersOf(sent), body: BODY })));
  const { code, output } = await run('bash', ['-c', '"$0" -c "$1" <(printf %s "$2")', python, PYTHON, input]);
  const lines = output.trim().split('\n');
  if (code !== 0 || lines.length !== all.length) throw new Error(`${python} failed:\n${output}`);
  return lines;
}

async function reportChromium(all: readonly Sent[]): Promise<string[]> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const netErrors = new Map<string, string>();
    page.on('requestfailed', (request) => {
      netErrors.set(request.headers()['idempotency-key'] ?? '', request.failure()?.errorText ?? '');
    });
    await page.goto(new URL('/_mock/health', all[0]?.url).href);
    const reports: string[] = [];
    for (const sent of all) {
      const report = await page.evaluate(reportFetch, { ...sent, headers: headersOf(sent), body: BODY, ms: PATIENCE });
      const netError = netErrors.get(sent.key);
      reports.push(netError === undefined || netError === 'net::ERR_ABORTED' ? report : `${report}, \`${netError}\``);
    }
    return reports;
  } finally {
    await browser.close();
  }
}
