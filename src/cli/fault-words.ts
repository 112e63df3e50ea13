import type { FaultKind } from '../faults/fault.ts';
import type { SHORTHANDS } from '../faults/kinds.ts';
import type { ProfileName } from '../faults/profiles.ts';

/** What each kind of fault does, and a rule that shows it: the words of `txcloud-mock faults`, and of the docs. */
export const KIND_WORDS: Readonly<Record<FaultKind, { readonly description: string; readonly example: string }>> = {
  reset: {
    description: 'the connection is reset (TCP RST), no byte is sent',
    example: 'reset phase=during on=/transactions/score attempt=1',
  },
  close: {
    description: 'the connection is closed (TCP FIN), no byte is sent',
    example: 'close phase=before times=2',
  },
  timeout: {
    description: 'the request is accepted and never answered',
    example: 'timeout ms=30000 on=/kyb/verify',
  },
  delay: {
    description: 'the answer is late',
    example: 'delay ms=800 dist=lognormal sigma=0.5',
  },
  truncate: {
    description: 'the headers with the full Content-Length, then only part of the body',
    example: 'truncate bytes=20 then=rst attempt=1',
  },
  garble: {
    description: 'an answer that cannot be read',
    example: 'garble as=chunk on=/lending/assess',
  },
  slow: {
    description: 'the answer trickles in',
    example: 'slow rate=100',
  },
  status: {
    description: 'another answer than the real one; in a script 503 is short for status code=503',
    example: 'status code=503 body=html retry-after=2 attempt=1-2',
  },
  'rate-limit': {
    description: 'the documented 429',
    example: 'rate-limit retry-after=1 times=3',
  },
  hold: {
    description: 'the request is parked until it is released, so that a race is a test and not a hope',
    example: 'hold on=/transactions/score times=1',
  },
  duplicate: {
    description: 'the delivery is sent twice, with the same id and the same bytes',
    example: 'duplicate on=webhook:transaction.scored',
  },
  reorder: {
    description: 'the delivery goes after the next one to the same receiver, or a minute later when none comes',
    example: 'reorder on=webhook:* times=1',
  },
  'bad-signature': {
    description: 'X-TXCloud-Signature is well-formed, and that of another secret',
    example: 'bad-signature on=webhook:* attempt=1',
  },
  'stale-timestamp': {
    description: 'X-TXCloud-Timestamp is old, as in a delivery that somebody plays again',
    example: 'stale-timestamp by=600 on=webhook:*',
  },
};

/** What the shorthands stand for. */
export const SHORTHAND_WORDS: Readonly<Record<keyof typeof SHORTHANDS, string>> = {
  'lost-request': 'reset phase=before: nothing has been done',
  'lost-response': 'reset phase=after: it was done, but the client was not told',
};

/** What each profile is like. */
export const PROFILE_WORDS: Readonly<Record<ProfileName, string>> = {
  flaky:
    'about one attempt in six fails: mostly a 503 before the work, sometimes a connection lost on either side of it',
  slow: 'answers take about 0.8 s, some of them several, and one in ten trickles in',
  lossy: 'one attempt in three loses its connection: on the way in, on the way out, or in the middle of the answer',
  outage: 'nothing works: a gateway answers 502 or 503, or the connection is closed; nothing is processed',
  'rate-limited': 'every first attempt of an operation is a 429, and one in five of the later ones',
  chaos: 'a little of everything, in every phase; about half of the attempts get no proper answer',
};
