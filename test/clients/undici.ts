import { Agent, request, RetryAgent, type RetryHandler } from 'undici';
import { headersOf, type Order, PAYMENT, paying, RETRIED, type RetryingClient } from './client.ts';

const CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'HPE_INVALID_CONSTANT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_SOCKET',
];

async function post(order: Order, options: RetryHandler.RetryOptions): Promise<unknown> {
  const agent = new Agent({ headersTimeout: order.patience, bodyTimeout: order.patience });
  const dispatcher = new RetryAgent(agent, options);
  try {
    const body = JSON.stringify(PAYMENT);
    const response = await request(order.url, { dispatcher, method: 'POST', headers: headersOf(order), body });
    return await response.body.json();
  } finally {
    await agent.destroy();
  }
}

/** undici's RetryAgent. */
export const undici: RetryingClient = {
  name: 'undici RetryAgent',
  available: async () => true,
  defaults: { 'new RetryAgent(agent)': paying(async (order) => await post(order, {})) },
  safe: paying(
    async (order) => await post(order, { methods: ['POST'], statusCodes: RETRIED, errorCodes: CODES, maxRetries: 3 }),
  ),
};
