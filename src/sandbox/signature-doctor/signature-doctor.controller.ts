import { Controller, HttpCode, Inject, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { refuse } from '../../protocol/refusal.js';
import { RegisteredApplicationStore, type RegisteredApplication } from '../../registry/application/registered-application.store.js';
import { unreadable, type Diagnosis } from './diagnosis.js';
import type { DoctorKeys, OtherApplication } from './doctor-keys.js';
import { examine, nameIn } from './examine.js';

export const EXPLAIN_PATH = '/sandbox/signature/explain';

/** An examination may take two seconds in which nothing else is answered. */
const PER_MINUTE = 30;
const MINUTE_MS = 60_000;
/** Applications with which keys are compared. */
const MOST_OTHERS = 50;

/** Tells the sender of a signed message what was signed. The message is posted as it was sent to the platform, or as it came from there. */
@Controller()
export class SignatureDoctorController {
  private minute = 0;
  private examined = 0;

  constructor(private readonly applications: RegisteredApplicationStore, @Inject(CLOCK) private readonly clock: Clock) {}

  /** `?direction=answer` for an answer of the platform. */
  @Post(EXPLAIN_PATH)
  @HttpCode(200)
  async explain(@Req() request: FastifyRequest<{ Body: Buffer | undefined }>, @Query('direction') direction?: string): Promise<Diagnosis> {
    this.take();
    const body = request.body ?? Buffer.alloc(0);
    const name = nameIn(body);
    const found = name && (name.field === 'orgId' ? await this.applications.findByOrgId(name.value) : await this.applications.findByAppId(name.value));
    if (found === undefined) {
      return unreadable('报文的 appId、appCode、orgId 都不是已登记的应用。', 'Neither appId, appCode nor orgId of the message names a registered application.');
    }
    const others = await this.applications.findOthers(found.appId, MOST_OTHERS);
    return examine(body, keysOf(found, others.map(asOther)), { direction: direction === 'answer' ? 'answer' : 'request' });
  }

  private take(): void {
    const minute = Math.floor(this.clock.now() / MINUTE_MS);
    if (minute !== this.minute) [this.minute, this.examined] = [minute, 0];
    this.examined += 1;
    if (this.examined > PER_MINUTE) throw refuse('rateLimited', { diagnosis: `at most ${PER_MINUTE} examinations a minute` });
  }
}

const keysOf = ({ appId, appSecret, counterpartPublicKey, platformPrivateKey }: RegisteredApplication, others: readonly OtherApplication[]): DoctorKeys => (
  { appId, appSecret, publicKey: counterpartPublicKey, platformPrivateKey, others }
);

const asOther = ({ ownerKind, ownerId, appId, appSecret, counterpartPublicKey }: RegisteredApplication): OtherApplication => (
  { name: `${ownerKind} ${ownerId}`, appId, appSecret, publicKey: counterpartPublicKey }
);
