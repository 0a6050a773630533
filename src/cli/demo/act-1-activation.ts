import type { ChannelAuthorizationCode } from '../../protocol/identifiers.js';
import { transactions } from '../../protocol/transactions/index.js';
import { provinceParty } from '../federation-keys.js';
import { activate, verifyPerson, type Handling } from './activation-steps.js';
import { GUANGDONG } from './cast.js';
import type { Act } from './narrator.js';
import type { Play } from './play.js';

/** What the official channel holds after the act: one authorization code for each person. */
export interface Activated {
  readonly zhen: ChannelAuthorizationCode;
  readonly jia: ChannelAuthorizationCode;
}

const ACT: Act = {
  title: ['第一幕  激活', 'Act 1  Activation'], clause: '6.1.3',
  plays: ['实名、实人认证后设置密码，凭证即激活，各参保省得知；激活后才能用。', 'real name, real person, password: the credential is activated, and works.'],
};

/** Act 1 (6.1.3): two persons activate their credentials in the official channel. */
export function actActivation(play: Play): Promise<Activated> {
  const { stage, people } = play;
  return stage.perform(ACT, async () => {
    const handling = await verifyPerson(play, people.zhen);
    await refuseWeakPassword(play, handling);
    const zhen = await activate(play, people.zhen, handling);
    const untold = !stage.took({ row: transactions.syncActivation, to: provinceParty(GUANGDONG) });
    stage.expect(untold, ['未参保的广东没有收到', 'Guangdong, where she is not insured, was told nothing'], '6.1.2.3 c');
    const jia = await activate(play, people.jia, await verifyPerson(play, people.jia));
    return { zhen, jia };
  });
}

async function refuseWeakPassword({ stage, wire, enrolled }: Play, handling: Handling): Promise<void> {
  const words = ['密码 123456：过于简单，应被拒', 'the password 123456 must be refused'] as const;
  const refusal = await stage.refused(words, 'badRequest', '6.1.3.3 b', () => (
    wire.channelAtNational(enrolled.channel).call(transactions.activateCredential, { ...handling, password: '123456' })
  ));
  const field = refusal.diagnosis ?? '';
  stage.expect(field.includes('data.password'), ['密码未通过校验，答复指明字段', `refused, and the answer names the field: ${field}`], '6.1.3.3 b', field);
}
