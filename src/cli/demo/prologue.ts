import { maskNumber } from '../../kernel/journal/redaction.js';
import { alignedColumns } from '../display-width.js';
import { CENTRE_PARTY, insuranceSystemParty, NATIONAL_PARTY, provinceParty } from '../federation-keys.js';
import { counted } from '../say.js';
import { areaName, CHANNEL, FUJIAN, GUANGDONG, INSTITUTIONS, type People } from './cast.js';
import type { DemoFolder } from './demo-folder.js';
import type { Enrolled } from './enrolled.js';
import { enrol, reportPeople } from './enrolment.js';
import type { Narrator } from './narrator.js';
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

/** Gives everybody a name, and says who is who. */
export function introduce(narrator: Narrator, people: People): void {
  for (const [party, short] of PARTIES) narrator.name(party, short);
  for (const { orgId, short } of INSTITUTIONS) narrator.name(`institution:${orgId}`, short);
  narrator.name('unknown', '未知');
  narrator.line(narrator.paint.bold('openec 演示：国家、福建、广东三个中台，真实 HTTP 与签名；人物虚构，核心系统与实名实人认证为模拟'));
  narrator.line('openec demo: three mid-platforms, real signed HTTP; invented persons, simulated insurers and checks');
  narrator.line();
  const rows = PARTIES.map(([, short, chinese, english]) => [` ${short}`, chinese, english]);
  const others = [[` ${CHANNEL.short}`, CHANNEL.name, CHANNEL.english], ...INSTITUTIONS.map(({ short, name, english }) => [` ${short}`, name, english])];
  const persons = [people.zhen, people.jia].map(({ userName, idNo, english, places }) => [
    ` ${userName}  `, maskNumber(idNo, 3, 2), `参保 ${places.map((place) => areaName(place.poolingArea)).join('、')}`,
    `${english}, insured in ${counted(places.length, 'pooling area')}`,
  ]);
  for (const line of [...alignedColumns([...rows, ...others]), '', ...alignedColumns(persons)]) narrator.line(line);
}

/** Prologue: who exists. What an earlier run on the same databases has registered is not registered again. */
export function playPrologue(play: Omit<Play, 'enrolled'>, folder: DemoFolder): Promise<Enrolled> {
  const { stage, wire, people } = play;
  return stage.perform(['序幕  登记', 'Prologue  Who exists'], '4.1, 4.3, 7.1', async () => {
    stage.narrator.hopColumns();
    const enrolled = folder.enrolled ?? (await enrol(stage, wire));
    if (folder.enrolled === undefined) await folder.keep(enrolled);
    else stage.narrator.note([`第 ${folder.run} 次运行：沿用已登记的渠道与机构，人物是新的`, `run ${folder.run}: channel and institutions are known, the persons are new`]);
    stage.narrator.name(`channel:${enrolled.channel.channelNumber}`, CHANNEL.short);
    await reportPeople(stage, wire, [people.zhen, people.jia]);
    return enrolled;
  });
}
