import { Injectable } from '@nestjs/common';
import { refuse, refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import type { transactions } from '../../../protocol/transactions/index.js';
import type { PageKind } from '../../../protocol/transactions/link-page.js';
import { CredentialActivation } from '../../activation/national/index.js';
import { PersonalGrant } from '../../authorization/national/index.js';
import type { NewVisit } from './page-visit.store.js';

type Input = ShapeType<typeof transactions.linkPage.input>;

/** Who is sent to a page, and what for. */
export type PersonAtPage = Pick<NewVisit, 'credentialNumber' | 'handling'>;

/** Whom a channel may send to which page. What the page would refuse in any case is refused before a person is sent there. */
@Injectable()
export class PageErrands {
  private readonly kinds: Readonly<Record<PageKind, (input: Input, channelNumber: string, at: number) => Promise<PersonAtPage>>> = {
    authorization: (input) => this.toAuthorize(input),
    activation: (input, channelNumber, at) => this.toActivate(input, channelNumber, at),
  };

  constructor(private readonly grants: PersonalGrant, private readonly activation: CredentialActivation) {}

  /** The person of a request for a link; else the refusals that the flow itself has. */
  require(kind: PageKind, input: Input, channelNumber: string, at: number): Promise<PersonAtPage> {
    return this.kinds[kind](input, channelNumber, at);
  }

  /** 4.6: the channel hands over the real-name information, not the person on the page. */
  private async toAuthorize(input: Input): Promise<PersonAtPage> {
    const identity = { idType: requireSaid(input, 'idType'), idNo: requireSaid(input, 'idNo'), userName: requireSaid(input, 'userName') };
    return { credentialNumber: await this.grants.requirePerson(identity) };
  }

  /** 6.1.3.3 a–b: after the real name and the real person. */
  private async toActivate(input: Input, channelNumber: string, at: number): Promise<PersonAtPage> {
    const handling = { handlingSerialNo: requireSaid(input, 'handlingSerialNo'), realPersonSerialNo: requireSaid(input, 'realPersonSerialNo') };
    const { credentialNumber, state } = await this.activation.requirePerson(handling.handlingSerialNo, channelNumber, at);
    await this.activation.requireProven(handling);
    if (state !== 'registered') throw refuse('activationWriteFailed', { diagnosis: 'the credential is activated already' });
    return { credentialNumber, handling };
  }
}

function requireSaid<N extends keyof Input>(input: Input, name: N): NonNullable<Input[N]> {
  const value = input[name];
  if (value === undefined) throw refuseField(`data.${name}`, 'is mandatory for this kind of page');
  return value;
}
