import { createServer, type Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { clearTimeout, setImmediate, setTimeout } from 'node:timers';
import type { ServerSettings } from './node-options.ts';
import type { Mock } from '../mock.ts';
import { Connection, type House } from './node-connection.ts';
import { controlSettings } from './node-control.ts';
import { Cors } from './node-cors.ts';
import { Outbox } from './node-outbox.ts';
import { clientErrorOf } from './node-refusal.ts';
import { Turn } from './node-turn.ts';
import { KEEP_ALIVE_MS } from './node-wire.ts';

/** How long things may take, in milliseconds. */
export interface Timeouts {
  /** Until the head of a request has arrived. */
  readonly headers: number;
  /** Until all of it has. */
  readonly request: number;
  /** How often the two are looked at. */
  readonly check: number;
  /** How long a stopping server lets answers get through. */
  readonly grace: number;
}

export const TIMEOUTS: Timeouts = { headers: 60_000, request: 120_000, check: 5_000, grace: 250 };

/** A server that accepts connections. */
export interface Listening {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** The server could not listen: the message names the address, and says what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  /** The system's: `EADDRINUSE`, `EACCES`. */
  readonly code: string;
  readonly port: number;

  constructor(code: string, port: number, host: string, cause: Error) {
    super(reasonOf(code, port, host, cause), { cause });
    this.code = code;
    this.port = port;
  }
}

/**
 * Starts to listen.
 * @throws {ListenError} when the address is taken, or not to be had
 */
export async function listen(mock: Mock, settings: ServerSettings, timeouts: Timeouts): Promise<Listening> {
  const { host, allowHost, controlToken } = settings;
  const house: House = {
    mock,
    cors: new Cors(settings.corsOrigin),
    control: controlSettings({ host, allowHost, controlToken }),
    outbox: new Outbox(),
    closeRetired: () => {
      for (const connection of connections.values()) connection.closeIfIdle();
    },
  };
  const server = createServer({
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: timeouts.headers,
    requestTimeout: timeouts.request,
    connectionsCheckingInterval: timeouts.check,
    maxHeaderSize: 16 * 1024,
    insecureHTTPParser: false,
    // Missing and doubled ones get the documented error.
    requireHostHeader: false,
  });
  const connections = serve(server, house);
  const unsubscribe = mock.onBreakingFault((apiKey) => {
    for (const connection of connections.values()) connection.retire(apiKey);
  });
  try {
    await opened(server, settings.port, host);
  } catch (error) {
    unsubscribe();
    throw error;
  }
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : settings.port;
  let closed: Promise<void> | undefined;
  return {
    port,
    close: () => {
      unsubscribe();
      return (closed ??= shutDown(server, connections, timeouts.grace));
    },
  };
}

/** Connects a server to its house. Returns the open connections. */
function serve(server: Server, house: House): ReadonlyMap<Socket, Connection> {
  const connections = new Map<Socket, Connection>();
  server.on('connection', (socket) => {
    connections.set(socket, new Connection(house, socket));
    socket.once('close', () => connections.delete(socket));
  });
  server.on('request', (request, response) => {
    connections.get(request.socket)?.take(new Turn(request, response));
  });
  server.on('checkContinue', (request, response) => {
    const turn = new Turn(request, response);
    // Who announces too much is told so before he sends it.
    if (!turn.tooLarge) response.writeContinue();
    connections.get(request.socket)?.take(turn);
  });
  // Expectations of other kinds may be ignored (RFC 9110, 10.1.1).
  server.on('checkExpectation', (request, response) => {
    connections.get(request.socket)?.take(new Turn(request, response));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const problem = clientErrorOf(error.code);
    if (problem === undefined || !socket.writable) socket.destroy();
    else connections.get(socket as Socket)?.refuse(problem, error.code === 'HPE_INVALID_EOF_STATE');
  });
  return connections;
}

async function opened(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new ListenError(error.code ?? 'UNKNOWN', port, host, error));
    });
    server.listen({ port, host }, resolve);
  });
  server.removeAllListeners('error');
}

async function shutDown(server: Server, connections: ReadonlyMap<Socket, Connection>, grace: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    // Of a plain server: an HTTP one takes connections for idle that still send an answer, and destroys them.
    NetServer.prototype.close.call(server, () => resolve());
  });
  for (const connection of connections.values()) connection.stop();
  const timer = setTimeout(() => {
    for (const connection of connections.values()) connection.destroy();
  }, grace);
  // A server counts a connection as closed before it tells the connection so.
  await Promise.all([closed, ...[...connections.keys()].map(closing)]);
  clearTimeout(timer);
  // What an HTTP server has beside: it looks at its connections now and then. That it was closed already is known.
  server.close(() => {});
  // The requests of those connections have been told; what they still do takes no time, but a turn of the loop.
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}

async function closing(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
}

function reasonOf(code: string, port: number, host: string, cause: Error): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is in use. Stop what listens there, or take another port; 0 takes a free one.`;
    case 'EACCES':
      return `Port ${port} may not be used without further rights. Take one from 1024 up, or 0 for a free one.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine. Listen on 127.0.0.1, or on 0.0.0.0 for every address.`;
    default:
      return `The server can't listen on ${host}, port ${port}: ${cause.message}`;
  }
}
