import type { Random } from '../../model/random.ts';
import { dateIn } from '../people/person.ts';
import type { Company } from './company.ts';

/** The papers that the registry holds, for `include_documents`. */
export function documentsOf(company: Company, random: Random, year: number): Record<string, unknown>[] {
  return [
    { type: 'articles_of_association', issued_date: company.incorporation_date },
    { type: 'registry_extract', issued_date: dateIn(year - 1, random) },
    { type: 'tax_certificate', issued_date: dateIn(year - 1, random) },
  ].map((paper) => ({
    id: `doc_${random.token(12)}`,
    ...paper,
    issued_date: paper.issued_date < company.incorporation_date ? company.incorporation_date : paper.issued_date,
    status: 'verified',
  }));
}

/** The last financial year, in the currency of the capital, for `include_financials`. */
export function financialsOf(company: Company, random: Random, year: number): Record<string, unknown> {
  const revenue = Math.round(company.capital.amount * (2 + random.next() * 20));
  return {
    fiscal_year: year - 1,
    currency: company.capital.currency,
    revenue,
    net_income: Math.round(revenue * (random.next() * 0.2 - 0.02)),
    total_assets: Math.round(revenue * (0.4 + random.next())),
  };
}
