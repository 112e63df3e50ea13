import type { Random } from '../../model/random.ts';
import { countryOf } from './countries.ts';

interface Places {
  /** City and postal code (none where people don't write one): `Rabat|10000`. */
  readonly cities: readonly string[];
  readonly streets: readonly string[];
  /** How an address is put together, of `n` number, `s` street, `c` city, `p` postal code. */
  readonly form: string;
}

const FRENCH = 'n s, p c';

/** The countries that the mock knows well. Streets are common names, made for no real house. */
const PLACES: Readonly<Record<string, Places>> = {
  MA: {
    cities: [
      'Casablanca|20000',
      'Rabat|10000',
      'Fès|30000',
      'Marrakech|40000',
      'Tanger|90000',
      'Agadir|80000',
      'Meknès|50000',
      'Oujda|60000',
      'Kénitra|14000',
      'Tétouan|93000',
      'Safi|46000',
      'El Jadida|24000',
    ],
    streets: [
      'Rue Ibn Sina',
      'Avenue Hassan II',
      'Boulevard Zerktouni',
      'Rue Oued Sebou',
      'Avenue des FAR',
      'Rue Al Massira',
      'Boulevard Mohammed V',
      'Rue Tarik Ibn Ziad',
    ],
    form: FRENCH,
  },
  DZ: {
    cities: [
      'Alger|16000',
      'Oran|31000',
      'Constantine|25000',
      'Annaba|23000',
      'Sétif|19000',
      'Blida|09000',
      'Tlemcen|13000',
      'Béjaïa|06000',
    ],
    streets: [
      'Rue Didouche Mourad',
      'Boulevard de l’ALN',
      'Rue des Frères Bouadou',
      'Cité 1000 Logements',
      'Rue Larbi Ben M’hidi',
    ],
    form: FRENCH,
  },
  TN: {
    cities: [
      'Tunis|1000',
      'Sfax|3000',
      'Sousse|4000',
      'Bizerte|7000',
      'Gabès|6000',
      'Kairouan|3100',
      'Nabeul|8000',
      'Monastir|5000',
    ],
    streets: [
      'Rue de la Liberté',
      'Avenue Habib Bourguiba',
      'Rue Ibn Khaldoun',
      'Avenue de Carthage',
      'Rue des Oliviers',
    ],
    form: FRENCH,
  },
  EG: {
    cities: [
      'Cairo|11511',
      'Giza|12511',
      'Alexandria|21511',
      'Mansoura|35511',
      'Tanta|31511',
      'Asyut|71511',
      'Ismailia|41511',
      'Luxor|85511',
    ],
    streets: ['El Tahrir Street', 'Ramses Street', 'El Nasr Street', 'Talaat Harb Street', 'El Geish Street'],
    form: 'n s, c p',
  },
  SA: {
    cities: [
      'Riyadh|12211',
      'Jeddah|23442',
      'Makkah|24231',
      'Madinah|42311',
      'Dammam|32241',
      'Tabuk|47311',
      'Abha|62521',
      'Buraydah|52361',
    ],
    streets: ['King Fahd Road', 'Olaya Street', 'Al Madinah Road', 'Prince Sultan Street', 'Al Imam Street'],
    form: 'n s, c p',
  },
  AE: {
    cities: ['Dubai|', 'Abu Dhabi|', 'Sharjah|', 'Ajman|', 'Al Ain|', 'Ras Al Khaimah|', 'Fujairah|'],
    streets: ['Al Wasl Road', 'Corniche Road', 'Al Maktoum Street', 'Khalifa Street', 'Al Nahda Street'],
    form: 'Villa n, s, c',
  },
  NG: {
    cities: [
      'Lagos|100001',
      'Abuja|900001',
      'Kano|700001',
      'Ibadan|200001',
      'Port Harcourt|500001',
      'Enugu|400001',
      'Kaduna|800001',
      'Benin City|300001',
    ],
    streets: ['Allen Avenue', 'Awolowo Road', 'Adeola Street', 'Ahmadu Bello Way', 'Aba Road', 'Okpara Avenue'],
    form: 'n s, c p',
  },
  KE: {
    cities: [
      'Nairobi|00100',
      'Mombasa|80100',
      'Kisumu|40100',
      'Nakuru|20100',
      'Eldoret|30100',
      'Thika|01000',
      'Nyeri|10100',
      'Machakos|90100',
    ],
    streets: ['Moi Avenue', 'Kenyatta Avenue', 'Ngong Road', 'Oginga Odinga Street', 'Kimathi Street'],
    form: 'n s, c p',
  },
  ZA: {
    cities: [
      'Johannesburg|2001',
      'Cape Town|8001',
      'Durban|4001',
      'Pretoria|0002',
      'Gqeberha|6001',
      'Bloemfontein|9301',
      'Polokwane|0699',
      'East London|5201',
    ],
    streets: ['Church Street', 'Long Street', 'Nelson Mandela Drive', 'Voortrekker Road', 'Main Road'],
    form: 'n s, c, p',
  },
  SN: {
    cities: [
      'Dakar|10000',
      'Thiès|21000',
      'Saint-Louis|32000',
      'Kaolack|24000',
      'Ziguinchor|27000',
      'Rufisque|20000',
      'Touba|22300',
    ],
    streets: ['Rue Félix Faure', 'Avenue Cheikh Anta Diop', 'Rue de Thiong', 'Avenue Blaise Diagne', 'Rue Carnot'],
    form: FRENCH,
  },
  CI: {
    cities: ['Abidjan|', 'Bouaké|', 'Yamoussoukro|', 'Daloa|', 'San-Pédro|', 'Korhogo|', 'Man|', 'Gagnoa|'],
    streets: ['Rue des Jardins', 'Boulevard Latrille', 'Rue du Commerce', 'Avenue Chardy', 'Boulevard de Marseille'],
    form: 'n s, c',
  },
  FR: {
    cities: [
      'Paris|75011',
      'Lyon|69003',
      'Marseille|13006',
      'Toulouse|31000',
      'Lille|59000',
      'Nantes|44000',
      'Bordeaux|33000',
      'Strasbourg|67000',
    ],
    streets: [
      'rue de la République',
      'avenue Jean Jaurès',
      'rue Victor Hugo',
      'rue des Lilas',
      'boulevard Voltaire',
      'rue Pasteur',
    ],
    form: FRENCH,
  },
};

