/** What the mock knows of every country of ISO 3166-1. */
export interface Country {
  /** ISO 3166-1 alpha-2: `MA`. */
  readonly code: string;
  /** ISO 3166-1 alpha-3: `MAR`. A machine readable zone writes it, but for Germany (`mrz.ts`). */
  readonly alpha3: string;
  /** The pool of `names.ts` that its people are named from. */
  readonly pool: string;
  /** The international calling code, digits only: `212`. */
  readonly callingCode: string;
  /** The capital, or what comes nearest: where people of the lesser known countries are born. */
  readonly capital: string;
}

// alpha-2, the alpha-3 code, pool of names, calling code, capital.
const TABLE = `AD AND es 376 Andorra la Vella
AE ARE ae 971 Abu Dhabi
AF AFG pk 93 Kabul
AG ATG en 1268 Saint John’s
AI AIA en 1264 The Valley
AL ALB ee 355 Tirana
AM ARM ee 374 Yerevan
AO AGO pt 244 Luanda
AQ ATA en 672 McMurdo
AR ARG es 54 Buenos Aires
AS ASM en 1684 Pago Pago
AT AUT de 43 Wien
AU AUS en 61 Canberra
AW ABW de 297 Oranjestad
AX ALA no 358 Mariehamn
AZ AZE tr 994 Baku
BA BIH ee 387 Sarajevo
BB BRB en 1246 Bridgetown
BD BGD pk 880 Dhaka
BE BEL fr 32 Bruxelles
BF BFA ci 226 Ouagadougou
BG BGR ee 359 Sofia
BH BHR ae 973 Manama
BI BDI cd 257 Gitega
BJ BEN ci 229 Porto-Novo
BL BLM fr 590 Gustavia
BM BMU en 1441 Hamilton
BN BRN id 673 Bandar Seri Begawan
BO BOL es 591 Sucre
BQ BES de 599 Kralendijk
BR BRA pt 55 Brasília
BS BHS en 1242 Nassau
BT BTN in 975 Thimphu
BV BVT no 47 Oslo
BW BWA gh 267 Gaborone
BY BLR ee 375 Minsk
BZ BLZ en 501 Belmopan
CA CAN en 1 Ottawa
CC CCK id 61 West Island
CD COD cd 243 Kinshasa
CF CAF cd 236 Bangui
CG COG cd 242 Brazzaville
CH CHE de 41 Bern
CI CIV ci 225 Yamoussoukro
CK COK en 682 Avarua
CL CHL es 56 Santiago
CM CMR cd 237 Yaoundé
CN CHN cn 86 Beijing
CO COL es 57 Bogotá
CR CRI es 506 San José
CU CUB es 53 La Habana
CV CPV pt 238 Praia
CW CUW de 599 Willemstad
CX CXR cn 61 Flying Fish Cove
CY CYP ee 357 Nicosia
CZ CZE ee 420 Praha
DE DEU de 49 Berlin
DJ DJI eg 253 Djibouti
DK DNK no 45 København
DM DMA en 1767 Roseau
DO DOM es 1809 Santo Domingo
DZ DZA dz 213 Alger
EC ECU es 593 Quito
EE EST no 372 Tallinn
EG EGY eg 20 Cairo
EH ESH ma 212 Laâyoune
ER ERI eg 291 Asmara
ES ESP es 34 Madrid
ET ETH eg 251 Addis Ababa
FI FIN no 358 Helsinki
FJ FJI in 679 Suva
FK FLK en 500 Stanley
FM FSM en 691 Palikir
FO FRO no 298 Tórshavn
FR FRA fr 33 Paris
GA GAB cd 241 Libreville
GB GBR en 44 London
GD GRD en 1473 Saint George’s
GE GEO ee 995 Tbilisi
GF GUF fr 594 Cayenne
GG GGY en 44 Saint Peter Port
GH GHA gh 233 Accra
GI GIB en 350 Gibraltar
GL GRL no 299 Nuuk
GM GMB sn 220 Banjul
GN GIN sn 224 Conakry
GP GLP fr 590 Basse-Terre
GQ GNQ es 240 Malabo
GR GRC ee 30 Athína
GS SGS en 500 King Edward Point
GT GTM es 502 Ciudad de Guatemala
GU GUM en 1671 Hagåtña
GW GNB pt 245 Bissau
GY GUY en 592 Georgetown
HK HKG cn 852 Hong Kong
HM HMD en 672 Heard Island
HN HND es 504 Tegucigalpa
HR HRV ee 385 Zagreb
HT HTI fr 509 Port-au-Prince
HU HUN ee 36 Budapest
ID IDN id 62 Jakarta
IE IRL en 353 Dublin
IL ISR le 972 Jerusalem
IM IMN en 44 Douglas
IN IND in 91 New Delhi
IO IOT en 246 Diego Garcia
IQ IRQ le 964 Baghdad
IR IRN pk 98 Tehran
IS ISL no 354 Reykjavík
IT ITA it 39 Roma
JE JEY en 44 Saint Helier
JM JAM en 1876 Kingston
JO JOR le 962 Amman
JP JPN jp 81 Tokyo
KE KEN ke 254 Nairobi
KG KGZ tr 996 Bishkek
KH KHM as 855 Phnom Penh
KI KIR en 686 South Tarawa
KM COM eg 269 Moroni
KN KNA en 1869 Basseterre
KP PRK kr 850 Pyongyang
KR KOR kr 82 Seoul
KW KWT ae 965 Kuwait City
KY CYM en 1345 George Town
KZ KAZ tr 7 Astana
LA LAO as 856 Vientiane
LB LBN le 961 Beirut
LC LCA en 1758 Castries
LI LIE de 423 Vaduz
LK LKA in 94 Colombo
LR LBR gh 231 Monrovia
LS LSO za 266 Maseru
LT LTU ee 370 Vilnius
LU LUX fr 352 Luxembourg
LV LVA ee 371 Rīga
LY LBY le 218 Tripoli
MA MAR ma 212 Rabat
MC MCO fr 377 Monaco
MD MDA ee 373 Chișinău
ME MNE ee 382 Podgorica
MF MAF fr 590 Marigot
MG MDG cd 261 Antananarivo
MH MHL en 692 Majuro
MK MKD ee 389 Skopje
ML MLI ci 223 Bamako
MM MMR as 95 Naypyidaw
MN MNG tr 976 Ulaanbaatar
MO MAC cn 853 Macau
MP MNP en 1670 Saipan
MQ MTQ fr 596 Fort-de-France
MR MRT sn 222 Nouakchott
MS MSR en 1664 Brades
MT MLT it 356 Valletta
MU MUS in 230 Port Louis
MV MDV pk 960 Malé
MW MWI gh 265 Lilongwe
MX MEX es 52 Ciudad de México
MY MYS id 60 Kuala Lumpur
MZ MOZ pt 258 Maputo
NA NAM za 264 Windhoek
NC NCL fr 687 Nouméa
NE NER ci 227 Niamey
NF NFK en 672 Kingston
NG NGA ng 234 Abuja
NI NIC es 505 Managua
NL NLD de 31 Amsterdam
NO NOR no 47 Oslo
NP NPL in 977 Kathmandu
NR NRU en 674 Yaren
NU NIU en 683 Alofi
NZ NZL en 64 Wellington
OM OMN ae 968 Muscat
PA PAN es 507 Ciudad de Panamá
PE PER es 51 Lima
PF PYF fr 689 Papeete
PG PNG en 675 Port Moresby
PH PHL es 63 Manila
PK PAK pk 92 Islamabad
PL POL ee 48 Warszawa
PM SPM fr 508 Saint-Pierre
PN PCN en 64 Adamstown
PR PRI es 1787 San Juan
PS PSE le 970 Ramallah
PT PRT pt 351 Lisboa
PW PLW en 680 Ngerulmud
PY PRY es 595 Asunción
QA QAT ae 974 Doha
RE REU fr 262 Saint-Denis
RO ROU ee 40 București
RS SRB ee 381 Beograd
RU RUS ee 7 Moscow
RW RWA cd 250 Kigali
SA SAU sa 966 Riyadh
SB SLB en 677 Honiara
SC SYC fr 248 Victoria
SD SDN eg 249 Khartoum
SE SWE no 46 Stockholm
SG SGP cn 65 Singapore
SH SHN en 290 Jamestown
SI SVN ee 386 Ljubljana
SJ SJM no 47 Longyearbyen
SK SVK ee 421 Bratislava
SL SLE gh 232 Freetown
SM SMR it 378 San Marino
SN SEN sn 221 Dakar
SO SOM eg 252 Mogadishu
SR SUR de 597 Paramaribo
SS SSD gh 211 Juba
ST STP pt 239 São Tomé
SV SLV es 503 San Salvador
SX SXM en 1721 Philipsburg
SY SYR le 963 Damascus
SZ SWZ za 268 Mbabane
TC TCA en 1649 Cockburn Town
TD TCD cd 235 N’Djamena
TF ATF fr 262 Port-aux-Français
TG TGO ci 228 Lomé
TH THA as 66 Bangkok
TJ TJK pk 992 Dushanbe
TK TKL en 690 Nukunonu
TL TLS pt 670 Dili
TM TKM tr 993 Ashgabat
TN TUN tn 216 Tunis
TO TON en 676 Nukuʻalofa
TR TUR tr 90 Ankara
TT TTO en 1868 Port of Spain
TV TUV en 688 Funafuti
TW TWN cn 886 Taipei
TZ TZA gh 255 Dodoma
UA UKR ee 380 Kyiv
UG UGA gh 256 Kampala
UM UMI en 1 Wake Island
US USA en 1 Washington
UY URY es 598 Montevideo
UZ UZB tr 998 Tashkent
VA VAT it 39 Città del Vaticano
VC VCT en 1784 Kingstown
VE VEN es 58 Caracas
VG VGB en 1284 Road Town
VI VIR en 1340 Charlotte Amalie
VN VNM as 84 Hanoi
VU VUT fr 678 Port Vila
WF WLF fr 681 Mata-Utu
WS WSM en 685 Apia
YE YEM le 967 Sanaa
YT MYT fr 262 Mamoudzou
ZA ZAF za 27 Pretoria
ZM ZMB gh 260 Lusaka
ZW ZWE gh 263 Harare`;

const COUNTRIES = new Map<string, Country>();

function countries(): ReadonlyMap<string, Country> {
  if (COUNTRIES.size === 0) {
    for (const line of TABLE.split('\n')) {
      const [code, alpha3, pool, callingCode, ...capital] = line.split(' ') as [string, string, string, string];
      COUNTRIES.set(code, { code, alpha3, pool, callingCode, capital: (capital as string[]).join(' ') });
    }
  }
  return COUNTRIES;
}

/** Every supported country: ISO 3166-1 alpha-2, in alphabetical order. */
export function countryCodes(): readonly string[] {
  return [...countries().keys()];
}

/**
 * What the mock knows of a country.
 * @param code ISO 3166-1 alpha-2, upper case; another one throws, since requests are validated before
 */
export function countryOf(code: string): Country {
  const country = countries().get(code);
  if (country === undefined) throw new RangeError(`"${code}" is not an ISO 3166-1 alpha-2 country code.`);
  return country;
}
