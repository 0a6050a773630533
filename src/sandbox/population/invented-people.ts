import { chinaDate } from '../../kernel/clock.js';
import { provinces } from '../../protocol/dictionaries/provinces.js';
import { buildResidentId } from '../../protocol/identity-documents.js';

/** One invented person and the insured period that a file says of them. Dates as `yyyyMMdd`; `insuredUntil` empty while it goes on. */
export interface InventedPerson {
  readonly idType: string;
  readonly idNo: string;
  readonly userName: string;
  readonly insuranceType: string;
  readonly insuredFrom: string;
  readonly insuredUntil: string;
}

/** The first to the last birthday, and the last day of the data: no clock decides what is invented. */
const [FIRST_BIRTH, LAST_BIRTH, LAST_DAY] = [Date.UTC(1930, 0, 1), Date.UTC(2018, 11, 31), Date.UTC(2019, 11, 31)];
const DAY_MS = 86_400_000;
const BIRTHDAYS = (LAST_BIRTH - FIRST_BIRTH) / DAY_MS + 1;
const SEQUENCES = 999;
/** Where people have resident ids: the mainland provinces. */
const BIRTH_PLACES = provinces.map(({ code }) => code).filter((code) => code < '66');
const NUMBERS = BIRTH_PLACES.length * BIRTHDAYS * SEQUENCES;
/** Prime and no divisor of `NUMBERS`: walks through all of them before one comes again. */
const STRIDE = 7_368_787;

/** At most so many people have different numbers. */
export const MOST_PEOPLE = 100_000_000;

const SURNAMES = ['欧阳', '司马', '上官', '诸葛', ...Array.from('甄贾示例王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁')];
const GIVEN = Array.from('安邦晨达恩芳国海慧佳建静军凯兰丽明宁佩平琪荣瑞珊思涛婷文希晓欣秀雅彦怡永宇玉远云泽志中舟子');
const FAR_NAMES = ['阿依古丽·买买提', '迪力夏提·艾尔肯', '才让·卓玛', '巴图·其其格', '尼玛·扎西'];

/**
 * The n-th of the invented people of a seed: always the same, and no two with one number. A resident id of theirs names a province without a county
 * (`350000…`), which no living person's does (INT-156); every fortieth has another document.
 */
export function inventedPerson(seed: number, n: number): InventedPerson {
  const draw = draws(seed, n);
  const at = (seed * 104_729 + n * STRIDE) % NUMBERS;
  const birth = FIRST_BIRTH + (Math.floor(at / SEQUENCES) % BIRTHDAYS) * DAY_MS;
  const birthPlace = `${BIRTH_PLACES[Math.floor(at / (SEQUENCES * BIRTHDAYS))]}0000`;
  const sequence = String((at % SEQUENCES) + 1).padStart(3, '0');
  const document = n % 40 === 39 ? otherDocument(n, at) : { idType: '01', idNo: buildResidentId(birthPlace, written(birth), sequence) };
  return { ...document, userName: name(n, draw), insuranceType: draw(3) === 0 ? '390' : '310', ...period(birth, draw) };
}

/** Their numbers walk as those of resident ids do. */
function otherDocument(n: number, at: number): Pick<InventedPerson, 'idType' | 'idNo'> {
  const digits = String(at).padStart(10, '0');
  const kinds = [{ idType: '04', idNo: `H${digits}` }, { idType: '06', idNo: digits }, { idType: '08', idNo: `E${digits}` }] as const;
  return kinds[Math.floor(n / 40) % kinds.length];
}

function name(n: number, draw: Draw): string {
  if (n % 50 === 49) return FAR_NAMES[draw(FAR_NAMES.length)];
  return SURNAMES[draw(SURNAMES.length)] + GIVEN[draw(GIVEN.length)] + (draw(3) === 0 ? '' : GIVEN[draw(GIVEN.length)]);
}

/** One in fifty periods is over. */
function period(birth: number, draw: Draw): Pick<InventedPerson, 'insuredFrom' | 'insuredUntil'> {
  const begun = birth + draw((LAST_DAY - birth) / DAY_MS) * DAY_MS;
  const over = draw(50) === 0 ? written(begun + draw((LAST_DAY - begun) / DAY_MS + 1) * DAY_MS) : '';
  return { insuredFrom: written(begun), insuredUntil: over };
}

const written = (day: number): string => chinaDate(day).replaceAll('-', '');

type Draw = (below: number) => number;

/** Numbers that look random and are always the same: SplitMix32 from seed and n. Nothing secret is made of them. */
function draws(seed: number, n: number): Draw {
  let state = (Math.imul(seed, 0x85ebca6b) ^ Math.imul(n, 0xc2b2ae35)) >>> 0;
  return (below) => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return Math.floor((((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000) * below);
  };
}
