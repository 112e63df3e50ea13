/** The four risk levels, the same for every API. */
export type RiskLevel = 'low' | 'medium' | 'high' | 'critical';

/**
 * The level of a risk score (endpoints.md §3: "Level by score, everywhere").
 * @param score 0–1000: to 400 low, to 600 medium, to 800 high, above critical
 */
export function riskLevel(score: number): RiskLevel {
  if (score <= 400) return 'low';
  if (score <= 600) return 'medium';
  if (score <= 800) return 'high';
  return 'critical';
}
