import type { NameGroup } from './names.ts';

// `Latin=Arabic`: one name in both scripts, in the Latin spelling of its country (after the French in the Maghreb, after
// the English further east).

const MAGHREB_FEMALE =
  'Fatima=فاطمة,Khadija=خديجة,Aïcha=عائشة,Zineb=زينب,Salma=سلمى,Meryem=مريم,Hajar=هاجر,Imane=إيمان,Sanae=سناء,Nadia=نادية,Samira=سميرة,Houda=هدى,Kenza=كنزة,Ghita=غيثة,Chaimae=شيماء,Loubna=لبنى,Asmae=أسماء,Hanane=حنان,Naima=نعيمة,Latifa=لطيفة,Sara=سارة,Yasmine=ياسمين,Amina=أمينة,Rajae=رجاء';
const MAGHREB_MALE =
  'Mohamed=محمد,Youssef=يوسف,Ahmed=أحمد,Hamza=حمزة,Omar=عمر,Mehdi=مهدي,Anas=أنس,Ayoub=أيوب,Khalid=خالد,Rachid=رشيد,Karim=كريم,Said=سعيد,Hassan=حسن,Driss=إدريس,Abdellah=عبد الله,Mustapha=مصطفى,Ismail=إسماعيل,Zakaria=زكرياء,Bilal=بلال,Othmane=عثمان,Reda=رضا,Adil=عادل,Nabil=نبيل,Soufiane=سفيان';
const ALGERIA_FEMALE =
  'Amel=أمال,Djamila=جميلة,Farida=فريدة,Lamia=لمياء,Meriem=مريم,Nassima=نسيمة,Ouarda=وردة,Rania=رانية,Sabrina=صبرينة,Souad=سعاد,Yamina=يمينة,Zohra=زهرة,Khadidja=خديجة,Lynda=ليندة,Malika=مليكة,Hayet=حياة';
const ALGERIA_MALE =
  'Abdelkader=عبد القادر,Amine=أمين,Bachir=بشير,Djamel=جمال,Farid=فريد,Hocine=حسين,Kamel=كمال,Lotfi=لطفي,Mourad=مراد,Nacer=ناصر,Rabah=رابح,Samir=سمير,Sofiane=سفيان,Tarek=طارق,Walid=وليد,Yacine=ياسين,Zinedine=زين الدين,Mohamed=محمد';
const TUNISIA_FEMALE =
  'Amira=أميرة,Emna=آمنة,Faten=فاتن,Hela=هالة,Ines=إيناس,Jihene=جيهان,Mariem=مريم,Nesrine=نسرين,Olfa=ألفة,Rim=ريم,Sonia=سنية,Wafa=وفاء,Yosra=يسرى,Leila=ليلى,Henda=هندة,Syrine=سيرين';
const TUNISIA_MALE =
  'Aymen=أيمن,Bechir=بشير,Chokri=شكري,Fethi=فتحي,Habib=حبيب,Hichem=هشام,Imed=عماد,Khaled=خالد,Lassaad=الأسعد,Moez=معز,Nizar=نزار,Ramzi=رمزي,Sami=سامي,Slim=سليم,Taoufik=توفيق,Wissem=وسام,Mohamed=محمد,Ali=علي';
const EGYPT_FEMALE =
  'Nourhan=نورهان,Aya=آية,Mona=منى,Dina=دينا,Heba=هبة,Marwa=مروة,Nesma=نسمة,Reham=ريهام,Shaimaa=شيماء,Yasmin=ياسمين,Doaa=دعاء,Esraa=إسراء,Fatma=فاطمة,Hend=هند,Mariam=مريم,Naglaa=نجلاء,Rania=رانيا,Sahar=سحر,Salma=سلمى,Eman=إيمان';
const EGYPT_MALE =
  'Mohamed=محمد,Ahmed=أحمد,Mahmoud=محمود,Mostafa=مصطفى,Karim=كريم,Amr=عمرو,Hossam=حسام,Islam=إسلام,Khaled=خالد,Tamer=تامر,Sherif=شريف,Waleed=وليد,Youssef=يوسف,Ibrahim=إبراهيم,Hany=هاني,Ayman=أيمن,Ehab=إيهاب,Wael=وائل,Omar=عمر,Hesham=هشام';
const GULF_FEMALE =
  'Noura=نورة,Sarah=سارة,Reem=ريم,Maha=مها,Hessa=حصة,Latifa=لطيفة,Mariam=مريم,Shaikha=شيخة,Amal=أمل,Abeer=عبير,Hind=هند,Lulwa=لولوة,Munira=منيرة,Nouf=نوف,Rawan=روان,Fatimah=فاطمة,Aisha=عائشة,Wafa=وفاء,Jawaher=جواهر,Moza=موزة';
const GULF_MALE =
  'Mohammed=محمد,Abdullah=عبد الله,Abdulrahman=عبد الرحمن,Fahad=فهد,Faisal=فيصل,Khalid=خالد,Saud=سعود,Sultan=سلطان,Turki=تركي,Nasser=ناصر,Majed=ماجد,Saeed=سعيد,Hamad=حمد,Rashid=راشد,Yousef=يوسف,Omar=عمر,Salem=سالم,Bandar=بندر,Ali=علي,Mansour=منصور';
