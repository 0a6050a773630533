import fc from 'fast-check';
import { any, chosen, verb } from '../act.js';
import type { AgreementState } from '../reference/credential.js';
import { must } from '../reference/refused.js';
import { agreementIn, agreementPick, atNational, calls, named } from './drawn.js';

/** 4.7. */
const changes = {
  suspend: { from: ['granted'], to: 'suspended' },
  restore: { from: ['suspended'], to: 'granted' },
  revoke: { from: ['granted', 'suspended'], to: 'revoked' },
} as const satisfies Record<string, { from: readonly AgreementState[]; to: AgreementState }>;

const picks = fc.record({
  ...agreementPick, target: any, change: fc.constantFrom('suspend', 'restore', 'revoke', 'suspend', 'restore'), anyChannel: fc.nat({ max: 9 }).map((n) => n === 9),
});

/** 4.7: in the official channel the person suspends, restores or revokes what another channel was authorized to. */
export const changesAuthorization = verb(picks, ({ nation }, { target: n, change, anyChannel, ...drawn }) => {
  const codes = anyChannel ? nation.agreements : nation.agreements.filter(({ channel }) => channel.kind === 'official');
  const found = agreementIn(nation, drawn, codes);
  if (found === undefined) return undefined;
  const { agreement, keys } = found;
  const target = chosen(anyChannel ? nation.channels : nation.channels.filter(({ kind }) => kind === 'third-party'), n);
  return {
    says: `${named(agreement.credential.identity)} wants to ${change} the authorization of ${target.name} through ${calls(keys)}`,
    foresees() {
      nation.channelRegister.admit(keys, nation.now());
      must(keys.channel.kind === 'official', 'forbidden');
      const credential = nation.requireHolder(agreement, keys.channel);
      must(target.kind !== 'official', 'badRequest');
      const last = credential.agreements.get(target);
      must(last !== undefined, 'personAuthorizationNotFound');
      const { from, to } = changes[change];
      must(from.some((state) => state === last.state), 'authorizationUpdateFailed');
      nation.change(last, to);
      return { tells: { state: to } };
    },
    performs: (how) => keys.hand.changesAuthorization({ authorizationCode: agreement.code, channelNumber: target.channelNumber, change }, how),
    repeat: atNational(nation, keys),
  };
});
