import type { BusinessHandling, Handling, Settlement } from './business.js';
import { ChannelRegister, type Channel, type Keys } from './channels.js';
import { CodeDesk, type Code, type Display } from './code-desk.js';
import { Credential, type Agreement, type AgreementState, type Person } from './credential.js';
import { Mail } from './mail.js';
import type { Institution, Province, Word } from './province.js';
import { no, must } from './refused.js';
import { Suspensions } from './suspensions.js';
import type { Tally } from './tally.js';
import type { Token } from './tokens.js';
import { provincesOf, sameIdentity, type Identity } from './words.js';

/** The whole of the reference model: the national register, the provinces, what is on its way between them, and what has been given out. */
export class Nation {
  readonly mail: Mail;
  readonly channelRegister = new ChannelRegister();
  readonly suspensions = new Suspensions();
  readonly desk: CodeDesk;
  readonly agreements: Agreement[] = [];
  readonly handlings: Handling[] = [];
  readonly settlements: Settlement[] = [];
  readonly businessHandlings: BusinessHandling[] = [];
  private readonly credentials: Credential[] = [];
  private words = 0;

  constructor(
    readonly now: () => number, readonly people: readonly Person[], readonly channels: readonly Channel[],
    readonly provinces: readonly Province[], readonly institutions: readonly Institution[], readonly tally: Tally,
  ) {
    this.mail = new Mail(provinces.map(({ code }) => code));
    this.desk = new CodeDesk('00', tally);
  }

  province(code: string): Province {
    const found = this.provinces.find((each) => each.code === code);
    if (found === undefined) throw new Error(`no province ${code} in this story`);
    return found;
  }

  get keys(): Keys[] {
    return this.channels.flatMap(({ keys }) => keys);
  }

  get displays(): Display[] {
    return [...this.provinces.map(({ desk }) => desk), this.desk].flatMap(({ displays }) => displays);
  }

  get codes(): Code[] {
    return [...this.provinces.map(({ desk }) => desk), this.desk].flatMap(({ codes }) => codes).toSorted((one, other) => one.expiresAt - other.expiresAt);
  }

  get tokens(): Token[] {
    return this.provinces.flatMap(({ tokens }) => tokens.all).toSorted((one, other) => one.expiresAt - other.expiresAt);
  }

  /** Who stands in the register with this document: nobody is `500050`, somebody of another name `500028`. */
  requirePerson(identity: Identity): Person & { credential: Credential } {
    const person = this.people.find(({ credential, identity: { idNo } }) => credential !== undefined && idNo === identity.idNo);
    if (person?.credential === undefined) throw no('personNotFound');
    must(sameIdentity(person.identity, identity), 'realNameFailed');
    return person as Person & { credential: Credential };
  }

  /** The credential ever made for an identity (INT-16). */
  credentialFor(identity: Identity): Credential | undefined {
    return this.credentials.find((credential) => sameIdentity(credential.identity, identity));
  }

  /** 4.1: a credential, not activated yet, becomes the person's (INT-44). */
  register(person: Person, identity: Identity): void {
    const former = this.credentialFor(identity);
    const credential = former ?? new Credential(identity, person);
    if (former === undefined) this.credentials.push(credential);
    credential.startAgain();
    credential.word = this.nextWord();
    Object.assign(person, { identity, credential });
  }

  /** The person behind a code that this channel was given, as national checks it: `500008`, `500003`, `500001`. */
  requireHolder(agreement: Agreement, channel: Channel): Credential {
    must(agreement.channel === channel, 'authorizationCodeInvalid');
    must(agreement.state === 'granted', 'channelNotAuthorizedByPerson');
    must(agreement.credential.state === 'activated', 'credentialNotFound');
    return agreement.credential;
  }

  /** Makes a new authorization; one the pair still has is revoked. The provinces named are told of it. */
  grant(channel: Channel, credential: Credential, provinces: readonly string[]): Agreement {
    const last = credential.agreements.get(channel);
    if (last !== undefined && last.state !== 'revoked') this.change(last, 'revoked');
    const agreement: Agreement = { channel, credential, state: 'granted', word: this.nextWord(), code: '' };
    this.agreements.push(agreement);
    credential.agreements.set(channel, agreement);
    this.tally.count('national', 'channel_authorization');
    for (const province of provinces) credential.holders.add(province);
    this.tellAgreement(agreement, provinces);
    return agreement;
  }

  /** Every province that holds it learns of the change; what the channel shows of national codes is void. */
  change(agreement: Agreement, state: AgreementState): void {
    Object.assign(agreement, { state, word: this.nextWord() });
    const { credential, channel } = agreement;
    if (state !== 'granted') this.desk.voidOf(credential, channel);
    this.tellAgreement(agreement, this.holdersOf(credential));
  }

  /** National's own word about a credential, now. */
  wordOf(credential: Credential): Word {
    const { state, identity, word, person } = credential;
    return { credential, state, identity, places: person.places, no: word };
  }

  /** The state and the person's data, to the insured provinces and whoever else holds the credential (6.1.2.3 c, 4.4). */
  tellState(credential: Credential): void {
    const word = this.wordOf(credential);
    for (const province of this.holdersOf(credential)) this.mail.post('national', () => this.province(province).hearsOfCredential(word));
  }

  /** 6.3.2.2 c: the places of a person have changed; `answering` is the province that said so, and the word it said it with. */
  tellPlaces(person: Person, answering?: { readonly province: string; readonly credential: Credential; readonly no: number }): void {
    const { credential } = person;
    if (credential === undefined) return;
    credential.word = Math.max(this.nextWord(), credential.word);
    const provinces = credential.state === 'activated' ? this.holdersOf(credential) : [...credential.holders];
    const word = this.wordOf(credential);
    for (const code of provinces) {
      const province = this.province(code);
      this.mail.post('national', () => {
        if (answering?.province === code) province.isAnswered(answering.credential, answering.no);
        province.hearsOfCredential(word);
      });
    }
  }

  nextWord(): number {
    this.words += 1;
    return this.words;
  }

  private holdersOf(credential: Credential): string[] {
    for (const province of provincesOf(credential.person.places)) credential.holders.add(province);
    return [...credential.holders];
  }

  private tellAgreement(agreement: Agreement, provinces: readonly string[]): void {
    const { state, word } = agreement;
    for (const province of provinces) this.mail.post('national', () => this.province(province).hearsOfAgreement(agreement, state, word));
  }
}
