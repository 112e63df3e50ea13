/**
 * US dollars for one unit, roughly. Fixed, so that results never move with a market: only the order of magnitude of an
 * amount matters to a mock.
 */
const DOLLARS = new Map<string, number>([
  ['USD', 1],
  ['EUR', 1.1],
  ['GBP', 1.27],
  ['CHF', 1.13],
  ['CAD', 0.73],
  ['AUD', 0.66],
  ['MAD', 0.1],
  ['DZD', 0.0075],
  ['TND', 0.32],
  ['EGP', 0.02],
  ['LYD', 0.2],
  ['MRU', 0.025],
  ['SAR', 0.267],
  ['AED', 0.272],
  ['QAR', 0.275],
  ['KWD', 3.25],
  ['BHD', 2.65],
  ['OMR', 2.6],
  ['JOD', 1.41],
  ['LBP', 0.000011],
  ['TRY', 0.03],
  ['NGN', 0.00065],
  ['GHS', 0.07],
  ['KES', 0.0077],
  ['UGX', 0.00027],
  ['TZS', 0.00038],
  ['RWF', 0.00075],
  ['ETB', 0.008],
  ['ZAR', 0.055],
  ['XOF', 0.0017],
  ['XAF', 0.0017],
  ['GNF', 0.00012],
  ['CDF', 0.00035],
  ['INR', 0.012],
  ['PKR', 0.0036],
  ['BDT', 0.0085],
  ['CNY', 0.14],
  ['JPY', 0.0067],
  ['KRW', 0.00075],
  ['IDR', 0.000063],
  ['VND', 0.00004],
  ['PHP', 0.0175],
  ['BRL', 0.18],
  ['MXN', 0.055],
]);

/**
 * What one unit of a currency is worth in US dollars, roughly.
 * @param currency three letters, in any case; one that is not in the table counts as 1
 */
export function dollarsPer(currency: string): number {
  return DOLLARS.get(currency) ?? DOLLARS.get(currency.toUpperCase()) ?? 1;
}
