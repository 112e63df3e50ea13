import type { NameGroup } from './names.ts';

/**
 * Pools of sub-Saharan Africa. A country of several languages has a group for each, so that a Yoruba given name meets a
 * Yoruba family name.
 */
export const AFRICAN_NAMES: Readonly<Record<string, readonly NameGroup[]>> = {
  ng: [
    [
      'Folake=فولاكي,Yetunde=يتوندي,Bukola=بوكولا,Titilayo=تيتيلايو,Omolara=أومولارا,Abisola=أبيسولا,Ronke=رونكي,Adunni=أدوني',
      'Oluwaseun=أولواسيون,Babatunde=باباتوندي,Tunde=توندي,Kayode=كايودي,Adebayo=أديبايو,Olumide=أولوميدي,Femi=فيمي,Segun=سيغون',
      'Adeyemi=أدييمي,Ogunleye=أوغونلي,Adebisi=أديبيسي,Olaniyan=أولانيان,Akinola=أكينولا,Fashola=فاشولا,Oyelaran=أويلاران,Balogun=بالوغون',
    ],
    [
      'Chiamaka=شياماكا,Ngozi=نغوزي,Adaeze=أدايزي,Ifeoma=إيفيوما,Nkechi=نكيتشي,Amarachi=أماراتشي,Chidinma=شيدينما,Uchenna=أوشينا',
      'Chukwuemeka=شوكويميكا,Obinna=أوبينا,Ikenna=إيكينا,Kelechi=كيليتشي,Nnamdi=نامدي,Chinedu=شينيدو,Emeka=إيميكا,Uche=أوتشي',
      'Okafor=أوكافور,Nwosu=نووسو,Eze=إيزي,Okonkwo=أوكونكو,Nwachukwu=نواتشوكو,Obi=أوبي,Onyeka=أونييكا,Igwe=إيغوي',
    ],
    [
      'Amina=أمينة,Hauwa=حواء,Zainab=زينب,Hadiza=خديجة,Maryam=مريم,Rakiya=رقية,Halima=حليمة,Safiya=صفية',
      'Musa=موسى,Ibrahim=إبراهيم,Abubakar=أبو بكر,Aliyu=علي,Umar=عمر,Yusuf=يوسف,Sani=ساني,Usman=عثمان',
      'Bello=بيلو,Danjuma=دانجوما,Garba=غاربا,Lawal=لوال,Abdullahi=عبد الله,Shehu=شيهو,Tanko=تانكو,Mohammed=محمد',
    ],
  ],
  ke: [
    [
      'Wanjiku=وانجيكو,Njeri=نجيري,Wambui=وامبوي,Nyambura=نيامبورا,Grace=غريس,Mercy=ميرسي,Esther=إستير,Faith=فيث',
      'Kamau=كاماو,Njoroge=نجوروغي,Mwangi=موانغي,Peter=بيتر,Joseph=جوزيف,Samuel=صموئيل,Daniel=دانيال,Karanja=كارانجا',
      'Kariuki=كاريوكي,Githinji=غيثينجي,Maina=ماينا,Kimani=كيماني,Waweru=واويرو,Ndungu=ندونغو,Njenga=نجينغا,Muriithi=موريثي',
    ],
    [
      'Achieng=أشينغ,Akinyi=أكيني,Atieno=أتيينو,Adhiambo=أديامبو,Mary=ماري,Rose=روز,Caroline=كارولين,Beatrice=بياتريس',
      'Otieno=أوتيينو,Odhiambo=أوديامبو,Ochieng=أوشينغ,Brian=براين,George=جورج,Kevin=كيفن,Victor=فيكتور,Dennis=دينيس',
      'Omondi=أوموندي,Okoth=أوكوث,Onyango=أونيانغو,Owino=أوينو,Ouma=أوما,Juma=جمعة,Awuor=أوور,Oduor=أودور',
    ],
    [
      'Chebet=شيبيت,Jepkosgei=جيبكوسغي,Cherono=شيرونو,Jerotich=جيروتيتش,Mwende=مويندي,Syombua=سيومبوا,Ruth=روث,Agnes=أغنيس',
      'Kiplagat=كيبلاغات,Kipchumba=كيبشومبا,Cheruiyot=شيرويوت,Mutua=موتوا,Musyoka=موسيوكا,Paul=بول,Stephen=ستيفن,Moses=موسى',
      'Koech=كويش,Rotich=روتيتش,Langat=لانغات,Bett=بيت,Kilonzo=كيلونزو,Muema=مويما,Nzioka=نزيوكا,Kosgei=كوسغي',
    ],
  ],
  za: [
    [
      'Nomvula=نومفولا,Thandiwe=ثانديوي,Zanele=زانيلي,Lindiwe=لينديوي,Ayanda=أياندا,Nokuthula=نوكوثولا,Lerato=ليراتو,Palesa=باليسا',
      'Sipho=سيفو,Thabo=ثابو,Themba=ثيمبا,Bongani=بونغاني,Mandla=ماندلا,Sibusiso=سيبوسيسو,Lwazi=لوازي,Tshepo=تشيبو',
      'Dlamini=دلاميني,Nkosi=نكوسي,Khumalo=خومالو,Mokoena=موكوينا,Ndlovu=ندلوفو,Mthembu=مثيمبو,Zulu=زولو,Molefe=موليفي,Mahlangu=ماهلانغو,Sithole=سيثولي',
    ],
    [
      'Annelie=أنيلي,Marietjie=ماريتي,Elize=إليز,Chantal=شانتال,Michelle=ميشيل,Karen=كارين,Ilse=إلزه,Leanne=ليان',
      'Johan=يوهان,Pieter=بيتر,Hendrik=هندريك,Willem=فيلم,Gareth=غاريث,Jacques=جاك,Riaan=ريان,Deon=ديون',
      'van der Merwe=فان دير ميروي,Botha=بوتا,Pretorius=بريتوريوس,Venter=فنتر,Swanepoel=سوانيبول,Fourie=فوري,Jacobs=جاكوبس,Steyn=ستاين',
    ],
  ],
  sn: [
    [
      'Fatou=فاتو,Aïssatou=عيساتو,Aminata=أميناتا,Mariama=ماريما,Khady=خادي,Awa=أوا,Ndeye=نداي,Coumba=كومبا,Rokhaya=رقية,Sokhna=سوخنا,Binta=بينتا,Astou=أستو',
      'Mamadou=مامادو,Ousmane=عثمان,Ibrahima=إبراهيما,Cheikh=شيخ,Moussa=موسى,Abdoulaye=عبد الله,Modou=مودو,Alioune=عليون,Babacar=بابكر,Pape=باب,Amadou=أمادو,Souleymane=سليمان',
      'Diop=ديوب,Ndiaye=نداي,Fall=فال,Sow=سو,Faye=فاي,Gueye=غي,Sarr=سار,Diallo=ديالو,Ba=با,Cissé=سيسي,Thiam=تيام,Mbaye=مباي,Seck=سيك,Sy=سي,Niang=نيانغ,Dieng=ديانغ',
    ],
  ],
  ci: [
    [
      'Adjoua=أدجوا,Akissi=أكيسي,Amenan=أمينان,Affoué=أفوي,Marie-Laure=ماري لور,Christelle=كريستيل,Nadège=ناديج,Ahou=أهو',
      'Koffi=كوفي,Yao=ياو,Konan=كونان,Kouamé=كوامي,Serge=سيرج,Jean-Marc=جان مارك,Didier=ديدييه,Kouadio=كواديو',
      'Kouassi=كواسي,N’Guessan=نغيسان,Aka=أكا,Brou=برو,Yapi=يابي,Kacou=كاكو,Assi=أسي,Tanoh=تانوه,Amani=أماني,Ehouman=إيهومان',
    ],
    [
      'Aminata=أميناتا,Fanta=فانتا,Mariam=مريم,Salimata=سليمتا,Awa=أوا,Djénéba=جينيبا,Kadiatou=كادياتو,Rokia=رقية',
      'Adama=أداما,Ibrahim=إبراهيم,Lassina=لاسينا,Moussa=موسى,Seydou=سيدو,Siaka=سياكا,Drissa=إدريسا,Bakary=باكاري',
      'Traoré=تراوري,Coulibaly=كوليبالي,Koné=كوني,Ouattara=واتارا,Bamba=بامبا,Touré=توري,Diarra=ديارا,Fofana=فوفانا,Doumbia=دومبيا,Sangaré=سنغاري',
    ],
  ],
  cd: [
    [
      'Grâce=غراس,Chantal=شانتال,Béatrice=بياتريس,Solange=سولانج,Clarisse=كلاريس,Espérance=إسبيرانس,Rachel=راشيل,Divine=ديفين',
      'Patrick=باتريك,Emmanuel=إيمانويل,Christian=كريستيان,Fabrice=فابريس,Olivier=أوليفييه,Serge=سيرج,Jean-Paul=جان بول,Alain=آلان',
      'Mbala=مبالا,Ilunga=إيلونغا,Kabongo=كابونغو,Mukendi=موكيندي,Ngoma=نغوما,Mabiala=مابيالا,Nkoulou=نكولو,Essomba=إيسومبا,Habimana=هابيمانا,Rakoto=راكوتو',
    ],
  ],
  gh: [
    [
      'Abena=أبينا,Akosua=أكوسوا,Ama=أما,Esi=إيسي,Patience=بيشنس,Naomi=نعومي,Ruth=روث,Joyce=جويس,Memory=ميموري,Martha=مارثا',
      'Kwame=كوامي,Kofi=كوفي,Kwabena=كوابينا,Isaac=إسحاق,Emmanuel=إيمانويل,Joseph=جوزيف,Moses=موسى,David=ديفيد,Tendai=تينداي,Godfrey=غودفري',
      'Mensah=منساه,Owusu=أوسو,Boateng=بواتنغ,Asante=أسانتي,Banda=باندا,Phiri=فيري,Moyo=مويو,Okello=أوكيلو,Kamara=كامارا,Mwale=موالي',
    ],
  ],
};