/** Streets of the other countries, by their pool of names. */
const STREETS: Readonly<Record<string, readonly string[]>> = {
  ma: ['Rue Al Massira', 'Avenue Hassan II'],
  sn: ['Rue du Marché', 'Avenue de l’Indépendance', 'Rue de la Gare'],
  ci: ['Rue du Commerce', 'Avenue de la Paix', 'Rue des Jardins'],
  cd: ['Avenue de la Paix', 'Rue du Marché', 'Avenue du Port'],
  fr: ['rue de l’Église', 'rue des Écoles', 'avenue de la Gare'],
  de: ['Hauptstraße', 'Bahnhofstraße', 'Lindenweg', 'Gartenstraße'],
  no: ['Storgata', 'Kirkeveien', 'Skolegata'],
  it: ['Via Roma', 'Via Garibaldi', 'Via Dante'],
  es: ['Calle Mayor', 'Avenida Central', 'Calle del Sol', 'Calle San José'],
  pt: ['Rua Direita', 'Avenida da Liberdade', 'Rua das Flores'],
};
const OTHER_STREETS = ['Main Street', 'Station Road', 'Market Street', 'Park Road', 'Garden Street'];
// Where the number follows the street.
const NUMBER_LAST = new Set(['de', 'no', 'it', 'es', 'pt']);

function wellKnown(country: string): Places | undefined {
  return Object.hasOwn(PLACES, country) ? PLACES[country] : undefined;
}

function cityOf(country: string, random: Random): readonly [city: string, postalCode: string] {
  const places = wellKnown(country);
  if (places === undefined) return [countryOf(country).capital, ''];
  return random.pick(places.cities).split('|') as [string, string];
}

/** A city of the country: one of its larger ones where the mock knows it well, else the capital. */
export function placeOf(country: string, random: Random): string {
  return cityOf(country, random)[0];
}

/** A street address in the form that the country writes it in: `12 Rue Ibn Sina, 10000 Rabat`. */
export function addressOf(country: string, random: Random): string {
  const [city, postalCode] = cityOf(country, random);
  const number = String(random.int(1, 180));
  const places = wellKnown(country);
  if (places !== undefined) {
    const parts: Readonly<Record<string, string>> = {
      n: number,
      s: random.pick(places.streets),
      c: city,
      p: postalCode,
    };
    return places.form.replace(/\b[nscp]\b/g, (part) => parts[part] as string);
  }
  const { pool } = countryOf(country);
  const street = random.pick(STREETS[pool] ?? OTHER_STREETS);
  return NUMBER_LAST.has(pool) ? `${street} ${number}, ${city}` : `${number} ${street}, ${city}`;
}
