/** The grades of a credit score. */
export type Grade = 'A+' | 'A' | 'B+' | 'B' | 'C+' | 'C' | 'D';

interface GradeRow {
  readonly grade: Grade;
  readonly tier: string;
  /** The lowest and the highest score of the grade. */
  readonly scores: readonly [min: number, max: number];
  /** Percent a year. */
  readonly rates: readonly [min: number, max: number];
}

// The scores are endpoints.md §4's; tiers and rates are invented, and rise as the grade falls.
const GRADES: readonly [GradeRow, ...GradeRow[]] = [
  { grade: 'D', tier: 'E', scores: [300, 549], rates: [24, 30] },
  { grade: 'C', tier: 'D', scores: [550, 599], rates: [20, 24] },
  { grade: 'C+', tier: 'C', scores: [600, 649], rates: [17, 20] },
  { grade: 'B', tier: 'B', scores: [650, 699], rates: [14, 17] },
  { grade: 'B+', tier: 'A', scores: [700, 749], rates: [11, 14] },
  { grade: 'A', tier: 'A+', scores: [750, 799], rates: [8.5, 11] },
  { grade: 'A+', tier: 'A++', scores: [800, 850], rates: [6.5, 8.5] },
];

/** What follows from a credit score alone. */
export interface Standing {
  readonly grade: Grade;
  /** 1–99; never falls as the score rises. */
  readonly percentile: number;
  /** 0–1000, the platform's scale: 0 at the best score. */
  readonly riskScore: number;
  readonly pricing: {
    readonly risk_tier: string;
    /** Percent a year, two decimals; lower for a better score. */
    readonly suggested_rate: number;
    readonly rate_range: { readonly min: number; readonly max: number };
  };
}

/**
 * Grade, percentile, risk and price of a credit score.
 * @param score a whole number, 300–850
 */
export function standingOf(score: number): Standing {
  const row = GRADES.find(({ scores }) => score <= scores[1]) ?? GRADES[0];
  const [min, max] = row.rates;
  const share = (row.scores[1] - score) / (row.scores[1] - row.scores[0]);
  return {
    grade: row.grade,
    percentile: Math.round(1 + ((score - 300) * 98) / 550),
    riskScore: Math.round(((850 - score) * 1000) / 550),
    pricing: {
      risk_tier: row.tier,
      suggested_rate: Math.round((min + share * (max - min)) * 100) / 100,
      rate_range: { min, max },
    },
  };
}
