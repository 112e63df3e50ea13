import type { NameGroup } from './names.ts';

/** Pools of the rest of the world: smaller, one for each region that shares its names. */
export const WORLD_NAMES: Readonly<Record<string, readonly NameGroup[]>> = {
  fr: [
    [
      'Camille=كامي,Léa=ليا,Chloé=كلويه,Manon=مانون,Élodie=إلودي,Sophie=صوفي,Claire=كلير,Juliette=جولييت,Aurélie=أوريلي,Hélène=هيلين',
      'Lucas=لوكاس,Hugo=هوغو,Théo=تيو,Julien=جوليان,Antoine=أنطوان,Nicolas=نيكولا,Mathieu=ماتيو,Pierre=بيير,François=فرانسوا,Thomas=توما',
      'Martin=مارتان,Bernard=برنار,Dubois=دوبوا,Moreau=مورو,Lefèvre=لوفيفر,Fournier=فورنييه,Girard=جيرار,Mercier=مرسييه,Chevalier=شوفالييه,Gauthier=غوتييه,Perrin=بيران,Lambert=لامبير',
    ],
  ],
  en: [
    [
      'Emily=إميلي,Olivia=أوليفيا,Charlotte=شارلوت,Sophie=صوفي,Hannah=هانا,Jessica=جيسيكا,Grace=غريس,Lucy=لوسي',
      'James=جيمس,Oliver=أوليفر,William=وليام,Thomas=توماس,Daniel=دانيال,Matthew=ماثيو,Ryan=رايان,Jack=جاك',
      'Harris=هاريس,Walker=ووكر,Bennett=بينيت,Foster=فوستر,Hughes=هيوز,Carter=كارتر,Mitchell=ميتشل,Turner=تيرنر,Collins=كولينز,Parker=باركر',
    ],
  ],
  de: [
    [
      'Anna=آنا,Lena=لينا,Katharina=كاتارينا,Julia=يوليا,Sabine=زابينه',
      'Lukas=لوكاس,Felix=فيليكس,Jonas=يوناس,Stefan=شتيفان,Matthias=ماتياس',
      'Becker=بيكر,Hoffmann=هوفمان,Schäfer=شيفر,Vogel=فوغل,Krüger=كروغر,Weiß=فايس',
    ],
  ],
  no: [
    [
      'Ingrid=إنغريد,Astrid=أستريد,Freja=فريا,Sofie=صوفي,Elin=إلين',
      'Erik=إريك,Lars=لارس,Magnus=ماغنوس,Søren=سورين,Anders=أندرس',
      'Hansen=هانسن,Johansson=يوهانسون,Lindberg=ليندبرغ,Bjørn=بيورن,Nielsen=نيلسن,Dahl=دال',
    ],
  ],
  it: [
    [
      'Giulia=جوليا,Francesca=فرانشيسكا,Chiara=كيارا,Martina=مارتينا,Elisa=إليزا',
      'Marco=ماركو,Luca=لوكا,Matteo=ماتيو,Andrea=أندريا,Stefano=ستيفانو',
      'Rossi=روسي,Ferrari=فيراري,Bianchi=بيانكي,Romano=رومانو,Greco=غريكو,Marino=مارينو',
    ],
  ],
  es: [
    [
      'María=ماريا,Lucía=لوسيا,Carmen=كارمن,Elena=إيلينا,Paula=باولا',
      'Carlos=كارلوس,José=خوسيه,Javier=خافيير,Alejandro=أليخاندرو,Diego=دييغو',
      'García=غارسيا,Fernández=فرنانديز,Martínez=مارتينيز,Romero=روميرو,Navarro=نافارو,Ortega=أورتيغا',
    ],
  ],
  pt: [
    [
      'Ana=آنا,Beatriz=بياتريس,Mariana=ماريانا,Inês=إينيس,Catarina=كاتارينا',
      'João=جواو,Pedro=بيدرو,Tiago=تياغو,Rui=روي,Paulo=باولو',
      'Almeida=ألميدا,Carvalho=كارفاليو,Ferreira=فيريرا,Gonçalves=غونسالفيس,Monteiro=مونتيرو,Ribeiro=ريبيرو',
    ],
  ],
  ee: [
    [
      'Anna=آنا,Elena=إيلينا,Maria=ماريا,Katarina=كاتارينا,Natalia=ناتاليا',
      'Ivan=إيفان,Andrei=أندريه,Nikola=نيكولا,Marek=مارك,Alexander=ألكسندر',
      'Novak=نوفاك,Petrov=بتروف,Kowalczyk=كوفالتشيك,Marković=ماركوفيتش,Popa=بوبا,Kovács=كوفاتش',
    ],
  ],
  tr: [
    [
      'Ayşe=عائشة,Zeynep=زينب,Elif=إليف,Aylin=آيلين,Leyla=ليلى',
      'Mehmet=محمد,Emre=إمره,Murat=مراد,Kemal=كمال,Yusuf=يوسف',
      'Yılmaz=يلماز,Demir=دمير,Çelik=تشيليك,Aydın=آيدن,Aliyev=علييف,Karimov=كريموف',
    ],
  ],
  pk: [
    [
      'Ayesha=عائشة,Zahra=زهراء,Maryam=مريم,Nasreen=نسرين,Parisa=باريسا',
      'Hamid=حامد,Imran=عمران,Reza=رضا,Tariq=طارق,Bilal=بلال',
      'Qureshi=قريشي,Siddiqui=صديقي,Malik=مالك,Rahimi=رحيمي,Karimi=كريمي,Hossain=حسين',
    ],
  ],
  in: [
    [
      'Priya=بريا,Ananya=أنانيا,Kavita=كافيتا,Lakshmi=لاكشمي,Meera=ميرا',
      'Arjun=أرجون,Rahul=راهول,Vikram=فيكرام,Suresh=سوريش,Anil=أنيل',
      'Sharma=شارما,Patel=باتيل,Reddy=ريدي,Nair=ناير,Gupta=غوبتا,Iyer=آير',
    ],
  ],
  cn: [
    [
      'Xiulan=شيولان,Mei=مي,Lihua=ليهوا,Yan=يان,Jing=جينغ',
      'Wei=وي,Jun=جون,Ming=مينغ,Qiang=تشيانغ,Haoran=هاوران',
      'Wang=وانغ,Li=لي,Zhang=تشانغ,Chen=تشن,Liu=ليو,Huang=هوانغ',
    ],
  ],
  jp: [
    [
      'Yuki=يوكي,Sakura=ساكورا,Haruka=هاروكا,Aiko=أيكو,Misaki=ميساكي',
      'Haruto=هاروتو,Kenji=كينجي,Takumi=تاكومي,Daiki=دايكي,Hiroshi=هيروشي',
      'Sato=ساتو,Suzuki=سوزوكي,Tanaka=تاناكا,Yamamoto=ياماموتو,Nakamura=ناكامورا,Kobayashi=كوباياشي',
    ],
  ],
  kr: [
    [
      'Jiwoo=جيو,Seoyeon=سويون,Minji=مينجي,Hana=هانا,Yuna=يونا',
      'Minjun=مينجون,Jihoon=جيهون,Hyun=هيون,Sungmin=سونغمين,Dohyun=دوهيون',
      'Kim=كيم,Lee=لي,Park=بارك,Choi=تشوي,Jung=جونغ,Kang=كانغ',
    ],
  ],
  id: [
    [
      'Siti=ستي,Dewi=ديوي,Nurul=نورول,Putri=بوتري,Aisyah=عائشة',
      'Budi=بودي,Agus=أغوس,Rizky=رزقي,Hafiz=حافظ,Ahmad=أحمد',
      'Santoso=سانتوسو,Wijaya=ويجايا,Hidayat=هدايت,Rahman=رحمن,Saputra=سابوترا,Ismail=إسماعيل',
    ],
  ],
  as: [
    [
      'Linh=لين,Mai=ماي,Suda=سودا,Malee=مالي,Sophea=سوفيا',
      'Minh=مين,Duc=دوك,Somchai=سومشاي,Anan=أنان,Sokha=سوخا',
      'Nguyen=نغوين,Tran=تران,Saetang=سيتانغ,Chea=تشيا,Pham=فام,Kyaw=كياو',
    ],
  ],
};
