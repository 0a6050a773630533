import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { parseHandlingSerialNo, type MobileNumber } from '../../../protocol/identifiers.js';
import { refuse, refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import type { ChannelSmsType } from '../../../protocol/transactions/send-sms-code.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { InsuredPersonStore } from '../../../registry/person/insured-person.store.js';
import { PersonMobileStore } from '../../../registry/person/person-mobile.store.js';
import { maskMobile, requireSmsType, SmsCodes } from '../../authorization/national/index.js';
import { requireHandling } from '../handling.rules.js';
import { HandlingStore } from './handling.store.js';

type Row = typeof transactions.sendSmsCode;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** Where a code goes, and what it opens there. */
interface Recipient {
  readonly mobile: MobileNumber;
  readonly subject: string;
}

/** Sends a code in a short message. It is entered first, then handed to the gateway, then answered; a repeat sends another one under the same entry. */
@Handles(transactions.sendSmsCode)
export class SendSmsCodeHandler implements Handler<Row> {
  private readonly recipients: Readonly<Record<ChannelSmsType, (call: Call<Input, Output>) => Promise<Recipient>>> = {
    activate: (call) => this.ofHandling(call),
    authorize: (call) => this.ofPerson(call),
  };

  constructor(
    private readonly handlings: HandlingStore, private readonly people: InsuredPersonStore, private readonly credentials: CredentialStore,
    private readonly mobiles: PersonMobileStore, private readonly codes: SmsCodes, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const smsType = requireSmsType(call.input.smsType);
    const { mobile, subject } = await this.recipients[smsType](call);
    const deed = { subject, facts: { smsType } };
    const sent = await call.step(deed, () => this.codes.draw({ id: call.derivedId('sms'), smsType, subject, mobile }, this.clock.now()));
    await this.codes.deliver(sent);
    return call.act(deed, async () => ({ sentTo: maskMobile(mobile), expiresAt: sent.expiresAt, resendAt: this.codes.resendAt(sent) }));
  }

  /** `activate`: the number that the person gives in an open handling of this channel. */
  private async ofHandling({ input, caller, at }: Call<Input, Output>): Promise<Recipient> {
    const { mobile, handlingSerialNo } = input;
    if (mobile === undefined) throw refuseField('data.mobile', 'is mandatory for this type');
    if (handlingSerialNo === undefined) throw refuseField('data.handlingSerialNo', 'is mandatory for this type');
    const subject = parseHandlingSerialNo(handlingSerialNo);
    requireHandling(await this.handlings.find(subject), caller.ownerId, at);
    return { mobile, subject };
  }

  /** `authorize`: the number that the person has proven before; none is `500027`. */
  private async ofPerson({ input: { idType, idNo, userName } }: Call<Input, Output>): Promise<Recipient> {
    if (idType === undefined || idNo === undefined || userName === undefined) throw refuseField('data.idNo', 'idType, idNo and userName are mandatory for this type');
    const { personId } = await this.people.require({ idType, idNo, userName });
    const credential = await this.credentials.findOfPerson(personId);
    const mobile = await this.mobiles.find(personId);
    if (credential === undefined) throw refuse('credentialNotFound');
    if (mobile === undefined) throw refuse('mobileNumberFailed', { diagnosis: 'the person has proven no mobile number' });
    return { mobile, subject: credential.credentialNumber };
  }
}
