import type { NameGroup } from './names.ts';

/** Pools of the rest of the world: smaller, one for each region that shares its names. */
export const WORLD_NAMES: Readonly<Record<string, readonly NameGroup[]>> = {
  fr: [
    [
      'Camille=كامي,Léa=ليا,Chloé=كلويه,Manon=مانون,Élodie=إلودي,Sophie=صوفي,Claire=كلير,Juliette=جولييت,Aurélie=أوريلي,Hélène=هيلين,Inès=إيناس,Margaux=مارغو,Pauline=بولين,Nathalie=ناتالي',
      'Lucas=لوكاس,Hugo=هوغو,Théo=تيو,Julien=جوليان,Antoine=أنطوان,Nicolas=نيكولا,Mathieu=ماتيو,Pierre=بيير,François=فرانسوا,Thomas=توما,Sébastien=سيباستيان,Clément=كليمون,Maxime=مكسيم,Rémi=ريمي',
      'Martin=مارتان,Bernard=برنار,Dubois=دوبوا,Moreau=مورو,Lefèvre=لوفيفر,Fournier=فورنييه,Girard=جيرار,Mercier=مرسييه,Chevalier=شوفالييه,Gauthier=غوتييه,Perrin=بيران,Lambert=لامبير,Rousseau=روسو,Faure=فور,Garnier=غارنييه,Besançon=بيزانسون',
    ],
  ],
  en: [
    [
      'Emily=إميلي,Olivia=أوليفيا,Charlotte=شارلوت,Sophie=صوفي,Hannah=هانا,Jessica=جيسيكا,Grace=غريس,Lucy=لوسي,Megan=ميغان,Rachel=راشيل',
      'James=جيمس,Oliver=أوليفر,William=وليام,Thomas=توماس,Daniel=دانيال,Matthew=ماثيو,Ryan=رايان,Jack=جاك,Andrew=أندرو,Samuel=صموئيل',
      'Harris=هاريس,Walker=ووكر,Bennett=بينيت,Foster=فوستر,Hughes=هيوز,Carter=كارتر,Mitchell=ميتشل,Turner=تيرنر,Collins=كولينز,Parker=باركر,Murphy=ميرفي,Campbell=كامبل',
    ],
  ],
  de: [
    [
      'Anna=آنا,Lena=لينا,Katharina=كاتارينا,Julia=يوليا,Sabine=زابينه,Petra=بيترا,Heike=هايكه,Lotte=لوته',
      'Lukas=لوكاس,Felix=فيليكس,Jonas=يوناس,Stefan=شتيفان,Matthias=ماتياس,Jürgen=يورغن,Pieter=بيتر,Bram=برام',
      'Becker=بيكر,Hoffmann=هوفمان,Schäfer=شيفر,Vogel=فوغل,Krüger=كروغر,Weiß=فايس,Lindner=ليندنر,Bakker=باكر,Huber=هوبر,Keller=كيلر',
    ],
  ],
  no: [
    [
      'Ingrid=إنغريد,Astrid=أستريد,Freja=فريا,Sofie=صوفي,Elin=إلين,Maja=مايا,Kirsten=كيرستن,Aino=آينو',
      'Erik=إريك,Lars=لارس,Magnus=ماغنوس,Søren=سورين,Anders=أندرس,Oskar=أوسكار,Mikkel=ميكل,Juhani=يوهاني',
      'Hansen=هانسن,Johansson=يوهانسون,Lindberg=ليندبرغ,Bjørn=بيورن,Nielsen=نيلسن,Dahl=دال,Åberg=أوبرغ,Virtanen=فيرتانن',
    ],
  ],
  it: [
    [
      'Giulia=جوليا,Francesca=فرانشيسكا,Chiara=كيارا,Martina=مارتينا,Elisa=إليزا,Silvia=سيلفيا,Paola=باولا,Lucia=لوتشيا',
      'Marco=ماركو,Luca=لوكا,Matteo=ماتيو,Andrea=أندريا,Stefano=ستيفانو,Paolo=باولو,Davide=دافيدي,Giorgio=جورجيو',
      'Rossi=روسي,Ferrari=فيراري,Bianchi=بيانكي,Romano=رومانو,Greco=غريكو,Marino=مارينو,Conti=كونتي,Moretti=موريتي',
    ],
  ],
  es: [
    [
      'María=ماريا,Lucía=لوسيا,Carmen=كارمن,Elena=إيلينا,Paula=باولا,Valentina=فالنتينا,Daniela=دانييلا,Isabel=إيزابيل',
      'Carlos=كارلوس,José=خوسيه,Javier=خافيير,Alejandro=أليخاندرو,Diego=دييغو,Miguel=ميغيل,Andrés=أندريس,Luis=لويس',
      'García=غارسيا,Fernández=فرنانديز,Martínez=مارتينيز,Romero=روميرو,Navarro=نافارو,Ortega=أورتيغا,Muñoz=مونيوز,Castillo=كاستيو,Herrera=هيريرا,Vargas=فارغاس',
    ],
  ],
  pt: [
    [
      'Ana=آنا,Beatriz=بياتريس,Mariana=ماريانا,Inês=إينيس,Catarina=كاتارينا,Fernanda=فرناندا,Juliana=جوليانا,Teresa=تيريزا',
      'João=جواو,Pedro=بيدرو,Tiago=تياغو,Rui=روي,Paulo=باولو,Rafael=رافائيل,Bruno=برونو,Nelson=نيلسون',
      'Almeida=ألميدا,Carvalho=كارفاليو,Ferreira=فيريرا,Gonçalves=غونسالفيس,Monteiro=مونتيرو,Ribeiro=ريبيرو,Teixeira=تيشيرا,Domingos=دومينغوس',
    ],
  ],
  ee: [
    [
      'Anna=آنا,Elena=إيلينا,Maria=ماريا,Katarina=كاتارينا,Natalia=ناتاليا,Irina=إيرينا,Ivana=إيفانا,Zuzana=زوزانا',
      'Ivan=إيفان,Andrei=أندريه,Nikola=نيكولا,Marek=مارك,Alexander=ألكسندر,Viktor=فيكتور,Pavel=بافل,Milan=ميلان',
      'Novak=نوفاك,Petrov=بتروف,Kowalczyk=كوفالتشيك,Marković=ماركوفيتش,Popa=بوبا,Kovács=كوفاتش,Dimitriou=ديميتريو,Horvat=هورفات,Bondar=بوندار,Kaplan=كابلان',
    ],
  ],
  tr: [
    [
      'Ayşe=عائشة,Zeynep=زينب,Elif=إليف,Aylin=آيلين,Leyla=ليلى,Nigar=نيغار,Dilnoza=ديلنوزا,Gül=غول',
      'Mehmet=محمد,Emre=إمره,Murat=مراد,Kemal=كمال,Yusuf=يوسف,Rustam=رستم,Timur=تيمور,Ömer=عمر',
      'Yılmaz=يلماز,Demir=دمير,Çelik=تشيليك,Aydın=آيدن,Aliyev=علييف,Karimov=كريموف,Usmanov=عثمانوف,Arslan=أرسلان',
    ],
  ],
  pk: [
    [
      'Ayesha=عائشة,Zahra=زهراء,Maryam=مريم,Nasreen=نسرين,Parisa=باريسا,Shirin=شيرين,Farzana=فرزانة,Sadia=سعدية',
      'Hamid=حامد,Imran=عمران,Reza=رضا,Tariq=طارق,Bilal=بلال,Farhad=فرهاد,Kamran=كامران,Naveed=نويد',
      'Qureshi=قريشي,Siddiqui=صديقي,Malik=مالك,Rahimi=رحيمي,Karimi=كريمي,Hossain=حسين,Chowdhury=شودري,Ansari=أنصاري',
    ],
  ],
  in: [
    [
      'Priya=بريا,Ananya=أنانيا,Kavita=كافيتا,Lakshmi=لاكشمي,Meera=ميرا,Sunita=سونيتا,Deepa=ديبا,Nisha=نيشا',
      'Arjun=أرجون,Rahul=راهول,Vikram=فيكرام,Suresh=سوريش,Anil=أنيل,Rajesh=راجيش,Kiran=كيران,Sanjay=سانجاي',
      'Sharma=شارما,Patel=باتيل,Reddy=ريدي,Nair=ناير,Gupta=غوبتا,Iyer=آير,Perera=بيريرا,Thapa=ثابا',
    ],
  ],
  cn: [
    [
      'Xiulan=شيولان,Mei=مي,Lihua=ليهوا,Yan=يان,Jing=جينغ,Xiaoyu=شياويو,Hui=هوي,Fang=فانغ',
      'Wei=وي,Jun=جون,Ming=مينغ,Qiang=تشيانغ,Haoran=هاوران,Jian=جيان,Bo=بو,Lei=لي',
      'Wang=وانغ,Li=لي,Zhang=تشانغ,Chen=تشن,Liu=ليو,Huang=هوانغ,Zhao=تشاو,Lin=لين',
    ],
  ],
  jp: [
    [
      'Yuki=يوكي,Sakura=ساكورا,Haruka=هاروكا,Aiko=أيكو,Misaki=ميساكي,Keiko=كيكو',
      'Haruto=هاروتو,Kenji=كينجي,Takumi=تاكومي,Daiki=دايكي,Hiroshi=هيروشي,Ryo=ريو',
      'Sato=ساتو,Suzuki=سوزوكي,Tanaka=تاناكا,Yamamoto=ياماموتو,Nakamura=ناكامورا,Kobayashi=كوباياشي',
    ],
  ],
  kr: [
    [
      'Jiwoo=جيو,Seoyeon=سويون,Minji=مينجي,Hana=هانا,Yuna=يونا,Soojin=سوجين',
      'Minjun=مينجون,Jihoon=جيهون,Hyun=هيون,Sungmin=سونغمين,Dohyun=دوهيون,Taeyang=تيانغ',
      'Kim=كيم,Lee=لي,Park=بارك,Choi=تشوي,Jung=جونغ,Kang=كانغ',
    ],
  ],
  id: [
    [
      'Siti=ستي,Dewi=ديوي,Nurul=نورول,Putri=بوتري,Aisyah=عائشة,Rina=رينا,Fitri=فطري,Ratna=راتنا',
      'Budi=بودي,Agus=أغوس,Rizky=رزقي,Hafiz=حافظ,Ahmad=أحمد,Dimas=ديماس,Farid=فريد,Iskandar=إسكندر',
      'Santoso=سانتوسو,Wijaya=ويجايا,Hidayat=هدايت,Rahman=رحمن,Saputra=سابوترا,Ismail=إسماعيل,Yusof=يوسف,Nasution=ناسوتيون',
    ],
  ],
  as: [
    [
      'Linh=لين,Mai=ماي,Suda=سودا,Malee=مالي,Sophea=سوفيا,Thiri=ثيري',
      'Minh=مين,Duc=دوك,Somchai=سومشاي,Anan=أنان,Sokha=سوخا,Aung=أونغ',
      'Nguyen=نغوين,Tran=تران,Saetang=سيتانغ,Chea=تشيا,Pham=فام,Kyaw=كياو',
    ],
  ],
};
