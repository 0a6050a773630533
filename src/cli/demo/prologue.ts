import { maskNumber } from '../../kernel/journal/redaction.js';
import { alignedColumns } from '../display-width.js';
import { CENTRE_PARTY, insuranceSystemParty, NATIONAL_PARTY, provinceParty } from '../federation-keys.js';
import { counted } from '../say.js';
import { areaName, CHANNEL, FUJIAN, GUANGDONG, INSTITUTIONS, PARTNER, type People } from './cast.js';
import type { DemoFolder } from './demo-folder.js';
import type { Enrolled } from './enrolled.js';
import { enrol, reportPeople } from './enrolment.js';
import type { Act, Narrator, Words } from './narrator.js';
import type { Play } from './play.js';

/** Party, short name, what it is; the insurers and verifiers are simulators. */
const PARTIES: readonly (readonly [party: string, short: string, chinese: string, english: string])[] = [
  [NATIONAL_PARTY, '国家中台', '国家电子凭证业务中台', 'national mid-platform'],
  [provinceParty(FUJIAN), '福建中台', '福建省电子凭证业务中台', 'Fujian mid-platform'],
  [provinceParty(GUANGDONG), '广东中台', '广东省电子凭证业务中台', 'Guangdong mid-platform'],
  [insuranceSystemParty(FUJIAN), '福建核心', '福建省地方核心业务系统（模拟）', 'Fujian insurer, simulated'],
  [insuranceSystemParty(GUANGDONG), '广东核心', '广东省地方核心业务系统（模拟）', 'Guangdong insurer, simulated'],
  [CENTRE_PARTY, '管理中心', '电子凭证管理中心', 'management centre'],
];

const WHAT_IT_IS: readonly Words[] = [
  [
    '医保电子凭证是一个人在全国医保里的唯一身份：手机出示二维码，即可挂号、购药、结算，在外省也一样。',
    "The electronic credential is a person's one identity in China's medical insurance: a QR code on the phone registers, buys medicine and settles, also in "
    + 'another province.',
  ],
  [
    '国家与各省各有一个业务中台。这里真实运行国家、福建、广东三个，以签名、加密的 HTTP 通信；人物与机构虚构，核心业务系统与实名、实人认证为模拟。',
    'The nation and each province have a mid-platform. Three of them run here for real and talk over signed, encrypted HTTP; persons and institutions are '
    + 'invented, insurers and identity checks simulated.',
  ],
];

const HOW_TO_READ: readonly (readonly [mark: string, chinese: string, english: string])[] = [
  ['▸', '要做的事', 'what is about to be done'],
  ['→', '真实交易；缩进者为上一笔所需', 'a real transaction; indented: for one above'],
  ['✓', '合乎标准（条款），否则即止', 'as the standard says (clause), or it ends'],
];

/** Gives everybody a name; says what this is, how it is read and who is who. */
export function introduce(narrator: Narrator, people: People): void {
  for (const [party, short] of PARTIES) narrator.name(party, short);
  for (const { orgId, short } of INSTITUTIONS) narrator.name(`institution:${orgId}`, short);
  narrator.name('unknown', '未知');
  narrator.heading(['openec 演示', 'The electronic credential at work']);
  for (const words of WHAT_IT_IS) narrator.paragraph(words);
  table(narrator, HOW_TO_READ);
  table(narrator, PARTIES.map(([, ...row]) => row));
  table(narrator, [CHANNEL, PARTNER, ...INSTITUTIONS].map(({ short, name, english }) => [short, name, english]));
  table(narrator, [people.zhen, people.jia].map(({ userName, idNo, english, places }) => [
    userName, `${maskNumber(idNo, 3, 2)}  参保 ${places.map((place) => areaName(place.poolingArea)).join('、')}`,
    `${english}, ${counted(places.length, 'place')}`,
  ]));
}

function table(narrator: Narrator, rows: readonly (readonly string[])[]): void {
  narrator.line();
  for (const line of alignedColumns(rows.map((row) => row.map((cell, index) => (index === 0 ? ` ${cell}` : cell))))) narrator.line(line);
}

const PROLOGUE: Act = {
  title: ['序幕  登记', 'Prologue  Who exists'], clause: '4.1, 4.3, 7.1, D.2',
  plays: ['渠道、机构、终端、参保人先行登记；每人一个唯一的标识码。', 'who takes part is registered; each person gets one unique number.'],
};

/** Prologue: who exists. What an earlier run on the same databases has registered is not registered again. */
export function playPrologue(play: Omit<Play, 'enrolled'>, folder: DemoFolder): Promise<Enrolled> {
  const { stage, wire, people } = play;
  return stage.perform(PROLOGUE, async () => {
    stage.narrator.line();
    stage.narrator.hopColumns();
    const enrolled = folder.enrolled ?? (await enrol(stage, wire));
    if (folder.enrolled === undefined) await folder.keep(enrolled);
    else stage.narrator.note([`第 ${folder.run} 次运行：沿用已登记的渠道与机构，人物是新的`, `run ${folder.run}: channels and institutions are known, the persons are new`]);
    for (const [{ channelNumber }, { short }] of [[enrolled.channel, CHANNEL], [enrolled.partner, PARTNER]] as const) {
      stage.narrator.name(`channel:${channelNumber}`, short);
    }
    await reportPeople(stage, wire, [people.zhen, people.jia]);
    return enrolled;
  });
}
