/** How companies of one country are registered. */
export interface Register {
  /** Longest first, so that `SARL AU` is not taken for `SARL`. */
  readonly legalForms: readonly string[];
  /** A pattern (`fillPattern`); `YYYY` is the year of incorporation. */
  readonly registration: string;
  /** A pattern. */
  readonly tax: string;
  readonly currency: string;
  /** A small company's capital, in the currency. */
  readonly capital: number;
}

const OHADA = ['SUARL', 'SARL', 'SAS', 'SA'];

/** The countries that the mock knows well: their forms, numbers and currencies. */
const REGISTERS: Readonly<Record<string, Register>> = {
  // The tax number is the ICE, 15 digits.
  MA: {
    legalForms: ['SARL AU', 'SARL', 'SAS', 'SA'],
    registration: 'RC-######',
    tax: '00#############',
    currency: 'MAD',
    capital: 100_000,
  },
  DZ: {
    legalForms: ['SARL', 'EURL', 'SPA', 'SNC'],
    registration: '##B#######',
    tax: '###############',
    currency: 'DZD',
    capital: 1_000_000,
  },
  TN: {
    legalForms: ['SUARL', 'SARL', 'SA'],
    registration: '#######?',
    tax: '#######?/A/M/000',
    currency: 'TND',
    capital: 20_000,
  },
  EG: {
    legalForms: ['LLC', 'JSC', 'OPC'],
    registration: '######',
    tax: '###-###-###',
    currency: 'EGP',
    capital: 250_000,
  },
  SA: {
    legalForms: ['CJSC', 'LLC'],
    registration: '1010######',
    tax: '3#############3',
    currency: 'SAR',
    capital: 100_000,
  },
  AE: {
    legalForms: ['FZCO', 'PJSC', 'LLC', 'FZE'],
    registration: '######',
    tax: '100############',
    currency: 'AED',
    capital: 100_000,
  },
  NG: {
    legalForms: ['Plc', 'Ltd'],
    registration: 'RC#######',
    tax: '########-0001',
    currency: 'NGN',
    capital: 1_000_000,
  },
  KE: {
    legalForms: ['Plc', 'Ltd'],
    registration: 'PVT-*******',
    tax: 'P05#######?',
    currency: 'KES',
    capital: 500_000,
  },
  ZA: {
    legalForms: ['(Pty) Ltd', 'Ltd'],
    registration: 'YYYY/######/07',
    tax: '9#########',
    currency: 'ZAR',
    capital: 100_000,
  },
  SN: { legalForms: OHADA, registration: 'SN-DKR-YYYY-B-#####', tax: '#########', currency: 'XOF', capital: 1_000_000 },
  CI: { legalForms: OHADA, registration: 'CI-ABJ-YYYY-B-#####', tax: '#######?', currency: 'XOF', capital: 1_000_000 },
  FR: {
    legalForms: ['SASU', 'SARL', 'EURL', 'SAS', 'SA'],
    registration: '#########',
    tax: 'FR###########',
    currency: 'EUR',
    capital: 10_000,
  },
};

/** What other countries differ in, `countries: value`. */
const FORMS: readonly (readonly [countries: string, forms: readonly string[]])[] = [
  ['BJ BF CM CF TD KM CG GA GN GQ ML NE TG CD', OHADA],
  ['DE AT CH LI', ['GmbH', 'AG']],
  ['BE LU MC', ['SARL', 'SA']],
  ['ES MX AR CO CL PE UY', ['SL', 'SA']],
  ['IT SM', ['SRL', 'SPA']],
  ['PT BR AO MZ CV', ['Lda', 'SA']],
  ['NL', ['BV', 'NV']],
  ['US', ['LLC', 'Inc']],
  ['GB IE', ['Ltd', 'PLC']],
];

const CURRENCIES: readonly (readonly [countries: string, currency: string, capital: number])[] = [
  ['AT BE HR CY EE FI DE GR IE IT LV LT LU MT NL PT SK SI ES MC SM AD', 'EUR', 10_000],
  ['BJ BF GW ML NE TG', 'XOF', 1_000_000],
  ['CM CF TD CG GQ GA', 'XAF', 1_000_000],
  ['GB', 'GBP', 1_000],
  ['CH LI', 'CHF', 20_000],
  ['CA', 'CAD', 10_000],
  ['IN', 'INR', 500_000],
  ['CN', 'CNY', 500_000],
  ['JP', 'JPY', 1_000_000],
  ['BR', 'BRL', 50_000],
  ['GH', 'GHS', 50_000],
  ['TR', 'TRY', 50_000],
  ['QA', 'QAR', 50_000],
  ['KW', 'KWD', 5_000],
  ['JO', 'JOD', 10_000],
];

function has(countries: string, country: string): boolean {
  return countries.split(' ').includes(country);
}

/**
 * @param country alpha-2; a country that is not known well gets the forms of its neighbours, plain numbers, and US
 *   dollars where its currency is not known
 */
export function registerOf(country: string): Register {
  const known = REGISTERS[country];
  if (known !== undefined) return known;
  const money = CURRENCIES.find(([countries]) => has(countries, country));
  return {
    legalForms: FORMS.find(([countries]) => has(countries, country))?.[1] ?? ['Ltd', 'LLC'],
    registration: '########',
    tax: '#########',
    currency: money?.[1] ?? 'USD',
    capital: money?.[2] ?? 10_000,
  };
}

/** Industries by their ISIC Rev. 4 class. */
export const INDUSTRIES = [
  { code: '0113', name: 'Growing of vegetables and melons, roots and tubers' },
  { code: '1071', name: 'Manufacture of bakery products' },
  { code: '1410', name: 'Manufacture of wearing apparel' },
  { code: '4100', name: 'Construction of buildings' },
  { code: '4630', name: 'Wholesale of food, beverages and tobacco' },
  { code: '4690', name: 'Non-specialized wholesale trade' },
  { code: '4711', name: 'Retail sale in non-specialized stores' },
  { code: '4923', name: 'Freight transport by road' },
  { code: '5510', name: 'Short term accommodation activities' },
  { code: '5610', name: 'Restaurants and mobile food service activities' },
  { code: '6201', name: 'Computer programming activities' },
  { code: '7020', name: 'Management consultancy activities' },
  { code: '7310', name: 'Advertising' },
  { code: '8620', name: 'Medical and dental practice activities' },
] as const;
