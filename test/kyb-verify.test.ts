import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { KybRequest, KybVerification } from '../src/contract/types.ts';
import { simulateKyb } from '../src/simulators/kyb-verify.ts';
import { countryCodes } from '../src/simulators/people/countries.ts';
import { riskLevel } from '../src/simulators/risk-level.ts';
import { schemaFaults } from './response-schema.ts';
import { bodyOf, simulationInput } from './simulation-input.ts';

const verify = (params: KybRequest, scenario?: string, seed?: string): KybVerification =>
  bodyOf<KybVerification>(simulateKyb(simulationInput(params, scenario, seed)));

const KNOWN = ['MA', 'DZ', 'TN', 'EG', 'SA', 'AE', 'NG', 'KE', 'ZA', 'SN', 'CI', 'FR'];
const SCENARIOS = [undefined, 'verified', 'review', 'rejected', 'director_sanctioned', 'dissolved'];

const country = fc.oneof(fc.constantFrom(...KNOWN), fc.constantFrom(...countryCodes()));
const checks = fc.uniqueArray(fc.constantFrom('registry', 'ownership', 'directors', 'screening'));
const request = fc.record(
  {
    company: fc.record(
      {
        name: fc.string({ minLength: 1 }),
        country,
        registration_number: fc.string({ minLength: 1 }),
        tax_id: fc.string({ minLength: 1 }),
        address: fc.record({ city: fc.string(), street: fc.string() }, { requiredKeys: [] }),
      },
      { requiredKeys: ['name', 'country'] },
    ),
    checks,
    include_documents: fc.boolean(),
    include_financials: fc.boolean(),
    screening: fc.record({ screen_directors: fc.boolean(), screen_ubos: fc.boolean() }, { requiredKeys: [] }),
  },
  { requiredKeys: ['company'] },
) as fc.Arbitrary<KybRequest>;
const run = { params: request, scenario: fc.constantFrom(...SCENARIOS), seed: fc.string() };

