// @ts-check
// What every figure is a ratio of: a bare node:http server that reads the body, parses it and answers 600 fixed bytes.
import { createServer } from 'node:http';

const body = JSON.stringify({ id: 'trs_000000000000', padding: '' });
const answer = body.replace('""', JSON.stringify('x'.repeat(600 - body.length)));

const server = createServer((request, response) => {
  /** @type {Buffer[]} */
  const chunks = [];
  request.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk));
  request.on('end', () => {
    JSON.parse(Buffer.concat(chunks).toString());
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 600 });
    response.end(answer);
  });
});

server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) console.log(`listening on http://127.0.0.1:${address.port}/v1`);
});
