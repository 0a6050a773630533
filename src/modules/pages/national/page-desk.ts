import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnswerDesk } from '../../../kernel/dispatch/answer.js';
import { zoneOf } from '../../../kernel/host/listeners.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { refuse, Refusal } from '../../../protocol/refusal.js';
import { documentOf, policyOf, type Bilingual, type Page } from './page.js';
import type { PageFlow } from './page-flow.js';
import { readForm, type FormFields } from './page-form.js';
import type { PageVisit } from './page-visit.store.js';
import { FormTaken, PageVisits } from './page-visits.js';
import { problemPage } from './problem-page.js';

export type PageRequest = FastifyRequest<{ Body: Buffer | undefined; Querystring: Readonly<Record<string, unknown>> }>;

/** A page, or the address that the person is sent to. */
type Answer = Page | string;

const STALE: Bilingual = ['这一页已提交过或已失效，请重新填写。', 'This form was handed in already or is out of date. Please enter it again.'];
/** Bytes; a form has a token and two short texts. */
export const LARGEST_FORM = 4_096;

const AGAIN = 400;

/** The counter of the dedicated pages: whatever the kind, a link is looked at, a form taken once, and the person sent back or told why not. */
@Injectable()
export class PageDesk {
  constructor(private readonly visits: PageVisits, private readonly answers: AnswerDesk, @Inject(IDS) private readonly ids: Ids) {}

  /** Shows the page of a link; changes nothing. */
  show(flow: PageFlow, request: PageRequest, reply: FastifyReply): Promise<string> {
    return this.answer(flow, request, reply, async (visit) => flow.page(await this.visits.requireOpen(visit)));
  }

  /** Takes a form. */
  handIn(flow: PageFlow, request: PageRequest, reply: FastifyReply): Promise<string> {
    const fields = readForm(request.body);
    return this.answer(flow, request, reply, async (visit) => {
      try {
        return await this.take(flow, visit, fields);
      } catch (error) {
        // The same form may have been carried out beside this one, which then fails by what that has done.
        const after = await this.visits.find(flow.kind, request.query);
        if (error instanceof FormTaken || this.visits.outcomeOf(after, fields('formToken')) !== undefined) return this.take(flow, after, fields);
        throw error;
      }
    });
  }

  private async take(flow: PageFlow, visit: PageVisit, fields: FormFields): Promise<Answer> {
    const before = this.visits.outcomeOf(visit, fields('formToken'));
    if (before !== undefined) return before;
    const open = await this.visits.requireOpen(visit);
    if (!this.visits.isGoodForm(visit, fields('formToken'))) return { ...(await flow.page(open, STALE)), status: AGAIN };
    if (fields('decision') === 'decline') return this.visits.decline(visit, flow.transType);
    const weighed = await flow.weigh(open, fields);
    if ('again' in weighed) return { ...(await flow.page(open, weighed.again)), status: AGAIN };
    const outcome = await this.visits.carryOut(visit, weighed);
    if (!(outcome instanceof Refusal)) return outcome;
    if (outcome.returnCode.name !== 'passwordWrong') throw outcome;
    const next = { ...open, visit: { ...visit, formsTaken: visit.formsTaken + 1 } };
    const { text, code } = outcome.returnCode;
    return { ...(await flow.page(next, [`${text}（${code}）。`, `The password is wrong (${code}).`])), status: AGAIN };
  }

  private async answer(flow: PageFlow, request: PageRequest, reply: FastifyReply, work: (visit: PageVisit) => Promise<Answer>): Promise<string> {
    let visit: PageVisit | undefined;
    try {
      if (zoneOf(request.raw) !== 'public-service') throw refuse('badAddress', { diagnosis: 'pages are served in the public-service zone' });
      visit = await this.visits.find(flow.kind, request.query);
      return this.send(reply, await work(visit));
    } catch (error) {
      const { refusal } = this.answers.failure({}, error);
      const wayBack = visit !== undefined && visit.outcome === undefined ? this.visits.wayBack(visit, refusal) : undefined;
      return this.send(reply, problemPage(refusal, wayBack));
    }
  }

  /** Nothing of a page is kept by anybody on the way, told to the next address, or shown within another page. */
  private send(reply: FastifyReply, answer: Answer): string {
    const nonce = this.ids.lower(26);
    void reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    if (typeof answer === 'string') {
      void reply.status(303).header('location', answer);
      return '';
    }
    void reply.status(answer.status).headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policyOf(answer, nonce) });
    return documentOf(answer, nonce);
  }
}