const LEVANT_FEMALE =
  'Rana=رنا,Lina=لينا,Maya=مايا,Nour=نور,Rima=ريما,Hala=هلا,Dima=ديما,Layla=ليلى,Samar=سمر,Zeina=زينة,Farah=فرح,Ghada=غادة';
const LEVANT_MALE =
  'Omar=عمر,Ziad=زياد,Rami=رامي,Fadi=فادي,Samer=سامر,Bassam=بسام,Tareq=طارق,Haitham=هيثم,Yazan=يزن,Kareem=كريم,Nabil=نبيل,Jamal=جمال';

/** Pools of the Arabic-speaking countries, by the pool names of `countries.ts`. */
export const ARABIC_NAMES: Readonly<Record<string, readonly NameGroup[]>> = {
  ma: [
    [
      MAGHREB_FEMALE,
      MAGHREB_MALE,
      'Bennani=بناني,El Amrani=العمراني,Alaoui=العلوي,Idrissi=الإدريسي,Tazi=التازي,Berrada=برادة,Benjelloun=بنجلون,Chraibi=الشرايبي,El Fassi=الفاسي,Lahlou=لحلو,Bouazza=بوعزة,Ait Lahcen=أيت لحسن,El Khattabi=الخطابي,Ouazzani=الوزاني,Sebti=السبتي,Kabbaj=القباج,El Mansouri=المنصوري,Naciri=الناصري,Filali=الفيلالي,Belhaj=بلحاج,Cherkaoui=الشرقاوي,Guerraoui=الكراوي,Ziani=الزياني,Bouzidi=البوزيدي',
    ],
  ],
  dz: [
    [
      ALGERIA_FEMALE,
      ALGERIA_MALE,
      'Benali=بن علي,Bouzid=بوزيد,Belkacem=بلقاسم,Mansouri=منصوري,Hamdi=حمدي,Brahimi=براهيمي,Saidi=سعيدي,Boudiaf=بوضياف,Khelifi=خليفي,Messaoudi=مسعودي,Ziane=زيان,Cherif=شريف,Meziane=مزيان,Benaissa=بن عيسى,Haddad=حداد,Kaci=قاسي,Larbi=العربي,Amrani=عمراني',
    ],
  ],
  tn: [
    [
      TUNISIA_FEMALE,
      TUNISIA_MALE,
      'Trabelsi=الطرابلسي,Gharbi=الغربي,Jebali=الجبالي,Hammami=الهمامي,Mejri=الماجري,Ayari=العياري,Chebbi=الشابي,Dridi=الدريدي,Bouazizi=البوعزيزي,Ben Salah=بن صالح,Ben Youssef=بن يوسف,Mahjoub=المحجوب,Khemiri=الخميري,Sassi=الساسي,Zouari=الزواري,Baccouche=البكوش,Karoui=القروي,Mabrouk=المبروك',
    ],
  ],
  eg: [
    [
      EGYPT_FEMALE,
      EGYPT_MALE,
      'Hassan=حسن,Abdelrahman=عبد الرحمن,El Sayed=السيد,Mansour=منصور,Shaker=شاكر,Farouk=فاروق,Soliman=سليمان,Gaber=جابر,Ramadan=رمضان,Abdallah=عبد الله,Fathy=فتحي,Zaki=زكي,El Masry=المصري,Hegazy=حجازي,Salem=سالم,Rizk=رزق,Younis=يونس,Helmy=حلمي,Shawky=شوقي,Awad=عوض',
    ],
  ],
  sa: [
    [
      GULF_FEMALE,
      GULF_MALE,
      'Al-Otaibi=العتيبي,Al-Ghamdi=الغامدي,Al-Qahtani=القحطاني,Al-Harbi=الحربي,Al-Zahrani=الزهراني,Al-Shehri=الشهري,Al-Dosari=الدوسري,Al-Mutairi=المطيري,Al-Shammari=الشمري,Al-Anazi=العنزي,Al-Malki=المالكي,Al-Juhani=الجهني,Al-Asmari=الأسمري,Al-Subaie=السبيعي,Al-Rashidi=الرشيدي,Al-Omari=العمري',
    ],
  ],
  ae: [
    [
      GULF_FEMALE,
      GULF_MALE,
      'Al Mansoori=المنصوري,Al Nuaimi=النعيمي,Al Shamsi=الشامسي,Al Ketbi=الكتبي,Al Mazrouei=المزروعي,Al Hammadi=الحمادي,Al Suwaidi=السويدي,Al Dhaheri=الظاهري,Al Blooshi=البلوشي,Al Marri=المري,Al Ali=العلي,Al Zaabi=الزعابي,Al Falasi=الفلاسي,Al Kaabi=الكعبي,Al Hosani=الحوسني,Al Romaithi=الرميثي',
    ],
  ],
  le: [
    [
      LEVANT_FEMALE,
      LEVANT_MALE,
      'Haddad=حداد,Khoury=خوري,Nassar=نصار,Shahin=شاهين,Darwish=درويش,Saleh=صالح,Qasim=قاسم,Hamdan=حمدان,Odeh=عودة,Masri=المصري,Khatib=الخطيب,Najjar=النجار',
    ],
  ],
};
