import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import { deriveTransportKey } from '../../../../protocol/key-ring.js';
import { RegisteredApplicationStore, type RegisteredApplication } from '../../../../registry/application/registered-application.store.js';
import { ChannelStore } from '../../../../registry/channel/channel.store.js';
import { WrongState } from '../../wrong-state.rules.js';
import { ManagementActs } from '../access/management-acts.js';
import type { ManagementUser } from '../access/management-user.js';
import { platformPublicKeyOf } from '../channels/channel-lifecycle.js';
import { KeyHandoverStore } from '../channels/key-handover.store.js';
import { ApplicationRowStore } from '../onboarding/application-row.store.js';
import { ChannelApplicationStore, type ApplicationStep, type ChannelApplication } from '../onboarding/channel-application.store.js';
import type { DecisionNotice, NoticeLine } from './notice-sheet.js';

/** A line as it is told to machines: our public key belongs to it, though the form has no column for it. */
export type ToldLine = NoticeLine & { readonly platformPublicKey: string };
export type ToldNotice = DecisionNotice & { readonly lines: readonly ToldLine[] };

/** Makes of a notice what is handed over: a page, a file, an answer. */
export type Render<T> = (notice: ToldNotice) => Promise<T> | T;

const MASK = '********';

/** The decision notice of an application or, after a rotation, of one channel: with its secrets once, masked ever after. */
@Injectable()
export class DecisionNotices {
  constructor(
    private readonly store: ChannelApplicationStore, private readonly rows: ApplicationRowStore, private readonly channels: ChannelStore,
    private readonly keys: RegisteredApplicationStore, private readonly handovers: KeyHandoverStore, private readonly acts: ManagementActs,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The notice of an application that was rejected or issued, secrets masked. */
  async ofApplication(applicationId: string): Promise<ToldNotice> {
    const application = await this.store.require(applicationId);
    requireAnswered(application);
    const decision = decisionIn(await this.store.steps(applicationId));
    const rows = await this.rows.ofApplication(applicationId);
    const appIds = rows.flatMap(({ appId }) => (appId === undefined ? [] : [appId]));
    return this.notice(application, decision, appIds);
  }

  /** The one printing with secrets; a second one is refused. */
  async printOnce<T>(user: ManagementUser, applicationId: string, render: Render<T>): Promise<T> {
    const notice = await this.ofApplication(applicationId);
    if (!notice.approved) throw new WrongState('channelNotApproved', 'the application was rejected; there is nothing to hand over');
    return this.handOver(user, applicationId, notice, render);
  }

  /** The notice of one channel with the keys it has now, secrets masked. */
  async ofChannel(channelNumber: string): Promise<ToldNotice> {
    const { name } = await this.channels.require(channelNumber);
    const { application: { appId } } = await this.channels.record(channelNumber);
    const row = await this.rows.ofChannel(channelNumber);
    if (row === undefined) {
      const lines = [masked(name, await this.requireKeys(appId))];
      return { applicant: '国家医疗保障局', thirdParty: name, answeredAt: this.clock.now(), approved: true, reason: '', lines };
    }
    const application = await this.store.require(row.applicationId);
    return this.notice(application, decisionIn(await this.store.steps(row.applicationId)), [appId]);
  }

  /** The one printing of rotated keys. */
  async printChannelOnce<T>(user: ManagementUser, channelNumber: string, render: Render<T>): Promise<T> {
    return this.handOver(user, channelNumber, await this.ofChannel(channelNumber), render);
  }

  /** Rendered first: what cannot be printed must not count as shown. */
  private async handOver<T>(user: ManagementUser, subject: string, notice: ToldNotice, render: Render<T>): Promise<T> {
    const appIds = notice.lines.map(({ appId }) => appId);
    const lines = await Promise.all(notice.lines.map(async ({ name, appId }) => shown(name, await this.requireKeys(appId))));
    const print = await render({ ...notice, lines });
    await this.acts.perform(user, { act: 'management.keys.show', subject, facts: { keys: appIds.length } }, async () => {
      if (await this.handovers.take(appIds, user.name, this.clock.now())) return;
      throw new WrongState('forbidden', 'these secrets were shown once; rotate the keys if they are lost');
    });
    return print;
  }

  private async notice({ form }: ChannelApplication, decision: ApplicationStep | undefined, appIds: readonly string[]): Promise<ToldNotice> {
    if (decision === undefined) throw new Error('an answered application without a decision');
    const lines = await Promise.all(appIds.map(async (appId) => {
      const keys = await this.requireKeys(appId);
      return masked((await this.channels.require(keys.ownerId)).name, keys);
    }));
    return {
      applicant: form.department.name, thirdParty: form.thirdParty.name, answeredAt: decision.at, approved: decision.act === 'approve',
      reason: decision.note, lines,
    };
  }

  private async requireKeys(appId: string): Promise<RegisteredApplication> {
    const found = await this.keys.findByAppId(appId);
    if (found === undefined) throw new Error('an issued application stands in no register');
    return found;
  }
}

function requireAnswered({ state }: ChannelApplication): void {
  if (state === 'rejected' || state === 'issued') return;
  throw new WrongState('channelNotApproved', `the application is ${state}; the notice is written when it is rejected, or issued`);
}

function decisionIn(steps: readonly ApplicationStep[]): ApplicationStep | undefined {
  return steps.findLast(({ act }) => act === 'approve' || act === 'reject');
}

function masked(name: string, keys: RegisteredApplication): ToldLine {
  return { name, channelNumber: keys.ownerId, appId: keys.appId, appSecret: MASK, digitalKey: MASK, platformPublicKey: platformPublicKeyOf(keys) };
}

/** INT-53: the digital key is the SM4 key that the business data of this application travels under. */
function shown(name: string, keys: RegisteredApplication): ToldLine {
  const digitalKey = deriveTransportKey(keys.appId, keys.appSecret).export().toString('ascii');
  return { ...masked(name, keys), appSecret: keys.appSecret, digitalKey };
}