describe('a KYB verification', () => {
  test.prop(run)('has the form that openapi.yaml gives it', ({ params, scenario, seed }) => {
    expect(schemaFaults('KybVerification', verify(params, scenario, seed))).toEqual([]);
  });

  test.prop(run)('names what the request names', ({ params, scenario, seed }) => {
    const { company } = verify(params, scenario, seed);
    const { address, ...named } = params.company;
    expect(company).toMatchObject(named);
    expect(company.address).toMatchObject({ country: params.company.country, ...address });
  });

  test.prop(run)('has owners whose shares sum to at most 100, UBOs from 25 %', ({ params, scenario, seed }) => {
    const { ubos } = verify(params, scenario, seed);
    expect(ubos.reduce((sum, owner) => sum + owner.ownership_percentage, 0)).toBeLessThanOrEqual(100);
    for (const owner of ubos) expect(owner.is_ubo).toBe(owner.ownership_percentage >= 25);
  });

  test.prop({ ...run, year: fc.integer({ min: 1990, max: 2100 }), day: fc.constantFrom('01-01', '12-31') })(
    'is incorporated before anybody is appointed, and both before today, on any day of the year',
    ({ params, scenario, seed, year, day }) => {
      const today = `${year}-${day}`;
      const now = Date.parse(`${today}T00:00:00Z`);
      const { company, directors } = bodyOf<KybVerification>(
        simulateKyb({ ...simulationInput(params, scenario, seed), now }),
      );
      expect(company.incorporation_date < today).toBe(true);
      for (const { appointed_date: appointed } of directors) {
        expect(company.incorporation_date <= appointed && appointed < today).toBe(true);
      }
    },
  );

  test.prop(run)('runs the checks asked for and those of the scenario, and no others', ({ params, scenario, seed }) => {
    const body = verify(params, scenario, seed);
    const asked = params.checks === undefined || params.checks.length === 0 ? undefined : new Set(params.checks);
    for (const [name, check] of Object.entries(body.checks)) {
      if (asked?.has(name as never) ?? true) expect(check.status).not.toBe('skipped');
      else if (scenario === undefined) expect(check.status).toBe('skipped');
    }
    expect(body.screening.status).toBe(body.checks.screening.status);
    expect('documents' in body).toBe(params.include_documents === true);
    expect('financials' in body).toBe(params.include_financials === true);
  });

  test.prop(run)('is decided by its checks, with a score of that level', ({ params, scenario, seed }) => {
    const { status, decision, checks: done, directors, screening } = verify(params, scenario, seed);
    const statuses = Object.values(done).map((check) => check.status);
    const expected = statuses.includes('failed') ? 'rejected' : statuses.includes('review') ? 'review' : 'verified';
    expect(status).toBe(expected);
    expect(decision.recommendation).toBe({ verified: 'approve', review: 'review', rejected: 'reject' }[status]);
    expect(decision.risk_level).toBe(riskLevel(decision.risk_score));
    if (directors.some((director) => director.screening.sanctions)) {
      expect([status, screening.status, screening.checks.sanctions.status]).toEqual(['rejected', 'failed', 'hit']);
    }
  });

  test('fits the country it is in', () => {
    const { company } = verify({ company: { name: 'Atlas Logistique', country: 'MA' } });
    expect(['SARL', 'SA', 'SARL AU', 'SAS']).toContain(company.legal_form);
    expect(company.legal_name).toBe(`Atlas Logistique ${company.legal_form}`);
    expect(company.registration_number).toMatch(/^RC-\d{6}$/);
    expect(company.tax_id).toMatch(/^\d{15}$/);
    expect(company.capital.currency).toBe('MAD');
    expect(verify({ company: { name: 'Atlas SARL AU', country: 'MA' } }).company).toMatchObject({
      legal_form: 'SARL AU',
      legal_name: 'Atlas SARL AU',
      trading_name: 'Atlas',
    });
  });

  test('is the same company, whatever else is asked', () => {
    const company = { name: 'Atlas Logistique', country: 'MA' } as const;
    const whole = verify({ company });
    const part = verify({ company, checks: ['directors'], include_financials: true });
    expect(part.company).toEqual(whole.company);
    expect(part.directors.map((director) => director.name)).toEqual(whole.directors.map((director) => director.name));
    expect(part.ubos).toEqual([]);
  });

  test.prop({ seed: fc.string() })('of a named company with its number is verified, unasked', ({ seed }) => {
    const params: KybRequest = {
      company: { name: 'Atlas Logistique SARL', country: 'MA', registration_number: 'RC-1' },
    };
    expect(verify(params, undefined, seed).status).toBe('verified');
  });

  test('is mostly verified, and for some unnumbered companies left for review', () => {
    const names = Array.from({ length: 400 }, (_, i) => `Company ${i}`);
    const statuses = names.map((name) => verify({ company: { name, country: 'KE' } }).status);
    expect(statuses).not.toContain('rejected');
    const reviews = statuses.filter((status) => status === 'review').length;
    expect(reviews).toBeGreaterThan(20);
    expect(reviews).toBeLessThan(80);
  });

  test('of a company on a sanctions list is rejected; on another list it is for review', () => {
    const sanctioned = verify({ company: { name: 'QAMARWELL Petrochemicals LLC', country: 'AE' } });
    expect(sanctioned).toMatchObject({
      status: 'rejected',
      screening: { checks: { sanctions: { status: 'hit', matches: 1 } } },
    });
    const reported = verify({ company: { name: 'Fontenbrume Conseil', country: 'FR' } });
    expect(reported).toMatchObject({ status: 'review', screening: { checks: { adverse_media: { status: 'hit' } } } });
    const elsewhere = verify({
      company: { name: 'Fontenbrume Conseil', country: 'FR', registration_number: '1' },
      screening: { watchlists: ['OFAC SDN'] },
    });
    expect(elsewhere).toMatchObject({
      status: 'verified',
      screening: { checks: { adverse_media: { status: 'skipped' } } },
    });
  });
});

describe('a scenario wins over the data', () => {
  const listed: KybRequest = { company: { name: 'Qamarwell Petrochemicals', country: 'AE' } };

  test.each([
    ['verified', 'verified', {}],
    ['review', 'review', { checks: { ownership: { status: 'review' } } }],
    ['rejected', 'rejected', { company: { status: 'suspended' }, checks: { registry: { status: 'failed' } } }],
    ['dissolved', 'rejected', { company: { status: 'dissolved' }, checks: { registry: { status: 'failed' } } }],
    ['director_sanctioned', 'rejected', { checks: { screening: { status: 'failed' } } }],
  ])('%s', (scenario, status, rest) => {
    expect(verify(listed, scenario)).toMatchObject({ status, ...rest });
    // A check that it needs runs even if others were asked for.
    const one = { ...listed, checks: ['directors'], screening: { screen_directors: false } } as KybRequest;
    expect(verify(one, scenario)).toMatchObject({ status, ...rest });
  });

  test('company_not_found is a 422 out of processing', () => {
    expect(simulateKyb(simulationInput(listed, 'company_not_found'))).toMatchObject({
      kind: 'refused',
      error: { code: 'company_not_found', param: 'company.name' },
    });
  });

  test('director_sanctioned marks one director', () => {
    const { directors } = verify(listed, 'director_sanctioned');
    expect(directors[0]?.screening).toEqual({ status: 'hit', pep: false, sanctions: true });
  });
});
