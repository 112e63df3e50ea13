import { readFileSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type {
  PendingVerification,
  Session,
  SessionRequest,
  Verification,
  VerifyRequest,
} from '../src/contract/types.ts';
import { idOf, randomOf } from '../src/model/random.ts';
import { builtInFixtures } from '../src/simulators/fixtures.ts';
import { IDENTITY_CHECKS } from '../src/simulators/identity/finding.ts';
import { simulateSession } from '../src/simulators/identity-sessions.ts';
import { simulateVerification } from '../src/simulators/identity-verify.ts';
import { countryCodes } from '../src/simulators/people/countries.ts';
import type { Simulation, SimulationInput } from '../src/simulators/simulator.ts';

const NOW = Date.UTC(2026, 10, 24, 9, 30);
const GUIDE: VerifyRequest = { document_front: '...', country: 'MA' };
const TYPES = [
  'cin',
  'cni',
  'passport',
  'permit',
  'residence_card',
  'national_id',
  'driving_license',
  'residence_permit',
  'voter_id',
] as const;
const OUTCOMES = [
  'verified',
  'rejected',
  'review',
  'document_expired',
  'face_mismatch',
  'liveness_failed',
  'fraud_detected',
] as const;

interface Circumstances {
  readonly seed?: string;
  readonly scenario?: string | undefined;
  readonly now?: number;
}

function inputOf<Params>(params: Params, { seed = '1', scenario, now = NOW }: Circumstances): SimulationInput<Params> {
  const stream = (text: string) => randomOf([seed, text, scenario ?? ''].join('\n'));
  return {
    params,
    random: stream(JSON.stringify(params)),
    randomFor: stream,
    now,
    id: (prefix, nth = 0) => idOf(prefix, `${seed}\n${JSON.stringify(params)}\n${nth}`),
    scenario,
    fixtures: builtInFixtures,
    settings: { asyncLatency: 2000 },
  };
}

function made(simulation: Simulation) {
  if (simulation.kind !== 'made') throw new Error(`Refused: ${simulation.error.message}`);
  return simulation;
}

function verify(params: VerifyRequest, circumstances: Circumstances = {}): Verification {
  return made(simulateVerification(inputOf(params, circumstances))).body as Verification;
}

function openSession(params: SessionRequest, circumstances: Circumstances = {}) {
  return made(simulateSession(inputOf(params, circumstances)));
}

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(parse(readFileSync(new URL('../openapi.yaml', import.meta.url), 'utf8')) as object, 'openapi.yaml');

function expectShape(schema: string, body: object): void {
  const validate = ajv.getSchema(`openapi.yaml#/components/schemas/${schema}`);
  void validate?.(body);
  expect(ajv.errorsText(validate?.errors)).toBe('No errors');
}

const anyRequest: fc.Arbitrary<VerifyRequest> = fc.record(
  {
    document_front: fc.string({ minLength: 1 }),
    country: fc.constantFrom(...countryCodes()) as fc.Arbitrary<VerifyRequest['country']>,
    document_type: fc.constantFrom(...TYPES),
    selfie: fc.string({ minLength: 1 }),
    checks: fc.subarray([...IDENTITY_CHECKS]),
    metadata: fc.constant({ user: 'user_123' }),
  },
  { requiredKeys: ['document_front', 'country'] },
);
const anyCircumstances = fc.record({
  seed: fc.string(),
  scenario: fc.option(fc.constantFrom<string>(...OUTCOMES), { nil: undefined }),
  now: fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2099, 11, 31) }),
});

