import 'reflect-metadata';
import { Refusal, refuse } from '../../../src/protocol/refusal.js';
import { browser, sentTo } from './browser.js';
import { openStageWithCast } from './cast.js';
import { activationPage, authorizationPage, confirms, sets, WRONG_PASSWORD } from './page-visits.js';
import { guangzhou, shenzhen, xiamen } from './places.js';
import { cardNumber, freshCard, saysNumber, withNumber } from './presenting.js';
import { scriptedInsurer, type InsuranceScript } from './scripted-insurer.js';

/**
 * `story {"folder": …}`: plays what an ordinary day has, with mistakes, on a stage whose databases stay in the folder and whose log says everything.
 * Prints what nobody may find there, and a word that stands there on purpose.
 */
const { folder } = JSON.parse(process.argv[2] ?? '') as { folder: string };
const cast = await openStageWithCast({ folder, logLevel: 'debug' });
const { stage, app, partner, xiamenHospital, guangzhouHospital, activated } = cast;
const { fujian, guangdong } = stage;

/** The mistake is the point. */
async function failing(act: Promise<unknown>): Promise<void> {
  await act.then(() => { throw new Error('this should have been refused'); }, (error: unknown) => { if (!(error instanceof Refusal)) throw error; });
}

const one = await activated({ name: '甄独特欧阳测试', insuredIn: [xiamen] });
const other = await activated({ name: '买买提·示例·贾', insuredIn: [guangzhou, shenzhen], businessPlace: xiamen, through: partner });
const late = await stage.citizen({ name: '郝样本司徒', insuredIn: [xiamen] });
const proven = await late.provesWho(app);
await failing(app.verifiesRealName({ ...one.identity, userName: other.userName, businessPlace: xiamen }));
await failing(app.verifiesRealName({ ...one.identity, idNo: `${one.idNo.slice(0, 17)}A`, businessPlace: xiamen }));
await failing(app.verifiesRealPerson({ handlingSerialNo: proven.handlingSerialNo, biometricSample: one.face }));
await failing(app.activates({ ...proven, password: late.idNo.slice(8, 14) }));
await late.activatesThrough(app, { password: '918273' });
await stage.converged();

const codes = [await one.shows({ in: fujian }), await one.shows({ in: guangdong }), await other.shows({ in: fujian, choosing: shenzhen })];
const scans = [await xiamenHospital.scans(codes[0]), await guangzhouHospital.scans(codes[1]), await guangzhouHospital.scans(codes[2])];
// 4.10: the same person by everything else, with the mistakes that are made at counters.
const { citizen: third, mobile } = await withNumber(cast, { name: '和平示例贾', insuredIn: [xiamen, guangzhou] });
const [card, foreign] = [freshCard(), freshCard()];
await third.bindsCard(card);
await failing(app.bindsCard({ authorizationCode: third.authorizationCodeIn(app), cardNo: cardNumber('91567777770000'), password: third.password }));
await failing(xiamenHospital.readsDocument({ ...third.identity, userName: one.userName }));
await failing(guangzhouHospital.readsCard(foreign));
await failing(xiamenHospital.takesCode({ mobile, smsCode: '000000' }));
await failing(xiamenHospital.recognisesFace(stage.stranger().face));
const recognised = await xiamenHospital.recognisesFace(third.face);
await failing(guangzhouHospital.learnsWho(recognised));
scans.push(
  await xiamenHospital.readsDocument(third), await guangzhouHospital.readsCard(card), await saysNumber(cast, guangzhouHospital, mobile),
  await xiamenHospital.learnsWho(recognised),
);
await failing(xiamenHospital.learnsWho(recognised));
await failing(guangzhouHospital.scans(codes[0]));
await failing(xiamenHospital.checks(scans[1].ecToken, one));
await xiamenHospital.checks(scans[0].ecToken, other);
await guangzhouHospital.settles(scans[1]);
await guangzhouHospital.settles(scans[2]);
// 6.1.3.3 c, 6.1.4.3 a: on the platform's own pages.
await stage.centre.returnsTo(partner, 'https://pay.example.test/return');
const fifth = await stage.citizen({ name: '尉迟示例页面', insuredIn: [xiamen] });
const pages = [await authorizationPage(partner, one), await activationPage(partner, fifth)];
const retried = await confirms(pages[0], WRONG_PASSWORD);
const ways = [sentTo(await confirms(retried, one.password)), sentTo(await sets(pages[1], '607418'))];
await confirms(pages[0], one.password);
await browser.opens(pages[1].url.replace('nonce=', 'nonce=a'));
const pageCodes = ways.map(({ told: { code = '' } }) => code);
const authorizedByPage = await Promise.all(pageCodes.map((code) => partner.exchangesCode(code)));
await failing(partner.exchangesCode(pageCodes[0]));
await stage.converged();
// Others are not as careful with what they say as they should be.
const careless: InsuranceScript[] = [
  () => { throw refuse('insuredPlaceMissing', { diagnosis: `no benefits for ${one.idNo} with ${scans[0].ecToken}` }); },
  () => { throw new Error(`division by zero for ${one.idNo}`); },
];
for (const script of careless) {
  await fujian.insurer.stops();
  await fujian.insurer.starts(scriptedInsurer(script, { clock: stage.clock }));
  await failing(xiamenHospital.settles(scans[0]));
}
await stage.close();

const people = [one, other, late, third, fifth];
process.stdout.write(`${JSON.stringify({
  secret: {
    names: people.map(({ userName }) => userName), numbers: people.map(({ idNo }) => idNo), faces: people.map(({ face }) => face),
    codes: codes.map(({ ecQrCode }) => ecQrCode), displays: codes.map(({ showId }) => showId), tokens: scans.map(({ ecToken }) => ecToken),
    cards: [card, foreign], mobiles: [mobile], authNos: [recognised.authNo],
    authorizations: [one.authorizationCodeIn(app), other.authorizationCodeIn(partner), ...authorizedByPage],
    pageCodes, pageNonces: pages.map(({ url }) => new URL(url).searchParams.get('nonce')), handlings: Object.values(proven),
    appSecrets: [app, partner, xiamenHospital, guangzhouHospital].map(({ speaker }) => speaker.keys.appSecret),
  },
  spoken: xiamenHospital.orgId,
})}\n`);
