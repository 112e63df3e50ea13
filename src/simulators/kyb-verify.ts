import type { KybRequest, KybVerification } from '../contract/types.ts';
import type { Random } from '../model/random.ts';
import { companyOf, plainCompanyName } from './companies/company.ts';
import { directorsOf, ownersOf, type Director } from './companies/officers.ts';
import { documentsOf, financialsOf } from './companies/papers.ts';
import { screenCompany, type CompanyScreening } from './companies/screening.ts';
import { riskLevel } from './risk-level.ts';
import type { Simulator } from './simulator.ts';

type Check = 'registry' | 'ownership' | 'directors' | 'screening';
type CheckStatus = KybVerification['checks'][Check]['status'];

const CHECKS: readonly Check[] = ['registry', 'ownership', 'directors', 'screening'];

/** What a scenario does: the company's status in its registry, and the checks that run for it, asked for or not. */
const SCENARIOS: Readonly<Record<string, { company?: string; needs?: readonly Check[] }>> = {
  verified: {},
  review: { needs: ['ownership'] },
  rejected: { company: 'suspended', needs: ['registry'] },
  dissolved: { company: 'dissolved', needs: ['registry'] },
  director_sanctioned: { needs: ['directors', 'screening'] },
};

/**
 * `POST /kyb/verify` (endpoints.md §5). The company is a function of its country and name, whatever else is asked.
 *
 * Unasked, it is verified, with two causes to be otherwise: its name or registration number is on the fixtures'
 * watchlist (sanctions reject, the other lists call for review), or the request has neither registration number nor tax
 * id and the owners, for one such company in eight, stay unknown (review).
 *
 * Where the contract is silent: directors come back when `directors` or their screening runs, owners when `ownership`
 * or theirs does.
 */
export const simulateKyb: Simulator<KybRequest> = (input) => {
  const { params, scenario, now, id } = input;
  const { company: asked } = params;
  if (scenario === 'company_not_found') {
    return {
      kind: 'refused',
      error: {
        code: 'company_not_found',
        message: `The registry of ${asked.country} knows no such company.`,
        param: asked.registration_number === undefined ? 'company.name' : 'company.registration_number',
      },
    };
  }
  const year = new Date(now).getUTCFullYear();
  const random = input.randomFor(`company\n${asked.country}\n${plainCompanyName(asked.name)}`);
  const wanted = SCENARIOS[scenario ?? ''] ?? {};
  const runs = runningChecks(params, wanted.needs ?? []);

  const company = companyOf(asked, wanted.company ?? 'active', random, year);
  const everyDirector = directorsOf(asked.country, company.incorporation_date, random, year);
  const opaque = scenario === 'review' || (scenario === undefined && isOpaque(asked, random));
  const everyOwner = ownersOf(everyDirector, asked.country, opaque, random, year);

  const screensDirectors = scenario === 'director_sanctioned' || (params.screening?.screen_directors ?? true);
  const screensOwners = params.screening?.screen_ubos ?? true;
  const screening = screenCompany(params, {
    runs: runs.has('screening'),
    fixtures: input.fixtures,
    // A scenario wins over the data: the company's own name is not looked up.
    lookUp: scenario === undefined,
    sanctionedDirectors: scenario === 'director_sanctioned' ? 1 : 0,
  });
  const checks: Record<Check, { status: CheckStatus }> = {
    registry: { status: statusIf(runs.has('registry'), company.status === 'active' ? 'passed' : 'failed') },
    ownership: { status: statusIf(runs.has('ownership'), opaque ? 'review' : 'passed') },
    directors: { status: statusIf(runs.has('directors'), 'passed') },
    screening: { status: screening.status },
  };
  const status = outcomeOf(Object.values(checks).map((check) => check.status));
  const showsDirectors = runs.has('directors') || (runs.has('screening') && screensDirectors);
  const showsOwners = runs.has('ownership') || (runs.has('screening') && screensOwners);

  const verificationId = id('kyb_');
  const body: KybVerification = {
    id: verificationId,
    object: 'kyb.verification',
    created_at: new Date(now).toISOString(),
    status,
    decision: decisionOf(status, screening, random),
    company: { ...company, ...(scenario === 'dissolved' ? { dissolution_date: dissolutionOf(year, random) } : {}) },
    checks,
    directors: showsDirectors
      ? everyDirector.map((director, i) => ({
          ...director,
          screening: directorScreening(
            runs.has('screening') && screensDirectors,
            scenario === 'director_sanctioned' && i === 0,
          ),
        }))
      : [],
    ubos: showsOwners ? everyOwner : [],
    screening: { status: screening.status, checks: screening.checks },
    ...(params.include_documents === true ? { documents: documentsOf(company, random, year) } : {}),
    ...(params.include_financials === true ? { financials: financialsOf(company, random, year) } : {}),
    ...(params.metadata === undefined ? {} : { metadata: params.metadata }),
  };
  return {
    kind: 'made',
    status: 200,
    body,
    objects: [{ collection: 'kyb_verifications', id: verificationId, body, facets: { status } }],
  };
};

/** The checks asked for, all four by default, and those that the scenario needs. */
function runningChecks(params: KybRequest, needs: readonly Check[]): ReadonlySet<Check> {
  const asked = params.checks === undefined || params.checks.length === 0 ? CHECKS : params.checks;
  return new Set([...asked, ...needs]);
}

function statusIf(runs: boolean, status: CheckStatus): CheckStatus {
  return runs ? status : 'skipped';
}

/** One such company in eight: the number is drawn whether it counts or not, so that naming a number changes nothing else. */
function isOpaque(asked: KybRequest['company'], random: Random): boolean {
  const drawn = random.chance(0.125);
  return drawn && asked.registration_number === undefined && asked.tax_id === undefined;
}

/** Any failed check rejects; short of that, any that calls for review is for review. */
function outcomeOf(statuses: readonly CheckStatus[]): KybVerification['status'] {
  if (statuses.includes('failed')) return 'rejected';
  return statuses.includes('review') ? 'review' : 'verified';
}

function decisionOf(
  status: KybVerification['status'],
  screening: CompanyScreening,
  random: Random,
): KybVerification['decision'] {
  const recommendation = { verified: 'approve', review: 'review', rejected: 'reject' }[status];
  const [least, most] =
    status === 'verified'
      ? [40, 380]
      : status === 'review'
        ? [420, 600]
        : screening.status === 'failed'
          ? [850, 990]
          : [620, 800];
  const score = random.int(least, most);
  return { recommendation, risk_level: riskLevel(score), risk_score: score };
}

function directorScreening(screened: boolean, sanctioned: boolean): Director['screening'] {
  if (!screened) return { status: 'skipped', pep: false, sanctions: false };
  return { status: sanctioned ? 'hit' : 'clear', pep: false, sanctions: sanctioned };
}

/** After any appointment, and before the clock's year. */
function dissolutionOf(year: number, random: Random): string {
  return `${String(year - 1).padStart(4, '0')}-12-${random.int(29, 31)}`;
}