describe('POST /identity/verify', () => {
  it('verifies the example of the guide, whatever the seed', () => {
    for (let seed = 0; seed < 500; seed++) expect(verify(GUIDE, { seed: String(seed) }).status).toBe('verified');
  });

  it('gives the same answer from one release to the next', () => {
    expect(JSON.stringify(verify(GUIDE), null, 1)).toMatchInlineSnapshot(`
      "{
       "id": "ver_twgofys3jgao",
       "object": "identity.verification",
       "created_at": "2026-11-24T09:30:00.000Z",
       "updated_at": "2026-11-24T09:30:00.000Z",
       "status": "verified",
       "document_type": "national_id",
       "country": "MA",
       "extracted_data": {
        "document_number": "JT216592",
        "full_name": "Imane Benjelloun",
        "first_name": "Imane",
        "last_name": "Benjelloun",
        "first_name_arabic": "إيمان",
        "last_name_arabic": "بنجلون",
        "date_of_birth": "1964-03-13",
        "gender": "F",
        "nationality": "MA",
        "issue_date": "2024-04-05",
        "expiry_date": "2034-04-05",
        "address": "23 Rue Tarik Ibn Ziad, 46000 Safi",
        "place_of_birth": "Tétouan",
        "mrz": "IDMARJT216592<1<<<<<<<<<<<<<<<\\n6403131F3404056MAR<<<<<<<<<<<0\\nBENJELLOUN<<IMANE<<<<<<<<<<<<<",
        "field_confidences": {
         "document_number": 0.96,
         "full_name": 0.92,
         "first_name": 0.93,
         "last_name": 0.95,
         "first_name_arabic": 0.97,
         "last_name_arabic": 0.97,
         "date_of_birth": 0.93,
         "gender": 0.97,
         "nationality": 0.92,
         "issue_date": 0.94,
         "expiry_date": 0.99,
         "address": 0.96,
         "place_of_birth": 0.97,
         "mrz": 0.94
        }
       },
       "checks": {
        "ocr": {
         "status": "passed",
         "confidence": 0.95
        },
        "face_match": {
         "status": "skipped",
         "confidence": 0
        },
        "liveness": {
         "status": "skipped",
         "confidence": 0
        },
        "fraud": {
         "status": "passed",
         "confidence": 0.93,
         "tampering_detected": false,
         "risk_score": 19,
         "risk_level": "low",
         "signals": []
        }
       },
       "risk_score": 59,
       "risk_level": "low",
       "risk_factors": [
        {
         "code": "image_quality",
         "weight": 19
        },
        {
         "code": "no_selfie",
         "weight": 40
        }
       ],
       "fraud_signals": [],
       "metadata": {}
      }"
    `);
  });

  test.prop([anyRequest, anyCircumstances], { numRuns: 1000 })(
    'is coherent, whatever is asked',
    (params, circumstances) => {
      const body = verify(params, circumstances);
      expectShape('Verification', body);
      const { extracted_data: data, checks } = body;
      const today = new Date(circumstances.now).toISOString().slice(0, 10);
      const eighteen = `${Number(today.slice(0, 4)) - 18}${today.slice(4)}`;

      expect(data.full_name).toBe(`${data.first_name} ${data.last_name}`);
      expect(data.date_of_birth < eighteen).toBe(true);
      expect(data.date_of_birth < data.issue_date && data.issue_date < today).toBe(true);
      const expired = data.expiry_date <= today;
      expect(expired).toBe(circumstances.scenario === 'document_expired');
      if (expired) expect(checks.data_validation?.status).toBe('failed');
      expect(data.mrz).toMatch(params.document_type === 'passport' ? /^P.{43}\n.{44}$/ : /^I.{29}\n.{30}\n.{30}$/);
      expect(Object.keys(data.field_confidences)).toEqual(Object.keys(data).slice(0, -1));

      const statuses = Object.values(checks).map((check) => check.status);
      const level =
        body.risk_score <= 400
          ? 'low'
          : body.risk_score <= 600
            ? 'medium'
            : body.risk_score <= 800
              ? 'high'
              : 'critical';
      expect(statuses.includes('failed')).toBe(body.status === 'rejected');
      expect(body.risk_score).toBe(body.risk_factors.reduce((sum, factor) => sum + factor.weight, 0));
      expect(body.risk_level).toBe(level);
      expect(
        { verified: ['low'], review: ['medium'], rejected: ['high', 'critical'] }[body.status as 'verified'],
      ).toContain(level);

      const face = checks.face_match;
      if (face !== undefined && 'match' in face) {
        expect(face.match).toBe(face.similarity_score >= 0.7);
        expect(face.similarity).toBe(face.similarity_score);
        expect(face.status === 'failed').toBe(face.similarity_score < 0.6);
        if (face.similarity_score >= 0.6 && face.similarity_score < 0.7) expect(body.status).toBe('review');
      }
      const { liveness } = checks;
      if (liveness !== undefined && 'is_live' in liveness) {
        expect(liveness.is_live).toBe(liveness.status === 'passed');
        expect(liveness.signals.is_live).toBe(liveness.is_live);
        expect(liveness.signals.spoof_type === null).toBe(liveness.is_live);
        expect(liveness.spoof_probability < 0.5).toBe(liveness.is_live);
      }
      const { fraud } = checks;
      if (fraud !== undefined && 'signals' in fraud) {
        expect(fraud.signals).toEqual(body.fraud_signals.map((signal) => signal.code));
        expect(fraud.tampering_detected).toBe(fraud.status === 'failed');
        expect(fraud.risk_score).toBeLessThanOrEqual(body.risk_score);
      } else {
        expect(body.fraud_signals).toEqual([]);
      }

      const asked = params.checks?.length ? params.checks : ['ocr', 'face_match', 'liveness', 'fraud'];
      expect(Object.keys(checks)).toEqual(expect.arrayContaining(asked));
      if (params.selfie === undefined && circumstances.scenario === undefined) {
        for (const name of ['face_match', 'liveness'] as const) {
          expect(checks[name] ?? { status: 'skipped', confidence: 0 }).toEqual({ status: 'skipped', confidence: 0 });
        }
      }
      expect(body.metadata).toEqual(params.metadata ?? {});
      expect(body.document_type).toBe(params.document_type ?? 'national_id');
      expect(JSON.stringify(verify(params, circumstances))).toBe(JSON.stringify(body));
    },
  );

  it.each([
    ['verified', 'verified', undefined],
    ['rejected', 'rejected', 'fraud'],
    ['review', 'review', undefined],
    ['document_expired', 'rejected', 'data_validation'],
    ['face_mismatch', 'rejected', 'face_match'],
    ['liveness_failed', 'rejected', 'liveness'],
    ['fraud_detected', 'rejected', 'fraud'],
  ] as const)('scenario %s is %s, though its check was not asked for', (scenario, status, failing) => {
    const body = verify({ ...GUIDE, checks: ['duplicate'] }, { scenario });
    expect(body.status).toBe(status);
    const failed = Object.entries(body.checks).filter(([, check]) => check.status === 'failed');
    expect(failed.map(([name]) => name)).toEqual(failing === undefined ? [] : [failing]);
  });

  it.each([
    ['document_unreadable', 'document_front'],
    ['face_not_detected', 'selfie'],
  ])('scenario %s is refused, sync and async', (scenario, param) => {
    for (const mode of ['sync', 'async'] as const) {
      expect(simulateVerification(inputOf({ ...GUIDE, mode }, { scenario }))).toMatchObject({
        kind: 'refused',
        error: { code: scenario, param },
      });
    }
  });

  it('is mostly good, and the rest has a cause', () => {
    const counts: Record<string, number> = { verified: 0, review: 0, rejected: 0 };
    for (let i = 0; i < 2000; i++) {
      const { status } = verify({ document_front: `scan-${i}`, selfie: `selfie-${i}`, country: 'MA' });
      counts[status] = (counts[status] ?? 0) + 1;
    }
    expect(counts['verified']).toBeGreaterThan(1820);
    expect(counts['review']).toBeGreaterThan(40);
    expect(counts['rejected']).toBeGreaterThan(15);
  });

  it('reads the same person off the same document, and holds the year only', () => {
    const scan: VerifyRequest = { document_front: 'a scan', country: 'EG' };
    const person = verify(scan).extracted_data;
    expect(verify({ ...scan, selfie: 'me', checks: ['ocr'], metadata: { n: 1 } }).extracted_data).toEqual(person);
    expect(verify(scan, { now: Date.UTC(2026, 0, 1) }).extracted_data).toEqual(person);
    expect(verify(scan, { now: Date.UTC(2026, 11, 31, 23, 59, 59, 999) }).extracted_data).toEqual(person);
    expect(verify({ ...scan, document_front: 'another' }).extracted_data).not.toEqual(person);
  });

  it('tells large images apart', () => {
    const image = (middle: string) => 'A'.repeat(6_000) + middle + 'B'.repeat(6_000);
    const numbers = ['x', 'y', 'xx'].map(
      (middle) => verify({ document_front: image(middle), country: 'NG' }).extracted_data.document_number,
    );
    expect(new Set(numbers).size).toBe(3);
  });

  it('gives a residence permit to somebody from elsewhere', () => {
    const body = verify({ ...GUIDE, document_type: 'residence_card' });
    expect(body.extracted_data.nationality).not.toBe('MA');
    expect(body.extracted_data.mrz).toMatch(/^IRMAR/);
    expect(body.extracted_data.document_number).toMatch(/^[A-Z]{1,2}\d{6}$/);
  });

  it('answers 201 pending in async mode, and the result after the latency', () => {
    const simulation = made(simulateVerification(inputOf({ ...GUIDE, mode: 'async' }, {})));
    const pending = simulation.body as PendingVerification;
    expectShape('PendingVerification', pending);
    expect(simulation.status).toBe(201);
    expect(pending).toEqual({
      id: pending.id,
      object: 'identity.verification',
      status: 'pending',
      created_at: '2026-11-24T09:30:00.000Z',
    });
    const [object] = simulation.objects;
    expect(object).toMatchObject({ collection: 'verifications', id: pending.id, facets: { status: 'pending' } });
    expect(object?.later?.at).toBe(NOW + 2000);
    expect(object?.later?.facets).toEqual({ status: 'verified', document_type: 'national_id' });
    expectShape('Verification', object?.later?.body ?? {});
    expect(object?.later?.body).toMatchObject({
      id: pending.id,
      created_at: pending.created_at,
      updated_at: '2026-11-24T09:30:02.000Z',
    });
  });
});

