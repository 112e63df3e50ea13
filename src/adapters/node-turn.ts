import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CallBody, MAX_BODY_BYTES } from '../model/call.ts';
import { MAX_CONTROL_BODY_BYTES } from '../control/request.ts';
import { readBody } from './node-body.ts';
import { readFields, type RequestFields } from './node-fields.ts';

const EMPTY = new Uint8Array();
/** In origin or absolute form. */
const DEVELOPERS = /^(?:https?:\/\/[^/?#]*)?\/v1\/developers(?:[/?]|$)/i;
const CONTROL = /^\/_mock(?:[/?]|$)/;

/** One request of a connection, from its head to its answer. */
export class Turn {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly fields: RequestFields;
  readonly isControl: boolean;
  body: CallBody = EMPTY;
  /** True once the body is complete, or known to be too large: the request may be answered. */
  ready = false;
  /** True when it was sent before an earlier request of its connection had been answered. */
  pipelined = false;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.request = request;
    this.response = response;
    this.fields = readFields(request.rawHeaders);
    this.isControl = CONTROL.test(this.target);
  }

  /** Whether it is one of TXCloud's own controls, which have the guards of the control API. */
  get isDevelopers(): boolean {
    return DEVELOPERS.test(this.target);
  }

  get method(): string {
    return this.request.method ?? '';
  }

  get target(): string {
    return this.request.url ?? '';
  }

  /** Whether the announced length alone says that the body is too large. */
  get tooLarge(): boolean {
    const { bodyLength } = this.fields;
    return bodyLength !== undefined && bodyLength > this.#bound;
  }

  /** @param whenReady called when the request may be answered, unless it is ready on return */
  read(whenReady: (turn: Turn) => void): void {
    if (this.fields.bodyLength === 0) {
      this.ready = true;
      return;
    }
    readBody(this.request, this.fields.bodyLength, this.#bound, (body) => {
      this.body = body;
      this.ready = true;
      whenReady(this);
    });
  }

  get #bound(): number {
    return this.isControl ? MAX_CONTROL_BODY_BYTES : MAX_BODY_BYTES;
  }
}