describe('POST /identity/sessions', () => {
  it('waits for the sides that the document has, and expires by itself', () => {
    const simulation = openSession({ country: 'MA', document_type: 'cin', metadata: { user: 'user_123' } });
    const session = simulation.body as Session;
    expectShape('Session', session);
    expect(simulation.status).toBe(201);
    expect(session).toEqual({
      id: session.id,
      object: 'identity.session',
      status: 'pending',
      document_type: 'cin',
      country: 'MA',
      documents: [
        { side: 'front', uploaded: false },
        { side: 'back', uploaded: false },
      ],
      selfie_uploaded: false,
      expires_at: '2026-11-24T09:45:00.000Z',
      created_at: '2026-11-24T09:30:00.000Z',
      metadata: { user: 'user_123' },
    });
    expect(simulation.objects[0]?.later).toEqual({
      at: NOW + 900_000,
      body: { ...session, status: 'expired' },
      facets: { status: 'expired', document_type: 'cin' },
      event: { type: 'identity.session.expired', webhookUrl: undefined },
    });
  });

  it('asks for no back of a passport, and lives as long as asked', () => {
    const session = openSession({ country: 'FR', document_type: 'passport', expires_in: 60 }).body as Session;
    expect(session.documents).toEqual([{ side: 'front', uploaded: false }]);
    expect(session.expires_at).toBe('2026-11-24T09:31:00.000Z');
  });

  it('scenario expired is made already expired', () => {
    const simulation = openSession({ country: 'MA' }, { scenario: 'expired' });
    expect(simulation.body).toMatchObject({ status: 'expired', expires_at: '2026-11-24T09:30:00.000Z' });
    expect(simulation.objects[0]?.later).toBeUndefined();
  });
});
